"""What is counted for a licensor and an auditor, who see nobody: numbers, never names (O-12)."""

from __future__ import annotations

from app.domain.permissions import Role

SEATS = "seats"
"""How many seats of one licence are held now."""
WITH_A_SEAT = "participants"
"""How many people hold a seat now, each once."""
SEATS_ON = "seats on "
"""How many seats of one licence were held on the day that follows, as 2026-10-01: the first of a month, and today."""
REPORTS = "reports "
"""How many reports of infringement stand so: the state follows."""
ACCOUNTS: dict[Role, str] = {Role.ADMINISTRATOR: "administrators", Role.COACH: "coaches"}
"""How many accounts there are now, by role."""

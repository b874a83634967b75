"""What happens to an agreement on the way, as the actions take it: for tests about changes, claims and measures."""

from __future__ import annotations

from typing import Any

from app.actions.changes import announce_change, object_to_change
from app.actions.claims import log_claim
from app.actions.measures import record_measure
from tests.dumps import rows_of

DIRECTOR = {"name": "S. Vermeer", "role": "representative", "mandate_id": None}


def announced(desk: Any, agreement: bytes, kind: str = "terms", on: str = "2026-11-20", **more: Any) -> bytes:
    """A change that was told; its id. Terms are published (O) or sent (A)."""
    published = getattr(desk, "desk", desk).sight.profile.code == "oefenen" and kind in ("terms", "user_terms")
    given = {
        "form": "publication" if published else "letter", "proof": "" if published else "brief 12",
        "received_on": None if published else on, "title": "Voorwaarden 2027" if kind.endswith("terms") else "",
    } | more  # fmt: skip
    return bytes(desk.do(
        announce_change, agreement_id=agreement, kind=kind, announced_on=on, **given).outcome)


def new_prices(desk: Any, agreement: bytes, on: str = "2026-11-20", cents: int = 4_000, **more: Any) -> bytes:
    fees = [{"licence_id": row["id"], "fee_cents": cents} for row in rows_of(getattr(desk, "desk", desk), "licences")]
    return announced(desk, agreement, "prices", on, fees=fees, **more)


def objection(change: bytes, **more: Any) -> dict[str, Any]:
    return {
        "change_id": change, "received_on": "2026-11-21", "form": "email", "reasons": "Het nieuwe lid 4 is te ruim.",
        "proof": "mail van 21 november", "signatory": DIRECTOR,
    } | more  # fmt: skip


def objected(desk: Any, change: bytes, **more: Any) -> None:
    desk.do(object_to_change, **objection(change, **more))


def measured(desk: Any, agreement: bytes, ground: str = "misuse", measure: str = "dissolve", **more: Any) -> bytes:
    given = {
        "told_on": "2026-11-21", "from_on": "2026-11-21", "form": "registered", "reason": "gedeelde wachtwoorden",
        "proof": "RR 31",
    } | more  # fmt: skip
    return bytes(desk.do(
        record_measure, agreement_id=agreement, ground=ground, measure=measure, **given).outcome)


def claimed(desk: Any, agreement: bytes, sort: str = "own", **more: Any) -> bytes:
    given = {"about": "uitval op 30 oktober", "known_on": "2026-10-31",
             "claimant": "Uitgeverij" if sort == "third_party" else ""} | more
    return bytes(desk.do(log_claim, agreement_id=agreement, sort=sort, **given).outcome)

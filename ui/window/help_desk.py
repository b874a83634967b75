"""Whether the provider's help desk is open at this moment, and whom to ask."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from app.domain.helpdesk import desk_state, whom_to_ask
from app.domain.permissions import Role
from app.domain.provider_terms import NotRegulated, Who
from app.domain.sight import Sight
from ui.words import show


def help_desk_line(sight: Sight, now_us: int, days_off: frozenset[date] = frozenset()) -> str:
    """'Help desk open until 17:00', or when it opens; '' where the terms give no hours. `now_us` is UTC."""
    now = datetime.fromtimestamp(now_us / 1_000_000, UTC)
    state = desk_state(sight.profile.help_desk.hours, now, ZoneInfo(sight.zone), days_off)
    return "" if isinstance(state, NotRegulated) else show(state.text)


def whom_line(sight: Sight) -> str:
    """Where this person goes with a question."""
    who: Who = "administrator" if sight.actor.role is Role.ADMINISTRATOR else "coach"
    return show(whom_to_ask(sight.profile.help_desk, who))

"""What holds for the account whose desk it is: until when it works, and what a coach may keep and see (O-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.domain.coaches import has_ended
from app.domain.permissions import Role
from app.store.settings import ACCOUNT, KEEPS_NOTHING, setting
from app.store.tables import accounts, coaches


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """`ended_on` is the day from which it works no longer, where that has come; `keeps_offline` and `shows_surnames`
    are as the administrator said of a coach.
    """

    ended_on: date | None = None
    keeps_offline: bool = True
    shows_surnames: bool = True


def own_limits(connection: Connection, account_id: bytes, day: str) -> OwnLimits:
    """Of this account on this day; an account ends by itself, or with the coach whose it is."""
    account = connection.execute(select(accounts).where(accounts.c.id == account_id)).first()
    if account is None:
        return OwnLimits()
    coach = None
    if account.role == Role.COACH and account.coach_id is not None:
        coach = connection.execute(select(coaches).where(coaches.c.id == account.coach_id)).first()
    ends = (account.until_on, coach.until_on if coach is not None else None)
    ended = min((end for end in ends if end and has_ended(end, day)), default=None)
    keeps = not setting(connection, KEEPS_NOTHING) if coach is None else bool(coach.keeps_offline)
    return OwnLimits(
        date.fromisoformat(ended) if ended else None, keeps, coach is None or bool(coach.shows_surnames))


def keeps_nothing(connection: Connection) -> bool:
    """True for a desk from which all that came from the server must be gone when it closes."""
    account = setting(connection, ACCOUNT)
    return bool(account) and not own_limits(connection, bytes.fromhex(account or ""), "").keeps_offline

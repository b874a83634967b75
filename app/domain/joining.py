"""Putting oneself down for a group with a code: what is asked, how long it waits, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.domain.text import Text
from app.domain.wrong_fields import WrongField, only_wrong, wrong_order

MOST_DAYS, USUAL_DAYS = 366, 28
"""Our own choice, no clause: how long a code to join with may be good, and how long it is by itself."""
KEPT_DAYS = 30
"""Our own choice, no clause: a registration that nobody answered is emptied of every name after so many days."""
MOST_WAITING = 500
"""So many unanswered registrations of one group, and no more are taken until somebody has looked."""
NAMES = ("given", "prefix", "family", "username", "email")
ASKED_FOR: Mapping[str, str] = {
    "given": "given_name", "prefix": "prefix", "family": "family_name", "username": "username", "email": "email",
}
"""Column of a registration -> our name for that kind of personal data."""
LONGEST_NAME = 100
ANSWERED_MEANWHILE = Text(
    "Somebody answered this in the meantime. Nothing was changed. Look at the list again.")
CODE_IS_TAKEN = Text("This code is in use already. Nothing was made. Make another code.")
_SHAPE = Text("This change has a shape that the server does not know. It was refused.")


class RegistrationState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    LAPSED = "lapsed"


def check_join_code(until: date, today: date) -> tuple[WrongField, ...]:
    """What is wrong with the last day of a code that is to be made."""
    last = today + timedelta(days=MOST_DAYS)
    late = None if until <= last else WrongField("until_on", Text(
        "A code that is good for longer than a year gets into the wrong hands. Nothing was made. Choose {day} or an "
        "earlier day.", day=last))
    return only_wrong((wrong_order("until_on", today, until), late))


def is_open(row: Mapping[str, Any], today: date) -> bool:
    """Whether a row of `join_codes` lets somebody put themselves down today."""
    day = today.isoformat()
    return bool(row["from_on"] <= day and (row["until_on"] is None or day < row["until_on"]))


def as_made(typed: str) -> str:
    """A code as it was made: people type spaces and small letters, and O and I for what looks like them."""
    return "".join(typed.split()).upper().replace("-", "").translate(str.maketrans("OIL", "011"))


def lets_in_twice(row: Mapping[str, Any], others: Iterable[Mapping[str, Any]], today: date) -> bool:
    """Whether a code is open today or later, and another one that is so too reads the same."""
    return not _is_over(row, today) and any(
        as_made(other["code"]) == as_made(row["code"]) and not _is_over(other, today) for other in others)


def _is_over(row: Mapping[str, Any], today: date) -> bool:
    return bool(row["until_on"] is not None and row["until_on"] <= max(today.isoformat(), row["from_on"]))


def kept_of(given: Mapping[str, str], kept: Mapping[str, bool]) -> dict[str, str]:
    """What may be kept of what somebody filled in: the fields that are kept here, without loose spaces.

    `kept` says of our own field names whether they are; nothing else that was sent comes any further.
    """
    return {
        column: " ".join(given.get(column, "").split())[:LONGEST_NAME] if kept.get(field, False) else ""
        for column, field in ASKED_FOR.items()
    }


def emptied() -> dict[str, str]:
    """An answered registration holds no name any more: what is kept of a participant stands with the participant."""
    return dict.fromkeys(NAMES, "")


def is_newcomer(row: Mapping[str, Any]) -> bool:
    """Whether a row of `participants` says no more than who puts themselves down can have filled in."""
    said = {name for name, value in row.items() if value not in ("", None)}
    return row["state"] == "active" and said <= {"id", "state", "sort_key", "search", "created_us", *NAMES}


def broken_registration(row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a row of `registrations` whoever wrote it (S1)."""
    if row["state"] not in set(RegistrationState):
        return _SHAPE
    answered = row["state"] != RegistrationState.WAITING
    return _SHAPE if answered and any(row[name] for name in NAMES) else None

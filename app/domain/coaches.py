"""Coaches: what sort of person one is, until when one works, and what is wrong with what was filled in (O-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.calendar import is_day
from app.domain.contract.new_organisation import LONGEST_NAME, LONGEST_USERNAME
from app.domain.names import fold
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, day_typed, missing, only_wrong, too_long, wrong_future, wrong_order

LONGEST_EMAIL = 254
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class CoachKind(StrEnum):
    """`UNKNOWN` is of who came in by a file that does not say it."""

    UNKNOWN = ""
    EMPLOYEE = "employee"
    VOLUNTEER = "volunteer"
    SUBSTITUTE = "substitute"
    TRAINEE = "trainee"


KIND_WORDS: Mapping[CoachKind, Text] = {
    CoachKind.EMPLOYEE: Text("Employee"), CoachKind.VOLUNTEER: Text("Volunteer"),
    CoachKind.SUBSTITUTE: Text("Substitute"), CoachKind.TRAINEE: Text("Trainee"), CoachKind.UNKNOWN: Text("Not said"),
}


@dataclass(frozen=True, slots=True)
class CoachGiven:
    """What an administrator fills in. Days are as they are kept (year-month-day), '' where there is none.

    `from_on` is the first day of work and `until_on` the first day on which it has ended; `confidential_on` is the day
    on which the statement of confidentiality was signed.
    """

    given: str = ""
    prefix: str = ""
    family: str = ""
    kind: str = CoachKind.EMPLOYEE
    username: str = ""
    email: str = ""
    from_on: str = ""
    until_on: str = ""
    confidential_on: str = ""
    keeps_offline: bool = True
    shows_surnames: bool = True


def check_coach(given: CoachGiven, today: date) -> tuple[WrongField, ...]:
    """What is wrong with it, each at its field."""
    return (*_wrong_words(given), *_wrong_days(given, today))


def has_ended(until_on: str | None, day: str) -> bool:
    """Whether who works until this day (the first one on which it has ended) works no longer on `day`."""
    return bool(until_on) and str(until_on) <= day


def broken_coach(row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a row of a coach whoever wrote it, None where nothing is."""
    if not (row.get("given") or row.get("family")):
        return Text("A person needs a first name or a last name. Nothing was changed.")
    return broken_period(row)


def broken_period(row: Mapping[str, Any]) -> Text | None:
    """An end that lies before its beginning."""
    begin, end = row.get("from_on"), row.get("until_on")
    if not (begin and end and is_day(begin) and is_day(end)) or end >= begin:
        return None
    wrong = wrong_order("until_on", date.fromisoformat(begin), date.fromisoformat(end))
    return wrong.reason if wrong is not None else None


def _wrong_words(given: CoachGiven) -> Iterator[WrongField]:
    if not (given.given.strip() or given.family.strip()):
        yield missing("given")
    for field in ("given", "prefix", "family"):
        if long := too_long(field, getattr(given, field), LONGEST_NAME):
            yield long
    if given.kind not in set(CoachKind):
        yield WrongField("kind", Text("Choose what sort of {coach} this is. Nothing was recorded."))
    username = fold(given.username)
    if username and (not _USERNAME.fullmatch(username) or len(username) > LONGEST_USERNAME):
        yield WrongField("username", Text(
            "A user name has small letters, digits, dots and dashes, 64 at most. Nothing was recorded. Correct the "
            "user name."))
    if given.email.strip() and (not _EMAIL.fullmatch(given.email.strip()) or len(given.email) > LONGEST_EMAIL):
        yield WrongField("email", Text("This is no e-mail address. Nothing was recorded. Correct it, or leave it out."))


def _wrong_days(given: CoachGiven, today: date) -> tuple[WrongField, ...]:
    days = {name: day_typed(name, getattr(given, name)) for name in ("from_on", "until_on", "confidential_on")
            if getattr(given, name)}
    found = [day for day in days.values() if isinstance(day, WrongField)]
    right = {name: day for name, day in days.items() if isinstance(day, date)}
    if "from_on" in right:
        found += only_wrong([wrong_order("until_on", right["from_on"], right.get("until_on"))])
    if "confidential_on" in right:
        found += only_wrong([wrong_future("confidential_on", right["confidential_on"], today)])
    return tuple(found)

"""A new organisation of a licensor: its card, the account of its administrator, and the licence it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.calendar import add_months
from app.domain.contract.order import LARGEST_FEE_CENTS, LONGEST_MONTHS, MOST_PARTICIPANTS
from app.domain.names import fold
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, out_of_range, wrong_day, wrong_future, wrong_words

LONGEST_NAME = 200
LONGEST_CODE, LONGEST_USERNAME = 40, 64
CONCLUDED_AHEAD_MONTHS = 24
"""Our own choice: an agreement that begins later than this after its conclusion is a slip of the keyboard."""
_CODE = re.compile(r"[a-z0-9][a-z0-9-]*")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]*")


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What is asked for. `code` is typed at every first log-in; `username` is that of the administrator."""

    name: str
    place: str
    code: str
    administrator: str
    username: str


@dataclass(frozen=True, slots=True)
class NewLicence:
    """The licence that it begins with; fees in cents without VAT, for one period."""

    number: str
    package: str
    seats: int
    seat_fee_cents: int
    school_fee_cents: int
    concluded_on: date
    starts_on: date
    months: int

    @property
    def fee_cents(self) -> int:
        """What one period costs, without VAT."""
        return self.seats * self.seat_fee_cents + self.school_fee_cents


def check_organisation(given: NewOrganisation) -> tuple[WrongField, ...]:
    """What is wrong with it, each at its field."""
    return tuple(_wrong_in_organisation(given))


def _wrong_in_organisation(given: NewOrganisation) -> Iterator[WrongField]:
    for field in ("name", "administrator"):
        value = getattr(given, field)
        if wrong := wrong_words(field, value, LONGEST_NAME):
            yield wrong
    if not _CODE.fullmatch(given.code) or len(given.code) > LONGEST_CODE:
        yield WrongField("code", Text(
            "A code has small letters, digits and dashes, 40 at most. Nothing was recorded. Correct the code."))
    if not _USERNAME.fullmatch(given.username) or len(given.username) > LONGEST_USERNAME:
        yield WrongField("username", Text(
            "A user name has small letters, digits, dots and dashes, 64 at most. Nothing was recorded. Correct the "
            "user name."))


def check_licence(given: NewLicence, today: date) -> tuple[WrongField, ...]:
    """What is wrong with it, each at its field."""
    return tuple(_wrong_in_licence(given, today))


def _wrong_in_licence(given: NewLicence, today: date) -> Iterator[WrongField]:
    for field in ("number", "package"):
        if not getattr(given, field).strip():
            yield missing(field)
    wrong = (
        out_of_range("seats", given.seats, 1, MOST_PARTICIPANTS),
        _wrong_fee("seat_fee_cents", given.seat_fee_cents), _wrong_fee("school_fee_cents", given.school_fee_cents),
        wrong_day("concluded_on", given.concluded_on) or wrong_future("concluded_on", given.concluded_on, today),
        wrong_day("starts_on", given.starts_on) or _wrong_start(given),
        out_of_range("months", given.months, 1, LONGEST_MONTHS),
    )
    yield from (one for one in wrong if one is not None)


def _wrong_fee(field: str, cents: int) -> WrongField | None:
    if 0 <= cents <= LARGEST_FEE_CENTS:
        return None
    return WrongField(field, Text(
        "This is no fee: write an amount of 0 or more, such as 32,50. Nothing was recorded."))


def _wrong_start(given: NewLicence) -> WrongField | None:
    latest = add_months(given.concluded_on, CONCLUDED_AHEAD_MONTHS)
    if given.starts_on <= latest:
        return None
    return WrongField("starts_on", Text(
        "{day} cannot be meant: it is more than two years after the conclusion. Nothing was recorded.",
        day=given.starts_on))


def proposed_code(name: str) -> str:
    """A code made of the name: 'Bibliotheek Sint-Anna' becomes 'bibliotheek-sint-anna'."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:LONGEST_CODE].rstrip("-")


def proposed_username(name: str) -> str:
    """A user name made of somebody's name: 'Anna de Vries' becomes 'a.devries'."""
    first, *others = [re.sub(r"[^a-z0-9]", "", part) for part in fold(name).split()] or [""]
    return f"{first[:1]}.{''.join(others)}".strip(".")[:LONGEST_USERNAME] if others else first[:LONGEST_USERNAME]

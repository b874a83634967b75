"""What is wrong with something that was filled in, at the field where it is wrong, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.errors import Refusal
from app.domain.text import Text

EARLIEST = date(2000, 1, 1)
LATEST = date(2099, 12, 31)
"""Our own choice: no agreement of these products is older, and a year beyond is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class WrongField:
    """`field` is the name of the value that is wrong ("months", "documents[2].checksum"); `reason` says why."""

    field: str
    reason: Text


class RefusedFields(Refusal):
    """Nothing was recorded: these fields are wrong. A form shows each reason at its field; others read them all.

    `remedy` names the first field, as with every refusal of something filled in.
    """

    def __init__(self, wrong: Sequence[WrongField]) -> None:
        super().__init__(*(one.reason for one in wrong), remedy=wrong[0].field)
        self.wrong = tuple(wrong)

    def __reduce__(self) -> tuple[object, ...]:
        return RefusedFields, (self.wrong,)


def refuse(wrong: Iterable[WrongField]) -> None:
    """Raise RefusedFields where anything is wrong."""
    found = tuple(wrong)
    if found:
        raise RefusedFields(found)


def day_typed(field: str, typed: str) -> date | WrongField:
    """The day that stands in `typed` as year-month-day; 30 February is no day, and neither is one of the year 20."""
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        return WrongField(field, Text("{value} is not a day that exists. Nothing was recorded.", value=typed[:20]))
    return wrong_day(field, day) or day


def day_or_refuse(field: str, typed: str) -> date:
    """The day of `day_typed`; raises RefusedFields where it is none."""
    day = day_typed(field, typed)
    if isinstance(day, WrongField):
        raise RefusedFields([day])
    return day


def wrong_day(field: str, day: date) -> WrongField | None:
    """A day that cannot be meant."""
    if EARLIEST <= day <= LATEST:
        return None
    return WrongField(field, Text(
        "{day} cannot be meant: choose a day from {first} up to and including {last}. Nothing was recorded.",
        day=day, first=EARLIEST, last=LATEST))


def wrong_future(field: str, day: date, today: date) -> WrongField | None:
    """Something that has happened cannot have happened after today."""
    if day <= today:
        return None
    return WrongField(field, Text("{day} has not come yet. Nothing was recorded.", day=day))


def wrong_order(field: str, earlier: date, later: date | None) -> WrongField | None:
    """`field` holds `later`, which may be open (None) but not lie before `earlier`."""
    if later is None or later >= earlier:
        return None
    return WrongField(field, Text(
        "{end} lies before {begin}: an end cannot come before its beginning. Nothing was recorded.",
        end=later, begin=earlier))


def missing(field: str) -> WrongField:
    return WrongField(field, Text("This must be filled in. Nothing was recorded."))


def too_long(field: str, words: str, most: int) -> WrongField | None:
    if len(words) <= most:
        return None
    return WrongField(field, Text("This is longer than {n} signs. Nothing was recorded.", n=most))


def wrong_words(field: str, words: str, most: int) -> WrongField | None:
    """Words that must be there, and not too many of them."""
    return too_long(field, words, most) if words.strip() else missing(field)


def out_of_range(field: str, number: int, least: int, most: int) -> WrongField | None:
    """A whole number from `least` up to and including `most`."""
    if least <= number <= most:
        return None
    return WrongField(field, Text(
        "{number} cannot be meant: fill in a number from {least} to {most}. Nothing was recorded.",
        number=number, least=least, most=most))


def only_wrong(found: Iterable[WrongField | None]) -> tuple[WrongField, ...]:
    return tuple(one for one in found if one is not None)

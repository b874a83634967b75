"""What becomes of groups and people, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.rollover.kept import Choice, Fate
from app.domain.rollover.years import LAST, SEVERAL
from ui.words import show_number, tr

if TYPE_CHECKING:
    from app.views.rollover import PlaceRow, PresentRow

YEARS = ("0", "1", "2", "3", "4", "5", "6", "7", "8")


def year_choices() -> tuple[tuple[str, str], ...]:
    """Year groups to choose from, with their words."""
    numbers = ((code, tr("Year group {code}", code=code)) for code in YEARS)
    return ("", tr("None")), *numbers, (SEVERAL, tr("Several year groups")), ("S", tr("Special education"))


def choice_words(row: PlaceRow, with_years: bool) -> str:
    """What becomes of this person."""
    if row.needs_place:
        return tr("No place yet")
    if row.choice is Choice.LEAVE:
        return tr("Leaves after the last year") if with_years and row.year_group == LAST else tr("Leaves")
    if row.choice is Choice.NONE:
        return tr("In no {group}")
    if not with_years or not row.after:
        return tr("Goes on")
    if row.choice is Choice.REPEAT:
        return tr("Stays in year group {code}", code=row.after)
    if row.choice is Choice.EXTEND:
        return tr("Longer in year group {code}", code=row.after)
    return tr("To year group {code}", code=row.after)


def choice_tone(row: PlaceRow) -> str:
    """A badge for what somebody chose or still must choose; what is proposed is plain."""
    if row.needs_place:
        return "danger"
    return "info" if row.was_chosen else ""


def becomes_words(row: PresentRow) -> str:
    """What becomes of a present group: where its people go, most of them first."""
    if row.fate is Fate.STAYS:
        return tr("Stays as it is")
    going = ", ".join(f"{name} ({show_number(number)})" for name, number in row.going)
    if row.fate is Fate.ENDS:
        return tr("Ends; {where}", where=going) if going else tr("Comes to an end")
    return going or row.becomes

"""A school in May, for the tests of the new year: six groups and who is in them."""

from __future__ import annotations

from typing import Any

from app.actions.desk import Desk
from app.actions.rollover import prepare_roll_over
from app.views.rollover import PlaceRow, RollOver, roll_over_page
from tests.desks import Clock, bring_in, person, roster

TO_MAY, TO_AUGUST = 180, 258
"""Days from the 21 November 2026 of the clock: to 20 May 2027, and to 6 August."""
PEOPLE = (
    ("1", "Ada", "1", "1/2"), ("2", "Bas", "2", "1/2"), ("3", "Cem", "3", "3"), ("4", "Dia", "5", "5a"),
    ("5", "Eef", "5", "5b"), ("6", "Fay", "7", "7/8"), ("7", "Gus", "8", "7/8"),
)
GROUPS = ("1/2", "3", "5a", "5b", "7/8")


def school_in_may(desk: Desk, clock: Clock) -> None:
    """Groups of 2026-2027 with seven pupils, brought by a file; it is 20 May 2027."""
    bring_in(desk, file_of(2026, PEOPLE, GROUPS))
    clock.forward(TO_MAY)
    desk.look_again()


def file_of(year: int, people: Any, groups: tuple[str, ...], complete: bool = True) -> Any:
    """What the pupil administration exports: (key, given name, year group, group) of everybody."""
    return roster(
        *(person(key, given, "Proef", groups=(group,), year_group=code) for key, given, code, group in people),
        groups=groups, year=year, complete=complete)


def prepared(desk: Desk) -> RollOver:
    """What is prepared, prepared now if it was not."""
    page = desk.read(roll_over_page)
    if page.prepared is None:
        desk.do(prepare_roll_over)
        page = desk.read(roll_over_page)
    assert page.prepared is not None
    return page.prepared


def goes(desk: Desk) -> dict[str, tuple[str, str, str]]:
    """By given name: choice, new group and year group."""
    return {one.full.split()[0]: (str(one.choice), one.to, one.after) for one in prepared(desk).people}


def of(desk: Desk, given: str) -> PlaceRow:
    (found,) = [one for one in prepared(desk).people if one.full.split()[0] == given]
    return found


def new_group(desk: Desk, name: str) -> bytes:
    (found,) = [one.id for one in prepared(desk).new if one.name == name]
    return found

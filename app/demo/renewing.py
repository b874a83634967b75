"""New groups of a demo organisation, as they are being prepared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.actions.desk import Desk
from app.actions.rollover import (
    add_new_group,
    choose_places,
    prepare_roll_over,
    set_coaches,
    set_roll_over,
    take_in,
)
from app.domain.calendar import SchoolYear, add_months
from app.domain.rollover.kept import Choice
from app.domain.rollover.years import SEVERAL
from app.views.locations import location_list
from app.views.rollover import PlaceRow, RollOver, roll_over_page

TAKEN_IN = 2
"""So many groups go on as new ones where there are no school years; the others stay as they are."""
COMBINED = (("4", "5"), ("7", "8"))
"""The year groups of which some go to a combination class, ten of each."""
OF_EACH = 10
STAYING = ("2", "4", "6")
"""One of each of these year groups stays in it."""
BEGINS, HANDED_OVER = (8, 30), (10, 1)
"""Month and day of the first lessons, and of the last on which who had a group looks on."""


def renew_groups(desk: Desk) -> None:
    """Prepared for the school year that is due, or for the month after next where there are none."""
    page = desk.read(roll_over_page)
    if page.with_years and page.due is not None:
        _renew_school(desk, page.due)
    elif not page.with_years:
        _renew_some(desk)


def _renew_some(desk: Desk) -> None:
    begins = add_months(desk.sight.today.replace(day=1), 2).isoformat()
    roll_over_id = desk.do(prepare_roll_over, effective_on=begins).outcome
    going = [row.id for row in _prepared(desk).present[:TAKEN_IN]]
    desk.do(take_in, roll_over_id=roll_over_id, group_ids=going)
    desk.do(set_coaches, wanted=[(row.id, row.along) for row in _prepared(desk).new])
    people = _prepared(desk).people
    _choose(desk, Choice.LEAVE, people[1:2])
    _choose(desk, Choice.NONE, people[4:6])


def _renew_school(desk: Desk, year: SchoolYear) -> None:
    """Everybody a year on, some to a combination class, a few staying, one leaving; of one group nobody knows yet who
    gets it.
    """
    roll_over_id = desk.do(prepare_roll_over).outcome
    for younger, older in COMBINED:
        _combine(desk, younger, older)
    for code in STAYING:
        _choose(desk, Choice.REPEAT, [row for row in _going_on(desk) if row.year_group == code][:1])
    _choose(desk, Choice.LEAVE, _going_on(desk)[1:2])
    bare = [row for row in _prepared(desk).going_on if not row.coaches]
    coaches = _prepared(desk).coaches
    desk.do(set_coaches, wanted=[
        (row.id, [coaches[place % len(coaches)].id]) for place, row in enumerate(bare[:-1]) if coaches])
    begins, handed_over = (date(year.first, *day) for day in (BEGINS, HANDED_OVER))
    if begins > desk.sight.today:
        desk.do(set_roll_over, roll_over_id=roll_over_id, effective_on=begins.isoformat(),
                hand_over_on=handed_over.isoformat(), early_sight=True)


def _combine(desk: Desk, younger: str, older: str) -> None:
    """Some who will be in either year group come together in one group; none where there are too few of them."""
    going = _going_on(desk)
    of_each = [[row for row in going if row.after == code] for code in (younger, older)]
    if any(len(some) < 2 * OF_EACH for some in of_each):
        return
    made = desk.do(add_new_group, roll_over_id=_prepared(desk).id, name=f"{younger}/{older}", year_group=SEVERAL,
                   location_id=_place_of(desk, younger))
    _choose(desk, Choice.PROMOTE, [row for some in of_each for row in some[:OF_EACH]], made.outcome)


def _place_of(desk: Desk, year_group: str) -> bytes | None:
    """Where the group of that year will be."""
    names = {row.location for row in _prepared(desk).going_on if row.year_group == year_group}
    return next((row.id for row in desk.read(location_list) if row.name in names), None)


def _going_on(desk: Desk) -> list[PlaceRow]:
    """Who goes on, and for whom nobody chose anything yet."""
    return [row for row in _prepared(desk).people if row.choice is Choice.PROMOTE and not row.was_chosen]


def _choose(desk: Desk, choice: Choice, people: Sequence[PlaceRow], to_id: bytes | None = None) -> None:
    if people:
        desk.do(choose_places, roll_over_id=_prepared(desk).id, participant_ids=[row.id for row in people],
                choice=str(choice), to_id=to_id)


def _prepared(desk: Desk) -> RollOver:
    prepared = desk.read(roll_over_page).prepared
    assert prepared is not None
    return prepared

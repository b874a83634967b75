"""New groups of a demo organisation, as they are being prepared."""

from __future__ import annotations

from app.actions.desk import Desk
from app.actions.rollover import choose_places, prepare_roll_over, set_coaches, take_in
from app.domain.calendar import add_months
from app.domain.rollover.kept import Choice
from app.views.rollover import RollOver, roll_over_page

TAKEN_IN = 2
"""So many groups go on as new ones where there are no school years; the others stay as they are."""


def renew_groups(desk: Desk) -> None:
    """Prepared for the school year that is due, or for the month after next where there are none."""
    page = desk.read(roll_over_page)
    if page.with_years and page.due is None:
        return
    begins = "" if page.with_years else add_months(desk.sight.today.replace(day=1), 2).isoformat()
    roll_over_id = desk.do(prepare_roll_over, effective_on=begins).outcome
    if not page.with_years:
        going = [row.id for row in _prepared(desk).present[:TAKEN_IN]]
        desk.do(take_in, roll_over_id=roll_over_id, group_ids=going)
        desk.do(set_coaches, wanted=[(row.id, row.along) for row in _prepared(desk).new])
    people = _prepared(desk).people
    for choice, some in ((Choice.LEAVE, people[1:2]), (Choice.REPEAT if page.with_years else Choice.NONE, people[4:6])):
        desk.do(
            choose_places, roll_over_id=roll_over_id, participant_ids=[row.id for row in some], choice=str(choice))


def _prepared(desk: Desk) -> RollOver:
    prepared = desk.read(roll_over_page).prepared
    assert prepared is not None
    return prepared

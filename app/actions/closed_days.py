"""Days on which the help desk is closed too, said by a licensor to all its organisations, and withdrawn. In its own
stream only, as announced maintenance is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.actions.action import ANY_FIELD, action
from app.actions.offering import only_a_licensor
from app.actions.work import Work
from app.domain.closed_days import DayState, check_closing, closed_day_of, days_in
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.support import kept_closed_days
from app.store.tables import closed_days


@action("closed_days.say", Permission.EDIT_CATALOGUE, {"closed_days": set(ANY_FIELD)})
def say_closed_days(work: Work, first: date, last: date, what: str) -> list[bytes]:
    """From `first` up to and including `last`; a day that was said already is not said again. Gives the ids."""
    only_a_licensor(work)
    there = kept_closed_days(work.connection)
    refuse(check_closing(first, last, what, there, work.today))
    said = " ".join(what.split())
    return work.insert(closed_days, [
        {"day_on": day.isoformat(), "what": said, "published_us": work.now_us, "withdrawn_us": None}
        for day in days_in(first, last, {one.day for one in there if not one.withdrawn})])


@action("closed_days.withdraw", Permission.EDIT_CATALOGUE, {"closed_days": {"withdrawn_us"}})
def withdraw_closed_days(work: Work, day_ids: Sequence[bytes]) -> int:
    """The help desk is open on these days after all; gives how many."""
    only_a_licensor(work)
    rows = work.rows_by_id(closed_days, day_ids)
    states = {closed_day_of(row).state(work.today) for row in rows.values()}
    if not states <= {DayState.COMING, DayState.TODAY}:
        raise Refusal(Text("One of these days is over or was withdrawn already. Nothing was changed."))
    return work.change_all(closed_days, day_ids, withdrawn_us=work.now_us)

"""What was seen of the infants of the demo: two moments by the list that comes with the program."""

from __future__ import annotations

import random
from datetime import date, timedelta

from app.actions.desk import Desk
from app.actions.instruments import load_instruments
from app.actions.observing import record_observations
from app.demo.billing import GoTo
from app.domain.observing import FIELD
from app.exchange.instrument_files import example_file, read_instrument_file
from app.views.groups import GroupRow, group_detail, group_list
from app.views.instruments import InstrumentPage, instrument_list, one_instrument

YEAR_GROUPS = ("C", "1", "2")
MOMENTS = (timedelta(days=75), timedelta(days=9))
"""So long ago; both within the time that notes are switched on."""
AT_ONCE = 20
"""People per action: a whole group at all points is more than one action takes."""
SKIPPED = 0.12
"""The share of points that nobody came to."""
NOT_YET = 2
"""The last so many of the group are still to be observed this time."""
REMARKS = {(0, 2): "Speelde vandaag dat de bank een bus was.", (1, 5): "Wil graag vooraan zitten.",
           (3, 16): "Vroeg zelf of een ander mee mocht doen."}
"""By the place of somebody in the group and of the point."""


def observe(desk: Desk, go_to: GoTo, today: date, last_on: date) -> None:
    """None after the last day of the licence; `go_to` sets the clock of the demo to a day."""
    found = [row for row in desk.read(group_list) if row.year_group in YEAR_GROUPS and row.kind == "base"]
    if desk.sight.profile.lacks_panel("tests") or not desk.sight.keeps(*FIELD) or not found:
        return
    file = read_instrument_file(example_file("nl"))
    desk.do(load_instruments, defined=list(file.instruments), checksum=file.checksum)
    page = desk.read(one_instrument, desk.read(instrument_list)[0].id)
    for number, ago in enumerate(MOMENTS):
        if today - ago <= last_on:
            go_to(today - ago)
            _look(desk, found[0], page, number)


def _look(desk: Desk, group: GroupRow, page: InstrumentPage, moment: int) -> None:
    people = desk.read(group_detail, group.id).members
    seen = people if moment == 0 else people[:-NOT_YET]
    for at in range(0, len(seen), AT_ONCE):
        entries = [
            {"participant_id": row.id, "point_id": point.id, "step_id": page.steps[_step(row.full, place, moment)][0],
             "remark": REMARKS.get((at + number, place), "") if moment else ""}
            for number, row in enumerate(seen[at:at + AT_ONCE]) for place, point in enumerate(page.points)
            if random.Random(f"{row.full} {place} {moment}").random() >= SKIPPED]
        desk.do(record_observations, instrument_id=page.row.id, observed_on=desk.sight.today.isoformat(),
                entries=entries, group_id=group.id)


def _step(name: str, place: int, moment: int) -> int:
    """From 0 to 3: a child does one thing more easily than another, and more by the second moment."""
    dice = random.Random(f"{name} {place}")
    return max(0, min(3, round(dice.gauss(1.3, 0.9) + (dice.random() < 0.5) * moment)))

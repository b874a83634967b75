"""The demo school as it prepares its groups: the page of the new year has something to show in each of its steps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.actions.founding import open_desk
from app.demo.build import build_demo
from app.demo.files import PARTICIPANTS, SCHOOL
from app.domain.rollover.kept import Choice, Fate
from app.store.home import Home
from app.views.rollover_checks import checked_roll_over


@pytest.mark.clause("A-1.13")
@pytest.mark.parametrize("day", [datetime(2027, 5, 1, 9, tzinfo=UTC), datetime(2028, 2, 29, 9, tzinfo=UTC)])
def test_the_new_groups_of_the_demo_school_are_prepared(tmp_path: Path, day: datetime) -> None:
    """From May on, and on any day of the years after it."""
    now_us, home = int(day.timestamp()) * 1_000_000, Home(tmp_path / "home")
    build_demo(home, lambda: now_us, participants=PARTICIPANTS[SCHOOL], results=1)
    desk = open_desk(home, SCHOOL, clock=lambda: now_us)
    try:
        checked = desk.read(checked_roll_over)
    finally:
        desk.close()
    prepared = checked.page.prepared
    assert prepared is not None
    both = {row.name: row.people for row in prepared.new if "/" in row.name}
    assert both.keys() == {"4/5", "7/8"} and min(both.values()) > 15
    stays = [row for row in prepared.people if row.choice in (Choice.REPEAT, Choice.EXTEND)]
    assert sorted(row.year_group for row in stays) == ["2", "4", "6"]
    eight = [row for row in prepared.people if row.year_group == "8"]
    assert eight and all(row.choice is Choice.LEAVE for row in eight)
    assert [row.name for row in prepared.present if row.fate is Fate.ENDS] == ["8"]
    assert {"place", "coach", "leave"} <= {one.kind for one in checked.findings}

"""Whatever the names and groups are: what a desk hands over says nothing new to it, in every form, however often."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from app.actions.aside import leave_alone
from app.actions.desk import Desk
from app.actions.doubles import merge_people
from app.actions.founding import open_desk
from app.actions.importing import apply_plan
from app.domain.plan import ImportPlan
from app.domain.roster import Roster
from app.exchange.importing import plan_files
from app.exchange.roster_writing import ENDINGS, FORMS, write_roster
from app.store.home import Home
from app.views.importing import plan_roster
from tests.desks import CODE, Clock, bring_in, person, roster, unlock
from tests.dumps import rows_of
from tests.exchange.rosters import rosters

_FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def fresh(template: Path) -> Iterator[tuple[Desk, Path]]:
    """An empty organisation, and a folder to write in."""
    with tempfile.TemporaryDirectory() as made:
        home = Home(Path(made) / "data")
        shutil.copytree(template, home.folder(CODE))
        desk = open_desk(home, CODE, unlock, Clock())
        try:
            yield desk, Path(made)
        finally:
            desk.close()


def planned(desk: Desk, path: Path) -> ImportPlan:
    (plan,) = plan_files(desk, [path])
    return plan


@pytest.mark.parametrize("form", FORMS)
@given(roster=rosters())
@_FEW
def test_nothing_changed_says_every_form(founded: Callable[[str], Path], form: str, roster: Roster) -> None:
    with fresh(founded("oefenen")) as (desk, folder):
        apply_plan(desk, desk.read(plan_roster, replace(roster, source="elsewhere")))
        file = folder / f"export.{ENDINGS[form]}"
        people = len([row for row in rows_of(desk, "participants") if row["state"] == "active"])
        if not people and not rows_of(desk, "coaches"):
            return  # of nobody there is nothing to write
        write_roster(desk, form, file)
        for _ in range(2):
            plan = planned(desk, file)
            assert not plan.does_something and not plan.gone
            assert plan.counts["participants"] | {"unchanged": people} == plan.counts["participants"]
            assert sum(plan.counts["participants"].values()) == people
            apply_plan(desk, plan)


@pytest.mark.parametrize("form", FORMS)
def test_who_was_put_together_or_is_left_alone_is_nothing_new_either(desk: Desk, form: str, tmp_path: Path) -> None:
    """The export from before says both of who is one by now; neither comes back."""
    bring_in(desk, roster(*(person(str(n), name, "Vos", groups=("a",)) for n, name in enumerate(("Bo", "Bob", "Zoë"))),
                          groups=("a",)))
    file = tmp_path / f"export.{ENDINGS[form]}"
    write_roster(desk, form, file)
    ids = {row["given"]: row["id"] for row in rows_of(desk, "participants")}
    desk.do(merge_people, kept_id=ids["Bo"], gone_id=ids["Bob"])
    desk.do(leave_alone, participant_id=ids["Zoë"], alone=True)
    plan = planned(desk, file)
    assert plan.counts["participants"]["new"] == plan.counts["participants"]["doubtful"] == 0 and not plan.gone
    apply_plan(desk, plan)
    assert {row["given"] for row in rows_of(desk, "participants")} == {"Bo", "Bob", "Zoë"}
    states = {row["given"]: row["state"] for row in rows_of(desk, "participants") if row["id"] in ids.values()}
    assert states["Zoë"] == "active" and sorted(states.values()) == ["active", "active", "merged"]

"""Programmes belong to the licensor; routes are made of them."""

from __future__ import annotations

import pytest

from app.actions.catalogue import add_programmes
from app.actions.desk import Desk
from app.actions.groups import add_participants
from app.actions.routes import add_route
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.views.progress import group_matrix, participant_progress
from tests.actions.conftest import Stage
from tests.coaching import coach_of
from tests.desks import bring_in, person, roster
from tests.dumps import dump, rows_of
from tests.lessons import add_programme, finish


def test_programmes_come_once(desk: Desk) -> None:
    add_programme(desk, "koken", exercises=3)
    before = dump(desk, frozenset())
    add_programme(desk, "koken", exercises=3)
    assert dump(desk, frozenset()) == before
    assert [row["position"] for row in rows_of(desk, "exercises")] == [1, 2, 3]


def test_a_programme_with_results_is_kept_whole_when_it_is_taken_back(desk: Desk) -> None:
    bring_in(desk, roster(person("1", "Amira", "Bakker")))
    add_programme(desk, "koken", exercises=3)
    added = rows_of(desk, "operations")[-1]["id"]
    finish(desk, "1", "koken", exercises=1)
    undone = desk.do(undo_last, operation_id=added).outcome
    assert (undone.rows, undone.kept) == (0, 5)
    assert len(rows_of(desk, "exercises")) == 3
    (row,) = desk.read(group_matrix).rows
    assert row.done == (1,)


@pytest.mark.clause("O-annex 1")
def test_a_route_reaches_everybody_in_its_groups(stage: Stage) -> None:
    desk = stage.desk
    add_programme(desk, "fietsen", exercises=3)
    fietsen = next(row["id"] for row in rows_of(desk, "programmes") if row["code"] == "fietsen")
    desk.do(add_route, name="Start", programme_ids=[stage.programme, fietsen], group_ids=[stage.groups["Dinsdag"]])
    amira, chi = stage.people["Amira"], stage.people["Chi"]
    (route,) = desk.read(participant_progress, amira).routes
    assert (route.name, route.done, route.total) == ("Start", 2, 5)
    assert desk.read(participant_progress, chi).routes == ()
    desk.do(add_participants, group_id=stage.groups["Dinsdag"], participant_ids=[chi])
    assert [one.name for one in desk.read(participant_progress, chi).routes] == ["Start"]


def test_a_coach_makes_routes_for_own_groups_only(stage: Stage) -> None:
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    for groups in ([], [stage.groups["Donderdag"]], list(stage.groups.values())):
        with pytest.raises(Refusal, match="role does not allow"):
            coach.do(add_route, name="Start", programme_ids=[stage.programme], group_ids=groups)
    with pytest.raises(Refusal, match="role does not allow"):
        coach.do(add_programmes, provider="oefenen", programmes=[])
    assert rows_of(stage.desk, "routes") == []

"""Learning routes as they are read: who sees which, whose route counts, what is late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.desk import Desk
from app.actions.routes import add_route, assign_route, change_route, copy_route, end_assignments, withdraw_route
from app.domain.errors import Refusal
from app.domain.routes import StepState
from app.store.tables import agreements, programme_versions
from app.views.person_routes import person_routes
from app.views.progress import group_matrix, participant_progress
from app.views.routes import FOR_NOBODY, IN_USE, TEMPLATE, WITHDRAWN, RoutePage, route_choices, route_list, route_page
from tests.actions.conftest import Stage
from tests.actions.conftest import _stage_folder as _stage_folder
from tests.actions.conftest import stage as stage
from tests.coaching import coach_of
from tests.dumps import dump, rows_of


def _route(stage: Stage, name: str = "Koken", **given: Any) -> bytes:
    return bytes(stage.desk.do(add_route, name=name, **given).outcome)


def _late(stage: Stage, **given: Any) -> bytes:
    """A route with a programme that should have been done yesterday."""
    return _route(stage, steps=[{"programme_id": stage.programme, "due_on": "2026-11-20"}], **given)


def _routes(desk: Desk, person: bytes) -> list[str]:
    return [one.name for one in desk.read(participant_progress, person).routes]


def _given(page: RoutePage) -> list[dict[str, Any]]:
    """The steps as they are sent back."""
    names = ("id", "programme_id", "exercise_id", "media_link_id", "material_id", "starts_on", "due_on")
    return [{name: getattr(step, name) for name in names} for step in page.steps]


@pytest.mark.clause("O-annex 1")
def test_a_route_goes_its_way_from_template_to_withdrawn(stage: Stage) -> None:
    desk, own = stage.desk, stage.groups["Dinsdag"]
    template = _route(stage, "Arrangement", programme_ids=[stage.programme], is_template=True)
    with pytest.raises(Refusal, match="copied"):
        desk.do(assign_route, route_id=template, group_ids=[own])
    made = desk.do(copy_route, route_id=template, name="Koken", group_ids=[own]).outcome
    page = desk.read(route_page, made)
    assert (page.row.state, page.made_from, [one.name for one in page.holders]) == (
        IN_USE, "Arrangement", ["Groep Dinsdag"])
    assert [(step.title, step.kind) for step in page.steps] == [("Programma koken", "programme")]
    assert [row.state for row in desk.read(route_list)] == [TEMPLATE, IN_USE]
    assert desk.do(end_assignments, assignment_ids=[page.holders[0].assignment_id]).outcome == 1
    assert desk.read(route_page, made).row.state == FOR_NOBODY
    desk.do(withdraw_route, route_id=made)
    assert [row.id for row in desk.read(route_list)] == [template]
    assert [row.state for row in desk.read(route_list, True)] == [TEMPLATE, WITHDRAWN]
    with pytest.raises(Refusal, match="withdrawn"):
        desk.do(assign_route, route_id=made, group_ids=[own])


def test_of_a_route_of_several_groups_a_person_has_it_through_the_own_one(stage: Stage) -> None:
    _route(stage, group_ids=list(stage.groups.values()), programme_ids=[stage.programme])
    _route(stage, "Voor een", participant_ids=[stage.people["Amira"]], programme_ids=[stage.programme])
    found = stage.desk.read(person_routes, stage.people["Amira"]).routes
    assert {(one.name, one.groups) for one in found} == {("Koken", ("Groep Dinsdag",)), ("Voor een", ())}


def test_a_copy_for_one_takes_the_place_of_the_route_of_the_group_for_that_person_alone(stage: Stage) -> None:
    desk, amira, bram = stage.desk, stage.people["Amira"], stage.people["Bram"]
    route = _route(stage, programme_ids=[stage.programme], group_ids=[stage.groups["Dinsdag"]])
    own = desk.do(copy_route, route_id=route, name="Koken, rustig", participant_ids=[amira]).outcome
    assert (_routes(desk, amira), _routes(desk, bram)) == (["Koken, rustig"], ["Koken"])
    page = desk.read(route_page, own)
    desk.do(change_route, route_id=own, name="Koken, nog rustiger", introduction="Neem de tijd", steps=[
        *_given(page), {"link": {"title": "Uitleg", "address": "https://uitleg.example/"}}])
    assert [step.title for step in desk.read(route_page, route).steps] == ["Programma koken"]
    assert [step.title for step in desk.read(route_page, own).steps] == ["Programma koken", "Uitleg"]
    desk.do(end_assignments, assignment_ids=[page.holders[0].assignment_id])
    assert _routes(desk, amira) == ["Koken"]


def test_a_step_that_goes_is_gone_for_who_reads_and_comes_back_with_undo(stage: Stage) -> None:
    from app.actions.undo import undo_last

    desk = stage.desk
    steps = [{"programme_id": stage.programme}, {"link": {"title": "Eén", "address": "https://een.example"}},
             {"link": {"title": "Twee", "address": "https://twee.example"}}]
    route = _route(stage, steps=steps)
    first, second, third = _given(desk.read(route_page, route))
    before = dump(desk)
    desk.do(change_route, route_id=route, name="Koken", introduction="", steps=[third, first])
    assert [step.title for step in desk.read(route_page, route).steps] == ["Twee", "Programma koken"]
    desk.do(undo_last)
    assert dump(desk) == before and [step["id"] for step in _given(desk.read(route_page, route))] == [
        first["id"], second["id"], third["id"]]


def test_what_is_late_stands_with_the_person_and_in_the_matrix_of_the_group(stage: Stage) -> None:
    desk, group = stage.desk, stage.groups["Dinsdag"]
    _late(stage, group_ids=[group])
    late = {row.full: row.late for row in desk.read(group_matrix, group).rows}
    assert late == {"Amira Bakker": 0, "Bram Cools": 1}  # Amira has done it all
    bram = desk.read(participant_progress, stage.people["Bram"])
    (step,) = bram.routes[0].steps
    assert (step.state, step.done, step.total, step.due_on) == (StepState.LATE, 0, 2, "2026-11-20")
    assert "late" in bram.help[0].template
    assert desk.read(participant_progress, stage.people["Amira"]).routes[0].steps[0].state is StepState.DONE


def test_who_has_a_later_day_of_the_own_is_not_late(stage: Stage) -> None:
    desk, group, bram = stage.desk, stage.groups["Dinsdag"], stage.people["Bram"]
    route = _late(stage, group_ids=[group])
    desk.do(copy_route, route_id=route, name="Later", participant_ids=[bram], steps=[
        {"programme_id": stage.programme, "due_on": "2026-12-20"}])
    assert [row.late for row in desk.read(group_matrix, group).rows] == [0, 0]
    assert [row.late for row in desk.read(group_matrix).rows if row.participant_id == bram] == [0]


def test_a_part_of_a_programme_counts_by_itself(stage: Stage) -> None:
    (programme,) = stage.desk.read(route_choices).programmes
    first, _second = programme.exercises
    _route(stage, participant_ids=[stage.people["Amira"]], steps=[
        {"programme_id": stage.programme, "exercise_id": first[0], "due_on": "2026-11-20"}])
    (route,) = stage.desk.read(participant_progress, stage.people["Amira"]).routes
    assert (route.done, route.total, route.steps[0].below) == (1, 1, "Programma koken")


def test_a_programme_that_was_withdrawn_or_lost_its_agreement_is_said_and_goes_on(stage: Stage) -> None:
    desk = stage.desk
    route = _route(stage, programme_ids=[stage.programme], group_ids=[stage.groups["Dinsdag"]])
    assert desk.read(route_page, route).steps[0].notice is None
    with desk.database.writing() as connection:
        connection.execute(programme_versions.update().values(until_on="2026-11-01"))
    page = desk.read(route_page, route)
    assert page.steps[0].notice is not None and page.steps[0].notice.arguments["day"] == date(2026, 11, 1)
    assert page.row.notice and _routes(desk, stage.people["Bram"]) == ["Koken"]
    with desk.database.writing() as connection:
        connection.execute(programme_versions.update().values(until_on=None))
        connection.execute(agreements.update().values(ended_on="2026-10-31"))
    page = desk.read(route_page, route)
    assert page.steps[0].notice is not None and "agreement" in page.steps[0].notice.template


def test_a_coach_makes_changes_and_ends_what_only_the_own_group_has(stage: Stage) -> None:
    from app.actions.undo import undo_last

    own, other = stage.groups["Dinsdag"], stage.groups["Donderdag"]
    coach = coach_of(stage.desk, own)
    template = _route(stage, "Arrangement", programme_ids=[stage.programme], is_template=True)
    mine = coach.do(copy_route, route_id=template, name="Van ons", group_ids=[own]).outcome
    shared = _route(stage, "Van allen", programme_ids=[stage.programme], group_ids=[own, other])
    nobodys = _route(stage, "Van niemand", programme_ids=[stage.programme])
    seen = {row.name: row.may_change for row in coach.read(route_list)}
    assert seen == {"Arrangement": False, "Van ons": True, "Van allen": False, "Van niemand": False}
    for route in (template, shared, nobodys):
        with pytest.raises(Refusal, match="role"):
            coach.do(change_route, route_id=route, name="Anders", introduction="", steps=[])
        with pytest.raises(Refusal, match="role"):
            coach.do(withdraw_route, route_id=route)
    page = coach.read(route_page, mine)
    coach.do(change_route, route_id=mine, name="Anders", introduction="", steps=_given(page))
    assert coach.do(undo_last).outcome.action == "route.change"
    coach.do(withdraw_route, route_id=mine)
    assert coach.do(undo_last).outcome.action == "route.withdraw"
    coach.do(end_assignments, assignment_ids=[page.holders[0].assignment_id])
    assert coach.do(undo_last).outcome.action == "route.end"
    coach.do(copy_route, route_id=shared, name="Voor ons", group_ids=[own])
    assert [one.name for one in stage.desk.read(route_page, shared).holders] == ["Groep Donderdag"]
    coach.do(assign_route, route_id=nobodys, participant_ids=[stage.people["Amira"]])
    assert {row.name: row.may_change for row in coach.read(route_list)}["Van niemand"]


def test_a_coach_does_not_hear_of_routes_of_others(stage: Stage) -> None:
    route = _route(stage, "Van Donderdag", group_ids=[stage.groups["Donderdag"]])
    alone = _route(stage, "Van Chi", participant_ids=[stage.people["Chi"]])
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    assert coach.read(route_list) == ()
    for one in (route, alone):
        with pytest.raises(Refusal, match="not yours"):
            coach.read(route_page, one)
    with pytest.raises(Refusal, match="role"):
        coach.do(copy_route, route_id=route, name="Mee", participant_ids=[stage.people["Chi"]])


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        ([{"due_on": "2026-11-20"}], "one thing"),
        ([{"link": {"title": "x", "address": "javascript:alert(1)"}}], "address of a page|https"),
        ([{"link": {"title": "x", "address": "file:///etc/passwd"}}], "address of a page|https"),
        ([{"link": {"title": "", "address": "https://x.example"}}], "filled in"),
        ([{"programme_id": b"p" * 16}], "not here any more"),
        ([{"id": b"s" * 16, "programme_id": b"p" * 16}], "not here any more"),
        ([{"programme_id": b"p" * 16, "starts_on": "2026-12-02", "due_on": "2026-12-01"}], "before it begins"),
        ([{"programme_id": b"p" * 16, "due_on": "2026-02-30"}], "not a day"),
        ([{"programme_id": b"p" * 16}] * 101, "at most"),
        ([{"material": {"title": "x", "file_name": "x.pdf", "media_type": "application/pdf", "size": 9,
                        "checksum": "0" * 64}}], "taken in"),
    ],
)  # fmt: skip
def test_a_wrong_route_is_refused_and_leaves_nothing(stage: Stage, steps: list[dict[str, Any]], wrong: str) -> None:
    before = dump(stage.desk, frozenset())
    with pytest.raises(Refusal, match=wrong):
        stage.desk.do(add_route, name="Fout", steps=steps)
    assert dump(stage.desk, frozenset()) == before


def test_a_part_of_another_programme_is_no_part_of_this_one(stage: Stage) -> None:
    from tests.lessons import add_programme

    add_programme(stage.desk, "fietsen")
    cook, cycle = sorted(stage.desk.read(route_choices).programmes, key=lambda one: one.title, reverse=True)
    with pytest.raises(Refusal, match="another"):
        stage.desk.do(add_route, name="Fout", steps=[
            {"programme_id": cook.id, "exercise_id": cycle.exercises[0][0]}])
    assert rows_of(stage.desk, "routes") == []

"""Whole groups: placed, introduced, split and merged; locations added, renamed and closed."""

from __future__ import annotations

from typing import Any

import pytest

from app.actions.coaches import add_coach, assign_coach
from app.actions.describing import describe_groups
from app.actions.desk import Desk
from app.actions.groups import (
    add_participants,
    close_group,
    create_group,
    introduce_group,
    move_participants,
    place_group,
)
from app.actions.locations import add_location, close_location, rename_location
from app.actions.regrouping import merge_groups, split_group
from app.actions.routes import add_route
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.views.groups import all_participants, group_detail, group_list
from app.views.locations import location_list
from tests.desks import bring_in, person, roster
from tests.dumps import dump, patched, rows_of
from tests.figures import keeping
from tests.lessons import add_programme


def make(desk: Desk, name: str, **more: Any) -> bytes:
    return bytes(desk.do(create_group, name=name, **more).outcome)


@pytest.fixture
def people(desk: Desk) -> list[bytes]:
    """Amira, Bram, Chi and Daan."""
    bring_in(desk, roster(*(person(name, name, "Proef") for name in ("Amira", "Bram", "Chi", "Daan"))))
    return [row.id for row in desk.read(all_participants)]


@pytest.fixture
def dinsdag(desk: Desk, people: list[bytes]) -> bytes:
    """At Centrum, with everybody, a coach, somebody who looks on until a day, a route and an introduction."""
    made = make(desk, "Dinsdag", location_id=desk.do(add_location, name="Centrum").outcome)
    desk.do(add_participants, group_id=made, participant_ids=people)
    for name in ("Joke", "Karim"):
        coach = desk.do(add_coach, given={"given": name, "username": name}).outcome
        desk.do(assign_coach, coach_id=coach, group_id=made, reads_only=name == "Karim",
                until_on="2026-12-24" if name == "Karim" else None)
    add_programme(desk, "koken")
    desk.do(add_route, name="Koken", programme_ids=[rows_of(desk, "programmes")[0]["id"]], group_ids=[made])
    desk.do(introduce_group, group_id=made, introduction="Welkom.")
    keeping(desk)
    desk.do(describe_groups, group_ids=[made], fields={"course_kind": "formal", "course_type": "language"})
    return made


def names_in(desk: Desk, group: bytes) -> list[str]:
    return [row.full.split()[0] for row in desk.read(group_detail, group).members]


def routes_of(desk: Desk, group: bytes) -> list[str | None]:
    return [row["until_on"] for row in rows_of(desk, "route_assignments") if row["group_id"] == group]


@pytest.mark.clause("O-1")
@pytest.mark.clause("O-annex 1")
def test_a_group_is_split_and_everything_on_it_goes_along(desk: Desk, dinsdag: bytes, people: list[bytes]) -> None:
    before = dump(desk)
    made = desk.do(split_group, group_id=dinsdag, parts=[
        {"name": "Dinsdag-2", "participant_ids": people[:1]}, {"name": "Dinsdag-3", "participant_ids": people[1:2]},
    ]).outcome
    assert [names_in(desk, group) for group in (dinsdag, *made)] == [["Chi", "Daan"], ["Amira"], ["Bram"]]
    for group in made:
        detail = desk.read(group_detail, group)
        assert (detail.row.location, detail.row.introduction) == ("Centrum", "Welkom.")
        assert (detail.row.course_kind, detail.row.course_type) == ("formal", "language")
        assert [(row.full, row.reads_only, str(row.until_on)) for row in detail.coaches] == [
            ("Joke", False, "None"), ("Karim", True, "2026-12-24")]
        assert routes_of(desk, group) == [None]
    desk.do(undo_last)
    assert dump(desk) == before


@pytest.mark.parametrize(("parts", "reason"), [
    ([], "parts at most"), ([{"name": "x", "participant_ids": []}], "Nobody would go"),
    ([{"name": " ", "participant_ids": [b"1" * 16]}], "needs a name"),
    ([{"name": "x", "participant_ids": [b"1" * 16, b"1" * 16]}], "two parts"),
    ([{"name": f"x{n}", "participant_ids": [bytes([n]) * 16]} for n in range(1, 22)], "20 parts at most"),
])  # fmt: skip
def test_a_split_that_makes_no_sense_is_refused(desk: Desk, dinsdag: bytes, parts: Any, reason: str) -> None:
    before = dump(desk)
    with pytest.raises(Refusal, match=reason):
        desk.do(split_group, group_id=dinsdag, parts=parts)
    assert dump(desk) == before


def test_who_left_the_group_meanwhile_goes_into_no_part(desk: Desk, dinsdag: bytes, people: list[bytes]) -> None:
    other = make(desk, "Donderdag")
    desk.do(move_participants, from_group_id=dinsdag, to_group_id=other, participant_ids=people[:1])
    (made,) = desk.do(split_group, group_id=dinsdag, parts=[
        {"name": "Dinsdag-2", "participant_ids": people[:2]}]).outcome
    assert names_in(desk, made) == ["Bram"] and names_in(desk, other) == ["Amira"]


@pytest.mark.clause("O-1")
@pytest.mark.clause("O-annex 1")
def test_groups_are_merged_into_one_that_gets_all_of_them(desk: Desk, dinsdag: bytes, people: list[bytes]) -> None:
    donderdag, vrijdag = make(desk, "Donderdag"), make(desk, "Vrijdag")
    desk.do(add_participants, group_id=donderdag, participant_ids=people[:1])
    before = dump(desk)
    assert desk.do(merge_groups, group_ids=[dinsdag, vrijdag], into_id=donderdag).outcome == 3
    assert [row.name for row in desk.read(group_list)] == ["Donderdag"]
    assert names_in(desk, donderdag) == ["Amira", "Bram", "Chi", "Daan"]
    assert [row.full for row in desk.read(group_detail, donderdag).coaches] == ["Joke", "Karim"]
    assert routes_of(desk, donderdag) == [None] and routes_of(desk, dinsdag) == ["2026-11-21"]
    assert all(row["until_on"] for row in rows_of(desk, "coach_assignments") if row["group_id"] == dinsdag)
    desk.do(undo_last)
    assert dump(desk) == before


def test_a_group_is_not_merged_with_itself_nor_round_in_a_circle(desk: Desk, dinsdag: bytes) -> None:
    donderdag = make(desk, "Donderdag")
    for given in ([dinsdag], [donderdag, dinsdag]):
        with pytest.raises(Refusal, match="with itself"):
            desk.do(merge_groups, group_ids=given, into_id=dinsdag)
    desk.do(merge_groups, group_ids=[dinsdag], into_id=donderdag)
    before = dump(desk)
    with pytest.raises(Refusal, match="does not exist any more"):
        desk.do(merge_groups, group_ids=[donderdag], into_id=dinsdag)
    with pytest.raises(Refusal, match="which"):
        desk.do(merge_groups, group_ids=[], into_id=donderdag)
    assert dump(desk) == before


def test_what_both_groups_have_is_there_once(desk: Desk, dinsdag: bytes) -> None:
    (other,) = desk.do(split_group, group_id=dinsdag, parts=[{"name": "B", "participant_ids": [
        row.id for row in desk.read(group_detail, dinsdag).members][:2]}]).outcome
    desk.do(merge_groups, group_ids=[other], into_id=dinsdag)
    assert len(desk.read(group_detail, dinsdag).coaches) == 2 and routes_of(desk, dinsdag) == [None]


def test_moving_joins_before_it_leaves(desk: Desk, dinsdag: bytes, people: list[bytes]) -> None:
    """So what the server refuses of a large move it refuses before anybody left."""
    other = make(desk, "Donderdag")
    desk.do(move_participants, from_group_id=dinsdag, to_group_id=other, participant_ids=people)
    assert [patch.inserts for patch in patched(desk)] == [True] * 4 + [False] * 4


@pytest.mark.clause("O-1")
def test_a_general_group_is_of_no_year(school_desk: Desk) -> None:
    make(school_desk, "Losse bezoekers", kind="general", year_group="5", school_year=2026)
    (row,) = school_desk.read(group_list)
    assert (row.kind, row.year_group, row.school_year) == ("general", "", None)
    with pytest.raises(Refusal, match="what sort"):
        make(school_desk, "Anders", kind="secret")


def test_an_introduction_keeps_its_lines_and_has_an_end(desk: Desk, dinsdag: bytes) -> None:
    desk.do(introduce_group, group_id=dinsdag, introduction="\n Welkom.  \n\nTot dinsdag. \n")
    assert desk.read(group_detail, dinsdag).row.introduction == "Welkom.\n\nTot dinsdag."
    with pytest.raises(Refusal, match="too long"):
        desk.do(introduce_group, group_id=dinsdag, introduction="x" * 2_001)


@pytest.mark.clause("O-1")
def test_a_location_is_added_renamed_and_closed_once_no_group_has_it(desk: Desk, dinsdag: bytes) -> None:
    (centrum,) = desk.read(location_list)
    assert (centrum.name, centrum.groups, centrum.can_close) == ("Centrum", ("Dinsdag",), False)
    with pytest.raises(Refusal, match="Dinsdag") as refused:
        desk.do(close_location, location_id=centrum.id)
    assert "still at" in refused.value.reasons[0].template
    zuid = desk.do(add_location, name="  Wijkpunt   Zuid ").outcome
    desk.do(place_group, group_id=dinsdag, location_id=zuid)
    desk.do(rename_location, location_id=zuid, name="Zuid")
    desk.do(close_location, location_id=centrum.id)
    assert [(row.name, row.groups) for row in desk.read(location_list)] == [("Zuid", ("Dinsdag",))]
    with pytest.raises(Refusal, match="does not exist any more"):
        desk.do(place_group, group_id=dinsdag, location_id=centrum.id)
    desk.do(place_group, group_id=dinsdag, location_id=None)
    assert desk.read(group_list)[0].location == ""


@pytest.mark.parametrize(("name", "reason"), [("  ", "needs a name"), ("x" * 65, "too long"), ("centrum", "already")])
def test_the_name_of_a_location_that_cannot_be(desk: Desk, dinsdag: bytes, name: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        desk.do(add_location, name=name)


def test_nothing_is_done_with_a_closed_group(desk: Desk, dinsdag: bytes) -> None:
    desk.do(close_group, group_id=dinsdag)
    for act, given in ((place_group, {"location_id": None}), (introduce_group, {"introduction": "x"}),
                       (split_group, {"parts": [{"name": "x", "participant_ids": [b"1" * 16]}]})):
        with pytest.raises(Refusal, match="does not exist any more"):
            desk.do(act, group_id=dinsdag, **given)

"""Groups: made, renamed, closed, and a thousand people moved at once."""

from __future__ import annotations

from typing import Any

import pytest

from app.actions.action import Action
from app.actions.desk import Desk
from app.actions.groups import (
    add_participants,
    close_group,
    create_group,
    move_participants,
    remove_participants,
    rename_group,
)
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.views.groups import all_participants, group_detail, group_list, participant_page, participants_without_group
from tests.coaching import coach_of
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import dump, journal, patched, rows_of


def make(desk: Desk, name: str, **more: Any) -> bytes:
    return bytes(desk.do(create_group, name=name, **more).outcome)


def names_in(desk: Desk, group: bytes) -> list[str]:
    return [row.full for row in desk.read(group_detail, group).members]


@pytest.fixture
def people(desk: Desk) -> list[bytes]:
    """Amira, Bram and Chi, in no group."""
    bring_in(desk, roster(*(person(name, name, "Proef") for name in ("Amira", "Bram", "Chi"))))
    return [row.id for row in desk.read(all_participants)]


@pytest.mark.clause("O-1")
def test_a_group_is_made_with_all_that_was_said_of_it(school_desk: Desk) -> None:
    group = make(school_desk, "  Groep   5a ", kind="combined", year_group="5", school_year=2026)
    (row,) = school_desk.read(group_list)
    assert (row.id, row.name, row.kind, row.year_group, row.school_year) == (group, "Groep 5a", "combined", "5", 2026)


def test_two_groups_may_have_one_name(desk: Desk) -> None:
    assert make(desk, "Dinsdag") != make(desk, "Dinsdag")
    assert [row.name for row in desk.read(group_list)] == ["Dinsdag", "Dinsdag"]


@pytest.mark.parametrize(("name", "reason"), [("", "needs a name"), (" \t ", "needs a name"), ("x" * 65, "too long")])
def test_a_name_that_cannot_be(desk: Desk, name: str, reason: str) -> None:
    group = make(desk, "Dinsdag")
    before = dump(desk, frozenset())
    with pytest.raises(Refusal, match=reason):
        desk.do(create_group, name=name)
    with pytest.raises(Refusal, match=reason):
        desk.do(rename_group, group_id=group, name=name)
    assert dump(desk, frozenset()) == before


def test_renaming_writes_the_name_alone(desk: Desk) -> None:
    group = make(desk, "Dinsdag")
    desk.do(rename_group, group_id=group, name="Dinsdag  middag")
    assert [(patch.field, patch.old, patch.new) for patch in patched(desk)] == [("name", "Dinsdag", "Dinsdag middag")]
    before = dump(desk, frozenset())
    assert desk.do(rename_group, group_id=group, name="Dinsdag middag").operation_id is None
    assert dump(desk, frozenset()) == before


def test_who_is_in_already_does_not_join_twice(desk: Desk, people: list[bytes]) -> None:
    group = make(desk, "Dinsdag")
    assert desk.do(add_participants, group_id=group, participant_ids=people[:2]).outcome == 2
    assert desk.do(add_participants, group_id=group, participant_ids=[*people, people[2]]).outcome == 1
    assert names_in(desk, group) == ["Amira Proef", "Bram Proef", "Chi Proef"]


def test_moving_keeps_the_history(desk: Desk, people: list[bytes], clock: Clock) -> None:
    first, second = make(desk, "Dinsdag"), make(desk, "Donderdag")
    desk.do(add_participants, group_id=first, participant_ids=people)
    joined = desk.sight.today
    clock.forward(10)
    moved = desk.do(move_participants, from_group_id=first, to_group_id=second, participant_ids=people[:2])
    assert moved.outcome == 2
    assert names_in(desk, first) == ["Chi Proef"]
    assert names_in(desk, second) == ["Amira Proef", "Bram Proef"]
    today = desk.sight.today
    assert desk.read(participant_page, people[0]).memberships == (
        ("Dinsdag", joined, today),
        ("Donderdag", today, None),
    )


def test_moving_to_the_same_group_changes_nothing(desk: Desk, people: list[bytes]) -> None:
    group = make(desk, "Dinsdag")
    desk.do(add_participants, group_id=group, participant_ids=people)
    before = dump(desk, frozenset())
    desk.do(move_participants, from_group_id=group, to_group_id=group, participant_ids=people)
    assert dump(desk, frozenset()) == before


def test_leaving_a_group_and_joining_again_makes_a_new_row(desk: Desk, people: list[bytes]) -> None:
    group = make(desk, "Dinsdag")
    desk.do(add_participants, group_id=group, participant_ids=people[:1])
    assert desk.do(remove_participants, group_id=group, participant_ids=people).outcome == 1
    desk.do(add_participants, group_id=group, participant_ids=people[:1])
    assert [row["until_on"] is None for row in rows_of(desk, "memberships")].count(True) == 1
    assert len(rows_of(desk, "memberships")) == 2


def test_closing_a_group_leaves_its_people_without_it(desk: Desk, people: list[bytes]) -> None:
    group = make(desk, "Dinsdag")
    desk.do(add_participants, group_id=group, participant_ids=people)
    desk.do(close_group, group_id=group)
    assert desk.read(group_list) == ()
    assert len(desk.read(participants_without_group)) == 3
    with pytest.raises(Refusal, match="does not exist any more"):
        desk.read(group_detail, group)


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        (rename_group, {"name": "Woensdag"}),
        (close_group, {}),
        (add_participants, {"participant_ids": []}),
    ],
)
def test_a_closed_group_stays_as_it_was_closed(
    desk: Desk, clock: Clock, action: Action, arguments: dict[str, Any]
) -> None:
    group = make(desk, "Dinsdag")
    desk.do(close_group, group_id=group)
    clock.forward(3)
    before = dump(desk, frozenset())
    with pytest.raises(Refusal, match="does not exist any more"):
        desk.do(action, group_id=group, **arguments)
    with pytest.raises(Refusal, match="does not exist any more"):
        desk.do(action, group_id=bytes(16), **arguments)
    assert dump(desk, frozenset()) == before


def test_nobody_is_moved_into_a_closed_group(desk: Desk, people: list[bytes]) -> None:
    first, second = make(desk, "Dinsdag"), make(desk, "Donderdag")
    desk.do(add_participants, group_id=first, participant_ids=people)
    desk.do(close_group, group_id=second)
    with pytest.raises(Refusal, match="does not exist any more"):
        desk.do(move_participants, from_group_id=first, to_group_id=second, participant_ids=people)
    assert len(names_in(desk, first)) == 3


@pytest.mark.clause("O-annex 1")
def test_a_thousand_people_are_moved_and_moved_back(desk: Desk) -> None:
    bring_in(desk, roster(*(person(str(n), f"Naam{n}", f"Proef{n}") for n in range(1000))))
    everybody = [row.id for row in desk.read(all_participants)]
    first, second = make(desk, "Dinsdag"), make(desk, "Donderdag")
    assert desk.do(add_participants, group_id=first, participant_ids=everybody).outcome == 1000
    before = dump(desk)
    changes = desk.do(move_participants, from_group_id=first, to_group_id=second, participant_ids=everybody)
    assert changes.outcome == 1000
    assert changes.kinds == {"memberships": frozenset()}, "more ids than are worth naming"
    assert len(names_in(desk, second)) == 1000
    assert len(journal(desk)[-1]["patches"]) == 2000
    undone = desk.do(undo_last).outcome
    assert (undone.action, undone.kept) == ("group.move", 0)
    assert dump(desk) == before


@pytest.mark.clause("O-1")
@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        (create_group, {"name": "Woensdag"}),
        (rename_group, {"group_id": b"", "name": "Woensdag"}),
        (close_group, {"group_id": b""}),
        (add_participants, {"group_id": b"", "participant_ids": []}),
        (remove_participants, {"group_id": b"", "participant_ids": []}),
        (move_participants, {"from_group_id": b"", "to_group_id": b"", "participant_ids": []}),
    ],
)
def test_only_the_administrator_makes_and_changes_groups(desk: Desk, action: Action, arguments: dict[str, Any]) -> None:
    group = make(desk, "Dinsdag")
    coach = coach_of(desk, group)
    before = dump(desk, frozenset())
    given = {name: group if name.endswith("group_id") else value for name, value in arguments.items()}
    with pytest.raises(Refusal, match="role does not allow"):
        coach.do(action, **given)
    assert dump(desk, frozenset()) == before

"""Matching a roster: what is new, changed, gone and doubtful, and that a hand is never overruled."""

from __future__ import annotations

from dataclasses import replace

from app.actions.desk import Desk
from app.actions.groups import add_participants, close_group, move_participants, rename_group
from app.actions.importing import apply_plan
from app.actions.participants import add_participant, change_participant, leave, revive
from app.domain.roster import Note, Origin, RosterGroup, RosterLocation, Severity
from app.domain.text import Text
from app.views.groups import all_participants, group_list, participant_page, participants_without_group
from tests.desks import Clock, bring_in, person
from tests.dumps import dump, rows_of
from tests.views.rosters import FILE, changed, groups_of, names, outcomes, planned, said, the, without

# The same again


def test_a_first_import_is_all_new_and_a_second_changes_nothing(desk: Desk) -> None:
    first = planned(desk, FILE)
    assert (outcomes(first), outcomes(first, "groups")) == ({"new": 3}, {"new": 2})
    apply_plan(desk, first)
    assert names(desk) == ["Amira Bakker", "Bram Cools", "Chi van Dang"]
    assert [row.groups for row in desk.read(all_participants)] == ["Groep a", "Groep b", "Groep a, Groep b"]
    before = dump(desk, frozenset())
    second = bring_in(desk, FILE)
    assert (outcomes(second), outcomes(second, "groups")) == ({"unchanged": 3}, {"unchanged": 2})
    assert not second.does_something and second.lines == ()
    assert dump(desk, frozenset()) == before


def test_what_was_changed_by_hand_survives_the_same_file(desk: Desk) -> None:
    bring_in(desk, FILE)
    amira = the(desk, "Amira")
    group = desk.read(group_list)[0].id
    desk.do(change_participant, participant_id=amira, fields={"given_name": "Ámira", "email": "thuis@example.org"})
    desk.do(rename_group, group_id=group, name="Vogels")
    desk.do(move_participants, from_group_id=group, to_group_id=desk.read(group_list)[0].id, participant_ids=[amira])
    desk.do(leave, participant_ids=[the(desk, "Bram")])
    before = dump(desk, frozenset())
    again = bring_in(desk, FILE)
    assert (outcomes(again), outcomes(again, "groups")) == ({"unchanged": 3}, {"unchanged": 2})
    assert dump(desk, frozenset()) == before


def test_what_was_changed_by_hand_survives_a_changed_file_and_is_said_once(desk: Desk) -> None:
    bring_in(desk, FILE)
    desk.do(change_participant, participant_id=the(desk, "Amira"), fields={"email": "thuis@example.org"})
    later = changed(FILE, "1", email="school@example.org", family="Jansen")
    plan = bring_in(desk, later)
    assert said(plan, "note") == [("Amira Jansen", "Kept as changed by hand: {fields}")]
    (row,) = [row for row in rows_of(desk, "participants") if row["given"] == "Amira"]
    assert (row["family"], row["email"]) == ("Jansen", "thuis@example.org")
    assert not planned(desk, later).does_something


def test_a_name_half_changed_by_hand_sorts_and_is_found_as_it_stands(desk: Desk) -> None:
    bring_in(desk, FILE)
    desk.do(change_participant, participant_id=the(desk, "Amira"), fields={"family_name": "Zwart"})
    bring_in(desk, changed(FILE, "1", given="Amirah", family="Jansen"))
    assert names(desk) == ["Bram Cools", "Chi van Dang", "Amirah Zwart"]


def test_back_to_what_the_hand_wrote_is_no_change(desk: Desk) -> None:
    bring_in(desk, FILE)
    desk.do(change_participant, participant_id=the(desk, "Amira"), fields={"email": "nieuw@example.org"})
    plan = planned(desk, changed(FILE, "1", email="nieuw@example.org"))
    assert (outcomes(plan), said(plan, "note")) == ({"unchanged": 3}, [])


# Changes


def test_changed_fields_are_named_and_written(desk: Desk) -> None:
    bring_in(desk, FILE)
    kept = the(desk, "Chi")
    plan = bring_in(desk, changed(FILE, "3", family="Dangh", prefix="", email="chi@example.org"))
    assert outcomes(plan) == {"changed": 1, "unchanged": 2}
    (line,) = plan.lines
    assert line.who == "Chi Dangh"
    assert [str(field) for field in line.reason.arguments["fields"]] == [
        "e-mail address",
        "last name",
        "prefix of the name",
    ]
    assert names(desk)[-1] == "Chi Dangh" and the(desk, "Chi") == kept


def test_moved_groups_close_one_membership_and_open_another(desk: Desk, clock: Clock) -> None:
    bring_in(desk, FILE)
    clock.forward(30)
    plan = bring_in(desk, changed(FILE, "1", groups=("b",)))
    assert outcomes(plan) == {"changed": 1, "unchanged": 2}
    history = desk.read(participant_page, the(desk, "Amira")).memberships
    assert [(name, until is None) for name, _, until in history] == [("Groep a", False), ("Groep b", True)]
    clock.forward(30)
    bring_in(desk, FILE)
    assert groups_of(desk, "Amira") == "Groep a"
    assert len(desk.read(participant_page, the(desk, "Amira")).memberships) == 3


def test_there_and_back_on_one_day_is_the_same_membership(desk: Desk) -> None:
    bring_in(desk, FILE)
    before = dump(desk, frozenset({"operations", "audit_events", "memberships"}))
    bring_in(desk, changed(FILE, "1", groups=("b",)))
    bring_in(desk, FILE)
    assert groups_of(desk, "Amira") == "Groep a"
    assert dump(desk, frozenset({"operations", "audit_events", "memberships"})) == before


def test_groups_joined_by_hand_are_left_alone(desk: Desk) -> None:
    bring_in(desk, FILE)
    group_b = desk.read(group_list)[1].id
    desk.do(add_participants, group_id=group_b, participant_ids=[the(desk, "Amira")])
    bring_in(desk, changed(FILE, "1", groups=()))
    assert groups_of(desk, "Amira") == "Groep b"


def test_nobody_new_lands_in_a_group_that_was_closed_by_hand(desk: Desk) -> None:
    bring_in(desk, FILE)
    desk.do(close_group, group_id=desk.read(group_list)[0].id)
    more = replace(FILE, participants=(*FILE.participants, person("4", "Daan", "Evers", groups=("a",))))
    bring_in(desk, more)
    assert [row.full for row in desk.read(participants_without_group)] == ["Amira Bakker", "Daan Evers"]
    assert not planned(desk, more).does_something


def test_a_group_changed_in_the_file(desk: Desk) -> None:
    bring_in(desk, FILE)
    groups = (replace(FILE.groups[0], name="Vogels", year_group="5"), FILE.groups[1])
    plan = bring_in(desk, replace(FILE, groups=groups))
    assert outcomes(plan, "groups") == {"changed": 1, "unchanged": 1}
    assert [(row.name, row.year_group) for row in desk.read(group_list)] == [("Groep b", ""), ("Vogels", "5")]


def test_locations_come_with_their_groups(desk: Desk) -> None:
    place = RosterLocation(Origin("f", 1), "L", "Lindenveen")
    groups = (
        RosterGroup(Origin("f", 1), "a", "Groep a", location_key="L"),
        RosterGroup(Origin("f", 1), "b", "Groep b"),
    )
    people = tuple(replace(one, location_key="L") for one in FILE.participants)
    file = replace(FILE, locations=(place,), groups=groups, participants=people)
    bring_in(desk, file)
    assert [row.location for row in desk.read(group_list)] == ["Lindenveen", "Lindenveen"]
    assert {row.location for row in desk.read(all_participants)} == {"Lindenveen"}
    assert not planned(desk, file).does_something
    bring_in(desk, replace(file, locations=(replace(place, name="Lindenoord"),)))
    assert [row["name"] for row in rows_of(desk, "locations")] == ["Lindenoord"]
    assert {row.location for row in desk.read(all_participants)} == {"Lindenoord"}


# Gone, and back


def test_who_is_no_longer_in_a_complete_file_is_gone_and_stays(desk: Desk) -> None:
    bring_in(desk, FILE)
    before = dump(desk, frozenset())
    plan = bring_in(desk, without(FILE, "2"))
    assert outcomes(plan) == {"unchanged": 2, "gone": 1}
    assert plan.gone == (the(desk, "Bram"),)
    assert said(plan, "gone")[0][0] == "Bram Cools"
    assert dump(desk, frozenset()) == before


def test_a_list_of_people_to_add_makes_nobody_gone(desk: Desk) -> None:
    bring_in(desk, FILE)
    assert outcomes(planned(desk, replace(without(FILE, "2"), complete=False))) == {"unchanged": 2}


def test_who_was_added_by_hand_is_never_gone(desk: Desk) -> None:
    bring_in(desk, FILE)
    desk.do(add_participant, fields={"given_name": "Daan"})
    assert outcomes(planned(desk, FILE)) == {"unchanged": 3}


def test_a_line_that_was_refused_is_in_the_file_all_the_same(desk: Desk) -> None:
    bring_in(desk, FILE)
    note = Note("lijst.csv", 3, Severity.REFUSED, Text("No name"))
    plan = planned(desk, replace(without(FILE, "2"), refused_keys=("2",), notes=(note,)))
    assert outcomes(plan) == {"unchanged": 2, "refused": 1}
    assert plan.gone == ()


def test_gone_leaves_and_comes_back_with_the_next_file(desk: Desk, clock: Clock) -> None:
    bring_in(desk, FILE)
    bram = the(desk, "Bram")
    bring_in(desk, without(FILE, "2"), gone="leave")
    assert names(desk) == ["Amira Bakker", "Chi van Dang"]
    assert not planned(desk, without(FILE, "2")).does_something
    assert outcomes(planned(desk, without(FILE, "2"))) == {"unchanged": 2}, "gone once"
    clock.forward(60)
    plan = bring_in(desk, FILE)
    assert outcomes(plan) == {"changed": 1, "unchanged": 2}
    assert the(desk, "Bram") == bram
    assert (names(desk)[1], groups_of(desk, "Bram")) == ("Bram Cools", "Groep b")
    assert not planned(desk, FILE).does_something


def test_left_in_the_file_and_back_in_a_later_one(desk: Desk) -> None:
    bring_in(desk, FILE)
    away = changed(FILE, "1", left=True)
    assert outcomes(bring_in(desk, away)) == {"changed": 1, "unchanged": 2}
    assert "Amira Bakker" not in names(desk) and groups_of(desk, "Amira") == ""
    assert not planned(desk, away).does_something
    bring_in(desk, FILE)
    assert groups_of(desk, "Amira") == "Groep a" and "Amira Bakker" in names(desk)


def test_brought_back_by_hand_is_not_sent_away_again_by_the_same_file(desk: Desk) -> None:
    away = changed(FILE, "1", left=True)
    bring_in(desk, FILE)
    bring_in(desk, away)
    desk.do(revive, participant_ids=[the(desk, "Amira")])
    desk.do(add_participants, group_id=desk.read(group_list)[1].id, participant_ids=[the(desk, "Amira")])
    before = dump(desk, frozenset())
    bring_in(desk, away)
    assert dump(desk, frozenset()) == before
    assert groups_of(desk, "Amira") == "Groep b"


def test_somebody_new_who_left_already_comes_in_as_left(desk: Desk) -> None:
    plan = bring_in(desk, changed(FILE, "1", left=True))
    assert ("Amira Bakker", "New, as having left") in said(plan, "new")
    assert groups_of(desk, "Amira") == "" and "Amira Bakker" not in names(desk)

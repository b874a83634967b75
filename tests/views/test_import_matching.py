"""Matching a roster: what is new, changed, gone and doubtful, and that a hand is never overruled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.actions.desk import Desk
from app.actions.groups import add_participants, close_group, move_participants, rename_group
from app.actions.importing import apply_plan
from app.actions.participants import add_participant, change_participant, leave, revive
from app.actions.privacy import switch_field
from app.domain.plan import ImportPlan
from app.domain.roster import Note, Origin, Roster, RosterGroup, RosterLocation, RosterPerson, Severity
from app.domain.text import Text
from app.store.erasure import erase_people
from app.views.groups import all_participants, group_list, participant_page, participants_without_group
from app.views.importing import plan_roster
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import dump, places_of, rows_of

MARK = "Merkteken"


def planned(desk: Desk, given: Roster) -> ImportPlan:
    return desk.read(plan_roster, given)


def outcomes(plan: ImportPlan, kind: str = "participants") -> dict[str, int]:
    """The counts of one kind that are not zero."""
    return {outcome: number for outcome, number in plan.counts[kind].items() if number}


def said(plan: ImportPlan, severity: str) -> list[tuple[str, str]]:
    """(who, template) of the lines of one weight."""
    return [(line.who, line.reason.template) for line in plan.lines if line.severity == severity]


def names(desk: Desk) -> list[str]:
    return [row.full for row in desk.read(all_participants)]


def the(desk: Desk, given: str) -> bytes:
    return next(bytes(row["id"]) for row in rows_of(desk, "participants") if row["given"] == given)


def groups_of(desk: Desk, given: str) -> str:
    return next(row.groups for row in desk.read(all_participants, True) if row.id == the(desk, given))


FILE = roster(
    person("1", "Amira", "Bakker", groups=("a",), email="amira@example.org"),
    person("2", "Bram", "Cools", groups=("b",)),
    person("3", "Chi", "Dang", prefix="van", groups=("a", "b")),
    groups=("a", "b"),
)


def without(file: Roster, *keys: str) -> Roster:
    return replace(file, participants=tuple(one for one in file.participants if one.key not in keys))


def changed(file: Roster, key: str, **values: object) -> Roster:
    """The file with another line for this key; `groups` and fields as in `person`."""
    return replace(
        file, participants=tuple(_other(one, dict(values)) if one.key == key else one for one in file.participants)
    )


def _other(one: RosterPerson, values: dict[str, object]) -> RosterPerson:
    name = replace(one.name, **{part: values.pop(part) for part in ("given", "prefix", "family") if part in values})
    made = person(
        one.key, name.given, name.family, name.prefix, **(dict(one.fields) | {"groups": one.group_keys} | values)
    )
    return replace(made, origin=one.origin)


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


# Doubts


def test_a_namesake_from_elsewhere_is_left_out_and_told(desk: Desk) -> None:
    desk.do(add_participant, fields={"given_name": "Amira", "family_name": "Bakker"})
    plan = bring_in(desk, FILE)
    assert outcomes(plan) == {"new": 2, "doubtful": 1}
    assert said(plan, "doubtful")[0][0] == "Amira Bakker"
    assert names(desk).count("Amira Bakker") == 1
    assert outcomes(planned(desk, FILE)) == {"unchanged": 2, "doubtful": 1}


def test_two_keys_of_one_source_are_two_people(desk: Desk) -> None:
    twins = roster(person("1", "Jan", "Smit"), person("2", "Jan", "Smit", line=3))
    assert outcomes(bring_in(desk, twins)) == {"new": 2}
    assert outcomes(planned(desk, twins)) == {"unchanged": 2}


def test_a_key_that_stands_twice_counts_once(desk: Desk) -> None:
    double = roster(person("1", "Jan", "Smit"), person("1", "Piet", "Smit", line=3))
    for _ in range(2):
        plan = bring_in(desk, double)
        assert said(plan, "doubtful") == [
            ("Piet Smit", "This key stands twice in the file. Only the first line counts.")
        ]
        assert names(desk) == ["Jan Smit"]
    assert not planned(desk, double).does_something


def test_without_keys_a_name_is_one_person_and_a_second_line_a_doubt(desk: Desk) -> None:
    keyless = roster(
        person(None, "Jan", "Smit"), person(None, "Jan", "Smit", line=7), person(None, "Bo", "Vos", line=8)
    )
    for number in range(3):
        plan = bring_in(desk, keyless)
        assert outcomes(plan) == {"new" if number == 0 else "unchanged": 2, "doubtful": 1}
        (line,) = [line for line in plan.lines if line.severity == "doubtful"]
        assert (line.line, line.reason.arguments) == (7, {"line": 2})
    assert names(desk) == ["Jan Smit", "Bo Vos"]


@pytest.mark.parametrize("keys", [("1", None), (None, "1")])
def test_a_keyed_and_a_keyless_namesake_give_the_same_each_time(desk: Desk, keys: tuple[str | None, ...]) -> None:
    mixed = roster(*(person(key, "Jan", "Smit", line=line) for line, key in enumerate(keys, 2)))
    bring_in(desk, mixed)
    after_first = names(desk)
    assert not planned(desk, mixed).does_something
    bring_in(desk, mixed)
    assert names(desk) == after_first


def test_a_keyless_line_never_changes_anybody(desk: Desk) -> None:
    bring_in(desk, roster(person(None, "Jan", "Smit", email="jan@example.org")))
    plan = bring_in(desk, roster(person(None, "Jan", "Smit", email="anders@example.org")))
    assert outcomes(plan) == {"doubtful": 1}
    assert rows_of(desk, "participants")[0]["email"] == "jan@example.org"


def test_a_keyless_line_with_the_name_of_somebody_keyed_is_a_doubt(desk: Desk) -> None:
    bring_in(desk, roster(person("1", "Jan", "Smit")))
    assert outcomes(planned(desk, roster(person(None, "Jan", "Smit"), complete=False))) == {"doubtful": 1}


def test_the_key_that_stands_for_a_name_is_nobodys_real_key(desk: Desk) -> None:
    bring_in(desk, roster(person(None, "Jan", "Smit")))
    plan = planned(desk, roster(person("name:jan smit", "Jan", "Smit"), person("jan smit", "Kees", "Smit")))
    assert outcomes(plan) == {"new": 2, "gone": 1}


def test_an_erased_person_is_not_brought_back_unseen(desk: Desk) -> None:
    bring_in(desk, FILE)
    with desk.database.writing() as connection:
        erase_people(connection, [the(desk, "Bram")], 1)
    plan = bring_in(desk, FILE)
    assert outcomes(plan) == {"unchanged": 2, "doubtful": 1}
    assert said(plan, "doubtful")[0][1].startswith("This person was erased here")
    assert names(desk) == ["Amira Bakker", "Chi van Dang"]


def test_a_field_the_profile_does_not_keep_is_counted_and_stands_nowhere(desk: Desk) -> None:
    file = roster(
        person("1", "Amira", "Bakker", birth_date="2016-04-01" + MARK, gender=MARK, email="a@example.org"),
        person("2", "Bram", "Cools", birth_date=MARK, gender=""),
        person("3", "Chi", "Dang", groups=(), left=True, origin_country=MARK),
    )
    plan = bring_in(desk, replace(file, not_taken_over={"huisarts": 3}))
    assert plan.not_taken_over == {"huisarts": 3, "birth_date": 2, "gender": 1, "origin_country": 1}
    assert places_of(desk, MARK) == set()
    assert places_of(desk, "a@example.org") == {"participants", "import_links", "operations"}


@pytest.mark.clause("O-annex I")
def test_a_coach_has_other_fields(desk: Desk) -> None:
    coach = person("c1", "Joke", "Smit", email="joke@example.org", postcode=MARK, phone=MARK)
    plan = bring_in(desk, replace(FILE, coaches=(coach,)))
    assert plan.not_taken_over == {"postcode": 1, "phone": 1}
    assert [row["email"] for row in rows_of(desk, "coaches")] == ["joke@example.org"]
    assert places_of(desk, MARK) == set()


# ECK iD


def test_an_eck_id_knows_somebody_under_another_key(school_desk: Desk) -> None:
    desk = school_desk
    eckid = "https://ketenid.example/201703/abc"
    bring_in(desk, roster(person("1", "Amira", "Bakker", eckid=eckid)))
    amira = the(desk, "Amira")
    other = replace(roster(person("77", "Amira", "Jansen", eckid=eckid)), source="elders")
    assert outcomes(bring_in(desk, other)) == {"changed": 1}
    assert names(desk) == ["Amira Jansen"] and the(desk, "Amira") == amira
    keys = {(row["source"], row["key"]) for row in rows_of(desk, "import_links")}
    assert keys == {("test", "1"), ("elders", "77")}
    assert not planned(desk, other).does_something


def test_left_at_the_other_place_is_no_news_here(school_desk: Desk) -> None:
    desk = school_desk
    bring_in(desk, roster(person("1", "Amira", "Bakker", eckid="E1", groups=("a",)), groups=("a",)))
    away = replace(roster(person("77", "Amira", "Bakker", eckid="E1", left=True)), source="elders")
    assert outcomes(bring_in(desk, away)) == {"unchanged": 1}
    assert (names(desk), groups_of(desk, "Amira")) == (["Amira Bakker"], "Groep a")


def test_who_left_here_and_turns_up_in_another_file_is_back(school_desk: Desk) -> None:
    desk = school_desk
    bring_in(desk, roster(person("1", "Amira", "Bakker", eckid="E1")))
    desk.do(leave, participant_ids=[the(desk, "Amira")])
    here = replace(roster(person("77", "Amira", "Bakker", eckid="E1", groups=("a",)), groups=("a",)), source="elders")
    bring_in(desk, here)
    assert (names(desk), groups_of(desk, "Amira")) == (["Amira Bakker"], "Groep a")


def test_an_eck_id_that_is_not_kept_matches_nobody(desk: Desk) -> None:
    bring_in(desk, roster(person("1", "Amira", "Bakker", eckid=MARK)))
    other = replace(roster(person("77", "Bo", "Vos", eckid=MARK)), source="elders")
    assert outcomes(bring_in(desk, other)) == {"new": 1}
    assert places_of(desk, MARK) == set()
    desk.do(
        switch_field,
        subject="participant",
        field="eckid",
        is_on=True,
        purpose="p",
        ground="f",
        addition_on="2026-11-01",
    )
    assert outcomes(bring_in(desk, other)) == {"changed": 1}
    assert "participants" in places_of(desk, MARK)


# Two sources, and years


def test_two_sources_with_the_same_keys_do_not_clash(desk: Desk) -> None:
    bring_in(desk, FILE)
    other = replace(
        roster(person("1", "Daan", "Evers", groups=("a",)), groups=("a",)),
        source="school-b",
    )
    plan = bring_in(desk, other)
    assert outcomes(plan) == {"new": 1} and plan.gone == ()
    assert outcomes(plan, "groups") == {"new": 1}
    assert len(desk.read(group_list)) == 3
    assert not planned(desk, FILE).does_something and not planned(desk, other).does_something


@pytest.mark.clause("A-1.13")
def test_the_new_school_year_makes_new_groups_and_moves_everybody(school_desk: Desk, clock: Clock) -> None:
    desk = school_desk
    this_year = replace(
        FILE, school_year=2026,
        participants=tuple(replace(one, fields={"year_group": "5"}) for one in FILE.participants),
    )  # fmt: skip
    bring_in(desk, this_year)
    old = {row.id for row in desk.read(group_list)}
    clock.forward(280)
    next_year = replace(
        this_year, school_year=2027,
        participants=tuple(replace(one, fields={"year_group": "6"}) for one in this_year.participants),
    )  # fmt: skip
    plan = bring_in(desk, next_year)
    assert (outcomes(plan), outcomes(plan, "groups")) == ({"changed": 3}, {"new": 2})
    new = [row for row in desk.read(group_list) if row.id not in old]
    assert [(row.name, row.school_year, row.participants) for row in new] == [
        ("Groep a", 2027, 2),
        ("Groep b", 2027, 2),
    ]
    assert [row.participants for row in desk.read(group_list) if row.id in old] == [0, 0]
    places = [row for row in rows_of(desk, "placements") if row["participant_id"] == the(desk, "Amira")]
    assert sorted((row["school_year"], row["year_group"], row["until_on"] is None) for row in places) == [
        (2026, "5", False),
        (2027, "6", True),
    ]
    assert len(desk.read(participant_page, the(desk, "Chi")).memberships) == 4
    assert not planned(desk, next_year).does_something

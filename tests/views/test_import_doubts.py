"""Who may be somebody already: doubts that a human must settle, ECK iDs, two sources, and the next school year."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.actions.desk import Desk
from app.actions.participants import add_participant, leave
from app.actions.privacy import switch_field
from app.store.erasure import erase_people
from app.views.groups import group_list, participant_page
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import places_of, rows_of
from tests.views.rosters import FILE, MARK, groups_of, names, outcomes, planned, said, the

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

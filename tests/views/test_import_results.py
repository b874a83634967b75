"""A file of results: whose they are, which exercise, which are here already, and what is left out and why."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions.desk import Desk
from app.actions.importing import apply_plan
from app.actions.participants import change_participant
from app.actions.undo import undo_last
from app.domain.plan import ImportPlan
from app.domain.roster import Note, Severity, Statement, Statements
from app.domain.text import Text
from app.views.importing_results import LINES_SHOWN, plan_statements
from app.views.overview import overview
from tests.desks import bring_in, person, roster
from tests.dumps import dump, put_back, rows_of
from tests.lessons import (
    HOME,
    add_programme,
    at_us,
    bring_results,
    exercise_iri,
    finish,
    plan_results,
    statement,
    statement_id,
)

FIRST, SECOND = exercise_iri("koken", 1), exercise_iri("koken", 2)


@pytest.fixture
def class_of_two(desk: Desk) -> Desk:
    add_programme(desk, "koken")
    people = (
        person("1", "Amira", "Bakker", username="amira", email="Amira@Example.org"),
        person("2", "Bram", "Cools", username="bram", email="bram@example.org"),
    )
    bring_in(desk, roster(*people))
    return desk


def told(plan: ImportPlan) -> dict[str, int]:
    return {outcome: number for outcome, number in plan.counts["results"].items() if number}


def reasons(plan: ImportPlan) -> list[str]:
    return [str(line.reason) for line in plan.lines]


def kept(desk: Desk) -> int:
    return len(rows_of(desk, "results"))


def test_results_come_once(class_of_two: Desk) -> None:
    file = [statement("1", FIRST), statement("2", FIRST), statement("1", SECOND, at_us(1))]
    assert told(bring_results(class_of_two, file)) == {"new": 3}
    again = plan_results(class_of_two, file)
    assert (told(again), again.does_something) == ({"unchanged": 3}, False)
    assert (kept(class_of_two), told(plan_results(class_of_two, file * 2))) == (3, {"unchanged": 6})


def test_all_that_was_said_of_a_result_is_kept(class_of_two: Desk) -> None:
    bring_results(class_of_two, [statement("1", FIRST, at_us(3), passed=False, score=0, seconds=0)])
    bring_results(class_of_two, [statement("1", SECOND, at_us(4), passed=None, score=None, seconds=None)])
    failed, tried = rows_of(class_of_two, "results")
    assert (failed["at_us"], failed["offset_minutes"], failed["score"], failed["outcome"], failed["seconds"]) == (
        at_us(3), 60, 0, 2, 0,
    )  # fmt: skip
    assert (tried["score"], tried["outcome"], tried["seconds"]) == (None, 0, None)


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("account", "1"),
        ("account", "amira"),
        ("mail", "amira@example.org"),
        ("mail", "AMIRA@example.ORG"),
        ("mail_sha1", hashlib.sha1(b"mailto:Amira@Example.org").hexdigest()),
        ("mail_sha1", hashlib.sha1(b"mailto:amira@example.org").hexdigest()),
    ],
)
def test_the_ways_to_name_somebody(class_of_two: Desk, kind: str, key: str) -> None:
    assert told(bring_results(class_of_two, [statement(key, FIRST, kind=kind)])) == {"new": 1}
    amira = next(row["local"] for row in rows_of(class_of_two, "participants") if row["given"] == "Amira")
    assert [row["participant"] for row in rows_of(class_of_two, "results")] == [amira]


def test_an_eck_id_names_somebody_on_every_home_page(school_desk: Desk) -> None:
    add_programme(school_desk, "koken")
    bring_in(school_desk, roster(person("1", "Amira", "Bakker", eckid="E1")))
    file = [statement("E1", FIRST), statement("E1", SECOND, home="https://elders.example/")]
    assert told(bring_results(school_desk, file)) == {"new": 2}


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("account", "99"),
        ("account", "Amira"),
        ("account", ""),
        ("account", "#name:amira bakker"),
        ("mail", "onbekend@example.org"),
        ("mail_sha1", "0" * 40),
        ("openid", "https://amira.example/"),
    ],
)
def test_nobody_here_is_refused_with_the_reason(class_of_two: Desk, kind: str, key: str) -> None:
    plan = bring_results(class_of_two, [statement(key, FIRST, kind=kind, line=7)])
    assert told(plan) == {"refused": 1}
    (line,) = plan.lines
    assert (line.file, line.line) == ("resultaten.jsonl", 7)
    assert str(line.reason).startswith("Nobody here has the account")
    assert kept(class_of_two) == 0


def test_somebody_without_a_key_is_not_named_by_what_stands_in_for_it(class_of_two: Desk) -> None:
    bring_in(class_of_two, roster(person(None, "Chi", "Dang"), complete=False))
    assert told(plan_results(class_of_two, [statement("#name:chi dang", FIRST)])) == {"refused": 1}


def test_an_exercise_of_no_programme_is_refused_by_name(class_of_two: Desk) -> None:
    plan = plan_results(class_of_two, [statement("1", "https://elders.example/x")])
    assert told(plan) == {"refused": 1}
    assert reasons(plan) == ["The exercise https://elders.example/x is not in any programme here. Left out."]


def test_a_shared_mail_address_names_nobody(class_of_two: Desk) -> None:
    bram = next(row["id"] for row in rows_of(class_of_two, "participants") if row["given"] == "Bram")
    class_of_two.do(change_participant, participant_id=bram, fields={"email": "AMIRA@example.org"})
    plan = plan_results(class_of_two, [statement("amira@example.org", FIRST, kind="mail")])
    assert told(plan) == {"refused": 1}


def test_a_key_that_two_sources_gave_to_two_people_names_nobody(class_of_two: Desk) -> None:
    bring_in(class_of_two, replace(roster(person("1", "Chi", "Dang")), source="school-b"))
    assert told(plan_results(class_of_two, [statement("1", FIRST), statement("2", FIRST)])) == {
        "refused": 1,
        "new": 1,
    }


def test_one_account_name_on_two_home_pages_is_two_accounts(class_of_two: Desk) -> None:
    other = "https://elders.example/"
    file = [statement("1", FIRST), statement("2", FIRST), statement("1", SECOND, home=other)]
    plan = bring_results(class_of_two, file)
    assert told(plan) == {"new": 1, "refused": 2}
    assert reasons(plan) == ["This account name stands on two home pages, so it names two people. Left out. (2)"]
    bram = next(row["local"] for row in rows_of(class_of_two, "participants") if row["given"] == "Bram")
    assert [row["participant"] for row in rows_of(class_of_two, "results")] == [bram]
    assert told(plan_results(class_of_two, [statement("1", FIRST, home=HOME)])) == {"new": 1}


OTHER = [
    statement("1", SECOND, at_us(), statement_id="S"),
    statement("1", FIRST, at_us(1), statement_id="S"),
    statement("2", FIRST, at_us(), statement_id="S"),
]


@pytest.mark.parametrize("other", OTHER, ids=["exercise", "moment", "person"])
@pytest.mark.parametrize("together", [False, True], ids=["in the next file", "in one file"])
def test_the_same_id_with_other_content_is_refused_and_the_first_stays(
    class_of_two: Desk, other: Statement, together: bool
) -> None:
    first = statement("1", FIRST, at_us(), statement_id="S")
    if together:
        plan = bring_results(class_of_two, [first, other])
        assert told(plan) == {"new": 1, "refused": 1}
    else:
        bring_results(class_of_two, [first])
        plan = bring_results(class_of_two, [other])
        assert told(plan) == {"refused": 1}
    assert reasons(plan)[0].startswith("A result with this id is already here with other content")
    (row,) = rows_of(class_of_two, "results")
    assert (row["at_us"], row["participant"]) == (at_us(), 1)


def test_a_voided_result_goes_and_stays_gone_with_the_same_file(class_of_two: Desk) -> None:
    desk = class_of_two
    wrong, right = statement("1", FIRST), statement("1", SECOND, at_us(1))
    bring_results(desk, [wrong, right])
    assert [row["completed_us"] is not None for row in rows_of(desk, "standings")] == [True]
    plan = bring_results(desk, [], voided=[wrong.id, wrong.id])
    assert plan.does_something and kept(desk) == 1
    assert [(row["done"], row["completed_us"]) for row in rows_of(desk, "standings")] == [(1, None)]
    assert len(rows_of(desk, "progress")) == 1
    assert not plan_results(desk, [], voided=[wrong.id]).does_something


def test_voided_in_its_own_file_is_never_kept(class_of_two: Desk) -> None:
    desk = class_of_two
    wrong, right = statement("1", FIRST), statement("1", SECOND)
    for expected in ({"new": 1, "unchanged": 1}, {"unchanged": 2}):
        plan = bring_results(desk, [wrong, right], voided=[wrong.id])
        assert told(plan) == expected
        assert [row["id"] for row in rows_of(desk, "results")] == [right.id]
    assert not plan_results(desk, [wrong, right], voided=[wrong.id]).does_something


def test_voiding_what_is_not_here_does_nothing(class_of_two: Desk) -> None:
    finish(class_of_two, "1", "koken")
    plan = plan_results(class_of_two, [], voided=[statement_id("elders")])
    assert not plan.does_something
    before = dump(class_of_two, frozenset())
    apply_plan(class_of_two, plan)
    assert dump(class_of_two, frozenset()) == before


def test_figures_of_the_week_do_not_count_what_was_voided(class_of_two: Desk) -> None:
    desk = class_of_two
    today = at_us(19)
    file = [statement("1", FIRST, today), statement("1", SECOND, today), statement("2", FIRST, at_us(10))]
    bring_results(desk, file)
    assert (desk.read(overview).exercises_this_week, desk.read(overview).exercises_last_week) == (2, 1)
    bring_results(desk, [], voided=[file[0].id])
    assert desk.read(overview).exercises_this_week == 1
    desk.do(undo_last)
    assert desk.read(overview).exercises_this_week == 2
    desk.do(undo_last)
    assert (desk.read(overview).exercises_this_week, desk.read(overview).exercises_last_week) == (0, 0)


def test_what_a_reader_said_is_passed_on_and_counted(class_of_two: Desk) -> None:
    notes = (Note("x.jsonl", 3, Severity.REFUSED, Text("No JSON")), Note("x.jsonl", 0, Severity.NOTE, Text("Read")))
    batches = [
        Statements((statement("1", FIRST),), notes=notes, not_taken_over={"context": 2}),
        Statements((statement("1", SECOND),), not_taken_over={"context": 1}),
    ]
    plan = class_of_two.read(plan_statements, batches, "abc")
    assert (told(plan), plan.digest, plan.not_taken_over) == ({"new": 2, "refused": 1}, "abc", {"context": 3})
    assert [(line.line, line.severity) for line in plan.lines] == [(3, "refused"), (0, "note")]


def test_a_thousand_lines_are_shown_and_all_are_counted(class_of_two: Desk) -> None:
    plan = plan_results(class_of_two, [statement("99", FIRST, at_us(), line=n) for n in range(LINES_SHOWN + 5)])
    assert (told(plan), len(plan.lines)) == ({"refused": LINES_SHOWN + 5}, LINES_SHOWN)


STATEMENTS = st.lists(
    st.builds(
        statement,
        st.sampled_from(["1", "2", "99"]),
        st.sampled_from([FIRST, SECOND, "https://elders.example/x"]),
        st.integers(0, 5).map(at_us),
        passed=st.sampled_from([True, False, None]),
        statement_id=st.sampled_from([f"S{n}" for n in range(12)]),
        home=st.sampled_from([HOME, HOME, HOME, "https://elders.example/"]),
    ),
    max_size=8,
)
FILES = st.lists(
    st.tuples(STATEMENTS, st.lists(st.integers(0, 11).map(lambda n: statement_id(f"S{n}")), max_size=2)), max_size=4
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=FILES)
def test_whatever_files_follow_each_other(class_of_two: Desk, files: list[tuple[list[Statement], list[bytes]]]) -> None:
    """Every line is counted once, ids are unique, the same file again is nothing, figures add up, undo is exact."""
    desk, saved, stood = class_of_two, dump(class_of_two, frozenset()), []
    try:
        for made, voided in files:
            before = dump(desk)
            plan = plan_results(desk, made, voided)
            assert sum(plan.counts["results"].values()) == len(made)
            assert plan.results is not None and len(plan.results) == plan.counts["results"]["new"]
            if apply_plan(desk, plan).operation_id:
                stood.append(before)
            assert not plan_results(desk, made, voided).does_something
            _adds_up(desk)
        for before in reversed(stood):
            desk.do(undo_last)
            assert dump(desk) == before
    finally:
        put_back(desk, saved)


def _adds_up(desk: Desk) -> None:
    results = rows_of(desk, "results")
    assert len({row["id"] for row in results}) == len(results)
    assert sum(row["results"] for row in rows_of(desk, "batch_days")) == len(results)
    attempts = Counter((row["participant"], row["exercise"]) for row in results)
    assert {(row["participant"], row["exercise"]): row["attempts"] for row in rows_of(desk, "progress")} == attempts

"""The matrix and the page of one person, held against the rules applied to the results one by one."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.actions.desk import Desk
from app.actions.groups import move_participants
from app.actions.participants import leave
from app.domain.progress import (
    CellState,
    ExerciseProgress,
    HelpRule,
    exercise_state,
    is_inactive,
    needs_help,
    outcome_of,
    programme_state,
)
from app.domain.roster import Statement
from app.store.summaries import summarise
from app.store.tables import progress
from app.views import progress_cells
from app.views.groups import group_list
from app.views.progress import GroupMatrix, ParticipantProgress, group_matrix, participant_progress
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import dump, events, put_back, rows_of
from tests.lessons import DAY_US, add_programme, at_us, bring_results, exercise_iri, finish, statement

PROGRAMMES = {"fietsen": 1, "koken": 3}


@pytest.fixture
def class_of_three(desk: Desk) -> Desk:
    for code, exercises in PROGRAMMES.items():
        add_programme(desk, code, exercises)
    people = [person(str(n), name, "Proef", groups=("a",)) for n, name in enumerate(("Amira", "Bram", "Chi"), 1)]
    bring_in(desk, roster(*people, groups=("a", "b")))
    return desk


def page_of(desk: Desk, given: str) -> ParticipantProgress:
    row = next(row for row in rows_of(desk, "participants") if row["given"] == given)
    return desk.read(participant_progress, row["id"])


def programme_id(desk: Desk, code: str) -> bytes:
    return next(bytes(row["id"]) for row in rows_of(desk, "programmes") if row["code"] == code)


MADE = st.lists(
    st.builds(
        statement,
        st.sampled_from("123"),
        st.sampled_from([exercise_iri(code, n) for code, total in PROGRAMMES.items() for n in range(1, total + 1)]),
        st.integers(0, 18).map(at_us),
        passed=st.sampled_from([True, True, False, None]),
        score=st.sampled_from([None, 0, 299, 300, 549, 550, 1000]),
    ),
    max_size=25,
    unique_by=lambda one: one.id,
)


def naive(made: list[Statement]) -> dict[tuple[str, str], CellState]:
    """(person, exercise) -> state, from all attempts at once."""
    attempts: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for one in made:
        attempts[one.actor_key, one.exercise].append(one)
    return {
        key: exercise_state(
            ExerciseProgress(
                len(tried),
                any(outcome_of(one.completed, one.passed) == 1 for one in tried),
                max((one.score for one in tried if one.score is not None), default=None),
            )
        )
        for key, tried in attempts.items()
    }


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=MADE, few=st.booleans())
def test_the_matrix_is_what_the_rules_make_of_the_results(
    class_of_three: Desk, made: list[Statement], few: bool
) -> None:
    desk, saved = class_of_three, dump(class_of_three, frozenset())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress_cells, "EVERYBODY", 500 if few else 1)
        try:
            bring_results(desk, made)
            _compare(desk, made)
        finally:
            put_back(desk, saved)


def _compare(desk: Desk, made: list[Statement]) -> None:
    states = naive(made)
    whole = desk.read(group_matrix)
    assert [column.title for column in whole.columns] == ["Programma fietsen", "Programma koken"]
    assert [column.total for column in whole.columns] == [1, 3]
    opened = {code: desk.read(group_matrix, None, programme_id(desk, code)) for code in PROGRAMMES}
    for at, key in enumerate("123"):
        mine = [one for one in made if one.actor_key == key]
        row = whole.rows[at]
        assert row.last_seen_us == max((one.at_us for one in mine), default=None)
        assert row.needs_help is (CellState.HELP in row.states)
        for place, (code, total) in enumerate(PROGRAMMES.items()):
            done = {one.exercise for one in mine if one.passed and f"/{code}/" in one.exercise}
            cells = [states.get((key, exercise_iri(code, n)), CellState.NOT_STARTED) for n in range(1, total + 1)]
            assert list(opened[code].rows[at].states) == cells
            assert sum(opened[code].rows[at].done) == len(done)
            assert row.done[place] == len(done)
            tried = sum(cell is not CellState.NOT_STARTED for cell in cells)
            assert row.states[place] == programme_state(len(done), total, tried, cells.count(CellState.HELP))


@given(
    attempts=st.integers(1, 6),
    made=st.booleans(),
    best=st.one_of(st.none(), st.sampled_from([0, 299, 300, 301, 549, 550, 551, 1000])),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_help_is_counted_in_the_database_by_the_rule(
    class_of_three: Desk, attempts: int, made: bool, best: int | None
) -> None:
    """The one rule that is written twice: in `app.domain.progress` and as SQL for what is kept of everybody."""
    desk = class_of_three
    exercise = next(row["local"] for row in rows_of(desk, "exercises") if row["iri"] == exercise_iri("koken", 1))
    with desk.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM earlier_progress")
        connection.exec_driver_sql(
            "INSERT INTO earlier_progress (participant, exercise, attempts, failed, best, done_us, last_us, seconds)"
            " VALUES (1, ?, ?, 0, ?, ?, 5, 0)",
            (exercise, attempts, best, 5 if made else None),
        )
        summarise(connection, [1])
    state = exercise_state(ExerciseProgress(attempts, made, best))
    row = desk.read(group_matrix).rows[0]
    assert (row.states[1] == CellState.HELP) is (state is CellState.HELP)
    assert row.stuck is (state is CellState.HELP)


@pytest.mark.parametrize("rule", [
    HelpRule(), HelpRule(5, 700, 4, 100), HelpRule(2, 0, 1, 0), HelpRule(20, 1000, 20, 1000), HelpRule(2, 550, 2, 550),
])
def test_whatever_was_set_the_database_counts_by_it(class_of_three: Desk, rule: HelpRule) -> None:
    cases = list(product(range(1, 22), (True, False), (None, 0, 99, 100, 299, 300, 549, 550, 699, 700, 999, 1000)))
    with class_of_three.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM progress")
        connection.exec_driver_sql(
            "INSERT INTO progress (participant, exercise, attempts, failed, best, done_us, last_us, seconds)"
            " VALUES (?, 1, ?, 0, ?, ?, 5, 0)",
            [(number, attempts, best, 5 if made else None) for number, (attempts, made, best) in enumerate(cases)])
    with class_of_three.database.reading() as connection:
        found = set(connection.execute(select(progress.c.participant).where(progress_cells.is_stuck(rule))).scalars())
    assert found == {
        number for number, (attempts, made, best) in enumerate(cases)
        if needs_help(ExerciseProgress(attempts, made, best), rule)}


def test_of_a_group_only_who_is_in_it_and_takes_part(class_of_three: Desk) -> None:
    desk = class_of_three
    first, second = (row.id for row in desk.read(group_list))
    people = {row.full.split()[0]: row.participant_id for row in desk.read(group_matrix).rows}
    desk.do(move_participants, from_group_id=first, to_group_id=second, participant_ids=[people["Chi"]])
    desk.do(leave, participant_ids=[people["Bram"]])

    def shown(matrix: GroupMatrix) -> list[str]:
        return [row.full for row in matrix.rows]

    assert shown(desk.read(group_matrix, first)) == ["Amira Proef"]
    assert shown(desk.read(group_matrix, second)) == ["Chi Proef"]
    assert shown(desk.read(group_matrix)) == ["Amira Proef", "Chi Proef"]
    assert desk.read(group_matrix, first).group_name == "Groep a"


def test_without_programmes_there_are_no_columns(desk: Desk) -> None:
    bring_in(desk, roster(person("1", "Amira", "Bakker")))
    matrix = desk.read(group_matrix)
    assert (matrix.columns, [row.states for row in matrix.rows]) == ((), [b""])


def test_who_was_not_seen_for_three_weeks_is_marked(class_of_three: Desk, clock: Clock) -> None:
    desk = class_of_three
    bring_results(desk, [statement("1", exercise_iri("koken", 1), at_us(19))])
    assert [row.inactive for row in desk.read(group_matrix).rows] == [False, False, False]
    clock.forward(20)
    assert [row.inactive for row in desk.read(group_matrix).rows] == [False, False, False]
    clock.forward(1)
    today, joined = desk.sight.today, datetime(2026, 11, 21, tzinfo=UTC).date()
    assert is_inactive(None, joined, today)
    assert [row.inactive for row in desk.read(group_matrix).rows] == [True, True, True]
    assert "Not seen for 21 days" in [str(reason) for reason in page_of(desk, "Amira").help]


def test_the_page_of_one_person(class_of_three: Desk) -> None:
    desk = class_of_three
    finish(desk, "1", "koken", 3, day=14)
    hard = exercise_iri("fietsen", 1)
    bring_results(
        desk, [statement("1", hard, at_us(17, hour), passed=False, score=100, seconds=1200) for hour in range(3)]
    )
    page = page_of(desk, "Amira")
    assert (page.full, page.listed, page.groups) == ("Amira Proef", "Proef, Amira", "Groep a")
    assert page.last_seen_us == at_us(17, 2)
    assert [(one.title, one.done, one.total, one.completed, one.certificate) for one in page.standings] == [
        ("Programma fietsen", 0, 1, False, ""),
        ("Programma koken", 3, 3, True, ""),
    ]
    assert [str(reason) for reason in page.help] == ["Help needed with Programma fietsen, Oefening 1 (3 attempts)"]
    assert [(one.outcome, one.score) for one in page.attempts[:4]] == [("failed", 100)] * 3 + [("made", 800)]
    assert page.minutes_per_week == round((3 * 1200 + 3 * 60) / 60 / 4)
    assert (sum(page.weeks), page.weeks[-1], len(page.weeks)) == (3, 3, 26)


def test_an_exercise_counts_in_the_week_it_was_first_made(class_of_three: Desk, clock: Clock) -> None:
    desk, easy = class_of_three, exercise_iri("fietsen", 1)
    now = clock.now_us
    bring_results(desk, [statement("1", easy, now - 8 * DAY_US), statement("1", easy, now - DAY_US)])
    assert page_of(desk, "Amira").weeks[-2:] == (1, 0)


def test_somebody_without_any_result_has_an_empty_page(class_of_three: Desk) -> None:
    page = page_of(class_of_three, "Chi")
    assert (page.last_seen_us, page.minutes_per_week, page.help, page.standings, page.attempts) == (None, 0, (), (), ())
    assert set(page.weeks) == {0}


def test_looking_is_written_down_in_batches(class_of_three: Desk) -> None:
    desk = class_of_three
    ids = sorted(row["id"] for row in rows_of(desk, "participants"))
    for one in (ids[0], ids[1], ids[0]):
        desk.read(participant_progress, one)
    desk.read(participant_progress, participant_id=ids[2])
    looked = [row for row in rows_of(desk, "audit_events") if row["action"] == "participants.looked_at"]
    assert looked == []
    desk.flush_looks()
    desk.flush_looks()
    assert [payload for name, payload in events(desk) if name == "participants.looked_at"] == [
        {"rows": {"participants": 3}, "fields": [], "ids": ids}
    ]

"""Which exercises are difficult, held against the results one by one; who is stuck there, for who may see them."""

from __future__ import annotations

from statistics import mean, median

import pytest

from app.actions.desk import Desk
from app.actions.learning_rules import choose_help_rules
from app.domain.errors import Refusal
from app.views.difficult import Difficult, ExerciseRow, difficult_exercises, stuck_people
from app.views.groups import group_list
from tests.coaching import coach_of
from tests.desks import bring_in, person, roster
from tests.dumps import rows_of
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, finish, statement

NAMES = ("Amira", "Bram", "Chi", "Dirk")
FAILED = (0, 1, 2, 4)
"""So often everybody fails at the first exercise before it is made; Dirk never makes it."""


@pytest.fixture
def four(desk: Desk) -> Desk:
    add_programme(desk, "koken", 3)
    add_programme(desk, "fietsen", 1)
    bring_in(desk, roster(*(person(name, name, "Proef", groups=("ab"[at // 2],)) for at, name in enumerate(NAMES)),
                          groups=("a", "b")))
    hard = exercise_iri("koken", 1)
    for name, failed in zip(NAMES, FAILED, strict=True):
        made = [statement(name, hard, at_us(day), passed=False, score=100 + day) for day in range(failed)]
        last = [] if name == "Dirk" else [statement(name, hard, at_us(9), score=800)]
        bring_results(desk, [*made, *last])
    bring_results(desk, [statement("Amira", exercise_iri("koken", 2), at_us(3), score=None)])
    finish(desk, "Bram", "fietsen", 1)
    return desk


def row(found: Difficult, title: str = "Oefening 1", programme: str = "koken") -> ExerciseRow:
    return next(one for one in found.rows if (one.title, one.programme) == (title, f"Programma {programme}"))


@pytest.mark.clause("O-annex 1")
def test_the_figures_are_those_of_the_results(four: Desk) -> None:
    found = four.read(difficult_exercises)
    hard, easy = row(found), row(found, "Oefening 2")
    assert (hard.tried, hard.made, hard.stuck, hard.stuck_percent) == (4, 3, 1, 25)
    assert hard.attempts == median([1, 2, 3]) and hard.best == mean([800, 800, 800, 103])
    assert (easy.tried, easy.made, easy.stuck, easy.attempts, easy.best) == (1, 1, 0, 1, None)
    assert [(one.programme, one.title) for one in found.rows] == [
        ("Programma fietsen", "Oefening 1"), ("Programma koken", "Oefening 1"), ("Programma koken", "Oefening 2")]
    assert found.people == 4 and [one.title for one in found.programmes] == ["Programma fietsen", "Programma koken"]


def test_of_one_group_and_one_programme(four: Desk) -> None:
    first, second = (one.id for one in four.read(group_list))
    koken = next(one["id"] for one in rows_of(four, "programmes") if one["code"] == "koken")
    found = four.read(difficult_exercises, first, koken)
    assert (row(found).tried, row(found).attempts, found.people) == (2, 1.5, 2)
    assert len(found.rows) == 2 and found.programme_id == koken
    assert (row(four.read(difficult_exercises, second)).made, row(four.read(difficult_exercises, second)).stuck) == (
        1, 1)
    gone = four.read(difficult_exercises, None, bytes(16))
    assert gone.programme_id is None and len(gone.rows) == 3


def test_who_is_stuck_there_by_the_rule_in_force(four: Desk) -> None:
    hard = row(four.read(difficult_exercises))
    assert [(one.full, one.attempts, one.best) for one in four.read(stuck_people, hard.id)] == [("Dirk Proef", 4, 103)]
    four.do(choose_help_rules, attempts=5, low_attempts=5)
    assert row(four.read(difficult_exercises)).stuck == 0 == len(four.read(stuck_people, hard.id))
    with pytest.raises(Refusal, match="not here"):
        four.read(stuck_people, bytes(16))


def test_a_coach_counts_and_sees_the_own_people_only(four: Desk) -> None:
    first, second = (one.id for one in four.read(group_list))
    coach = coach_of(four, first)
    found = coach.read(difficult_exercises)
    assert (row(found).tried, row(found).stuck, found.people) == (2, 0, 2)
    assert coach.read(stuck_people, row(found).id) == ()
    assert coach.read(difficult_exercises, second).rows == () == coach.read(stuck_people, row(found).id, second)

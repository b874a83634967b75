"""Seven people of one group, of whom two are far behind: for what asks for a look."""

from __future__ import annotations

from app.actions.desk import Desk
from tests.desks import Clock, bring_in, person, roster
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, statement

NAMES = ("Amira", "Bram", "Chi", "Dirk", "Eva", "Fien", "Gijs")
DONE = (20, 19, 20, 20, 20, 9, 0)
"""Fien has made less than half of what the middle one has, and Gijs nothing."""


def seven_people(desk: Desk, clock: Clock) -> Desk:
    """Who came together five weeks ago; what they made they made two weeks ago, and Bram is stuck with the first."""
    add_programme(desk, "lezen", 20)
    people = [person(name, name, "Proef", groups=("a",)) for name in NAMES]
    clock.forward(-35)
    bring_in(desk, roster(*people, groups=("a",)))
    clock.forward(35)
    made = [
        statement(name, exercise_iri("lezen", number), at_us(5), score=400 if (name, number) == ("Bram", 1) else 800)
        for name, done in zip(NAMES, DONE, strict=True) for number in range(1, done + 1)]
    again = [statement("Bram", exercise_iri("lezen", 1), at_us(6, hour), passed=False, score=300) for hour in range(3)]
    bring_results(desk, [*made, *again])
    return desk

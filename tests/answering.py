"""Answers for tests: switched on, and results in which something was answered."""

from __future__ import annotations

from app.domain.roster import Statement
from tests.lessons import at_us, exercise_iri, statement

ON = {
    "subject": "participant", "field": "answers", "is_on": True, "purpose": "voortgang", "ground": "e",
    "addition_on": "2026-11-01",
}  # fmt: skip


def answered(number: int, key: str = "1", given: str = "SOEP", exercise: int = 1) -> Statement:
    """The result of so many hours after nine, of which the id is that of "key-number"."""
    return statement(
        key, exercise_iri("koken", exercise), at_us(0, number), given=given, expected="taart",
        statement_id=f"{key}-{number}")

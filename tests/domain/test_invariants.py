"""What holds for a row of any kind, whoever wrote it."""

from __future__ import annotations

import pytest

from app.domain.invariants import AFTER_TIME, broken
from app.domain.kinds import KINDS
from app.store.tables import metadata


def _numbers(last: str) -> list[tuple[str, str]]:
    return [(kind, str(column.name)) for kind in KINDS for column in metadata.tables[kind].columns
            if str(column.name).endswith(last)]


@pytest.mark.parametrize(("kind", "name"), _numbers("_us"))
def test_no_kind_has_an_instant_that_no_desk_can_show(kind: str, name: str) -> None:
    for value in (-1, AFTER_TIME, 2**61):
        assert "shape" in str(broken(kind, _proper(kind) | {name: value}))


@pytest.mark.parametrize(("kind", "name"), _numbers("school_year"))
def test_no_kind_has_a_school_year_of_another_age(kind: str, name: str) -> None:
    for value in (0, -1, 1999, 2201, 2**61):
        assert "shape" in str(broken(kind, _proper(kind) | {name: value}))


def test_a_year_may_be_left_out_and_the_first_and_last_are_taken() -> None:
    for value in (None, 2000, 2026, 2200):
        assert broken("groups", {"name": "Dinsdag", "school_year": value}) is None


def _proper(kind: str) -> dict[str, object]:
    """What is looked at before: with a name, a person and a role there is nothing else to say."""
    return {"name": "x", "given": "x", "seats": 1, "role": "administrator"}

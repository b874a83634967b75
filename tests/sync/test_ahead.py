"""S7: the next page of results is asked for while this one is laid down, and that loses, doubles and wastes nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.domain.errors import Refusal
from app.server.result_pages import ROW_BYTES
from app.store.tables import results
from app.sync import pulling
from tests.desks import bring_in, person, roster
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, statement
from tests.syncing import SyncedDesk, World

MANY, IN_A_PAGE = 130, 40
ROWS_FIRST = 1
"""The page with what the import changed in rows."""


@pytest.fixture
def two(world: World, monkeypatch: pytest.MonkeyPatch) -> SyncedDesk:
    """A desk that has all rows and no results yet, of which there are some pages."""
    monkeypatch.setattr(pulling, "PAGE_BYTES", IN_A_PAGE * ROW_BYTES)
    return world.set_up(_two)


def _two(world: World) -> SyncedDesk:
    one, other = world.join(), world.join()
    bring_in(one.desk, roster(person("leerling1", "Lotte", "Les", username="leerling1"), complete=False))
    add_programme(one.desk, "P", exercises=2)
    one.sync(), other.sync()
    bring_results(one.desk, [
        statement("leerling1", exercise_iri("P", number % 2 + 1), at_us(0, number)) for number in range(MANY)])
    one.sync()
    other.line.paths.clear()
    return other


def _there(desk: SyncedDesk) -> int:
    with desk.desk.database.reading() as connection:
        return len(set(connection.execute(select(results.c.id)).scalars()))


def test_every_page_is_asked_for_once(two: SyncedDesk) -> None:
    assert two.sync().results == MANY == _there(two)
    assert two.line.paths == ["/v1/pull"] * (ROWS_FIRST + -(-MANY // IN_A_PAGE))
    assert two.sync().results == 0


def test_when_the_line_breaks_under_the_next_page_this_one_stays(two: SyncedDesk) -> None:
    two.line.faults += [""] * (ROWS_FIRST + 2) + ["lost"]
    with pytest.raises(Refusal):
        two.sync()
    assert _there(two) == 2 * IN_A_PAGE
    assert two.sync().results == MANY - 2 * IN_A_PAGE
    assert _there(two) == MANY


def test_a_page_that_cannot_be_laid_down_is_asked_for_again(two: SyncedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(pulling, "apply_results", _full)
        with pytest.raises(OSError, match="full"):
            two.sync()
    assert _there(two) == 0
    assert two.sync().results == MANY == _there(two)


def _full(*_given: object) -> int:
    raise OSError("the disk is full")

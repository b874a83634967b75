"""An import of results that is taken back: said at once, and gone piece by piece, so that nobody waits for it (S5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.actions.groups import create_group
from app.actions.undo import undo_last
from app.server import batches, pull
from app.store import tables
from app.sync.pushing import push_all
from app.sync.refusals import Later
from tests.desks import bring_in, person, roster
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, statement
from tests.sync.computers import ServerKilled
from tests.sync.test_found import results_at_the_server, results_of
from tests.syncing import SyncedDesk, World

MANY = [statement("1", exercise_iri("koken", 1), at_us(day), statement_id=f"day {day}") for day in range(9)]
PIECES = 5


@pytest.fixture
def two(world: World, monkeypatch: pytest.MonkeyPatch) -> tuple[SyncedDesk, SyncedDesk]:
    """Both have a person with nine results, of one import of the first."""
    monkeypatch.setattr(batches, "ROWS_AT_ONCE", 2)
    return world.set_up(_two)


def _two(world: World) -> tuple[SyncedDesk, SyncedDesk]:
    one, other = world.join(), world.join()
    one.sync()
    add_programme(one.desk, "koken")
    bring_in(one.desk, roster(person("1", "Amira", "Bakker"), complete=False))
    bring_results(one.desk, MANY)
    world.agree()
    assert len(results_of(other)) == len(MANY)
    return one, other


def _after_each_piece(monkeypatch: pytest.MonkeyPatch, happens: Callable[[int], object]) -> None:
    let_go, pieces = batches.let_go, []

    def going(database: Any, organisation_id: bytes) -> None:
        let_go(database, organisation_id)
        pieces.append(organisation_id)
        happens(len(pieces))

    monkeypatch.setattr(pull.batches, "let_go", going)


def _living(world: World) -> int:
    return len(results_at_the_server(world))


def test_s5_another_desk_is_answered_between_two_pieces(
    world: World, two: tuple[SyncedDesk, SyncedDesk], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    seen: list[tuple[int, int]] = []

    def meanwhile(piece: int) -> None:
        other.do(create_group, name=f"Groep {piece}")
        done, _ = push_all(other.syncer._talking(), lambda count: None, lambda: False)
        seen.append((_living(world), done.operations))

    _after_each_piece(monkeypatch, meanwhile)
    one.do(undo_last)
    one.sync()
    assert seen == [(7, 1), (5, 1), (3, 1), (1, 1), (0, 1)]
    monkeypatch.undo()
    world.agree()
    assert results_of(one) == results_of(other) == []


def test_s5_what_undoes_is_answered_before_any_row_is_gone(
    world: World, two: tuple[SyncedDesk, SyncedDesk]
) -> None:
    one, other = two
    one.do(undo_last)
    one.line.faults = ["", "cut"]
    with pytest.raises(Later):
        one.sync()
    assert _living(world) == len(MANY)
    with one.desk.database.reading() as connection:
        undone = select(tables.outbox.c.state, tables.outbox.c.number).order_by(tables.outbox.c.number.desc())
        state, number = connection.execute(undone).first()  # type: ignore[misc]
    assert state == "sent" and number > 0
    other.sync()
    assert results_of(other) == [] == results_at_the_server(world)


@pytest.mark.parametrize("dies_in", range(PIECES))
def test_a_server_that_dies_between_or_in_pieces_goes_on(
    world: World, two: tuple[SyncedDesk, SyncedDesk], monkeypatch: pytest.MonkeyPatch, dies_in: int
) -> None:
    one, other = two
    mark = batches._mark

    def dying(*given: Any) -> int:
        marked = mark(*given)
        if not alive:
            raise ServerKilled
        alive.pop()
        return marked

    alive = [True] * dies_in
    monkeypatch.setattr(batches, "_mark", dying)
    one.do(undo_last)
    with pytest.raises(ServerKilled):
        one.sync()
    assert _living(world) == len(MANY) - 2 * dies_in
    monkeypatch.setattr(batches, "_mark", mark)
    other.sync()
    assert results_of(other) == [] == results_at_the_server(world)
    world.agree()
    assert results_of(one) == []


def test_what_is_imported_again_before_it_is_all_gone_stays(
    world: World, two: tuple[SyncedDesk, SyncedDesk]
) -> None:
    one, other = two
    one.do(undo_last)
    one.line.faults = ["", "", "cut"]
    with pytest.raises(Later):
        one.sync()
    assert 0 < _living(world) < len(MANY)
    bring_results(one.desk, MANY)
    world.agree()
    assert results_of(one) == results_of(other) != []
    assert sorted(results_of(one)) == sorted(results_at_the_server(world)) and _living(world) == len(MANY)


def test_the_same_undo_twice_takes_nothing_back_that_came_again(
    world: World, two: tuple[SyncedDesk, SyncedDesk]
) -> None:
    one, other = two
    one.do(undo_last)
    one.line.faults = ["twice", "twice", "lost"]
    with pytest.raises(Later):
        one.sync()
    bring_results(one.desk, MANY[:4])
    world.agree()
    assert sorted(results_of(one)) == sorted(results_of(other)) == sorted(results_at_the_server(world))
    assert _living(world) == 4


def test_who_comes_new_while_it_goes_has_none_of_it_in_the_end(
    world: World, two: tuple[SyncedDesk, SyncedDesk]
) -> None:
    one, _ = two
    one.do(undo_last)
    one.line.faults = ["", "", "cut"]
    with pytest.raises(Later):
        one.sync()
    fresh = world.join()
    fresh.sync()
    assert results_of(fresh) == [] == results_at_the_server(world)
    world.agree()


def test_what_comes_back_of_an_import_that_is_gone_is_gone_too(
    world: World, two: tuple[SyncedDesk, SyncedDesk]
) -> None:
    """The source took one result back; a colleague undoes that after the whole import went."""
    one, other = two
    imported = _newest(one)
    bring_results(other.desk, [], [_id_of(one)])
    world.agree()
    one.do(undo_last, operation_id=imported)
    world.agree()
    assert results_of(other) == []
    other.do(undo_last)
    world.agree()
    assert results_of(one) == results_of(other) == results_at_the_server(world) == []


def test_people_go_with_their_results_in_one_sync(world: World, two: tuple[SyncedDesk, SyncedDesk]) -> None:
    one, other = two
    one.do(undo_last)
    one.do(undo_last)
    world.agree()
    assert not one.rows("participants") and not other.rows("participants")
    assert not world.server_rows("reviews")


def _newest(desk: SyncedDesk) -> bytes:
    with desk.desk.database.reading() as connection:
        newest = select(tables.operations.c.id).order_by(tables.operations.c.number.desc()).limit(1)
        return bytes(connection.execute(newest).scalar_one())


def _id_of(desk: SyncedDesk) -> bytes:
    return results_of(desk)[0]

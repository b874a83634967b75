"""What is large is written on a desk in pieces, so that no save waits for it (S7); stopped anywhere, it goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from app.actions import connecting
from app.actions.desk import Desk
from app.actions.groups import create_group, rename_group
from app.actions.participants import change_participant
from app.actions.privacy import switch_field
from app.server.records import delete_kind
from app.server.stream import change_epoch, keep, lock
from app.server.tables import answers
from app.store import tables
from app.store.streams import stream_here
from app.sync import rescuing, state
from app.sync.connect import connect
from tests.answering import ON
from tests.desks import bring_in, person, roster
from tests.lessons import add_programme, bring_results, exercise_iri, statement
from tests.lines import Line
from tests.observing import made, saw
from tests.servers import CODE, PASSWORD
from tests.sync.scenes import open_reviews
from tests.syncing import SyncedDesk, World

PEOPLE = 8


class Stopped(BaseException):
    """The power went between two pieces."""


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "ROWS_AT_ONCE", 5)
    monkeypatch.setattr(state, "ROWS_AT_ONCE", 3)


def _school(desk: Desk) -> None:
    add_programme(desk, "koken")
    bring_in(desk, roster(
        *(person(str(at), f"Naam{at}", "Test", groups=("a",)) for at in range(PEOPLE)), groups=("a",)))
    bring_results(desk, [statement(str(at), exercise_iri("koken", 1)) for at in range(PEOPLE)])


def _stops_after(monkeypatch: pytest.MonkeyPatch, room: Any, name: str, pieces: int) -> None:
    """The next step of this name that is one too many is not taken."""
    step: Callable[..., Any] = getattr(room, name)
    left = [None] * pieces

    def stopping(*given: Any, **more: Any) -> Any:
        if not left:
            raise Stopped
        left.pop()
        return step(*given, **more)

    monkeypatch.setattr(room, name, stopping)


def _people(desk: SyncedDesk) -> set[str]:
    return {row["given"] for row in desk.rows("participants").values()}


def _results(desk: SyncedDesk) -> int:
    with desk.desk.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.results)).scalar_one())


@pytest.mark.parametrize("pieces", [0, 1, 3, 5])
def test_s16_a_first_connection_that_was_stopped_goes_on_with_what_was_changed_meanwhile(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch, pieces: int
) -> None:
    _school(desk)
    line = Line(world.app)
    with monkeypatch.context() as patch:
        _stops_after(patch, rescuing, "not_at_the_server", pieces)
        with pytest.raises(Stopped):
            connect(desk, "http://127.0.0.1:1", CODE, "anna", PASSWORD, make_wire=lambda _address: line)
    with desk.database.reading() as connection:
        people = list(connection.execute(select(tables.participants.c.id).order_by(tables.participants.c.id)).scalars())
        (group,) = connection.execute(select(tables.groups.c.id)).scalars()
    for person_id in people:
        desk.do(change_participant, participant_id=person_id, fields={"family_name": "Anders"})
    desk.do(rename_group, group_id=group, name="Nieuw")
    desk.do(create_group, name="Erbij")
    one = world._at(desk, line)
    report = one.sync()
    assert report.parked == 0 and open_reviews(one) == []
    two = world.join()
    two.sync()
    world.agree()
    assert _people(two) == {f"Naam{at}" for at in range(PEOPLE)}
    assert {row["family"] for row in two.rows("participants").values()} == {"Anders"}
    assert _results(two) == _results(one) == PEOPLE
    assert {"Nieuw", "Erbij"} <= {row["name"] for row in two.rows("groups").values()}


def test_s16_later_pieces_are_taken_on_top_of_the_first(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of people who were observed the words lie in the first piece: sent after the others, it had those refused, and
    the desk lost what was in them.
    """
    monkeypatch.setattr(connecting, "ROWS_AT_ONCE", 25)
    _school(desk)
    desk.do(switch_field, **(ON | {"field": "notes"}))
    looked = made(desk)
    with desk.database.reading() as connection:
        people = list(connection.execute(select(tables.participants.c.id)).scalars())
    for one in people:
        saw(desk, looked, one, day="2026-11-02")
    home = world.connect(desk)
    assert home.sync().parked == 0 and open_reviews(home) == []
    assert len(home.rows("observations")) == len(world.server_rows("observations")) == PEOPLE
    assert len(world.server_rows("instruments")) == 1 and _results(home) == PEOPLE
    two = world.join()
    two.sync()
    assert _results(two) == PEOPLE
    world.agree()


def test_s16_pieces_are_each_their_own_operation_and_bring_everything(world: World, desk: Desk) -> None:
    _school(desk)
    one = world.connect(desk)
    with desk.database.reading() as connection:
        brought = select(func.count()).where(tables.operations.c.action == connecting.BRING)
        assert connection.execute(brought).scalar_one() > 3
    one.sync()
    two = world.join()
    two.sync()
    world.agree()
    assert len(_people(two)) == _results(two) == PEOPLE


@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_s13_what_the_server_lost_is_brought_although_it_was_stopped(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch, pieces: int
) -> None:
    _school(desk)
    one = world.connect(desk)
    world.agree()
    _forgets(world, one, "participants", "memberships", restored=True)
    with monkeypatch.context() as patch:
        _stops_after(patch, rescuing, "not_at_the_server", pieces)
        with pytest.raises(Stopped):
            one.sync()
    changed = next(iter(one.rows("participants")))
    one.do(change_participant, participant_id=changed, fields={"family_name": "Anders"})
    world.agree()
    assert len(world.server_rows("participants")) == PEOPLE
    assert world.server_rows("participants")[changed]["family"] == "Anders"
    assert open_reviews(one) == []


@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_s13_what_is_gone_there_goes_here_although_it_was_stopped(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch, pieces: int
) -> None:
    _school(desk)
    one = world.connect(desk)
    world.agree()
    _forgets(world, one, "memberships", restored=False)
    with monkeypatch.context() as patch:
        _stops_after(patch, rescuing, "_drop_some", pieces)
        with pytest.raises(Stopped):
            one.sync()
    world.agree()
    assert not one.rows("memberships") and len(_people(one)) == PEOPLE


@pytest.mark.parametrize("pieces", range(0, 40, 7))
def test_s13_versions_that_were_half_forgotten_are_forgotten_before_anything_is_read(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch, pieces: int
) -> None:
    _school(desk)
    one = world.connect(desk)
    world.agree()
    _forgets(world, one, "memberships", restored=False)
    with monkeypatch.context() as patch:
        _stops_after(patch, one.desk.database, "writing", pieces)
        with pytest.raises(Stopped):
            state.forget_versions(one.desk.database)
    world.agree()
    assert not one.rows("memberships") and len(_people(one)) == PEOPLE


@pytest.mark.parametrize("restored", [True, False])
def test_s13_what_is_to_be_checked_comes_back_or_goes_with_everything_else(
    world: World, desk: Desk, restored: bool
) -> None:
    """A value that lost is kept for people: an administrator's desk still has it when the server forgot it."""
    _school(desk)
    one, two = world.connect(desk), world.join()
    world.agree()
    (group,) = one.rows("groups")
    one.do(rename_group, group_id=group, name="Van een")
    two.do(rename_group, group_id=group, name="Van twee")
    one.sync(), two.sync()
    world.agree()
    assert len(open_reviews(one)) == len(open_reviews(two)) == 1
    _forgets(world, one, "reviews", restored=restored)
    if not restored:
        with two.desk.database.writing() as connection:
            state.start_afresh(connection, stream_here(connection).epoch, state.STALE)
    world.agree()
    assert len(open_reviews(one)) == len(open_reviews(two)) == (1 if restored else 0)


def _forgets(world: World, one: SyncedDesk, *kinds: str, restored: bool) -> None:
    """The server has no row of these kinds any more. The desk reads everything again: because the server was put
    back, or for another reason.
    """
    with one.desk.database.writing() as connection:
        connection.execute(tables.outbox.delete())
        if not restored:
            state.start_afresh(connection, stream_here(connection).epoch, state.STALE)
    with world.office.database.writing() as connection:
        here = lock(connection, one.desk.organisation.id)
        for kind in kinds:
            delete_kind(connection, here, kind)
        if restored:
            connection.execute(answers.delete())
            change_epoch(connection, here)
        keep(connection, here)

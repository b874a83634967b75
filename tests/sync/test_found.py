"""What the state machine found, each made as small as it gets."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import select

from app.actions.erasing import erase_participants
from app.actions.groups import create_group
from app.actions.undo import undo_last
from app.server import tables as server_tables
from app.store import tables
from app.sync import sending_results
from app.sync.refusals import Later
from tests.desks import bring_in, person, roster
from tests.dumps import places_of
from tests.lessons import add_programme, bring_results, exercise_iri, statement, statement_id
from tests.sync.computers import Fuse, Server, ServerKilled
from tests.syncing import SyncedDesk, World

MADE = statement("1", exercise_iri("koken", 1), statement_id="one")
NAMES = ("Amira", "Bakker")


def two_desks(world: World) -> tuple[SyncedDesk, SyncedDesk]:
    """Both know a programme and a person under key 1."""
    return world.set_up(_two_desks)


def _two_desks(world: World) -> tuple[SyncedDesk, SyncedDesk]:
    one, two = world.join(), world.join()
    one.sync()
    add_programme(one.desk, "koken")
    bring_in(one.desk, roster(person("1", *NAMES), complete=False))
    one.sync(), two.sync()
    return one, two


def results_of(desk: SyncedDesk) -> list[bytes]:
    with desk.desk.database.reading() as connection:
        return list(connection.execute(select(tables.results.c.id)).scalars())


def results_at_the_server(world: World) -> list[bytes]:
    results = server_tables.results
    with world.office.database.reading() as connection:
        return list(connection.execute(select(results.c.id).where(results.c.removed == 0)).scalars())


def test_a_file_that_two_desks_imported_outlives_the_undo_of_the_second(world: World) -> None:
    one, two = two_desks(world)
    bring_results(one.desk, [MADE])
    bring_results(two.desk, [MADE])
    one.sync(), two.sync()
    two.do(undo_last)
    world.agree()
    assert results_of(one) == results_of(two) == results_at_the_server(world) != []


def test_results_that_were_taken_back_can_be_imported_again(world: World) -> None:
    one, two = two_desks(world)
    bring_results(one.desk, [MADE])
    world.agree()
    one.do(undo_last)
    world.agree()
    assert results_at_the_server(world) == []
    bring_results(one.desk, [MADE])
    world.agree()
    assert results_of(one) == results_of(two) == results_at_the_server(world) != []


def test_what_came_back_goes_with_the_rest_of_its_file(world: World) -> None:
    one, two = two_desks(world)
    bring_results(one.desk, [MADE])
    with one.desk.database.reading() as connection:
        newest = select(tables.operations.c.id).order_by(tables.operations.c.number.desc())
        imported = connection.execute(newest).scalar()
    bring_results(one.desk, [], [statement_id("one")])
    one.sync()
    one.do(undo_last)
    one.sync()
    one.do(undo_last, operation_id=imported)
    world.agree()
    assert results_of(one) == results_of(two) == results_at_the_server(world) == []


def test_figures_per_day_go_with_whose_they_are(world: World) -> None:
    one, two = two_desks(world)
    bring_results(one.desk, [MADE])
    world.agree()
    one.do(erase_participants, participant_ids=[one.one("participants", given="Amira")["id"]])
    world.agree()
    for desk in (one, two):
        with desk.desk.database.reading() as connection:
            assert not any(row.results for row in connection.execute(select(tables.batch_days)))


def test_a_change_of_somebody_erased_is_not_kept_for_people_to_look_at(world: World) -> None:
    """Of the parts of a person the server has nothing left, not even that they were there."""
    one, two = two_desks(world)
    erased = one.one("participants", given="Amira")["id"]
    bring_in(two.desk, roster(person("1", "Amirah", "Bakkers"), complete=False))
    one.do(erase_participants, participant_ids=[erased])
    one.sync(), two.sync()
    world.agree()
    assert world.server_rows("reviews") == {}
    for desk in (one, two):
        assert places_of(desk.desk, "Amira") == places_of(desk.desk, "Bakker") == set()


def test_two_desks_import_the_same_people_under_other_names(world: World) -> None:
    """Names of columns went into what is kept for people as something that only looks like text."""
    one, two = world.join(), world.join()
    one.sync(), two.sync()
    bring_in(one.desk, roster(person("1", "Amira", "Bakker")))
    bring_in(two.desk, roster(person("1", "Amirah", "Bakker")))
    one.sync(), two.sync()
    world.agree()
    (review,) = world.server_rows("reviews").values()
    assert (review["field"], msgspec.msgpack.decode(review["lost"])) == ("given", "Amirah")


def test_a_server_that_was_put_back_hears_again_what_it_had_only_answered(world: World) -> None:
    """The desk had its answer, and never read further: the copy of the server knows nothing of either."""
    one, two = world.join(), world.join()
    world.agree()
    server = Server(world.office.database, world.office.clock, world.office, world.app, Fuse(ServerKilled))
    copy = server.copied()
    group = one.do(create_group, name="Dinsdag").outcome
    one.line.faults = ["", "cut"]
    with pytest.raises(Later):
        one.sync()
    server.put_back(copy)
    for name in ("Woensdag", "Donderdag", "Vrijdag"):
        two.do(create_group, name=name)
    two.sync()
    world.agree()
    assert world.server_rows("groups")[group]["name"] == "Dinsdag"


@pytest.mark.parametrize("left", [1, 3])
def test_results_that_are_sent_first_hide_no_server_that_was_put_back(
    world: World, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    """The rest of an import goes up before anything is asked; by that alone the server must see what it forgot."""
    monkeypatch.setattr(sending_results, "SLICE", 1)
    one, two = two_desks(world)
    server = Server(world.office.database, world.office.clock, world.office, world.app, Fuse(ServerKilled))
    bring_results(one.desk, [
        statement("1", exercise_iri("koken", 1), statement_id=str(number)) for number in range(left + 1)])
    one.line.faults = ["", "", "cut"]
    with pytest.raises(Later):
        one.sync()
    copy = server.copied()
    group = one.do(create_group, name="Dinsdag").outcome
    one.line.faults = ["", "cut"]
    with pytest.raises(Later):
        one.sync()
    server.put_back(copy)
    world.agree()
    assert group in world.server_rows("groups") and group in two.rows("groups")
    assert len(results_of(one)) == len(results_of(two)) == left + 1


def test_results_go_anew_to_a_server_that_forgot_their_import(world: World) -> None:
    one, two = two_desks(world)
    server = Server(world.office.database, world.office.clock, world.office, world.app, Fuse(ServerKilled))
    copy = server.copied()
    bring_results(one.desk, [MADE])
    one.line.faults = ["", "cut"]
    with pytest.raises(Later):
        one.sync()
    server.put_back(copy)
    world.agree()
    assert results_of(one) == results_of(two) == results_at_the_server(world) != []

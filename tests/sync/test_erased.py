"""Whoever was erased stays erased (S12, D9): whatever a desk without a network did, before or after it heard; in no
table, in no raw byte after maintenance, and not back with an old backup.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import select

from app.actions.erasing import erase_participants
from app.actions.founding import open_desk
from app.actions.groups import create_group, move_participants
from app.actions.participants import change_participant
from app.actions.undo import undo_last
from app.server.backups import CameBack, came_back
from app.server.database import PostgresqlDatabase, ServerDatabase, SqliteDatabase
from app.server.maintenance import maintain
from app.server.tables import metadata as server_metadata
from app.server.vacuuming import Log
from app.store.backup import make_backup
from app.store.database import Database
from app.store.home import Home
from app.store.restore import restore
from app.store.tables import participants
from app.sync.engine import Syncer
from tests.desks import CODE, bring_in, person, roster, unlock
from tests.dumps import places_of
from tests.lessons import add_programme, bring_results, exercise_iri, statement
from tests.syncing import SyncedDesk, World

NAME, OTHER_NAME = "Zwaluwtong", "Kraaiepoot"
SALT, RESERVED, VECTOR, PAGE = 16, 80, 16, 4096
"""How SQLCipher 4 lays out a page: what is encrypted, then the vector and a check."""


Work = Callable[[SyncedDesk, bytes, str], None]


def two_desks(world: World) -> tuple[SyncedDesk, SyncedDesk, list[bytes]]:
    """Two desks that know a person for each kind of work, in a group, with a programme to make; gives their ids."""
    return world.set_up(_two_desks)


def _two_desks(world: World) -> tuple[SyncedDesk, SyncedDesk, list[bytes]]:
    one, two = world.join(), world.join()
    one.sync()
    add_programme(one.desk, "koken")
    one.do(create_group, name="Anders")
    bring_in(one.desk, roster(*(person(key, NAME, "Bakker", groups=("a",)) for key in KEYS), groups=("a",)))
    world.agree()
    links = {row["key"]: row["row_id"] for row in one.rows("import_links").values()}
    return one, two, [links[key] for key in KEYS]


def edited(two: SyncedDesk, who: bytes, _key: str) -> None:
    two.do(change_participant, participant_id=who, fields={"family_name": OTHER_NAME})


def given_results(two: SyncedDesk, _who: bytes, key: str) -> None:
    bring_results(two.desk, [statement(key, exercise_iri("koken", 1))])


def moved(two: SyncedDesk, who: bytes, _key: str) -> None:
    two.do(move_participants, from_group_id=two.one("groups", name="Groep a")["id"],
           to_group_id=two.one("groups", name="Anders")["id"], participant_ids=[who])


def imported(two: SyncedDesk, _who: bytes, key: str) -> None:
    bring_in(two.desk, roster(person(key, NAME, OTHER_NAME, groups=("b",)), groups=("b",), complete=False))


def edited_and_undone(two: SyncedDesk, who: bytes, key: str) -> None:
    edited(two, who, key)
    two.do(undo_last)


WORK: list[Work] = [edited, given_results, moved, imported, edited_and_undone]
KEYS = [str(number) for number in range(len(WORK))]


def do_all(two: SyncedDesk, people: list[bytes]) -> None:
    for work, who, key in zip(WORK, people, KEYS, strict=True):
        work(two, who, key)


@pytest.mark.parametrize("away", [0, 1, 20], ids=["erased last", "erased first", "weeks away"])
def test_erasure_wins_whatever_was_done_without_knowing(world: World, away: int) -> None:
    one, two, people = two_desks(world)
    do_all(two, people)
    one.do(erase_participants, participant_ids=people)
    for desk in (one, two) if away else (two, one):
        desk.sync()
        world.office.clock.forward(days=away // 2)
    world.agree()
    assert_nowhere(world, people)


def test_who_was_erased_is_not_there_to_be_changed(world: World) -> None:
    """A desk that has heard of it knows the id alone; the same file asks first, and changes nothing by itself."""
    one, two, people = two_desks(world)
    one.do(erase_participants, participant_ids=people)
    world.agree()
    for work in (given_results, imported, moved):
        work(two, people[0], KEYS[0])
    world.agree()
    assert_nowhere(world, people)


def test_no_raw_byte_is_left_after_maintenance(world: World) -> None:
    one, two, people = two_desks(world)
    do_all(two, people)
    two.sync(), one.sync()
    write_out(world.office.database)
    assert_in_files(world, NAME, OTHER_NAME)
    one.do(erase_participants, participant_ids=people)
    world.agree()
    assert maintain(world.office.database, world.office.clock()).log == Log("cleared")
    for desk in (one, two):
        desk.desk.database.vacuum()
    for content in [*server_bytes(world.office.database), *(desk_bytes(desk) for desk in (one, two))]:
        assert NAME.encode() not in content and OTHER_NAME.encode() not in content


def test_an_old_backup_does_not_bring_anybody_back(world: World, tmp_path: Path) -> None:
    one, two, people = two_desks(world)
    do_all(two, people)
    make_backup(two.desk.database, tmp_path / "old.backup")
    two.sync()
    one.do(erase_participants, participant_ids=people)
    world.agree()
    home = Home(two.desk.folder.parent.parent)
    two.desk.close()
    restore(home, tmp_path / "old.backup", unlock)
    two.desk = open_desk(home, CODE, unlock, world.office.clock)
    assert places_of(two.desk, NAME) == places_of(two.desk, OTHER_NAME) == set()
    two.syncer = Syncer(two.desk, two.line)
    world.agree()
    assert_nowhere(world, people)


def test_a_server_put_back_from_before_an_erasure_does_not_bring_anybody_back(world: World) -> None:
    """Its database knows nothing of it any more, and one desk never heard of it: the ledger does (S12, S13)."""
    one, two, people = two_desks(world)
    do_all(two, people)
    two.sync(), one.sync()
    before = server_dump(world.office.database)
    one.do(erase_participants, participant_ids=people)
    one.sync()
    put_server_back(world.office.database, before)
    assert came_back(world.office.database, world.office.clock()) == CameBack(1, len(people))
    world.agree(two)
    assert {row["id"] for row in two.rows("erased_ids").values()} >= set(people)
    world.agree()
    assert_nowhere(world, people)


def server_dump(database: ServerDatabase) -> dict[str, list[dict[str, Any]]]:
    with database.reading() as connection:
        return {table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
                for table in server_metadata.sorted_tables}


def put_server_back(database: ServerDatabase, before: dict[str, list[dict[str, Any]]]) -> None:
    with database.writing() as connection:
        for table in server_metadata.sorted_tables:
            connection.execute(table.delete())
            if before[table.name]:
                connection.execute(table.insert(), before[table.name])


def assert_nowhere(world: World, people: list[bytes]) -> None:
    for desk in world.desks:
        with desk.desk.database.reading() as connection:
            assert not set(people) & set(connection.execute(select(participants.c.id)).scalars())
        assert places_of(desk.desk, NAME) == places_of(desk.desk, OTHER_NAME) == set()
    with world.office.database.reading() as connection:
        for table in server_metadata.tables.values():
            for row in connection.execute(select(table)):
                cells = [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row]
                assert not any(name.encode() in cell for cell in cells for name in (NAME, OTHER_NAME)), table.name


def assert_in_files(world: World, *names: str) -> None:
    """So that not finding them later means something."""
    for desk in world.desks:
        desk.desk.database.forget_deleted()
    for content in [*server_bytes(world.office.database), *(desk_bytes(desk) for desk in world.desks)]:
        assert all(name.encode() in content for name in names)


def desk_bytes(desk: SyncedDesk) -> bytes:
    return decrypted(desk.desk.database)


def write_out(database: ServerDatabase) -> None:
    """PostgreSQL keeps some values apart from the tables too, for planning its queries."""
    if isinstance(database, PostgresqlDatabase):
        database.alone("ANALYZE")
        database.alone("CHECKPOINT")


def server_bytes(database: ServerDatabase) -> list[bytes]:
    """Every file of the database, decrypted; of PostgreSQL the tables, and its log."""
    if isinstance(database, SqliteDatabase):
        database.file.forget_deleted()
        return [decrypted(database.file)]
    assert isinstance(database, PostgresqlDatabase)
    return [b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())
            for folder in _folders(database)]


def decrypted(database: Database) -> bytes:
    """Every page of the file as it is without encryption, those that are not in use any more too."""
    log = database.path.with_name(database.path.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0
    raw = database.path.read_bytes()
    pages = []
    for start in range(0, len(raw), PAGE):
        page = raw[start + (SALT if start == 0 else 0):start + PAGE]
        vector = page[-RESERVED:][:VECTOR]
        plain = Cipher(algorithms.AES(database.key.key), modes.CBC(vector)).decryptor()
        pages.append(plain.update(page[:-RESERVED]) + plain.finalize())
    assert b"CREATE TABLE" in b"".join(pages)
    return b"".join(pages)


def _folders(database: PostgresqlDatabase) -> list[Path]:
    """The folders with the tables of this database, and with the log of all."""
    with database.reading() as connection:
        place = connection.exec_driver_sql("SHOW data_directory").scalar_one()
        mine = "SELECT oid FROM pg_database WHERE datname = current_database()"
        number = connection.exec_driver_sql(mine).scalar_one()
    return [Path(place) / "base" / str(number), Path(place) / "pg_wal"]

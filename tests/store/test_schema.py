"""The tables: what the migrations make is what the code declares, and every older file can be opened."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.actions.groups import add_participants
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.store import schema
from app.store.backup import BACKUPS, read_note
from app.store.database import DATABASE_FILE, Database, damaged_pages
from app.store.home import Home
from app.store.keys import DatabaseKey, KeysFile, unlock_passphrase
from app.store.schema import CURRENT, KNOWN, version_of
from app.store.summaries import summarise
from app.store.tables import metadata
from app.views.certificates import issued_certificates
from app.views.groups import all_participants, group_list
from app.views.importing import plan_roster
from app.views.invoices import invoices_of, own_figures
from app.views.licences import licence_list
from app.views.overview import overview
from app.views.privacy import audit_report, register
from app.views.progress import group_matrix
from tests.data.databases.make import KEPT, PASSPHRASE
from tests.desks import CODE, Clock, person, roster, unlock
from tests.dumps import dangling, rows_of
from tests.house.code import ROOT


def _shape(database: Database) -> dict[str, Any]:
    """Tables, columns, keys, indexes and row format, as SQLite itself tells them."""
    with database.reading() as connection:

        def rows(pragma: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in connection.exec_driver_sql(f"PRAGMA {pragma}")]

        listed = {name: rest for _, name, kind, *rest in rows("table_list") if kind == "table"}
        names = sorted(set(listed) - {"alembic_version", "sqlite_schema", "sqlite_temp_schema"})
        return {
            name: {
                "columns": rows(f"table_info({name})"),
                "without rowid, strict": listed[name][1:],
                "indexes": sorted(
                    (index, unique, origin, [column for _, _, column in rows(f"index_info({index})")])
                    for _, index, unique, origin, _ in rows(f"index_list({name})")
                ),
            }
            for name in names
        }


def test_migrating_gives_what_the_code_declares(desk: Desk, tmp_path: Path) -> None:
    declared = Database(tmp_path / "declared.db", DatabaseKey.fresh())
    with declared.writing() as connection:
        metadata.create_all(connection)
    try:
        assert _shape(desk.database) == _shape(declared)
    finally:
        declared.close()


def test_the_newest_revision_is_the_current_one(desk: Desk) -> None:
    assert KNOWN[-1] == CURRENT == version_of(desk.database)
    revisions = sorted(path.stem[1:5] for path in (ROOT / "app/store/migrations/versions").glob("v*.py"))
    assert tuple(revisions) == KNOWN


def test_a_file_without_tables_has_no_version(tmp_path: Path) -> None:
    empty = Database(tmp_path / "empty.db", DatabaseKey.fresh())
    with empty.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE x (y)")
    try:
        assert version_of(empty) is None
    finally:
        empty.close()


def test_opening_a_current_file_loads_no_migrations(desk: Desk, data_home: Home) -> None:
    """D2: Alembic is loaded only when there is something to migrate."""
    desk.close()
    script = (
        "import sys; from pathlib import Path; from app.store.home import Home; from tests.desks import unlock, CODE\n"
        "Home(Path(sys.argv[1])).open(CODE, unlock).close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(data_home.root)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_a_migration_starts_with_a_verified_backup_and_one_that_fails_changes_nothing(
    desk: Desk, data_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()
    monkeypatch.setattr(schema, "CURRENT", "9999")
    monkeypatch.setattr(schema, "KNOWN", (*KNOWN, "9999"))

    def break_off(connection: Any) -> None:
        connection.exec_driver_sql("DROP TABLE participants")
        raise RuntimeError("broken off")

    monkeypatch.setattr(schema, "migrate", break_off)
    with pytest.raises(RuntimeError, match="broken off"):
        open_desk(data_home, CODE, unlock)
    (backup,) = (data_home.folder(CODE) / BACKUPS).glob("before-migration-*.leerspoor")
    assert read_note(backup).schema == CURRENT
    monkeypatch.undo()
    open_desk(data_home, CODE, unlock).close()


VERSIONS = sorted(path.name for path in KEPT.iterdir() if path.is_dir() and path.name.isdigit())


def test_every_version_is_kept() -> None:
    assert tuple(VERSIONS) == KNOWN


def _kept(home: Home, version: str) -> Path:
    folder = home.folder(CODE)
    folder.mkdir(parents=True)
    for file in (KEPT / version).iterdir():
        shutil.copy(file, folder / file.name)
    return folder


def _unlock(keys: KeysFile) -> DatabaseKey:
    return unlock_passphrase(keys, PASSPHRASE)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_kept_file_of_every_version_opens_reads_and_works(data_home: Home, clock: Clock, version: str) -> None:
    folder = _kept(data_home, version)
    before = Database(folder / DATABASE_FILE, _unlock(KeysFile.read(folder)))
    assert version_of(before) == version
    before.close()
    desk = open_desk(data_home, CODE, _unlock, clock)
    try:
        assert version_of(desk.database) == CURRENT
        assert damaged_pages(desk.database.path, desk.database.key) == ()
        assert [row.full for row in desk.read(all_participants, True)] == [
            "Amira Bakker", "Bram Cools", "Chi Dang", "Daan Evers", "Eva Evers",
        ]  # fmt: skip
        assert [(row.name, row.participants) for row in desk.read(group_list)] == [
            ("Groep Dinsdag", 2), ("Groep Donderdag", 1),
        ]  # fmt: skip
        assert [(row.used, row.bought) for row in desk.read(licence_list)] == [(2, 3)]
        assert [row.done for row in desk.read(group_matrix).rows] == [(2,), (0,), (2,), (0,)]
        assert [one.name_printed for one in desk.read(issued_certificates)] == ["Chi Dang"]
        assert desk.read(overview).certificates_due == 1
        assert next(line.state for line in desk.read(register) if line.field == "gender") == "on"
        assert desk.read(audit_report).intact
        assert dangling(desk) == set()
        _goes_on_working(desk)
    finally:
        desk.close()


def _goes_on_working(desk: Desk) -> None:
    """The same keys are still the same people, and what is done can be undone."""
    again = desk.read(plan_roster, roster(person("1", "Amira", "Bakker"), complete=False))
    assert again.counts["participants"]["new"] == 0
    daan = next(row.id for row in desk.read(all_participants) if row.full == "Daan Evers")
    desk.do(add_participants, group_id=desk.read(group_list)[0].id, participant_ids=[daan])
    assert desk.do(undo_last).outcome.kept == 0


@pytest.mark.parametrize("version", [version for version in VERSIONS if version >= "0003"])
def test_kept_invoices_are_still_read(data_home: Home, clock: Clock, version: str) -> None:
    _kept(data_home, version)
    desk = open_desk(data_home, CODE, _unlock, clock)
    try:
        (agreement,) = rows_of(desk, "agreements")
        found = [(row.number, row.total_cents, row.open_cents) for row in desk.read(invoices_of, agreement["id"])]
        assert found == [("F-2", 12_705, 7_705), ("F-1", 12_705, 12_705)]
        assert [(one.begins, one.source) for one in desk.read(own_figures)] == [(date(2026, 7, 1), "Stb. 2026, 1")]
    finally:
        desk.close()


@pytest.mark.parametrize("version", [version for version in VERSIONS if version < "0013"][-2:])
def test_migrating_makes_the_summaries_that_results_would_make(data_home: Home, clock: Clock, version: str) -> None:
    _kept(data_home, version)
    desk = open_desk(data_home, CODE, _unlock, clock)
    try:
        migrated = {name: rows_of(desk, name) for name in ("activity", "standings")}
        with desk.database.writing() as connection:
            summarise(connection, [row["local"] for row in rows_of(desk, "participants")])
        assert migrated == {name: rows_of(desk, name) for name in migrated}
        assert sum(row["attempts"] for row in migrated["activity"]) == len(rows_of(desk, "results")) > 0
    finally:
        desk.close()


def test_the_kept_file_is_locked_with_its_published_passphrase(data_home: Home) -> None:
    _kept(data_home, VERSIONS[-1])
    with pytest.raises(Refusal, match="not right"):
        open_desk(data_home, CODE, lambda keys: unlock_passphrase(keys, "een andere lange zin"))

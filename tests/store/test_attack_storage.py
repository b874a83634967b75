"""Keys files, backups and passphrase files made by somebody who means harm: refused in words, and nothing changed."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.domain.errors import Refusal
from app.store.backup import make_backup
from app.store.database import DATABASE_FILE, connect
from app.store.erasure import LEDGER_FILE
from app.store.home import Home
from app.store.keys import KEYS_FILE, KeysFile
from app.store.protection import LARGEST_FILE, PASSPHRASE_FILE, unlock_without_asking
from app.store.restore import restore
from tests.desks import CODE, unlock


@pytest.mark.parametrize(
    ("name", "value"),
    [("memory", 3 * 1024**3), ("passes", 400), ("memory", "x"), ("passes", None), ("salt", "AA=="), ("box", 5)],
)
def test_a_keys_file_cannot_ask_for_hours_or_gigabytes(desk: Desk, data_home: Home, name: str, value: Any) -> None:
    desk.close()
    path = data_home.folder(CODE) / KEYS_FILE
    body = json.loads(path.read_text())
    body["wraps"]["passphrase"][name] = value
    path.write_text(json.dumps(body))
    with pytest.raises(Refusal, match="missing or damaged"):
        open_desk(data_home, CODE, unlock)


@pytest.mark.parametrize("change", [{"wraps": []}, {"wraps": {"passphrase": None}}, {"check": "é"}, {"check": 5}])
def test_a_keys_file_of_another_shape_is_refused(desk: Desk, data_home: Home, change: dict[str, Any]) -> None:
    path = data_home.folder(CODE) / KEYS_FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(Refusal, match="missing or damaged"):
        KeysFile.read(path.parent)
    path.write_text("[" * 200_000)
    with pytest.raises(Refusal, match="missing or damaged"):
        KeysFile.read(path.parent)


def test_a_passphrase_file_is_not_read_without_end(
    desk: Desk, data_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()
    (tmp_path / "secret").write_bytes(b"x" * (LARGEST_FILE + 1))
    monkeypatch.setenv(PASSPHRASE_FILE, str(tmp_path / "secret"))
    with pytest.raises(Refusal, match="cannot be read"):
        open_desk(data_home, CODE, unlock_without_asking)


def test_a_data_file_of_one_byte_is_damaged_and_not_made_anew(desk: Desk, data_home: Home) -> None:
    desk.close()
    path = data_home.folder(CODE) / DATABASE_FILE
    path.write_bytes(path.read_bytes()[:1])
    with pytest.raises(Refusal, match="damaged"):
        open_desk(data_home, CODE, unlock)
    assert path.stat().st_size <= 1


@pytest.mark.parametrize("how", ["packed", "twice", "deep note"])
def test_a_backup_that_was_packed_by_another_is_refused(desk: Desk, data_home: Home, tmp_path: Path, how: str) -> None:
    make_backup(desk.database, tmp_path / "whole.leerspoor")
    method = zipfile.ZIP_DEFLATED if how == "packed" else zipfile.ZIP_STORED
    with (
        zipfile.ZipFile(tmp_path / "whole.leerspoor") as whole,
        zipfile.ZipFile(tmp_path / "other.leerspoor", "w", method) as other,
    ):
        for name in whole.namelist():
            other.writestr(name, b"[" * 200_000 if how == "deep note" and name.endswith("p.json") else whole.read(name))
        if how == "twice":
            with pytest.warns(UserWarning, match="Duplicate"):
                other.writestr(KEYS_FILE, b"{}")
    desk.close()
    with pytest.raises(Refusal, match="not a backup"):
        restore(data_home, tmp_path / "other.leerspoor", unlock)


@pytest.mark.parametrize(
    "harm",
    [
        ["CREATE TRIGGER harm AFTER INSERT ON audit_events BEGIN DELETE FROM audit_events; END"],
        ["ALTER TABLE coaches RENAME TO other", "CREATE VIEW coaches AS SELECT * FROM other"],
        ["DROP TABLE participants"],
        ["DELETE FROM alembic_version"],
    ],
    ids=["trigger", "view", "missing table", "no version"],
)
def test_a_backup_with_a_strange_database_is_not_put_back(
    desk: Desk, data_home: Home, tmp_path: Path, harm: list[str]
) -> None:
    connection = connect(desk.database.path, desk.database.key)
    made = tmp_path / "made.leerspoor"
    make_backup(desk.database, made)
    connection.close()
    with zipfile.ZipFile(made) as whole:
        whole.extractall(tmp_path / "out")
    connection = connect(tmp_path / "out" / DATABASE_FILE, desk.database.key)
    for statement in harm:
        connection.execute(statement)
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    connection.close()
    with zipfile.ZipFile(tmp_path / "evil.leerspoor", "w") as evil:
        for file in sorted((tmp_path / "out").iterdir()):
            evil.write(file, file.name)
    desk.close()
    with pytest.raises(Refusal, match="damaged"):
        restore(data_home, tmp_path / "evil.leerspoor", unlock)
    assert not list(data_home.root.glob("replaced/*"))


def test_a_list_of_erased_that_cannot_be_read_stops_a_restore(desk: Desk, data_home: Home, tmp_path: Path) -> None:
    make_backup(desk.database, tmp_path / "whole.leerspoor")
    desk.close()
    (data_home.folder(CODE) / LEDGER_FILE).write_bytes(b"\xff no id")
    with pytest.raises(Refusal, match="who was erased"):
        restore(data_home, tmp_path / "whole.leerspoor", unlock)

"""A home with databases: opening, refusing, backing up and putting back, without ever losing anything."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from app.actions.desk import Desk
from app.actions.founding import found_organisation, open_desk
from app.actions.groups import create_group
from app.domain.errors import Refusal
from app.store import backup as backups
from app.store.backup import make_backup, read_note
from app.store.database import DATABASE_FILE, check_readable
from app.store.erasure import LEDGER_FILE, read_ledger, write_ledger
from app.store.home import Home
from app.store.keys import KEYS_FILE, DatabaseKey, KeysFile, unlock_passphrase
from app.store.protection import DEMO, unlock_without_asking
from app.store.restore import restore
from app.views.groups import all_participants, group_list
from tests.desks import CODE, PASSPHRASE, Clock, bring_in, person, roster, unlock


def test_the_file_is_encrypted_as_a_whole(desk: Desk, data_home: Home) -> None:
    bring_in(desk, roster(person("1", "Yıldız", "Zeldzaamheid", groups=("a",)), groups=("a",)))
    desk.database.forget_deleted()
    folder = data_home.folder(CODE)
    for file in folder.rglob("*"):
        if file.is_file():
            assert b"Zeldzaamheid" not in file.read_bytes(), file.name
    assert not (folder / DATABASE_FILE).read_bytes().startswith(b"SQLite format")


def test_files_are_for_this_user_only(desk: Desk, data_home: Home) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such modes; the folder of the user is private there")
    assert data_home.folder(CODE).stat().st_mode & 0o077 == 0
    assert (data_home.folder(CODE) / KEYS_FILE).stat().st_mode & 0o077 == 0


def test_a_second_instance_is_told_and_the_first_goes_on(desk: Desk, data_home: Home) -> None:
    with pytest.raises(Refusal, match="already has proef open") as refused:
        open_desk(data_home, CODE, unlock)
    assert refused.value.remedy == "running"
    desk.do(create_group, name="Dinsdag")
    assert [group.name for group in desk.read(group_list)] == ["Dinsdag"]


def test_what_another_thread_closes_opens_again(desk: Desk, data_home: Home) -> None:
    """As when somebody logs out in the window, or goes to another organisation, and comes back."""
    closing = threading.Thread(target=desk.close)
    closing.start()
    closing.join()
    open_desk(data_home, CODE, unlock).close()


def test_a_wrong_key_changes_nothing(desk: Desk, data_home: Home) -> None:
    desk.close()
    before = (data_home.folder(CODE) / DATABASE_FILE).read_bytes()
    with pytest.raises(Refusal, match="not right"):
        open_desk(data_home, CODE, lambda keys: unlock_passphrase(keys, "een verkeerde lange zin"))
    assert (data_home.folder(CODE) / DATABASE_FILE).read_bytes() == before


@pytest.mark.parametrize("damage", ["header", "middle", "empty", "gone"])
def test_a_damaged_file_is_said_so(desk: Desk, data_home: Home, damage: str) -> None:
    bring_in(desk, roster(*(person(str(number), "Naam", f"Familie{number}") for number in range(300))))
    with desk.database.reading() as connection:  # the page on which the table of people begins
        page = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'participants'").scalar_one()
    desk.close()
    file = data_home.folder(CODE) / DATABASE_FILE
    data = bytearray(file.read_bytes())
    if damage == "gone":
        file.unlink()
    elif damage == "empty":
        file.write_bytes(b"")
    else:
        at = 100 if damage == "header" else (page - 1) * 4096
        data[at:at + 4096] = bytes(4096)
        file.write_bytes(data)
    with pytest.raises(Refusal, match=r"damaged|missing or empty"):
        opened = open_desk(data_home, CODE, unlock)
        try:
            opened.read(all_participants, True)
        finally:
            opened.database.close()


def test_a_newer_schema_is_refused_politely_and_left_alone(desk: Desk, data_home: Home) -> None:
    with desk.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    desk.close()
    before = (data_home.folder(CODE) / DATABASE_FILE).read_bytes()
    with pytest.raises(Refusal, match="newer Leerspoor"):
        open_desk(data_home, CODE, unlock)
    assert (data_home.folder(CODE) / DATABASE_FILE).read_bytes() == before


def test_a_full_disk_keeps_what_was_saved(desk: Desk) -> None:
    desk.do(create_group, name="Bewaard")
    with desk.database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(Refusal, match="disk is full"):
        bring_in(desk, roster(*(person(str(number), "Naam", f"Familie{number}") for number in range(2000))))
    assert [group.name for group in desk.read(group_list)] == ["Bewaard"]
    assert desk.read(all_participants) == ()


def test_several_organisations_must_be_named(desk: Desk, data_home: Home) -> None:
    shutil.copytree(data_home.folder(CODE), data_home.folder("tweede"))
    with pytest.raises(Refusal, match="proef, tweede"):
        data_home.choose(None)
    assert data_home.choose("tweede") == "tweede"
    with pytest.raises(Refusal, match="no organisation derde"):
        data_home.choose("derde")


@pytest.mark.parametrize("code", ["../weg", "A", "", "a/b", "-x", "a" * 41])
def test_a_code_can_never_leave_the_folder(data_home: Home, code: str) -> None:
    with pytest.raises(Refusal):
        data_home.folder(code)


def test_a_backup_is_verified_encrypted_and_comes_back(desk: Desk, data_home: Home, tmp_path: Path) -> None:
    bring_in(desk, roster(person("1", "Yıldız", "Zeldzaamheid")))
    target = tmp_path / "kopie.leerspoor"
    note = make_backup(desk.database, target)
    assert note.rows["participants"] == 1
    assert b"Zeldzaamheid" not in target.read_bytes()
    bring_in(desk, roster(person("2", "Later", "Gekomen"), complete=False))
    desk.close()
    code, aside = restore(data_home, target, unlock)
    assert code == CODE
    assert aside is not None and (aside / DATABASE_FILE).is_file()
    again = open_desk(data_home, CODE, unlock, Clock())
    assert [row.full for row in again.read(all_participants)] == ["Yıldız Zeldzaamheid"]
    again.close()


def test_restore_leaves_out_who_was_erased_since(desk: Desk, data_home: Home, tmp_path: Path) -> None:
    bring_in(desk, roster(person("1", "Blijft", "Hier"), person("2", "Gewist", "Persoon")))
    erased = next(row.id for row in desk.read(all_participants) if row.full == "Gewist Persoon")
    target = tmp_path / "kopie.leerspoor"
    make_backup(desk.database, target)
    write_ledger(data_home.folder(CODE) / LEDGER_FILE, [erased])
    desk.close()
    restore(data_home, target, unlock)
    again = open_desk(data_home, CODE, unlock, Clock())
    assert [row.full for row in again.read(all_participants)] == ["Blijft Hier"]
    assert _nowhere(again, erased, "Gewist")
    again.close()
    assert (data_home.folder(CODE) / LEDGER_FILE).is_file()


def _nowhere(desk: Desk, person_id: bytes, name: str) -> bool:
    """An erased id stays known by id alone, in the one table made for that."""
    with desk.database.reading() as connection:
        tables = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert [bytes(row[0]) for row in connection.exec_driver_sql("SELECT id FROM erased_ids")] == [person_id]
        tables.remove("erased_ids")
        rows = [row for table in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')]
        cells = [cell for row in rows for cell in row]
    return not any(
        (isinstance(cell, bytes) and (person_id in cell or name.encode() in cell))
        or (isinstance(cell, str) and name in cell)
        for cell in cells)


def test_restore_refuses_while_the_organisation_is_open(desk: Desk, data_home: Home, tmp_path: Path) -> None:
    target = tmp_path / "kopie.leerspoor"
    make_backup(desk.database, target)
    with pytest.raises(Refusal, match="open on this computer"):
        restore(data_home, target, unlock)
    assert desk.read(all_participants) == ()


@pytest.mark.parametrize("kind", ["no zip", "other zip", "cut off", "flipped", "wrong key"])
def test_what_is_no_sound_backup_changes_nothing(desk: Desk, data_home: Home, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "kopie.leerspoor"
    make_backup(desk.database, target)
    desk.close()
    data = bytearray(target.read_bytes())
    if kind == "no zip":
        data = bytearray(b"geen zip")
    elif kind == "cut off":
        data = data[:len(data) // 2]
    elif kind == "flipped":
        data[len(data) // 2] ^= 1
    target.write_bytes(data)
    if kind == "other zip":
        with zipfile.ZipFile(target, "w") as other:
            other.writestr("../../weg.txt", "x")
    way = (lambda keys: unlock_passphrase(keys, "een verkeerde zin hier")) if kind == "wrong key" else unlock
    before = (data_home.folder(CODE) / DATABASE_FILE).read_bytes()
    with pytest.raises(Refusal):
        restore(data_home, target, way)
    assert (data_home.folder(CODE) / DATABASE_FILE).read_bytes() == before
    assert not [entry for entry in (data_home.root / "organisations").iterdir() if entry.name != CODE]


def test_a_backup_that_is_not_sound_is_thrown_away(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "damaged_pages", lambda path, key: ("page 3",))
    with pytest.raises(Refusal, match="thrown away"):
        make_backup(desk.database, tmp_path / "kopie.leerspoor")
    assert not list(tmp_path.glob("*.leerspoor"))


def test_a_disk_that_fills_up_while_backing_up_leaves_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(backups, "_pack", full)
    with pytest.raises(Refusal, match="disk is full"):
        make_backup(desk.database, tmp_path / "kopie.leerspoor")
    assert not list(tmp_path.glob("*leerspoor")) and not list(tmp_path.glob(".backup-*"))


def test_the_note_tells_no_names(desk: Desk, tmp_path: Path) -> None:
    bring_in(desk, roster(person("1", "Yıldız", "Zeldzaamheid")))
    make_backup(desk.database, tmp_path / "kopie.leerspoor")
    assert set(json.loads(zipfile.ZipFile(tmp_path / "kopie.leerspoor").read("backup.json"))) == {
        "version", "code", "made_at", "schema", "rows"}
    assert read_note(tmp_path / "kopie.leerspoor").code == CODE


def test_a_program_that_was_killed_gives_the_lock_back(data_home: Home, desk: Desk) -> None:
    desk.close()
    script = (
        "import sys; from pathlib import Path; from app.store.home import Home; from tests.desks import unlock, CODE\n"
        "kept = Home(Path(sys.argv[1])).open(CODE, unlock); print('open', flush=True); sys.stdin.read()")
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(data_home.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2], text=True)
    assert child.stdout is not None and child.stdout.readline() == "open\n"
    try:
        with pytest.raises(Refusal):
            open_desk(data_home, CODE, unlock)
    finally:
        child.kill()
        child.communicate()
    open_desk(data_home, CODE, unlock).close()


def test_the_key_is_checked_not_believed(desk: Desk, data_home: Home) -> None:
    key = unlock(KeysFile.read(data_home.folder(CODE)))
    desk.close()
    wrong = DatabaseKey(bytes(32), key.salt)
    with pytest.raises(Refusal, match="damaged"):
        check_readable(data_home.folder(CODE) / DATABASE_FILE, wrong)


def test_a_new_home_that_fails_leaves_nothing(data_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.store import home as homes
    from app.store.protection import Protection

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(homes, "bring_up_to_date", fail)
    with pytest.raises(OSError, match="No space"):
        data_home.create("nieuw", Protection(PASSPHRASE))
    assert data_home.codes() == ()
    assert not list((data_home.root / "organisations").iterdir())


def test_what_a_killed_program_left_is_cleared_and_young_work_is_not(desk: Desk, data_home: Home) -> None:
    desk.close()
    around, inside = data_home.root / "organisations", data_home.folder(CODE)
    old = [around / ".new-1", around / ".restore-2", inside / ".backup-3"]
    young = around / ".restore-young"
    for folder in (*old, young):
        folder.mkdir()
        (folder / "namen.txt").write_text("Yıldız", "utf-8")
    for folder in old:
        os.utime(folder, (1, 1))
    open_desk(data_home, CODE, unlock, Clock()).close()
    assert [folder for folder in old if folder.exists()] == []
    assert young.exists()


def test_a_backup_under_the_published_passphrase_never_replaces_own_data(
    desk: Desk, data_home: Home, tmp_path: Path,
) -> None:
    desk.do(create_group, name="Van ons")
    desk.close()
    other = Home(tmp_path / "elders")
    demo, _ = found_organisation(other, CODE, "Van een ander", "oefenen", DEMO, clock=Clock())
    make_backup(demo.database, tmp_path / "lokaas.leerspoor")
    demo.close()
    with pytest.raises(Refusal, match="passphrase everybody knows"):
        restore(data_home, tmp_path / "lokaas.leerspoor", unlock_without_asking)
    again = open_desk(data_home, CODE, unlock, Clock())
    assert [group.name for group in again.read(group_list)] == ["Van ons"]
    again.close()


def test_an_organisation_that_is_not_here_leaves_no_folder_behind(data_home: Home) -> None:
    with pytest.raises(Refusal, match="no organisation spook"):
        open_desk(data_home, "spook", unlock)
    data_home.be_alone("spook")
    assert data_home.codes() == ()
    assert not data_home.folder("spook").exists()


def test_restoring_under_another_code_leaves_out_who_was_erased(desk: Desk, data_home: Home, tmp_path: Path) -> None:
    bring_in(desk, roster(person("1", "Blijft", "Hier"), person("2", "Gewist", "Persoon")))
    erased = next(row.id for row in desk.read(all_participants) if row.full == "Gewist Persoon")
    make_backup(desk.database, tmp_path / "kopie.leerspoor")
    write_ledger(data_home.folder(CODE) / LEDGER_FILE, [erased])
    desk.close()
    assert restore(data_home, tmp_path / "kopie.leerspoor", unlock, "tweede") == ("tweede", None)
    again = open_desk(data_home, "tweede", unlock, Clock())
    assert [row.full for row in again.read(all_participants)] == ["Blijft Hier"]
    assert _nowhere(again, erased, "Gewist")
    again.close()
    assert read_ledger(data_home.folder("tweede") / LEDGER_FILE) == {erased}


def test_a_restore_that_cannot_be_put_in_place_leaves_what_was_there(
    desk: Desk, data_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_backup(desk.database, tmp_path / "kopie.leerspoor")
    desk.do(create_group, name="Later")
    desk.close()
    rename, folder = Path.rename, data_home.folder(CODE)

    def stuck(self: Path, target: Path) -> Path:
        if self.name == "data":
            raise OSError(errno.EACCES, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stuck)
    with pytest.raises(Refusal, match="could not be written"):
        restore(data_home, tmp_path / "kopie.leerspoor", unlock)
    monkeypatch.undo()
    again = open_desk(data_home, CODE, unlock, Clock())
    assert [group.name for group in again.read(group_list)] == ["Later"]
    again.close()
    assert [entry.name for entry in folder.parent.iterdir()] == [CODE]


def test_a_crowded_keys_file_in_a_backup_is_refused(desk: Desk, data_home: Home, tmp_path: Path) -> None:
    target = tmp_path / "kopie.leerspoor"
    make_backup(desk.database, target)
    desk.close()
    with zipfile.ZipFile(target) as whole, zipfile.ZipFile(tmp_path / "groot.leerspoor", "w") as other:
        for name in whole.namelist():
            other.writestr(name, b" " * 1_048_577 if name == KEYS_FILE else whole.read(name))
    with pytest.raises(Refusal, match="is not a backup"):
        restore(data_home, tmp_path / "groot.leerspoor", unlock)

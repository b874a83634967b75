"""`leerspoor backup`, `restore` and `export`: what goes out is whole, and what comes back keeps what was there."""

from __future__ import annotations

import csv
import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest

from app.store.home import Home
from tests.cli.conftest import Leerspoor
from tests.cli.contents import files_in, rows, tables_of
from tests.exchange.making import edexml, pupil


@pytest.fixture
def filled(leerspoor: Leerspoor, school: Home, given: Path) -> Home:
    """An organisation with somebody in it."""
    return with_pupils(leerspoor, school, given, "Emre")


def with_pupils(leerspoor: Leerspoor, home: Home, given: Path, *names: str) -> Home:
    pupils = "".join(pupil(f"{number}-{name}", given=name) for number, name in enumerate(names))
    (given / "school.xml").write_text(edexml(pupils=pupils), "utf-8")
    leerspoor.run("import", given / "school.xml")
    return home


# backup


def test_a_backup_goes_into_the_home(leerspoor: Leerspoor, filled: Home) -> None:
    answer = leerspoor.answer("backup")
    assert Path(answer["file"]).parent == filled.root / "backups"
    assert answer["organisation"] == "proef"
    assert answer["rows"]["participants"] == 1


@pytest.mark.parametrize("name", ["", "kopie.leerspoor"], ids=["folder", "file"])
def test_a_backup_goes_where_it_is_asked(leerspoor: Leerspoor, filled: Home, out: Path, name: str) -> None:
    out.mkdir()
    file = Path(leerspoor.answer("backup", "--out", out / name)["file"])
    assert list(files_in(out)) == [file.name]
    assert file.name == name or file.name.startswith("proef-")


def test_nothing_readable_is_in_a_backup(leerspoor: Leerspoor, filled: Home) -> None:
    content = Path(leerspoor.answer("backup")["file"]).read_bytes()
    assert b"Emre" not in content
    assert b"SQLite format" not in content


def test_a_backup_where_nothing_can_be_written_is_refused(leerspoor: Leerspoor, filled: Home, out: Path) -> None:
    before = tables_of(filled)
    assert leerspoor.answer("backup", "--out", out / "not" / "there" / "kopie", code=2)["refused"]
    assert tables_of(filled) == before


def test_a_home_without_data_has_nothing_to_back_up(leerspoor: Leerspoor, out: Path) -> None:
    for words in (("backup",), ("export", "--out", out / "all.zip"), ("certificates", "--all", "--out", out)):
        assert "nog geen gegevens" in leerspoor.run(*words, code=2).err
    assert not leerspoor.home.exists()


# restore


def test_what_was_there_is_kept_aside(leerspoor: Leerspoor, filled: Home, given: Path) -> None:
    backup = leerspoor.answer("backup")["file"]
    before = rows(filled, "participants", "given")
    with_pupils(leerspoor, filled, given, "Noor", "Anna")
    answer = leerspoor.answer("restore", backup)
    assert answer["organisation"] == "proef"
    assert rows(filled, "participants", "given") == before
    aside = Path(answer["kept_aside"])
    assert aside.is_relative_to(filled.root)
    filled.folder("proef").rename(given / "back")
    aside.rename(filled.folder("proef"))
    assert rows(filled, "participants", "given") == [("Anna",), ("Emre",), ("Noor",)]


def test_a_backup_comes_back_on_an_empty_home(leerspoor: Leerspoor, filled: Home, tmp_path: Path, out: Path) -> None:
    out.mkdir()
    backup = leerspoor.answer("backup", "--out", out)["file"]
    elsewhere = tmp_path / "data" / "elsewhere"
    ran = leerspoor.run("restore", backup, home=elsewhere)
    assert ran.out == "proef is terug zoals bij het maken van de reservekopie.\n"
    assert tables_of(Home(elsewhere)) == tables_of(filled)
    assert [path.name for path in (elsewhere / "organisations").iterdir()] == ["proef"]


def test_a_backup_may_come_back_beside_the_original(leerspoor: Leerspoor, filled: Home) -> None:
    backup = leerspoor.answer("backup")["file"]
    assert leerspoor.answer("restore", backup, "--organisation", "kopie") == {
        "organisation": "kopie",
        "kept_aside": None,
    }
    assert filled.codes() == ("kopie", "proef")
    assert tables_of(filled, "kopie") == tables_of(filled)


@pytest.mark.parametrize("what", ["no zip", "other zip", "cut off", "missing"])
def test_what_is_no_backup_is_refused(leerspoor: Leerspoor, filled: Home, given: Path, what: str) -> None:
    file = given / "kopie.leerspoor"
    whole = Path(leerspoor.answer("backup")["file"]).read_bytes()
    if what == "other zip":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("leerspoor.db", "x")
    elif what != "missing":
        file.write_bytes(b"no backup" if what == "no zip" else whole[: len(whole) // 2])
    before = tables_of(filled)
    assert leerspoor.answer("restore", file, code=2)["refused"]
    assert tables_of(filled) == before
    assert [path.name for path in (filled.root / "organisations").iterdir()] == ["proef"]


def test_a_damaged_backup_is_refused(leerspoor: Leerspoor, filled: Home) -> None:
    file = Path(leerspoor.answer("backup")["file"])
    content = bytearray(file.read_bytes())
    content[30_000] ^= 0xFF
    file.write_bytes(content)
    before = tables_of(filled)
    assert leerspoor.answer("restore", file, code=2)["refused"]
    assert tables_of(filled) == before


def test_a_backup_of_another_passphrase_is_refused(leerspoor: Leerspoor, filled: Home, passphrase_file: Path) -> None:
    backup = leerspoor.answer("backup")["file"]
    before = tables_of(filled)
    passphrase_file.write_text("een andere lange zin", "utf-8")
    assert "wachtzin" in leerspoor.run("restore", backup, code=2).err
    assert tables_of(filled) == before


def test_an_organisation_in_another_window_is_not_replaced(leerspoor: Leerspoor, filled: Home) -> None:
    from tests.desks import unlock

    backup = leerspoor.answer("backup")["file"]
    with_it_open = filled.open("proef", unlock)
    try:
        assert "proef" in leerspoor.run("restore", backup, code=2).err
    finally:
        with_it_open.close()
    assert rows(filled, "participants", "given") == [("Emre",)]
    assert not (filled.root / "replaced").exists()


# export


def test_an_export_holds_every_row_twice(leerspoor: Leerspoor, demo: Home, out: Path) -> None:
    out.mkdir()
    answer = leerspoor.answer("export", "--out", out / "all.zip", "--organisation", "school")
    with zipfile.ZipFile(out / "all.zip") as archive:
        assert archive.testzip() is None
        for name, number in answer["rows"].items():
            whole = json.loads(archive.read(f"json/{name}.json"))
            lines = list(csv.DictReader(StringIO(archive.read(f"csv/{name}.csv").decode("utf-8-sig")), delimiter=";"))
            assert len(whole) == len(lines) == number
            assert not whole or list(whole[0]) == list(lines[0])
    assert answer["rows"]["participants"] > 200
    assert answer["rows"]["results"] > 1000


def test_no_secret_is_in_an_export(leerspoor: Leerspoor, demo: Home, out: Path) -> None:
    out.mkdir()
    leerspoor.run("export", "--out", out / "all.zip", "--organisation", "school")
    with zipfile.ZipFile(out / "all.zip") as archive:
        names = archive.namelist()
        content = b"".join(archive.read(name) for name in names)
    assert not [name for name in names if "secret" in name or "activation" in name]
    assert b"import_secret" not in content


def test_an_export_where_nothing_can_be_written_is_refused(leerspoor: Leerspoor, filled: Home, out: Path) -> None:
    before = tables_of(filled)
    assert leerspoor.answer("export", "--out", out / "not there" / "all.zip", code=2)["refused"]
    assert tables_of(filled) == before
    assert not out.exists()

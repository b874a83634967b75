"""Which files become materials, by what they hold; and what of them lies where."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.actions.media import add_material, withdraw_material
from app.domain.errors import Refusal
from app.domain.media import LARGEST_MATERIAL
from app.exchange import material_files
from app.exchange.material_files import private_copy, take_in
from app.store import contents
from app.store.home import OPENED_FOLDER, Home
from tests.desks import CODE, Clock, unlock
from tests.dumps import rows_of
from tests.files import bomb, long_pdf, office, open_office, pdf, written

PNG, JPEG = b"\x89PNG\r\n\x1a\n" + bytes(40), b"\xff\xd8\xff\xe0" + bytes(40)
TAKEN = {
    "les.pdf": (pdf(), "application/pdf"),
    "plaat.png": (PNG, "image/png"),
    "foto.exe": (JPEG, "image/jpeg"),  # its name says nothing
    "bewegend.gif": (b"GIF89a" + bytes(40), "image/gif"),
    "web.webp": (b"RIFF\x20\0\0\0WEBPVP8 " + bytes(20), "image/webp"),
    "geluid.mp3": (b"ID3\x04" + bytes(40), "audio/mpeg"),
    "kaal.mp3": (b"\xff\xfb\x90\x64" + bytes(40), "audio/mpeg"),
    "geluid.wav": (b"RIFF\x20\0\0\0WAVEfmt " + bytes(20), "audio/wav"),
    "geluid.ogg": (b"OggS" + bytes(40), "audio/ogg"),
    "geluid.m4a": (b"\0\0\0\x20ftypM4A " + bytes(40), "audio/mp4"),
    "geluid.flac": (b"fLaC" + bytes(40), "audio/flac"),
    "brief.docx": (office("word/document.xml"), "officedocument.wordprocessingml.document"),
    "lijst.xlsx": (office("xl/workbook.xml"), "officedocument.spreadsheetml.sheet"),
    "les.pptx": (office("ppt/presentation.xml"), "officedocument.presentationml.presentation"),
    "brief.odt": (open_office(), "opendocument.text"),
}
REFUSED = {
    "program.pdf": b"MZ\x90\0" + bytes(400),
    "program.png": b"\x7fELF" + bytes(400),
    "script.pdf": b"#!/bin/sh\nrm -rf /\n",
    "page.pdf": b"<html><script>alert(1)</script></html>",
    "picture.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(400),
    "macros.xlsm": office("xl/workbook.xml", "xl/vbaProject.bin"),
    "renamed.xlsx": office("xl/workbook.xml", declared="application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    "hidden.docx": office("word/document.xml", "word/embeddings/oleObject1.bin"),
    "carries.docx": office("word/document.xml", "docProps/setup.EXE"),
    "macros.odt": open_office("text", "Basic/Standard/Module1.xml"),
    "archive.zip": office("readme.txt"),
    "broken.docx": b"PK\x03\x04" + bytes(400),
    "acts.pdf": pdf(4_000) + b"<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
    "empty.pdf": b"",
    "word.txt": b"gewone tekst",
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_what_it_holds(desk: Desk, tmp_path: Path, name: str) -> None:
    data, kind = TAKEN[name]
    taken = take_in(desk, written(tmp_path, name, data))
    assert kind in taken.media_type and (taken.size, taken.file_name) == (len(data), name)
    desk.do(add_material, title="Les", **taken.arguments())
    copy = private_copy(desk, taken.checksum, taken.media_type)
    assert copy.read_bytes() == data and not copy.name.endswith(".exe")


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_do_harm_is_not_taken_under_any_name(desk: Desk, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal):
        take_in(desk, written(tmp_path, name, REFUSED[name]))
    assert rows_of(desk, "files") == [] and rows_of(desk, "file_chunks") == []


def test_what_becomes_enormous_is_not_taken(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"enormous|unpacks"):
        take_in(desk, written(tmp_path, "lijst.xlsx", bomb()))
    assert rows_of(desk, "files") == []


def test_what_is_too_large_is_not_read(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "groot.pdf", pdf())
    with path.open("r+b") as file:
        file.truncate(LARGEST_MATERIAL + 1)
    with pytest.raises(Refusal, match="25 MB"):
        take_in(desk, path)
    with pytest.raises(Refusal):
        take_in(desk, tmp_path)
    with pytest.raises(Refusal, match="cannot be read"):
        take_in(desk, tmp_path / "weg.pdf")


def test_the_same_file_twice_lies_here_once_and_goes_with_the_last_that_needs_it(
    desk: Desk, tmp_path: Path, clock: Clock,
) -> None:
    data = long_pdf()
    made = []
    for name in ("een.pdf", "twee.pdf"):
        taken = take_in(desk, written(tmp_path, name, data))
        made.append(desk.do(add_material, title=name, **taken.arguments()).outcome)
    assert len(rows_of(desk, "files")) == 1 and len(rows_of(desk, "file_chunks")) == 3
    desk.do(withdraw_material, material_id=made[0])
    clock.forward(60)
    assert _dropped(desk) == 0
    desk.do(withdraw_material, material_id=made[1])
    assert _dropped(desk) == 0  # it can still be undone
    clock.forward(31)
    assert _dropped(desk) == 1
    assert rows_of(desk, "files") == [] and rows_of(desk, "file_chunks") == []


def test_a_copy_that_is_opened_is_for_this_user_alone_and_goes_when_the_organisation_closes(
    desk: Desk, tmp_path: Path, data_home: Home, clock: Clock,
) -> None:
    taken = take_in(desk, written(tmp_path, "les.pdf", pdf()))
    copy = private_copy(desk, taken.checksum, taken.media_type)
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    desk.close()
    assert not copy.exists() and not copy.parent.exists()
    (desk.folder / OPENED_FOLDER).mkdir()
    (desk.folder / OPENED_FOLDER / "left.pdf").write_bytes(b"x")  # by a program that was killed
    open_desk(data_home, CODE, unlock, clock).close()
    assert not (desk.folder / OPENED_FOLDER).exists()


def test_a_disk_that_is_full_leaves_nothing_of_a_copy(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken = take_in(desk, written(tmp_path, "les.pdf", long_pdf()))

    def full(*_given: object) -> object:
        yield b"a piece"
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(material_files, "_pieces", full)
    with pytest.raises(Refusal, match="disk is full"):
        private_copy(desk, taken.checksum, taken.media_type)
    assert list((desk.folder / OPENED_FOLDER).iterdir()) == []


def test_reading_that_breaks_off_leaves_nothing_and_takes_nothing_away(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = written(tmp_path, "les.pdf", long_pdf())
    real, given = contents.put, []

    def put(connection: object, checksum: str, number: int, data: bytes) -> None:
        given.append(number)
        if number == 2:
            raise OSError(errno.ENOSPC, "full")
        real(connection, checksum, number, data)  # type: ignore[arg-type]

    monkeypatch.setattr(contents, "put", put)
    with pytest.raises(Refusal):
        take_in(desk, whole)
    assert given == [0, 1, 2] and rows_of(desk, "files") == [] and rows_of(desk, "file_chunks") == []
    monkeypatch.undo()
    taken = take_in(desk, whole)
    private_copy(desk, taken.checksum, taken.media_type)


def test_a_material_that_was_withdrawn_cannot_be_withdrawn_again(desk: Desk, tmp_path: Path) -> None:
    taken = take_in(desk, written(tmp_path, "les.pdf", pdf()))
    made = desk.do(add_material, title="Les", **taken.arguments()).outcome
    desk.do(withdraw_material, material_id=made)
    with pytest.raises(Refusal, match="withdrawn already"):
        desk.do(withdraw_material, material_id=made)


def _dropped(desk: Desk) -> int:
    with desk.database.writing() as connection:
        return contents.drop_unwanted(connection, desk.sight.today)


def test_a_backup_holds_the_contents(desk: Desk, tmp_path: Path, clock: Clock) -> None:
    from app.store.backup import make_backup
    from app.store.restore import restore

    data = long_pdf()
    taken = take_in(desk, written(tmp_path, "les.pdf", data))
    desk.do(add_material, title="Les", **taken.arguments())
    make_backup(desk.database, tmp_path / "kopie.leerspoor")
    other = Home(tmp_path / "elders")
    restore(other, tmp_path / "kopie.leerspoor", unlock)
    restored = open_desk(other, CODE, unlock, clock)
    copy = private_copy(restored, taken.checksum, taken.media_type)
    assert copy.read_bytes() == data
    restored.close()

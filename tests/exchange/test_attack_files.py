"""Files that are built to exhaust the computer or to bring the program down: refused or read past, in words."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import pytest

from app.domain.errors import Refusal
from app.exchange import archives, edexml_parse, xlsx_scan
from app.exchange.cleaning import visible
from app.exchange.files import open_source
from app.exchange.sources import SourceFile
from app.exchange.statements import read_statements
from app.exchange.xml_feeding import MAX_TAG_BYTES

OPENING = b'<?xml version="1.0"?><EDEX><school><schooljaar>2026-2027</schooljaar></school>'


def _statement(**more: object) -> dict[str, object]:
    return {
        "actor": {"mbox": "mailto:a@example.org"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
        "object": {"id": "http://example.org/1"},
        "timestamp": "2026-01-01T00:00:00Z",
    } | more


@pytest.mark.parametrize(
    "hidden",
    [
        json.dumps({"x": "\ud800"}),
        "[" * 5_000 + "]" * 5_000,
        "9" * 10_000,
    ],
    ids=["half a surrogate", "deep", "a number without end"],
)
def test_what_is_read_past_cannot_bring_the_reader_down(hidden: str) -> None:
    bad = json.dumps(_statement()).replace('{"actor"', '{"context": ' + hidden + ', "actor"', 1)
    found = read_statements(SourceFile.in_memory("a.json", f"{json.dumps(_statement())}\n{bad}".encode()))
    assert len(found.statements) == 1
    assert [note.line for note in found.notes if str(note.severity) == "refused"] == [2]


def test_kinds_of_objects_are_not_counted_without_end() -> None:
    lines = [_statement(object={"objectType": f"k{number}", "id": "http://example.org/1"}) for number in range(300)]
    data = "\n".join(map(json.dumps, [_statement(), *lines])).encode()
    assert len(read_statements(SourceFile.in_memory("a.json", data)).notes) < 150


@pytest.mark.parametrize("part", [b"<!--" + b"x" * 3 * MAX_TAG_BYTES, b"<x " + b'a="' + b"x" * 3 * MAX_TAG_BYTES])
def test_a_tag_without_end_is_refused_before_it_is_in_memory(tmp_path: Path, part: bytes) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(OPENING + part)
    with pytest.raises(Refusal, match="no real export"):
        open_source([path])


def test_objects_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edexml_parse, "MAX_KEPT", 100)
    path = tmp_path / "a.xml"
    path.write_bytes(OPENING + b"<leerlingen>" + b"<leerling/>" * 101 + b"</leerlingen></EDEX>")
    with pytest.raises(Refusal, match="no real export"):
        open_source([path])


def test_cells_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"voornaam;achternaam\n" + (b";" * 5_000 + b"\n") * 1_001)
    with pytest.raises(Refusal, match="too large"):
        open_source([path])


def test_a_row_of_accents_is_not_put_in_order() -> None:
    accents = "a" + "\u0301\u0323" * 500_000
    assert visible(accents) == accents
    assert visible("e\u0301") == "é"


def test_a_zip_that_announces_millions_of_files_is_refused_unread() -> None:
    size = archives.MAX_DIRECTORY_BYTES + 1
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65_535, 65_535, size, 0, 0)
    source = SourceFile.in_memory("a.zip", b"PK\3\4" + b"\0" * size + end)
    with pytest.raises(Refusal, match="enormous"):
        archives.checked_entries(source, 2 * size)


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/sharedStrings.xml", "docProps/core.xml"])
def test_a_workbook_with_an_enormous_part_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(xlsx_scan, "MAX_ELEMENTS_BESIDE", 1_000)
    monkeypatch.setattr(xlsx_scan, "MAX_STRINGS_BYTES", 1_000)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as book:
        book.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="A" id="r1"/></sheets></workbook>')
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        book.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
        book.writestr(part, f"<x>{'<y/>' * 1_001}</x>")
    with pytest.raises(Refusal, match="enormous"):
        open_source([tmp_path / "a.xlsx"])

"""What was dropped is recognised by its content, refused before it is read when it is too large, and never unpacked."""

from __future__ import annotations

import io
import json
import pickle
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refusal
from app.exchange import archives
from app.exchange.edexml import read_edexml
from app.exchange.files import OpenedSource, open_source
from app.exchange.recognise import SourceKind, kind_of_content
from app.exchange.sources import MAX_ROSTER_BYTES, MAX_STATEMENT_BYTES, SourceFile
from app.exchange.statements import read_batches
from app.exchange.tables import read_csv_table, read_xlsx_table
from tests.exchange.making import DATA, edexml, refusal, source
from tests.exchange.test_statements import GOOD
from tests.exchange.test_xlsx import LIST

CSV = "Nr;Voornaam;Achternaam\n1;Lia;Bos\n"
LINES = json.dumps(GOOD) + "\n"


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(**members: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def people(opened: OpenedSource) -> list[str]:
    assert opened.roster is not None
    return [one.name.full for one in opened.roster.participants]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (edexml().encode(), SourceKind.EDEXML),
        (edexml().replace("UTF-8", "UTF-16").encode("utf-16"), SourceKind.EDEXML),
        (CSV.encode(), SourceKind.CSV),
        (CSV.encode("utf-16"), SourceKind.CSV),
        (CSV.encode("utf-8-sig"), SourceKind.CSV),
        (LIST, SourceKind.XLSX),
        (zipped(**{"a/lijst.csv": CSV}), SourceKind.CSV),
        (zipped(**{"export.xml": edexml(), "__MACOSX/._export.xml": b"\0"}), SourceKind.EDEXML),
        (zipped(**{"lijst.xlsx": LIST}), SourceKind.XLSX),
    ],
    ids=["edexml", "edexml utf16", "csv", "csv utf16", "csv mark", "xlsx", "zip csv", "zip edexml", "zip xlsx"],
)
@pytest.mark.parametrize("name", ["export", "export.txt", "export.pdf"])
def test_people_are_recognised_by_content(content: bytes, kind: SourceKind, name: str, tmp_path: Path) -> None:
    opened = open_source([put(tmp_path, name, content)])
    assert opened.kind is kind
    assert people(opened)


@pytest.mark.parametrize(
    "content", [LINES, json.dumps([GOOD]), zipped(**{"x.json": LINES}), b"\xef\xbb\xbf" + LINES.encode()]
)
def test_results_are_recognised_by_content(content: str | bytes, tmp_path: Path) -> None:
    opened = open_source([put(tmp_path, "results", content)])
    assert opened.kind is SourceKind.STATEMENTS
    assert sum(len(batch.statements) for batch in opened.statement_batches()) == 1
    assert "results, not people" in refusal(opened.required_roster)


def test_results_of_several_files_come_one_after_another(tmp_path: Path) -> None:
    paths = [put(tmp_path, f"{n}.json", LINES) for n in range(3)]
    opened = open_source(paths)
    assert [one.origin.file for batch in opened.statement_batches() for one in batch.statements] == [
        "0.json",
        "1.json",
        "2.json",
    ]


def test_results_without_a_time_get_that_of_the_file(tmp_path: Path) -> None:
    timeless = {name: value for name, value in GOOD.items() if name != "timestamp"}
    path = put(tmp_path, "results.json", json.dumps(timeless))
    found = next(open_source([path]).statement_batches())
    assert found.statements[0].at_us == int(path.stat().st_mtime) * 1_000_000


@pytest.mark.parametrize("folder", ["sds-v2.1", "sds-v1-25-users"])
def test_school_data_sync_comes_as_files_a_folder_or_a_zip(folder: str, tmp_path: Path) -> None:
    place = DATA / "microsoft-sds" / folder
    files = sorted(place.glob("*.csv"))
    packed = put(tmp_path, "export.zip", zipped(**{f"map/{path.name}": path.read_bytes() for path in files}))
    found = [open_source(paths) for paths in (files, [place], [packed])]
    assert {opened.kind for opened in found} == {SourceKind.SDS}
    assert len({repr(opened.roster) for opened in found}) == 1


def test_a_list_that_looks_like_a_file_of_a_set_is_a_list(tmp_path: Path) -> None:
    assert open_source([put(tmp_path, "a.csv", "SIS ID,Name\n1,Lia Bos\n")]).kind is SourceKind.CSV


def test_a_list_without_a_name_column_asks_for_a_mapping(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "Code;Wie\n7;Lia Bos\n")
    opened = open_source([path])
    assert opened.roster is None
    assert opened.table is not None
    assert "which column" in refusal(opened.required_roster)
    chosen = open_source([path], choices={"name": "Wie", "key": "Code"}, complete=True)
    assert people(chosen) == ["Lia Bos"]
    assert chosen.required_roster().complete
    assert chosen.mapping is not None
    assert people(opened.with_mapping(chosen.mapping)) == ["Lia Bos"]
    assert "people, not results" in refusal(lambda: list(opened.statement_batches()))


def test_what_is_opened_goes_to_another_process_whole(tmp_path: Path) -> None:
    for content in (edexml(pupils="<leerling><roepnaam>A</roepnaam></leerling>"), CSV, LIST):
        opened = open_source([put(tmp_path, "file", content)])
        assert pickle.loads(pickle.dumps(opened)) == opened


# Refused


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7 and so on", "not clear what kind"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not clear what kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old kind"),
        (zipped(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "not clear"),
        (zipped(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}), "not clear"),
        (zipped(**{"inner.zip": zipped(**{"a.csv": CSV})}), "not clear"),
        (zipped(), "not clear"),
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"PK\x03\x04 and nothing", "damaged"),
        ("<html><table/></html>", "html"),
    ],
)
def test_what_cannot_be_read_is_refused(content: str | bytes, reason: str, tmp_path: Path) -> None:
    assert reason in refusal(lambda: open_source([put(tmp_path, "file", content)]))


def test_files_that_do_not_go_together_are_refused(tmp_path: Path) -> None:
    one, two = (put(tmp_path, name, edexml()) for name in ("a.xml", "b.xml"))
    assert "several EDEXML" in refusal(lambda: open_source([one, two]))
    assert "together" in refusal(lambda: open_source([one, put(tmp_path, "c.csv", CSV)]))


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(lambda: open_source([tmp_path / "nowhere.xml"]))
    (tmp_path / "empty").mkdir()
    assert "nothing here" in refusal(lambda: open_source([tmp_path / "empty"]))
    assert "nothing here" in refusal(lambda: open_source([]))


def sparse(path: Path, begin: bytes, size: int) -> Path:
    with path.open("wb") as file:
        file.write(begin)
        file.truncate(size)
    return path


@pytest.mark.parametrize("begin", [b"<?xml version='1.0'?><EDEX>", b"Naam;Groep\n", b"<html>", b""])
def test_a_file_of_200_mb_is_refused_with_its_size_and_the_limit(begin: bytes, tmp_path: Path) -> None:
    path = sparse(tmp_path / "large", begin, 2 * MAX_ROSTER_BYTES)
    text = refusal(lambda: open_source([path]))
    assert "200 MB" in text
    assert "100 MB" in text


def test_every_reader_refuses_a_large_file_by_itself(tmp_path: Path) -> None:
    large = SourceFile.on_disk(sparse(tmp_path / "large", b"", 2 * MAX_ROSTER_BYTES))
    for read in (read_edexml, read_csv_table, read_xlsx_table):
        assert "200 MB" in refusal(lambda read=read: read(large))  # type: ignore[misc]
    larger = SourceFile.on_disk(sparse(tmp_path / "larger", b"", 2 * MAX_STATEMENT_BYTES))
    assert "4096 MB" in refusal(lambda: list(read_batches(larger)))


def test_results_may_be_larger_than_people(tmp_path: Path) -> None:
    path = sparse(tmp_path / "results.json", LINES.encode(), 2 * MAX_ROSTER_BYTES)
    assert open_source([path]).kind is SourceKind.STATEMENTS
    too_large = sparse(tmp_path / "more.json", LINES.encode(), MAX_STATEMENT_BYTES + 1)
    assert "2048 MB" in refusal(lambda: open_source([too_large]))


# ZIP


@pytest.mark.parametrize(
    "name",
    [
        "../outside.csv",
        "/etc/outside.csv",
        "a/../../outside.csv",
        "C:\\outside.csv",
        "C:outside.csv",
        "a\\..\\b.csv",
        "a\tb.csv",
    ],
)
def test_names_that_point_outside_a_zip_are_refused(name: str, tmp_path: Path) -> None:
    path = put(tmp_path, "export.zip", zipped(**{"users.csv": CSV, name: CSV}))
    before = sorted(tmp_path.rglob("*"))
    assert "points outside" in refusal(lambda: open_source([path]))
    assert sorted(tmp_path.rglob("*")) == before


def test_links_and_doubles_in_a_zip_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("lijst.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "points outside" in refusal(lambda: open_source([put(tmp_path, "a.zip", stream.getvalue())]))
    assert "twice" in refusal(lambda: open_source([put(tmp_path, "b.zip", zipped(**{"a.csv": CSV, "A.csv": CSV}))]))


def test_bombs_and_passwords_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped(**{"lijst.csv": b"0" * 5_000_000})
    assert "enormous" in refusal(lambda: open_source([put(tmp_path, "bomb.zip", bomb)]))
    locked = bytearray(zipped(**{"lijst.csv": CSV}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in refusal(lambda: open_source([put(tmp_path, "locked.zip", bytes(locked))]))
    monkeypatch.setattr(archives, "MAX_ENTRIES", 2)
    many = zipped(**{f"{n}.csv": CSV for n in range(3)})
    assert "enormous" in refusal(lambda: open_source([put(tmp_path, "many.zip", many)]))


def test_an_entry_that_is_damaged_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(**{"export.xml": edexml()}))
    data[60:70] = bytes(10)
    assert "damaged" in refusal(lambda: open_source([put(tmp_path, "export.zip", bytes(data))]))


@given(
    st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"<EDEX>", b"{", b"[", b"Naam;Groep\n", b"\xff\xfe"])
)
def test_garbage_is_recognised_or_refused(data: bytes, begin: bytes) -> None:
    found = source(begin + data)
    try:
        kind = kind_of_content(found, MAX_ROSTER_BYTES)
        if kind is SourceKind.EDEXML:
            read_edexml(found)
    except Refusal as error:
        assert error.reasons


@given(st.data())
def test_a_zip_with_any_bytes_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    changed = bytearray(zipped(**{"users.csv": CSV, "lijst.csv": CSV}))
    for _ in range(data.draw(st.integers(1, 8))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    path = put(tmp_path_factory.getbasetemp(), "changed.zip", bytes(changed))
    try:
        open_source([path])
    except Refusal as error:
        assert error.reasons

"""Bad files through the command line: refused with the reason and the line, and the data exactly as they were."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.store.home import Home
from tests.cli.conftest import Leerspoor
from tests.cli.contents import rows, tables_of
from tests.exchange.making import SCHOOL, edexml, pupil

HEADINGS = "Nummer;Voornaam;Achternaam;Groep\r\n"
GOOD = "1;Emre;Vries;Dinsdag\r\n"
MEGABYTE = 1024 * 1024


def zipped(entries: Mapping[str, str]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


def linked() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        entry = zipfile.ZipInfo("lijst.csv")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return made.getvalue()


def doctype(entity: str) -> str:
    return f'<?xml version="1.0"?>\n<!DOCTYPE EDEX [{entity}]>\n<EDEX>&a;</EDEX>'


LAUGHS = '<!ENTITY j "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for name, before in zip("ihgfedcba", "jihgfedcb", strict=True)
)

# Name -> (content, a word of the reason, the line it names; 0 for the file as a whole).
REFUSED: dict[str, tuple[str | bytes, str, int]] = {
    "empty.xml": ("", "leeg", 0),
    "words.xml": ("dit is geen xml", "kolomkoppen", 0),
    "cut-off.xml": ("<EDEX>\n<school>\n", "afgebroken", 3),
    "mismatch.xml": ("<EDEX>\n<school>\n</scholen></EDEX>", "geen goede XML", 3),
    "two-files.xml": (edexml() + edexml(), "twee bestanden", 18),
    "bomb.xml": (doctype(LAUGHS), "DOCTYPE", 2),
    "external.xml": (doctype('<!ENTITY a SYSTEM "file:///etc/passwd">'), "DOCTYPE", 2),
    "external-dtd.xml": ('<!DOCTYPE EDEX SYSTEM "http://192.0.2.1/edex.dtd">\n<EDEX/>', "DOCTYPE", 1),
    "latin.xml": (edexml(pupils=pupil("1", name="Müller")).encode("latin-1"), "codering", 14),
    "root.xml": ("<rss><channel/></rss>", "geen EDEXML", 0),
    "page.xml": ("<!doctype html>\n<html></html>", "geen goede XML", 1),
    "year.xml": (edexml(school=SCHOOL.replace("2026-2027", "2026-2028")), "opeenvolgende", 3),
    "two-schools.xml": (edexml(school=SCHOOL + SCHOOL.replace("99ZZ", "88YY")), "regel 3 en nog eens op regel 9", 0),
    "nobody.xml": (edexml(pupils=""), "", 0),
    "empty.csv": ("", "leeg", 0),
    "headings.csv": (HEADINGS, "kolomkoppen", 0),
    "bytes.csv": (bytes(range(256)) * 20, "niet duidelijk", 0),
    "zeros.csv": (HEADINGS + "1;E\0mre;Vries;A\r\n", "geen tekstbestand", 0),
    "two-encodings.csv": (
        (HEADINGS + "1;Zoë;Vries;A\r\n").encode() + "2;Noë;Vries;A\r\n".encode("cp1252"),
        "andere codering",
        3,
    ),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), "oud", 0),
    "page.pdf": (b"%PDF-1.7\n", "niet duidelijk", 0),
    "up.zip": (zipped({"../../lijst.csv": HEADINGS + GOOD}), "buiten de ZIP", 0),
    "root.zip": (zipped({"/etc/lijst.csv": HEADINGS + GOOD}), "buiten de ZIP", 0),
    "drive.zip": (zipped({"C:lijst.csv": HEADINGS + GOOD}), "buiten de ZIP", 0),
    "backslash.zip": (zipped({"..\\lijst.csv": HEADINGS + GOOD}), "buiten de ZIP", 0),
    "case.zip": (zipped({"lijst.csv": HEADINGS + GOOD, "Lijst.csv": HEADINGS + GOOD}), "dubbel", 0),
    "link.zip": (linked(), "buiten de ZIP", 0),
    "bomb.zip": (zipped({"lijst.csv": "0" * 50 * MEGABYTE}), "enorm groot", 0),
    "damaged.zip": (zipped({"lijst.csv": HEADINGS + GOOD})[:-10], "beschadigd", 0),
    "object.json": ('{"a": 1}', "geen resultaten", 0),
    "cut-off.json": ('[{"actor": {"mbox": "mail', "geen resultaten", 0),
}


@pytest.fixture
def write(given: Path) -> Callable[[str, str | bytes], Path]:
    def written(name: str, content: str | bytes) -> Path:
        file = given / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return written


Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def filled(leerspoor: Leerspoor, school: Home, write: Write) -> Home:
    """A home that has somebody in it, so that there is something to lose."""
    leerspoor.run("import", write("before.xml", edexml(pupils=pupil("0", given="Eerder"))))
    return school


def refused_whole(leerspoor: Leerspoor, home: Home, file: Path) -> tuple[str, int]:
    """Reason and line of a file that is refused as a whole, after which nothing is different."""
    before = tables_of(home)
    ran = leerspoor.run("import", file, "--json", code=2)
    assert tables_of(home) == before
    assert not any(
        number for kind in ("participants", "groups", "coaches", "results") for number in ran.json[kind].values()
    )
    (line,) = ran.json["lines"]
    assert (line["file"], line["severity"]) == (file.name, "refused")
    assert ran.err.replace("\n", " ").strip() == line["reason"]
    return line["reason"], line["line"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read(leerspoor: Leerspoor, filled: Home, write: Write, name: str) -> None:
    content, why, where = REFUSED[name]
    reason, line = refused_whole(leerspoor, filled, write(name, content))
    assert why in reason
    assert line == where


@pytest.mark.parametrize(("name", "begin"), [("huge.xml", b"<EDEX>"), ("huge.csv", HEADINGS.encode())])
def test_a_file_of_200_megabytes_is_refused_unread(
    leerspoor: Leerspoor, filled: Home, write: Write, name: str, begin: bytes
) -> None:
    file = write(name, begin)
    with file.open("r+b") as opened:
        opened.truncate(200 * MEGABYTE)
    reason, _ = refused_whole(leerspoor, filled, file)
    assert "200 MB" in reason
    assert "100 MB" in reason


def test_a_file_that_is_not_there(leerspoor: Leerspoor, filled: Home, given: Path) -> None:
    reason, _ = refused_whole(leerspoor, filled, given / "weg.xml")
    assert "weg.xml" in reason


def test_a_folder_without_files(leerspoor: Leerspoor, filled: Home, given: Path) -> None:
    (given / "leeg").mkdir()
    before = tables_of(filled)
    leerspoor.run("import", given / "leeg", code=2)
    assert tables_of(filled) == before


def test_half_a_set_of_school_data_sync(leerspoor: Leerspoor, filled: Home, write: Write) -> None:
    """No file of the set is then read as a list of people."""
    users = write("users.csv", "sourcedId,username,givenName,familyName\r\n")
    orgs = write("orgs.csv", "sourcedId,name,type,parentSourcedId\r\n1,De School,school,\r\n")
    before = tables_of(filled)
    answer = leerspoor.answer("import", users, orgs, code=2)
    assert tables_of(filled) == before
    assert [line["severity"] for line in answer["lines"]] == ["refused"]


# One bad line: it is named and left out, the others go in


def lines_of(answer: Any, severity: str) -> list[int]:
    return sorted({line["line"] for line in answer["lines"] if line["severity"] == severity})


def counted(answer: Any) -> dict[str, int]:
    return {outcome: number for outcome, number in answer["participants"].items() if number}


def test_a_key_that_stands_twice(leerspoor: Leerspoor, school: Home, write: Write) -> None:
    answer = leerspoor.answer("import", write("a.xml", edexml(pupils=pupil("1") + "\n" + pupil("1", given="Noor"))))
    assert counted(answer) == {"new": 1, "refused": 1}
    assert lines_of(answer, "refused") == [15]
    assert rows(school, "participants", "given") == [("Emre",)]


def test_a_key_that_is_missing(leerspoor: Leerspoor, school: Home, write: Write) -> None:
    keyless = pupil("", given="Noor").replace(' key=""', "")
    answer = leerspoor.answer("import", write("a.xml", edexml(pupils=pupil("1") + "\n" + keyless)))
    assert lines_of(answer, "doubtful") == [15]
    before = tables_of(school)
    assert counted(leerspoor.answer("import", write("a.xml", edexml(pupils=pupil("1") + "\n" + keyless)))) == {
        "unchanged": 2
    }
    assert tables_of(school) == before


def test_a_reference_to_a_group_that_is_not_there(leerspoor: Leerspoor, school: Home, write: Write) -> None:
    dangling = pupil("2", given="Noor", extra='<groep key="weg"/>')
    answer = leerspoor.answer("import", write("a.xml", edexml(pupils=pupil("1") + "\n" + dangling)))
    assert counted(answer) == {"new": 2}
    assert lines_of(answer, "doubtful") == [15]


@pytest.mark.parametrize("year", ["2051-2052", "1999-2000"])
def test_a_school_year_that_no_official_list_has(leerspoor: Leerspoor, school: Home, write: Write, year: str) -> None:
    content = edexml(school=SCHOOL.replace("2026-2027", year))
    assert counted(leerspoor.answer("import", write("a.xml", content))) == {"new": 1}
    assert ("g5", int(year[:4])) in {
        (link[0].split(":")[1], int(link[0].split(":")[0])) for link in _group_links(school)
    }


def _group_links(home: Home) -> list[tuple[str]]:
    return [(key,) for key, kind in rows(home, "import_links", "key", "kind") if kind == "group"]


LISTS = {
    "another delimiter": (GOOD + "2,Noor,Bakker,Dinsdag\r\n3;Anna;Smit;Dinsdag\r\n", 2, [3]),
    "an open quote": ('1;"Emre;Vries;Dinsdag\r\n2;Noor;Bakker;Dinsdag\r\n', 1, [2]),
    "text after a quote": (GOOD + '2;"No"or;Bakker;Dinsdag\r\n', 1, [3]),
    "too few cells": (GOOD + "2;Noor\r\n", 1, [3]),
    "too many cells": (GOOD + "2;Noor;Bakker;Dinsdag;nog iets\r\n", 1, [3]),
    "no name": (GOOD + "2;;;Dinsdag\r\n", 1, [3]),
    "a name of 5,000 signs": (GOOD + f"2;{'x' * 5000};Bakker;Dinsdag\r\n", 1, [3]),
    "a key of 5,000 signs": (GOOD + f"{'2' * 5000};Noor;Bakker;Dinsdag\r\n", 1, [3]),
    "a key twice": (GOOD + "1;Noor;Bakker;Dinsdag\r\n", 1, [3]),
}


@pytest.mark.parametrize("case", LISTS)
def test_a_bad_line_of_a_list(leerspoor: Leerspoor, library: Home, write: Write, case: str) -> None:
    content, good, refused = LISTS[case]
    answer = leerspoor.answer("import", write("lijst.csv", HEADINGS + content))
    assert counted(answer) == {"new": good, "refused": len(refused)}
    assert lines_of(answer, "refused") == refused
    assert len(rows(library, "participants", "id")) == good


def test_a_list_of_which_no_line_is_good(leerspoor: Leerspoor, library: Home, write: Write) -> None:
    before = tables_of(library)
    answer = leerspoor.answer("import", write("lijst.csv", HEADINGS + "1;Emre\r\n2;Noor;Bakker;A;B\r\n"), code=2)
    assert tables_of(library) == before
    assert lines_of(answer, "refused") == [2, 3]


def test_a_workbook_with_formulas_and_merged_cells(leerspoor: Leerspoor, library: Home, given: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Nummer", "Voornaam", "Achternaam", "Groep"])
    sheet.append([1, "Emre", '=CONCAT("Vr","ies")', "Dinsdag"])
    sheet.append([2, "Noor", "Bakker", "Dinsdag"])
    sheet.append([3, "Anna", "Smit", None])
    sheet.merge_cells("D3:D4")
    book.save(given / "lijst.xlsx")
    answer = leerspoor.answer("import", given / "lijst.xlsx")
    assert counted(answer) == {"new": 3}
    assert lines_of(answer, "doubtful") == [2]
    assert lines_of(answer, "warning") == [3]
    assert rows(library, "participants", "given", "family") == [("Anna", "Smit"), ("Emre", ""), ("Noor", "Bakker")]


def test_a_name_that_is_a_formula_is_text(leerspoor: Leerspoor, library: Home, write: Write, out: Path) -> None:
    answer = leerspoor.answer("import", write("lijst.csv", HEADINGS + "1;=1+1;@Vries;Dinsdag\r\n"))
    assert lines_of(answer, "warning") == [2]
    out.mkdir()
    leerspoor.run("export", "--out", out / "all.zip")
    with zipfile.ZipFile(out / "all.zip") as archive:
        lines = csv.DictReader(StringIO(archive.read("csv/participants.csv").decode("utf-8-sig")), delimiter=";")
        (line,) = lines
        (kept,) = json.loads(archive.read("json/participants.json"))
    assert (line["given"], line["family"]) == ("'=1+1", "'@Vries")
    assert (kept["given"], kept["family"]) == ("=1+1", "@Vries")


NAMES = [
    ("Ŵÿłł", "Đặng-Çelik"),
    ("Ñandú", "O’Škvařil"),
    ("İsmail", "Iğdır"),
    ("Þórunn", "Æsirsdóttir"),
    ("محمد", "العربي"),
    ("שָׁלוֹם", "כהן"),
    ("Emre 🎈", "Vries"),
    ("👩🏽‍🚀", "Sterren"),
    ("さくら", "東京"),
    ("Ångström", "Åse"),
]


@pytest.mark.parametrize("how", ["csv", "edexml"])
def test_names_of_every_script_stay_as_they_are(leerspoor: Leerspoor, library: Home, write: Write, how: str) -> None:
    if how == "csv":
        file = write("a.csv", HEADINGS + "".join(f"{n};{g};{f};A\r\n" for n, (g, f) in enumerate(NAMES)))
    else:
        file = write("a.xml", edexml(pupils="".join(pupil(str(n), given=g, name=f) for n, (g, f) in enumerate(NAMES))))
    answer = leerspoor.answer("import", file)
    assert counted(answer) == {"new": len(NAMES)}
    assert sorted(rows(library, "participants", "given", "family")) == sorted(NAMES)
    before = tables_of(library)
    assert counted(leerspoor.answer("import", file)) == {"unchanged": len(NAMES)}
    assert tables_of(library) == before


# A list as Dutch Excel writes it simply works

DUTCH = (
    "Leerlingnummer;Roepnaam;Tussenvoegsel;Achternaam;Geboortedatum;Groep\r\n"
    "1;Zoë;van der;Müller;13-2-2015;6a\r\n2;Renée;;Crèvecœur;1-12-2014;6a\r\n"
)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-8", "utf-16"])
@pytest.mark.parametrize("extra", ["", "sep=;\r\n"], ids=["plain", "sep="])
def test_a_list_as_dutch_excel_writes_it(
    leerspoor: Leerspoor, library: Home, write: Write, encoding: str, extra: str
) -> None:
    file = write("lijst.csv", (extra + DUTCH).encode(encoding))
    answer = leerspoor.answer("import", file)
    assert counted(answer) == {"new": 2}
    assert answer["groups"]["new"] == 1
    assert not lines_of(answer, "warning") + lines_of(answer, "refused") + lines_of(answer, "doubtful")
    assert rows(library, "participants", "given", "prefix", "family") == [
        ("Renée", "", "Crèvecœur"),
        ("Zoë", "van der", "Müller"),
    ]
    assert answer["not_taken_over"] == {"birth_date": 2}


def test_the_same_list_in_another_encoding_is_the_same_people(
    leerspoor: Leerspoor, library: Home, write: Write
) -> None:
    leerspoor.run("import", write("lijst.csv", DUTCH.encode("cp1252")))
    before = tables_of(library)
    assert counted(leerspoor.answer("import", write("lijst.csv", DUTCH.encode("utf-8-sig")))) == {"unchanged": 2}
    assert tables_of(library) == before

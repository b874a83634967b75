"""CSV as Dutch Excel writes it, and everything that can be wrong with it: line by line, never a crash."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refusal
from app.domain.roster import Roster
from app.exchange import csv_text, tables
from app.exchange.columns import propose_mapping
from app.exchange.csv_text import read_csv
from app.exchange.notebook import Notebook
from app.exchange.table_roster import table_roster
from app.exchange.tables import Table, read_csv_table
from tests.exchange.making import doubtful, refusal, refused, source, warned

DUTCH = "Klantnummer;Voornaam;Tussenvoegsel;Achternaam;Groep\r\n00012;Zoë;de;Vries;Taal 1\r\n13;Emre;;Yılmaz;Taal 2\r\n"


def table(content: str | bytes) -> Table:
    return read_csv_table(source(content, "lijst.csv"))


def read(content: str | bytes) -> Roster:
    found = table(content)
    return table_roster(found, propose_mapping(found.headings, found.samples()))


def names(roster: Roster) -> list[str]:
    return [one.name.full for one in roster.participants]


# Encodings


@pytest.mark.parametrize(
    "data",
    [
        DUTCH.encode(),
        DUTCH.encode("utf-8-sig"),
        DUTCH.encode("utf-16"),
        codecs.BOM_UTF16_BE + DUTCH.encode("utf-16-be"),
        DUTCH.replace("\r\n", "\n").encode(),
        DUTCH.replace("\r\n", "\r").encode(),
        DUTCH.replace(";", ",").encode(),
        DUTCH.replace(";", "\t").encode(),
        ("sep=;\r\n" + DUTCH).encode(),
        (DUTCH + "\r\n;;;;\r\n\r\n").encode(),
        DUTCH.replace("\r\n", ";;;\r\n").encode(),
        ("Deelnemers 2026\r\n\r\n" + DUTCH).encode(),
    ],
    ids=["utf8", "mark", "utf16", "utf16be", "lf", "cr", "comma", "tab", "sep", "blank", "trailing", "title"],
)
def test_a_dutch_list_is_read_in_every_usual_form(data: bytes) -> None:
    roster = read(data)
    assert names(roster) == ["Zoë de Vries", "Emre Yılmaz"]
    assert [one.key for one in roster.participants] == ["00012", "13"]
    assert [group.name for group in roster.groups] == ["Taal 1", "Taal 2"]
    assert not refused(roster.notes)
    assert (roster.source, roster.complete, roster.school_year) == ("table", False, None)


def test_windows_1252_is_read_with_a_note() -> None:
    roster = read("Voornaam;Achternaam\r\nZoë;Peña – Núñez\r\n".encode("cp1252"))
    assert names(roster) == ["Zoë Peña – Núñez"]
    assert "Windows" in str(roster.notes[0].reason)


def test_two_encodings_in_one_file_are_refused_with_the_line() -> None:
    data = "Voornaam;Achternaam\nZoë;A\n".encode() + "José;B\n".encode("cp1252")
    assert "Line 3" in refusal(lambda: table(data))


@pytest.mark.parametrize("data", [b"", b"  \r\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert "empty" in refusal(lambda: table(data))


@pytest.mark.parametrize(
    "data",
    [b"Naam;Groep\nA\0B;C\n", DUTCH.encode("utf-16-le"), bytes(range(1, 32)) * 20, b"\x89PNG\r\n\x1a\n\x00\x00"],
    ids=["nul", "utf16 without mark", "control", "png"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    assert "not a text file" in refusal(lambda: table(data))


def test_only_headings_is_refused() -> None:
    assert "headings only" in refusal(lambda: table("Voornaam;Achternaam\r\n;\r\n"))


def test_too_many_rows_or_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "too large" in refusal(lambda: table(";".join(f"k{n}" for n in range(301)) + "\n1\n"))
    monkeypatch.setattr(tables, "MAX_ROWS", 1)
    assert "too large" in refusal(lambda: table(DUTCH))


def test_a_file_of_nothing_but_ends_of_lines_or_separators_costs_no_memory() -> None:
    assert "too large" in refusal(lambda: table("Naam;Groep\n" + "\n" * (csv_text.MAX_LINES + 1)))
    roster = read(DUTCH + ";" * 1_000_000 + "\n")
    assert len(roster.participants) == 2
    assert "more than 5000 cells" in refused(roster.notes)[0][1]


# Lines


def test_mixed_delimiters_are_refused_per_line() -> None:
    roster = read(DUTCH + "14,Lia,,Bos,Taal 1\r\n15;Ali;;Kaya;Taal 1\r\n")
    assert names(roster) == ["Zoë de Vries", "Emre Yılmaz", "Ali Kaya"]
    assert [line for line, _ in refused(roster.notes)] == [4]
    assert "[,]" in refused(roster.notes)[0][1]


def test_a_delimiter_within_quotes_is_text() -> None:
    roster = read('Naam,Groep\n"Vries, Zoë de","Taal, maandag"\n"Bos, Lia",B\n')
    assert names(roster) == ["Zoë de Vries", "Lia Bos"]
    assert roster.groups[0].name == "Taal, maandag"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('3;"Lia;;Bos;A', "never closed"),
        ('3;"Lia"x;;Bos;A', "after a closing quote"),
        ("3;Lia;Bos", "number of cells on this line is 3"),
        ("3;Lia;;Bos;A;extra", "number of cells on this line is 6"),
        ("3;" + "x" * 40_000 + ";;Bos;A", "too long"),
    ],
)
def test_one_bad_line_costs_one_line(line: str, reason: str) -> None:
    roster = read(f"{DUTCH}{line}\r\n4;Ali;;Kaya;Taal 1\r\n")
    assert names(roster) == ["Zoë de Vries", "Emre Yılmaz", "Ali Kaya"]
    assert [number for number, _ in refused(roster.notes)] == [4]
    assert reason in refused(roster.notes)[0][1]


def test_a_quoted_cell_may_run_over_lines_and_hold_quotes() -> None:
    found = table('Voornaam;Achternaam;Adres\r\n"Zo""ë""";Vries;"Straat 1\r\n1234 AB"\r\nLia;Bos;\r\n')
    assert [(row.line, row.cells[0]) for row in found.rows] == [(2, 'Zo"ë"'), (4, "Lia")]
    assert found.rows[0].cells[2] == "Straat 1\n1234 AB"


def test_a_quote_within_a_text_is_text() -> None:
    assert table('Voornaam;Achternaam\nZo"ë;O"Hara "x"\n').rows[0].cells == ('Zo"ë', 'O"Hara "x"')


def test_many_open_quotes_do_not_take_for_ever() -> None:
    found = table("Voornaam;Achternaam\n" + '"a;b\n' * 20_001)
    assert len(found.rows) == 0
    assert len(found.notes) <= 20_001


def test_rows_that_excel_cut_short_by_sixteen_are_whole() -> None:
    rows = [f"{n};Kind{n};Naam;{'A' if n < 16 else ''}" for n in range(1, 16)] + [
        f"{n};Kind{n};Naam" for n in range(16, 40)
    ]
    roster = read("Nummer;Voornaam;Achternaam;Groep\r\n" + "\r\n".join(rows) + "\r\n")
    assert len(roster.participants) == 39
    assert not refused(roster.notes)


def test_a_heading_that_stands_twice_is_told() -> None:
    roster = read("Voornaam;Achternaam;achternaam\nZoë;Vries;Bos\n")
    assert names(roster) == ["Zoë Vries"]
    assert [line for line, _ in warned(roster.notes)] == [1]
    assert roster.not_taken_over == {"achternaam": 1}


def test_a_column_without_heading_is_counted_by_its_number() -> None:
    assert read("Voornaam;;Achternaam\nZoë;x;Vries\n").not_taken_over == {"#2": 1}


# Properties

cells = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029"), max_size=20)


@given(
    rows=st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=20),
    delimiter=st.sampled_from(csv_text.DELIMITERS),
    ending=st.sampled_from(["\r\n", "\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_csv_writes_is_read_back(
    rows: list[tuple[str, str, str]], delimiter: str, ending: str, encoding: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerows([("Voornaam", "Achternaam", "Groep"), *rows])
    notes = Notebook("x")
    found = read_csv(source(text.getvalue().encode(encoding)), notes)
    assert found.delimiter == delimiter
    back = [record.cells for record in found.records]
    assert [row for row in back if row][1:] == [row for row in rows if row]
    assert not notes.notes()


@given(st.binary(max_size=400))
def test_garbage_is_read_or_refused(data: bytes) -> None:
    try:
        read(data)
    except Refusal as error:
        assert error.reasons


@given(st.text(alphabet='ab";,\t\n\r =@', max_size=200))
def test_any_text_below_headings_is_read_or_noted(text: str) -> None:
    roster = read("Voornaam;Achternaam\nA;B\n" + text)
    assert roster.participants
    assert doubtful(roster.notes) is not None

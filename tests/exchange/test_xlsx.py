"""Workbooks: real cells, formulas and merged cells, and workbooks that were made to do harm."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.errors import Refusal
from app.domain.roster import Roster
from app.exchange import xlsx
from app.exchange.columns import propose_mapping
from app.exchange.table_roster import table_roster
from app.exchange.tables import Table, read_xlsx_table
from tests.exchange.making import doubtful, refusal, refused, source, warned

HEADINGS = ["Klantnummer", "Voornaam", "Tussenvoegsel", "Achternaam", "Groep"]


def workbook(*rows: list[object], change: Callable[[Worksheet], None] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def table(data: bytes, sheet: str | None = None) -> Table:
    return read_xlsx_table(source(data, "lijst.xlsx"), sheet)


def read(data: bytes) -> Roster:
    found = table(data)
    return table_roster(found, propose_mapping(found.headings, found.samples()))


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry == name else content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def with_shared_strings(data: bytes) -> bytes:
    """The workbook as Excel itself saves it: every text once in a part of its own."""
    texts: list[str] = []

    def share(found: re.Match[str]) -> str:
        texts.append(found[2])
        return f'<c r="{found[1]}" t="s"><v>{len(texts) - 1}</v></c>'

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name).decode()
            part = re.sub(r'<c r="(\w+)" t="inlineStr"><is><t>([^<]*)</t></is></c>', share, part)
            part = part.replace("</Types>", f'<Override PartName="/{STRINGS}" ContentType="{TYPE}"/></Types>')
            if name == "xl/_rels/workbook.xml.rels":
                part = part.replace("</Rel", f'<Relationship Type="{LINK}" Target="sharedStrings.xml" Id="rId9"/></Rel')
            new.writestr(name, part)
        items = "".join(f"<si><t>{text}</t></si>" for text in texts)
        new.writestr(STRINGS, f'<sst xmlns="{MAIN}" count="{len(texts)}">{items}</sst>')
    return stream.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
LIST = workbook(HEADINGS, ["00012", "Zoë", "de", "Vries", "Taal"], [13, "Emre", None, "Yılmaz", "Taal"])


@pytest.mark.parametrize("data", [LIST, with_shared_strings(LIST)], ids=["inline", "shared"])
def test_a_list_is_read_and_is_the_same_as_csv(data: bytes) -> None:
    roster = read(data)
    assert [(one.key, one.name.full) for one in roster.participants] == [
        ("00012", "Zoë de Vries"),
        ("13", "Emre Yılmaz"),
    ]
    assert (roster.source, roster.format) == ("table", "XLSX")
    assert [one.origin.line for one in roster.participants] == [2, 3]
    assert roster.notes == ()


def test_cells_of_every_kind() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A2"].number_format = "00000"

    found = table(
        workbook(
            ["Nummer", "Naam", "Dag", "Tijd", "Bedrag", "Ja"],
            [123, "Lia", date(2015, 9, 3), datetime(2015, 9, 3, 10, 30), 12.5, True],
            [4.0, "Ali", datetime(2015, 9, 3), None, 7.0, False],
            change=change,
        )
    )
    assert found.rows[0].cells == ("00123", "Lia", "2015-09-03", "2015-09-03 10:30:00", "12.5", "true")
    assert found.rows[1].cells == ("4", "Ali", "2015-09-03", "", "7", "false")


def test_a_date_cell_is_a_date_of_birth() -> None:
    roster = read(workbook(["Naam", "Geboortedatum", "Jonger dan 16"], ["Lia", date(2015, 9, 3), True]))
    assert roster.participants[0].fields == {"birth_date": "2015-09-03", "younger_than_16": "yes"}


def test_a_formula_gives_what_excel_last_showed_with_a_warning() -> None:
    data = workbook(HEADINGS, ["1", '=CONCATENATE("Em","re")', None, "Vries", "=1+1"])
    data = with_part(
        data, SHEET, lambda part: part.replace(b'r="B2"', b'r="B2" t="str"').replace(b"<v></v>", b"<v>Emre</v>", 1)
    )
    roster = read(data)
    assert roster.participants[0].name.given == "Emre"
    assert "B2" in warned(roster.notes)[0][1]
    assert len(warned(roster.notes)) == 1
    assert "E2" in doubtful(roster.notes)[0][1]
    assert "CONCATENATE" not in repr(roster)


def test_a_formula_without_a_value_is_empty_and_names_its_cell() -> None:
    roster = read(
        workbook(HEADINGS, ["1", '=CONCATENATE("Em","re")', None, '=A2&"x"', "A"], ["2", "Lia", None, "Bos", "A"])
    )
    assert [one.name.full for one in roster.participants] == ["Lia Bos"]
    assert {reason.split()[1] for _, reason in doubtful(roster.notes)} == {"B2", "D2"}
    assert refused(roster.notes)[0][0] == 2


def test_a_column_of_formulas_is_told_once() -> None:
    rows = [[str(n), f"Kind {n}", None, "Bos", "=1+1"] for n in range(1, 30)]
    data = with_part(workbook(HEADINGS, *rows), SHEET, lambda part: part.replace(b"<v></v>", b"<v>2</v>"))
    roster = read(data)
    assert {group.name for group in roster.groups} == {"2"}
    assert ["29 cells" in reason for _, reason in warned(roster.notes)] == [True]


def test_merged_cells_are_told_by_reference() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("E2:E3")

    roster = read(workbook(HEADINGS, ["1", "Lia", None, "Bos", "A"], ["2", "Ali", None, "Kaya", "B"], change=change))
    assert [one.group_keys for one in roster.participants] == [("a",), ()]
    assert warned(roster.notes)[0][0] == 2
    assert "E2:E3" in warned(roster.notes)[0][1]


def test_the_first_sheet_with_data_or_the_named_one_is_read() -> None:
    book = Workbook()
    book.active.title = "Leeg"
    for title, name in (("Een", "Lia"), ("Twee", "Ali")):
        sheet = book.create_sheet(title)
        sheet.append(["Naam"])
        sheet.append([name])
    data = saved(book)
    assert [row.cells for row in table(data).rows] == [("Lia",)]
    assert "Twee" in str(table(data).notes[0].reason)
    assert [row.cells for row in table(data, "Twee").rows] == [("Ali",)]
    assert "Een, Twee" in refusal(lambda: table(data, "Drie"))


def test_errors_of_excel_and_numbers_too_long_are_told() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["E2"] = "#N/A"
        sheet["E2"].data_type = "e"

    roster = read(workbook(HEADINGS, [12345678901234567, "Lia", None, "Bos", ""], change=change))
    assert "E2" in warned(roster.notes)[0][1]
    assert "A2" in doubtful(roster.notes)[0][1]


def test_rows_that_are_missing_keep_the_numbers_of_the_others() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A7"], sheet["B7"], sheet["D7"] = "9", "Lia", "Bos"

    roster = read(workbook(HEADINGS, change=change))
    assert roster.participants[0].origin.line == 7


def test_an_empty_workbook_is_refused() -> None:
    assert "empty" in refusal(lambda: table(workbook()))


# Harm


@pytest.mark.parametrize(
    "declaration",
    [b'<!DOCTYPE x [<!ENTITY a "ha">]>', b'<!DOCTYPE x SYSTEM "http://example.com/x.dtd">'],
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_document_types_in_a_workbook_are_refused(part: str, declaration: bytes) -> None:
    data = with_part(LIST, part, lambda content: declaration + content)
    assert "damaged" in refusal(lambda: table(data))


@pytest.mark.parametrize("part", [STRINGS, "xl/styles.xml", "[Content_Types].xml"])
def test_entities_in_other_parts_never_grow(part: str) -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha">{lines}]>'.encode()
    data = with_part(with_shared_strings(LIST), part, lambda content: bomb + content.replace(b"Taal", b"&e11;"))
    if part == STRINGS:
        refusal(lambda: table(data))
        return
    with suppress(Refusal):
        assert len(repr(table(data))) < 10_000


@pytest.mark.parametrize("reference", ["XFD2", "A1048576"])
def test_a_cell_far_away_makes_the_sheet_too_large(reference: str) -> None:
    data = with_part(LIST, SHEET, lambda part: part.replace(b'r="B2"', f'r="{reference}"'.encode()))
    assert "too large" in refusal(lambda: table(data))


def test_a_size_that_the_workbook_claims_is_not_believed() -> None:
    data = with_part(LIST, SHEET, lambda part: part.replace(b'ref="A1:E3"', b'ref="A1:XFD1048576"'))
    assert len(table(data).rows) == 2


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = with_part(LIST, SHEET, lambda part: part + b" " * 5_000_000)
    assert "enormous" in refusal(lambda: table(bomb))
    monkeypatch.setattr(xlsx, "MAX_UNPACKED_BYTES", 1000)
    assert "unpacks" in refusal(lambda: table(LIST))
    monkeypatch.setattr(xlsx, "MAX_WORKBOOK_BYTES", 1000)
    assert "largest" in refusal(lambda: table(LIST))


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", STRINGS, "xl/styles.xml", "[Content_Types].xml"])
def test_a_damaged_part_is_refused(part: str) -> None:
    data = with_part(with_shared_strings(LIST), part, lambda content: content[: len(content) // 2])
    assert "damaged" in refusal(lambda: table(data))


@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    changed = bytearray(LIST)
    for _ in range(data.draw(st.integers(1, 20))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(changed))
    except Refusal as error:
        assert error.reasons

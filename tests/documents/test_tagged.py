"""Tagged documents in general: a report with a table passes the same standards as a certificate."""

from __future__ import annotations

from datetime import date

import pytest

from app.documents.fonts import FontBatch
from app.documents.pdf_file import PdfFile, stream, text_string
from app.documents.tagged import Foundation, Ink, TaggedDocument, lay_foundation
from tests.documents.sheets import reader, standards_broken, text_of

ROWS = [("Zoë Özdemir", "12"), ("Łukasz Đorđević", "7")]
INK = Ink("#16242e")


def foundation() -> tuple[PdfFile, Foundation]:
    file = PdfFile()
    texts = ["Voortgang", "Naam", "Oefeningen", *(cell for row in ROWS for cell in row)]
    return file, lay_foundation(file, FontBatch({"sans": texts}))


def report() -> bytes:
    """A heading, a table that goes on over two pages, and a line that is only ornament."""
    file, shared = foundation()
    document = TaggedDocument(file.fork(), shared, title="Voortgang (groep 7)", language="nl", day=date(2026, 11, 23))
    page = document.page(595, 842)
    with page.content("H1"):
        page.text("sans", 16, 50, 780, "Voortgang", INK, tracking=0.5)
    with page.ornament():
        page.line(50, 770, 545, 770, 0.5, INK)
        page.rectangle(50, 760, 10, 5, INK)
    with document.within("Table"):
        with document.within("TR"):
            for place, title in enumerate(("Naam", "Oefeningen")):
                with page.content("TH", attributes=b"<</O/Table/Scope/Column>>"):
                    page.text("sans", 9, 50 + 200 * place, 740, title, INK)
        for row in ROWS:
            page = document.page(595, 842)
            document.bookmark(row[0])
            with document.within("TR"):
                for place, cell in enumerate(row):
                    with page.content("TD"):
                        page.text("sans", 9, 50 + 200 * place, 740, cell, INK)
    return document.finish()


def test_a_report_with_a_table_passes_the_standards() -> None:
    assert standards_broken(report()) == []


def test_a_table_over_pages_keeps_its_order() -> None:
    data = report()
    assert [text_of(data, place) for place in range(3)] == [
        ["Voortgang", "Naam Oefeningen"], ["Zoë Özdemir 12"], ["Łukasz Đorđević 7"]]
    table = reader(data).root_object["/StructTreeRoot"]["/K"]["/K"][1].get_object()
    assert table["/S"] == "/Table"
    assert [[cell.get_object()["/S"] for cell in row.get_object()["/K"]] for row in table["/K"]] == [
        ["/TH", "/TH"], ["/TD", "/TD"], ["/TD", "/TD"]]


def test_titles_with_any_sign_are_kept() -> None:
    file, shared = foundation()
    document = TaggedDocument(file, shared, title="a (b) \\ <c> & Łódź", language="en", day=date(2026, 1, 2))
    with document.page(100, 100).content("P"):
        pass
    data = document.finish()
    opened = reader(data)
    assert opened.metadata is not None
    assert opened.metadata.title == "a (b) \\ <c> & Łódź"
    assert standards_broken(data) == []


@pytest.mark.parametrize(
    ("text", "written"), [("a(b)\\c", rb"(a\(b\)\\c)"), ("é", b"<FEFF00E9>"), ("\n", b"<FEFF000A>")])
def test_text_strings(text: str, written: bytes) -> None:
    assert text_string(text) == written


def test_an_object_is_put_once() -> None:
    file = PdfFile()
    number = file.add(stream(b"", b"data"))
    with pytest.raises(ValueError, match="put before"):
        file.put(number, stream(b"", b"other"))
    small = file.add(b"<<>>")
    file.put(small, b"<<>>")
    with pytest.raises(ValueError, match="put before"):
        file.fork()


def test_a_fork_may_not_miss_an_object() -> None:
    file = PdfFile()
    file.reserve()
    with pytest.raises(ValueError, match="not put"):
        file.fork()


def test_forks_do_not_touch_each_other() -> None:
    file = PdfFile()
    file.add(b"(shared)")
    one, other = file.fork(), file.fork()
    assert one.add(b"(one)") == other.add(b"(other)")
    ends = [each.finish(each.add(b"<</Type/Catalog>>"), each.add(b"<<>>")) for each in (one, other)]
    assert ends[0] != ends[1]
    assert ends[0][:40] == ends[1][:40]

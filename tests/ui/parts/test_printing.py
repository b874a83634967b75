"""What comes out of a printer: read back from one that prints to a file, page by page and dot by dot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
import zxingcpp
from PIL import Image, ImageChops
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageRanges
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.documents.paper import Heading, Paragraph, paper_pdf
from app.documents.print_run import single_pdf
from app.domain.errors import Refusal
from tests.documents.sheets import picture_of, sheet
from tests.ui.fake_shell import FakeShell
from tests.ui.rooms import button, dialog, no_dialog, press, room_shell, shown
from tests.ui.seen_text import nameless
from ui.parts import print_preview, printing
from ui.parts.print_preview import Document, PrintPreview

SHEETS = [sheet(name, number=number) for number, name in enumerate(("Zoë Özdemir", "Łukasz Kowalski", "Emre de Vries"))]
A4 = (595.28, 841.89)


@pytest.fixture(scope="module")
def landscape() -> bytes:
    return single_pdf(SHEETS)


@pytest.fixture(scope="module")
def portrait() -> bytes:
    return paper_pdf([Heading("Klassenlijst"), Paragraph("Zoë Özdemir")], "Lijst", "nl", date(2026, 11, 23))


@pytest.fixture
def printer(tmp_path: Path, qapp: Any) -> QPrinter:
    """One that prints to a file, with margins of its own that must not count."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "printed.pdf"))
    made.setResolution(300)
    made.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter)
    return made


def put_on_paper(pdf: bytes, printer: QPrinter, cancelled: Callable[[], bool] = lambda: False) -> list[tuple[int, int]]:
    steps: list[tuple[int, int]] = []
    number = printing.paint(pdf, printer, progress=lambda *at: steps.append(at), cancelled=cancelled)
    assert number == (steps[-1][1] if steps else 0)
    return steps


def printed(printer: QPrinter) -> bytes:
    return Path(printer.outputFileName()).read_bytes()


def sizes_of(data: bytes) -> list[tuple[float, float]]:
    import io

    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return [(float(page.mediabox.width), float(page.mediabox.height)) for page in pages]


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures of the same size, 0 to 255."""
    grey = ImageChops.difference(one.convert("L"), other.convert("L").resize(one.size))
    histogram = grey.histogram()
    return sum(value * count for value, count in enumerate(histogram)) / sum(histogram)


def ink_of(picture: Image.Image) -> tuple[int, ...]:
    """Left, top, right and bottom of what is not white, in dots."""
    box = picture.convert("L").point(lambda value: 255 if value < 200 else 0).getbbox()
    assert box is not None
    return box


def test_every_page_comes_out_as_it_is_with_its_own_margins(printer: QPrinter, landscape: bytes) -> None:
    assert put_on_paper(landscape, printer) == [(1, 3), (2, 3), (3, 3)]
    data = printed(printer)
    assert all(size == pytest.approx((A4[1], A4[0]), abs=1) for size in sizes_of(data))
    for place, each in enumerate(SHEETS):
        picture = picture_of(data, 150, place)
        assert ink_of(picture) == pytest.approx(ink_of(picture_of(landscape, 150, place)), abs=2), "moved or scaled"
        assert difference(picture_of(landscape, 150, place), picture) < 6
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [each.code]


def test_upright_pages_come_out_upright(printer: QPrinter, portrait: bytes) -> None:
    put_on_paper(portrait, printer)
    assert sizes_of(printed(printer)) == [pytest.approx(A4, abs=1)]
    assert difference(picture_of(portrait, 100), picture_of(printed(printer), 100)) < 1


def test_upright_and_on_its_side_in_one_document(printer: QPrinter, landscape: bytes, portrait: bytes) -> None:
    import io

    both = pypdf.PdfWriter()
    for data in (portrait, landscape):
        both.append(io.BytesIO(data))
    held = io.BytesIO()
    both.write(held)
    put_on_paper(held.getvalue(), printer)
    assert [width < height for width, height in sizes_of(printed(printer))] == [True, False, False, False]


def test_pages_copies_and_order_are_as_asked(printer: QPrinter, landscape: bytes) -> None:
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("1,3"))
    assert printing.pages_of(printer, 3) == [0, 2]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert put_on_paper(landscape, printer)[-1] == (2, 2)
    texts = [zxingcpp.read_barcodes(picture_of(printed(printer), 150, place))[0].text for place in (0, 1)]
    assert texts == [SHEETS[2].code, SHEETS[0].code]


class _Plain:
    """A printer that makes no copies itself."""

    def __init__(self, collates: bool) -> None:
        self.collates = collates

    def __getattr__(self, name: str) -> Any:
        values = {
            "printRange": QPrinter.PrintRange.AllPages, "pageOrder": QPrinter.PageOrder.FirstPageFirst,
            "supportsMultipleCopies": False, "copyCount": 2, "collateCopies": self.collates}
        return lambda: values[name]


def test_a_printer_that_makes_no_copies_gets_the_pages_more_often() -> None:
    collated: Any = _Plain(True)
    heaped: Any = _Plain(False)
    assert printing.pages_of(collated, 2) == [0, 1, 0, 1]
    assert printing.pages_of(heaped, 2) == [0, 0, 1, 1]


def test_a_page_that_is_not_there_is_refused(printer: QPrinter, portrait: bytes) -> None:
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("7"))
    with pytest.raises(Refusal, match="no such page"):
        put_on_paper(portrait, printer)


def test_stopping_prints_no_more(printer: QPrinter, landscape: bytes) -> None:
    answers = iter([False, True])
    assert printing.paint(
        landscape, printer, progress=lambda *_: None, cancelled=lambda: next(answers)) == 0


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_is_not_there_says_what_to_do(qapp: Any, tmp_path: Path, portrait: bytes) -> None:
    gone = QPrinter()
    gone.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    gone.setOutputFileName(str(tmp_path / "no such folder" / "x.pdf"))
    with pytest.raises(Refusal, match="on and connected"):
        printing.paint(portrait, gone, progress=lambda *_: None, cancelled=lambda: False)


def test_the_dialog_of_the_system_offers_these_pages_and_gives_the_printer(qtbot: QtBot) -> None:
    found: list[QPrinter] = []
    parent = shown(qtbot, QWidget())
    printing.choose_printer(parent, "Certificaten", 3, found.append)
    (asked,) = parent.findChildren(QPrintDialog)
    assert (asked.isVisible(), asked.minPage(), asked.maxPage()) == (True, 1, 3)
    assert asked.printer().docName() == "Certificaten"
    asked.accept()
    assert len(found) == 1
    asked.reject()
    printing.choose_printer(parent, "Certificaten", 3, found.append, some_pages=False)
    asked = parent.findChildren(QPrintDialog)[-1]
    assert not asked.testOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    asked.reject()
    assert len(found) == 1


# The dialog before it


def open_preview(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, pdf: bytes, printer: QPrinter | None, file: str = "", **more: Any,
) -> tuple[PrintPreview, FakeShell]:
    """With the dialog of the system replaced: it chooses this printer, or is left again."""
    def choose(parent: QWidget, name: str, pages: int, chosen: Callable[[QPrinter], None], **kept: Any) -> None:
        if printer is not None:
            chosen(printer)

    monkeypatch.setattr(printing, "choose_printer", choose)
    shell = room_shell(
        page_sizes=lambda given: print_preview.page_sizes(None, None, given),
        page_drawn=lambda *given: print_preview.page_drawn(None, None, *given))
    shell.outcomes |= {
        "paint": lambda given, to: printing.paint(given, to, progress=lambda *_: None, cancelled=lambda: False),
        "save_file": print_preview.save_file}
    shell.behind = shown(qtbot, QWidget())  # type: ignore[attr-defined]  # else it goes, and the dialog with it
    preview = PrintPreview(shell.behind, shell, Document(pdf, "Certificaten", file), **more)
    preview.open()
    return preview, shell


def test_it_is_looked_at_page_by_page_and_printed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, printer: QPrinter, landscape: bytes
) -> None:
    preview, shell = open_preview(qtbot, monkeypatch, landscape, printer)
    form = dialog("Afdrukken: Certificaten")
    assert preview.where.text() == "Pagina 1 van 3, A4 liggend" and nameless(form) == []
    first = preview.sheet.pixmap().toImage()
    assert not button(form, "Vorige pagina").isEnabled()
    press(qtbot, form, "Volgende pagina")
    press(qtbot, form, "Volgende pagina")
    assert preview.where.text() == "Pagina 3 van 3, A4 liggend"
    assert preview.sheet.pixmap().toImage() != first and not button(form, "Volgende pagina").isEnabled()
    press(qtbot, form, "Afdrukken…")
    assert no_dialog() and len(sizes_of(printed(printer))) == 3
    assert (shell.said[-1].many, shell.said[-1].arguments["n"]) == ("{n} pages sent to the printer.", 3)


def test_leaving_either_dialog_leaves_nothing(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, portrait: bytes
) -> None:
    preview, shell = open_preview(qtbot, monkeypatch, portrait, None)
    before = sorted(tmp_path.rglob("*"))
    press(qtbot, dialog("Afdrukken: Certificaten"), "Afdrukken…")
    assert preview.isVisible(), "who goes back in the dialog of the system sees the pages again"
    press(qtbot, dialog("Afdrukken: Certificaten"), "Annuleren")
    assert no_dialog() and shell.works == [] and sorted(tmp_path.rglob("*")) == before


def test_it_is_kept_as_a_file_instead(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, portrait: bytes
) -> None:
    _, shell = open_preview(qtbot, monkeypatch, portrait, None, "klassenlijst.pdf")
    shell.target = str(tmp_path / "klassenlijst.pdf")
    press(qtbot, dialog("Afdrukken: Certificaten"), "Als bestand opslaan…")
    assert (tmp_path / "klassenlijst.pdf").read_bytes() == portrait and no_dialog()
    assert shell.said[-1].arguments["file"] == "klassenlijst.pdf"

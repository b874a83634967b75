"""From a PDF in memory to paper: which printer, and every page drawn as it is. Nothing is written to a disk here.

What the system does with what it was given, such as a queue of its own, is the system's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.errors import Refusal
from app.domain.text import Text
from ui.panel import Shell
from ui.parts.page_picture import image_of

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from app.documents.preview import PagePicture, Pages

SHARPEST = 600
"""Dots per inch: paper shows no more, and a page has 35 million of them."""
_INCH = 72
_SLICE = 200_000
"""Dots."""
_NEARLY_WHOLE = 0.99
"""A page that is this much of its size fits: printers round their paper to whole dots."""


def choose_printer(
    parent: QWidget, name: str, pages: int, chosen: Callable[[QPrinter], None], *, some_pages: bool = True
) -> None:
    """Open the print dialog of the system; tests replace it. `name` is what the queue shows: nobody's name.

    `some_pages`: whether a range may be asked for.
    """
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, some_pages and pages > 1)
    dialog.accepted.connect(lambda *_: chosen(printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own one wants a slot by name


def send(shell: Shell, pdf: bytes, printer: QPrinter, then: Callable[[int], None]) -> None:
    """Print off the GUI thread, with progress and a Cancel button; `then` gets how many pages, 0 when stopped."""
    shell.work(paint, pdf, printer, title=Text("Printing"), then=then)


def paint(
    pdf: bytes, printer: QPrinter, *, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> int:
    """Draw the pages that were asked for. Raises Refusal where the printer does not take them."""
    from app.documents.preview import Pages

    printer.setFullPage(True)
    with Pages(pdf) as pages:
        wanted = pages_of(printer, len(pages.sizes))
        if not wanted:
            raise Refusal(Text("There is no such page. Nothing was printed. Choose other pages."))
        _lay(printer, pages.sizes[wanted[0]])
        painter = QPainter()
        if not painter.begin(printer):
            raise _not_taken()
        try:
            return _paint_each(painter, printer, pages, wanted, progress, cancelled)
        finally:
            painter.end()


def pages_of(printer: QPrinter, total: int) -> list[int]:
    """Which pages, from 0 and in order of printing, with the copies that the printer does not make itself."""
    from PySide6.QtPrintSupport import QPrinter

    wanted = list(range(total))
    if printer.printRange() == QPrinter.PrintRange.PageRange:
        asked = printer.pageRanges()
        first, last = printer.fromPage(), printer.toPage()
        wanted = [page for page in wanted if (
            first <= page + 1 <= last if asked.isEmpty() else asked.contains(page + 1))]
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        wanted.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    return wanted * copies if printer.collateCopies() else [page for page in wanted for _ in range(copies)]


def _paint_each(
    painter: QPainter, printer: QPrinter, pages: Pages, wanted: list[int], progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> int:
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    for number, page in enumerate(wanted):
        if cancelled():
            printer.abort()
            return 0
        if number:
            _lay(printer, pages.sizes[page])
            if not printer.newPage():
                raise _not_taken()
        _paint_page(painter, printer, pages, page)
        progress(number + 1, len(wanted))
    return len(wanted)


def _lay(printer: QPrinter, size: tuple[float, float]) -> None:
    """The paper of a page: its size, upright or on its side."""
    short, long = sorted(size)
    orientation = QPageLayout.Orientation.Landscape if size[0] > size[1] else QPageLayout.Orientation.Portrait
    paper = QPageSize(QSizeF(short, long), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageSize(paper)
    printer.setPageOrientation(orientation)


def _paint_page(painter: QPainter, printer: QPrinter, pages: Pages, page: int) -> None:
    """As large as it is, with its own margins; smaller only where the paper is, and turned where the paper is not."""
    from PySide6.QtPrintSupport import QPrinter

    resolution = printer.resolution()
    width, height = (side / _INCH * resolution for side in pages.sizes[page])
    paper = printer.pageLayout().fullRectPixels(resolution)
    painter.save()
    across, up = paper.width(), paper.height()
    if (width > height) != (across > up):
        painter.translate(across, 0)
        painter.rotate(90)
        across, up = up, across
    shrink = min(1.0, across / width, up / height)
    shrink = 1.0 if shrink > _NEARLY_WHOLE else shrink
    finer = math.ceil(resolution / SHARPEST)
    dot = finer * shrink
    left, above = (across - width * shrink) / 2, (up - height * shrink) / 2
    grey = printer.colorMode() == QPrinter.ColorMode.GrayScale
    for top, band in pages.bands(page, resolution / finer):
        for at, piece in _slices(band, grey):
            painter.drawImage(_place(left, above, dot, top + at, piece), piece)
    painter.restore()


def _slices(band: PagePicture, grey: bool) -> Iterator[tuple[int, QImage]]:
    """Pieces so small that the window is never held up: Qt lets nothing else run while it takes one."""
    whole, rows = image_of(band), max(1, _SLICE // band.width)
    for at in range(0, band.height, rows):
        piece = whole.copy(0, at, band.width, min(rows, band.height - at))
        yield at, piece.convertToFormat(QImage.Format.Format_Grayscale8) if grey else piece


def _place(left: float, above: float, dot: float, top: int, piece: QImage) -> QRect:
    """In whole dots of the printer, so that no white line comes between two pieces."""
    start, end = round(above + top * dot), round(above + (top + piece.height()) * dot)
    return QRect(round(left), start, round(piece.width() * dot), end - start)


def _not_taken() -> Refusal:
    return Refusal(Text(
        "The printer does not take the pages. Check that it is on and connected, and print again; what came out of it "
        "already can be thrown away."))

"""The pages of a document as they will be printed, and then the print dialog of the system or a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QSizePolicy, QWidget

from app.domain.text import Text
from ui.panel import Shell
from ui.parts import printing
from ui.parts.alive import while_alive
from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.page_picture import PageLabel
from ui.words import tr

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from app.documents.preview import PagePicture

_MILLIMETRES = 25.4 / 72
"""In a point."""
_ROOM = QSize(620, 530)
"""In which a page is shown."""


@dataclass(frozen=True, slots=True)
class Document:
    """`name` is what it is called in the queue of a printer, and tells nobody's name; `file` what the file is to be
    called, '' where it is only printed.
    """

    pdf: bytes
    name: str
    file: str = ""


class PrintPreview(FormDialog):
    """`chosen` gets the printer that was chosen; without it the document is printed there. Cancel leaves nothing."""

    def __init__(
        self, parent: QWidget, shell: Shell, document: Document, chosen: Callable[[QPrinter], None] | None = None,
        note: str = "",
    ) -> None:
        super().__init__(parent, tr("Print: {document}", document=document.name), tr("&Print…"))
        self._shell, self._document, self._chosen = shell, document, chosen
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._page = self._asked = 0
        self.sheet = PageLabel()
        self.sheet.setMinimumSize(_ROOM)
        self.sheet.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.back = button_of(tr("P&revious page"), lambda: self.turn(-1))
        self.on = button_of(tr("&Next page"), lambda: self.turn(1))
        self.where = label("", "muted")
        self.fill(self.sheet)
        self._arrange_turning()
        if note:
            self.say_below(note)
        self.verb.setEnabled(False)
        shell.read(page_sizes, document.pdf, then=while_alive(self, self._opened))

    def turn(self, by: int) -> None:
        """To another page, as far as there are."""
        self._page = min(max(0, self._page + by), len(self._sizes) - 1)
        self._show()

    def is_complete(self) -> bool:
        return bool(self._sizes)

    def accept(self) -> None:
        """The system asks which printer; until that is answered this stays."""
        if self.is_complete():
            printing.choose_printer(
                self, self._document.name, len(self._sizes), self._printer_chosen, some_pages=self._chosen is None)

    def save(self) -> None:
        """Keep it as a file instead."""
        target = self._shell.pick_target(Text("Where should the file be kept?"), self._document.file, "PDF (*.pdf)")
        if target:
            self._shell.work(save_file, target, self._document.pdf, title=Text("Writing the file"),
                             then=self._saved, steps=False)
            self.close()

    def _buttons(self) -> QDialogButtonBox:
        box = super()._buttons()
        if self._document.file:
            box.addButton(
                button_of(tr("&Save as a file…"), self.save), QDialogButtonBox.ButtonRole.ActionRole)
        return box

    def _arrange_turning(self) -> None:
        row, holder = QHBoxLayout(), QWidget()
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.where)
        row.addStretch(1)
        row.addWidget(self.on)
        self.fill(holder, 0)

    def _opened(self, sizes: tuple[tuple[float, float], ...]) -> None:
        self._sizes = sizes
        self.check()
        self._show()

    def _show(self) -> None:
        """Draw the page; an answer to an earlier question is dropped."""
        total, size = len(self._sizes), self._sizes[self._page]
        words = tr("Page {n} of {total}, {size}", n=self._page + 1, total=total, size=_paper(size))
        self.where.setText(words)
        self.sheet.setAccessibleName(words)
        self.back.setEnabled(self._page > 0)
        self.on.setEnabled(self._page + 1 < total)
        self._asked += 1
        asked, points = self._asked, min(_ROOM.width() / size[0], _ROOM.height() / size[1])
        width = round(size[0] * points * self.devicePixelRatioF())

        def take(picture: PagePicture) -> None:
            if asked == self._asked:
                self.sheet.show_page(picture)

        self._shell.read(page_drawn, self._document.pdf, self._page, width, then=while_alive(self, take))

    def _printer_chosen(self, printer: QPrinter) -> None:
        chosen = self._chosen or self._print
        super().accept()
        chosen(printer)

    def _print(self, printer: QPrinter) -> None:
        shell = self._shell
        printing.send(shell, self._document.pdf, printer, lambda number: told(shell, number))

    def _saved(self, name: str) -> None:
        self._shell.say(Text("Written to {file}.", file=name))


def told(shell: Shell, number: int) -> None:
    """Say what came of printing."""
    if number:
        shell.say(Text("{n} page sent to the printer.", "{n} pages sent to the printer.", n=number))
    else:
        shell.say(Text("Printing was stopped."))


def page_sizes(_connection: Any, _sight: Any, pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Read like a view: it opens the file."""
    from app.documents.preview import Pages

    with Pages(pdf) as pages:
        return pages.sizes


def page_drawn(_connection: Any, _sight: Any, pdf: bytes, page: int, width: int) -> PagePicture:
    """Read like a view: it draws."""
    from app.documents.preview import page_picture

    return page_picture(pdf, width, page)


def save_file(target: str, pdf: bytes) -> str:
    """Write it and give its name. Nothing here knows Qt: it may run in the worker process."""
    from app.store.files import write_atomically

    write_atomically(Path(target), pdf)
    return Path(target).name


def _paper(size: tuple[float, float]) -> str:
    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QPageSize

    short, long = sorted(size)
    paper = QPageSize(QSizeF(short, long), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    known = paper.id() != QPageSize.PageSizeId.Custom
    name = paper.name() if known else f"{round(short * _MILLIMETRES)} × {round(long * _MILLIMETRES)} mm"
    return tr("{paper} landscape", paper=name) if size[0] > size[1] else tr("{paper} portrait", paper=name)

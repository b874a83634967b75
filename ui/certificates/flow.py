"""From an order to paper or files: choose where, issue, read the sheets as issued, print, say where they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.text import Text
from ui.certificates.dialogs import PrintedDialog
from ui.certificates.print_dialog import PrintOrder
from ui.certificates.printing import example_run, print_files, print_in_memory, print_single
from ui.certificates.ways import ONE_FILE, PRINTER, SIGNED, ask_target
from ui.panel import Shell
from ui.parts import printing
from ui.parts.print_preview import Document, PrintPreview, told
from ui.words import tr

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from app.domain.certificates import CertificateSheet
    from app.domain.seals import Seal


class PrintFlow:
    """One run; `way` is one of `ways`. Where it goes is asked first: who goes back there has issued nothing."""

    def __init__(self, parent: QWidget, shell: Shell, way: str) -> None:
        self._parent, self._shell, self._way = parent, shell, way
        self._target = ""
        self._sheets: tuple[CertificateSheet, ...] = ()
        self._printer: QPrinter | None = None

    def issue(self, order: PrintOrder) -> None:
        """Issue what is due and print it."""
        if self._way == PRINTER:
            self._shell.read(example_run, order.names, order.example, then=lambda pdf: self._preview(
                pdf, lambda: self._issue(order), tr("This is an example: number and square of each certificate come "
                                                    "when it is issued, as soon as you have chosen a printer.")))
        elif self._ask_target(order.issued_on):
            self._issue(order)

    def reprint(self, certificate_ids: tuple[bytes, ...], today: date) -> None:
        """Print what was issued before, exactly as it was."""
        if self._way == PRINTER or self._ask_target(today):
            self._read_sheets(certificate_ids)

    def _ask_target(self, day: date) -> bool:
        self._target = ask_target(self._shell, self._way, day)
        return bool(self._target)

    def _preview(self, pdf: bytes | None, then: Callable[[], None], note: str) -> None:
        """What will be printed, and the printer; only then anything is done."""
        def chosen(printer: QPrinter) -> None:
            self._printer = printer
            then()

        if pdf:
            PrintPreview(self._parent, self._shell, Document(pdf, tr("Certificates")), chosen, note).open()

    def _issue(self, order: PrintOrder) -> None:
        from app.actions.certificates import issue_certificates

        self._shell.act(
            issue_certificates, due=order.due, place=order.place, issued_on=order.issued_on,
            language=order.language, design=order.design, design_id=order.design_id, then=self._issued)

    def _issued(self, changes: Any) -> None:
        ids = tuple(changes.outcome)
        self._shell.say(Text("{n} certificate issued.", "{n} certificates issued.", n=len(ids)))
        self._read_sheets(ids)

    def _read_sheets(self, certificate_ids: tuple[bytes, ...]) -> None:
        from app.views.certificates import certificate_sheets

        self._shell.read(certificate_sheets, certificate_ids, then=self._print)

    def _print(self, sheets: tuple[CertificateSheet, ...]) -> None:
        self._sheets = sheets
        if self._way == SIGNED:
            from app.views.seals import seal_to_sign_with

            self._shell.read(seal_to_sign_with, then=self._sign)
        elif self._way == PRINTER:
            self._work(print_in_memory, then=self._to_printer)
        elif self._way == ONE_FILE:
            self._work(print_single, self._target)
        else:
            self._work(print_files, self._target)

    def _work(self, function: Callable[..., Any], *more: Any, then: Callable[[Any], None] | None = None) -> None:
        self._shell.work(
            function, self._sheets, *more, title=Text("Printing certificates"), then=then or self._printed)

    def _sign(self, seal: Seal | None) -> None:
        """Another desk may have taken it away meanwhile; then the files are not quietly left unsigned."""
        if seal is None:
            self._shell.say(Text("There is no certificate to sign with here any more. Nothing was printed."))
        else:
            self._work(print_files, self._target, seal, self._shell.desk.clock())

    def _to_printer(self, pdf: bytes) -> None:
        if not pdf:
            self._printed(0)
        elif self._printer is None:  # of what was issued before there is a file now, to be looked at first
            PrintPreview(self._parent, self._shell, Document(pdf, tr("Certificates"))).open()
        else:
            printing.send(self._shell, pdf, self._printer, self._sent)

    def _sent(self, number: int) -> None:
        if number:
            told(self._shell, number)
        else:
            self._printed(0)

    def _printed(self, number: int) -> None:
        if number == 0:
            self._shell.say(Text(
                "Printing was stopped. What was issued stands under Issued; print it again from there."))
            return
        target = Path(self._target)
        if self._way == ONE_FILE:
            PrintedDialog(self._parent, number, target.parent, target.name).open()
        else:
            PrintedDialog(self._parent, number, target).open()

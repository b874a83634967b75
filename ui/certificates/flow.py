"""From an order to files: choose where, issue, read the sheets as issued, print, say where they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.text import Text
from ui.certificates.dialogs import PrintedDialog
from ui.certificates.print_dialog import PrintOrder
from ui.certificates.printing import print_files, print_single
from ui.panel import Shell
from ui.words import tr

if TYPE_CHECKING:
    from app.domain.certificates import CertificateSheet

_PDF = "PDF (*.pdf)"


class PrintFlow:
    """One run. The place is asked first: who goes back there has issued nothing."""

    def __init__(self, parent: QWidget, shell: Shell, one_file: bool) -> None:
        self._parent, self._shell, self._one_file = parent, shell, one_file
        self._target = ""

    def issue(self, order: PrintOrder) -> None:
        """Issue what is due and print it."""
        from app.actions.certificates import issue_certificates

        if self._ask_target(order.issued_on):
            self._shell.act(
                issue_certificates, due=order.due, place=order.place, issued_on=order.issued_on,
                language=order.language, design=order.design, design_id=order.design_id, then=self._issued)

    def reprint(self, certificate_ids: tuple[bytes, ...], today: date) -> None:
        """Print what was issued before, exactly as it was."""
        if self._ask_target(today):
            self._read_sheets(certificate_ids)

    def _ask_target(self, day: date) -> bool:
        if self._one_file:
            proposal = f"{tr('certificates')}-{day.isoformat()}.pdf"
            title = Text("Where should the file for the printer be kept?")
            self._target = self._shell.pick_target(title, proposal, _PDF)
        else:
            self._target = self._shell.pick_folder(Text("In which folder should the certificates be kept?"))
        return bool(self._target)

    def _issued(self, changes: Any) -> None:
        ids = tuple(changes.outcome)
        self._shell.say(Text("{n} certificate issued.", "{n} certificates issued.", n=len(ids)))
        self._read_sheets(ids)

    def _read_sheets(self, certificate_ids: tuple[bytes, ...]) -> None:
        from app.views.certificates import certificate_sheets

        self._shell.read(certificate_sheets, certificate_ids, then=self._print)

    def _print(self, sheets: tuple[CertificateSheet, ...]) -> None:
        function = print_single if self._one_file else print_files
        self._shell.work(function, sheets, self._target, title=Text("Printing certificates"), then=self._printed)

    def _printed(self, number: int) -> None:
        if number == 0:
            self._shell.say(Text(
                "Printing was stopped. What was issued stands under Issued; print it again from there."))
            return
        target = Path(self._target)
        if self._one_file:
            PrintedDialog(self._parent, number, target.parent, target.name).open()
        else:
            PrintedDialog(self._parent, number, target).open()

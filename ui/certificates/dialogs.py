"""Print again, correct a name, revoke, and where the files are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from ui.certificates.way_choice import WayChoice
from ui.panel import Shell
from ui.parts.form_dialog import FormDialog
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.certificates import IssuedCertificate


class ReprintDialog(FormDialog):
    """`reprint` gets one of `ways`."""

    def __init__(self, parent: QWidget, shell: Shell, number: int, reprint: Callable[[str], None]) -> None:
        super().__init__(
            parent, tr("Print again"), tr_count("Print {n} certificate", "Print {n} certificates", number))
        self._reprint = reprint
        self.say(tr("Everything stays as it was issued: name, date, place and serial."), "")
        self.way = WayChoice(self, shell)
        self.setMinimumWidth(420)

    def accept(self) -> None:
        way = self.way.chosen()
        super().accept()
        self._reprint(way)


class CorrectDialog(FormDialog):
    """`correct` gets the name as it must be on the paper."""

    def __init__(
        self, parent: QWidget, shell: Shell, row: IssuedCertificate, correct: Callable[[str], None],
    ) -> None:
        super().__init__(parent, tr("Correct the name"), tr("Issue again"))
        self._old, self._correct = row.name_printed, correct
        self.say(tr("The certificate gets a new serial; serial {serial} is revoked. Ask for the old paper back.",
                    serial=shell.veil.value(row.serial, row.participant_id)), "")
        self.name = self.add_line(
            tr("&Name on the certificate"), shell.veil.name(row.name_printed, row.participant_id))
        self.name.selectAll()
        self.name.setEnabled(not shell.veil.on)
        self.say_below(tr("This cannot be undone."))
        self.setMinimumWidth(460)
        self.check()

    def is_complete(self) -> bool:
        """Another name than the one that was printed."""
        name = " ".join(self.name.text().split())
        return self.name.isEnabled() and bool(name) and name != self._old

    def accept(self) -> None:
        if self.is_complete():
            name = " ".join(self.name.text().split())
            super().accept()
            self._correct(name)


class RevokeDialog(FormDialog):
    """`revoke` gets the reason."""

    def __init__(
        self, parent: QWidget, shell: Shell, row: IssuedCertificate, revoke: Callable[[str], None],
    ) -> None:
        super().__init__(parent, tr("Revoke a certificate"), tr("Revoke"))
        self._revoke = revoke
        self.say(tr("Serial {serial} will never be valid again. Ask for the paper back.",
                    serial=shell.veil.value(row.serial, row.participant_id)), "")
        self.reason = self.add_line(tr("&Reason"), required=True)
        self.say_below(tr("This cannot be undone."))
        self.setMinimumWidth(440)

    def accept(self) -> None:
        if self.is_complete():
            reason = self.reason.text().strip()
            super().accept()
            self._revoke(reason)


class PrintedDialog(FormDialog):
    """Says where the files are, and opens the folder; `file` is the one file for the printer, where it is one."""

    def __init__(self, parent: QWidget, number: int, folder: Path, file: str = "") -> None:
        super().__init__(parent, tr("Printed"), tr("&Open the folder"))
        self._folder = folder
        self.say(tr_count(
            "{n} certificate is in {folder}.", "{n} certificates are in {folder}.", number, folder=str(folder)), "")
        if file:
            self.say(tr("The file is called {file}.", file=file), "")
        self.cancel.setText(tr("Close"))
        self.cancel.setAccessibleName(tr("Close"))
        self.setMinimumWidth(420)

    def accept(self) -> None:
        open_folder(self._folder)
        super().accept()


def open_folder(folder: Path) -> None:
    """Show it in the file manager of the system."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

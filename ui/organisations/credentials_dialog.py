"""Shows what an administrator logs in with, once: it is kept nowhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.credentials import Credentials
from app.domain.text import Text
from ui.panel import Shell
from ui.parts.fitted_dialog import FittedDialog, sentence
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.words import language, tr


class CredentialsDialog(FittedDialog):
    """Can only be closed after ticking that it was saved or written down."""

    def __init__(self, parent: QWidget, shell: Shell, given: Credentials) -> None:
        super().__init__(parent)
        self._shell, self._given = shell, given
        self.setWindowTitle(tr("Access for {name}", name=given.organisation))
        self.setAccessibleName(self.windowTitle())
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(sentence(tr(
            "Hand this to {person} in a safe way. It is shown only now and kept nowhere: whoever loses it needs a new "
            "password.", person=given.name)))
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        self.fields = [
            _shown(form, tr("Address of the server"), given.server),
            _shown(form, tr("Code of {the_organisation}"), given.organisation_code),
            _shown(form, tr("User name"), given.username),
            _shown(form, tr("Password"), given.password)]
        column.addLayout(form)
        ways = QWidget()
        flow = FlowLayout(ways)
        self.save = button_of(tr("&Save as a sheet (PDF)…"), self.save_sheet, primary=True)
        flow.addWidget(self.save)
        column.addWidget(ways)
        self.saved = sentence("", "muted")
        self.saved.hide()
        column.addWidget(self.saved)
        self.kept = QCheckBox(tr("&I have saved or written this down"))
        self.kept.setAccessibleName(self.kept.text().replace("&", ""))
        column.addWidget(self.kept)
        self.close_button = button_of(tr("Close"), self.accept)
        self.close_button.setEnabled(False)
        self.kept.toggled.connect(self.close_button.setEnabled)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)

    def save_sheet(self) -> None:
        """Write the sheet where the user says; it holds the password, so the user is told to take care of it."""
        from app.documents.credentials_paper import write_credentials

        name = tr("access {code}.pdf", code=self._given.organisation_code)
        target = self._shell.pick_target(Text("Where should the file be kept?"), name, "PDF (*.pdf)")
        if target:
            sight = self._shell.sight
            self._shell.work(
                write_credentials, self._given, sight.today, sight.profile.words, Path(target), language(),
                title=Text("Writing the file"), then=self._say_saved, steps=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc does not close it: the password would be gone."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def reject(self) -> None:
        if self.kept.isChecked():
            super().reject()

    def _say_saved(self, path: Path) -> None:
        self.saved.setText(tr("Saved in {file}. Delete that file once the sheet was handed out.", file=path.name))
        self.saved.show()


def _shown(form: QFormLayout, title: str, value: str) -> QLineEdit:
    field = QLineEdit(value)
    field.setReadOnly(True)
    field.setAccessibleName(title)
    field.setCursorPosition(0)
    field.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    words = QLabel(title)
    words.setBuddy(field)
    form.addRow(words, field)
    return field

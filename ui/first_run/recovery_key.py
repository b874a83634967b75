"""Shows the recovery key, once. Who loses both passphrase and recovery key loses the data."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.parts.fitted_dialog import FittedDialog, sentence
from ui.parts.headline import button_of
from ui.theme.fonts import sized
from ui.words import tr


class RecoveryKeyDialog(FittedDialog):
    """Can only be closed after ticking that the key is kept. `print_note` and `save_note` get the text of the note.

    `save_note` gives the file that it wrote, '' where it wrote none.
    """

    def __init__(
        self, parent: QWidget | None, name: str, recovery_key: str, print_note: Callable[[str], object],
        save_note: Callable[[str], str],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Recovery key of {name}", name=name))
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        self.setMinimumWidth(520)
        self._key, self._note = recovery_key, _note(name, recovery_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(sentence(tr(
            "Print this key now and keep it where you keep contracts. It is shown only once. Without it, and without "
            "this computer or the passphrase, nobody can open the data, and neither can we.")))
        column.addWidget(_key_field(recovery_key))
        column.addLayout(self._ways(print_note))
        self._save_note = save_note
        self.saved = sentence("", "muted")
        self.saved.hide()
        column.addWidget(self.saved)
        self.kept = QCheckBox(tr("&I have printed, saved or written down this key"))
        self.kept.setAccessibleName(self.kept.text().replace("&", ""))
        column.addWidget(self.kept)
        self.close_button = button_of(tr("&Go on"), self.accept, primary=True)
        self.close_button.setEnabled(False)
        self.kept.toggled.connect(self.close_button.setEnabled)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc does not close it: the key would be gone."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def reject(self) -> None:
        if self.kept.isChecked():
            super().reject()

    def _ways(self, print_note: Callable[[str], object]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(button_of(tr("&Print…"), lambda: print_note(self._note)))
        row.addWidget(button_of(tr("&Save…"), self._save))
        row.addWidget(button_of(tr("&Copy"), lambda: QGuiApplication.clipboard().setText(self._key)))
        row.addStretch(1)
        return row

    def _save(self) -> None:
        file = self._save_note(self._note)
        if file:
            self.saved.setText(tr("The key was saved in {file}.", file=file))
            self.saved.show()


def _key_field(recovery_key: str) -> QLineEdit:
    field = QLineEdit(recovery_key)
    field.setReadOnly(True)
    field.setAccessibleName(tr("Recovery key"))
    field.setFont(sized(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont), 1.15))
    field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return field


def _note(name: str, recovery_key: str) -> str:
    return tr("Recovery key of Leerspoor for {name}\n\n{key}\n\nWith this key, and a backup or this computer, the data "
              "can be opened. Keep it as you keep contracts; do not store it on the same computer.",
              name=name, key=recovery_key)

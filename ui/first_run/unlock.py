"""Asks the passphrase of locked data, or the recovery key instead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.first_run.asking import AskingDialog, secret_field
from ui.first_run.opener import TypedKey
from ui.parts.headline import button_of
from ui.words import tr


class UnlockDialog(AskingDialog):
    """`tried(key)` is called per attempt; `complain` says that it was wrong, `accept` that it was right."""

    def __init__(self, parent: QWidget | None, name: str, tried: Callable[[TypedKey], None]) -> None:
        super().__init__(
            parent, tr("Unlock {name}", name=name),
            tr("The data of {name} are locked with a passphrase. It is not kept on this computer.", name=name),
            tr("&Unlock"), self._try)
        self._tried = tried
        self._kind = "passphrase"
        self.field, self._shown = secret_field()
        self.ask(tr("&Passphrase"), self.field)
        self.form.addRow("", self._shown)
        self.other = button_of(tr("Use the &recovery key instead"), self._other, flat=True)
        self.form.addRow("", self.other)
        self.field.setFocus()

    def complain(self, text: str, field: QLineEdit | None = None) -> None:
        """What was wrong is selected, so that typing again replaces it."""
        super().complain(text, field or self.field)

    def _try(self) -> None:
        if not self.field.text().strip():
            passphrase = self._kind == "passphrase"
            self.complain(tr("Type the passphrase first.") if passphrase else tr("Type the recovery key first."))
            return
        self.wait(True)
        self._tried(TypedKey(self._kind, self.field.text()))

    def _other(self) -> None:
        """Ask for the other of the two; the recovery key stands on paper, so it is shown while typed."""
        recovery = self._kind == "passphrase"
        self._kind = "recovery" if recovery else "passphrase"
        words = tr("&Recovery key") if recovery else tr("&Passphrase")
        self.form.labelForField(self.field).setText(words)  # type: ignore[attr-defined]
        self.field.setAccessibleName(words.replace("&", ""))
        self.field.setPlaceholderText("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX" if recovery else "")
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if recovery else QLineEdit.EchoMode.Password)
        self._shown.setVisible(not recovery)
        self._shown.setChecked(False)
        self.other.setText(tr("Use the &passphrase instead") if recovery else tr("Use the &recovery key instead"))
        self.other.setAccessibleName(self.other.text().replace("&", ""))
        self.problem.hide()
        self.field.clear()
        self.field.setFocus()

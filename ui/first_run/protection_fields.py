"""The fields with which somebody chooses how the data on this computer are locked."""

from __future__ import annotations

from ui.first_run.asking import AskingDialog, secret_field
from ui.parts.labels import label
from ui.words import tr

SHORTEST_PASSPHRASE = 12


class ProtectionFields:
    """Adds its fields to a dialog. Without a keyring a passphrase must be chosen; with one it may."""

    def __init__(self, dialog: AskingDialog, has_keyring: bool) -> None:
        self._has_keyring = has_keyring
        self.passphrase, shown = secret_field()
        self.again, _ = secret_field()
        dialog.ask(tr("Passp&hrase"), self.passphrase)
        dialog.ask(tr("Passphrase a&gain"), self.again)
        shown.toggled.connect(self._show_both)
        dialog.form.addRow("", shown)
        dialog.form.addRow("", label(self._advice(), "muted", wrap=True))

    def wrong(self) -> str:
        """What is not right yet, '' where all is."""
        if self.passphrase.text() != self.again.text():
            return tr("The two passphrases are not the same. Type them again.")
        must = not self._has_keyring or bool(self.passphrase.text())
        if must and len(self.passphrase.text().strip()) < SHORTEST_PASSPHRASE:
            return tr("Choose a passphrase of at least {n} signs, for instance four words.", n=SHORTEST_PASSPHRASE)
        return ""

    def _show_both(self) -> None:
        self.again.setEchoMode(self.passphrase.echoMode())

    def _advice(self) -> str:
        if self._has_keyring:
            return tr("Not needed: the keyring of this computer keeps the key. "
                      "Choose one if others use this computer too.")
        return tr("This computer has no keyring, so Leerspoor asks for the passphrase each time. "
                  "At least {n} signs.", n=SHORTEST_PASSPHRASE)

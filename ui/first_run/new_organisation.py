"""Asks what a new organisation is called, whose licence it uses, and how its data are locked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ui.first_run.asking import AskingDialog, secret_field
from ui.first_run.opener import NewOrganisation
from ui.parts.labels import label
from ui.words import tr

SHORTEST_PASSPHRASE = 12


class NewOrganisationDialog(AskingDialog):
    """Without a keyring a passphrase must be chosen; with one it may."""

    def __init__(
        self, parent: QWidget | None, providers: Sequence[tuple[str, str]], has_keyring: bool,
        answered: Callable[[NewOrganisation], None],
    ) -> None:
        super().__init__(
            parent, tr("New {organisation}"), tr("Choose the provider with care: it cannot be changed later."),
            tr("&Make"), self._answer)
        self._answered, self._has_keyring = answered, has_keyring
        self.name, self.place, self.administrator = QLineEdit(), QLineEdit(), QLineEdit()
        self.provider = QComboBox()
        for code, name in providers:
            self.provider.addItem(name, code)
        self.ask(tr("&Name of the {organisation}"), self.name)
        self.ask(tr("&Place"), self.place)
        self.ask(tr("Pr&ovider"), self.provider)
        self.ask(tr("&Your own name"), self.administrator)
        self.passphrase, shown = secret_field()
        self.again, _ = secret_field()
        self.ask(tr("Passp&hrase"), self.passphrase)
        self.ask(tr("Passphrase a&gain"), self.again)
        shown.toggled.connect(lambda on: self.again.setEchoMode(self.passphrase.echoMode()))
        self.form.addRow("", shown)
        self.form.addRow("", label(self._advice(), "muted", wrap=True))

    def _advice(self) -> str:
        if self._has_keyring:
            return tr("Not needed: the keyring of this computer keeps the key. "
                      "Choose one if others use this computer too.")
        return tr("This computer has no keyring, so Leerspoor asks for the passphrase each time. "
                  "At least {n} signs.", n=SHORTEST_PASSPHRASE)

    def _answer(self) -> None:
        wrong = self._wrong()
        if wrong:
            self.complain(wrong)
            return
        self.wait(True)
        self._answered(NewOrganisation(
            self.name.text().strip(), self.place.text().strip(), str(self.provider.currentData()),
            self.administrator.text().strip(), self.passphrase.text()))

    def _wrong(self) -> str:
        if not self.name.text().strip():
            return tr("Give the {organisation} a name.")
        if not self.administrator.text().strip():
            return tr("Type your own name: it stands beside what you change.")
        if self.passphrase.text() != self.again.text():
            return tr("The two passphrases are not the same. Type them again.")
        must = not self._has_keyring or bool(self.passphrase.text())
        if must and len(self.passphrase.text().strip()) < SHORTEST_PASSPHRASE:
            return tr("Choose a passphrase of at least {n} signs, for instance four words.", n=SHORTEST_PASSPHRASE)
        return ""

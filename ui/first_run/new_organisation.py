"""Asks what a new organisation is called, whose licence it uses, and how its data are locked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ui.first_run.asking import AskingDialog
from ui.first_run.opener import NewOrganisation
from ui.first_run.protection_fields import ProtectionFields
from ui.words import tr


class NewOrganisationDialog(AskingDialog):
    """`answered` is called once everything is filled in."""

    def __init__(
        self, parent: QWidget | None, providers: Sequence[tuple[str, str]], has_keyring: bool,
        answered: Callable[[NewOrganisation], None],
    ) -> None:
        super().__init__(
            parent, tr("New {organisation}"), tr("Choose the provider with care: it cannot be changed later."),
            tr("&Make"), self._answer)
        self._answered = answered
        self.name, self.place, self.administrator = QLineEdit(), QLineEdit(), QLineEdit()
        self.provider = QComboBox()
        for code, name in providers:
            self.provider.addItem(name, code)
        self.ask(tr("&Name of the {organisation}"), self.name)
        self.ask(tr("&Place"), self.place)
        self.ask(tr("Pr&ovider"), self.provider)
        self.ask(tr("&Your own name"), self.administrator)
        self._protection = ProtectionFields(self, has_keyring)
        self.passphrase, self.again = self._protection.passphrase, self._protection.again

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
        return self._protection.wrong()

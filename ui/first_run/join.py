"""Asks with what somebody logs in at the server of an organisation, and how the data here are locked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.errors import Refusal
from ui.first_run.asking import AskingDialog
from ui.first_run.opener import Joining
from ui.first_run.protection_fields import ProtectionFields
from ui.first_run.server_fields import ServerFields
from ui.parts.labels import label
from ui.sync.door import ServerLogin
from ui.words import tr


class JoinDialog(AskingDialog):
    """`answered` is called once everything is filled in; `known` fills in what was typed before."""

    def __init__(
        self, parent: QWidget | None, has_keyring: bool, answered: Callable[[Joining], None],
        known: ServerLogin | None = None,
    ) -> None:
        super().__init__(
            parent, tr("Log in at the server of your {organisation}"),
            tr("Afterwards your data come to this computer, encrypted. You can look around while they come in, "
               "and later go on working without a network."),
            tr("&Log in"), self._answer)
        self._answered = answered
        self.server = ServerFields(self, known)
        self.form.addRow(label(
            tr("How the data on this computer are locked. This is not your password at the server."), wrap=True))
        self.protection = ProtectionFields(self, has_keyring)

    def refused(self, refusal: Refusal) -> None:
        """Said at the field that it is about."""
        self.server.complain(refusal)

    def _answer(self) -> None:
        if not self.server.are_filled():
            return
        wrong = self.protection.wrong()
        if wrong:
            self.complain(wrong, self.protection.again)
            return
        self.wait(True)
        self._answered(Joining(self.server.login(), self.protection.passphrase.text()))

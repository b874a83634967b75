"""The fields with which somebody logs in at the server of an organisation, and which of them a refusal is about."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from app.domain.errors import Refusal
from ui.first_run.asking import AskingDialog, secret_field
from ui.sync.door import ServerLogin
from ui.words import show, tr


class ServerFields:
    """Adds its fields to a dialog."""

    def __init__(self, dialog: AskingDialog, known: ServerLogin | None = None) -> None:
        self._dialog = dialog
        self.address, self.organisation, self.username = QLineEdit(), QLineEdit(), QLineEdit()
        self.password, shown = secret_field()
        self.address.setPlaceholderText("leerspoor.voorbeeld.nl")
        for field, words in (
            (self.address, tr("&Address of the server")), (self.organisation, tr("&Code of the {organisation}")),
            (self.username, tr("&User name")), (self.password, tr("&Password")),
        ):
            dialog.ask(words, field)
        dialog.form.addRow("", shown)
        if known is not None:
            for field, value in zip(self.all(), known, strict=True):
                field.setText(value)

    def all(self) -> tuple[QLineEdit, QLineEdit, QLineEdit, QLineEdit]:
        return self.address, self.organisation, self.username, self.password

    def are_filled(self) -> bool:
        """Where something is missing the dialog says so at that field."""
        asked = (
            tr("Type the address of the server. You get it from whoever made your account."),
            tr("Type the code of your {organisation}."), tr("Type your user name."), tr("Type your password."))
        for field, words in zip(self.all(), asked, strict=True):
            if not field.text().strip():
                self._dialog.complain(words, field)
                return False
        return True

    def login(self) -> ServerLogin:
        """An address without a scheme is meant to be a safe one."""
        typed = self.address.text().strip()
        address = typed if "://" in typed else f"https://{typed}"
        return ServerLogin(address, self.organisation.text().strip(), self.username.text().strip(),
                           self.password.text())

    def complain(self, refusal: Refusal) -> None:
        """The reasons stand at the field that they are about, where that is known."""
        fields = {"log in": self.password, "later": self.address, "address": self.address,
                  "organisation": self.organisation}
        words = "\n".join(show(reason) for reason in refusal.reasons)
        self._dialog.complain(words, fields.get(refusal.remedy or ""))

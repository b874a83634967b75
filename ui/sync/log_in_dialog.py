"""Asks the password once more, after the server refused the session of this device."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.errors import Refusal
from ui.first_run.asking import AskingDialog, secret_field
from ui.words import show, tr


class LogInDialog(AskingDialog):
    """`tried(password)` is called per attempt; `accept` says that it was right, `refused` that it was not."""

    def __init__(self, parent: QWidget | None, username: str, tried: Callable[[str], None]) -> None:
        super().__init__(
            parent, tr("Log in again"),
            tr("The server asks {name} to log in again. What you did is kept on this computer and is sent afterwards. "
               "You may also do this later.", name=username),
            tr("&Log in"), self._try)
        self._tried = tried
        self.password, shown = secret_field()
        self.ask(tr("&Password"), self.password)
        self.form.addRow("", shown)
        self.password.setFocus()

    def refused(self, refusal: Refusal) -> None:
        self.complain("\n".join(show(reason) for reason in refusal.reasons), self.password)

    def _try(self) -> None:
        if not self.password.text().strip():
            self.complain(tr("Type your password."), self.password)
            return
        self.wait(True)
        self._tried(self.password.text())

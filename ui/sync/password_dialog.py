"""Asks for a password of one's own at the server: at once after a first one that another made, or at any time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.errors import Refusal
from ui.first_run.asking import AskingDialog, secret_field
from ui.words import show, tr


class PasswordDialog(AskingDialog):
    """`tried(old, new)` is called per attempt; `accept` says that it counts, `refused` that it does not.

    `is_first`: somebody came with a password that works only once, and is not asked for it again; `old` is then empty.
    """

    def __init__(self, parent: QWidget | None, is_first: bool, tried: Callable[[str, str], None]) -> None:
        super().__init__(
            parent, tr("Choose your password") if is_first else tr("Change your password"),
            tr("You logged in with a password that somebody else made and that works only once. Choose one that only "
               "you know; after that your data come to this computer.") if is_first else
            tr("The new password counts at once. Other computers on which you are logged in ask for it at their next "
               "contact."),
            tr("&Use this password"), self._try)
        self._tried = tried
        (self.old, _), (self.new, shown), (self.again, _) = secret_field(), secret_field(), secret_field()
        if not is_first:
            self.ask(tr("Your password &now"), self.old)
        self.ask(tr("&New password"), self.new)
        self.ask(tr("New password &again"), self.again)
        for field in (self.old, self.again):
            shown.toggled.connect(lambda on, field=field: field.setEchoMode(
                QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password))
        self.form.addRow("", shown)
        self._first = self.new if is_first else self.old
        self._first.setFocus()

    def refused(self, refusal: Refusal) -> None:
        """Said at the field that it is about."""
        about_old = refusal.remedy == "log in" and self._first is self.old
        self.complain("\n".join(show(reason) for reason in refusal.reasons), self.old if about_old else self.new)

    def _try(self) -> None:
        if not self._first.text():
            self.complain(tr("Type your password."), self._first)
        elif not self.new.text():
            self.complain(tr("Type a new password."), self.new)
        elif self.new.text() != self.again.text():
            self.complain(tr("The two are not the same. Type the new password twice."), self.again)
        else:
            self.wait(True)
            self._tried(self.old.text(), self.new.text())

"""Another first password, for an administrator who lost the sheet before logging in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.licences.fault_form import FaultForm
from ui.words import tr


class PasswordDialog(FaultForm):
    """`submit` gets the user name. It closes only once the server has done it."""

    def __init__(self, parent: QWidget, organisation: str, submit: Callable[[str], None]) -> None:
        super().__init__(parent, tr("New password for {name}", name=organisation), tr("&Make a new password"))
        self._give = submit
        self.say(tr(
            "Be sure that it is the {administrator} who asks: call back on a number that you know. The password on the "
            "earlier sheet stops working at once. Who has logged in before keeps the own password."))
        self.username = QLineEdit()
        self.add_field(tr("&User name of the {administrator}"), self.username)
        self.watch("username", self.username)
        self.setMinimumWidth(520)
        self.check()

    def faults(self) -> Mapping[str, str]:
        if self.username.text().strip():
            return {}
        return {"username": tr("This must be filled in. Nothing was recorded.")}

    def accept(self) -> None:
        if self.is_complete():
            self._give(self.username.text().strip())

    def done_making(self) -> None:
        """The server has made it."""
        self.done(int(self.DialogCode.Accepted))

"""A first password, made by the server: for an administrator, or by one for a coach."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.licences.fault_form import FaultForm
from ui.words import tr


class FirstPasswordDialog(FaultForm):
    """`make` gets the user name, which is `fixed` where there is a login already. `about` says what it does.

    It closes only once the server has done it.
    """

    def __init__(
        self, parent: QWidget, title: str, verb: str, about: str, label: str, make: Callable[[str], None],
        username: str = "", fixed: bool = False,
    ) -> None:
        super().__init__(parent, title, verb)
        self._make = make
        self.say(about)
        self.username = QLineEdit(username)
        self.username.setReadOnly(fixed)
        self.add_field(label, self.username)
        self.watch("username", self.username)
        self.setMinimumWidth(500)
        self.check()

    def faults(self) -> Mapping[str, str]:
        if self.username.text().strip():
            return {}
        return {"username": tr("This must be filled in. Nothing was recorded.")}

    def accept(self) -> None:
        if self.is_complete():
            self._make(self.username.text().strip())

    def done_making(self) -> None:
        """The server has made it."""
        self.done(int(self.DialogCode.Accepted))


def for_administrator(parent: QWidget, organisation: str, make: Callable[[str], None]) -> FirstPasswordDialog:
    """Another one, for who lost the sheet before logging in."""
    return FirstPasswordDialog(
        parent, tr("New password for {name}", name=organisation), tr("&Make a new password"), tr(
            "Be sure that it is the {administrator} who asks: call back on a number that you know. The password on the "
            "earlier sheet stops working at once. Who has logged in before keeps the own password."),
        tr("&User name of the {administrator}"), make)


def for_coach(
    parent: QWidget, name: str, username: str, is_new: bool, make: Callable[[str], None],
) -> FirstPasswordDialog:
    """The first one with the login, or another one for a login that there is."""
    about = tr(
        "The server makes a password that works once. It is shown once, for you to hand out; the {coach} then "
        "chooses another one.") if is_new else tr(
        "There is a login already. A new password ends the old one: every computer of this {coach} asks for it. "
        "Be sure that it is the {coach} who asks.")
    return FirstPasswordDialog(
        parent, tr("Login of {name}", name=name), tr("&Make a password"), about, tr("&User name"), make, username,
        fixed=not is_new)

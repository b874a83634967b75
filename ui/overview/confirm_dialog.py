"""Look through what is kept of the organisation, correct the contact person, and say that it is still right (A-3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.text import Text
from app.domain.wrong_fields import missing
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.facts import FactLine, Facts
from ui.words import show, show_date, tr

if TYPE_CHECKING:
    from app.views.contacts import OwnCard


def look_through(parent: QWidget, shell: Shell) -> None:
    """Open the dialog, once what it shows is read."""
    from app.views.contacts import own_card

    shell.read(own_card, then=lambda card: ConfirmDialog(parent, shell, card).open())


class ConfirmDialog(FaultForm):
    """The contact person is recorded anew only where something about it was changed."""

    def __init__(self, parent: QWidget, shell: Shell, card: OwnCard) -> None:
        super().__init__(parent, tr("Is this still right?"), tr("&Still right"), self._confirm)
        self._shell, self._card = shell, card
        self.say(tr("The licensor must be able to rely on this. Name and place are changed under Settings."))
        facts = Facts([
            FactLine(tr("Name"), card.name), FactLine(tr("Place"), card.place or "–"),
            FactLine(tr("Last confirmed"), show_date(card.confirmed_on) if card.confirmed_on else tr("never")),
        ])
        self.above.addWidget(facts)
        self.say(tr("Contact person for breaches: whom the licensor calls at once."), "heading")
        before = card.contact
        self.name = self.watched_line("name", tr("&Name"), value=before.name if before else shell.sight.actor.name)
        self.role = self.watched_line("role", tr("&Position"), value=before.role if before else "")
        self.email = self.watched_line("email", tr("&E-mail"), value=before.email if before else "")
        self.phone = self.watched_line("phone", tr("&Telephone"), value=before.phone if before else "")
        self.setMinimumWidth(520)
        self.check()

    def arguments(self) -> dict[str, Any]:
        return {"name": self.name.text().strip(), "role": self.role.text().strip(),
                "email": self.email.text().strip(), "phone": self.phone.text().strip()}

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "phone"):
            return {}
        given = self.arguments()
        found = {} if given["name"] else {"name": show(missing("name").reason)}
        if not (given["email"] or given["phone"]):
            found["email"] = tr("Fill in an e-mail address or a telephone number. Nothing was recorded.")
        return found

    def _confirm(self) -> None:
        from app.actions.contacts import record_contact

        before, given = self._card.contact, self.arguments()
        if before is not None and given == {
            "name": before.name, "role": before.role, "email": before.email, "phone": before.phone,
        }:
            self._say_still_right()
        else:
            self._shell.act(record_contact, **given, then=lambda _changes: self._say_still_right())

    def _say_still_right(self) -> None:
        from app.actions.contacts import confirm_data

        shell = self._shell
        shell.act(confirm_data, then=lambda _changes: shell.say(
            Text("Confirmed: the data of {the_organisation} is still right."), undoable=True))

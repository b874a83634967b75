"""A new organisation: its card, the account of its administrator, and the licence it begins with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.contract.new_organisation import (
    NewLicence,
    NewOrganisation,
    check_organisation,
    proposed_code,
    proposed_username,
)
from app.domain.contract.order import Order, check_overlap
from app.domain.wrong_fields import WrongField
from ui.licences.fault_form import FaultForm
from ui.organisations.licence_fields import LicenceFields
from ui.panel import Shell
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.catalogue import PackageRow
    from app.views.orders import OrderBasis


class NewOrganisationDialog(FaultForm):
    """`make` gets the organisation and what `conclude_agreement` takes. It closes only once that was done."""

    def __init__(
        self, parent: QWidget, shell: Shell, packages: Sequence[PackageRow],
        make: Callable[[NewOrganisation, dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("New organisation"), tr("&Make"))
        self._shell, self._make = shell, make
        self._licence: LicenceFields | None = None
        self.say(tr("The organisation is made on the server. Its {administrator} gets access with what you hand out."))
        self.name = self.watched_line("name", tr("Na&me of the organisation"))
        self.place = QLineEdit()
        self.add_field(tr("P&lace"), self.place)
        self.code = self.watched_line("code", tr("C&ode, typed at the first log-in"))
        self.administrator = self.watched_line("administrator", tr("Name of the {administrator}"))
        self.username = self.watched_line("username", tr("&User name"))
        with self.beside():
            self._licence = LicenceFields(self, packages, shell.sight.profile, shell.sight.today)
        self.outcome = self.say_below("", "")
        self.say_below(tr("The server makes a password. It is shown once, for you to hand out."))
        self.name.textEdited.connect(lambda typed: self._propose(self.code, proposed_code(typed)))
        self.administrator.textEdited.connect(lambda typed: self._propose(self.username, proposed_username(typed)))
        self.code.textEdited.connect(lambda _typed: self._typed.add(self.code))
        self.username.textEdited.connect(lambda _typed: self._typed.add(self.username))
        self._typed: set[QLineEdit] = set()
        self.setMinimumWidth(1000)
        self.check()

    def organisation(self) -> NewOrganisation:
        return NewOrganisation(
            self.name.text().strip(), self.place.text().strip(), self.code.text().strip(),
            self.administrator.text().strip(), self.username.text().strip())

    def faults(self) -> Mapping[str, str]:
        wrong = check_organisation(self.organisation())
        if self._licence is not None:
            wrong += self._licence.wrong(self._shell.sight.today)
        return {one.field: show(one.reason) for one in reversed(wrong)}

    def check(self) -> None:
        if not hasattr(self, "outcome") or self._licence is None:
            return  # still being built
        self.outcome.setText(self._licence.told())
        super().check()

    def accept(self) -> None:
        """It stays open until the server has done it: what was typed is not lost where it could not."""
        if self.is_complete() and self._licence is not None:
            self._make(self.organisation(), self._licence.arguments())

    def done_making(self) -> None:
        """The server has made it."""
        self.done(int(self.DialogCode.Accepted))

    def _propose(self, line: QLineEdit, value: str) -> None:
        """As long as nobody typed another one."""
        if line not in self._typed:
            line.setText(value)


class NewAgreementDialog(FaultForm):
    """A further agreement of an organisation, or its first; `basis` tells what runs there. It closes only once it
    was recorded.
    """

    def __init__(
        self, parent: QWidget, shell: Shell, organisation: str, packages: Sequence[PackageRow], basis: OrderBasis,
        submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("New agreement of {name}", name=organisation), tr("&Record"))
        self._shell, self._submit_licence, self._basis = shell, submit, basis
        self._licence: LicenceFields | None = None
        self.say(tr("You record what was concluded. Signatures and mandates are recorded by the organisation itself."))
        self.outcome = self.say_below("", "")
        self.adds_to = self.add_choice(tr("Bes&ide"), [(None, tr("no other agreement")), *(
            (one.id, tr("agreement {number} ({package})", number=one.number, package=one.package))
            for one in basis.adds_to)])
        self.form.setRowVisible(self.adds_to, bool(basis.adds_to))
        self.adds_to.currentIndexChanged.connect(lambda _index: self.check())
        self._licence = LicenceFields(self, packages, shell.sight.profile, shell.sight.today)
        self.setMinimumWidth(560)
        self.check()

    def faults(self) -> Mapping[str, str]:
        if self._licence is None:
            return {}
        wrong = (*self._licence.wrong(self._shell.sight.today), *self._overlap(self._licence.licence()))
        return {one.field: show(one.reason) for one in reversed(wrong)}

    def check(self) -> None:
        if self._licence is None:
            return  # still being built
        self.outcome.setText(self._licence.told())
        super().check()

    def accept(self) -> None:
        """It stays open until it was recorded: what was typed is not lost where it is refused."""
        if self.is_complete() and self._licence is not None:
            self._submit_licence(self._licence.arguments() | {"supplements_id": self.adds_to.currentData()})

    def done_recording(self) -> None:
        self.done(int(self.DialogCode.Accepted))

    def _overlap(self, made: NewLicence) -> tuple[WrongField, ...]:
        """With an agreement that runs on these days too, unless it is meant to run beside it."""
        beside = next((one.number for one in self._basis.adds_to if one.id == self.adds_to.currentData()), "")
        order = Order(made.number, made.package, made.seats, (), (), None, made.starts_on, made.months, beside)
        return check_overlap(self._shell.sight.profile.code, order, self._basis.running)

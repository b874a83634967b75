"""The steps of an order as they are filled in: who sent it, what the licensor answered, why it was withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.contract.authority import Act, wrong_signatory
from app.domain.permissions import Role
from app.domain.wrong_fields import missing, only_wrong, wrong_future, wrong_order
from app.store.resources import load_profile
from ui.licences.fault_form import FaultForm
from ui.licences.signer import SignerFields
from ui.panel import Shell
from ui.parts.form_dialog import FormDialog, day_of
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.agreements import MandateRow
    from app.views.orders import OrderRow

Submit = Callable[[dict[str, Any]], None]
_WIDTH = 500


class SendDialog(FaultForm):
    """Who sent it, for the organisation; nothing leaves this computer but the record of it."""

    def __init__(
        self, parent: QWidget, shell: Shell, row: OrderRow, mandates: Sequence[MandateRow], submit: Submit,
    ) -> None:
        super().__init__(parent, tr("Send order {number}", number=row.number), tr("&Record as sent"),
                         lambda: submit(self.arguments()))
        self._row, self._today = row, shell.sight.today
        self.say(tr(
            "From here on it binds {the_organisation} once {licensor} accepts. Send the confirmation (PDF) along, or "
            "let {licensor} read it here.", licensor=load_profile(row.kept.row["provider"]).licensor))
        self.day = self.add_date(tr("Or&dered on"), self._today)
        self.watch("ordered_on", self.day)
        self.signer = SignerFields(self, shell, tr("Ordered &by"), self.check)
        self.watch("signatory", self.signer.name)
        self.signer.show_mandates(mandates)
        self.setMinimumWidth(_WIDTH)

    def arguments(self) -> dict[str, Any]:
        return {"order_id": self._row.id, "ordered_on": day_of(self.day).isoformat(),
                "signatory": self.signer.arguments()}

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "signer"):
            return {}
        authority, day = load_profile(self._row.kept.row["provider"]).order.authority, day_of(self.day)
        return _said(only_wrong((
            wrong_future("ordered_on", day, self._today),
            wrong_signatory(authority, self.signer.signatory(), Act.CONCLUDE, day, "signatory"))))


class AnswerDialog(FaultForm):
    """Accepted or declined: by the licensor itself, or as the administrator records it, with what shows it."""

    def __init__(
        self, parent: QWidget, shell: Shell, row: OrderRow, accepts: bool, submit: Submit,
    ) -> None:
        title = tr("Order {number} is accepted", number=row.number) if accepts else tr(
            "Order {number} is declined", number=row.number)
        super().__init__(parent, title, tr("&Accept") if accepts else tr("&Decline"),
                         lambda: submit(self.arguments()))
        self._row, self._accepts, self._today = row, accepts, shell.sight.today
        self._by_licensor = shell.sight.actor.role is Role.LICENSOR
        if not self._by_licensor:
            self.say(tr("You record what {licensor} answered, and what shows it.",
                        licensor=load_profile(row.kept.row["provider"]).licensor))
        self.day = self.add_date(tr("Answered &on"), self._today)
        self.watch("answered_on", self.day)
        self.who = self.watched_line("answered_by", tr("Answered &by"), tr("name and position"))
        self.proof = self.watched_line("proof", tr("&Proof"), tr("such as the e-mail with the answer"))
        self.reason = self.watched_line("reason", tr("&Reason"))
        for field in (self.who, self.proof):
            self.form.setRowVisible(field, not self._by_licensor)
        self.form.setRowVisible(self.reason, not accepts)
        self.setMinimumWidth(_WIDTH)
        self.check()

    def arguments(self) -> dict[str, Any]:
        given = {"order_id": self._row.id, "answered_on": day_of(self.day).isoformat(),
                 "answered_by": self.who.text().strip(), "proof": self.proof.text().strip()}
        return given if self._accepts else given | {"reason": self.reason.text().strip()}

    def faults(self) -> Mapping[str, str]:
        day, ordered = day_of(self.day), date.fromisoformat(self._row.kept.row["ordered_on"])
        needed = {} if self._by_licensor else {"answered_by": self.who, "proof": self.proof}
        needed |= {} if self._accepts else {"reason": self.reason}
        return _said(only_wrong((
            wrong_future("answered_on", day, self._today), wrong_order("answered_on", ordered, day),
            *(None if field.text().strip() else missing(name) for name, field in needed.items()))))


class WithdrawOrderDialog(FormDialog):
    """An order that was not accepted yet can be withdrawn."""

    def __init__(self, parent: QWidget, row: OrderRow, submit: Submit) -> None:
        super().__init__(parent, tr("Withdraw order {number}", number=row.number), tr("&Withdraw"),
                         lambda: submit({"order_id": row.id, "reason": self.reason.text().strip()}))
        self.say(tr("It stays in the list as withdrawn. Tell the other party if it was sent."))
        self.reason = self.add_line(tr("&Reason"))
        self.reason.setPlaceholderText(tr("may stay empty"))
        self.setMinimumWidth(_WIDTH)


def _said(wrong: Sequence[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in wrong:
        found.setdefault(one.field, show(one.reason))
    return found

"""Record the day on which it was delivered: from then on the warranty runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.contract.agreement import check_delivery
from ui.licences.agreement_steps import tell_delivered
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.form_dialog import day_of
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.agreements import AgreementBasis


class DeliveryDialog(FaultForm):
    """One day."""

    def __init__(self, parent: QWidget, shell: Shell, basis: AgreementBasis) -> None:
        super().__init__(parent, tr("Day of delivery"), tr("&Record"))
        self._shell, self._basis = shell, basis
        self.say(tr("On this day the {administrator} got access. Where the terms give a warranty, it runs from then."))
        self.day = self.add_date(tr("Deliv&ered on"), shell.sight.today)
        self.watch("delivered_on", self.day)
        self.setMinimumWidth(420)
        self.check()

    def faults(self) -> Mapping[str, str]:
        wrong = check_delivery(self._basis.terms.agreement, day_of(self.day), self._shell.sight.today)
        return {one.field: show(one.reason) for one in wrong}

    def accept(self) -> None:
        if self.is_complete():
            tell_delivered(self._shell, {
                "agreement_id": self._basis.agreement_id, "delivered_on": day_of(self.day).isoformat()})
            super().accept()

"""Record the day on which it was delivered: from then on the warranty runs."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.domain.wrong_fields import wrong_future
from ui.licences.agreement_steps import tell_delivered
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.form_dialog import day_of
from ui.words import show, tr


class DeliveryDialog(FaultForm):
    """One day."""

    def __init__(self, parent: QWidget, shell: Shell, agreement_id: bytes) -> None:
        super().__init__(parent, tr("Day of delivery"), tr("&Record"))
        self._shell, self._agreement_id = shell, agreement_id
        self.say(tr("On this day the {administrator} got access. Where the terms give a warranty, it runs from then."))
        self.day = self.add_date(tr("Deliv&ered on"), shell.sight.today)
        self.watch("delivered_on", self.day)
        self.setMinimumWidth(420)
        self.check()

    def faults(self) -> Mapping[str, str]:
        wrong = wrong_future("delivered_on", day_of(self.day), self._shell.sight.today)
        return {wrong.field: show(wrong.reason)} if wrong is not None else {}

    def accept(self) -> None:
        if self.is_complete():
            tell_delivered(self._shell, {
                "agreement_id": self._agreement_id, "delivered_on": day_of(self.day).isoformat()})
            super().accept()

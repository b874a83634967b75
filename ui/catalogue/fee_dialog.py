"""A fee of a round of prices, line by line, each with where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.licences.computation import ComputationLines
from ui.parts.form_dialog import FormDialog
from ui.words import tr

if TYPE_CHECKING:
    from app.domain.billing.computation import Computation


class FeeDialog(FormDialog):
    """Something to read, and Close."""

    def __init__(self, parent: QWidget, package: str, computation: Computation) -> None:
        from app.views.invoices import Amount

        super().__init__(parent, tr("Computation of the fee: {package}", package=package), tr("Close"))
        self.close_only()
        self.fill(ComputationLines(Amount(computation.label, computation)))
        self.resize(820, 300)

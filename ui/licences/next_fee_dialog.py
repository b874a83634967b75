"""What the fee becomes in the next period by the price index: each part line by line, or which figure is missing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.billing.amount import Amount
from ui.licences.computation import ComputationLines
from ui.parts.card import Card, bare
from ui.parts.facts import FactLine, Facts
from ui.parts.flow import FlowLayout
from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.parts.scroll import scrolled
from ui.words import show, show_date, show_money, show_number, tr

if TYPE_CHECKING:
    from app.views.indexing import MissingIndex, NextFee, NextPrice


class NextFeeDialog(FormDialog):
    """`record` opens the form for a figure; `invoice` gets the lines of an invoice at the new prices."""

    def __init__(
        self, parent: QWidget, fee: NextFee, record: Callable[[MissingIndex], None],
        invoice: Callable[[list[dict[str, Any]]], None],
    ) -> None:
        super().__init__(parent, tr("Fee of the next period: agreement {number}", number=fee.number), tr("Close"))
        self.close_only()
        self._fee, self._record, self._invoice = fee, record, invoice
        if fee.begins is not None:
            self.say(tr("The next period begins on {day}. Prices are without VAT.", day=show_date(fee.begins)))
        if fee.why is not None:
            self.say(show(fee.why), "")
        page = QWidget()
        column = QVBoxLayout(page)
        bare(column, 12)
        column.setContentsMargins(0, 0, 8, 0)
        for part in fee.parts:
            column.addWidget(_part(part))
        if fee.total is not None:
            card = Card(show(fee.total.label))
            card.fill(ComputationLines(Amount(fee.total.label, fee.total)), 1)
            column.addWidget(card)
        column.addStretch(1)
        self.fill(scrolled(page, tr("Fee of the next period")))
        self.fill(self._ways_on(), 0)
        self.resize(860, 620 if fee.total is not None else 380)

    def lines(self) -> list[dict[str, Any]]:
        """The parts as lines of an invoice, at the new price of one."""
        return [
            {"description": show(part.what), "quantity": part.quantity, "unit_cents": part.indexed.unit.cents}
            for part in self._fee.parts if part.indexed is not None]

    def _ways_on(self) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row)
        for missing in self._fee.missing:
            words = tr("Record the index of {month}…", month=f"{missing.month:%m-%Y}")
            flow.addWidget(button_of(words, partial(self._go, partial(self._record, missing))))
        if self._fee.total is not None:
            flow.addWidget(button_of(
                tr("Record an &invoice at these prices…"), lambda: self._go(lambda: self._invoice(self.lines()))))
        return row

    def _go(self, then: Callable[[], None]) -> None:
        self.reject()
        then()


def _part(part: NextPrice) -> QWidget:
    """The price of one until now and from then on, with the figures, and so many of it."""
    card = Card(show(part.what))
    if part.indexed is None or part.whole is None:
        card.fill(Facts([FactLine(tr("Price until now"), tr("{quantity} × {price}", quantity=show_number(part.quantity),
                                                             price=show_money(part.unit_cents)))]), 1)
        return card
    both = QWidget()
    column = QVBoxLayout(both)
    bare(column, 8)
    column.addWidget(ComputationLines(Amount(part.indexed.unit.label, part.indexed.unit)))
    column.addWidget(ComputationLines(Amount(part.whole.label, part.whole)))
    card.fill(both, 1)
    return card

"""The chosen invoice beside the list: its amounts, each of which opens, what stands on it, and what was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.licences.invoice_words import amount_words, form_words
from ui.parts.facts import FactLine, Facts, rule, selectable
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show, show_money, show_short_date, tr

if TYPE_CHECKING:
    from app.domain.billing.amount import Amount
    from app.views.invoices import BookingRow, InvoicePage, SentRow, WithdrawnRow


class AmountsView(QWidget):
    """`opened` gets the number of the amount, as in `InvoicePage.amounts`."""

    def __init__(self, opened: Callable[[int], None]) -> None:
        super().__init__()
        self._opened = opened
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)

    def show_page(self, page: InvoicePage) -> None:
        self._clear()
        said: set[str] = set()
        for number, amount in enumerate(page.amounts):
            self._add(3 * number, number, amount)
            why = show(amount.why) if amount.why is not None else ""
            if why and why not in said:
                said.add(why)
                words = selectable(label(why, "muted", wrap=True))
                words.setContentsMargins(0, 0, 0, 6)
                self._grid.addWidget(words, 3 * number + 1, 0, 1, 2)
            self._grid.addWidget(rule(), 3 * number + 2, 0, 1, 2)
        facts = Facts(_facts(page))
        facts.setContentsMargins(0, 10, 0, 0)
        self._grid.addWidget(facts, 3 * len(page.amounts), 0, 1, 2)
        for at, gone in enumerate(page.withdrawn, 3 * len(page.amounts) + 1):
            self._grid.addWidget(WithdrawnLine(gone), at, 0, 1, 2)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _add(self, row: int, number: int, amount: Amount) -> None:
        what, money = show(amount.label), amount_words(amount)
        button = button_of(money, lambda: self._opened(number), flat=True)
        button.setAccessibleName(tr("{what}: {money}, show the computation", what=what, money=money))
        button.setToolTip(tr("Show the computation"))
        shown = selectable(label(what, wrap=True))
        shown.setContentsMargins(0, 5, 0, 5)
        self._grid.addWidget(shown, row, 0)
        self._grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()


class WithdrawnLine(QWidget):
    """Struck through what was withdrawn, and under it when and why; it speaks as one text."""

    def __init__(self, gone: WithdrawnRow) -> None:
        super().__init__()
        said = tr("Withdrawn on {day}: {reason}", day=show_short_date(gone.day), reason=gone.reason)
        self.setAccessibleName(f"{show(gone.what)}. {said}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(2)
        what = selectable(label(show(gone.what), wrap=True))
        font = what.font()
        font.setStrikeOut(True)
        what.setFont(font)
        column.addWidget(what)
        column.addWidget(selectable(label(said, "muted", wrap=True)))


def _facts(page: InvoicePage) -> list[FactLine]:
    """What was filled in, and what was sent, in order."""
    names_booked = {"payment": tr("Paid"), "credit": tr("Credited")}
    booked = [FactLine(names_booked[one.kind], _booked(one)) for one in page.booked]
    stands = ((tr("Purchase order"), page.details["purchase_order"]), (tr("Cost centre"), page.details["cost_centre"]))
    names = {"letter": tr("Letter sent"), "reminder": tr("Reminder sent")}
    sent = [FactLine(names[one.kind], _sent(one)) for one in page.sent]
    return [*(FactLine(what, value) for what, value in stands if value), *booked, *sent]


def _booked(one: BookingRow) -> str:
    told = tr("{day}: {money}", day=show_short_date(one.day), money=show_money(one.cents))
    return f"{told} ({one.reference})" if one.reference else told


def _sent(one: SentRow) -> str:
    told = tr("{day}, {form}", day=show_short_date(one.sent), form=form_words(one.form))
    if one.received is None:
        return told
    return tr("{told}; received on {day}", told=told, day=show_short_date(one.received))

"""The chosen invoice beside the list: its amounts, each of which opens, what stands on it, and what was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.licences.invoice_words import amount_words, form_words
from ui.parts.card import bare
from ui.parts.facts import FactLine, Facts, rule, selectable
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show, show_money, show_short_date, tr

if TYPE_CHECKING:
    from app.domain.billing.amount import Amount
    from app.views.invoices import BookingRow, InvoicePage, SentRow, WithdrawnRow


class AmountsView(QWidget):
    """`opened` gets the number of the amount, as in `InvoicePage.amounts`.

    Of another invoice the same parts say something else, so that who goes through the list does not wait for new ones.
    """

    def __init__(self, opened: Callable[[int], None]) -> None:
        super().__init__()
        self._opened = opened
        self._amounts: list[AmountLine] = []
        self._facts = Facts()
        self._facts.setContentsMargins(0, 10, 0, 0)
        self._withdrawn: list[WithdrawnLine] = []
        self._column = QVBoxLayout(self)
        bare(self._column)
        self._column.addWidget(self._facts)
        self._column.addStretch(1)

    def show_page(self, page: InvoicePage) -> None:
        while len(self._amounts) < len(page.amounts):
            self._add(len(self._amounts))
        said: set[str] = set()
        for line, amount in zip(self._amounts, page.amounts, strict=True):
            why = show(amount.why) if amount.why is not None else ""
            line.show_amount(amount, "" if why in said else why)
            said.add(why)
        self._facts.show_lines(_facts(page))
        self._show_withdrawn(page.withdrawn)

    def _add(self, number: int) -> None:
        line = AmountLine(lambda: self._opened(number))
        self._amounts.append(line)
        self._column.insertWidget(number, line)

    def _show_withdrawn(self, gone: tuple[WithdrawnRow, ...]) -> None:
        for line in self._withdrawn:
            line.hide()
            line.deleteLater()
        self._withdrawn = [WithdrawnLine(row) for row in gone]
        for line in self._withdrawn:
            self._column.insertWidget(self._column.count() - 1, line)


class AmountLine(QWidget):
    """What it is, the amount as a button that opens its computation, and under it why there is none."""

    def __init__(self, opened: Callable[[], None]) -> None:
        super().__init__()
        self._what, self._why = selectable(label("", wrap=True)), selectable(label("", "muted", wrap=True))
        self._what.setContentsMargins(0, 5, 0, 5)
        self._why.setContentsMargins(0, 0, 0, 6)
        self._button = button_of("", opened, flat=True)
        self._button.setToolTip(tr("Show the computation"))
        grid = QGridLayout(self)
        bare(grid)
        grid.setHorizontalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._what, 0, 0)
        grid.addWidget(self._button, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._why, 1, 0, 1, 2)
        grid.addWidget(rule(), 2, 0, 1, 2)

    def show_amount(self, amount: Amount, why: str) -> None:
        what, money = show(amount.label), amount_words(amount)
        self._what.setText(what)
        self._button.setText(money)
        self._button.setAccessibleName(tr("{what}: {money}, show the computation", what=what, money=money))
        self._why.setText(why)
        self._why.setVisible(bool(why))


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

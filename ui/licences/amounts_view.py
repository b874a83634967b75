"""The amounts of the chosen invoice beside the list; each one opens its computation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.licences.invoice_words import amount_words
from ui.parts.facts import rule, selectable
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.invoices import Amount, InvoicePage


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

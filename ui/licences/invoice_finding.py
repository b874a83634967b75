"""Which invoices of the list are shown: of which agreement, in which state, of which year, with which number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from app.domain.billing.reminders import InvoiceState
from app.domain.names import fold
from ui.parts.flow import FlowLayout
from ui.parts.search_line import SearchLine
from ui.words import show, show_money, tr, tr_count

if TYPE_CHECKING:
    from app.views.invoices import InvoiceRow

_LATE = "late"
_LATE_STATES = frozenset({
    InvoiceState.OVERDUE, InvoiceState.REMINDED, InvoiceState.LETTER_RUNNING, InvoiceState.COLLECTION})


class InvoiceFinding(QWidget):
    """`changed` is called where what is shown changes, `scoped` where another agreement is wanted (True: all)."""

    def __init__(self, changed: Callable[[], None], scoped: Callable[[bool], None]) -> None:
        super().__init__()
        self.scope = _choice(tr("Of which agreement"), [(False, tr("This agreement")), (True, tr("All agreements"))])
        self.scope.currentIndexChanged.connect(lambda _at: scoped(self.every))
        self.state = _choice(tr("State"), [
            ("", tr("Every state")), (_LATE, tr("Late")), *((str(one), show(one.label)) for one in InvoiceState)])
        self.year = _choice(tr("Year"), [(0, tr("Every year"))])
        self.typed = SearchLine(tr("Search by number or agreement"), lambda _text: changed())
        self.typed.setMinimumWidth(200)
        for box in (self.state, self.year):
            box.currentIndexChanged.connect(lambda _at: changed())
        flow = FlowLayout(self)
        for part in (self.scope, self.state, self.year, self.typed):
            flow.addWidget(part)

    @property
    def every(self) -> bool:
        return bool(self.scope.currentData())

    def offer_years(self, rows: Sequence[InvoiceRow]) -> None:
        """Those in which there is an invoice; the one that was chosen stays, as long as it is among them."""
        chosen = self.year.currentData()
        self.year.blockSignals(True)
        while self.year.count() > 1:
            self.year.removeItem(1)
        for year in sorted({row.day.year for row in rows}, reverse=True):
            self.year.addItem(str(year), year)
        self.year.setCurrentIndex(max(0, self.year.findData(chosen)))
        self.year.blockSignals(False)

    def passes(self) -> Callable[[InvoiceRow], bool]:
        """Whether a row is shown, as it is chosen now."""
        state, year, wanted = self.state.currentData(), self.year.currentData(), fold(self.typed.text().strip())

        def shown(row: InvoiceRow) -> bool:
            if year and row.day.year != year:
                return False
            if state and (row.state not in _LATE_STATES if state == _LATE else str(row.state) != state):
                return False
            return not wanted or wanted in fold(row.number) or wanted in fold(row.agreement)

        return shown


def sums_of(rows: Sequence[InvoiceRow]) -> tuple[int, int]:
    """(together, open) of what stands of these rows, in cents."""
    standing = [row for row in rows if row.stands]
    return sum(row.total_cents for row in standing), sum(row.open_cents for row in standing)


def sums_words(rows: Sequence[InvoiceRow]) -> str:
    together, left = sums_of(rows)
    return tr_count("{n} invoice, together {total}, of which {open} is open",
                    "{n} invoices, together {total}, of which {open} is open", sum(row.stands for row in rows),
                    total=show_money(together), open=show_money(left))


def _choice(name: str, options: Sequence[tuple[object, str]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, words in options:
        box.addItem(words, value)
    return box

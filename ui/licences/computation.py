"""Every amount of an invoice, line by line, each with where it comes from; both ways of interest side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.parts.card import Card, bare
from ui.parts.facts import rule, selectable
from ui.parts.form_dialog import FormDialog
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.parts.side_by_side import SideBySide
from ui.parts.tabs import Tabs
from ui.words import show, show_money, tr

if TYPE_CHECKING:
    from app.domain.billing.amount import Amount
    from app.domain.billing.computation import Computation
    from app.views.invoices import InvoicePage

_SIDE_BY_SIDE = 760


class ComputationLines(QWidget):
    """The lines of one amount with their sum; or in words why there is none. It speaks as one text."""

    def __init__(self, amount: Amount) -> None:
        super().__init__()
        self.setAccessibleName(show(amount.label))
        self.setAccessibleDescription("\n".join(spoken_lines(amount)))
        self._grid = QGridLayout(self)
        bare(self._grid)
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(2, 2)
        if amount.computation is None:
            self._note(0, show(amount.why) if amount.why is not None else "", "")
        else:
            self._fill(amount.computation)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _fill(self, computation: Computation) -> None:
        for number, line in enumerate(computation.lines):
            self._add(2 * number, show(line.label), line.cents, show(line.source.text), "")
        at = 2 * len(computation.lines)
        self._add(at, tr("Together"), computation.cents, show(computation.source.text), "heading")
        for number, note in enumerate(computation.notes, at + 2):
            self._note(number, show(note), "muted")

    def _add(self, row: int, what: str, cents: int, source: str, role: str) -> None:
        money = label(show_money(cents), role)
        money.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        for column, shown in enumerate((label(what, role, wrap=True), money, label(source, "muted", wrap=True))):
            shown.setContentsMargins(0, 6, 0, 6)
            self._grid.addWidget(selectable(shown), row, column)
        self._grid.addWidget(rule(), row + 1, 0, 1, 3)

    def _note(self, row: int, words: str, role: str) -> None:
        shown: QLabel = label(words, role, wrap=True)
        shown.setContentsMargins(0, 6, 0, 0)
        self._grid.addWidget(selectable(shown), row, 0, 1, 3)


class ComputationDialog(FormDialog):
    """One tab for each amount; `at` is the number of the first one shown, as in `InvoicePage.amounts`."""

    def __init__(self, parent: QWidget, page: InvoicePage, at: int = 0) -> None:
        super().__init__(parent, tr("Computation of invoice {number}", number=page.row.number), tr("Close"))
        self.close_only()
        self.tabs = Tabs(tr("Amounts of this invoice"))
        pages = (
            (tr("&Invoice"), (page.total,)), (tr("&Open"), (page.open,)),
            (tr("In&terest"), (page.interest, page.other_interest)), (tr("Co&llection costs"), (page.costs,)),
            (tr("O&wed today"), (page.owed,)),
        )
        for title, amounts in pages:
            self.tabs.addTab(scrolled(_beside(amounts), title.replace("&", "")), title)
        self.tabs.setCurrentIndex(at if at <= 2 else at - 1)
        self.fill(self.tabs)
        self.resize(980, 520)


def spoken_lines(amount: Amount) -> list[str]:
    """Each line as it is heard: what, how much, and where from."""
    if amount.computation is None:
        return [show(amount.why)] if amount.why is not None else []
    lines = [
        tr("{what}: {money} ({source})", what=show(line.label), money=show_money(line.cents),
           source=show(line.source.text))
        for line in amount.computation.lines]
    together = tr("Together: {money}", money=show_money(amount.computation.cents))
    return [*lines, together, *map(show, amount.computation.notes)]


def _beside(amounts: tuple[Amount, ...]) -> QWidget:
    if len(amounts) == 1:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 6, 0)
        column.addWidget(ComputationLines(amounts[0]))
        return page
    both = SideBySide(_SIDE_BY_SIDE)
    both.row.setContentsMargins(0, 8, 6, 0)
    both.row.setSpacing(12)
    for amount, heading in zip(amounts, (tr("This one counts"), tr("The other way")), strict=True):
        card = Card(heading)
        card.fill(ComputationLines(amount), 1)
        both.row.addWidget(card, 1)
    return both

"""What every overview has: the day, the figures, and cards that are filled anew with each reading."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.overview.figures import Figures
from ui.panel import Panel, Shell
from ui.parts.card import Card
from ui.parts.headline import Headline
from ui.parts.labels import label
from ui.words import show_date, show_weekday_date, tr


class OverviewFrame(Panel):
    """`_lay` gives the cards below the figures their places."""

    code = "overview"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        headline = Headline(tr("Overview"))
        today = label(show_weekday_date(shell.sight.today), "muted")
        today.setToolTip(show_date(shell.sight.today))
        headline.add_aside(today)
        column.addWidget(headline)
        self._figures = Figures()
        column.addWidget(self._figures)
        self._attention, self._recent = Card(tr("Asks for attention")), Card(tr("Changed last"))
        self._content: dict[Card, QWidget] = {}
        row = QHBoxLayout()
        row.setSpacing(14)
        self._lay(row)
        column.addLayout(row, 1)

    def export_rows(self) -> list[list[str]]:
        return [[figure.what, figure.number, figure.remark] for figure in self._figures.shown]

    def _lay(self, row: QHBoxLayout) -> None:
        row.addWidget(self._attention, 7)
        row.addWidget(self._recent, 5)

    def _fill(self, card: Card, content: QWidget) -> None:
        before = self._content.pop(card, None)
        if before is not None:
            before.hide()
            before.deleteLater()
        card.fill(content, 1)
        self._content[card] = content

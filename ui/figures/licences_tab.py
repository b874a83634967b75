"""What the licences were used for, month by month, with a picture of the seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from app.domain.figures.periods import PeriodKind
from ui.figures.tab import FigureTab, PeriodBox
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.step_chart import StepChart
from ui.words import tr

if TYPE_CHECKING:
    from app.views.figures_licences import LicenceUse
    from app.views.figures_tables import FigureChoices

_CHART = 150


class LicencesTab(FigureTab):
    """Reads by itself; the page tells it when."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, tr("There were no seats in this period."))
        self.period = PeriodBox(self)
        self.period.currentIndexChanged.connect(lambda _at: self._read_table())
        self.split = QComboBox()
        self.split.setAccessibleName(tr("Split"))
        for words, value in ((tr("Everybody together"), "none"), (tr("Per {location}"), "location"),
                             (tr("Per {group}"), "group")):
            self.split.addItem(words, value)
        self.split.currentIndexChanged.connect(lambda _at: self._read_table())
        for box in (self.period, self.split):
            self.choices.addWidget(box)
        self.chart = StepChart()
        self.chart.setFixedHeight(_CHART)
        self.column.insertWidget(self.column.indexOf(self.table), self.chart)

    def read(self) -> None:
        from app.views.figures_tables import figure_choices

        self.shell.read(figure_choices, then=while_alive(self, self._offer))

    def _offer(self, choices: FigureChoices) -> None:
        self.period.offer(choices.periods, PeriodKind.LICENCE)
        self._read_table()

    def _read_table(self) -> None:
        from app.views.figures_licences import licence_use

        period = self.period.chosen()
        if period is not None:
            self.ask(licence_use, period, self.split.currentData(), self._show)

    def _show(self, found: LicenceUse) -> None:
        self.show_figures(found.table)
        self.chart.setVisible(any(bought or used for _, used, bought in found.steps))
        self.chart.show_steps(tr("Seats given out and bought, per month"), found.steps, self.shell.sight.today,
                              found.last, ())

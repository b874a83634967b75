"""Participation per place over a period, without small numbers: what a municipality asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from app.domain.figures.periods import PeriodKind
from app.domain.small_cells import SETTING
from app.domain.text import Text
from ui.figures import steps
from ui.figures.dialogs import ThresholdDialog
from ui.figures.tab import FigureTab, PeriodBox
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.headline import button_of
from ui.words import tr

if TYPE_CHECKING:
    from app.views.figures_tables import FigureChoices


class PlacesTab(FigureTab):
    """Reads by itself; the page tells it when."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, tr("Nobody took part, or too few people to show anything."))
        self._threshold = 0
        self.period = PeriodBox(self)
        self.period.currentIndexChanged.connect(lambda _at: self._read_table())
        self.area = QComboBox()
        self.area.setAccessibleName(tr("Per"))
        self.area.addItem(tr("Per {location}"), "location")
        if shell.sight.keeps("participant", "postcode"):
            self.area.addItem(tr("Per postcode area (four figures)"), "postcode")
        self.area.addItem(tr("Everybody together"), "none")
        self.area.currentIndexChanged.connect(lambda _at: self._read_table())
        for box in (self.period, self.area):
            self.choices.addWidget(box)
        self.threshold_button = button_of(tr("S&mall numbers…"), self._ask_threshold)
        self.foot.addWidget(self.threshold_button)

    def read(self) -> None:
        from app.views.figures_tables import figure_choices

        self.shell.read(figure_choices, then=while_alive(self, self._offer))

    def _offer(self, choices: FigureChoices) -> None:
        self._threshold = choices.threshold
        self.period.offer(choices.periods, PeriodKind.CALENDAR)
        self._read_table()

    def _read_table(self) -> None:
        from app.views.figures_tables import breakdown_table

        period = self.period.chosen()
        if period is not None:
            self.ask(breakdown_table, period, self.area.currentData(), self.show_figures)

    def _ask_threshold(self) -> None:
        ThresholdDialog(self, self._threshold, lambda number: steps.choose(
            self.shell, SETTING, str(number), Text("Numbers of fewer than {n} people are hidden from now on.",
                                                   n=number))).open()

"""The months of this year and of the years before it, side by side, as numbers and as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import Card, bare
from ui.parts.chart import Chart, Series
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline
from ui.parts.labels import label
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.parts.taking_along import Cells, add_taking_along, as_text
from ui.progress.measures import NONE, MeasureChoice, of_months
from ui.progress.whole_page import local_note, visits_note
from ui.progress.whose import WhoseChoice
from ui.words import show_month, show_number, tr

if TYPE_CHECKING:
    from app.views.groups import GroupRow
    from app.views.year_months import YearMonths, YearOfMonths

_SIDE_BY_SIDE = 900
_TONES = ("info", "danger", "good", "neutral")
_TOTAL = -1
"""The number of the last row, below the months."""


class YearPage(QWidget):
    """School years, or calendar years where the organisation has no school years."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._asked = 0
        self._found: YearMonths | None = None
        self._title = tr("School year") if shell.sight.profile.period_kind == "school_year" else tr("Year")
        self.whose = WhoseChoice(locations=True)
        self.measure = MeasureChoice()
        self.measure.offer(of_months())
        self.whose.activated.connect(lambda _at: self._read_months())
        self.measure.activated.connect(lambda _at: self._show_measure())
        self.headline = Headline(self._title)
        self.chart = Chart()
        self.notes = label("", "muted", wrap=True)
        self.table: RowTable | None = None
        self._labels: tuple[str, ...] = ()
        self._arrange()

    def read(self) -> None:
        from app.views.groups import group_list

        self._shell.read(group_list, then=while_alive(self, self._take_groups))

    def export_rows(self) -> list[list[str]]:
        return as_text(self.cells())

    def cells(self) -> Cells:
        """The months as they stand there; empty where there is no number."""
        if self._found is None:
            return []
        rows: Cells = [[self._title, self.measure.chosen().title], [tr("Month"), *(
            one.label for one in self._found.years)]]
        for month in self._rows():
            numbers = (self._number(year, month) for year in self._found.years)
            rows.append([self._name(month), *("" if one is None else one for one in numbers)])
        return rows

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 10)
        column.setContentsMargins(22, 16, 22, 16)
        for widget in (self.whose, self.measure):
            self.headline.add_filter(widget)
        add_taking_along(self, self._shell, self.headline, self.cells, tr("months.csv"))
        column.addWidget(self.headline)
        both = SideBySide(_SIDE_BY_SIDE)
        both.row.setSpacing(14)
        self._card = Card()
        self._card.edge_to_edge()
        drawn = Card()
        drawn.fill(self.chart, 1)
        both.row.addWidget(self._card, 2)
        both.row.addWidget(drawn, 3)
        self.content = QStackedWidget()
        self.content.addWidget(both)
        self.content.addWidget(EmptyState(
            tr("Nothing was done yet"),
            tr("As soon as somebody practises, or results are read in, progress stands here."), picture="chart"))
        column.addWidget(self.content, 1)
        column.addWidget(self.notes)

    def _take_groups(self, groups: tuple[GroupRow, ...]) -> None:
        self.whose.show_groups(groups, tr("Everybody"))
        self._read_months()

    def _read_months(self) -> None:
        from app.views.year_months import year_months

        self._asked += 1
        asked = self._asked

        def take(found: YearMonths) -> None:
            if asked == self._asked:
                self._found = found
                self._show_measure()

        self._shell.read(year_months, self.whose.group(), self.whose.location(), then=while_alive(self, take))

    def _show_measure(self) -> None:
        if self._found is None:
            return
        self._show_table(self._found.years)
        series = [
            Series(year.label, tuple(self._number(year, month) for month in range(len(year.months))), tone,
                   dashed=at > 0)
            for at, (year, tone) in enumerate(zip(self._found.years, _TONES, strict=False))]
        drawn = [one for one in series if any(value is not None for value in one.values)]
        self.content.setCurrentIndex(0 if drawn else 1)
        self.chart.show_series(tr("{what} per month", what=self.measure.chosen().title),
                               [show_month(day) for day in self._found.first_months], drawn)
        self.notes.setText(" ".join([
            tr("Who counts in a month is who was there then, on those days. A dash is a month that is still to come, "
               "or that is not on this computer."), visits_note(), *local_note(self._found.local_since)]))

    def _show_table(self, years: tuple[YearOfMonths, ...]) -> None:
        """Its columns are the years: it is made anew where these are others."""
        labels = tuple(year.label for year in years)
        if self.table is None or labels != self._labels:
            if self.table is not None:
                self.table.setParent(None)
                self.table.deleteLater()
            self._labels = labels
            self.table = RowTable((
                Column(tr("Month"), self._name, width=10, stretch=True, bold=True, sort_key=lambda month: month % 100),
                *(self._column(label, at) for at, label in enumerate(labels))), "", lambda month: month)
            self._card.fill(self.table)
        self.table.setAccessibleName(tr("{what} per month", what=self.measure.chosen().title))
        self.table.set_rows(self._rows())

    def _column(self, label: str, at: int) -> Column:
        return Column(label, lambda month: self._shown(self._year(at), month), align="right", width=10,
                      sort_key=lambda month: self._number(self._year(at), month) or 0)

    def _year(self, at: int) -> YearOfMonths:
        assert self._found is not None
        return self._found.years[at]

    def _rows(self) -> list[int]:
        months = list(range(len(self._found.first_months))) if self._found is not None else []
        return [*months, _TOTAL] if self.measure.chosen().adds_up else months

    def _name(self, month: int) -> str:
        if month == _TOTAL or self._found is None:
            return tr("Together")
        return show_month(self._found.first_months[month])

    def _shown(self, year: YearOfMonths, month: int) -> str:
        number = self._number(year, month)
        return NONE if number is None else show_number(number)

    def _number(self, year: YearOfMonths, month: int) -> int | None:
        measure = self.measure.chosen()
        if month == _TOTAL:
            known = [one for one in year.months if one is not None]
            return sum(measure.of(one) for one in known) if known else None
        figures = year.months[month]
        return None if figures is None else measure.of(figures)

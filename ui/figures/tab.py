"""What the tables of figures have in common: choices above, the table, what must be said of it, and saving it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QMenu, QVBoxLayout, QWidget

from app.domain.figures.periods import FigurePeriod, PeriodKind
from app.domain.text import Text
from ui.figures import steps
from ui.figures.dialogs import DaysDialog, GoOnDialog
from ui.figures.sheet_table import SheetTable
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import bare
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show, show_short_date, tr

if TYPE_CHECKING:
    from app.views.figures_tables import FigureTable


class FigureTab(QWidget):
    """`days` are the words for the period that is shown. A table with a line per person is not `for_paper`."""

    for_paper = True

    def __init__(self, shell: Shell, empty: str) -> None:
        super().__init__()
        self.shell = shell
        self.days = ""
        self._asked = 0
        self.table = SheetTable(empty)
        self.notes = label("", "muted", wrap=True)
        self.warning = label("", "warning", wrap=True)
        self.save_button = button_of(tr("&Save as…"), lambda: None)
        self.save_button.setProperty("menu", True)
        menu = QMenu(self.save_button)
        for words, form in ((tr("For a &spreadsheet (XLSX)…"), "xlsx"), (tr("As &CSV…"), "csv"),
                            (tr("On &paper (PDF)…"), "pdf")):
            if self.for_paper or form != "pdf":
                menu.addAction(words).triggered.connect(partial(self._save_chosen, form))
        self.save_button.setMenu(menu)
        self.column = QVBoxLayout(self)
        bare(self.column, 8)
        self.column.setContentsMargins(0, 8, 0, 0)
        self._choices, self._foot = QWidget(), QWidget()
        self.choices, self.foot = FlowLayout(self._choices), FlowLayout(self._foot)
        self.column.addWidget(self._choices)
        self.column.addWidget(self.warning)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.notes)
        self.column.addWidget(self._foot)
        self.foot.addWidget(self.save_button)

    def show_figures(self, figures: FigureTable) -> None:
        self.table.show_table(figures)
        said = [*filter(None, (figures.sheet.note,)), *figures.notes]
        self.notes.setText(" ".join(map(show, said)))
        self.warning.setText(" ".join(map(show, figures.warnings)))
        self.warning.setVisible(bool(figures.warnings))
        self.save_button.setEnabled(bool(figures.sheet.rows))

    def ask(self, view: Callable[..., Any], period: FigurePeriod, split: str, then: Callable[[Any], None]) -> None:
        """Read the table of a period. What is answered after another one was chosen is dropped: its numbers would
        stand, and leave, under days that are not theirs.
        """
        self._asked += 1
        asked = self._asked

        def take(found: Any) -> None:
            if asked == self._asked:
                self.days = period_words(period)
                then(found)

        self.shell.read(view, period.begins, period.ends, split, then=while_alive(self, take))

    def export_rows(self) -> list[list[str]]:
        return self.table.export_rows()

    def save(self, form: str) -> None:
        """What the table shows; first what must be thought of, where there is something."""
        figures, sheet = self.table.figures, self.table.sheet()
        if figures is None or sheet is None or not sheet.rows:
            return
        go_on = partial(steps.save, self.shell, figures, sheet, self.days, form)
        warnings = self.before_leaving(figures)
        if warnings:
            GoOnDialog(self, show(sheet.title), warnings, go_on).open()
        else:
            go_on()

    def before_leaving(self, figures: FigureTable) -> Sequence[Text]:
        return figures.warnings

    def _save_chosen(self, form: str, _on: bool = False) -> None:
        self.save(form)


class PeriodBox(QComboBox):
    """A period of those that are offered, or other days; `chosen` gives it."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__()
        self.setAccessibleName(tr("Period"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._owner = owner
        self._periods: list[FigurePeriod] = []
        self._before = 0
        self.activated.connect(self._activated)

    def offer(self, periods: Sequence[FigurePeriod], first: PeriodKind) -> None:
        """Where one was chosen it stays so; else the newest of this kind."""
        now = self.chosen()
        self._periods = list(periods)
        if now is not None and now not in self._periods:
            self._periods.append(now)
        wanted = now or next((one for one in periods if one.kind is first), periods[0])
        self._fill(self._periods.index(wanted))

    def chosen(self) -> FigurePeriod | None:
        at = self.currentIndex()
        return self._periods[at] if 0 <= at < len(self._periods) else None

    def choose_days(self, begins: date, ends: date) -> None:
        self._periods = [one for one in self._periods if one.kind is not PeriodKind.FREE]
        self._periods.append(FigurePeriod(begins, ends))
        self._fill(len(self._periods) - 1)
        self.currentIndexChanged.emit(self.currentIndex())

    def _fill(self, at: int) -> None:
        self.blockSignals(True)
        self.clear()
        self.addItems([period_words(one) for one in self._periods])
        self.addItem(tr("Other days…"))
        self.setCurrentIndex(at)
        self._before = at
        self.blockSignals(False)

    def _activated(self, at: int) -> None:
        if at < len(self._periods):
            self._before = at
            return
        now = self._periods[self._before]
        self.blockSignals(True)
        self.setCurrentIndex(self._before)
        self.blockSignals(False)
        DaysDialog(self._owner, now.begins, now.ends, self.choose_days).open()


def period_words(period: FigurePeriod) -> str:
    years = f"{period.begins.year}-{period.ends.year}"
    if period.kind is PeriodKind.CALENDAR:
        return str(period.begins.year)
    if period.kind is PeriodKind.SCHOOL:
        return tr("School year {years}", years=years)
    days = f"{show_short_date(period.begins)} – {show_short_date(period.ends)}"
    return tr("Licence year {days}", days=days) if period.kind is PeriodKind.LICENCE else days

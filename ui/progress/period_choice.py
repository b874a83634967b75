"""Choosing a period, or two to compare: ready-made ones, or days of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.periods import Period
from app.domain.text import Text
from ui.parts.card import bare
from ui.parts.day_edit import DayEdit
from ui.parts.labels import label
from ui.words import show, show_short_date, tr


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready-made choice: one period, or a later and an earlier one."""

    name: Text
    periods: tuple[Period, ...]


class PeriodChoice(QWidget):
    """Free days begin as the days of what was chosen before them."""

    changed = Signal()

    def __init__(self, choices: Sequence[Ready], own_days: bool = True) -> None:
        """Without `own_days` only what is ready-made can be chosen."""
        super().__init__()
        self._choices = tuple(choices)
        self._periods = self._choices[0].periods
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("Period"))
        self.choice.addItems([show(one.name) for one in self._choices])
        if own_days:
            self.choice.addItem(tr("Days of your own"))
        self.fault = label("", "error")
        self.fault.hide()
        self.days = [_Days(period) for period in self._periods]
        for at, one in enumerate(self.days):
            one.name(("",) if len(self.days) == 1 else (tr("later period"), tr("earlier period")), at)
            one.hide()
            one.edited.connect(self._edited)
        self._arrange()
        self.choice.activated.connect(self._chosen)

    def periods(self) -> tuple[Period, ...]:
        """One, or the later and the earlier one."""
        return self._periods

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 6)
        row = QHBoxLayout()
        row.addWidget(self.choice)
        row.addStretch(1)
        column.addLayout(row)
        for one in self.days:
            column.addWidget(one)
        column.addWidget(self.fault)

    def _chosen(self, at: int) -> None:
        free = at == len(self._choices)
        for days, period in zip(self.days, self._periods, strict=True):
            if free and not days.isVisibleTo(self):
                days.show_period(period)
            days.setVisible(free)
        self.fault.hide()
        if not free:
            self._periods = self._choices[at].periods
            self.changed.emit()

    def _edited(self) -> None:
        found = [one.period() for one in self.days]
        wrong = any(one is None for one in found)
        self.fault.setText(tr("The last day comes before the first day."))
        self.fault.setVisible(wrong and all(one.are_days() for one in self.days))
        if not wrong:
            self._periods = tuple(one for one in found if one is not None)
            self.changed.emit()


class _Days(QWidget):
    """The first and the last day of one period."""

    edited = Signal()

    def __init__(self, period: Period) -> None:
        super().__init__()
        self.first, self.last = DayEdit(period.first), DayEdit(period.last)
        self._title = label("", "muted")
        row = QHBoxLayout(self)
        bare(row, 6)
        for widget in (self._title, self.first, label(tr("up to and including"), "muted"), self.last):
            row.addWidget(widget)
        row.addStretch(1)
        for edit in (self.first, self.last):
            edit.dateChanged.connect(lambda _day: self.edited.emit())

    def name(self, names: Sequence[str], at: int) -> None:
        """What these days are of; '' where there is one period."""
        words = names[at]
        self._title.setText(words)
        self._title.setVisible(bool(words))
        for edit, what in ((self.first, tr("First day")), (self.last, tr("Last day"))):
            edit.setAccessibleName(f"{what}, {words}" if words else what)

    def show_period(self, period: Period) -> None:
        for edit, day in ((self.first, period.first), (self.last, period.last)):
            edit.blockSignals(True)
            edit.setDate(QDate(day.year, day.month, day.day))
            edit.blockSignals(False)

    def are_days(self) -> bool:
        return self.first.is_day() and self.last.is_day()

    def period(self) -> Period | None:
        """None where the last day comes before the first, or what is typed is no day."""
        first, last = (date(*edit.date().getDate()) for edit in (self.first, self.last))
        return Period(first, last) if self.are_days() and first <= last else None


def days_of(period: Period) -> str:
    """1-11-2026 – 30-11-2026."""
    return f"{show_short_date(period.first)} – {show_short_date(period.last)}"

"""Days on which the help desk is closed beside holidays: the columns of the list, and saying some more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.closed_days import ClosedDay, DayState, check_closing
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.form_dialog import day_of
from ui.words import show, show_weekday_date, tr

if TYPE_CHECKING:
    from app.views.closed_days import ClosedDayRow

_TONES = {DayState.COMING: "info", DayState.TODAY: "warning", DayState.OVER: "neutral", DayState.WITHDRAWN: "neutral"}


def closed_day_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Day"), lambda row: show_weekday_date(row.day), width=26, sort_key=lambda row: row.day),
        Column(tr("Why"), lambda row: row.what, width=30, stretch=True),
        Column(tr("State"), lambda row: show(row.said), width=14, tone=lambda row: _TONES[row.state]),
    )


def may_open_again(rows: Sequence[ClosedDayRow]) -> bool:
    return bool(rows) and all(row.state in (DayState.COMING, DayState.TODAY) for row in rows)


class ClosedDaysDialog(FaultForm):
    """`submit` gets the arguments of the action; `there` are the days that were said."""

    def __init__(
        self, parent: QWidget, shell: Shell, there: Sequence[ClosedDayRow], submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("Help desk closed"), tr("&Record"))
        self._today, self._given = shell.sight.today, submit
        self._there = [ClosedDay(row.id, row.day, row.what, row.state is DayState.WITHDRAWN) for row in there]
        self.say(tr("Sundays and official holidays are known already. Every organisation that is linked to you hears "
                    "of these days with its next synchronisation."))
        day = self._today + timedelta(days=7)
        self.first = self.add_date(tr("&From"), day)
        self.watch("first", self.first)
        self.last = self.add_date(tr("&Up to and including"), day)
        self.watch("last", self.last)
        self.first.dateChanged.connect(lambda _day: self._follow())
        self.what = self.watched_line("what", tr("&Why"), tr("Christmas holidays"))
        self.setMinimumWidth(460)
        self.check()

    def faults(self) -> Mapping[str, str]:
        found = check_closing(day_of(self.first), day_of(self.last), self.what.text(), self._there, self._today)
        return {one.field: show(one.reason) for one in reversed(found)}

    def accept(self) -> None:
        if self.is_complete():
            self._given({"first": day_of(self.first), "last": day_of(self.last), "what": self.what.text().strip()})
            super().accept()

    def _follow(self) -> None:
        """One day, until somebody says a later last one."""
        if day_of(self.last) < day_of(self.first):
            self.last.setDate(self.first.date())

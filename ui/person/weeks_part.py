"""Visits per week with their minutes: a picture, and the same numbers below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.domain.visits import VISIT_RULE
from ui.parts.chart import Chart, Series
from ui.parts.table import Column
from ui.person.part import Part
from ui.words import show, show_month, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.person_page import VisitWeek

_HIGH = 190
_NAMED = 13
"""So many weeks are named below the picture; more would not fit."""


class WeeksPart(Part):
    def __init__(self) -> None:
        super().__init__((
            Column(tr("Week from Monday"), _monday, width=16, stretch=True, sort_key=lambda week: week.monday),
            Column(tr("Visits"), lambda week: show_number(week.visits), "right", width=8,
                   sort_key=lambda week: week.visits),
            Column(tr("Minutes"), lambda week: show_number(week.minutes), "right", width=8,
                   sort_key=lambda week: week.minutes),
            Column(tr("Attempts"), lambda week: show_number(week.attempts), "right", width=9,
                   sort_key=lambda week: week.attempts),
        ), tr("Visits per week"))
        self.chart = Chart()
        self.chart.setFixedHeight(_HIGH)
        self.column.insertWidget(1, self.chart)

    def show_weeks(self, weeks: Sequence[VisitWeek]) -> None:
        """Oldest first, as the view gives them; below the newest stands first."""
        any_visit = any(week.visits for week in weeks)
        self.put(tuple(reversed(weeks)), False, "")
        self.say(show(VISIT_RULE.text) if any_visit else tr("There are no visits in this period."))
        self.chart.setVisible(any_visit)
        self.chart.show_series(tr("Visits per week"), _named(weeks), (
            Series(tr("Visits"), tuple(week.visits for week in weeks), bars=True),))

    def forget(self) -> None:
        super().forget()
        self.chart.hide()


def _monday(week: VisitWeek) -> str:
    return show_short_date(week.monday)


def _named(weeks: Sequence[VisitWeek]) -> list[str]:
    step = -(-len(weeks) // _NAMED) or 1
    return [f"{week.monday.day} {show_month(week.monday)}" if at % step == 0 else ""
            for at, week in enumerate(weeks)]

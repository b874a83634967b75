"""Everything that happened, the newest first; a visit and an exercise lead to their attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from app.domain.moments import SORT_WORDS
from app.domain.visits import VISIT_RULE
from ui.parts.card import bare
from ui.parts.chooser import Chooser
from ui.parts.table import Column
from ui.person.part import Part
from ui.words import show, show_short_date, show_time, tr

if TYPE_CHECKING:
    from app.views.person_page import Moment, Moments


class TimelinePart(Part):
    """`sort` chooses one kind."""

    def __init__(self) -> None:
        super().__init__((
            Column(tr("Date"), _day, width=10, sort_key=_when),
            Column(tr("Time"), _time, width=6, sort_key=_when, muted=True),
            Column(tr("Kind"), _sort, width=14, muted=True),
            Column(tr("What happened"), _what, width=44, stretch=True),
            Column(tr("Further"), _below, width=24, stretch=True, muted=True),
        ), tr("Timeline"))
        self.sort = Chooser(tr("Kind"))
        row = QHBoxLayout()
        bare(row, 12)
        row.addWidget(self.sort)
        row.addWidget(self.about, 1)
        self.column.insertLayout(0, row)

    def show_moments(self, found: Moments) -> None:
        self.put(found.rows, found.more, tr("There is nothing of this period."))
        if found.rows:
            self.say(show(VISIT_RULE.text) + " " + tr("Press Enter on one to see its attempts."))


def _day(moment: Moment) -> str:
    return show_short_date(moment.day)


def _when(moment: Moment) -> tuple[int, int]:
    return moment.day.toordinal(), moment.at_us or 0


def _time(moment: Moment) -> str:
    return "" if moment.at_us is None else show_time(moment.at_us)


def _sort(moment: Moment) -> str:
    return show(SORT_WORDS[moment.sort])


def _what(moment: Moment) -> str:
    return _one_line(show(moment.what))


def _below(moment: Moment) -> str:
    return _one_line(moment.below)


def _one_line(words: str) -> str:
    return " ".join(words.split())

"""What is counted of a group, a location or somebody: its name and its number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from PySide6.QtWidgets import QComboBox

from ui.words import tr

NONE = "–"


@dataclass(frozen=True, slots=True)
class Measure:
    """`adds_up`: the numbers of months make that of the year; people who were active in two months are counted twice.
    """

    title: str
    of: Callable[[Any], Any]
    adds_up: bool = True


def _measures(**titles: str) -> tuple[Measure, ...]:
    return tuple(Measure(title, attrgetter(name), name not in ("participants", "active", "unseen", "helped"))
                 for name, title in titles.items())


def doing() -> tuple[Measure, ...]:
    """What somebody did."""
    return _measures(made=tr("Exercises made"), attempts=tr("Attempts"), minutes=tr("Minutes"), visits=tr("Visits"))


def of_months() -> tuple[Measure, ...]:
    return (*doing(), *_measures(active=tr("Active")))


def of_groups() -> tuple[Measure, ...]:
    """What is compared of groups."""
    return (*of_months(), *_measures(
        participants=tr("{Participants}"), unseen=tr("Not seen"), completed=tr("{Programmes} completed"),
        certificates=tr("Certificates")))


def of_whole() -> tuple[Measure, ...]:
    """The columns of the whole organisation, from left to right."""
    return _measures(
        participants=tr("{Participants}"), active=tr("Active"), unseen=tr("Not seen"), helped=tr("Are stuck"),
        made=tr("Exercises made"), attempts=tr("Attempts"), minutes=tr("Minutes"),
        completed=tr("{Programmes} completed"), certificates=tr("Certificates"))


def of_board() -> tuple[Measure, ...]:
    """The columns of an organisation among others; of each there may be no number to show."""
    return tuple(one for one in of_whole() if one.title != tr("Not seen"))


class MeasureChoice(QComboBox):
    """Which number is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._offered: tuple[Measure, ...] = ()
        self.setAccessibleName(tr("What is counted"))

    def offer(self, measures: tuple[Measure, ...]) -> None:
        """Keep what was chosen where it is offered again; nothing is told to who listens."""
        before = self.currentText()
        self._offered = measures
        self.blockSignals(True)
        self.clear()
        self.addItems([one.title for one in measures])
        self.setCurrentIndex(max(0, self.findText(before)))
        self.blockSignals(False)

    def chosen(self) -> Measure:
        return self._offered[max(0, self.currentIndex())]

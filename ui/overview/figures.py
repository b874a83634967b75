"""The four figures at the top."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.parts.card import Card
from ui.parts.labels import label
from ui.words import show_number, tr, tr_count

if TYPE_CHECKING:
    from app.views.overview import Overview


class Figure(NamedTuple):
    """A number, what it counts, and what to know about it."""

    what: str
    number: str
    remark: str


class Figures(QWidget):
    """Cards of equal width."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(14)
        self.shown: list[Figure] = []

    def show_figures(self, figures: list[Figure]) -> None:
        self.shown = figures
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for figure in figures:
            self._row.addWidget(_card(figure), 1)


def figures_of(values: Overview, with_seats: bool) -> list[Figure]:
    """Seats are the administrator's affair: a coach gets three figures."""
    seats = [_seats(values)] if with_seats else []
    return [_people(values), *seats, _exercises(values), _certificates(values)]


def _people(values: Overview) -> Figure:
    new = values.participants_new
    remark = tr("{n} new this month", n=new) if new else tr("nobody new this month")
    return Figure(tr("Active {participants}"), show_number(values.participants_active), remark)


def _seats(values: Overview) -> Figure:
    used = f"{show_number(values.seats_used)} / {show_number(values.seats_bought)}"
    return Figure(tr("Seats in use"), used, tr_count("{n} {location}", "{n} {locations}", values.locations))


def _exercises(values: Overview) -> Figure:
    return Figure(tr("Exercises this week"), show_number(values.exercises_this_week), _against(values))


def _against(values: Overview) -> str:
    last, now = values.exercises_last_week, values.exercises_this_week
    if last == 0 or last == now:
        return tr("last week {n}", n=last)
    percent = round(100 * abs(now - last) / last)
    if now > last:
        return tr("{percent} % more than last week", percent=percent)
    return tr("{percent} % fewer than last week", percent=percent)


def _certificates(values: Overview) -> Figure:
    due = tr("{n} ready to print", n=values.certificates_due) if values.certificates_due else tr("none waiting")
    return Figure(tr("Certificates this year"), show_number(values.certificates_this_year), due)


def _card(figure: Figure) -> Card:
    card = Card()
    card.body.setContentsMargins(16, 11, 16, 11)
    card.body.setSpacing(1)
    card.setAccessibleName(figure.what)
    card.setAccessibleDescription(f"{figure.number}, {figure.remark}")
    for text, role in ((figure.what, "muted"), (figure.number, "figure"), (figure.remark, "muted")):
        card.fill(label(text, role))
    return card

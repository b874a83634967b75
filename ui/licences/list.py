"""The list of licences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy

from ui.licences.seat_bar import SeatBarDelegate
from ui.licences.words import has_seats, seats_label, state_label, state_tone
from ui.parts.columns import Column
from ui.parts.table import RowTable
from ui.words import show, show_short_date, tr

if TYPE_CHECKING:
    from app.views.licences import LicenceRow

_SEATS_COLUMN = 3
_ROWS_SHOWN, _LEAST_ROWS_SHOWN = 4, 2


class LicenceTable(RowTable):
    """As high as its rows, up to four; lower in a low window. Then it scrolls."""

    def __init__(self) -> None:
        columns = _columns()
        super().__init__(columns, tr("Licences"), _id_of)
        self.setItemDelegateForColumn(_SEATS_COLUMN, SeatBarDelegate(columns, self))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.horizontalScrollBar().rangeChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height_of(_ROWS_SHOWN))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._height_of(_LEAST_ROWS_SHOWN))

    def _height_of(self, most: int) -> int:
        shown = min(max(len(self.rows()), 1), most)
        height = self.horizontalHeader().sizeHint().height() + shown * self.verticalHeader().defaultSectionSize()
        below = self.horizontalScrollBar()
        return height + 2 * self.frameWidth() + (below.sizeHint().height() if below.maximum() > 0 else 0)

    def set_rows(self, values: Sequence[Any]) -> None:
        super().set_rows(values)
        self.updateGeometry()


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Licence"), lambda row: row.package, width=12, stretch=True, bold=True, under=_place),
        Column(tr("Begins"), lambda row: show_short_date(row.begins), width=10, sort_key=lambda row: row.begins),
        Column(tr("Ends"), lambda row: show_short_date(row.ends), width=10, sort_key=lambda row: row.ends),
        Column(tr("Seats"), seats_label, align="right", width=12, sort_key=_share, under=_room_for_bar),
        Column(tr("State"), state_label, width=11, tone=state_tone),
        Column(tr("Next date"), _next_date, width=29, stretch=True, muted=True,
               sort_key=lambda row: row.ends),
    )


def _id_of(row: LicenceRow) -> bytes:
    return row.id


def _place(row: LicenceRow) -> str:
    """What the line under the package says: for whom, or where, or by whom."""
    if not has_seats(row):
        return tr("for {the_organisation}")
    return row.location or row.provider


def _share(row: LicenceRow) -> float:
    return row.used / row.bought if has_seats(row) and row.bought else 0.0


def _room_for_bar(row: LicenceRow) -> str:
    """The lower line of the cell is where the bar is drawn."""
    return " " if has_seats(row) else ""


def _next_date(row: LicenceRow) -> str:
    return show(row.next_date) if row.next_date.template else "–"

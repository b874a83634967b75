"""The cell with seats: the figure, and under it a bar of how much is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from ui.licences.words import has_seats, state_tone
from ui.parts.cells import CellDelegate
from ui.parts.table import RowModel
from ui.parts.timeline import tone_colour
from ui.theme.tokens import tokens

if TYPE_CHECKING:
    from app.views.licences import LicenceRow

_THICK = 4.0


class SeatBarDelegate(CellDelegate):
    """Draws the bar in the lower half of the cell; the figure stands above it as in any column."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        row: LicenceRow = cast(RowModel, index.model()).value(index.row())
        if not has_seats(row) or not row.bought:
            return
        rect = option.rect
        track = QRectF(rect.left() + 8, rect.center().y() + 6, rect.width() - 16, _THICK)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens().track)
        painter.drawRoundedRect(track, _THICK / 2, _THICK / 2)
        painter.setBrush(tone_colour(_bar_tone(row)))
        track.setWidth(track.width() * min(row.used / row.bought, 1.0))
        painter.drawRoundedRect(track, _THICK / 2, _THICK / 2)
        painter.restore()


def _bar_tone(row: LicenceRow) -> str:
    """Quiet while there is room."""
    tone = state_tone(row)
    return tone if tone in ("warning", "danger") else "info"

"""A picture of one card as it will be printed, with dots where the code comes."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.text import Text
from ui.words import show, tr

_INK, _QUIET, _PAPER, _EDGE = QColor("#16242e"), QColor("#53606b"), QColor("#ffffff"), QColor("#9aa5ae")
_DOTS = "••••• •••••"


class CardPreview(QWidget):
    """Paper is white in the dark, too."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._username, self._address, self._until = "", "", "", date.min
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Example of a card"))

    def sizeHint(self) -> QSize:
        return QSize(380, 200)

    def show_card(self, first_name: str, username: str, address: str, until: date) -> None:
        self._name, self._username, self._address, self._until = first_name, username, address, until
        self.setAccessibleDescription(" ".join((first_name, username, *self._foot())))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), _PAPER)
        painter.setPen(QPen(_EDGE, 1, Qt.PenStyle.DashLine))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        y = 14.0
        for text, size, bold in (
            (self._name, 17, True), (show(Text("Your user name")), 8, False), (self._username, 12, True),
            (show(Text("Your code")), 8, False), (_DOTS, 13, True),
        ):
            y = self._line(painter, text, y, size, bold, 190)
        self._square(painter)
        y = self.height() - 44.0
        for text in self._foot():
            y = self._line(painter, text, y, 8, False, self.width() - 28)
        painter.end()

    def _foot(self) -> tuple[str, str]:
        return (show(Text("Scan the square, or go to {address}.", address=self._address or "…")),
                show(Text("The code works once, until {day} at the latest.", day=self._until)))

    def _line(self, painter: QPainter, text: str, y: float, size: int, bold: bool, width: float) -> float:
        font = QFont(self.font())
        font.setPointSize(size)
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(_INK if bold else _QUIET)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(QRectF(14, y, width, metrics.height()), Qt.AlignmentFlag.AlignLeft, shown)
        return y + metrics.height()

    def _square(self, painter: QPainter) -> None:
        """Where the QR code comes."""
        side = 92.0
        box = QRectF(self.width() - side - 14, 14, side, side)
        painter.setPen(QPen(_EDGE, 1))
        painter.drawRect(box)
        painter.setPen(_QUIET)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "QR")

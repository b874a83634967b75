"""Large texts, bars and lines for a screen that two people look at."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.matrix_tiles import CHECK, DOT, paint_sign
from ui.progress.lines import bar
from ui.theme.tokens import tokens
from ui.words import tr

TEXT_POINTS = 15.0
_SIGN = 24


def big(
    text: str, points: float = TEXT_POINTS, weight: QFont.Weight | None = None, wrap: bool = False,
) -> QLabel:
    """A label in so many points."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    font = QFont(made.font())
    font.setPointSizeF(points)
    if weight is not None:
        font.setWeight(weight)
    made.setFont(font)
    return made


class BigBar(QWidget):
    """What it is, how much is left, and a bar."""

    def __init__(self, title: str, left: str, done: int, total: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(big(title, wrap=True), 1)
        head.addWidget(big(left), 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(head)
        column.addWidget(bar(title, left, done, total))


class DoneLine(QWidget):
    """One line with a sign before it: a check where it is done, a dot where it was tried."""

    def __init__(self, text: str, is_done: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(_Sign(is_done), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(big(text, wrap=True), 1)
        spoken = tr("{title}: done", title=text) if is_done else tr("{title}: tried", title=text)
        self.setAccessibleName(spoken)


class _Sign(QWidget):
    def __init__(self, is_done: bool) -> None:
        super().__init__()
        self._is_done = is_done
        self.setFixedSize(QSize(_SIGN, _SIGN))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, ground = tokens().tone("good" if self._is_done else "neutral")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(QRectF(self.rect()))
        paint_sign(painter, CHECK if self._is_done else DOT, QPointF(_SIGN / 2, _SIGN / 2), _SIGN, ink)
        painter.end()

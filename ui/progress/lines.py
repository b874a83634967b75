"""The small lines a participant's page is made of: a reason to help, and a bar with its numbers."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.labels import label
from ui.parts.matrix_tiles import CALL, paint_sign
from ui.theme.tokens import tokens
from ui.words import show_number, tr

_SIGN = 22
"""Width kept free for the sign before the text."""


class ReasonLine(QLabel):
    """A sentence on a soft ground with its sign; long ones wrap."""

    def __init__(self, text: str, tone: str = "warning", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._tone = tone
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setContentsMargins(_SIGN, 4, 8, 4)
        self.setStyleSheet(f"color: {tokens().tone(tone)[0].name()}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, ground = tokens().tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        paint_sign(painter, CALL, QPointF(_SIGN / 2, self.fontMetrics().height() / 2 + 4), 20, ink)
        painter.end()
        super().paintEvent(event)


class BarLine(QWidget):
    """What it is, how many of how many, and the same as a bar; counts, never a percentage.

    `extra` are widgets that stand between the title and the numbers, such as a badge.
    """

    def __init__(
        self, title: str, done: int, total: int, extra: Iterable[QWidget] = (), parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        name = label(title, wrap=True)
        head.addWidget(name, 1)
        for widget in extra:
            head.addWidget(widget)
        numbers = tr("{done} of {total}", done=show_number(done), total=show_number(total))
        head.addWidget(label(numbers, "muted"))
        column.addLayout(head)
        column.addWidget(bar(title, numbers, done, total))


def bar(title: str, numbers: str, done: int, total: int) -> QProgressBar:
    """A quiet bar; its words are for who does not see it."""
    made = QProgressBar()
    made.setTextVisible(False)
    made.setRange(0, max(total, 1))
    made.setValue(min(done, max(total, 1)))
    made.setFixedHeight(8)
    made.setAccessibleName(title)
    made.setAccessibleDescription(numbers)
    return made

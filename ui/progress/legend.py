"""What the tiles of the matrix mean: the same pictures, each with its word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.matrix_grid import BADGE
from ui.parts.matrix_tiles import Kind, badge, paint_cell
from ui.theme.tokens import tokens
from ui.words import tr

_WIDTH, _HEIGHT = 22, 16
_SHORT = 60
"""Letters: rules that are no longer share a line."""


class Legend(QWidget):
    """One sample per kind in `kinds`, and under them the rule by which a participant needs help.

    `rules_button` is there once it is shown.
    """

    rules_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(4)
        samples = QWidget()
        self._samples = FlowLayout(samples, spacing=18)
        self._rule = label("", "muted", wrap=True)
        self.rules_button = button_of(tr("When somebody needs help…"), self.rules_wanted.emit, flat=True)
        self.rules_button.hide()
        top = QHBoxLayout()
        top.addWidget(samples, 1)
        top.addWidget(self.rules_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        column.addWidget(self._rule)
        self._column, self._signs = column, list[QWidget]()

    def show_kinds(self, kinds: Sequence[Kind], rule: str, signs: Sequence[tuple[str, str]] = ()) -> None:
        """Replace what is shown; kinds of one word share a sample. An empty `rule` takes no room. `signs` are letters
        with the rule that each of them stands for.
        """
        for old in self.findChildren(_Sample):
            self._samples.removeWidget(old)
            old.setParent(None)
            old.deleteLater()
        for word in dict.fromkeys(kind.word for kind in kinds):
            self._samples.addWidget(_Sample([kind for kind in kinds if kind.word == word]))
        self._rule.setText(rule)
        self._rule.setVisible(bool(rule))
        for gone in self._signs:
            self._column.removeWidget(gone)
            gone.setParent(None)
            gone.deleteLater()
        short = [one for one in signs if len(one[1]) <= _SHORT]
        rows = [*([one] for one in signs if one not in short), short]
        self._signs = [_SignLine(row) for row in rows if row]
        for line in self._signs:
            self._column.addWidget(line)


class _SignLine(QWidget):
    """Signs as they stand in the matrix, and the rules by which they do; several where those are short."""

    def __init__(self, signs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for letter, words in signs:
            picture = QLabel()
            picture.setPixmap(badge(letter, *tokens().tone("warning"), self.devicePixelRatioF()))
            picture.setFixedSize(_WIDTH, BADGE)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(words, "muted", wrap=True), 1)


class _Sample(QWidget):
    def __init__(self, kinds: Sequence[Kind]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(_Cell(kinds))
        row.addWidget(label(kinds[0].word, "muted"))


class _Cell(QWidget):
    """The shades side by side in one cell, with the sign they share."""

    def __init__(self, kinds: Sequence[Kind]) -> None:
        super().__init__()
        self._kinds = kinds
        self.setFixedSize(QSize(_WIDTH if len(kinds) == 1 else 2 * _WIDTH, _HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        paint_cell(painter, self._kinds[0], box)
        width = box.width() / len(self._kinds)
        for place, kind in enumerate(self._kinds[1:], start=1):
            painter.setClipRect(QRectF(place * width, 0, width, box.height()))
            paint_cell(painter, kind, box)
        painter.end()

"""The sync indicator in the top bar: how it stands, and the badge that opens what is to be checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from ui.theme.icons import drawn
from ui.theme.tokens import tokens
from ui.words import tr

if TYPE_CHECKING:
    from ui.sync.saying import SyncWords

_SIDE = 15


class Indicator(QWidget):
    """`pressed` opens the details, `check` the panel with what is to be checked."""

    def __init__(self, pressed: Callable[[], None], check: Callable[[], None]) -> None:
        super().__init__()
        self._words: SyncWords | None = None
        self._is_narrow = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.button = QToolButton()
        self.button.setProperty("quiet", True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setIconSize(QSize(_SIDE, _SIDE))
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(pressed)
        self.badge = QPushButton()
        self.badge.setProperty("badge", True)
        self.badge.setAutoDefault(False)
        self.badge.clicked.connect(check)
        self.badge.hide()
        row.addWidget(self.button)
        row.addWidget(self.badge)

    def show_words(self, words: SyncWords, badge: str) -> None:
        """`badge` is '' where nothing is to be checked."""
        self.button.setIcon(_mark(words.tone, self.devicePixelRatioF()))
        self._words = words
        self._write()
        self.button.setAccessibleName(tr("Synchronising: {state}", state=words.text))
        self.button.setToolTip(words.detail)
        self.button.setAccessibleDescription(words.detail)
        self.badge.setText(badge)
        self.badge.setAccessibleName(badge)
        self.badge.setToolTip(tr("Open what is to be checked"))
        self.badge.setVisible(bool(badge))

    def make_room(self, is_narrow: bool) -> None:
        """In a narrow bar a few signs must do; what they mean stands in the tooltip and is spoken."""
        self._is_narrow = is_narrow
        self._write()

    def _write(self) -> None:
        if self._words is not None:
            self.button.setText(f" {self._words.short if self._is_narrow else self._words.text}")


def _mark(tone: str, ratio: float) -> QIcon:
    """A dot while all is well; a sign of its own where it is not, so that colour is not all."""
    if tone == "good":
        return QIcon(_dot(ratio))
    pictures = {"warning": "warning", "busy": "sync", "alone": "offline"}
    return QIcon(drawn(pictures[tone], tokens().warning if tone == "warning" else tokens().muted, _SIDE, ratio))


def _dot(ratio: float) -> QPixmap:
    picture = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens().good)
    painter.drawEllipse(QRectF(3.5, 3.5, 8, 8))
    painter.end()
    return picture

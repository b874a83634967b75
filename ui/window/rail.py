"""The rail: one button per panel, by mouse, arrows and Ctrl+number; the current one is marked by more than colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from ui.theme.icons import icon
from ui.theme.tokens import tokens
from ui.window.panels import PanelPlace
from ui.words import show, tr


class Rail(QWidget):
    """`chosen` tells the code of the panel that was asked for."""

    chosen = Signal(str)

    def __init__(self, places: Sequence[PanelPlace], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(tr("Panels"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 10, 8, 10)
        self._column.setSpacing(4)
        self._group = QButtonGroup(self)
        self._buttons = {place.code: self._panel_button(number, place) for number, place in enumerate(places, 1)}
        self._column.addStretch(1)
        self.setFixedWidth(self._wide_enough([button.text() for button in self._buttons.values()]))

    def add_below(self, text: str, picture: str, pressed: Callable[[], object]) -> QPushButton:
        """A button at the bottom, such as Settings."""
        button = self._button(text, picture)
        button.clicked.connect(pressed)
        return button

    def mark(self, code: str) -> None:
        """Show which panel is open."""
        button = self._buttons.get(code)
        if button is not None:
            button.setChecked(True)

    def buttons(self) -> dict[str, QPushButton]:
        return dict(self._buttons)

    def _panel_button(self, number: int, place: PanelPlace) -> QPushButton:
        button = self._button(show(place.title), place.picture)
        button.setCheckable(True)
        button.setToolTip(tr("{panel} (Ctrl+{number})", panel=show(place.title), number=number))
        self._group.addButton(button)
        button.toggled.connect(lambda on, code=place.code: self.chosen.emit(code) if on else None)
        return button

    def _button(self, text: str, picture: str) -> QPushButton:
        button = QPushButton(icon(picture, checked=tokens().accent), text.replace("&", "&&"))
        button.setIconSize(QSize(18, 18))
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        self._column.addWidget(button)
        return button

    def _wide_enough(self, texts: Sequence[str]) -> int:
        """Room for the longest word in bold, and never narrower than the sketch."""
        metrics = QFontMetrics(self.font())
        longest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        return max(176, round(longest * 1.1) + 80)

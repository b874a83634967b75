"""The rail: one button per panel, by mouse, arrows and Ctrl+number; the current one is marked by more than colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from ui.theme.fonts import sized
from ui.theme.icons import icon
from ui.theme.tokens import tokens
from ui.window.panels import PanelPlace
from ui.words import show, show_number, tr


class _RailButton(QPushButton):
    """May bear a number at its right."""

    _number = 0

    def set_count(self, number: int) -> None:
        self._number = number
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._number:
            from ui.parts.badge import paint_badge  # late: the first paint counts nothing

            painter = QPainter(self)
            painter.setFont(sized(self.font(), 0.9, QFont.Weight.DemiBold))
            text = show_number(self._number)
            wide = max(20.0, painter.fontMetrics().horizontalAdvance(text) + 12.0)
            paint_badge(painter, QRectF(self.width() - wide - 8, (self.height() - 19) / 2, wide, 19), text, "warning")
            painter.end()


def _above(places: Sequence[PanelPlace]) -> list[PanelPlace]:
    """Those with a button of their own."""
    return [place for place in places if not place.below]


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
        self._buttons = {
            place.code: self._panel_button(number, place) for number, place in enumerate(_above(places), 1)}
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
        elif (before := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            before.setChecked(False)
            self._group.setExclusive(True)

    def count(self, code: str, number: int, words: str) -> None:
        """A number on the button of a panel, said in words too; 0 takes it away."""
        button = self._buttons.get(code)
        if button is not None:
            button.set_count(number)
            button.setAccessibleDescription(words)

    def buttons(self) -> Mapping[str, QPushButton]:
        return dict(self._buttons)

    def _panel_button(self, number: int, place: PanelPlace) -> _RailButton:
        button = self._button(show(place.title), place.picture)
        button.setCheckable(True)
        button.setToolTip(tr("{panel} (Ctrl+{number})", panel=show(place.title), number=number))
        self._group.addButton(button)
        button.toggled.connect(lambda on, code=place.code: self.chosen.emit(code) if on else None)
        return button

    def _button(self, text: str, picture: str) -> _RailButton:
        button = _RailButton(icon(picture, checked=tokens().accent), text.replace("&", "&&"))
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

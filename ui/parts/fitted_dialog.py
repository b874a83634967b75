"""A dialog that is as high as its sentences are at its own width, and never higher or wider than its screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QVBoxLayout

from ui.parts.labels import label

_TITLE_BAR = 36


class FittedDialog(QDialog):
    """Its layout is a `QVBoxLayout`. A dialog that was given a size keeps that, as far as the screen goes."""

    _is_whole = False

    def setVisible(self, visible: bool) -> None:
        if visible and not self._is_whole:
            self._is_whole = True
            self._add_last()
            self._take_size()
        super().setVisible(visible)

    def event(self, event: QEvent) -> bool:
        """What is said later may be longer, and a narrower window has longer columns."""
        handled = super().event(event)
        if self._is_whole and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._keep_height()
        return handled

    def room(self) -> QSize:
        """What the screen leaves; the window behind it shows that so much fits."""
        screen = self.screen().availableGeometry().size() - QSize(0, _TITLE_BAR)
        behind = self.parentWidget()
        return screen.expandedTo(behind.window().size()) if behind is not None else screen

    def _add_last(self) -> None:
        """Such as buttons: what is added at the first showing is last in the tab order too."""

    def _take_size(self) -> None:
        room = self.room()
        if self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            self.setMinimumWidth(min(self.minimumWidth(), room.width()))
            self.resize(self.size().boundedTo(room))
            return
        column = self._own_column()
        if column is not None:
            wide = min(max(self.minimumWidth(), self._needed_width(column)), room.width())
            self.resize(wide, min(self._needed_height(column, wide, False), room.height()))

    def _keep_height(self) -> None:
        column = self._own_column()
        if column is not None:
            self.setMinimumHeight(min(self._needed_height(column, self.width(), True), self.room().height()))

    def _needed_width(self, column: QVBoxLayout) -> int:
        return column.totalSizeHint().width()

    def _needed_height(self, column: QVBoxLayout, wide: int, at_least: bool) -> int:
        return column.totalMinimumHeightForWidth(wide) if at_least else column.totalHeightForWidth(wide)

    def _own_column(self) -> QVBoxLayout | None:
        """None where nothing is higher because it is narrower."""
        column = self.layout()
        return column if isinstance(column, QVBoxLayout) and column.hasHeightForWidth() else None


def sentence(words: str, role: str = "") -> QLabel:
    """A wrapped label for such a dialog. By itself one asks for the height that it would have if it were narrower."""
    line = label(words, role, wrap=True)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    line.setSizePolicy(policy)
    return line

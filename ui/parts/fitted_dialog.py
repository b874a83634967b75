"""A dialog that is as high as its sentences are at its own width, and never cuts one off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QVBoxLayout

from ui.parts.labels import label


class FittedDialog(QDialog):
    """Its layout is a `QVBoxLayout`. A dialog that was given a size keeps that."""

    _is_whole = False

    def setVisible(self, visible: bool) -> None:
        if visible and not self._is_whole:
            self._is_whole = True
            self._add_last()
            self._take_height()
        super().setVisible(visible)

    def event(self, event: QEvent) -> bool:
        """What is said later may be longer, and a narrower window has longer columns."""
        handled = super().event(event)
        if self._is_whole and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._keep_height()
        return handled

    def _add_last(self) -> None:
        """Such as buttons: what is added at the first showing is last in the tab order too."""

    def _take_height(self) -> None:
        column = self._own_column()
        if column is not None and not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            wide = max(self.minimumWidth(), column.totalSizeHint().width())
            self.resize(wide, column.totalHeightForWidth(wide))

    def _keep_height(self) -> None:
        column = self._own_column()
        if column is not None:
            self.setMinimumHeight(column.totalMinimumHeightForWidth(self.width()))

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

"""The top row of a panel: its title, filters beside it, buttons at the right; below where that takes less height."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.parts.flow import FlowLayout
from ui.parts.labels import label

_GAP = 12


class Headline(QWidget):
    """`add_filter` puts a widget beside the title, `add_button` a button at the right."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        self._title = label(title, "title")
        self._aside = label("", "muted")
        self._left, self._right = QWidget(), QWidget()
        self._filters = FlowLayout(self._left)
        self._buttons = FlowLayout(self._right, right=True)
        self._filters.addWidget(self._title)
        self._filters.addWidget(self._aside)
        self._aside.hide()
        for side, stretch in ((self._left, 1), (self._right, 0)):
            side.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            row.addWidget(side, stretch)
        self._right.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def set_aside(self, text: str) -> None:
        """A quiet line after the title, such as how many there are."""
        self._aside.setText(text)
        self._aside.setVisible(bool(text))

    def add_filter(self, widget: QWidget) -> None:
        self._filters.addWidget(widget)

    def add_button(self, text: str, pressed: Callable[[], object], primary: bool = False) -> QPushButton:
        """A button at the right; `text` may hold a mnemonic (&)."""
        button = button_of(text, pressed, primary)
        self._buttons.addWidget(button)
        return button

    def add_aside(self, widget: QWidget) -> None:
        """Any widget at the right."""
        self._buttons.addWidget(widget)

    def event(self, event: QEvent) -> bool:
        """A filter that came or went asks for other room."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._share(self.width())
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share(event.size().width())

    def _share(self, width: int) -> None:
        """Many filters squeezed beside many buttons would stand one below the other."""
        room = width - self._right.sizeHint().width() - _GAP
        below = self._filters.heightForWidth(width) + _GAP + self._buttons.heightForWidth(width)
        fits = self._left.minimumSizeHint().width() <= room and self._filters.heightForWidth(room) <= below
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)


class _Button(QPushButton):
    """Enter presses the button that has the focus, in a panel as in a dialog, and no other one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def button_of(text: str, pressed: Callable[[], object], primary: bool = False, flat: bool = False) -> QPushButton:
    """A push button with an accessible name, not the dialog's default unless it is made so."""
    button = _Button(text)
    button.setAccessibleName(text.replace("&&", "\0").replace("&", "").replace("\0", "&"))
    button.setAutoDefault(False)
    button.setProperty("primary", primary)
    button.setProperty("flat", flat)
    button.clicked.connect(lambda: pressed())
    return button

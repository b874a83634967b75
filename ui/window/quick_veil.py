"""F9 while a dialog is open: it goes away at once, names and all, and the window presents."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QDialog

KEY = "F9"
_KNOWN = "leerspoor-quick-veil"


class QuickVeil(QObject):
    """A modal dialog blocks the shortcuts of the window, so each dialog that comes to the front gets its own.

    The dialog is cancelled: what was only typed there is not worth a name on the wall.
    """

    def __init__(self, parent: QObject, hide: Callable[[], None]) -> None:
        super().__init__(parent)
        self._hide = hide
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._window_came)

    def _window_came(self, _window: QWindow | None) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and not dialog.property(_KNOWN):
            dialog.setProperty(_KNOWN, True)
            QShortcut(QKeySequence(KEY), dialog, self._pressed)

    def _pressed(self) -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog) and window.isVisible():
                window.reject()
        self._hide()

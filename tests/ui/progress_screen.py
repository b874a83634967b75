"""Where the tests of progress put their widgets."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def place(qtbot: QtBot, widget: QWidget, width: int = 1126, height: int = 660) -> None:
    """Show a widget in a window; by default with the room that a screen of 1366 x 768 leaves a panel.

    The window has no layout, so that it asks the offscreen screen for no size.
    """
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(width, height)
    widget.setParent(host)
    widget.resize(width, height)
    widget.host = host
    host.show()

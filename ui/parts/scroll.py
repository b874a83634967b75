"""A page that scrolls when the window is too low for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolled(page: QWidget, name: str) -> QScrollArea:
    """The page in a frameless area with an accessible name; it takes the width there is."""
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    page.setObjectName("page")
    if page.hasHeightForWidth():
        page.setMinimumHeight(1)  # so that this height counts, not that of every text wrapped narrow
    area.setWidget(page)
    area.viewport().setAutoFillBackground(False)
    return area

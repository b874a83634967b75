"""What stands above and below a list: a line to search in with its filters, and buttons with how many there are."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.parts.card import bare
from ui.parts.flow import FlowLayout


def search_row(search: QWidget, *beside: QWidget) -> QWidget:
    """The line takes the room that its filters leave."""
    row = QWidget()
    line = QHBoxLayout(row)
    bare(line, 10)
    line.addWidget(search, 1)
    for one in beside:
        line.addWidget(one)
    return row


def foot(buttons: Iterable[QWidget], counted: QWidget | None = None) -> QWidget:
    """Buttons that wrap on a narrow window, and `counted` at the right."""
    box = QWidget()
    flow = FlowLayout(box)
    for button in buttons:
        flow.addWidget(button)
    if counted is None:
        return box
    whole = QWidget()
    row = QHBoxLayout(whole)
    bare(row, 10)
    row.addWidget(box, 1)
    row.addWidget(counted)
    return whole

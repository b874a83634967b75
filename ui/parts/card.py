"""A card: a quiet frame with a heading and what belongs together."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.parts.labels import label


class Card(QFrame):
    """Put content into `body`; buttons or badges at the right of the heading go in by `add_aside`."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 14, 16, 14)
        self.body.setSpacing(8)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._heading = label(heading, "heading")
        self._head.addWidget(self._heading)
        self._head.addStretch(1)
        if heading:
            self.body.addLayout(self._head)
            self.setAccessibleName(heading)

    def set_heading(self, heading: str) -> None:
        if self._heading.text() == "" and heading:
            self.body.insertLayout(0, self._head)
        self._heading.setText(heading)
        self.setAccessibleName(heading)

    def add_aside(self, widget: QWidget) -> None:
        self._head.addWidget(widget)

    def add_beside_heading(self, widget: QWidget) -> None:
        """Directly after the heading, such as a badge."""
        self._head.insertWidget(1, widget)

    def fill(self, widget: QWidget, stretch: int = 0) -> None:
        self.body.addWidget(widget, stretch)

    def edge_to_edge(self) -> None:
        """For a card that holds one table."""
        self.body.setContentsMargins(6, 4, 6, 4)


def bare(layout: QLayout, spacing: int = 0) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)

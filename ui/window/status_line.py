"""The line at the bottom: who works here, and whether the help desk is open."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.parts.labels import label


class StatusLine(QFrame):
    def __init__(self, who: str, help_desk: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        self.who, self.help_desk = label(who, "muted"), label(help_desk, "muted")
        row.addWidget(self.who)
        row.addStretch(1)
        row.addWidget(self.help_desk)

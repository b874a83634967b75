"""The band that says that an audit runs: who looks, and until when."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show_date, tr

if TYPE_CHECKING:
    from app.views.audits import AuditRow


class AuditBand(QFrame):
    """In sight as long as an access runs; the button shows what was looked at."""

    def __init__(self, wanted: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("strip")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 8, 5)
        self.said = label("", "strong", wrap=True)
        row.addWidget(self.said, 1)
        row.addWidget(button_of(tr("What was looked at"), wanted, flat=True))
        self.hide()

    def show_running(self, running: tuple[AuditRow, ...]) -> None:
        self.setVisible(bool(running))
        if running:
            first = min(running, key=lambda row: row.until)
            self.said.setText(tr(
                "A licence audit runs: {name} may look until {day} (that day no longer).", name=first.auditor,
                day=show_date(first.until)))
            self.setAccessibleName(self.said.text())

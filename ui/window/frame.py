"""Everything in the window but the panels themselves: bar, band, rail, strips, status. Built anew on every switch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.window.band import Band
from ui.window.maintenance_band import MaintenanceBand
from ui.window.page import Page
from ui.window.rail import Rail
from ui.window.status_line import StatusLine
from ui.window.strip import ProgressStrip
from ui.window.toast import Toast
from ui.window.top_bar import TopBar
from ui.window.use_band import UseBand


class Frame(QWidget):
    """Lays out the parts it is given; the panels go into `stack`."""

    def __init__(
        self, top: TopBar, rail: Rail, status: StatusLine, band: Band | None, together: bool, undo: Callable[[], None],
        dismiss: Callable[[Sequence[bytes]], None],
    ) -> None:
        super().__init__()
        self.top, self.rail, self.status, self.band = top, rail, status, band
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.use, self.maintenance = UseBand(), MaintenanceBand(dismiss)
        for part in (top, band, self.use, self.maintenance):
            if part is not None:
                column.addWidget(part)
        column.addLayout(self._middle(), 1)
        self._strips = QVBoxLayout()
        self._strips.setSpacing(0)
        column.addLayout(self._strips)
        column.addWidget(status)
        self.toast = Toast(self, undo)
        rail.setVisible(not together)
        top.search.setVisible(not together)

    def add_strip(self, strip: ProgressStrip) -> None:
        self._strips.addWidget(strip)

    def on_escape(self, leave: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence("Esc"), self)
        shortcut.activated.connect(leave)

    def _middle(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        page = Page()
        self.stack = page.stack
        row.addWidget(page, 1)
        return row

"""Pages behind tabs, without a frame of their own."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QWidget


class Tabs(QTabWidget):
    """`name` is the accessible name of the row of tabs; titles may hold a mnemonic."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.tabBar().setAccessibleName(name)
        self.tabBar().setExpanding(False)
        self.setUsesScrollButtons(True)

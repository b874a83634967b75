"""Pages behind tabs, without a frame of their own."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabWidget, QWidget

_LINE = 1
"""Between the tabs and the page."""


class Tabs(QTabWidget):
    """`name` is the accessible name of the row of tabs; titles may hold a mnemonic.

    With `inner` they part a page that lies behind tabs itself. Only the page in front asks for height: what lies
    behind must not make a window scroll.
    """

    def __init__(self, name: str, parent: QWidget | None = None, inner: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("inner" if inner else "")
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.tabBar().setAccessibleName(name)
        self.tabBar().setExpanding(False)
        self.setUsesScrollButtons(True)
        self.currentChanged.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:
        page, least = self.currentWidget(), super().minimumSizeHint()
        if page is None:
            return least
        asked = max(page.minimumHeight(), page.minimumSizeHint().height())
        return QSize(least.width(), self.tabBar().sizeHint().height() + _LINE + asked)

    def hasHeightForWidth(self) -> bool:
        """Never: that height would be that of the longest page."""
        return False

    def name_page(self, page: QWidget, title: str) -> None:
        """A new title on the tab of this page."""
        self.setTabText(self.indexOf(page), title)

    def front(self) -> QWidget | None:
        """The page in front; of a page with tabs of its own the one in front there."""
        page = self.currentWidget()
        return page.front() if isinstance(page, Tabs) else page

    def bring_forward(self, page: QWidget) -> None:
        """Show the page, also where it lies behind the tabs within a page."""
        for at in range(self.count()):
            found = self.widget(at)
            if found is not None and (found is page or found.isAncestorOf(page)):
                self.setCurrentIndex(at)
                if isinstance(found, Tabs):
                    found.bring_forward(page)

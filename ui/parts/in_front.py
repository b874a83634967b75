"""What lies behind tabs is read when it comes in front."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from ui.parts.tabs import Tabs

T = TypeVar("T")


class InFront(Generic[T]):
    """`reads` says how each page reads about what is shown; it may lie behind tabs within a page.

    A page is read once for each time that something is shown, which is anew after every change: at once where it is in
    front, else as soon as it comes there.
    """

    def __init__(self, tabs: Tabs, reads: Mapping[QWidget, Callable[[T], None]]) -> None:
        self._tabs, self._reads = tabs, dict(reads)
        self._unread: dict[QWidget, T] = {}
        for row in (tabs, *tabs.findChildren(Tabs)):
            row.currentChanged.connect(lambda _at: self._read())

    def show(self, what: T) -> None:
        """Everything that was read before is of no use any more."""
        self._unread = dict.fromkeys(self._reads, what)
        self._read()

    def _read(self) -> None:
        page = self._tabs.front()
        if page in self._unread:
            what = self._unread.pop(page)
            self._reads[page](what)

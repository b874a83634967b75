"""A drop-down of things with an id."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

WIDEST = 168


class Chooser(QComboBox):
    """One of some things with an id, or everything. Qt compares ids by object, so they are kept beside it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._keys: list[bytes | None] = []
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaximumWidth(WIDEST)

    def offer(self, everything: str, choices: Sequence[tuple[str, bytes]], chosen: bytes | None) -> None:
        """Replace what can be chosen; nothing is told to who listens."""
        self._keys = [None, *(key for _, key in choices)]
        self.blockSignals(True)
        self.clear()
        self.addItems([everything, *(text for text, _ in choices)])
        self.setCurrentIndex(self._keys.index(chosen) if chosen in self._keys else 0)
        self.blockSignals(False)

    def chosen(self) -> bytes | None:
        """The id of what is chosen, None for everything."""
        return self._keys[self.currentIndex()] if self._keys else None

    def choose(self, key: bytes) -> None:
        """Choose what has this id, and tell who listens."""
        self.setCurrentIndex(self._keys.index(key))

    def key(self, index: int) -> bytes | None:
        return self._keys[index]

    def has(self, key: bytes) -> bool:
        return key in self._keys

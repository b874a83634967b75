"""The progress strip of long work, with a button that cancels it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show_number, tr


class ProgressStrip(QFrame):
    """One job; made when the job begins, gone when it ends. Without `cancel` it cannot be stopped halfway."""

    def __init__(self, title: str, cancel: Callable[[], object] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._cancel = cancel
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(12)
        self._title = label(title)
        row.addWidget(self._title)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        row.addWidget(self.bar, 1)
        self._count = label("", "muted")
        row.addWidget(self._count)
        self.button = button_of(tr("Cancel"), self._cancelled)
        self.button.setVisible(cancel is not None)
        row.addWidget(self.button)

    def name(self, title: str) -> None:
        self._title.setText(title)
        self.bar.setAccessibleName(title)

    def advance(self, done: int, total: int) -> None:
        """Show how far it is; a total of 0 means that nobody knows yet."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if total:
            self._count.setText(tr("{done} of {total}", done=show_number(done), total=show_number(total)))
        elif done:
            self._count.setText(show_number(done))

    def _cancelled(self) -> None:
        self.button.setEnabled(False)
        self._count.setText(tr("Stopping…"))
        if self._cancel is not None:
            self._cancel()

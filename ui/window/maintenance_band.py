"""The band over the window that tells of maintenance: from its announcement until it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show_day_time, show_time, tr

if TYPE_CHECKING:
    from app.domain.maintenance import Announced


class MaintenanceBand(QFrame):
    """What is coming can be put away until it begins; what goes on cannot. Takes no room while there is nothing."""

    def __init__(self, dismiss: Callable[[Sequence[bytes]], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("use")
        self._dismiss, self._coming = dismiss, list[bytes]()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(12)
        self._words = label("", wrap=True)
        row.addWidget(self._words, 1)
        self.button = button_of(tr("Put away until it begins"), self._put_away)
        row.addWidget(self.button)
        self.setVisible(False)

    def text(self) -> str:
        return self._words.text()

    def show_announced(self, every: Sequence[Announced], now_us: int, today: date) -> None:
        """`every` is what is to be shown now."""
        words = "\n".join(_said(one, now_us, today) for one in every)
        self._coming = [one.id for one in every if one.starts_us > now_us]
        self._words.setText(words)
        self.setAccessibleName(words)
        self.button.setVisible(bool(self._coming))
        self.setVisible(bool(words))

    def _put_away(self) -> None:
        self._dismiss(self._coming)


def _said(one: Announced, now_us: int, today: date) -> str:
    running = one.starts_us <= now_us
    until = _until(one, today)
    if running and one.urgent:
        head = tr("Urgent maintenance until {until}: {what}", until=until, what=one.what)
    elif running:
        head = tr("Maintenance until {until}: {what}", until=until, what=one.what)
    elif one.urgent:
        head = tr("Urgent maintenance from {begin} until {until}: {what}", until=until, what=one.what,
                  begin=show_day_time(one.starts_us, today))
    else:
        head = tr("Maintenance from {begin} until {until}: {what}", until=until, what=one.what,
                  begin=show_day_time(one.starts_us, today))
    tail = tr("You can go on working: what you do is sent afterwards.") if running else ""
    return " ".join(part for part in (_ended(head), _ended(one.meanwhile), tail) if part)


def _until(one: Announced, today: date) -> str:
    """Only the time where it ends on the day on which it begins."""
    begin, end = show_day_time(one.starts_us), show_day_time(one.ends_us)
    return show_time(one.ends_us) if begin.rpartition(" ")[0] == end.rpartition(" ")[0] else show_day_time(
        one.ends_us, today)


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."

"""A day that is typed and may be empty, for what must not be filled in by itself."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.words import tr

_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class DayLine(QLineEdit):
    """`day()` is None while it is empty or no day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(tr("day-month-year"))

    def day(self) -> date | None:
        return read_day(self.text())


def read_day(typed: str) -> date | None:
    """'21-11-2026', '21/11/2026' or '2026-11-21'; the day comes first, as it is written here."""
    plain = typed.strip()
    if found := _DAY_FIRST.fullmatch(plain):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(plain):
        year, month, day = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None

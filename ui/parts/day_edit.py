"""A field for a day: typed as one writes it, moved with the arrow keys, or chosen from a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QWidget

from app.domain.wrong_fields import wrong_day
from ui.parts.day_line import read_day
from ui.words import language, show, tr

_EXAMPLE = QDate(2026, 12, 31)


class DayEdit(QDateEdit):
    """Qt's own field takes a day apart: it makes 30-11 of a 31-12 that is typed, and of a day that does not exist one
    that does. This one leaves what is typed as it is; `fault()` says what is wrong with it. `date()` is then the last
    day that was read.
    """

    def __init__(self, day: date) -> None:
        super().__init__(QDate(day.year, day.month, day.day))
        self.setCalendarPopup(True)
        self.setLocale(QLocale("nl_NL" if language() == "nl" else "en_GB"))
        self.setDisplayFormat("d-M-yyyy" if language() == "nl" else "d MMM yyyy")
        self.lineEdit().cursorPositionChanged.disconnect()  # else a part of it is selected after each key

    def fault(self) -> str:
        """Why what is typed cannot be meant; '' for a day, and while one is still typing."""
        day = self._read(self.text())
        if day is not None:
            wrong = wrong_day("", day)
            return show(wrong.reason) if wrong is not None else ""
        if self.hasFocus() and len(self.text().strip()) < len("1-1-2000"):
            return ""
        example = self.locale().toString(_EXAMPLE, self.displayFormat())
        return tr("{value} is not a day that exists. Write it as {example}.", value=self.text()[:20], example=example)

    def is_day(self) -> bool:
        """True where a day is typed that can be meant."""
        return self._meant(self.text()) is not None

    def validate(self, typed: str, position: int) -> tuple[QValidator.State, str, int]:
        state = QValidator.State.Acceptable if self._meant(typed) is not None else QValidator.State.Intermediate
        return state, typed, position

    def dateTimeFromText(self, typed: str) -> QDateTime:
        day = self._meant(typed)
        return QDateTime(QDate(day.year, day.month, day.day), QTime(0, 0)) if day is not None else self.dateTime()

    def fixup(self, typed: str) -> str:
        return typed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        QAbstractSpinBox.keyPressEvent(self, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        QAbstractSpinBox.focusInEvent(self, event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()  # what is typed takes the place of all of it

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self.is_day():
            super().focusOutEvent(event)
        else:
            QWidget.focusOutEvent(self, event)  # what is wrong stays, to be mended
            self.editingFinished.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """One stop, not one for each part of the day."""
        return QWidget.focusNextPrevChild(self, forward)

    def _meant(self, typed: str) -> date | None:
        day = self._read(typed)
        return day if day is not None and wrong_day("", day) is None else None

    def _read(self, typed: str) -> date | None:
        shown = self.locale().toDate(typed.strip(), self.displayFormat())
        return date(shown.year(), shown.month(), shown.day()) if shown.isValid() else read_day(typed)

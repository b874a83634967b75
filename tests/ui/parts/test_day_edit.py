"""A field for a day: what is typed stays as it is typed, and what is no day is said to be none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.day_edit import DayEdit
from ui.parts.form_dialog import day_of
from ui.words import use_language

Make = Callable[[], DayEdit]


@pytest.fixture
def edit(qtbot: QtBot) -> Make:
    """A field on 21 November 2026, with another one after it."""
    windows: list[QWidget] = []

    def made() -> DayEdit:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        column = QVBoxLayout(window)
        field = DayEdit(date(2026, 11, 21))
        column.addWidget(field)
        column.addWidget(QLineEdit())
        window.show()
        window.activateWindow()
        QApplication.processEvents()
        field.setFocus(Qt.FocusReason.TabFocusReason)
        return field

    return made


@pytest.mark.parametrize(("typed", "day"), [
    ("31-12-2026", date(2026, 12, 31)), ("1-2-2025", date(2025, 2, 1)), ("29-2-2028", date(2028, 2, 29)),
    ("05/06/2027", date(2027, 6, 5)), ("2027-1-9", date(2027, 1, 9)),
])
def test_a_day_is_typed_over_the_one_that_stands_there(qtbot: QtBot, edit: Make, typed: str, day: date) -> None:
    field = edit()
    heard: list[QDate] = []
    field.dateChanged.connect(heard.append)
    qtbot.keyClicks(field, typed)
    assert (day_of(field), field.is_day(), field.fault()) == (day, True, "")
    assert [(one.year(), one.month(), one.day()) for one in heard] == [(day.year, day.month, day.day)]
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert not field.hasFocus() and day_of(field) == day


@pytest.mark.parametrize("typed", ["31-2-2027", "29-2-2027", "31-11-2026", "5-13-2026", "1-3-26", "gisteren", "-"])
def test_what_is_no_day_stays_and_is_said(qtbot: QtBot, edit: Make, typed: str) -> None:
    field = edit()
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == typed and not field.is_day()
    assert field.fault() == f"{typed} is geen dag die bestaat. Schrijf het als 31-12-2026."
    field.setDate(QDate(2026, 12, 1))
    assert field.is_day() and field.fault() == ""


@pytest.mark.parametrize("typed", ["15-3-0020", "1-1-1999", "1-1-2100", "1-1-9999"])
def test_a_slip_of_the_keyboard_is_no_year(qtbot: QtBot, edit: Make, typed: str) -> None:
    field = edit()
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert "kan niet de bedoeling zijn" in field.fault() and not field.is_day()
    assert field.text() == typed


def test_while_one_is_typing_nothing_is_said(qtbot: QtBot, edit: Make) -> None:
    field = edit()
    qtbot.keyClicks(field, "1-3-2")
    assert field.fault() == "" and not field.is_day()


def test_the_arrows_go_on_a_day_and_english_is_read(qtbot: QtBot, edit: Make) -> None:
    field = edit()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert day_of(field) == date(2026, 11, 22)
    use_language("en")
    field = edit()
    assert field.text() == "21 Nov 2026"
    qtbot.keyClicks(field, "3 Dec 2026")
    assert day_of(field) == date(2026, 12, 3)

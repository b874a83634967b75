"""A table with ticks, and a small dialog with fields."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.columns import Column
from ui.parts.form_dialog import FormDialog, NoticeDialog, date_edit, day_of
from ui.parts.pick_table import PickTable
from ui.words import use_language

PEOPLE = ("Aydın", "Demir", "Kowalski", "Øster")


def pick_table(qtbot: QtBot) -> PickTable:
    table = PickTable((Column("Naam", str),), "Mensen", lambda value: value)
    qtbot.addWidget(table)
    table.set_rows(PEOPLE)
    table.resize(300, 240)
    table.show()
    return table


def click(qtbot: QtBot, table: PickTable, row: int) -> None:
    where = table.visualRect(table.model().index(row, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(where.x(), where.y()))


def test_clicks_tick_and_untick_without_losing_the_others(qtbot: QtBot) -> None:
    table = pick_table(qtbot)
    for row in (0, 2, 3, 0):
        click(qtbot, table, row)
    assert table.picked() == ["Kowalski", "Øster"]


def test_ticks_outlive_filter_and_order_and_come_in_the_order_of_the_list(qtbot: QtBot) -> None:
    table = pick_table(qtbot)
    table.pick({"Øster", "Aydın"})
    table.set_filter(lambda value: value == "Demir")
    click(qtbot, table, 0)
    assert table.picked() == ["Aydın", "Demir", "Øster"]
    table.set_filter(None)
    table.sort_on(1, descending=True)
    assert table.picked() == ["Aydın", "Demir", "Øster"]
    assert set(table.chosen()) == {"Aydın", "Demir", "Øster"}


def test_who_is_gone_from_the_list_is_not_ticked_any_more(qtbot: QtBot) -> None:
    table = pick_table(qtbot)
    table.pick(PEOPLE)
    table.set_rows(PEOPLE[:2])
    assert table.picked() == ["Aydın", "Demir"]


def test_space_ticks_the_row_under_the_cursor(qtbot: QtBot) -> None:
    table = pick_table(qtbot)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.picked() == []
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.picked() == ["Demir"]


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_verb_waits_until_what_is_required_is_filled(qtbot: QtBot, host: QWidget) -> None:
    given: list[Any] = []
    form = FormDialog(host, "Groep", "Maken", lambda: given.append(line.text()))
    line = form.add_line("&Naam", required=True)
    form.open()
    assert not form.verb.isEnabled()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert form.isVisible() and given == []
    qtbot.keyClicks(line, "A")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert not form.isVisible() and given == ["A"]


def test_labels_name_their_fields_and_the_buttons_come_last(host: QWidget) -> None:
    form = FormDialog(host, "Afdrukken", "Afdrukken")
    form.say("Eerst lezen.")
    place = form.add_line("&Plaats")
    kind = form.add_choice("&Soort", (("a", "Eerste"), ("b", "Tweede")), "b")
    form.open()
    QApplication.processEvents()
    assert (place.accessibleName(), kind.accessibleName(), kind.currentData()) == ("Plaats", "Soort", "b")
    assert {one.text(): one.buddy() for one in form.findChildren(QLabel) if one.buddy()} == {
        "&Plaats": place, "&Soort": kind}
    assert form.focusWidget() is place
    order, at = [], place.nextInFocusChain()
    while at is not place:
        order.append(at)
        at = at.nextInFocusChain()
    assert order.index(kind) < order.index(form.verb) and order.index(kind) < order.index(form.cancel)


def test_a_notice_has_only_something_to_close(host: QWidget) -> None:
    notice = NoticeDialog(host, "Meer bestellen", ("Vraag wie mag tekenen.",))
    notice.open()
    QApplication.processEvents()
    assert notice.verb.text() == "Sluiten" and notice.cancel.parent() is None


@pytest.mark.parametrize(("language", "shown"), [("nl", "3-11-2026"), ("en", "3 Nov 2026")])
def test_a_day_is_written_as_the_language_writes_it(qtbot: QtBot, language: str, shown: str) -> None:
    use_language(language)
    edit = date_edit(date(2026, 11, 3))
    qtbot.addWidget(edit)
    assert edit.text() == shown and day_of(edit) == date(2026, 11, 3)

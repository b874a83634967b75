"""The table of plain values: order, filter, selection, keyboard, clipboard, accessibility."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.rooms import shown as shown_in_dress
from tests.ui.seen_text import accessible_text, nameless, painted_text
from ui.parts.table import Column, RowTable


class Person(NamedTuple):
    id: int
    name: str
    seats: int
    state: str = "active"


PEOPLE = (Person(1, "Çelik, Tülay", 30), Person(2, "Aydın, Emre", 4), Person(3, "Øster, Søren", 200, "left"))
COLUMNS = (
    Column("Name", lambda person: person.name, stretch=True, under=lambda person: f"number {person.id}"),
    Column("Seats", lambda person: str(person.seats), align="right", width=6, sort_key=lambda person: person.seats),
    Column("State", lambda person: person.state, tone=lambda person: "good" if person.state == "active" else "danger"),
)


@pytest.fixture
def table(qtbot: QtBot) -> RowTable:
    made = RowTable(COLUMNS, "People", key=lambda person: person.id, several=True)
    qtbot.addWidget(made)
    made.resize(640, 300)
    made.set_rows(PEOPLE)
    made.show()
    qtbot.waitExposed(made)
    return made


def names(table: RowTable) -> list[str]:
    return [person.name.split(",")[0] for person in table.rows()]


def test_what_is_given_is_shown_in_its_order(table: RowTable) -> None:
    assert names(table) == ["Çelik", "Aydın", "Øster"]
    assert table.shown_text()[:2] == [["Name", "Seats", "State"], ["Çelik, Tülay", "30", "active"]]


def test_names_sort_without_accents_and_numbers_by_size(table: RowTable) -> None:
    table.sort_on(0)
    assert names(table) == ["Aydın", "Çelik", "Øster"]
    table.sort_on(1, descending=True)
    assert names(table) == ["Øster", "Çelik", "Aydın"]


def test_a_click_on_a_title_sorts_and_a_second_turns_it_round(table: RowTable, qtbot: QtBot) -> None:
    header = table.horizontalHeader()
    for expected in (["Aydın", "Çelik", "Øster"], ["Øster", "Çelik", "Aydın"]):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.rect().center() / 4)
        assert names(table) == expected


def test_the_order_and_the_selection_outlive_a_new_reading(table: RowTable) -> None:
    table.sort_on(1)
    table.choose(3)
    table.set_rows((*PEOPLE, Person(4, "Berg, Ria", 5)))
    assert names(table) == ["Aydın", "Berg", "Çelik", "Øster"]
    assert [person.id for person in table.chosen()] == [3]
    assert table.current_key() == 3


def test_a_new_reading_that_changes_nothing_does_not_move_the_selection(table: RowTable, qtbot: QtBot) -> None:
    table.choose(2)
    with qtbot.assertNotEmitted(table.selection_moved):
        table.set_rows(PEOPLE)


def test_who_is_gone_is_no_longer_chosen_and_that_is_told(table: RowTable, qtbot: QtBot) -> None:
    table.choose(2)
    with qtbot.waitSignal(table.selection_moved):
        table.set_rows(PEOPLE[:1])
    assert table.chosen() == []


def test_a_filter_hides_rows_and_keeps_the_rest_chosen(table: RowTable) -> None:
    table.choose(3)
    table.set_filter(lambda person: person.state == "left")
    assert names(table) == ["Øster"]
    assert [person.id for person in table.chosen()] == [3]
    table.set_filter(None)
    assert len(table.rows()) == 3


def test_enter_and_double_click_open_a_row(table: RowTable, qtbot: QtBot) -> None:
    table.choose(2)
    with qtbot.waitSignal(table.row_opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [PEOPLE[1]]


def test_the_arrows_walk_and_shift_chooses_more(table: RowTable, qtbot: QtBot) -> None:
    table.setFocus()
    table.choose(1)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [person.id for person in table.chosen()] == [2, 3]


def test_copying_gives_the_chosen_rows_with_titles(table: RowTable, qtbot: QtBot) -> None:
    table.choose(2)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Name\tSeats\tState\nAydın, Emre\t4\tactive"


def test_everything_in_it_is_painted_and_spoken(table: RowTable) -> None:
    seen = {"Çelik, Tülay", "number 1", "30", "left", "active", "Name"}
    assert seen <= painted_text(table)
    assert {"People", "Çelik, Tülay, number 1", "left"} <= accessible_text(table)
    assert nameless(table) == []


def test_a_hundred_thousand_rows_sort_by_moving_numbers(table: RowTable) -> None:
    table.set_rows([Person(number, f"Name {number % 977}", number) for number in range(100_000)])
    table.sort_on(1, descending=True)
    assert table.rows()[0].seats == 99_999


def test_the_column_that_stretches_takes_the_room_that_is_left_but_never_vanishes(table: RowTable) -> None:
    table.resize(1000, 300)
    wide = table.columnWidth(0)
    assert wide + table.columnWidth(1) + table.columnWidth(2) >= table.viewport().width() - 1
    table.resize(150, 300)
    assert 60 <= table.columnWidth(0) < wide


def test_the_first_arrow_after_tab_chooses_the_row_one_stands_on(table: RowTable, qtbot: QtBot) -> None:
    table.setCurrentIndex(table.model().index(0, 0))
    table.clearSelection()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert [person.id for person in table.chosen()] == [1]
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert [person.id for person in table.chosen()] == [2]


def test_the_columns_together_are_as_wide_as_the_table(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a column is as wide as Qt makes it by itself, of which Qt says nothing."""
    columns = (Column("A", str, stretch=True), Column("B", str), Column("C", str))
    monkeypatch.setattr(RowTable, "_width", lambda self, column: (
        self.horizontalHeader().defaultSectionSize() if column.title == "B" else 150))
    made = RowTable(columns, "T", key=str)
    qtbot.addWidget(made)
    made.resize(900, 200)
    made.show()
    qtbot.waitExposed(made)
    assert sum(made.columnWidth(number) for number in range(3)) == made.viewport().width()


def test_the_arrow_of_the_order_never_stands_over_a_title(qtbot: QtBot) -> None:
    columns = Column("Lopen vast", str, "right", width=4), Column("Naam", str, width=4)
    table = shown_in_dress(qtbot, RowTable(columns, "Lijst"))
    header = table.horizontalHeader()
    plain = header.grab().toImage()
    header.setSortIndicatorShown(True)
    for column in (0, 1):
        table.sort_on(column)
        QApplication.processEvents()
        ordered = header.grab().toImage()
        assert ordered != plain
        top = 9  # where the arrow stands
        assert ordered.copy(0, top, ordered.width(), ordered.height()) == plain.copy(
            0, top, plain.width(), plain.height())

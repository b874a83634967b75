"""The painted matrix: what it shows, how it is walked through, and what it tells who does not see it."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetrics, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import ui.parts.matrix as matrix_module
from app.views.progress import DONE, HELP
from tests.ui.progress_screen import place
from tests.ui.progress_values import TODAY, matrix
from tests.ui.seen_text import painted_text
from ui.parts.matrix import Matrix
from ui.parts.matrix_grid import HEADER, STEP, Lead, fitted
from ui.parts.matrix_tiles import INSET, Kind, tile
from ui.progress.arrangement import FIRST_TITLE, LAST_SEEN, Wish, arranged
from ui.progress.legend import Legend
from ui.progress.reading import prepared
from ui.progress.sources import PeopleSource, PiledSource, kinds, legend_kinds
from ui.theme.tokens import DARK, LIGHT, Tokens, contrast, use_tokens
from ui.words import use_language

Key = Qt.Key


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("nl")


@pytest.fixture
def people() -> PeopleSource:
    return PeopleSource(prepared(matrix()), TODAY)


@pytest.fixture
def shown(qtbot: QtBot, people: PeopleSource) -> Matrix:
    made = Matrix()
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show_source(people)
    made.show_order(arranged(prepared(matrix()), Wish()))
    made.show()
    return made


def image_of(shown: Matrix) -> QImage:
    return shown.viewport().grab().toImage()


def wrong_cells(shown: Matrix, source: PeopleSource | PiledSource) -> list[tuple[int, int]]:
    """Cells in view whose ground, beside the sign, has not the colour of their kind."""
    image, view, grid = image_of(shown), shown.viewport().rect(), shown.grid
    wrong = []
    for position, row in enumerate(shown.order):
        for title, kind in enumerate(source.tiles(row)):
            cell = shown.cell_rect(position, title + grid.lead_count)
            inside = view.contains(cell) and cell.top() >= grid.head and cell.left() >= grid.lead_width
            probe = QPoint(cell.left() + INSET + 2, cell.center().y())
            if inside and image.pixelColor(probe).name() != source.kinds[kind].ground.name():
                wrong.append((position, title))
    return wrong


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_cell_has_the_colour_of_its_state(qtbot: QtBot, theme: Tokens) -> None:
    use_tokens(theme)
    try:
        source = PeopleSource(prepared(matrix()), TODAY)
        made = Matrix()
        qtbot.addWidget(made)
        made.resize(900, 700)
        made.show_source(source)
        made.show_order(range(20))
        made.show()
        assert wrong_cells(made, source) == []
    finally:
        use_tokens(LIGHT)


def test_cells_still_agree_after_scrolling_and_ordering(shown: Matrix, people: PeopleSource) -> None:
    shown.verticalScrollBar().setValue(50)
    assert wrong_cells(shown, people) == []
    shown.show_order(arranged(prepared(matrix()), Wish(FIRST_TITLE + 2)), FIRST_TITLE + 2)
    assert wrong_cells(shown, people) == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_signs_stand_out_from_their_ground(theme: Tokens) -> None:
    use_tokens(theme)
    try:
        for kind in kinds():
            assert not kind.sign or contrast(kind.ground, kind.ink) >= 3, kind.word
    finally:
        use_tokens(LIGHT)


def test_every_state_has_its_own_sign_and_word() -> None:
    four = kinds()[:4]
    assert len({kind.sign for kind in four}) == len({kind.word for kind in four}) == 4


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_tiles_have_sharp_edges_at_every_scale(qtbot: QtBot, ratio: float) -> None:
    ground = LIGHT.good
    kind = Kind("", "", ground, ground)
    image = tile(kind, QSize(28, 24), ratio, LIGHT.surface).toImage()
    assert (image.width(), image.height()) == (28 * ratio, 24 * ratio)
    line = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
    assert line == {ground.name(), LIGHT.surface.name()}


def test_the_legend_has_the_words_and_the_colours_of_the_cells(qtbot: QtBot) -> None:
    legend = Legend()
    legend.show_kinds(legend_kinds(kinds()), "Needs help: rule")
    place(qtbot, legend, 600, 80)
    words = ["done", "busy", "needs help", "not started"]
    assert painted_text(legend) == {*words, "Needs help: rule"}
    image = legend.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(30)}
    assert {kind.ground.name() for kind in kinds()} <= colours


# The keyboard


def test_arrows_move_and_stop_at_the_edges(qtbot: QtBot, shown: Matrix) -> None:
    shown.move_to(0, 0)
    for key in (Key.Key_Up, Key.Key_Left):
        qtbot.keyClick(shown, key)
    assert shown.cursor_cell == (shown.order[0], 0)
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Right):
        qtbot.keyClick(shown, key)
    assert shown.cursor_cell == (shown.order[2], 1)


def test_home_end_and_pages(qtbot: QtBot, shown: Matrix) -> None:
    last = FIRST_TITLE + 11
    shown.move_to(5, 5)
    qtbot.keyClick(shown, Key.Key_End)
    assert shown.cursor_cell == (shown.order[5], last)
    qtbot.keyClick(shown, Key.Key_Home)
    assert shown.cursor_cell == (shown.order[5], 0)
    qtbot.keyClick(shown, Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert shown.cursor_cell == (shown.order[-1], 0)
    qtbot.keyClick(shown, Key.Key_PageUp)
    further_up = shown.order.index(shown.cursor_cell[0])
    assert 0 < further_up < 19
    qtbot.keyClick(shown, Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert shown.cursor_cell == (shown.order[0], 0)


def test_the_cursor_comes_into_view(qtbot: QtBot, shown: Matrix) -> None:
    shown.resize(420, 260)
    for position, column in ((19, 14), (0, FIRST_TITLE), (10, 8)):
        shown.move_to(position, column)
        cell, grid = shown.cell_rect(position, column), shown.grid
        room = shown.viewport().rect().adjusted(grid.lead_width, grid.head, 0, 0)
        assert room.contains(cell)


def test_enter_opens_and_s_orders(qtbot: QtBot, shown: Matrix) -> None:
    shown.move_to(3, LAST_SEEN)
    with qtbot.waitSignal(shown.opened) as opened:
        qtbot.keyClick(shown, Key.Key_Return)
    assert opened.args == [shown.order[3]]
    with qtbot.waitSignal(shown.order_wanted) as wanted:
        qtbot.keyClick(shown, Key.Key_S)
    assert wanted.args == [LAST_SEEN]
    with qtbot.waitSignal(shown.copy_wanted):
        qtbot.keyClick(shown, Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_the_cursor_stays_with_its_row(shown: Matrix) -> None:
    shown.move_to(4, 6)
    row = shown.order[4]
    shown.show_order(shown.order[::-1])
    assert shown.cursor_cell == (row, 6)


def test_an_empty_matrix_ignores_the_keyboard(qtbot: QtBot, people: PeopleSource) -> None:
    made = Matrix()
    qtbot.addWidget(made)
    made.show()
    for key in (Key.Key_Down, Key.Key_End, Key.Key_Return, Key.Key_S, Key.Key_PageDown):
        qtbot.keyClick(made, key)
    assert made.cursor_cell is None
    made.show_source(people)
    made.show_order([])
    made.move_to(2, 2)
    assert made.cursor_cell is None


# The pointer


def test_a_click_opens_the_row(qtbot: QtBot, shown: Matrix) -> None:
    where = shown.cell_rect(2, 5).center()
    with qtbot.waitSignal(shown.opened) as opened:
        qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert opened.args == [shown.order[2]]
    assert shown.cursor_cell == (shown.order[2], 5)


@pytest.mark.parametrize("column", [0, 1, 2, 3, 9, 14])
def test_a_click_on_a_title_orders_by_it(qtbot: QtBot, shown: Matrix, column: int) -> None:
    where = shown.cell_rect(HEADER, column)
    with qtbot.waitSignal(shown.order_wanted) as wanted:
        qtbot.mouseClick(
            shown.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(where.center().x(), where.bottom() - 4),
        )
    assert wanted.args == [column]


def test_a_slanted_title_is_found_where_it_leans(shown: Matrix) -> None:
    assert shown.grid.slanted
    column = FIRST_TITLE + 1
    base = shown.cell_rect(HEADER, column).center().x()
    assert shown.grid.column_at(QPoint(base + 60, shown.grid.head - 12 - 77), 0) == column


class Hints:
    """Stands in for QToolTip, which wants a real screen."""

    text = ""

    def showText(self, where: QPoint, text: str, widget: object) -> None:
        self.text = text

    def hideText(self) -> None:
        self.text = ""

    def at(self, shown: Matrix, where: QPoint) -> str:
        view = shown.viewport()
        QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, where, view.mapToGlobal(where)))
        return self.text


@pytest.fixture
def hints(monkeypatch: pytest.MonkeyPatch) -> Hints:
    made = Hints()
    monkeypatch.setattr(matrix_module, "QToolTip", made)
    return made


def test_hints_say_the_cell_and_the_column(shown: Matrix, people: PeopleSource, hints: Hints) -> None:
    position = next(n for n, row in enumerate(shown.order[:8]) if people.tiles(row)[2] == DONE)
    name = prepared(matrix()).matrix.rows[shown.order[position]].full
    hint = hints.at(shown, shown.cell_rect(position, FIRST_TITLE + 2).center())
    assert hint == f"{name}, Taal A1: done 24 of 24"
    title = shown.cell_rect(HEADER, FIRST_TITLE + 2)
    hint = hints.at(shown, QPoint(title.center().x(), title.bottom() - 4))
    assert hint.startswith("Taal A1: done ") and "not started" in hint
    assert hints.at(shown, QPoint(shown.viewport().width() - 2, 300)) == ""


def test_pointing_shades_row_and_column(shown: Matrix) -> None:
    before = image_of(shown)
    cell = shown.cell_rect(3, 6)
    shown._hover(3, 6)
    after = image_of(shown)
    beside = QPoint(shown.cell_rect(3, 0).left() + 2, cell.center().y())
    below = QPoint(cell.left(), shown.cell_rect(8, 6).center().y())
    elsewhere = QPoint(shown.cell_rect(6, 0).left() + 2, shown.cell_rect(6, 0).center().y())
    assert before.pixelColor(beside) != after.pixelColor(beside)
    assert before.pixelColor(below) != after.pixelColor(below)
    assert before.pixelColor(elsewhere) == after.pixelColor(elsewhere)


# What it tells who does not see it


def description(shown: Matrix) -> str:
    return QAccessible.queryAccessibleInterface(shown).text(QAccessible.Text.Description)


def test_the_current_cell_is_spoken(qtbot: QtBot, shown: Matrix, people: PeopleSource) -> None:
    rows = prepared(matrix()).matrix.rows
    shown.move_to(0, FIRST_TITLE)
    first = rows[shown.order[0]]
    assert first.states[0] == HELP
    assert description(shown) == f"Emre Aydın, Klik & Tik de basis: needs help, {first.done[0]} of 16 done"
    qtbot.keyClick(shown, Key.Key_Home)
    assert description(shown) == people.spoken_row(shown.order[0])
    qtbot.keyClick(shown, Key.Key_Right)
    assert "help" in description(shown)
    qtbot.keyClick(shown, Key.Key_Right)
    assert "last seen" in description(shown)


def test_a_screen_reader_hears_each_move(
    qtbot: QtBot, shown: Matrix, people: PeopleSource, monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(matrix_module, "QAccessible", SimpleNamespace(
        isActive=lambda: True, updateAccessibility=lambda event: heard.append(event.message()),
    ))
    with qtbot.waitActive(shown):
        shown.activateWindow()
    shown.setFocus()
    heard.clear()
    qtbot.keyClick(shown, Key.Key_Down)
    assert heard == [people.spoken(*shown.cursor_cell)]


def test_a_row_tells_how_far_and_where_help_is_needed(people: PeopleSource) -> None:
    rows = prepared(matrix()).matrix.rows
    helped = next(n for n, row in enumerate(rows) if row.states.count(HELP) == 2)
    titles = [title for title, state in zip(people.titles, rows[helped].states, strict=True) if state == HELP]
    told = people.spoken_row(helped)
    assert told.startswith(f"{rows[helped].full}: done {rows[helped].states.count(DONE)} of 12")
    assert told.endswith(f"needs help with {titles[0]} and {titles[1]}")


def test_titles_that_are_cut_off_are_whole_in_the_hint(shown: Matrix, people: PeopleSource) -> None:
    assert not any("samen op internet" in text for text in painted_text(shown))
    assert "Klik & Tik samen op internet" in people.hint(HEADER, FIRST_TITLE + 1)


# Where things stand

_titles = st.lists(st.text("abc dé", min_size=1, max_size=30), min_size=1, max_size=60)


@given(titles=_titles, rows=st.integers(1, 400), width=st.integers(240, 2200), height=st.integers(160, 1400))
def test_a_point_in_a_cell_finds_that_cell(
    qapp: QApplication, titles: list[str], rows: int, width: int, height: int,
) -> None:
    metrics = QFontMetrics(QFont())
    leads = (Lead("Name", "", ("Vries, Henk de",)), Lead("Seen", "", ("5 days ago",), right=True))
    grid = fitted(leads, titles, rows, QSize(width, height), metrics, metrics)
    measures = (grid.pitch, grid.row_height, grid.head, grid.lead_width)
    assert all(measure % STEP == 0 for measure in measures) and grid.pitch >= 24
    for row, column in ((0, 0), (rows - 1, len(titles) + 1), (rows // 2, 2)):
        middle = grid.cell(row, column, 0, 0).center()
        assert grid.row_at(middle.y(), 0) == row
        assert grid.column_at(middle, 0) == column
    assert grid.row_at(grid.head + rows * grid.row_height, 0) is None


def test_short_titles_stand_level_and_long_ones_lean(qapp: QApplication) -> None:
    metrics = QFontMetrics(QFont())
    view = QSize(1000, 700)
    assert not fitted((), ["Les 1", "Les 2"], 5, view, metrics, metrics).slanted
    assert fitted((), ["Omgaan met geld en verzekeringen"] * 9, 5, view, metrics, metrics).slanted


# What stays while presenting


def test_piles_keep_every_column_and_no_row() -> None:
    progress = matrix()
    piled = PiledSource(progress)
    rows = [piled.tiles(row) for row in range(len(progress.rows))]
    for title in range(len(progress.columns)):
        column = [row[title] for row in rows]
        assert sorted(column) == sorted(row.states[title] for row in progress.rows)
        assert column == sorted(column, key=[DONE, 1, HELP, 0].index)
    assert piled.hint(0, 3) == "" and piled.hint(HEADER, 1).startswith("Klik & Tik de basis: done ")
    assert [piled.lead(row) for row in (0, 19)] == [("1",), ("20",)]


def test_piles_are_painted(qtbot: QtBot) -> None:
    piled = PiledSource(matrix())
    made = Matrix()
    qtbot.addWidget(made)
    made.resize(800, 700)
    made.show_source(piled)
    made.show_order(range(20))
    made.show()
    assert wrong_cells(made, piled) == []

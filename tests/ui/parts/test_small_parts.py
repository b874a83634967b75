"""Headline, card, facts, empty state, badge and the flowing row."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.rooms import shown as shown_in_dress
from tests.ui.seen_text import accessible_text, painted_text
from ui.parts.badge import Badge
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.facts import FactLine, Facts
from ui.parts.flow import FlowLayout
from ui.parts.headline import Headline, button_of
from ui.parts.in_front import InFront
from ui.parts.tabs import Tabs


def shown(qtbot: QtBot, widget: QWidget, width: int = 500, height: int = 300) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    QApplication.processEvents()
    return widget


def test_a_flowing_row_goes_on_below_when_it_is_full(qtbot: QtBot) -> None:
    holder = QWidget()
    flow = FlowLayout(holder, spacing=10)
    buttons = [QPushButton("something long") for _ in range(4)]
    for button in buttons:
        flow.addWidget(button)
    width = buttons[0].sizeHint().width()
    shown(qtbot, holder, 2 * width + 15, 200)
    assert len({button.y() for button in buttons}) == 2
    assert flow.heightForWidth(width) > flow.heightForWidth(5 * width)


def test_a_headline_keeps_its_buttons_within_a_narrow_window(qtbot: QtBot) -> None:
    headline = Headline("Licenties")
    pressed: list[bool] = []
    words = ("&Bestellen", "Licenties toewijzen")
    buttons = [headline.add_button(one, lambda: pressed.append(True)) for one in words]
    headline.set_aside("4 licenties")
    shown(qtbot, headline, 420, 120)
    assert all(headline.rect().contains(button.mapTo(headline, button.rect().bottomRight())) for button in buttons)
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert pressed == [True]
    assert buttons[0].accessibleName() == "Bestellen"


def test_an_ampersand_in_a_name_is_no_mnemonic() -> None:
    assert button_of("Klik && Tik &openen", lambda: None).accessibleName() == "Klik & Tik openen"


def test_facts_show_what_how_and_the_clause(qtbot: QtBot) -> None:
    facts = Facts([FactLine("Opzeggen", "uiterlijk 14 december 2026", "O-11.1"), ("Plaatsen", "40")])
    shown(qtbot, facts)
    assert {"Opzeggen", "uiterlijk 14 december 2026", "O-11.1", "Plaatsen", "40"} <= painted_text(facts)
    facts.show_lines([("Nieuw", "ja")])
    QApplication.processEvents()
    assert {"Nieuw", "ja"} <= painted_text(facts)
    assert "Plaatsen" not in painted_text(facts)


def test_a_long_fact_wraps_instead_of_being_cut(qtbot: QtBot) -> None:
    facts = Facts([("Wat", "een heel lange waarde " * 12)])
    shown(qtbot, facts, 300, 300)
    assert facts.heightForWidth(300) > facts.heightForWidth(900)


def test_a_badge_says_its_word(qtbot: QtBot) -> None:
    badge = Badge("Bijna vol", "warning")
    shown(qtbot, badge)
    assert painted_text(badge) == {"Bijna vol"}
    badge.show_state("Vol", "danger")
    assert (badge.text(), badge.accessibleName()) == ("Vol", "Vol")


def test_a_card_is_named_by_its_heading(qtbot: QtBot) -> None:
    card = Card()
    card.set_heading("Factuur")
    card.add_beside_heading(Badge("Voldaan", "good"))
    shown(qtbot, card)
    assert {"Factuur", "Voldaan"} <= painted_text(card)
    assert "Factuur" in accessible_text(card)


def test_an_empty_state_offers_the_next_step(qtbot: QtBot) -> None:
    pressed: list[bool] = []
    advice = "Haal mensen uit een bestand."
    empty = EmptyState("Nog niemand", advice, "&Importeren", lambda: pressed.append(True), "import")
    shown(qtbot, empty)
    qtbot.mouseClick(empty.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert pressed == [True]


def test_other_facts_are_said_in_the_same_labels_and_nothing_of_before_is_left(qtbot: QtBot) -> None:
    facts = Facts([
        FactLine("Begin", "1-1-2026", "O-2.1"), FactLine("Einde", "31-12-2026"), FactLine("Locatie", "Noord")])
    shown(qtbot, facts)
    before = facts.findChildren(QLabel)
    facts.show_lines([FactLine("Duur", "", "O-11.1"), FactLine("Nummer", "7", "O-3.1")])
    QApplication.processEvents()
    assert painted_text(facts) == {"Duur", "O-11.1", "Nummer", "7", "O-3.1"}
    assert not {"Begin", "1-1-2026", "Einde", "Locatie", "Noord"} & accessible_text(facts)
    assert [one for one in facts.findChildren(QLabel) if one.isVisible() and not one.text()] == []
    assert set(before) < set(facts.findChildren(QLabel))  # one came: the second line had no clause
    facts.show_lines([])
    QApplication.processEvents()
    assert painted_text(facts) == set() and not [one for one in facts.findChildren(QWidget) if one.isVisible()]
    facts.show_lines([FactLine("Begin", "1-1-2027"), FactLine("Einde", "31-12-2027"), FactLine("Locatie", "Zuid")])
    QApplication.processEvents()
    assert painted_text(facts) == {"Begin", "1-1-2027", "Einde", "31-12-2027", "Locatie", "Zuid"}
    assert len({one.y() for one in facts.findChildren(QLabel) if one.isVisible()}) == 3


def test_a_page_behind_tabs_is_read_once_for_each_time_that_something_is_shown(qtbot: QtBot) -> None:
    outer, inner, pages = Tabs("Buiten"), Tabs("Binnen", inner=True), [QWidget() for _ in range(4)]
    for tabs, page in ((outer, pages[0]), (inner, pages[1]), (inner, pages[2]), (outer, inner), (outer, pages[3])):
        tabs.addTab(page, "")
    read: list[tuple[int, str]] = []
    front: InFront[str] = InFront(outer, {
        page: partial(lambda at, what: read.append((at, what)), at) for at, page in enumerate(pages) if at})
    qtbot.addWidget(outer)
    front.show("one")
    assert read == [] and outer.front() is pages[0]
    outer.bring_forward(pages[2])
    outer.bring_forward(pages[1])
    outer.bring_forward(pages[2])
    assert outer.front() is pages[2]
    assert read == [(1, "one"), (2, "one")]  # those behind the inner tabs came in front by their first page
    front.show("two")
    outer.setCurrentWidget(pages[3])
    front.show("three")
    inner.setCurrentWidget(pages[1])  # behind: nothing to be seen
    assert read[2:] == [(2, "two"), (3, "two"), (3, "three")]
    outer.setCurrentWidget(inner)
    assert read[5:] == [(1, "three")]


def test_text_is_selected_with_the_mouse_and_looks_the_same_before(qtbot: QtBot) -> None:
    facts = Facts([FactLine("Waarde", "een lange waarde die over de regel gaat en gekopieerd wordt")], on_hover=True)
    shown(qtbot, facts, 300, 90)
    words = next(one for one in facts.findChildren(QLabel) if "gekopieerd" in one.text())
    before = facts.grab().toImage()
    QApplication.sendEvent(words, QEnterEvent(QPointF(30, 20), QPointF(30, 20), QPointF(30, 20)))
    QApplication.processEvents()
    assert facts.grab().toImage() == before and words.focusPolicy() == Qt.FocusPolicy.ClickFocus
    qtbot.mouseDClick(words, Qt.MouseButton.LeftButton, pos=QPoint(40, 14))
    assert words.hasSelectedText() and words.selectedText() in words.text()


def test_buttons_go_below_the_filters_where_these_would_stand_one_below_the_other(qtbot: QtBot) -> None:
    head = Headline("Voortgang")
    filters = [QLineEdit() for _ in range(7)]
    for one in filters:
        one.setFixedWidth(110)
        head.add_filter(one)
    button = [head.add_button(words, lambda: None) for words in ("Tabel kopiëren", "Exporteren", "Rapportage")][-1]
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.addWidget(head)
    column.addStretch(1)
    shown_in_dress(qtbot, holder, 1400, 300)
    assert button.mapTo(head, QPoint()).x() > filters[-1].mapTo(head, QPoint()).x()
    holder.resize(620, 300)
    QApplication.processEvents()
    assert all(button.mapTo(head, QPoint()).y() > one.mapTo(head, QPoint()).y() for one in filters)
    assert len({one.y() for one in filters}) == 2, "beside the buttons there would be four lines"
    for one in filters[1:]:
        one.hide()
    QApplication.processEvents()
    assert button.mapTo(head, QPoint()).y() < head.height() / 2, "beside again: there is room"
    head.set_title("Wolfeschlegelsteinhausenbergerdorff Wolfeschlegelsteinhausenberger")
    QApplication.processEvents()
    assert button.mapTo(head, QPoint()).y() > filters[0].mapTo(head, QPoint()).y(), "below so long a name"

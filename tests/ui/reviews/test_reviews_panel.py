"""To check: read, settled by mouse and by keyboard, and hidden from whoever looks on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.text import Text
from app.views.reviews import ReviewLine, ReviewRow
from tests.ui.fake_shell import DOTS, FakeShell
from tests.ui.rooms import button, buttons, press, room_shell, shown, table
from tests.ui.seen_text import nameless, seen_text
from tests.ui.window_values import at
from ui.reviews.panel import ReviewsPanel

PERSON, ONE, TWO, THREE = (sign * 16 for sign in (b"p", b"1", b"2", b"3"))


def value(words: str) -> Text:
    return Text("{value}", value=words)


DIFFERENCE = ReviewRow(
    ONE, "conflict", Text("{name}", name="Brahim El Amrani"), PERSON, Text("e-mail address"),
    (ReviewLine(Text("e-mail address"), value("b@voorbeeld.nl"), value("brahim@voorbeeld.nl")),), 0,
    Text("{name}", name="Jolanda Smit"), at(9, 40), Text("yourself"), at(8, 12), None, ("keep", "restore"))
REFUSAL = replace(
    DIFFERENCE, id=TWO, sort="refused", about=Text("{name}", name="Xanthippe Quirijnen"), person=b"x" * 16,
    what=Text("Data of a {participant} changed"), other_by=Text("a colleague"), choices=("drop", "again", "take"),
    lines=(ReviewLine(Text("last name"), value("Bakker"), value("Zoutman")),), more=2,
    reason=Text("“{name}” was not found. Nothing was done.", name="Xanthippe Quirijnen"))
REMOVALS = replace(
    DIFFERENCE, id=THREE, sort="removals", about=Text("This computer"), person=None,
    what=Text("Much would go at once"), choices=("keep", "apply"),
    lines=(ReviewLine(Text("Results"), None, Text("{number}", number=4210)),))
ALL = (DIFFERENCE, REFUSAL, REMOVALS)


def panel(qtbot: QtBot, *rows: ReviewRow, **more: Any) -> tuple[ReviewsPanel, FakeShell]:
    shell = room_shell(open_reviews=rows, **more)
    return shown(qtbot, ReviewsPanel(shell)), shell


def choose(of: ReviewsPanel, row: ReviewRow) -> None:
    of.table.choose(row.id)
    QApplication.processEvents()


def test_a_difference_shows_both_values_who_and_when(qtbot: QtBot) -> None:
    made, _ = panel(qtbot, *ALL)
    texts = seen_text(made)
    assert {
        "Te controleren", "1 verschil, 1 geweigerd, 1 wacht", "Brahim El Amrani · e-mailadres", "Staat er nu",
        "De andere waarde",
        "b@voorbeeld.nl", "brahim@voorbeeld.nl", "Door Jolanda Smit · 09:40", "Door uzelf · 08:12",
        "Staat er nu: b@voorbeeld.nl",
    } <= texts
    assert {"Zo houden", "Andere waarde terugzetten"} <= buttons(made)
    assert nameless(made) == []


def test_only_what_is_there_is_counted(qtbot: QtBot) -> None:
    made, _ = panel(qtbot, DIFFERENCE, replace(DIFFERENCE, id=TWO))
    assert "2 verschillen" in seen_text(made)


def test_a_refusal_shows_why_and_what_it_was_about(qtbot: QtBot) -> None:
    made, _ = panel(qtbot, *ALL)
    choose(made, REFUSAL)
    texts = seen_text(made)
    assert {
        "Waarom het is geweigerd", "“Xanthippe Quirijnen” is niet gevonden. Er is niets gedaan.", "Waar het om ging",
        "Bakker → Zoutman", "En nog 2 wijzigingen.", "Door een collega · 08:12",
    } <= texts
    assert {"Geweigerd laten", "Opnieuw versturen", "Overnemen"} <= buttons(made)
    assert nameless(made) == []


def test_removals_that_wait_say_how_many_of_each(qtbot: QtBot) -> None:
    made, _ = panel(qtbot, *ALL)
    choose(made, REMOVALS)
    assert {"Deze computer · Er zou veel tegelijk verdwijnen", "Wat er zou verdwijnen", "4.210"} <= seen_text(made)
    assert {"Alles houden", "Verwijderen laten doorgaan"} <= buttons(made)


@pytest.mark.parametrize(("row", "pressed", "choice", "said"), [
    (DIFFERENCE, "Zo houden", "keep", "It stays as it is."),
    (DIFFERENCE, "Andere waarde terugzetten", "restore", "The other value stands again."),
    (REFUSAL, "Geweigerd laten", "drop", "It stays refused."),
    (REFUSAL, "Opnieuw versturen", "again", "It is sent again."),
    (REFUSAL, "Overnemen", "take", "The values were taken over under your name."),
    (REMOVALS, "Verwijderen laten doorgaan", "apply", "The removals go through."),
])
def test_a_press_settles_it(qtbot: QtBot, row: ReviewRow, pressed: str, choice: str, said: str) -> None:
    made, shell = panel(qtbot, *ALL)
    choose(made, row)
    press(qtbot, made, pressed)
    assert shell.acts == [("settle_review", {"review_id": row.id, "choice": choice})]
    assert (shell.said, shell.undoable) == ([Text(said)], [True])


def test_only_one_button_is_proposed(qtbot: QtBot) -> None:
    made, _ = panel(qtbot, *ALL)
    choose(made, REFUSAL)
    proposed = [text for text in buttons(made) if button(made, text).property("primary")]
    assert proposed == ["Opnieuw versturen"]


def test_the_keyboard_is_enough_and_the_next_one_is_chosen(qtbot: QtBot) -> None:
    made, shell = panel(qtbot, *ALL)
    made.table.setFocus()
    qtbot.keyClick(made.table, Qt.Key.Key_Down)
    assert made.table.current() is REFUSAL
    qtbot.keyClick(made.table, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert made.focusWidget() is button(made, "Geweigerd laten")
    qtbot.keyClick(button(made, "Geweigerd laten"), Qt.Key.Key_Return)
    assert shell.acts[-1][1]["review_id"] == TWO
    shell.answers["open_reviews"] = (DIFFERENCE, REMOVALS)
    made.refresh()
    assert [row.id for row in made.table.chosen()] == [THREE]
    assert made.focusWidget() is made.table


def test_when_nothing_is_to_be_checked_all_is_well(qtbot: QtBot) -> None:
    made, shell = panel(qtbot, DIFFERENCE)
    shell.answers["open_reviews"] = ()
    made.refresh()
    QApplication.processEvents()
    assert "Alles is in orde" in seen_text(made)
    assert "b@voorbeeld.nl" not in seen_text(made)


def test_a_row_without_values_says_what_happened(qtbot: QtBot) -> None:
    removed = replace(DIFFERENCE, lines=(), what=Text("Removed by a colleague"), choices=("keep",))
    made, _ = panel(qtbot, removed)
    assert any("De verwijdering blijft staan." in text for text in seen_text(made))
    assert "Andere waarde terugzetten" not in buttons(made)


def test_presenting_hides_names_and_values_but_not_that_something_is_there(qtbot: QtBot) -> None:
    made, _ = panel(qtbot, *ALL, presenting=True)
    hidden = {"Brahim", "Amrani", "voorbeeld.nl", "Jolanda", "Xanthippe", "Zoutman", "Bakker"}
    for row in ALL:
        choose(made, row)
        texts = "\n".join(seen_text(made))
        assert not {word for word in hidden if word in texts}, row.sort
    assert DOTS in "\n".join(seen_text(made))
    assert "4.210" in seen_text(made)


def test_it_opens_where_it_was_asked_and_goes_back_where_it_was(qtbot: QtBot) -> None:
    made, _ = panel(qtbot, *ALL)
    made.show_target(TWO)
    assert made.place() == TWO
    other, _ = panel(qtbot, *ALL)
    other.return_to(made.place())
    assert [row.id for row in other.table.chosen()] == [TWO]
    assert other.export_rows()[1][0] == "Brahim El Amrani"
    assert table(other, "Wat u moet controleren") is other.table

"""Dialogs take the height of their sentences at their own width, and never cut one off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout
from pytestqt.qtbot import QtBot

from ui.parts.fitted_dialog import FittedDialog, sentence

WORDS = "Uw gegevens blijven versleuteld op deze computer, en worden later verstuurd. "


@pytest.fixture
def dialog(qtbot: QtBot) -> FittedDialog:
    made = FittedDialog()
    qtbot.addWidget(made)
    made.setMinimumWidth(460)
    QVBoxLayout(made)
    return made


def say(dialog: FittedDialog, words: str) -> QLabel:
    line = sentence(words)
    dialog.layout().addWidget(line)
    return line


def lines(line: QLabel) -> tuple[int, int]:
    """The height that a sentence has, and the height that it needs at its width."""
    return line.height(), line.heightForWidth(line.width())


def shown(dialog: FittedDialog) -> None:
    dialog.show()
    QApplication.processEvents()


def test_between_sentences_there_is_no_more_room_than_they_need(dialog: FittedDialog) -> None:
    said = [say(dialog, WORDS * times) for times in (1, 2, 3)]
    shown(dialog)
    assert [has - needs for has, needs in map(lines, said)] == [0, 0, 0]
    assert dialog.width() == 460


def test_what_is_said_later_makes_it_higher(dialog: FittedDialog) -> None:
    line = say(dialog, WORDS)
    shown(dialog)
    before = dialog.height()
    line.setText(WORDS * 8)
    QApplication.processEvents()
    assert dialog.height() > before
    has, needs = lines(line)
    assert has >= needs


def test_made_narrower_it_cuts_nothing_off(dialog: FittedDialog) -> None:
    line = say(dialog, WORDS * 3)
    dialog.resize(800, 100)
    shown(dialog)
    dialog.resize(460, 20)
    QApplication.processEvents()
    has, needs = lines(line)
    assert has >= needs


def test_a_size_that_was_given_is_kept(dialog: FittedDialog) -> None:
    say(dialog, WORDS)
    dialog.resize(500, 300)
    shown(dialog)
    assert dialog.size().toTuple() == (500, 300)

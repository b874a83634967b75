"""The page of notes, goals and talks over a real desk: off and on, written, changed, closed, removed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.groups import create_group
from app.actions.participants import add_participant
from app.views.following import following, planned_talks
from tests.coaching import coach_of
from tests.dumps import rows_of
from tests.following import aimed, noted, notes_on, planned
from tests.ui.desk_shell import DeskShell
from tests.ui.rooms import button, buttons, dialog, named, no_dialog, press, shown
from tests.ui.seen_text import nameless, seen_text
from ui.following.page import FollowingPage
from ui.progress.panel import ProgressPanel


@pytest.fixture
def group(desk: Desk) -> bytes:
    return bytes(desk.do(create_group, name="Dinsdag").outcome)


@pytest.fixture
def amira(desk: Desk, group: bytes) -> bytes:
    return bytes(desk.do(
        add_participant, fields={"given_name": "Amira", "family_name": "Bakker"}, group_id=group).outcome)


class _Shell(DeskShell):
    """After each action the page reads again, as its panel would."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.closed = 0


def opened(qtbot: QtBot, desk: Desk, person: bytes) -> tuple[FollowingPage, _Shell]:
    shell = _Shell(desk)

    def close() -> None:
        shell.closed += 1

    page = FollowingPage(shell, close)
    shell.panel = _Reading(page)
    page.show_person(person)
    return shown(qtbot, page), shell


class _Reading:
    kinds = ProgressPanel.kinds

    def __init__(self, page: FollowingPage) -> None:
        self._page = page

    def refresh(self) -> None:
        if self._page.participant_id is not None:
            self._page.show_person(self._page.participant_id)


def choose(page: FollowingPage, about: str, words: str) -> None:
    (more,) = [one for one in page.findChildren(QToolButton) if one.accessibleName().startswith(f"Meer over: {about}")]
    (entry,) = [one for one in more.menu().actions() if one.text().replace("&", "") == words]
    entry.trigger()
    QApplication.processEvents()


def offered(page: FollowingPage, about: str) -> set[str]:
    found = [one for one in page.findChildren(QToolButton) if one.accessibleName().startswith(f"Meer over: {about}")]
    return {entry.text().replace("&", "") for one in found for entry in one.menu().actions()}


@pytest.mark.clause("O-annex 3: 10.2", "O-annex I")
def test_off_it_says_why_and_nothing_can_be_written(qtbot: QtBot, desk: Desk, amira: bytes, group: bytes) -> None:
    page, shell = opened(qtbot, desk, amira)
    assert any("schriftelijke aanvulling" in text for text in seen_text(page))
    assert "Nieuwe notitie…" not in buttons(page)
    press(qtbot, page, "Naar Privacy")
    assert shell.went == [("privacy", None)]
    coach, _ = opened(qtbot, coach_of(desk, group), amira)
    assert any("Vraag uw beheerder" in text for text in seen_text(coach)) and "Naar Privacy" not in buttons(coach)


def test_a_note_is_written_says_who_may_ask_for_it_and_is_taken_back(qtbot: QtBot, desk: Desk, amira: bytes) -> None:
    notes_on(desk)
    page, shell = opened(qtbot, desk, amira)
    press(qtbot, page, "Nieuwe notitie…")
    form = dialog("Nieuwe notitie")
    assert not nameless(form) and any("mogen dit inzien" in text for text in seen_text(form))
    assert not button(form, "Schrijven").isEnabled()
    body = named(form, QPlainTextEdit, "Notitie")
    body.setPlainText("x" * 4_001)
    assert not button(form, "Schrijven").isEnabled()
    body.setPlainText("Las zelf een boek uit.")
    named(form, QComboBox, "Waarover").setCurrentText("Wat is afgesproken")
    named(form, QCheckBox, "Alleen ik en de beheerders lezen dit").setChecked(True)
    press(qtbot, form, "Schrijven")
    assert no_dialog() and shell.undoable == [True]
    assert {"Wat is afgesproken", "Las zelf een boek uit."} <= seen_text(page)
    assert desk.read(following, amira).notes[0].is_apart
    assert not nameless(page)


def test_a_note_is_changed_and_removed_after_a_question(qtbot: QtBot, desk: Desk, amira: bytes) -> None:
    notes_on(desk)
    noted(desk, amira, "Eerste woorden.")
    page, shell = opened(qtbot, desk, amira)
    choose(page, "Leren", "Wijzigen…")
    form = dialog("Notitie wijzigen")
    assert named(form, QPlainTextEdit, "Notitie").toPlainText() == "Eerste woorden."
    named(form, QPlainTextEdit, "Notitie").setPlainText("Betere woorden.")
    press(qtbot, form, "Opslaan")
    assert "Betere woorden." in seen_text(page)
    choose(page, "Leren", "Verwijderen…")
    asked = dialog("Notitie verwijderen")
    assert any("kan niet ongedaan" in text for text in seen_text(asked))
    press(qtbot, asked, "Annuleren")
    assert "Betere woorden." in seen_text(page)
    choose(page, "Leren", "Verwijderen…")
    press(qtbot, dialog("Notitie verwijderen"), "Verwijderen")
    assert not rows_of(desk, "notes") and shell.undoable == [True, False]


def test_a_goal_is_set_closed_and_opened_again(qtbot: QtBot, desk: Desk, amira: bytes) -> None:
    notes_on(desk)
    page, _ = opened(qtbot, desk, amira)
    press(qtbot, page, "Nieuw doel…")
    form = dialog("Nieuw doel")
    named(form, QPlainTextEdit, "Doel").setPlainText("Alle klanken kennen.")
    press(qtbot, form, "Vastleggen")
    choose(page, "Alle klanken", "Doel afsluiten…")
    end = dialog("Doel afsluiten")
    named(end, QPlainTextEdit, "Opmerking").setPlainText("Goed gedaan.")
    press(qtbot, end, "Afsluiten")
    assert {"Goed gedaan."} <= seen_text(page) and desk.read(following, amira).goals[0].state == "reached"
    assert "Doel afsluiten…" not in offered(page, "Alle klanken")
    choose(page, "Alle klanken", "Weer openen")
    assert desk.read(following, amira).goals[0].state == "open"


def test_a_talk_is_planned_reported_and_leaves_the_list_of_what_is_to_come(
    qtbot: QtBot, desk: Desk, amira: bytes,
) -> None:
    notes_on(desk)
    page, _ = opened(qtbot, desk, amira)
    press(qtbot, page, "Gesprek plannen…")
    form = dialog("Gesprek plannen")
    named(form, QLineEdit, "Waarover").setText("Rapport")
    named(form, QLineEdit, "Met wie").setText("ouders")
    named(form, QLineEdit, "Tijd").setText("kwart voor vier")
    assert not button(form, "Plannen").isEnabled()
    named(form, QLineEdit, "Tijd").setText("15:45")
    press(qtbot, form, "Plannen")
    assert [(row.subject, row.begins_at, row.full) for row in desk.read(planned_talks)] == [
        ("Rapport", "15:45", "Amira Bakker")]
    choose(page, "Rapport", "Verslag…")
    report = dialog("Verslag van het gesprek")
    named(report, QPlainTextEdit, "Verslag").setPlainText("Het gaat goed.")
    press(qtbot, report, "Opslaan")
    assert "Het gaat goed." in seen_text(page) and not desk.read(planned_talks)
    assert offered(page, "Rapport") == {"Verslag…", "Verwijderen…"}


def test_a_coach_changes_no_note_of_another_and_reads_none_that_is_kept_apart(
    qtbot: QtBot, desk: Desk, amira: bytes, group: bytes,
) -> None:
    notes_on(desk)
    noted(desk, amira, "Voor ieder.")
    noted(desk, amira, "Alleen voor mij.", apart=True)
    aimed(desk, amira)
    planned(desk, amira)
    page, _ = opened(qtbot, coach_of(desk, group), amira)
    assert "Voor ieder." in seen_text(page) and "Alleen voor mij." not in seen_text(page)
    assert not offered(page, "Leren")
    assert offered(page, "Alle klanken") == {"Doel afsluiten…", "Wijzigen…"}
    assert "Verwijderen…" not in offered(page, "Rapport")


def test_escape_goes_back_and_words_are_never_links(qtbot: QtBot, desk: Desk, amira: bytes) -> None:
    notes_on(desk)
    noted(desk, amira, "<b>vet</b> <a href='https://x.example'>x</a>")
    page, shell = opened(qtbot, desk, amira)
    (body,) = [one for one in page.findChildren(QLabel) if one.text().startswith("<b>vet")]
    assert body.textFormat() is Qt.TextFormat.PlainText
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert shell.closed == 1

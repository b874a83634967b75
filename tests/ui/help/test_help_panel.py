"""The help desk's page over a real desk: open or closed, whom to ask, asking with a diagnosis, and answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QDateEdit, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.groups import create_group
from app.actions.participants import add_participant
from app.actions.support import ask_help
from tests.coaching import coach_of
from tests.desks import Clock
from tests.dumps import rows_of
from tests.rights import licensor_of
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.help.panel import DESK, HelpPanel
from ui.help.words import diagnosis_words
from ui.words import use_language, use_words

REQUESTS = "Vragen en storingen"


def opened(qtbot: QtBot, desk: Desk, **more: Any) -> tuple[HelpPanel, DeskShell]:
    shell = DeskShell(desk)
    for name, value in more.items():
        setattr(shell, name, value)
    panel = HelpPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    panel.show_target(DESK)
    return panel, shell


def asked(desk: Desk, **more: str) -> bytes:
    given = {"sort": "question", "subject": "Lijst", "body": "Hoe druk ik een lijst af?"} | more
    return bytes(desk.do(ask_help, **given).outcome)


@pytest.mark.clause("A-6.5", "A-6.6")
def test_it_says_whether_the_desk_is_open_and_when_it_opens(qtbot: QtBot, school_desk: Desk, clock: Clock) -> None:
    panel, _ = opened(qtbot, school_desk)  # a Saturday
    said = seen_text(panel)
    assert "Werkdagen van 08:00 tot 17:00, niet op officiële feestdagen" in said and panel.badge.text() == "nu dicht"
    assert any("open op" in one and "08:00" in one for one in said)
    clock.forward(2)
    panel.refresh()
    assert panel.badge.text() == "nu open"
    assert not nameless(panel)


@pytest.mark.clause("O-7", "O-annex 2")
def test_a_coach_sees_whom_to_ask_and_reports_a_fault_with_what_can_be_read_first(
    qtbot: QtBot, desk: Desk,
) -> None:
    group = desk.do(create_group, name="Geheimgroep").outcome
    desk.do(add_participant, fields={"given_name": "Geheim", "family_name": "Persoon"}, group_id=group)
    coach = coach_of(desk, group)
    panel, shell = opened(qtbot, coach)
    assert "Vraag stellen…" not in buttons(panel)
    assert any("Vraag het aan uw beheerder" in text for text in seen_text(panel))
    press(qtbot, panel, "Storing melden…")
    form = dialog("Een storing melden")
    bundle = named(form, QPlainTextEdit, "Wat wordt meegestuurd; er staan geen persoonsgegevens in")
    assert bundle.isVisible() and bundle.toPlainText().startswith("Leerspoor ")
    assert "1 deelnemer" in bundle.toPlainText() and "werkt zonder server" in bundle.toPlainText().lower()
    for secret in ("Geheim", "Persoon", "Joke", "Smit", str(Path.home())):
        assert secret not in bundle.toPlainText()
    assert not nameless(form) and not button(form, "Vastleggen").isEnabled()
    named(form, QLineEdit, "Waarover").setText("Filmpje")
    named(form, QPlainTextEdit, "Wat ging er mis").setPlainText("Het blijft zwart.")
    press(qtbot, form, "Vastleggen")
    assert no_dialog() and shell.undoable == [True]
    assert column(table(panel, REQUESTS), "Stand") == ["gevraagd"]
    (row,) = rows_of(desk, "support_requests")
    assert (row["sort"], row["asked_by"]) == ("fault", "Joke Smit")
    sent = diagnosis_words(row["diagnosis"])
    assert sent in seen_text(panel) and "1 deelnemer" in sent
    use_language("en")
    use_words(desk.sight.profile.words)
    assert "1 participant" in diagnosis_words(row["diagnosis"]) and "Works without" in diagnosis_words(row["diagnosis"])


def test_nothing_is_sent_along_that_was_not_ticked(qtbot: QtBot, desk: Desk) -> None:
    panel, _ = opened(qtbot, desk)
    press(qtbot, panel, "Vraag stellen…")
    form = dialog("Een vraag stellen")
    assert not named(form, QCheckBox, "Meesturen hoe het programma ervoor staat").isChecked()
    named(form, QLineEdit, "Waarover").setText("Lijst")
    named(form, QPlainTextEdit, "Uw vraag").setPlainText("Hoe?")
    press(qtbot, form, "Vastleggen")
    assert rows_of(desk, "support_requests")[0]["diagnosis"] == ""


def test_without_a_line_it_is_copied_or_kept_as_a_file(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    asked(desk)
    panel, shell = opened(qtbot, desk)
    assert "u verstuurt de tekst zelf, per mail" in seen_text(panel)
    press(qtbot, panel, "Tekst kopiëren")
    words = QGuiApplication.clipboard().text()
    assert words.startswith("Aan: info@oefenen.nl\nOnderwerp: Lijst\n\nHoe druk ik een lijst af?")
    shell.target = str(tmp_path / "vraag.txt")
    press(qtbot, panel, "Als bestand opslaan…")
    assert (tmp_path / "vraag.txt").read_text("utf-8") == words


def test_the_administrator_records_what_came_by_mail_and_not_where_the_licensor_answers_itself(
    qtbot: QtBot, desk: Desk,
) -> None:
    asked(desk)
    panel, _ = opened(qtbot, desk)
    press(qtbot, panel, "Antwoord vastleggen…")
    form = dialog("Antwoord van de helpdesk")
    named(form, QPlainTextEdit, "Antwoord").setPlainText("Onder Groepen.")
    named(form, QLineEdit, "Beantwoord door").setText("Lies")
    press(qtbot, form, "Antwoord vastleggen")
    assert column(table(panel, REQUESTS), "Stand") == ["afgesloten"] and "Onder Groepen." in seen_text(panel)
    licensor_of(desk)
    desk.look_again()
    panel.refresh()
    assert "Antwoord vastleggen…" not in buttons(panel)
    assert "met de volgende synchronisatie" in seen_text(panel)


@pytest.mark.clause("A-7.3", "O-9.2")
def test_an_infringement_is_reported_from_here_too(qtbot: QtBot, desk: Desk) -> None:
    panel, _ = opened(qtbot, desk)
    press(qtbot, panel, "Inbreuk melden…")
    form = dialog("Inbreuk melden")
    form.reject()


def test_a_day_off_closes_the_desk(qtbot: QtBot, desk: Desk, clock: Clock) -> None:
    clock.forward(2)
    panel, _ = opened(qtbot, desk)
    assert panel.badge.text() == "nu open"
    press(qtbot, panel, "Vrije dagen…")
    form = dialog("Vrije dagen van de helpdesk")
    assert not nameless(form)
    press(qtbot, form, "Toevoegen")
    named(form, QDateEdit, "Dag").setDate(QDate(2026, 12, 24))
    press(qtbot, form, "Toevoegen")
    assert len(table(form, "Vrije dagen").rows()) == 2
    press(qtbot, form, "Vastleggen")
    assert panel.badge.text() == "nu dicht" and "23-11-2026, 24-12-2026" in seen_text(panel)


def test_while_presenting_no_name_is_seen(qtbot: QtBot, desk: Desk) -> None:
    asked(coach_of(desk, desk.do(create_group, name="Dinsdag").outcome), sort="fault")
    panel, _ = opened(qtbot, desk, veil=FakeVeil(True))
    assert "Joke" not in " ".join(seen_text(panel))

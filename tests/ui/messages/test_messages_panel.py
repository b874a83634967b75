"""The messages panel over a real desk: on and off, reading, writing, drafts, hiding, closing and clearing."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.groups import create_group
from app.actions.messages import close_conversation, hide_message
from app.actions.participants import add_participant
from app.views.messages import conversation, conversation_list
from tests.coaching import coach_of
from tests.desks import Clock
from tests.dumps import rows_of
from tests.talking import begun, switched_on, written_by
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.messages.panel import MessagesPanel


@pytest.fixture
def group(desk: Desk) -> bytes:
    switched_on(desk)
    return bytes(desk.do(create_group, name="Dinsdag").outcome)


@pytest.fixture
def amira(desk: Desk, group: bytes) -> bytes:
    return bytes(desk.do(
        add_participant, fields={"given_name": "Amira", "family_name": "Bakker"}, group_id=group).outcome)


def opened(qtbot: QtBot, desk: Desk, **more: Any) -> tuple[MessagesPanel, DeskShell]:
    shell = DeskShell(desk)
    for name, value in more.items():
        setattr(shell, name, value)
    panel = MessagesPanel(shell)
    shell.panel = panel
    return shown(qtbot, panel), shell


def field(panel: MessagesPanel) -> QPlainTextEdit:
    return named(panel, QPlainTextEdit, "Schrijf een bericht")


def menu_of(panel: MessagesPanel, who: str, words: str) -> None:
    more = named(panel, QToolButton, f"Meer over het bericht van {who}")
    (entry,) = [one for one in more.menu().actions() if one.text().replace("&", "") == words]
    entry.trigger()
    QApplication.processEvents()


@pytest.mark.clause("O-annex 3: 10.2", "O-annex I")
def test_off_it_says_why_and_where_it_is_switched_on(qtbot: QtBot, desk: Desk) -> None:
    panel, shell = opened(qtbot, desk)
    assert any("schriftelijke aanvulling" in text for text in seen_text(panel))
    assert "Nieuw gesprek…" not in buttons(panel)
    press(qtbot, panel, "Naar Privacy")
    assert shell.went == [("privacy", None)]
    coach, _ = opened(qtbot, coach_of(desk, desk.do(create_group, name="Dinsdag").outcome))
    assert any("Vraag uw beheerder" in text for text in seen_text(coach)) and "Naar Privacy" not in buttons(coach)


@pytest.mark.clause("O-annex 1")
def test_a_conversation_is_begun_with_one_participant(qtbot: QtBot, desk: Desk, amira: bytes) -> None:
    panel, shell = opened(qtbot, desk)
    panel.show_target(amira)
    form = dialog("Nieuw gesprek")
    assert not nameless(form) and table(form, "Met wie").chosen()[0].person == amira
    assert not button(form, "Beginnen").isEnabled()
    named(form, QLineEdit, "Waarover").setText("Inloggen")
    named(form, QPlainTextEdit, "Eerste bericht").setPlainText("Lukt het?")
    press(qtbot, form, "Beginnen")
    assert no_dialog() and shell.undoable == [True]
    assert column(table(panel, "Gesprekken"), "Gesprek") == ["Inloggen"]
    assert {"Inloggen", "Met Amira Bakker alleen", "Lukt het?"} <= seen_text(panel)
    assert not nameless(panel)


def test_what_is_new_is_marked_until_it_was_read_here(qtbot: QtBot, desk: Desk, group: bytes, amira: bytes) -> None:
    made = begun(desk, group_id=group)
    written_by(desk, amira, made, "Ik kom ook.", group)
    assert desk.read(conversation_list).rows[0].unread == 1
    panel, _ = opened(qtbot, desk)
    assert "Ik kom ook." in seen_text(panel)
    assert desk.read(conversation_list).rows[0].unread == 0
    assert column(table(panel, "Gesprekken"), "Nieuw") == [""]


def test_a_draft_is_kept_and_goes_when_it_is_sent(qtbot: QtBot, desk: Desk, group: bytes) -> None:
    made, other = begun(desk, group_id=group), begun(desk, "Anders", group_id=group)
    panel, _ = opened(qtbot, desk)
    table(panel, "Gesprekken").choose(made)
    field(panel).setPlainText("Half af")
    table(panel, "Gesprekken").choose(other)
    assert field(panel).toPlainText() == ""
    assert [row["body"] for row in rows_of(desk, "drafts")] == ["Half af"]
    assert desk.read(conversation, made).draft == "Half af"
    table(panel, "Gesprekken").choose(made)
    assert field(panel).toPlainText() == "Half af"
    qtbot.keyClick(field(panel), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert field(panel).toPlainText() == "" and rows_of(desk, "drafts") == []
    assert [row.body for row in desk.read(conversation, made).messages] == ["Neem een boek mee.", "Half af"]


def test_what_is_typed_is_kept_when_the_panel_goes(qtbot: QtBot, desk: Desk, group: bytes) -> None:
    begun(desk, group_id=group)
    panel, _ = opened(qtbot, desk)
    field(panel).setPlainText("Bijna")
    panel.hide()
    assert [row["body"] for row in rows_of(desk, "drafts")] == ["Bijna"]


def test_too_long_a_message_is_not_sent(qtbot: QtBot, desk: Desk, group: bytes) -> None:
    begun(desk, group_id=group)
    panel, _ = opened(qtbot, desk)
    field(panel).setPlainText("x" * 4_001)
    assert not button(panel, "Versturen").isEnabled() and "Te lang" in seen_text(panel)
    field(panel).setPlainText("x" * 3_999)
    assert button(panel, "Versturen").isEnabled() and "nog 1 teken" in seen_text(panel)


def test_a_coach_reports_and_hides_and_the_administrator_decides(
    qtbot: QtBot, desk: Desk, group: bytes, amira: bytes,
) -> None:
    made = begun(desk, group_id=group)
    written_by(desk, amira, made, "Bel 06-00000000", group)
    panel, _ = opened(qtbot, coach_of(desk, group))
    menu_of(panel, "Amira Bakker", "Melden bij de beheerder…")
    form = dialog("Dit bericht melden")
    named(form, QLineEdit, "Reden").setText("een nummer")
    press(qtbot, form, "Melden")
    menu_of(panel, "Amira Bakker", "Verbergen…")
    form = dialog("Dit bericht verbergen")
    assert not nameless(form)
    named(form, QLineEdit, "Reden").setText("privé")
    press(qtbot, form, "Verbergen")
    assert "Bel 06-00000000" not in seen_text(panel) and "Verborgen omdat: privé" in seen_text(panel)
    mine, _ = opened(qtbot, desk)
    assert column(table(mine, "Gesprekken"), "Nieuw") == ["gemeld"] and "Bel 06-00000000" in seen_text(mine)
    menu_of(mine, "Amira Bakker", "Melding is afgehandeld")
    menu_of(mine, "Amira Bakker", "Weer aan iedereen tonen")
    assert desk.read(conversation_list).rows[0].reported == 0
    assert not rows_of(desk, "messages")[1]["hidden_us"]


def test_a_closed_conversation_is_read_and_opened_again(qtbot: QtBot, desk: Desk, group: bytes) -> None:
    begun(desk, group_id=group)
    panel, _ = opened(qtbot, desk)
    press(qtbot, panel, "Gesprek sluiten")
    assert "Dit gesprek is gesloten. Open het weer om te schrijven." in seen_text(panel)
    assert not field(panel).isVisible()
    press(qtbot, panel, "Weer openen")
    assert field(panel).isVisible()


def test_who_only_looks_along_cannot_write(qtbot: QtBot, desk: Desk, group: bytes) -> None:
    begun(desk, group_id=group)
    coach = coach_of(desk, group)
    with desk.database.writing() as connection:
        connection.exec_driver_sql("UPDATE coach_assignments SET reads_only = 1")
    coach.look_again()
    panel, _ = opened(qtbot, coach)
    assert "U kijkt alleen mee in deze groep. Daarom kunt u hier niet schrijven." in seen_text(panel)
    assert not field(panel).isVisible() and not {"Gesprek sluiten", "Nieuw gesprek…"} & buttons(panel)


def test_old_conversations_go_after_they_were_shown(
    qtbot: QtBot, desk: Desk, group: bytes, clock: Clock,
) -> None:
    old = begun(desk, "Oud", group_id=group)
    desk.do(close_conversation, conversation_id=old)
    clock.forward(366)
    begun(desk, "Nieuw", group_id=group)
    panel, shell = opened(qtbot, desk)
    press(qtbot, panel, "Oude verwijderen…")
    form = dialog("Oude gesprekken verwijderen")
    assert column(table(form, "Gesprekken die verdwijnen"), "Gesprek") == ["Oud"] and not nameless(form)
    press(qtbot, form, "1 gesprek verwijderen")
    assert [row["title"] for row in rows_of(desk, "conversations")] == ["Nieuw"]
    assert len(rows_of(desk, "messages")) == 1 and shell.undoable == [False]


def test_while_presenting_nobody_reads_along(qtbot: QtBot, desk: Desk, group: bytes, amira: bytes) -> None:
    made = begun(desk, "Over Amira", participant_id=amira)
    desk.do(hide_message, message_id=written_by(desk, amira, made, "Van mij"), reason="over Amira")
    panel, _ = opened(qtbot, desk, veil=FakeVeil(True))
    said = " ".join(seen_text(panel))
    for secret in ("Amira", "Neem een boek mee.", "Van mij"):
        assert secret not in said
    assert not field(panel).isVisible()

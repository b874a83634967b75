"""Own accounts in the window: a code is looked up before it is used, and letters for who goes on alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.participants import leave
from app.domain.names import PersonName
from app.domain.own_accounts import OwnAccountLetter
from app.domain.text import Text
from app.store.settings import CONNECTED, set_settings
from app.sync import own_accounts as asking
from tests.coaching import coach_of
from tests.desks import bring_in, person, roster
from tests.documents.sheets import text_of
from tests.dumps import rows_of
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.keyboard import clashes
from tests.ui.rooms import button, buttons, dialog, named, no_dialog, press
from tests.ui.seen_text import nameless, seen_text
from ui.groups.panel import GroupsPanel

ACCOUNT, CODE = b"o" * 16, "7K3TM 9QX2B"


@pytest.fixture
def library(desk: Desk) -> Iterator[Desk]:
    """Amira and Bram in one group, Chi in another; there is a server."""
    bring_in(desk, roster(
        person("1", "Amira", "Bakker", groups=("Dinsdag",)), person("2", "Bram", "Cools", groups=("Dinsdag",)),
        person("3", "Chi", "Dang", groups=("Donderdag",)), groups=("Dinsdag", "Donderdag")))
    yield desk


def opened(qtbot: QtBot, desk: Desk, veil: FakeVeil | None = None) -> tuple[GroupsPanel, DeskShell]:
    from tests.ui.groups.test_entry import open_panel

    return open_panel(qtbot, desk, veil)


def connected(desk: Desk) -> None:
    with desk.database.writing() as connection:
        set_settings(connection, {CONNECTED: "https://server.example"})


def served(monkeypatch: pytest.MonkeyPatch, owner: asking.Owner) -> list[bytes | None]:
    """What the server answers; gives whom the code was used for."""
    used: list[bytes | None] = []

    def take(_desk: Desk, _code: str, person_id: bytes | None = None) -> asking.TakenAccount:
        used.append(person_id)
        return asking.TakenAccount(ACCOUNT, owner.participant_id or person_id or b"n" * 16, owner.name)

    monkeypatch.setattr(asking, "ask_owner", lambda _desk, _code: owner)
    monkeypatch.setattr(asking, "take_account", take)
    return used


def look_up(qtbot: QtBot, panel: GroupsPanel) -> Any:
    press(qtbot, panel, "Eigen account koppelen…")
    form = dialog("Eigen account koppelen in Groep Dinsdag")
    assert not button(form, "Koppelen").isEnabled() and clashes(form) == {} and nameless(form) == []
    named(form, QLineEdit, "Code").setText(CODE)
    assert not button(form, "Koppelen").isEnabled(), "first it is looked up whose it is"
    press(qtbot, form, "Opzoeken")
    return form


@pytest.mark.clause("O-annex 1")
def test_a_code_is_looked_up_and_then_somebody_new_is_in_the_group(
    qtbot: QtBot, library: Desk, monkeypatch: pytest.MonkeyPatch,
) -> None:
    connected(library)
    used = served(monkeypatch, asking.Owner(PersonName("Nour", "el", "Haddad"), None))
    panel, shell = opened(qtbot, library)
    form = look_up(qtbot, panel)
    assert {"Dit is het account van Nour el Haddad", "Er doet hier nog niemand mee met deze naam."} <= seen_text(form)
    assert used == [], "looking up uses nothing"
    named(form, QLineEdit, "Code").setText("ANDER 22222")
    assert not button(form, "Koppelen").isEnabled(), "what was found is of another code"
    named(form, QLineEdit, "Code").setText(CODE)
    press(qtbot, form, "Opzoeken")
    press(qtbot, form, "Koppelen")
    assert no_dialog() and used == [None] and shell.undoable == [True]
    row = next(row for row in rows_of(library, "participants") if row["given"] == "Nour")
    assert (row["prefix"], row["family"], row["own_account_id"]) == ("el", "Haddad", ACCOUNT)
    panel.open_person(row["id"])
    assert "gekoppeld" in seen_text(panel.person) and "eigen account" not in str(clashes(panel)).casefold()
    press(qtbot, panel, "Eigen account losmaken")
    assert "niet gekoppeld" in seen_text(panel.person) and "Eigen account losmaken" not in buttons(panel)


def test_somebody_of_this_name_is_recognised(
    qtbot: QtBot, library: Desk, monkeypatch: pytest.MonkeyPatch,
) -> None:
    connected(library)
    used = served(monkeypatch, asking.Owner(PersonName("Chi", "", "Dang"), None))
    panel, _shell = opened(qtbot, library)
    form = look_up(qtbot, panel)
    choice = named(form, QComboBox, "Wie dit hier is")
    assert [choice.itemText(at) for at in range(choice.count())] == [
        "Iemand die hier nieuw is", "Dezelfde als Dang, Chi, Groep Donderdag"]
    assert choice.currentIndex() == -1 and not button(form, "Koppelen").isEnabled(), "nothing is taken for granted"
    choice.setCurrentIndex(1)
    press(qtbot, form, "Koppelen")
    chi = next(row["id"] for row in rows_of(library, "participants") if row["given"] == "Chi")
    assert used == [chi] and len(rows_of(library, "participants")) == 3
    assert len([row for row in rows_of(library, "memberships") if row["participant_id"] == chi]) == 2


def test_who_left_is_brought_back_first(
    qtbot: QtBot, library: Desk, monkeypatch: pytest.MonkeyPatch,
) -> None:
    connected(library)
    chi = next(row["id"] for row in rows_of(library, "participants") if row["given"] == "Chi")
    library.do(leave, participant_ids=[chi])
    served(monkeypatch, asking.Owner(PersonName("Chi", "", "Dang"), chi))
    panel, _shell = opened(qtbot, library)
    form = look_up(qtbot, panel)
    assert any("Haal deze persoon eerst terug" in words for words in seen_text(form))
    assert not button(form, "Koppelen").isEnabled()
    press(qtbot, form, "Annuleren")


def test_without_a_server_it_says_what_to_do(qtbot: QtBot, library: Desk) -> None:
    panel, _shell = opened(qtbot, library)
    press(qtbot, panel, "Eigen account koppelen…")
    form = dialog("Hiervoor is de server nodig")
    assert any("Schrijf de code op" in words for words in seen_text(form))
    press(qtbot, form, "Sluiten")
    assert no_dialog()


def test_a_coach_links_in_the_own_group_and_nobody_while_presenting(qtbot: QtBot, library: Desk) -> None:
    group = next(row["id"] for row in rows_of(library, "groups") if row["name"] == "Groep Dinsdag")
    panel, _shell = opened(qtbot, coach_of(library, group))
    assert "Eigen account koppelen…" in buttons(panel) and "Toevoegen…" not in buttons(panel)
    panel, _shell = opened(qtbot, library, FakeVeil(True))
    assert "Eigen account koppelen…" not in buttons(panel)


@pytest.mark.clause("A-1.1")
def test_where_the_terms_know_no_own_accounts_it_is_hidden_and_says_why(qtbot: QtBot, school_desk: Desk) -> None:
    bring_in(school_desk, roster(person("1", "Emre", "Vries", groups=("Dinsdag",)), groups=("Dinsdag",)))
    panel, _shell = opened(qtbot, school_desk)
    assert "Eigen account koppelen…" not in buttons(panel) and not panel.group.letters_action.isVisible()
    panel.open_person(rows_of(school_desk, "participants")[0]["id"])
    words = " ".join(seen_text(panel.person))
    assert "kennen die manier van inloggen niet" in words and "A-1.1" in words
    assert "Brief voor een eigen account…" not in buttons(panel)


@pytest.mark.clause("O-11.5")
def test_letters_for_who_goes_on_alone_are_printed_and_noted(
    qtbot: QtBot, library: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:
    connected(library)
    panel, shell = opened(qtbot, library)
    amira, bram = (row.id for row in panel.group.table.rows())
    letter = OwnAccountLetter(PersonName("Amira", "", "Bakker"), "amira1234", "7K3TM9QX2B", date(2027, 1, 20),
                              "De Proef", "https://server.example")
    monkeypatch.setattr(asking, "make_accounts", lambda _desk, _people: asking.Letters(
        (letter,), ((amira, ACCOUNT),), (("Bram Cools", Text("The server does not know this {participant}. Nothing "
                                                              "was made. Synchronise first, and try again.")),)))
    panel.group.table.selectAll()
    panel.group.letters_action.trigger()
    form = dialog("Brieven voor eigen accounts")
    assert clashes(form) == {} and any("2 deelnemers krijgen elk" in words for words in seen_text(form))
    shell.target = str(tmp_path / "brieven.pdf")
    press(qtbot, form, "Maken…")
    QApplication.processEvents()
    told = dialog("Brieven voor eigen accounts")
    words = " ".join(seen_text(told))
    assert "1 brief staat in brieven.pdf" in words and "Geen brief voor Bram Cools" in words
    assert "7K3TM" not in words
    press(qtbot, told, "Sluiten")
    kept = {row["id"]: row["own_account_id"] for row in rows_of(library, "participants")}
    assert kept[amira] == ACCOUNT and kept[bram] is None
    assert "amira1234" in " ".join(text_of(tmp_path / "brieven.pdf", 0))

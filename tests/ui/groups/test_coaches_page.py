"""The coaches behind a tab of the groups panel, and the locations: found and used as an administrator does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDateEdit, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.coaches import CoachGiven
from app.domain.credentials import Credentials
from app.domain.permissions import Role
from app.views.coaches import CoachGroup, CoachLine, CoachList, Login
from app.views.locations import LocationRow
from tests.ui.fake_shell import FakeShell
from tests.ui.keyboard import letters
from tests.ui.room_values import EVENING, KLIK, TUESDAY, key
from tests.ui.rooms import COACH, button, column, dialog, named, no_dialog, press, room_shell, shown, table
from tests.ui.seen_text import accessible_text, nameless, painted_text
from ui.groups.panel import GroupsPanel
from ui.parts.tabs import Tabs
from ui.words import use_language

JOKE, KARIM = key(71), key(72)


def line(
    row_id: bytes, given: str, *groups: CoachGroup, login: Login = "none", alone: tuple[str, ...] = (),
    takes_part: bool = False, **more: Any,
) -> CoachLine:
    told = CoachGiven(given, "", "Smit", "volunteer", f"{given.lower()}.smit", "", "2026-01-01", **more)
    return CoachLine(row_id, f"{given} Smit", f"Smit, {given}", told, groups, login, False, takes_part, alone)


def the_list(connected: bool = True, login: Login = "works") -> CoachList:
    tuesday = CoachGroup(TUESDAY, "Dinsdagochtend", False, None)
    looks = CoachGroup(EVENING, "Avondgroep Taal en werk", True, date(2026, 12, 24))
    return CoachList((
        line(JOKE, "Joke", tuesday, login=login, alone=("Dinsdagochtend",), confidential_on="2026-11-01"),
        line(KARIM, "Karim", looks, takes_part=True, keeps_offline=False, shows_surnames=False)), connected)


def open_coaches(qtbot: QtBot, shell: FakeShell) -> GroupsPanel:
    panel = shown(qtbot, GroupsPanel(shell))
    _to(panel, 1)
    return panel


def _to(panel: GroupsPanel, tab: int) -> None:
    assert panel.tabs is not None
    panel.tabs.setCurrentIndex(tab)
    QApplication.processEvents()


def choose(panel: GroupsPanel, coach: bytes) -> None:
    panel.coaches.table.choose(coach)
    QApplication.processEvents()


@pytest.mark.clause("O-1")
def test_the_list_tells_of_each_coach_what_an_administrator_looks_after(qtbot: QtBot) -> None:
    coaches = table(open_coaches(qtbot, room_shell(coach_list=the_list())), "Begeleiders")
    assert column(coaches, "Naam") == ["Smit, Joke", "Smit, Karim"]
    assert column(coaches, "Soort") == ["Vrijwilliger", "Vrijwilliger"]
    assert column(coaches, "Groepen") == ["Dinsdagochtend", "Avondgroep Taal en werk (kijkt mee tot 24-12-2026)"]
    assert column(coaches, "Geheimhouding") == ["1-11-2026", "Niet getekend"]
    assert column(coaches, "Beperkt") == ["", "Alleen met verbinding"]
    assert column(coaches, "Inlog") == ["Werkt", "Nog geen"]
    assert coaches.model().columns[0].spoken(coaches.rows()[1]) == "Smit, Karim, karim.smit · Ook deelnemer"


@pytest.mark.clause("O-1")
def test_for_a_coach_there_are_neither_coaches_nor_locations_to_look_after(qtbot: QtBot) -> None:
    panel = shown(qtbot, GroupsPanel(room_shell(COACH)))
    assert panel.tabs is None and panel.findChildren(Tabs) == []


def test_while_presenting_the_names_are_hidden(qtbot: QtBot) -> None:
    panel = open_coaches(qtbot, room_shell(coach_list=the_list(), presenting=True))
    assert not any("Smit" in text for text in painted_text(panel.coaches))


def test_a_coach_is_added_with_groups(qtbot: QtBot) -> None:
    shell = room_shell(coach_list=the_list())
    shell.outcomes["add_coach"] = KARIM
    panel = open_coaches(qtbot, shell)
    press(qtbot, panel.coaches, "Nieuwe begeleider…")
    form = dialog("Nieuwe begeleider")
    assert not button(form, "Toevoegen").isEnabled()
    for name, typed in (("Voornaam", "Anna"), ("Voorvoegsel", "de"), ("Achternaam", "Vries")):
        qtbot.keyClicks(named(form, QLineEdit, name), typed)
    assert named(form, QLineEdit, "Gebruikersnaam").text() == "a.devries"
    named(form, QCheckBox, "Mag zonder netwerk werken; anders gaan de gegevens alleen met verbinding open").click()
    table(form, "Groepen").pick([TUESDAY])  # type: ignore[attr-defined]
    press(qtbot, form, "Toevoegen")
    ((name, given),) = shell.acts
    assert name == "add_coach" and given["group_ids"] == [TUESDAY]
    told = given["given"]
    assert (told["given"], told["prefix"], told["family"], told["username"]) == ("Anna", "de", "Vries", "a.devries")
    assert (told["keeps_offline"], told["shows_surnames"], told["until_on"]) == (False, True, "")
    assert no_dialog() and shell.undoable == [True]
    assert panel.coaches.table.current_key() == KARIM


def test_what_is_wrong_stands_at_its_field(qtbot: QtBot) -> None:
    panel = open_coaches(qtbot, room_shell(coach_list=the_list()))
    choose(panel, JOKE)
    press(qtbot, panel.coaches, "Wijzigen…")
    form = dialog("Joke Smit wijzigen")
    line = named(form, QLineEdit, "E-mailadres")
    qtbot.keyClicks(line, "geen adres")
    assert "geen e-mailadres" in line.accessibleDescription() and not button(form, "Opslaan").isEnabled()
    line.clear()
    assert button(form, "Opslaan").isEnabled()


def test_a_change_is_saved(qtbot: QtBot) -> None:
    shell = room_shell(coach_list=the_list())
    panel = open_coaches(qtbot, shell)
    choose(panel, KARIM)
    press(qtbot, panel.coaches, "Wijzigen…")
    form = dialog("Karim Smit wijzigen")
    named(form, QCheckBox, "Ziet de achternamen van deelnemers").click()
    named(form, QComboBox, "Soort").setCurrentText("Invaller")
    press(qtbot, form, "Opslaan")
    ((name, given),) = shell.acts
    assert name == "change_coach" and given["coach_id"] == KARIM
    assert (given["given"]["shows_surnames"], given["given"]["kind"]) == (True, "substitute")


@pytest.mark.clause("O-1")
def test_removing_tells_what_follows_and_ends_the_login(qtbot: QtBot) -> None:
    shell = room_shell(coach_list=the_list())
    shell.outcomes["end_login"] = 2
    panel = open_coaches(qtbot, shell)
    choose(panel, JOKE)
    press(qtbot, panel.coaches, "Account beëindigen…")
    form = dialog("Account van Joke Smit beëindigen")
    seen = accessible_text(form)
    assert "Wat stopt: de inlog van Joke Smit, en dat Joke Smit 1 groep heeft." in seen
    assert any("Wat blijft: de naam, de gebruikersnaam" in text and "Er wordt niets gewist." in text for text in seen)
    assert any("1 groep heeft dan geen begeleider meer: Dinsdagochtend." in text for text in seen)
    assert any("verwijderen de computers van deze begeleider de gegevens" in text for text in seen)
    press(qtbot, form, "Beëindigen")
    assert shell.acts == [("close_coach", {"coach_id": JOKE, "until_on": shell.sight.today.isoformat()})]
    assert [name for name, _ in shell.works] == ["end_login"]
    assert "geen" not in shell.said[1].template and shell.said[1].arguments["n"] == 2


def test_a_later_last_day_leaves_the_login_until_then(qtbot: QtBot) -> None:
    shell = room_shell(coach_list=the_list())
    panel = open_coaches(qtbot, shell)
    choose(panel, JOKE)
    press(qtbot, panel.coaches, "Account beëindigen…")
    form = dialog("Account van Joke Smit beëindigen")
    day = named(form, QDateEdit, "Werkt niet meer vanaf")
    day.setDate(QDate(2025, 12, 31))
    assert not button(form, "Beëindigen").isEnabled()
    day.setDate(QDate(2027, 2, 1))
    press(qtbot, form, "Beëindigen")
    assert shell.acts[0][1]["until_on"] == "2027-02-01" and shell.works == []


def test_a_group_is_given_to_look_at_and_taken_again(qtbot: QtBot) -> None:
    shell = room_shell(coach_list=the_list())
    panel = open_coaches(qtbot, shell)
    choose(panel, JOKE)
    press(qtbot, panel.coaches, "Groep geven…")
    form = dialog("Een groep voor Joke Smit")
    choice = named(form, QComboBox, "Welke groep")
    assert choice.findData(TUESDAY) == -1
    choice.setCurrentIndex(choice.findData(KLIK))
    named(form, QCheckBox, "Alleen om te bekijken: er kan niets in worden veranderd").click()
    named(form, QCheckBox, "Loopt tot").click()
    press(qtbot, form, "Geven")
    name, given = shell.acts[0]
    assert (name, given["coach_id"], given["group_id"], given["reads_only"]) == ("assign_coach", JOKE, KLIK, True)
    assert date.fromisoformat(given["until_on"]) > shell.sight.today
    press(qtbot, panel.coaches, "Groep afnemen…")
    form = dialog("Welke groep afnemen van Joke Smit?")
    table(form, "Groepen").choose(the_list().coaches[0].groups[0])
    press(qtbot, form, "Afnemen")
    assert shell.acts[1] == ("unassign_coach", {"coach_id": JOKE, "group_id": TUESDAY})
    assert shell.said[-1].template == "{name} has no {coach} any more."


@pytest.mark.clause("O-1")
def test_a_login_is_made_and_shown_once(qtbot: QtBot) -> None:
    shell = room_shell(coach_list=the_list())
    shell.outcomes["hand_out_login"] = Credentials(
        "Bibliotheek Noord", "Lindenveen", "https://server.example", "noord", "Karim Smit", "karim.smit", "abcd-efgh",
        Role.COACH)
    panel = open_coaches(qtbot, shell)
    choose(panel, KARIM)
    press(qtbot, panel.coaches, "Wachtwoord…")
    form = dialog("Inlog van Karim Smit")
    assert named(form, QLineEdit, "Gebruikersnaam").text() == "karim.smit"
    press(qtbot, form, "Wachtwoord maken")
    assert shell.works == [("hand_out_login", (shell.desk, KARIM, "karim.smit"))]
    paper = dialog("Toegang voor Bibliotheek Noord")
    assert named(paper, QLineEdit, "Wachtwoord").text() == "abcd-efgh"
    paper.kept.setChecked(True)
    press(qtbot, paper, "Sluiten")


def test_of_a_login_there_is_the_name_stays(qtbot: QtBot) -> None:
    panel = open_coaches(qtbot, room_shell(coach_list=the_list()))
    choose(panel, JOKE)
    press(qtbot, panel.coaches, "Wachtwoord…")
    form = dialog("Inlog van Joke Smit")
    assert named(form, QLineEdit, "Gebruikersnaam").isReadOnly()
    assert any("elke computer van deze begeleider vraagt erom" in text for text in accessible_text(form))


def test_without_a_server_the_login_follows_and_the_screen_says_so(qtbot: QtBot) -> None:
    shell = room_shell(coach_list=the_list(connected=False, login="none"))
    panel = open_coaches(qtbot, shell)
    assert any("krijgen hun inlog zodra" in text for text in painted_text(panel.coaches))
    choose(panel, JOKE)
    press(qtbot, panel.coaches, "Wachtwoord…")
    assert any("De server maakt de inlog" in text for text in painted_text(dialog("Hiervoor is de server nodig")))
    assert shell.works == []


def test_a_location_is_added_renamed_and_closed(qtbot: QtBot) -> None:
    rows = (LocationRow(key(81), "Centrum", ("Dinsdagochtend",), False), LocationRow(key(82), "Zuid", (), True))
    shell = room_shell(location_list=rows)
    panel = shown(qtbot, GroupsPanel(shell))
    _to(panel, 2)
    assert column(table(panel, "Locaties"), "Groepen") == ["Dinsdagochtend", ""]
    press(qtbot, panel.locations, "Nieuwe locatie…")
    form = dialog("Nieuwe locatie")
    qtbot.keyClicks(named(form, QLineEdit, "Naam"), "Noord")
    press(qtbot, form, "Toevoegen")
    panel.locations.table.choose(key(82))
    press(qtbot, panel.locations, "Locatie hernoemen…")
    form = dialog("Locatie hernoemen")
    named(form, QLineEdit, "Naam").setText("Wijkpunt Zuid")
    press(qtbot, form, "Wijzigen")
    press(qtbot, panel.locations, "Locatie sluiten")
    assert shell.acts == [
        ("add_location", {"name": "Noord"}), ("rename_location", {"location_id": key(82), "name": "Wijkpunt Zuid"}),
        ("close_location", {"location_id": key(82)})]
    assert shell.undoable == [True] * 3


def test_nobody_and_nowhere_say_what_to_do_next(qtbot: QtBot) -> None:
    panel = open_coaches(qtbot, room_shell())
    assert "Nog geen begeleiders" in painted_text(panel.coaches)
    _to(panel, 2)
    assert "Nog geen locaties" in painted_text(panel.locations)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_has_a_name_and_a_letter_of_its_own(qtbot: QtBot, language: str) -> None:
    use_language(language)
    panel = open_coaches(qtbot, room_shell(coach_list=the_list()))
    choose(panel, JOKE)
    coaches = panel.coaches
    for act in (coaches.new, coaches.change, coaches.close_coach, coaches.give, coaches.take, coaches.login):
        act()
        QApplication.processEvents()
        for one in [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isModal()]:
            assert nameless(one) == [], one.windowTitle()
            assert {letter: texts for letter, texts in letters(one).items() if len(texts) > 1} == {}, one.windowTitle()
            one.close()
    for tab in (0, 1, 2):
        _to(panel, tab)
        assert nameless(panel) == []
        assert {letter: texts for letter, texts in letters(panel).items() if len(texts) > 1} == {}

"""Story 1: the file comes in, two rows are put right, the groups roll over, it is taken back, and done again.

The real window, the real import and a real server; a colleague at another computer sees what becomes of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.calendar import SchoolYear
from app.server.database import ServerDatabase
from app.server.embedded import embedded
from app.views.groups import all_participants
from tests.desks import Clock
from tests.exchange.making import edexml
from tests.servers import make_office
from tests.stories.test_two_windows import Person, _join
from tests.ui.conftest import settle
from tests.ui.rooms import column, dialog, named, no_dialog, press, table
from tests.ui.seen_text import seen_text
from ui.first_run.home_opener import HomeOpener
from ui.preferences import Preferences, save_preferences
from ui.rollover.page import RollOverView
from ui.running import Running
from ui.window import errands

LAST = SchoolYear(SchoolYear.of(date.today()).first - 1)
"""The groups are those of the school year that ended, so that rolling over can be done on any day of this one."""
PUPILS = (("1", "Ada", "Bos", "3", "g3"), ("2", "Bram", "Kaya", "3", "g3"), ("3", "Cem", "Demir", "8", "g8"),
          ("4", "Dia", "Wit", "8", "g8"))
Window = Callable[[], Person]


@pytest.fixture(params=["sqlite"])
def server_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The window does not care which database is behind the server."""
    return str(shutil.copytree(request.getfixturevalue("_made_sqlite"), tmp_path / "server"))


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path, server_database: ServerDatabase) -> Iterator[Window]:
    """Each is an administrator of the school at a computer of their own."""
    make_office(server_database, Clock(), provider="leerling-in-beeld")
    with embedded(server_database) as address, ExitStack() as stack:
        homes = iter(("een", "twee"))

        def log_in() -> Person:
            home = tmp_path / next(homes)
            save_preferences(home, Preferences())
            running = stack.enter_context(Running(qapp, HomeOpener(home), in_process=False))
            running.begin()
            settle(qtbot, running)
            _join(qtbot, running, address, "anna")
            return Person(running, qtbot)

        yield log_in


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """The export of the pupil administration of the year that ended."""
    school = (
        f"<school><schooljaar>{LAST.label}</schooljaar><peildatum>{LAST.first}-10-01</peildatum>"
        "<brincode>99ZZ</brincode><xsdversie>2.1</xsdversie></school>\n")
    groups = "<groepen>" + "".join(
        f'<groep key="g{code}"><naam>Groep {code}</naam><jaargroep>{code}</jaargroep></groep>'
        for code in ("3", "8")) + "</groepen>\n"
    pupils = "\n".join(
        f'<leerling key="{key}"><achternaam>{family}</achternaam><roepnaam>{given}</roepnaam><jaargroep>{code}'
        f'</jaargroep><groep key="{group}"/></leerling>' for key, given, family, code, group in PUPILS)
    path = tmp_path / "export.xml"
    path.write_text(edexml(school=school, groups=groups, pupils=pupils), encoding="utf-8")
    return path


def bring_in(person: Person, path: Path) -> None:
    errands.bring_in(person.running.window, [str(path)])
    person.settle()
    person.qtbot.waitUntil(lambda: dialog("Importeren").apply_button.isEnabled())
    press(person.qtbot, dialog("Importeren"), "Overnemen")
    person.settle()
    assert no_dialog()


def put_right(person: Person, given: str, family: str) -> None:
    """One row, on the page of that pupil."""
    panel = person.running.window.deck.current()
    found = next(row for row in people(person) if row.full.startswith(given))
    panel.open_person(found.id)
    person.settle()
    named(panel, QLineEdit, "Achternaam").setText(family)
    press(person.qtbot, panel, "Wijzigingen opslaan")
    person.settle()
    panel.back_to_list()


def people(person: Person):  # type: ignore[no-untyped-def]
    session = person.running.window.session
    assert session is not None
    return session.desk.read(all_participants)


def groups_of(person: Person) -> dict[str, str]:
    return {row.full: row.groups for row in people(person)}


def page_of(person: Person) -> RollOverView:
    page = person.running.window.deck.current().new_year
    assert isinstance(page, RollOverView)
    return page


def hears(person: Person, of: dict[str, str]) -> None:
    """Once this desk has it all."""
    def is_so() -> bool:
        person.sync()
        return groups_of(person) == of

    person.qtbot.waitUntil(is_so, timeout=20_000)


BEFORE = {"Ada van den Bos": "Groep 3", "Bram Kaya-Smit": "Groep 3", "Cem Demir": "Groep 8", "Dia Wit": "Groep 8"}
AFTER = {"Ada van den Bos": "Groep 4", "Bram Kaya-Smit": "Groep 3"}


@pytest.mark.clause("A-1.13")
def test_august(qtbot: QtBot, window: Window, export: Path) -> None:
    anna, colleague = window(), window()
    bring_in(anna, export)
    anna.running.window.go("groups")
    anna.settle()
    put_right(anna, "Ada", "van den Bos")
    put_right(anna, "Bram", "Kaya-Smit")
    assert groups_of(anna) == BEFORE

    anna.running.window.go("overview")
    anna.settle()
    assert "De groepen zijn nog die van vorig schooljaar" in seen_text(anna.running.window)
    press(qtbot, anna.running.window, "Voorbereiden")
    anna.settle()
    page = page_of(anna)
    press(qtbot, page, f"{LAST.next.label} voorbereiden")
    anna.settle()
    assert column(table(page.groups, "Nieuwe groepen"), "Naam") == ["Groep 4"]

    press(qtbot, page, "Toevoegen…")
    named(dialog("Groep maken"), QLineEdit, "Naam").setText("Groep 3")
    form = dialog("Groep maken")
    form.year_group.setCurrentIndex(form.year_group.findData("3"))
    press(qtbot, form, "Opslaan")
    anna.settle()
    press(qtbot, page, "Volgende stap")
    bram = next(row for row in page.places.people.rows() if row.full.startswith("Bram"))
    page.places.people.choose(bram.id)
    press(qtbot, page, "Zelfde jaargroep")
    anna.settle()
    assert "Blijft in groep 3" in column(page.places.people, "Wat wordt het")

    anna.sync()
    hears(colleague, BEFORE)
    for _ in range(3):
        press(qtbot, page, "Volgende stap")
    press(qtbot, page, "Nieuwe groepen maken")
    anna.settle()
    assert groups_of(anna) == AFTER

    anna.running.window.undo()
    anna.settle()
    assert groups_of(anna) == BEFORE
    anna.running.window.deck.current().open_new_year()
    anna.settle()
    assert page_of(anna).do.do_button.isEnabled()
    page_of(anna).tabs.setCurrentWidget(page_of(anna).do)
    press(qtbot, page_of(anna), "Nieuwe groepen maken")
    anna.settle()
    assert groups_of(anna) == AFTER

    anna.sync()
    hears(colleague, AFTER)
    # Here the login cards of the new groups are printed: see the story of the cards.

"""Story 3: the coach in the train sees who is stuck, writes, changes a route and prints; at home it syncs by itself.

The real window and a real server that cannot be reached meanwhile; the administrator changes the same route.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.actions.coaches import add_coach
from app.actions.desk import Desk
from app.actions.routes import add_route, change_route
from app.domain.permissions import Role
from app.server.accounts import create_account
from app.server.database import ServerDatabase
from app.server.embedded import embedded
from app.server.passwords import hashed
from app.server.serving import Place
from app.views.coaches import coach_list
from app.views.groups import all_participants, group_list
from app.views.routes import route_list
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import rows_of
from tests.following import notes_on
from tests.lessons import add_programme, bring_results, exercise_iri, statement
from tests.servers import PASSWORD, Office, make_office
from tests.stories.test_two_windows import BY_HAND, Person, _join
from tests.ui.conftest import settle
from tests.ui.rooms import column, dialog, named, no_dialog, press, table
from tests.ui.seen_text import seen_text
from ui.first_run.home_opener import HomeOpener
from ui.preferences import Preferences, save_preferences
from ui.running import Running
from ui.sync.runner import Pace

SOON = Pace(every=300, soon=50, first_retry=50, longest_retry=300)
"""As it is by itself, in less time."""
NOTE = "Leest de brief van school zelf voor. Vraagt bij lange woorden om hulp."


class Journey:
    """A server that is there or not, and computers that can be shut and opened again."""

    def __init__(self, qapp: QApplication, qtbot: QtBot, database: ServerDatabase, folder: Path) -> None:
        self._qapp, self._qtbot, self._database, self._folder = qapp, qtbot, database, folder
        self.office: Office = make_office(database, Clock())
        self._network = ExitStack()
        self._open: dict[int, ExitStack] = {}
        self.address = self._network.enter_context(embedded(database))

    def cut(self) -> None:
        self._network.close()

    def restore(self) -> None:
        port = urlsplit(self.address).port
        assert port is not None
        self.address = self._network.enter_context(embedded(self._database, place=Place(port=port)))

    def log_in(self, username: str) -> Person:
        home = self._folder / username
        save_preferences(home, Preferences())
        one = self._begin(home, BY_HAND)
        _join(self._qtbot, one.running, self.address, username)
        return one

    def open_again(self, username: str, pace: Pace = BY_HAND) -> Person:
        """The computer as it was shut."""
        return self._begin(self._folder / username, pace)

    def shut(self, one: Person) -> None:
        self._open.pop(id(one.running)).close()

    def end(self) -> None:
        for window in self._open.values():
            window.close()
        self._network.close()

    def _begin(self, home: Path, pace: Pace) -> Person:
        window = ExitStack()
        running = window.enter_context(Running(self._qapp, HomeOpener(home), in_process=False))
        self._open[id(running)] = window
        running.window.sync.pace = pace
        running.begin()
        settle(self._qtbot, running)
        return Person(running, self._qtbot)


@pytest.fixture(params=["sqlite"])
def server_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The window does not care which database is behind the server."""
    return str(shutil.copytree(request.getfixturevalue("_made_sqlite"), tmp_path / "server"))


@pytest.fixture
def journey(qapp: QApplication, qtbot: QtBot, tmp_path: Path, server_database: ServerDatabase) -> Iterator[Journey]:
    made = Journey(qapp, qtbot, server_database, tmp_path)
    yield made
    made.end()


def desk_of(one: Person) -> Desk:
    session = one.running.window.session
    assert session is not None
    return session.desk


def a_tuesday_morning(desk: Desk) -> None:
    """Amira is stuck, Bo made everything, Cor is busy; all three have the route Brieven."""
    bring_in(desk, roster(*(person(f"z{n}", name, "Proef", groups=("Dinsdag",))
                            for n, name in enumerate(("Amira", "Bo", "Cor"))), groups=("Dinsdag",)))
    add_programme(desk, "koken")
    now_us, hour = desk.clock(), 3_600_000_000
    first, second = exercise_iri("koken", 1), exercise_iri("koken", 2)
    bring_results(desk, [
        *(statement("z0", first, now_us - back * hour, passed=False, score=200) for back in (30, 29, 28)),
        statement("z1", first, now_us - 28 * hour), statement("z1", second, now_us - 27 * hour),
        statement("z2", first, now_us - 26 * hour)])
    notes_on(desk)
    group = desk.read(group_list)[0].id
    desk.do(add_coach, given={"given": "Sanne", "family": "Bos"}, group_ids=[group])
    desk.do(add_route, name="Brieven", group_ids=[group], programme_ids=[rows_of(desk, "programmes")[0]["id"]],
            introduction="Eerst koken.")


def let_in(journey: Journey, desk: Desk, name: str, username: str) -> None:
    """A login of the coach of this name."""
    coach = next(row.id for row in desk.read(coach_list).coaches if row.full == name)
    with journey.office.database.writing() as connection:
        create_account(connection, journey.office.id, username, name, Role.COACH, hashed(PASSWORD),
                       journey.office.clock(), coach=coach)


def accept_the_terms(one: Person) -> None:
    """Once, at the first login (O-annex 2)."""
    box = dialog("Gebruikersvoorwaarden")
    named(box, QCheckBox, "Ik heb de gebruikersvoorwaarden gelezen en aanvaard ze.").setChecked(True)
    press(one.qtbot, box, "Klaar")
    one.settle()


def panel_of(one: Person, code: str) -> Any:
    one.running.window.go(code)
    one.settle()
    return one.running.window.deck.current()


def see_who_is_stuck(one: Person) -> Any:
    """Gives the page of the group, with that one person open."""
    page = panel_of(one, "progress").group
    press(one.qtbot, page, "Hulp nodig (1)")
    assert [row[0] for row in page.export_rows()[1:]] == ["Proef, Amira"]
    page.matrix.opened.emit(page.matrix.order[0])
    one.settle()
    assert any("Hulp nodig bij Programma koken, Oefening 1 (3 pogingen)" in text for text in seen_text(page.detail))
    return page


def write_a_note(one: Person, page: Any) -> None:
    press(one.qtbot, page, "Notities en doelen")
    one.settle()
    press(one.qtbot, page, "Nieuwe notitie…")
    named(dialog("Nieuwe notitie"), QPlainTextEdit, "Notitie").setPlainText(NOTE)
    press(one.qtbot, dialog("Nieuwe notitie"), "Schrijven")
    one.settle()
    assert no_dialog() and NOTE in seen_text(page)


def change_the_route(one: Person, words: str) -> None:
    panel = panel_of(one, "routes")
    rows = table(panel, "Leerroutes")
    rows.choose(rows.rows()[0].id)
    one.settle()
    press(one.qtbot, panel, "Wijzigen…")
    one.settle()
    box = dialog("Brieven wijzigen")
    named(box, QPlainTextEdit, "Inleiding").setPlainText(words)
    press(one.qtbot, box, "Vastleggen")
    one.settle()
    assert no_dialog()


def print_what_is_due(one: Person, monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    panel = panel_of(one, "certificates")
    monkeypatch.setattr(panel.shell, "pick_target", lambda *_asked: str(target))
    assert column(panel.due.table, "Naam") == ["Proef, Bo"]
    press(one.qtbot, panel, "Alles aanvinken")
    press(one.qtbot, panel, "1 certificaat afdrukken…")
    one.settle()
    press(one.qtbot, dialog("Certificaten afdrukken"), "1 certificaat afdrukken")
    one.settle()
    one.qtbot.waitUntil(target.exists)
    one.settle()


def text_of(paper: Path) -> str:
    with pypdfium2.PdfDocument(paper) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.clause("O-annex 1")
def test_the_train(qtbot: QtBot, journey: Journey, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    anna = journey.log_in("anna")
    a_tuesday_morning(desk_of(anna))
    anna.sync()
    let_in(journey, desk_of(anna), "Sanne Bos", "sanne")
    sanne = journey.log_in("sanne")
    accept_the_terms(sanne)
    sanne.sync()
    journey.shut(sanne)

    journey.cut()
    sanne = journey.open_again("sanne")
    write_a_note(sanne, see_who_is_stuck(sanne))
    change_the_route(sanne, "Eerst koken, dan de brief.")
    paper = tmp_path / "certificaten.pdf"
    print_what_is_due(sanne, monkeypatch, paper)
    assert "Bo Proef" in text_of(paper)
    assert any("te versturen" in text for text in sanne.bar())
    journey.shut(sanne)

    journey.restore()
    route = desk_of(anna).read(route_list)[0]
    kept = rows_of(desk_of(anna), "route_steps")
    anna.act(change_route, route_id=route.id, name="Brieven", introduction="Eerst de brief.",
             steps=[{"id": kept[0]["id"], "programme_id": kept[0]["programme_id"]}])
    anna.sync()
    sanne = journey.open_again("sanne", SOON)
    at_home(sanne, anna)
    settle_the_difference(sanne)
    hears(anna, "Eerst de brief.")
    assert not any("te controleren" in text for one in (anna, sanne) for text in one.bar())


def introduction(one: Person) -> str:
    return str(rows_of(desk_of(one), "routes")[0]["introduction"])


def at_home(sanne: Person, anna: Person) -> None:
    """What she did goes by itself, and the administrator has it; of the route both values are kept."""
    sanne.qtbot.waitUntil(lambda: any("1 te controleren" in text for text in sanne.bar()), timeout=20_000)
    assert not any("te versturen" in text for text in sanne.bar())
    hears(anna, "Eerst koken, dan de brief.")
    assert [row["body"] for row in rows_of(desk_of(anna), "notes")] == [NOTE]
    assert [row["name_printed"] for row in rows_of(desk_of(anna), "certificates")] == ["Bo Proef"]
    person = next(row.id for row in desk_of(anna).read(all_participants) if row.full == "Amira Proef")
    page = panel_of(anna, "progress").group
    anna.running.window.go("progress", person)
    anna.settle()
    press(anna.qtbot, page, "Notities en doelen")
    anna.settle()
    assert NOTE in seen_text(page)


def settle_the_difference(one: Person) -> None:
    press(one.qtbot, one.running.window.frame.top, "1 te controleren")
    one.settle()
    shown = seen_text(one.running.window)
    assert {"Eerst koken, dan de brief.", "Eerst de brief."} <= shown, shown
    press(one.qtbot, one.running.window, "Andere waarde terugzetten")
    one.settle()
    assert introduction(one) == "Eerst de brief."


def hears(one: Person, words: str) -> None:
    def is_so() -> bool:
        one.sync()
        return introduction(one) == words

    one.qtbot.waitUntil(is_so, timeout=20_000)

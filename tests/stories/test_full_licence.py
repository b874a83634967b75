"""Story 2: two seats are left, five people come; which three do not fit is said at once, and what can be done about it.

The real window and a real server; a colleague at another computer sees what becomes of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.coaches import add_coach
from app.actions.desk import Desk
from app.actions.licences import assign_seats, conclude_agreement
from app.actions.routes import add_route
from app.server.database import ServerDatabase
from app.server.embedded import embedded
from app.views.groups import all_participants, group_list
from app.views.licences import licence_list
from app.views.orders import order_list
from tests.desks import Clock, bring_in, person, roster
from tests.lessons import add_programme, bring_results, exercise_iri, statement
from tests.servers import make_office
from tests.stories.test_two_windows import BY_HAND, Person, _join
from tests.ui.conftest import settle
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, table
from tests.ui.seen_text import seen_text
from ui.first_run.home_opener import HomeOpener
from ui.preferences import Preferences, save_preferences
from ui.running import Running

LONG_AGO = {"z00": 420, "z01": 400, "z02": 390, "z03": 380}
"""How many days ago these four were seen last; everybody else with a seat came yesterday."""
COURSE = ["Cursist1 Proef", "Cursist2 Proef", "Cursist3 Proef", "Cursist4 Proef", "Cursist5 Proef"]
Window = Callable[[], Person]


@pytest.fixture(params=["sqlite"])
def server_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The window does not care which database is behind the server."""
    return str(shutil.copytree(request.getfixturevalue("_made_sqlite"), tmp_path / "server"))


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path, server_database: ServerDatabase) -> Iterator[Window]:
    """Each is an administrator of the library at a computer of their own."""
    make_office(server_database, Clock())
    with embedded(server_database) as address, ExitStack() as stack:
        homes = iter(("een", "twee"))

        def log_in() -> Person:
            home = tmp_path / next(homes)
            save_preferences(home, Preferences())
            running = stack.enter_context(Running(qapp, HomeOpener(home), in_process=False))
            running.window.sync.pace = BY_HAND
            running.begin()
            settle(qtbot, running)
            _join(qtbot, running, address, "anna")
            return Person(running, qtbot)

        yield log_in


def desk_of(one: Person) -> Desk:
    session = one.running.window.session
    assert session is not None
    return session.desk


def a_library(desk: Desk) -> None:
    """40 seats, 38 in use; five people came in for a course and have none. One who stayed away still has a route."""
    seated = [person(f"z{n:02}", f"Zittend{n:02}", "Proef", groups=("Dinsdag",)) for n in range(38)]
    course = [person(f"c{n}", f"Cursist{n}", "Proef") for n in range(1, 6)]
    bring_in(desk, roster(*seated, *course, groups=("Dinsdag",)))
    people = {row.full: row.id for row in desk.read(all_participants)}
    begins = date.today() - timedelta(days=60)
    desk.do(
        conclude_agreement, number="2026-7", provider="oefenen", package="Alles", concluded_on=begins.isoformat(),
        starts_on=begins.isoformat(), months=12, parts=[{"kind": "participant", "seats": 40, "fee_cents": 1_250}])
    desk.do(assign_seats, licence_id=desk.read(licence_list)[0].id,
            participant_ids=[one for name, one in people.items() if name.startswith("Zittend")])
    add_programme(desk, "koken")
    now_us = desk.clock()
    bring_results(desk, [
        statement(f"z{n:02}", exercise_iri("koken", 1), now_us - LONG_AGO.get(f"z{n:02}", 1) * 86_400_000_000)
        for n in range(38)])
    desk.do(add_coach, given={"given": "Sanne", "family": "Bos"}, group_ids=[desk.read(group_list)[0].id])
    desk.do(add_route, name="Brieven", participant_ids=[people["Zittend03 Proef"]])


def in_use(one: Person) -> tuple[int, int]:
    row = desk_of(one).read(licence_list)[0]
    return row.used, row.bought


def seatless(one: Person) -> list[str]:
    return [row.full for row in desk_of(one).read(all_participants) if not row.has_seat]


def hears(one: Person, used: int) -> None:
    def is_so() -> bool:
        one.sync()
        return in_use(one) == (used, 40)

    one.qtbot.waitUntil(is_so, timeout=20_000)


def type_into(where: Any, name: str, words: str) -> None:
    named(where, QLineEdit, name).setText(words)
    QApplication.processEvents()


@pytest.mark.clause("O-annex 1", "A-1.8")
def test_a_full_licence(qtbot: QtBot, window: Window) -> None:
    anna = window()
    a_library(desk_of(anna))
    anna.sync()
    colleague = window()
    hears(colleague, 38)

    panel = start_the_course(anna)
    press(qtbot, panel, "Toevoegen…")
    anna.settle()
    adding = dialog("Toevoegen aan Klik & Tik")
    type_into(adding, "Zoek op naam of groep", "cursist")
    people = table(adding, "Deelnemers")
    people.selectAll()
    QApplication.processEvents()
    assert column(people, "Naam") == [f"Proef, Cursist{n}" for n in range(1, 6)]
    assert column(people, "Plaats") == ["krijgt een plaats"] * 2 + ["past niet"] * 3
    assert "3 mensen passen er niet bij: Cursist3 Proef, Cursist4 Proef, Cursist5 Proef." in seen_text(adding)

    press(qtbot, adding, "Meer bestellen…")
    anna.settle()
    ordering = dialog("Bestelling")
    assert ordering.target.currentText() == "meer plaatsen van overeenkomst 2026-7"
    assert ordering.places.total() == 3 and "€ 37,50" in seen_text(ordering)
    press(qtbot, ordering, "Voorbereiden")
    anna.settle()
    assert [(row.participants, str(row.state)) for row in desk_of(anna).read(order_list)] == [(3, "prepared")]
    assert in_use(anna) == (38, 40), "an order that was only prepared gives nobody a seat"

    press(qtbot, adding, "Niet-gebruikte plaatsen…")
    anna.settle()
    freeing = dialog("Plaatsen vrijmaken: Alles")
    unseen = table(freeing, "Deelnemers die niet zijn geweest")
    assert column(unseen, "Naam") == [f"Proef, Zittend0{n}" for n in range(4)]
    assert column(unseen, "Begeleiders") == ["Sanne Bos"] * 4
    assert column(unseen, "Klaargezet") == ["niets", "niets", "niets", "Brieven"]
    assert not unseen.picked() and not button(freeing, "Plaatsen vrijmaken").isEnabled(), "never by itself"
    unseen.pick([row.holder.participant_id for row in unseen.rows()[:3]])
    press(qtbot, freeing, "3 plaatsen vrijmaken")
    anna.settle()
    assert in_use(anna) == (35, 40)
    assert column(people, "Plaats") == ["krijgt een plaats"] * 5
    assert "Meer bestellen…" not in buttons(adding)

    press(qtbot, adding, "Annuleren")
    press(qtbot, anna.running.window, "Ongedaan maken")
    anna.settle()
    assert in_use(anna) == (38, 40), "one click"
    free_three_and_add_five(anna, panel)
    assert in_use(anna) == (40, 40)
    freed = [f"Zittend0{n} Proef" for n in range(3)]
    assert seatless(anna) == freed, "who gave up a seat is still there"

    anna.sync()
    hears(colleague, 40)
    assert seatless(colleague) == freed
    results = {row.full: row.last_seen_us for row in desk_of(colleague).read(all_participants)}
    assert all(results[name] for name in freed), "the results are kept"
    colleague.running.window.go("groups")
    colleague.settle()
    colleague.running.window.deck.current().list.choose(group_named(colleague, "Groep Dinsdag"))
    colleague.settle()
    assert "3 deelnemers in deze groep hebben geen plaats." in seen_text(colleague.running.window)
    assert no_dialog()


def start_the_course(one: Person) -> Any:
    """The panel with a new group open."""
    one.running.window.go("groups")
    one.settle()
    panel = one.running.window.deck.current()
    press(one.qtbot, panel, "Groep maken…")
    one.settle()
    type_into(dialog("Groep maken"), "Naam", "Klik & Tik")
    press(one.qtbot, dialog("Groep maken"), "Groep maken")
    one.settle()
    assert no_dialog()
    return panel


def free_three_and_add_five(one: Person, panel: Any) -> None:
    press(one.qtbot, panel, "Toevoegen…")
    one.settle()
    adding = dialog("Toevoegen aan Klik & Tik")
    type_into(adding, "Zoek op naam of groep", "cursist")
    table(adding, "Deelnemers").selectAll()
    QApplication.processEvents()
    press(one.qtbot, adding, "Niet-gebruikte plaatsen…")
    one.settle()
    freeing = dialog("Plaatsen vrijmaken: Alles")
    unseen = table(freeing, "Deelnemers die niet zijn geweest")
    unseen.pick([row.holder.participant_id for row in unseen.rows()[:3]])
    press(one.qtbot, freeing, "3 plaatsen vrijmaken")
    one.settle()
    press(one.qtbot, adding, "5 deelnemers toevoegen")
    one.settle()


def group_named(one: Person, name: str) -> bytes:
    return next(row.id for row in desk_of(one).read(group_list) if row.name == name)


def test_five_are_added_where_two_fit_and_three_can_be_helped_later(qtbot: QtBot, window: Window) -> None:
    """Nobody is turned away from the group: a seat is another thing."""
    anna = window()
    a_library(desk_of(anna))
    panel = start_the_course(anna)
    press(qtbot, panel, "Toevoegen…")
    anna.settle()
    adding = dialog("Toevoegen aan Klik & Tik")
    type_into(adding, "Zoek op naam of groep", "cursist")
    table(adding, "Deelnemers").selectAll()
    press(qtbot, adding, "5 deelnemers toevoegen")
    anna.settle()
    assert in_use(anna) == (40, 40) and seatless(anna) == COURSE[2:]
    assert "3 deelnemers in deze groep hebben geen plaats." in seen_text(panel)
    press(qtbot, panel, "Plaats geven…")
    anna.settle()
    giving = dialog("Plaatsen toewijzen: Alles")
    assert "3 mensen passen er niet bij: Cursist3 Proef, Cursist4 Proef, Cursist5 Proef." in seen_text(giving)
    press(qtbot, giving, "Niet-gebruikte plaatsen…")
    anna.settle()
    freeing = dialog("Plaatsen vrijmaken: Alles")
    unseen = table(freeing, "Deelnemers die niet zijn geweest")
    unseen.pick([row.holder.participant_id for row in unseen.rows()[:3]])
    press(qtbot, freeing, "3 plaatsen vrijmaken")
    anna.settle()
    press(qtbot, giving, "3 plaatsen toewijzen")
    anna.settle()
    assert in_use(anna) == (40, 40)
    assert seatless(anna) == [f"Zittend0{n} Proef" for n in range(3)]
    assert "Plaats geven…" not in buttons(panel)

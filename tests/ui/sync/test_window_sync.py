"""Sync in the real window, as a user sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QProgressBar
from pytestqt.qtbot import QtBot

from app.domain.changes import ChangeSet
from app.domain.errors import Fault, Refusal
from app.domain.text import Text
from app.sync.refusals import unreachable
from app.views.sync import SyncStanding
from tests.ui.conftest import Open, canned_desk, settle
from tests.ui.fake_desk import COACH, FakeDesk, FakeOpener
from tests.ui.fake_server import FakeReport, FakeServer, FakeStage
from tests.ui.rooms import buttons, dialog, named, no_dialog, press
from tests.ui.seen_text import nameless, seen_text
from tests.ui.window_values import at
from ui.preferences import Preferences
from ui.running import Running
from ui.sync.door import ServerLogin
from ui.sync.runner import Pace

CONNECTED = SyncStanding("https://server.example", "m.deboer", "noord", last_success_us=at(14, 2))
NEVER = replace(CONNECTED, last_success_us=0)
QUIET = Pace(jitter=0.0)


def desk_with(standing: SyncStanding, **more: Any) -> FakeDesk:
    made = canned_desk(**more)
    made.answers["sync_standing"] = standing
    return made


@pytest.fixture
def opener(tmp_path: Path) -> FakeOpener:
    return FakeOpener(tmp_path / "home", {"noord": desk_with(CONNECTED)})


@pytest.fixture
def server(opener: FakeOpener) -> FakeServer:
    return opener.server


def bar(running: Running) -> set[str]:
    return seen_text(running.window.frame.top)


def standing_now(opener: FakeOpener, standing: SyncStanding) -> None:
    opener.desks["noord"].answers["sync_standing"] = standing


def wait_for(qtbot: QtBot, running: Running, text: str) -> None:
    qtbot.waitUntil(lambda: any(text in one for one in bar(running)))


def fill(box: Any, *values: str) -> None:
    for field, value in zip(
        ("Adres van de server", "Code van de bibliotheek", "Gebruikersnaam", "Wachtwoord"), values, strict=True,
    ):
        named(box, QLineEdit, field).setText(value)


def test_a_connected_organisation_syncs_at_the_start_and_says_so(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    running = run_window(opener=opener)
    settle(qtbot, running)
    assert server.syncs == 1
    assert "Gesynchroniseerd om 14:02" in bar(running)
    assert "Synchroniseren: Gesynchroniseerd om 14:02" in bar(running)
    assert nameless(running.window) == []


def test_one_that_works_alone_never_syncs_and_offers_a_way_to_connect(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    settle(qtbot, running)
    server: FakeServer = running.window.opener.server  # type: ignore[assignment]
    assert server.made == 0
    assert "Alleen op deze computer" in bar(running)
    assert "Te controleren" not in seen_text(running.window.frame.rail)
    assert running.window.actions_by_code["connect"].isEnabled()
    running.window.frame.top.connection.button.click()
    assert "verstuurd" in " ".join(seen_text(dialog("Verbinden met een server")))
    dialog("Verbinden met een server").close()


def test_what_comes_in_is_shown_and_what_waits_is_counted(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    running = run_window(opener=opener)
    reads: list[str] = []
    overview = opener.desks["noord"].answers["overview"]

    def counted() -> Any:
        reads.append("overview")
        return overview

    opener.desks["noord"].answers["overview"] = counted
    server.outcomes = [FakeReport(pulled=3, changes=ChangeSet({"participants": frozenset()}))]
    standing_now(opener, replace(CONNECTED, waiting=2, to_review=4))
    running.window.actions_by_code["sync"].trigger()
    wait_for(qtbot, running, "2 te versturen")
    assert reads == ["overview"]
    assert "4 te controleren" in bar(running)
    assert "Gesynchroniseerd: 0 verstuurd, 3 ontvangen." in seen_text(running.window.frame)
    press(qtbot, running.window.frame.top, "4 te controleren")
    settle(qtbot, running)
    assert running.window.deck.code == "reviews"
    assert "4 te controleren" in seen_text(running.window.frame.rail)


def test_an_action_here_is_sent_in_a_moment(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    running = run_window(opener=opener)
    settle(qtbot, running)
    runner = running.window.sync.runner
    assert runner is not None
    assert runner.waits() > 30_000
    standing_now(opener, replace(CONNECTED, waiting=1))
    running.window.spread(ChangeSet({"groups": frozenset()}, b"o" * 16, "group.rename"))
    qtbot.waitUntil(lambda: runner.waits() <= 1_500)
    assert "Gesynchroniseerd om 14:02 · 1 te versturen" in bar(running)


def test_the_first_sync_shows_its_stages_and_can_be_cancelled_while_the_window_is_used(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    standing_now(opener, NEVER)

    def slow(progress: Callable[[FakeStage], None], cancelled: Callable[[], bool]) -> FakeReport:
        progress(FakeStage("results", 41_230, 100_000))
        while not cancelled():
            server.gate.wait(0.01)
        return FakeReport()

    server.outcomes = [slow]
    running = run_window(opener=opener, wait=False)
    qtbot.waitUntil(lambda: "41.230 van 100.000" in seen_text(running.window))
    texts = seen_text(running.window)
    assert {"Resultaten ophalen", "Voor het eerst synchroniseren…"} <= texts
    assert named(running.window, QProgressBar, "Resultaten ophalen").maximum() == 100_000
    running.window.go("reviews")
    running.window.use_theme("dark")
    assert "Resultaten ophalen" in seen_text(running.window), "the strip outlives a new frame"
    QApplication.processEvents()
    press(qtbot, running.window, "Annuleren")
    settle(qtbot, running)
    assert "Synchroniseren is gestopt" in bar(running)
    assert not running.window.findChildren(QProgressBar)


def test_without_a_connection_the_indicator_says_since_when_and_why(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    server.outcomes = [Refusal(Text("There is nothing to undo."), remedy="later")]
    running = run_window(opener=opener)
    settle(qtbot, running)
    assert "Geen verbinding sinds 14:02" in bar(running)
    running.window.frame.top.connection.button.click()
    box = dialog("Synchroniseren")
    assert {"Er is niets om ongedaan te maken.", "https://server.example", "m.deboer"} <= seen_text(box)
    assert nameless(box) == []
    press(qtbot, box, "Nu synchroniseren")
    settle(qtbot, running)
    assert "Gesynchroniseerd om 14:02" in bar(running)


def test_a_refused_token_asks_the_password_once(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    server.outcomes = [Refusal(Text("There is nothing to undo."), remedy="log in")] * 2
    running = run_window(opener=opener)
    settle(qtbot, running)
    box = dialog("Log opnieuw in")
    assert any("m.deboer" in text for text in seen_text(box))
    box.close()
    running.window.sync.now()
    settle(qtbot, running)
    assert no_dialog(), "not asked again by itself"
    assert "Log opnieuw in" in bar(running)
    running.window.frame.top.connection.button.click()
    press(qtbot, dialog("Synchroniseren"), "Opnieuw inloggen…")
    box = dialog("Log opnieuw in")
    server.problems["log in"] = Refusal(Text("There is nothing to undo."), remedy="log in")
    qtbot.keyClick(box.password, Qt.Key.Key_Return)
    assert "Typ uw wachtwoord." in seen_text(box)
    box.password.setText("geheim")
    qtbot.keyClick(box.password, Qt.Key.Key_Return)
    settle(qtbot, running)
    assert "Er is niets om ongedaan te maken." in seen_text(box)
    assert box.focusWidget() is box.password
    server.problems.clear()
    press(qtbot, box, "Inloggen")
    settle(qtbot, running)
    assert server.asked == [("log in", "geheim")] * 2
    assert no_dialog()
    assert "Gesynchroniseerd om 14:02" in bar(running)


def test_a_wiped_organisation_is_closed_and_that_is_said(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    desk = opener.desks["noord"]

    def wiped(_progress: object, _cancelled: object) -> FakeReport:
        del opener.desks["noord"]
        raise Refusal(Text("There is nothing to undo."), remedy="wiped")

    server.outcomes = [wiped]
    running = run_window(opener=opener)
    settle(qtbot, running)
    assert running.window.session is None
    assert desk.is_closed
    assert "Welkom bij Leerspoor" in seen_text(running.window)
    (box,) = running.window.boxes
    assert box.text() == "Er is niets om ongedaan te maken."
    box.close()


def test_our_own_fault_in_a_sync_is_told_like_any_other(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    server.outcomes = [Fault("x")]
    running = run_window(opener=opener)
    settle(qtbot, running)
    (box,) = running.window.boxes
    assert "Er ging iets mis in Leerspoor" in box.text()
    box.close()
    assert "Synchroniseren lukt niet" in bar(running)


def test_connecting_says_what_happens_and_complains_at_the_field(
    run_window: Open, qtbot: QtBot, tmp_path: Path,
) -> None:
    opener = FakeOpener(tmp_path / "home", {"noord": desk_with(SyncStanding())})
    running = run_window(opener=opener)
    running.window.actions_by_code["connect"].trigger()
    box = dialog("Verbinden met een server")
    assert nameless(box) == []
    press(qtbot, box, "Verbinden")
    assert "Typ het adres van de server." in " ".join(seen_text(box))
    opener.server.problems["connect"] = Refusal(Text("There is nothing to undo."), remedy="log in")
    fill(box, "server.example", "noord", "m.deboer", "geheim")
    press(qtbot, box, "Verbinden")
    settle(qtbot, running)
    assert named(box, QLineEdit, "Wachtwoord").accessibleDescription() == "Er is niets om ongedaan te maken."
    opener.server.problems.clear()
    standing_now(opener, NEVER)
    press(qtbot, box, "Verbinden")
    qtbot.waitUntil(lambda: opener.server.syncs == 1)
    settle(qtbot, running)
    assert opener.server.asked[-1] == (
        "connect", ServerLogin("https://server.example", "noord", "m.deboer", "geheim"))
    assert "Te controleren" in seen_text(running.window.frame.rail)
    assert "log_out" in running.window.actions_by_code


def test_where_the_server_has_data_already_they_are_opened_beside(
    run_window: Open, qtbot: QtBot, tmp_path: Path,
) -> None:
    opener = FakeOpener(tmp_path / "home", {"noord": desk_with(SyncStanding())})
    opener.server.joined = desk_with(CONNECTED, code="joined", name="Bibliotheek van de server")
    opener.server.problems["connect"] = Refusal(Text("There is nothing to undo."), remedy="fresh")
    running = run_window(opener=opener)
    running.window.sync.connect_desk()
    box = dialog("Verbinden met een server")
    fill(box, "http://localhost:1", "noord", "m.deboer", "geheim")
    press(qtbot, box, "Verbinden")
    settle(qtbot, running)
    press(qtbot, box, "Gegevens van de server ernaast openen…")
    settle(qtbot, running)
    box = dialog("Inloggen bij de server van uw bibliotheek")
    assert named(box, QLineEdit, "Adres van de server").text() == "http://localhost:1"
    press(qtbot, box, "Inloggen")
    settle(qtbot, running)
    key = dialog("Herstelsleutel van noord")
    key.kept.setChecked(True)
    press(qtbot, key, "Verder")
    settle(qtbot, running)
    assert running.window.windowTitle() == "Bibliotheek van de server – Leerspoor"
    assert opener.server.syncs == 1


def test_logging_in_at_a_server_from_an_empty_home(run_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    opener = FakeOpener(tmp_path / "home", {})
    opener.server.joined = desk_with(NEVER, code="joined")
    opener.keyring = False
    running = run_window(opener=opener, preferences=Preferences())
    press(qtbot, running.window, "Inloggen bij uw server…")
    settle(qtbot, running)
    box = dialog("Inloggen bij de server van uw organisatie")
    assert nameless(box) == []
    for field, value in (("Adres van de server", "server.example"), ("Code van de organisatie", "noord"),
                         ("Gebruikersnaam", "m.deboer"), ("Wachtwoord", "geheim")):
        press(qtbot, box, "Inloggen")
        assert named(box, QLineEdit, field).accessibleDescription() != "", field
        named(box, QLineEdit, field).setText(value)
    press(qtbot, box, "Inloggen")
    assert "minstens 12 tekens" in " ".join(seen_text(box)), "without a keyring a passphrase must be chosen"
    for name in ("Wachtzin", "Wachtzin nogmaals"):
        named(box, QLineEdit, name).setText("vier losse woorden")
    opener.server.problems["join"] = Refusal(Text("There is nothing to undo."), remedy="later")
    press(qtbot, box, "Inloggen")
    settle(qtbot, running)
    address = named(box, QLineEdit, "Adres van de server")
    assert address.accessibleDescription() == "Er is niets om ongedaan te maken."
    opener.server.problems.clear()
    press(qtbot, box, "Inloggen")
    settle(qtbot, running)
    (_, joining) = opener.server.asked[-1]
    assert joining.login == ServerLogin("https://server.example", "noord", "m.deboer", "geheim")
    assert joining.passphrase == "vier losse woorden"
    dialog("Herstelsleutel van noord").kept.setChecked(True)
    press(qtbot, dialog("Herstelsleutel van noord"), "Verder")
    settle(qtbot, running)
    assert running.window.session is not None
    assert opener.server.syncs == 1


def test_logging_out_warns_for_what_waits(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    standing_now(opener, replace(CONNECTED, waiting=2, parked=1))
    running = run_window(opener=opener)
    settle(qtbot, running)
    running.window.actions_by_code["log_out"].trigger()
    box = dialog("Uitloggen")
    assert "3 wijzigingen van u zijn nog niet bij de server." in seen_text(box)
    assert box.focusWidget() is box.verb
    assert nameless(box) == []
    press(qtbot, box, "Eerst synchroniseren")
    settle(qtbot, running)
    assert (server.syncs, server.asked) == (2, [])
    running.window.sync.log_out()
    press(qtbot, dialog("Uitloggen"), "Toch uitloggen")
    settle(qtbot, running)
    assert server.asked == [("log out", True)]
    assert "Log opnieuw in · 2 te versturen" in bar(running)
    assert no_dialog()


def test_logging_out_with_nothing_waiting_is_one_step(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    running = run_window(opener=opener)
    settle(qtbot, running)
    running.window.sync.log_out()
    assert buttons(dialog("Uitloggen")) == {"Uitloggen", "Annuleren"}
    press(qtbot, dialog("Uitloggen"), "Uitloggen")
    settle(qtbot, running)
    assert server.asked == [("log out", False)]


def test_a_computer_that_was_away_too_long_is_locked_until_it_has_been_at_the_server(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    server.outcomes = [Refusal(Text("There is nothing to undo."), remedy="later")]
    standing_now(opener, replace(CONNECTED, locked=True, offline_days=30))
    running = run_window(opener=opener)
    settle(qtbot, running)
    texts = seen_text(running.window)
    assert "Deze gegevens zijn vergrendeld" in texts
    assert "Actieve deelnemers" not in texts
    assert not running.window.actions_by_code["export"].isEnabled()
    assert not running.window.actions_by_code["groups"].isEnabled()
    standing_now(opener, CONNECTED)
    press(qtbot, running.window, "Nu synchroniseren")
    settle(qtbot, running)
    settle(qtbot, running)
    assert "Actieve deelnemers" in seen_text(running.window)
    assert running.window.actions_by_code["export"].isEnabled()


def test_a_coach_does_not_connect_an_organisation(run_window: Open, tmp_path: Path) -> None:
    running = run_window(opener=FakeOpener(tmp_path / "home", {"noord": desk_with(SyncStanding(), actor=COACH)}))
    assert not running.window.actions_by_code["connect"].isEnabled()


def test_another_organisation_has_its_own_sync(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    opener.desks["zuid"] = canned_desk("zuid", "Bibliotheek Zuid")
    running = run_window(opener=opener, preferences=Preferences(organisation="noord"))
    settle(qtbot, running)
    running.window.switch_wanted.emit("zuid")
    settle(qtbot, running)
    assert "Alleen op deze computer" in bar(running)
    assert (server.syncs, server.heard) == (1, None)
    assert opener.desks["noord"].is_closed


def test_in_a_narrow_window_the_indicator_is_short_and_still_says_all(
    run_window: Open, qtbot: QtBot, opener: FakeOpener,
) -> None:
    running = run_window(opener=opener)
    settle(qtbot, running)
    running.window.resize(800, 600)
    QApplication.processEvents()
    indicator = running.window.frame.top.connection
    assert indicator.button.text().strip() == "14:02"
    assert indicator.button.accessibleName() == "Synchroniseren: Gesynchroniseerd om 14:02"
    running.window.resize(1366, 768)
    QApplication.processEvents()
    assert indicator.button.text().strip() == "Gesynchroniseerd om 14:02"


def test_the_finder_offers_to_synchronise_and_not_what_cannot_be(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    opener.desks["noord"].answers["find"] = ()
    running = run_window(opener=opener)
    settle(qtbot, running)
    window = running.window
    window.finder.begin()
    window.frame.top.search.setText("nu syn")
    window.finder.open()
    settle(qtbot, running)
    assert "Nu synchroniseren" in seen_text(window.frame)
    qtbot.keyClick(window.frame.top.search, Qt.Key.Key_Return)
    settle(qtbot, running)
    assert server.syncs == 2
    assert "connect" not in window.actions_by_code


def test_d11_the_content_of_a_material_is_fetched_beside_the_window(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    running, told = run_window(opener=opener), []
    settle(qtbot, running)
    server.gate.clear()
    running.window.sync.fetch_file("ab" * 32, 9, told.append)
    QApplication.processEvents()
    assert told == [], "the window goes on while the server thinks"
    server.gate.set()
    settle(qtbot, running)
    assert told == [True] and ("file", "ab" * 32, 9) in server.asked


def ask_earlier(running: Running, told: list[bytes]) -> None:
    running.window.sync.fetch_earlier(b"p" * 16, told.append)


def test_s9_earlier_results_are_fetched_beside_the_window_and_panels_read_again(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    reads, told = [], []
    overview = opener.desks["noord"].answers["overview"]
    opener.desks["noord"].answers["overview"] = lambda: reads.append("overview") or overview
    running = run_window(opener=opener)
    settle(qtbot, running)
    reads.clear()
    server.earlier = 34
    server.gate.clear()
    ask_earlier(running, told)
    QApplication.processEvents()
    assert told == [], "the window goes on while the server thinks"
    server.gate.set()
    settle(qtbot, running)
    assert server.asked == [("earlier", b"p" * 16)]
    assert told == [b"p" * 16]
    assert reads == ["overview"]
    assert "34 pogingen zijn opgehaald." in seen_text(running.window.frame)
    assert server.made == 1, "over the connection of the sync"


def test_s9_a_refusal_to_fetch_is_told_in_words(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    running = run_window(opener=opener)
    settle(qtbot, running)
    server.problems["earlier"] = Refusal(Text("There is nothing to undo."), remedy="later")
    told: list[bytes] = []
    ask_earlier(running, told)
    settle(qtbot, running)
    (box,) = running.window.boxes
    assert box.text() == "Er is niets om ongedaan te maken."
    box.close()
    assert told == [b"p" * 16]
    assert "Gesynchroniseerd om 14:02" in bar(running)


def test_who_was_revoked_hears_it_at_a_fetch_too(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    running = run_window(opener=opener)
    settle(qtbot, running)
    server.problems["earlier"] = Refusal(Text("There is nothing to undo."), remedy="wiped")
    ask_earlier(running, [])
    settle(qtbot, running)
    assert running.window.session is None
    running.window.boxes[0].close()


def test_what_is_fetched_for_an_organisation_that_closed_reaches_nobody(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    opener.desks["zuid"] = canned_desk("zuid", "Bibliotheek Zuid")
    running = run_window(opener=opener, preferences=Preferences(organisation="noord"))
    settle(qtbot, running)
    server.gate.clear()
    told: list[bytes] = []
    ask_earlier(running, told)
    running.window.switch_wanted.emit("zuid")
    qtbot.waitUntil(lambda: running.window.session is None or running.window.session.desk is opener.desks["zuid"])
    server.gate.set()
    settle(qtbot, running)
    assert told == []
    assert opener.desks["noord"].is_closed


def test_after_the_first_sync_the_overview_no_longer_says_that_data_are_coming_in(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    desk = opener.desks["noord"]
    done = desk.answers["overview"]
    standing_now(opener, NEVER)
    desk.answers["overview"] = lambda: replace(
        done, attention=(), is_coming_in=not desk.answers["sync_standing"].last_success_us)
    server.gate.clear()
    running = run_window(opener=opener, wait=False)
    qtbot.waitUntil(lambda: "De gegevens komen binnen" in seen_text(running.window.frame))
    standing_now(opener, CONNECTED)
    server.gate.set()
    settle(qtbot, running)
    assert "De gegevens komen binnen" not in seen_text(running.window.frame)


def test_who_came_with_a_first_password_chooses_another_at_once(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    server.outcomes = [Refusal(Text("There is nothing to undo."), remedy="choose password")]
    running = run_window(opener=opener)
    settle(qtbot, running)
    box = dialog("Kies uw wachtwoord")
    assert nameless(box) == []
    assert "Kies uw wachtwoord" in bar(running)
    new, again = named(box, QLineEdit, "Nieuw wachtwoord"), named(box, QLineEdit, "Nieuw wachtwoord nog eens")
    new.setText("een eigen zin 7")
    qtbot.keyClick(new, Qt.Key.Key_Return)
    assert again.accessibleDescription() == "De twee zijn niet gelijk. Typ het nieuwe wachtwoord twee keer."
    server.problems["password"] = Refusal(Text("There is nothing to undo."))
    again.setText("een eigen zin 7")
    qtbot.keyClick(again, Qt.Key.Key_Return)
    settle(qtbot, running)
    assert new.accessibleDescription() == "Er is niets om ongedaan te maken."
    server.problems.clear()
    qtbot.keyClick(new, Qt.Key.Key_Return)
    settle(qtbot, running)
    assert server.asked == [("password", "", "een eigen zin 7")] * 2
    assert no_dialog() and server.syncs == 2
    assert "Gesynchroniseerd om 14:02" in bar(running)


def test_everybody_changes_the_own_password_from_the_menu(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    running = run_window(opener=opener)
    settle(qtbot, running)
    running.window.actions_by_code["change_password"].trigger()
    box = dialog("Uw wachtwoord wijzigen")
    assert nameless(box) == []
    old = named(box, QLineEdit, "Uw huidige wachtwoord")
    assert box.focusWidget() is old
    for name in ("Uw huidige wachtwoord", "Nieuw wachtwoord", "Nieuw wachtwoord nog eens"):
        named(box, QLineEdit, name).setText("oud" if name.startswith("Uw") else "een eigen zin 7")
    server.problems["password"] = Refusal(Text("There is nothing to undo."), remedy="log in")
    press(qtbot, box, "Dit wachtwoord gebruiken")
    settle(qtbot, running)
    assert old.accessibleDescription() == "Er is niets om ongedaan te maken."
    server.problems.clear()
    server.ended = 2
    press(qtbot, box, "Dit wachtwoord gebruiken")
    settle(qtbot, running)
    assert no_dialog()
    assert any("op 2 andere computers" in text for text in seen_text(running.window.frame))


KEEPS_NOTHING = replace(CONNECTED, only_connected=True)


def closing(running: Running) -> None:
    """The cross of the window."""
    running.window.close()


@pytest.mark.clause("O-1")
def test_who_keeps_nothing_here_closes_when_all_is_sent(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    standing_now(opener, KEEPS_NOTHING)
    running = run_window(opener=opener)
    settle(qtbot, running)
    standing_now(opener, replace(KEEPS_NOTHING, waiting=2, unsent=2))
    server.gate.clear()
    closing(running)
    qtbot.waitUntil(lambda: "Versturen wat u deed" in seen_text(running.window))
    assert running.window.isVisible()
    standing_now(opener, KEEPS_NOTHING)
    server.gate.set()
    qtbot.waitUntil(lambda: not running.window.isVisible())
    assert ("send",) in server.asked and no_dialog()


def test_without_a_connection_it_says_what_stays_and_asks(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    standing_now(opener, KEEPS_NOTHING)
    running = run_window(opener=opener)
    settle(qtbot, running)
    standing_now(opener, replace(KEEPS_NOTHING, waiting=1, unsent=1, drafts=1))
    server.problems["send"] = unreachable()
    closing(running)
    qtbot.waitUntil(lambda: not no_dialog())
    box = dialog("Leerspoor sluiten")
    texts = " ".join(seen_text(box))
    assert "1 wijziging van u is nog niet bij de server." in texts and "niet bereikbaar" in texts
    assert "blijft alleen dit op deze computer staan, versleuteld" in texts
    assert "1 bericht is getypt en niet verstuurd." in texts
    assert buttons(box) == {"Opnieuw proberen", "Toch sluiten", "Terug"}
    assert box.focusWidget() is box.verb and nameless(box) == []
    syncs = server.syncs
    press(qtbot, box, "Terug")
    qtbot.waitUntil(lambda: server.syncs > syncs)
    assert running.window.isVisible()
    settle(qtbot, running)
    closing(running)
    qtbot.waitUntil(lambda: not no_dialog())
    press(qtbot, dialog("Leerspoor sluiten"), "Toch sluiten")
    qtbot.waitUntil(lambda: not running.window.isVisible())
    assert server.asked.count(("send",)) == 2


def test_a_message_that_was_typed_is_not_thrown_away_unasked(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    standing_now(opener, replace(KEEPS_NOTHING, drafts=1))
    running = run_window(opener=opener)
    settle(qtbot, running)
    closing(running)
    qtbot.waitUntil(lambda: not no_dialog())
    box = dialog("Leerspoor sluiten")
    assert buttons(box) == {"Terug", "Toch sluiten"} and nameless(box) == []
    press(qtbot, box, "Terug")
    settle(qtbot, running)
    assert running.window.isVisible() and ("send",) not in server.asked


def test_one_who_keeps_nothing_and_has_nothing_is_told_why_and_what_waits(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    server.outcomes = [unreachable()]
    standing_now(opener, replace(
        KEEPS_NOTHING, last_success_us=0, last_contact_us=at(14, 2), locked=True, unsent=2, waiting=2))
    running = run_window(opener=opener)
    settle(qtbot, running)
    texts = " ".join(seen_text(running.window))
    assert "Zonder de server is er dus niets te zien." in texts
    assert "2 wijzigingen van u wachten hier, versleuteld" in texts
    assert "Geen verbinding sinds 14:02 · 2 te versturen" in bar(running)
    server.gate.clear()
    press(qtbot, running.window, "Nu synchroniseren")
    qtbot.waitUntil(lambda: "Uw gegevens worden opgehaald…" in seen_text(running.window))
    assert "Uw gegevens ophalen" in " ".join(seen_text(running.window))
    standing_now(opener, KEEPS_NOTHING)
    server.gate.set()
    settle(qtbot, running)
    settle(qtbot, running)
    assert "Actieve deelnemers" in seen_text(running.window)


def test_logging_out_takes_the_data_of_who_keeps_nothing_along(
    run_window: Open, qtbot: QtBot, opener: FakeOpener, server: FakeServer,
) -> None:
    standing_now(opener, KEEPS_NOTHING)
    running = run_window(opener=opener)
    settle(qtbot, running)
    running.window.sync.log_out()
    box = dialog("Uitloggen")
    assert "worden van deze computer verwijderd" in " ".join(seen_text(box))
    press(qtbot, box, "Uitloggen")
    settle(qtbot, running)
    qtbot.waitUntil(lambda: opener.desks["noord"].is_closed)
    assert running.window.session is None
    assert "U bent uitgelogd. Uw gegevens zijn van deze computer verwijderd." in seen_text(running.window)

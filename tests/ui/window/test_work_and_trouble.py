"""Long work with its strip, and what the user is told when something did not happen."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.cli.checking import Finding
from app.domain.changes import ChangeSet
from app.domain.errors import Fault, Refusal
from app.domain.text import Text
from tests.ui.conftest import Open, canned_desk, settle
from tests.ui.seen_text import seen_text
from ui.window.shell import PanelShell
from ui.window.system_check import SystemCheckDialog

SECRET = "Xanthippe Quirijnen"


def counted(progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> str:
    progress(3, 4)
    return "done"


def refused_action() -> None:
    """Stands for an action."""


def test_long_work_shows_a_strip_until_it_is_done(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    given: list[str] = []
    running.window.make_shell().work(counted, title=Text("Making a backup"), then=given.append)
    assert "Back-up maken" in seen_text(running.window.frame)
    settle(qtbot, running)
    assert given == ["done"]
    assert running.window._works == []


def test_cancelling_stops_the_work_and_says_that_nothing_was_changed(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    begun = threading.Event()

    def until_cancelled(progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> str:
        begun.set()
        while not cancelled():
            threading.Event().wait(0.001)
        raise InterruptedError

    given: list[str] = []
    running.window.make_shell().work(until_cancelled, title=Text("Making a backup"), then=given.append)
    qtbot.waitUntil(begun.is_set)
    running.window._works[0].strip.button.click()
    settle(qtbot, running)
    assert given == []
    assert running.window.frame.toast.text() == "Gestopt. Er is niets gewijzigd."
    assert running.window.boxes == []


def test_the_strip_outlives_a_switch_of_language(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    go_on = threading.Event()

    def waiting(progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> None:
        go_on.wait(10)

    running.window.make_shell().work(waiting, title=Text("Making a backup"), then=lambda _: None)
    running.window.use_language("en")
    assert "Making a backup" in seen_text(running.window.frame)
    go_on.set()
    settle(qtbot, running)
    assert running.window._works == []


def test_a_refusal_is_told_in_plain_words_and_then_is_not_called(run_window: Open, qtbot: QtBot) -> None:
    desk = canned_desk(outcomes={"refused_action": Refusal(Text("No seat is free."), Text("Order more."))})
    running = run_window(desk)
    given: list[ChangeSet] = []
    running.window.make_shell().act(refused_action, then=given.append)
    settle(qtbot, running)
    box = running.window.boxes[-1]
    assert (box.text(), box.informativeText()) == ("No seat is free.", "Order more.")
    assert given == []
    box.close()


def failing(name: str) -> None:
    raise ValueError(f"cannot handle {name}")


def test_a_fault_is_told_without_traceback_and_written_down_without_values(run_window: Open, qtbot: QtBot) -> None:
    desk = canned_desk()
    desk.answers["overview"] = lambda: failing(SECRET)
    running = run_window(desk)
    box = running.window.boxes[-1]
    assert box.text() == "Er ging iets mis in Leerspoor. Uw gegevens zijn niet gewijzigd."
    files = list((running.window.opener.folder / "faults").glob("*.txt"))
    assert str(files[0]) in box.informativeText()
    told = files[0].read_text("utf-8")
    assert "ValueError" in told
    assert "failing" in told
    assert "Xanthippe" not in told + box.text() + box.informativeText()
    box.close()


def test_a_fault_in_a_slot_is_told_too(run_window: Open) -> None:
    running = run_window()
    running._fault(Fault, Fault(SECRET), None)
    assert "Xanthippe" not in " ".join(seen_text(running.window.boxes[-1]))
    running.window.boxes[-1].close()


def test_an_answer_for_a_panel_that_was_rebuilt_is_dropped(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    go_on = threading.Event()
    running.window.session.desk.answers["slow"] = lambda: go_on.wait(10)  # type: ignore[union-attr]

    def slow() -> None:
        """Stands for a view."""

    shell: PanelShell = running.window.deck.current().shell  # type: ignore[union-attr, assignment]
    given: list[bool] = []
    shell.read(slow, then=given.append)
    running.window.rebuild()
    go_on.set()
    settle(qtbot, running)
    assert given == []


def test_closing_the_window_closes_the_desk_behind_what_is_being_written(run_window: Open, qtbot: QtBot) -> None:
    desk = canned_desk()
    running = run_window(desk)
    running.window.make_shell().act(refused_action)
    running.window.close()
    running.background.close()
    assert [name for name, _ in desk.done] == ["refused_action"]
    assert desk.is_closed


@pytest.mark.clause("A-5.1")
def test_the_system_check_gives_a_verdict_in_words_on_every_line(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    running.window.actions_by_code["check"].trigger()
    settle(qtbot, running)
    dialog = running.window.findChild(SystemCheckDialog)
    texts = seen_text(dialog)
    assert {"Systeem", "Scherm", "Schijf", "Lettertypen", "goed"} <= texts
    dialog.close()


@pytest.mark.clause("A-5.1")
def test_the_system_check_names_organisations_and_never_grows_off_the_screen(
    run_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:
    variable = Text("Write it into a file and name that file in {variable}.", variable="LEERSPOOR_PASSPHRASE_FILE")
    found = [
        Finding("database noord", "ok", Text("sound, encrypted")),
        *(Finding(f"database code-{number}", "warning", variable, "passphrase") for number in range(60))]
    monkeypatch.setattr("ui.window.system_check._findings", lambda home, facts: found)
    running = run_window()
    running.window.actions_by_code["check"].trigger()
    settle(qtbot, running)
    dialog = running.window.findChild(SystemCheckDialog)
    texts = seen_text(dialog)
    assert "Gegevens van Bibliotheek Noord" in texts and "Gegevens van code-3" in texts
    assert "op slot: de wachtzin wordt gevraagd bij het openen" in texts
    assert not any("LEERSPOOR" in text for text in texts)
    assert dialog.height() <= dialog.screen().availableGeometry().height()
    assert dialog.verb.isVisible() and dialog.rect().contains(dialog.verb.mapTo(dialog, dialog.verb.rect().center()))
    dialog.close()

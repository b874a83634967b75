"""When it syncs: at once, soon, later, never two at a time, and not at all while somebody must do something first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.domain.errors import Fault, Refusal
from app.domain.text import Text
from tests.ui.fake_server import FakeReport, FakeServer, FakeStage
from ui.background import Background
from ui.sync.runner import Pace, SyncRunner

PACE = Pace(every=60_000, soon=1_500, first_retry=5_000, longest_retry=20_000, jitter=0.0)
Run = Callable[..., SyncRunner]


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def run(qapp: object, server: FakeServer) -> Iterator[Run]:
    made: list[SyncRunner] = []
    background = Background(in_process=False)

    def runner(pace: Pace = PACE) -> SyncRunner:
        made.append(SyncRunner(object(), server, background, pace))
        return made[-1]

    yield runner
    for one in made:
        one.stop()
        one.wait_until_still()
    background.close()


def synced(qtbot: QtBot, runner: SyncRunner) -> None:
    with qtbot.waitSignal(runner.ended):
        runner.now()


def refusal(remedy: str | None, retry_after: int | None = None) -> Refusal:
    problem = Refusal(Text("Something of the server."), remedy=remedy)
    if retry_after is not None:
        problem.retry_after = retry_after  # type: ignore[attr-defined]
    return problem


def test_after_a_sync_the_next_is_planned_and_notices_are_heard(qtbot: QtBot, run: Run, server: FakeServer) -> None:
    runner = run()
    synced(qtbot, runner)
    assert (server.syncs, runner.state.trouble, runner.state.running) == (1, "", False)
    assert runner.waits() == 60_000
    assert server.heard is not None
    server.heard()
    qtbot.waitUntil(lambda: runner.waits() == 1_500)


def test_a_change_is_sent_soon_and_by_itself(qtbot: QtBot, run: Run, server: FakeServer) -> None:
    runner = run(PACE._replace(soon=1))
    synced(qtbot, runner)
    with qtbot.waitSignal(runner.ended):
        runner.soon()
    assert server.syncs == 2


def test_the_waits_of_desks_differ(qtbot: QtBot, run: Run) -> None:
    waits = set()
    runner = run(PACE._replace(jitter=0.5))
    for _ in range(5):
        synced(qtbot, runner)
        waits.add(runner.waits())
    assert all(60_000 <= wait <= 90_000 for wait in waits)
    assert len(waits) > 1


def test_one_at_a_time_and_what_came_meanwhile_is_sent_right_after(qtbot: QtBot, run: Run, server: FakeServer) -> None:
    runner = run()
    server.gate.clear()
    runner.now()
    runner.now()
    runner.soon()
    assert runner.state.running
    with qtbot.waitSignal(runner.ended):
        server.gate.set()
    assert server.syncs == 1
    assert runner.waits() == 1_500


def test_out_of_reach_it_tries_again_later_and_later_and_a_change_does_not_hurry_it(
    qtbot: QtBot, run: Run, server: FakeServer,
) -> None:
    server.outcomes = [refusal("later")] * 5
    runner, waits = run(), []
    for _ in range(4):
        runner._start()
        qtbot.waitUntil(lambda: not runner.state.running)
        waits.append(runner.waits())
    assert [round(wait / 1000) for wait in waits] == [5, 10, 20, 20]
    assert (runner.state.trouble, len(runner.state.reasons)) == ("later", 1)
    runner.soon()
    assert runner.waits() > 10_000
    synced(qtbot, runner)
    assert round(runner.waits() / 1000) == 5, "who asks begins anew"
    synced(qtbot, runner)
    assert (runner.state.trouble, server.syncs) == ("", 6)


def test_the_server_may_say_when_to_come_back(qtbot: QtBot, run: Run, server: FakeServer) -> None:
    server.outcomes = [refusal("later", 90)]
    runner = run()
    synced(qtbot, runner)
    assert round(runner.waits() / 1000) == 90


@pytest.mark.parametrize("remedy", ["log in", "upgrade", "wiped"])
def test_where_somebody_must_act_nothing_happens_by_itself(
    qtbot: QtBot, run: Run, server: FakeServer, remedy: str,
) -> None:
    server.outcomes = [refusal(remedy)]
    runner = run()
    synced(qtbot, runner)
    runner.soon()
    assert (runner.state.trouble, runner.waits()) == (remedy, 2**31)


def test_what_only_a_person_can_decide_is_asked_again_at_the_ordinary_time(
    qtbot: QtBot, run: Run, server: FakeServer,
) -> None:
    server.outcomes = [refusal("settle")]
    runner = run()
    synced(qtbot, runner)
    assert (runner.state.trouble, round(runner.waits() / 1000)) == ("settle", 60)


def test_our_own_fault_is_told_once_and_tried_again(qtbot: QtBot, run: Run, server: FakeServer) -> None:
    server.outcomes = [Fault("x"), Fault("x")]
    runner, told = run(), []
    runner.faulted.connect(told.append)
    synced(qtbot, runner)
    synced(qtbot, runner)
    assert (len(told), runner.state.trouble) == (1, "fault")
    assert runner.waits() < 60_000


def test_an_unknown_refusal_is_tried_again(qtbot: QtBot, run: Run, server: FakeServer) -> None:
    server.outcomes = [refusal(None)]
    runner = run()
    synced(qtbot, runner)
    assert (runner.state.trouble, round(runner.waits() / 1000)) == ("later", 5)


def test_stages_are_told_and_a_cancelled_sync_waits_for_the_user(qtbot: QtBot, run: Run, server: FakeServer) -> None:
    runner, told = run(), []
    runner.moved.connect(told.append)

    def until_cancelled(progress: Callable[[FakeStage], None], cancelled: Callable[[], bool]) -> FakeReport:
        progress(FakeStage("rows", 1, 4))
        while not cancelled():
            server.gate.wait(0.01)
        progress(FakeStage("rows", 4, 4))
        return FakeReport()

    server.outcomes = [until_cancelled]
    runner.now()
    qtbot.waitUntil(lambda: bool(told))
    with qtbot.waitSignal(runner.ended):
        runner.cancel()
    assert told == [FakeStage("rows", 1, 4), FakeStage("rows", 4, 4)]
    assert (runner.state.trouble, runner.waits()) == ("paused", 2**31)
    synced(qtbot, runner)
    assert runner.state.trouble == ""


def test_cancelling_may_also_end_in_a_refusal(qtbot: QtBot, run: Run, server: FakeServer) -> None:
    runner = run()

    def broken_off(_progress: object, _cancelled: object) -> FakeReport:
        runner.cancel()
        raise refusal("later")

    server.outcomes = [broken_off]
    synced(qtbot, runner)
    assert runner.state.trouble == "paused"


def test_logging_in_makes_the_connection_anew(qtbot: QtBot, run: Run, server: FakeServer) -> None:
    server.outcomes = [refusal("log in")]
    runner = run()
    synced(qtbot, runner)
    with qtbot.waitSignal(runner.ended):
        runner.forget()
    assert (server.made, runner.state.trouble) == (1, ""), "the old connection was let go"


def test_halting_says_why(run: Run) -> None:
    runner = run()
    runner.halt("log in", Text("You logged out."))
    runner.soon()
    assert (runner.state.trouble, runner.waits()) == ("log in", 2**31)


def test_stopping_waits_for_what_runs_and_ends_the_listening(qtbot: QtBot, run: Run, server: FakeServer) -> None:
    runner = run()
    synced(qtbot, runner)
    server.gate.clear()
    runner.now()
    runner.stop()
    server.gate.set()
    runner.wait_until_still()
    assert (server.heard, server.made) == (None, 0)
    runner.now()
    runner.soon()
    assert runner.waits() == 2**31

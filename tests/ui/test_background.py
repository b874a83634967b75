"""Threads and the worker process: order, delivery on the GUI thread, cancelling, stopping."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from app.domain.errors import Refusal
from app.domain.text import Text
from tests.ui import long_work_samples as samples
from ui.background import Background, Reply
from ui.work_process import WorkFailed


class Asker(QObject):
    """Keeps what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[Any] = []
        self.problems: list[BaseException] = []
        self.threads: set[QThread] = set()

    def take(self, value: Any) -> None:
        self.given.append(value)
        self.threads.add(QThread.currentThread())

    def fail(self, problem: BaseException) -> None:
        self.problems.append(problem)

    def reply(self, **more: Any) -> Reply:
        return Reply(self.take, self.fail, self, **more)


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    with Background(in_process=False) as made:
        yield made


@pytest.fixture
def asker(qtbot: QtBot) -> Asker:
    return Asker()


def test_results_arrive_on_the_gui_thread(background: Background, asker: Asker, qtbot: QtBot) -> None:
    background.read(lambda: threading.current_thread().name, asker.reply())
    qtbot.waitUntil(lambda: bool(asker.given))
    assert asker.given[0].startswith("leerspoor-reader")
    assert asker.threads == {QThread.currentThread()}


def test_one_writer_does_short_actions_before_queued_bulk(background: Background, asker: Asker, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def first() -> str:
        begun.set()
        go_on.wait(10)
        return threading.current_thread().name

    background.write(first, asker.reply())
    begun.wait(10)
    background.write(lambda: "bulk", asker.reply(), bulk=True)
    background.write(lambda: "short", asker.reply())
    background.write(lambda: "short too", asker.reply())
    go_on.set()
    qtbot.waitUntil(lambda: len(asker.given) == 4)
    assert asker.given == ["leerspoor-writer", "short", "short too", "bulk"]


def test_readers_work_beside_each_other_and_beside_the_writer(
    background: Background, asker: Asker, qtbot: QtBot,
) -> None:
    together = threading.Barrier(3, timeout=10)
    for _ in range(2):
        background.read(together.wait, asker.reply())
    background.write(together.wait, asker.reply())
    qtbot.waitUntil(lambda: len(asker.given) == 3)


def test_what_arrives_for_a_receiver_that_is_gone_is_dropped(background: Background, qtbot: QtBot) -> None:
    go_on, gone = threading.Event(), Asker()
    background.read(lambda: go_on.wait(10), gone.reply())
    background.read(lambda: go_on.wait(10), Reply(gone.take, gone.fail))
    given = gone.given
    gone.deleteLater()
    qtbot.waitSignal(gone.destroyed).wait()
    go_on.set()
    qtbot.waitUntil(lambda: background.is_idle)
    assert given == []


def test_what_is_no_longer_wanted_is_dropped(background: Background, asker: Asker, qtbot: QtBot) -> None:
    background.read(lambda: 1, asker.reply(wanted=lambda: False))
    qtbot.waitUntil(lambda: background.is_idle)
    assert asker.given == []


def test_an_exception_is_given_to_who_asked(background: Background, asker: Asker, qtbot: QtBot) -> None:
    def refuse() -> None:
        raise Refusal(Text("No."))

    background.read(refuse, asker.reply())
    qtbot.waitUntil(lambda: bool(asker.problems))
    assert isinstance(asker.problems[0], Refusal)


def test_closing_finishes_the_writes_that_wait_and_drops_the_readings(qtbot: QtBot, asker: Asker) -> None:
    done: list[str] = []
    begun, go_on = threading.Event(), threading.Event()
    background = Background(readers=1, in_process=False)

    def hold() -> None:
        begun.set()
        go_on.wait(10)

    background.read(hold, asker.reply())
    begun.wait(10)
    background.read(lambda: done.append("read"), asker.reply())
    background.write(lambda: done.append("write"), asker.reply())
    threading.Timer(0.02, go_on.set).start()
    background.close()
    assert done == ["write"]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("leerspoor-")]
    background.read(lambda: done.append("late"), asker.reply())
    assert done == ["write"]


def test_long_work_tells_how_far_it_is_and_its_outcome(background: Background, asker: Asker, qtbot: QtBot) -> None:
    told: list[tuple[int, int]] = []
    background.work(samples.count_to, (5,), asker.reply(), lambda *at: told.append(at))
    qtbot.waitUntil(lambda: bool(asker.given))
    assert asker.given == [5]
    assert told[-1] == (5, 5)


def test_closing_cancels_long_work(qtbot: QtBot, asker: Asker) -> None:
    stopped: list[bool] = []
    begun = threading.Event()

    def work(progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> None:
        begun.set()
        while not cancelled():
            threading.Event().wait(0.001)
        stopped.append(True)

    background = Background(in_process=False)
    background.work(work, (), asker.reply(), lambda *at: None)
    begun.wait(10)
    background.close()
    assert stopped == [True]


def test_long_work_in_a_process_of_its_own(qtbot: QtBot, asker: Asker) -> None:
    """One process, one job after another: outcome, progress, refusal, fault, cancelling."""
    told: list[tuple[int, int]] = []
    with Background(readers=1) as background:
        background.work(samples.process_name, (), asker.reply())
        background.work(samples.count_to, (5,), asker.reply(), lambda *at: told.append(at))
        background.work(samples.refuse_work, (), asker.reply())
        background.work(samples.fail_work, (), asker.reply())
        cancel = background.work(samples.until_cancelled, (), asker.reply(), lambda *at: None)
        cancel()
        qtbot.waitUntil(lambda: background.is_idle, timeout=20_000)
    assert asker.given == ["leerspoor-work", 5, "cancelled"]
    assert told[-1] == (5, 5)
    refusal, fault = asker.problems
    assert isinstance(refusal, Refusal)
    assert refusal.reasons[0] == Text("No {what}.", what="paper")
    assert isinstance(fault, WorkFailed)
    assert fault.kind == "ValueError"
    assert "name in it" not in " ".join([str(fault), *fault.trace])
    assert any(line.endswith("fail_work") for line in fault.trace)

"""Two to four desks that work, go offline, lose power, repeat, delay and reorder, with a server that is put back from
an earlier copy and scopes that change: in the end all hold the same, and nothing that was typed is lost silently.

`LEERSPOOR_EXAMPLES=10000` runs that many examples, drawn anew, instead of the few of the test command.
"""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from app.domain.errors import Refusal
from app.server.database import create_server_database
from app.store.protection import DEMO
from tests.desks import NOON
from tests.sync.agreeing import assert_agrees, ends_without_notice, seats_beyond, server_rows, settle_down
from tests.sync.computers import Computer, Premises, Snapshot, quick_ways, without_keyring
from tests.sync.typed import Typed, shown
from tests.sync.working import TASKS, Task, places_where

EXAMPLES = int(os.environ.get("LEERSPOOR_EXAMPLES", "0"))
STEPS = 10
FAULTS = st.sampled_from(["", "", "", "cut", "lost", "twice", "late", "dies 5", "dies 12", "dies 20", "dies 30"])
WHERE, PICK = st.integers(0, 3), st.integers(0, 11)
ELSEWHERE = ["late", "copy", "put back", "put back", "told", "give", "take", "hour", "day"]
DIES = st.one_of(st.none(), st.none(), st.none(), st.integers(0, 25))


class Syncs(RuleBasedStateMachine):
    """Everything that can happen to an organisation's desks and its server."""

    def __init__(self, premises: Premises) -> None:
        super().__init__()
        self.premises, self.server = premises, premises.server
        self.computers: list[Computer] = []
        self.typed = Typed()
        self.copy: Snapshot = premises.began
        self.was_put_back = False

    @initialize(computers=st.integers(2, 4))
    def begin(self, computers: int) -> None:
        self.computers = self.premises.opened(computers)
        for one in self.computers[:1]:
            self.typed.note({}, shown(one), one.desk.sight.actor.account_id)

    @rule(where=WHERE, tasks=st.lists(st.tuples(st.sampled_from(list(TASKS)), PICK), min_size=1, max_size=3), dies=DIES)
    def work(self, where: int, tasks: list[tuple[str, int]], dies: int | None) -> None:
        computer = self._at(where)
        for task, pick in tasks:
            before, account = shown(computer), computer.desk.sight.actor.account_id
            self._do(computer, lambda: self._attempt(TASKS[task], computer, pick), dies)  # noqa: B023
            self.typed.note(before, shown(computer), account, erasing=task == "erase")

    @rule(where=WHERE, faults=st.lists(FAULTS, max_size=5), dies=st.one_of(st.none(), st.none(), st.integers(0, 150)))
    def sync(self, where: int, faults: list[str], dies: int | None) -> None:
        computer = self._at(where)
        computer.disturb(faults)
        self._do(computer, computer.sync, dies)
        computer.line.faults.clear()

    @rule()
    def everybody_syncs(self) -> None:
        for one in self.computers:
            one.sync()

    @rule(what=st.sampled_from(ELSEWHERE), pick=PICK)
    def elsewhere(self, what: str, pick: int) -> None:
        if what == "late":
            self._at(pick).deliver()
        elif what == "copy":
            self.copy = self.server.copied()
        elif what in ("put back", "told"):
            self.server.put_back(self.copy, announced=what == "told")
            self.was_put_back = True
        elif what in ("give", "take"):
            self._assign(what == "give", pick)
        elif what in ("hour", "day"):
            self.server.clock.now_us += (1 if what == "hour" else 24) * 3_600_000_000

    def teardown(self) -> None:
        try:
            if self.computers and sys.exc_info()[0] is None:
                self._all_is_well()
        finally:
            self.premises.closed(self.computers)

    def _all_is_well(self) -> None:
        settle_down(self.server, self.computers)
        rows = server_rows(self.server)
        for one in self.computers:
            assert_agrees(self.server, one, rows)
        assert not ends_without_notice(rows)
        assert not seats_beyond(rows, NOON.date())
        lost = self.typed.lost(rows, self.computers)
        assert not lost, lost
        wrong = [] if self.was_put_back else self.typed.wrongly_named(rows)
        assert not wrong, wrong
        assert self.typed.erased.isdisjoint(rows["participants"])
        names = {word for person in self.typed.erased for word in self.typed.words_of(person)}
        places = {name: places_where(self.server, self.computers, name) for name in names}
        assert not any(places.values()), places

    def _assign(self, gives: bool, pick: int) -> None:
        """The coach gets a group more, or one less."""
        rows = server_rows(self.server)
        held = sorted(row_id for row_id, row in rows["coach_assignments"].items() if row["until_on"] is None)
        groups = sorted(rows["groups"])
        if gives and groups:
            self.server.write(
                "coach_assignments", id=secrets.token_bytes(16), coach_id=min(rows["coaches"]),
                group_id=groups[pick % len(groups)], proposed_role="", from_on="2026-01-01", until_on=None)
        elif held and not gives:
            self.server.write("coach_assignments", id=held[pick % len(held)], until_on="2026-11-21")

    def _attempt(self, task: Task, computer: Computer, pick: int) -> None:
        with suppress(Refusal):
            task(computer, pick, self.typed.word)

    def _do(self, computer: Computer, act: Callable[[], object], dies: int | None) -> None:
        if dies is None:
            act()
        else:
            computer.dies(dies, act)

    def _at(self, where: int) -> Computer:
        return self.computers[where % len(self.computers)]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """In memory where the system has such a place: thousands of small files come and go."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def premises(request: pytest.FixtureRequest, folder: Path) -> Iterator[Premises]:
    where = folder / "server" if request.param == "sqlite" else request.getfixturevalue("own_postgresql")
    database, _ = create_server_database(where, DEMO)
    yield Premises.make(database, folder / request.param)
    database.close()


def test_nothing_is_lost(premises: Premises) -> None:
    profile = settings(
        settings(), max_examples=EXAMPLES or 20, stateful_step_count=STEPS, deadline=None,
        derandomize=not EXAMPLES, database=None, print_blob=True, suppress_health_check=list(HealthCheck))
    with without_keyring(), quick_ways():
        run_state_machine_as_test(lambda: Syncs(premises), settings=profile)

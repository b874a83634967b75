"""What a desk does while its sync is measured, in a fresh process: over real sockets, as a user's computer would."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.actions.participants import change_participant
from app.store.home import Home
from app.store.protection import DEMO
from app.store.tables import participants
from app.sync.connect import connect, join
from app.sync.engine import Stage, Syncer, SyncReport
from app.sync.http import HttpWire, Reply
from tests.benchmarks.children import peak_megabytes
from tests.benchmarks.sync_server import ORGANISATION, PASSWORD, USERNAME

figures: dict[str, float] = {}
SAVES_EVERY_SECONDS = 0.02


@dataclass
class CountingWire:
    """The ordinary line to the server, which counts."""

    address: str
    requests: int = 0
    up: int = 0
    down: int = 0
    sent_at: float = 0.0

    def __post_init__(self) -> None:
        self._wire = HttpWire(self.address)

    def send(self, path: str, headers: dict[str, str], body: bytes) -> Reply:
        reply = self._wire.send(path, headers, body)
        self.requests, self.up, self.down = self.requests + 1, self.up + len(body), self.down + len(reply.body)
        if path == "/v1/results":
            self.sent_at = time.perf_counter()
        return reply

    def close(self) -> None:
        self._wire.close()

    def start_again(self) -> None:
        self.requests = self.up = self.down = 0


@dataclass
class Run:
    """One sync: `moments` are when each stage was heard of last, `down` what had come down by then, `sent` when all
    that waited had arrived; in seconds since it began.
    """

    began: float
    seconds: float = 0.0
    sent: float = 0.0
    moments: dict[str, float] = field(default_factory=dict)
    down: dict[str, int] = field(default_factory=dict)
    report: SyncReport = field(default_factory=SyncReport)


def bring(home: str, address: str) -> None:
    """A desk that worked alone gets its server, and brings everything it has."""
    with _desk(home) as desk:
        connect(desk, address, ORGANISATION, USERNAME, PASSWORD)
        wire = CountingWire(address)
        run = _synced(Syncer(desk, wire), wire)
        figures["all"], figures["rows"] = run.seconds, run.moments["push"]
        figures["results"] = run.sent - run.moments["push"]
        _tell(wire)


def first(home: str, address: str) -> None:
    """A computer that has nothing yet: 'rows' and 'all' are seconds until all rows, and until everything, is there."""
    desk, _ = join(Home(Path(home)), ORGANISATION, address, ORGANISATION, USERNAME, PASSWORD, DEMO)
    try:
        wire = CountingWire(address)
        run = _synced(Syncer(desk, wire), wire)
        figures["all"], figures["rows"] = run.seconds, run.moments["rows"]
        figures["results"] = run.moments["results"] - run.moments["rows"]
        figures["bytes of results"] = wire.down - run.down["rows"]
        figures["number of rows"] = run.report.pulled
        _tell(wire)
    finally:
        desk.close()
    figures["database"] = (Home(Path(home)).folder(ORGANISATION) / "leerspoor.db").stat().st_size


def first_while_saving(home: str, address: str) -> None:
    """The same while somebody goes on saving: 'longest' and 'median' are the seconds that a save took."""
    desk, _ = join(Home(Path(home)), ORGANISATION, address, ORGANISATION, USERNAME, PASSWORD, DEMO)
    from app.actions.groups import create_group

    taken: list[float] = []
    done = threading.Event()

    def save() -> None:
        while not done.wait(SAVES_EVERY_SECONDS):
            began = time.perf_counter()
            desk.do(create_group, name=f"Groep {len(taken)}")
            taken.append(time.perf_counter() - began)

    saver = threading.Thread(target=save)
    try:
        saver.start()
        wire = CountingWire(address)
        figures["all"] = _synced(Syncer(desk, wire), wire).seconds
    finally:
        done.set()
        saver.join()
        desk.close()
    figures["longest"], figures["median"], figures["saves"] = max(taken), sorted(taken)[len(taken) // 2], len(taken)


def follow(home: str, other: str, address: str, rounds: str) -> None:
    """Two desks that have everything: what 0, 1 and 1,000 changes of one cost that one, and the other."""
    with _desk(home) as one, _desk(other) as two:
        lines = [(desk, CountingWire(address)) for desk in (one, two)]
        desks = {name: (Syncer(*line), line[1]) for name, line in zip(("sending", "receiving"), lines, strict=True)}
        for syncer, _ in [*desks.values(), *desks.values()]:
            syncer.sync()
        people = _people(one)
        for count, times in ((0, int(rounds)), (1, int(rounds)), (1_000, max(1, int(rounds) // 4))):
            for _ in range(times):
                _change(one, people[:count])
                for name, (syncer, wire) in desks.items():
                    _note(f"{name} {count}", _synced(syncer, wire), wire)


def _change(desk: Desk, people: list[bytes]) -> None:
    for person in people:
        desk.do(change_participant, participant_id=person, fields={"given_name": f"Bo{time.time_ns()}"})


def _note(name: str, run: Run, wire: CountingWire) -> None:
    """The best of several, with what went over the line."""
    figures[name] = min(run.seconds, figures.get(name, run.seconds))
    figures[f"{name} requests"], figures[f"{name} bytes"] = wire.requests, wire.up + wire.down


def _synced(syncer: Syncer, wire: CountingWire) -> Run:
    """Sync once, and count anew."""
    wire.start_again()
    run = Run(time.perf_counter())

    def note(stage: Stage) -> None:
        run.moments[stage.name], run.down[stage.name] = time.perf_counter() - run.began, wire.down

    run.report = syncer.sync(note)
    run.seconds, run.sent = time.perf_counter() - run.began, wire.sent_at - run.began
    return run


def _tell(wire: CountingWire) -> None:
    figures["requests"], figures["up"], figures["down"] = wire.requests, wire.up, wire.down


def _people(desk: Desk) -> list[bytes]:
    from sqlalchemy import select

    with desk.database.reading() as connection:
        return list(connection.execute(select(participants.c.id).order_by(participants.c.id).limit(1_000)).scalars())


@contextmanager
def _desk(home: str) -> Iterator[Desk]:
    desk = open_desk(Home(Path(home)), ORGANISATION)
    try:
        yield desk
    finally:
        desk.close()


STEPS: dict[str, Callable[..., Any]] = {step.__name__: step for step in (bring, first, first_while_saving, follow)}

if __name__ == "__main__":
    STEPS[sys.argv[1]](*sys.argv[2:])
    figures["megabytes"], figures["cpu"] = peak_megabytes(), time.process_time()
    print("\n" + json.dumps({"moments": {}, "figures": figures}))

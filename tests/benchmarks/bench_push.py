"""A hundred desks that push at once to a server on PostgreSQL: results as they come, and edits with merge and rules.

The floor is the same rows by executemany into the same PostgreSQL, from one process over a local socket.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tests.benchmarks import push_load
from tests.benchmarks import sync_floors as floors
from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import ROOT, environment
from tests.benchmarks.push_load import Place
from tests.benchmarks.sync_server import Running, fresh_database, make_database, postgresql, serving

DESKS, PEOPLE, WORKERS, ROUNDS = 100, 2_000, 2, 3
EDITS, EDITS_AT_ONCE, ALONE, RESULTS, RESULTS_AT_ONCE = 100, 100, 10, 3_000, 3_000
"""Of each desk; ALONE are edits that go one by one, as those of desks that are online."""
FLOOR_ROWS = 100_000
SPREAD = ((1, "one organisation"), (10, "ten organisations"))
Bodies = Callable[[Place, int, int, random.Random], list[list[bytes]]]


@dataclass(frozen=True, slots=True)
class Lane:
    """`each` of `what` per desk, `at_once` in a request."""

    what: str
    path: str
    bodies: Bodies
    each: int
    at_once: int
    target: str = ""

    @property
    def total(self) -> int:
        return DESKS * self.each


LANES = (
    Lane("results", "/v1/results", push_load.results, RESULTS, RESULTS_AT_ONCE, "at least 60,000 per second"),
    Lane("edits", "/v1/push", push_load.edits, EDITS, EDITS_AT_ONCE, "at least 3,000 per second"),
    Lane("edits one by one", "/v1/push", push_load.edits, ALONE, 1),
)


def measure() -> Iterable[Figure]:
    with tempfile.TemporaryDirectory() as made, postgresql(Path(made) / "postgresql") as postgres:
        floor = _floors(postgres)
        for organisations, spread in SPREAD:
            where = fresh_database(postgres, f"desks{organisations}")
            ids = make_database(where, [f"school{number}" for number in range(organisations)])
            places = push_load.furnish(where, ids, PEOPLE // organisations, DESKS // organisations)
            with serving(where, WORKERS) as server:
                for lane in LANES:
                    yield from _pushed(lane, spread, places, server, floor[lane.path], Path(made) / "load")


def _pushed(
    lane: Lane, spread: str, places: Sequence[Place], server: Running, floor: float, file: Path
) -> Iterator[Figure]:
    """The best of some rounds; `floor` is in rows per second."""
    chance, speeds = random.Random(11), []
    for _ in range(ROUNDS):
        bodies = [lane.bodies(place, lane.each, lane.at_once, chance) for place in places]
        desks = [(token, mine) for place, all_of_it in zip(places, bodies, strict=True)
                 for (_, token), mine in zip(place.desks, all_of_it, strict=True)]
        file.write_bytes(msgspec.msgpack.encode((desks, lane.path)))
        speeds.append(lane.total / _sent(file, server.address))
    name = f"{DESKS} desks of {spread}: {lane.what}"
    print(f"  {name}: " + ", ".join(f"{speed:,.0f}" for speed in speeds), file=sys.stderr)
    yield Figure(name, max(speeds), "per second", max(speeds) / floor, "executemany", lane.target)


def _sent(file: Path, address: str) -> float:
    """Seconds until everything was answered; every request must have been taken."""
    command = [sys.executable, "-m", "tests.benchmarks.push_load", str(file), address]
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=ROOT, env=environment(), check=True)
    told = json.loads(done.stdout)
    refused = {name: count for name, count in told["statuses"].items() if name not in (
        "HTTP 200", "applied", "conflict", "merged")}
    if refused:
        raise RuntimeError(f"not everything was taken: {refused}")
    return float(told["seconds"])


def _floors(postgres: str) -> dict[str, float]:
    """Rows per second by executemany, for each address."""
    where = fresh_database(postgres, "floor")
    (place,) = push_load.furnish(where, make_database(where), PEOPLE, 0)
    edits = min(floors.server_edits(where, place, DESKS * EDITS) for _ in range(ROUNDS))
    return {
        "/v1/results": FLOOR_ROWS / floors.server_results(where, place, FLOOR_ROWS),
        "/v1/push": DESKS * EDITS / edits,
    }

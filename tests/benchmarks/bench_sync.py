"""The sync of one desk over real sockets: its first push, a fresh desk, small changes, and how little history costs.

2,000 participants and 100,000 results, on both kinds of database; the floor is the same results by executemany into
the same kind of database, measured in the same run.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks import sync_floors as floors
from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import Told, least, measured
from tests.benchmarks.push_load import furnish
from tests.benchmarks.sync_server import (
    ORGANISATION,
    POSTGRESQL,
    SQLITE,
    Running,
    fresh_database,
    make_database,
    postgresql,
    serving,
)

PARTICIPANTS, RESULTS, FEW, MANY = 2_000, 100_000, 10_000, 1_000_000
ROUNDS, FOLLOWS = 3, 12
MODULE = "sync_children"
PATIENCE = "at most 500 ms"


def measure() -> Iterable[Figure]:
    with tempfile.TemporaryDirectory() as made, postgresql(Path(made) / "postgresql") as postgres:
        folder = Path(made)
        for results in (RESULTS, FEW, MANY):
            size = ("--participants", PARTICIPANTS, "--results", results)
            measured("command", "demo", "--no-window", *size, "--home", _home(folder, results), folder=folder)
        followed: dict[int, Told] = {}
        for kind in (SQLITE, POSTGRESQL):
            with _served(folder, postgres, kind, RESULTS) as server:
                yield from _whole(folder, kind, server, _floor(folder, postgres, kind))
                followed[RESULTS] = _followed(folder, RESULTS, server)
                yield from _small(kind, followed[RESULTS])
        for results in (FEW, MANY):
            with _served(folder, postgres, POSTGRESQL, results) as server:
                _desk("bring", folder, _home(folder, results), server.address)
                _desk("first", folder, folder / f"other{results}", server.address)
                followed[results] = _followed(folder, results, server)
        yield from _grown(followed)


def _whole(folder: Path, kind: str, server: Running, floor: float) -> Iterator[Figure]:
    """Everything up, everything down to fresh desks, and a save meanwhile."""
    local, size = _home(folder, RESULTS), f"{PARTICIPANTS:,} participants, {RESULTS:,} results"
    brought = _desk("bring", folder, local, server.address)
    plain = "the results by executemany there"
    yield Figure(f"{kind}: first push, {size}", brought["all"], "s", brought["all"] / floor, plain)
    yield Figure(f"{kind}: its results", RESULTS / brought["results"], "rows/s", brought["results"] / floor, plain,
                 "at least 60,000 rows/s")
    desk_floor = min(floors.desk(folder / f"{kind}{number}.db", RESULTS) for number in range(ROUNDS))
    runs = [_desk("first", folder, folder / f"{kind}{number}", server.address) for number in range(ROUNDS)]
    plain = "the results by executemany into SQLCipher"
    for name, what, target in (("rows", "all rows", "at most 1.5 s"), ("all", "everything", "at most 3 s")):
        seconds = _best(runs, name)
        yield Figure(f"{kind}: fresh desk, {what}", seconds, "s", seconds / desk_floor, plain, target)
    seconds = _best(runs, "results")
    yield Figure(f"{kind}: pull of results", RESULTS / seconds, "rows/s", seconds / desk_floor, plain,
                 "at least 150,000 rows/s")
    yield from _sizes(kind, folder, runs[0], brought, server)
    saves = [_desk("first_while_saving", folder, folder / f"{kind}saving{number}", server.address)
             for number in range(ROUNDS)]
    yield Figure(f"{kind}: longest save during a first sync", _best(saves, "longest") * 1000, "ms", target=PATIENCE)
    yield Figure(f"{kind}: an ordinary save then", _best(saves, "median") * 1000, "ms")


def _sizes(kind: str, folder: Path, run: Told, brought: Told, server: Running) -> Iterator[Figure]:
    yield Figure(f"{kind}: a result on the wire", run["bytes of results"] / RESULTS, "bytes", target="at most 30 bytes")
    yield Figure(f"{kind}: all on the wire, down", run["down"] / 1e6, "MB")
    yield Figure(f"{kind}: all on the wire, up", brought["up"] / 1e6, "MB")
    yield Figure(f"{kind}: requests of a fresh desk", run["requests"], "requests")
    yield Figure(f"{kind}: peak memory of a fresh desk", run["megabytes"], "MB")
    yield Figure(f"{kind}: peak memory of the desk that brings all", brought["megabytes"], "MB")
    yield Figure(f"{kind}: peak memory of the server", server.megabytes(), "MB")
    alone = (_home(folder, RESULTS) / "before").stat().st_size
    yield Figure(f"{kind}: database of a fresh desk", run["database"] / 1e6, "MB", run["database"] / alone,
                 "the desk that made it", "at most 1.5 x")


def _small(kind: str, told: Told) -> Iterator[Figure]:
    for count, requests in ((0, 1), (1, 2), (1_000, None)):
        target = "at most 25 ms" if requests else ""
        for who in ("sending", "receiving"):
            name = f"{who} {count}"
            yield Figure(f"{kind}: sync, {count:,} changes, {who}", told[name] * 1000, "ms", target=target)
        yield Figure(f"{kind}: its requests, sending", told[f"sending {count} requests"], "requests",
                     target=f"{requests}" if requests else "")
        yield Figure(f"{kind}: its bytes, sending", told[f"sending {count} bytes"], "bytes")


def _grown(followed: Mapping[int, Told]) -> Iterator[Figure]:
    for name in ("sending 0", "sending 1", "receiving 1", "sending 1000"):
        few, many = followed[FEW][name], followed[MANY][name]
        yield Figure(f"{POSTGRESQL}: sync, {name} changes, {MANY:,} results", many * 1000, "ms", many / few,
                     f"{FEW:,} results", "at most 1.5 x")


def _followed(folder: Path, results: int, server: Running) -> Told:
    other = folder / f"other{results}"
    if not other.exists():
        _desk("first", folder, other, server.address)
    told = _desk("follow", folder, _home(folder, results), other, server.address, FOLLOWS)
    shutil.rmtree(other)
    return told


@contextmanager
def _served(folder: Path, postgres: str, kind: str, results: int) -> Iterator[Running]:
    """A new server, and the desk as it was before it ever had one."""
    local, kept = _home(folder, results), folder / f"kept{results}"
    if not kept.exists():
        shutil.copytree(local, kept)
    shutil.rmtree(local)
    shutil.copytree(kept, local)
    shutil.copy(local / "organisations" / ORGANISATION / "leerspoor.db", local / "before")
    with serving(_where(folder, postgres, kind, f"server{results}")) as server:
        yield server


def _floor(folder: Path, postgres: str, kind: str) -> float:
    seconds = []
    for number in range(ROUNDS):
        where = str(folder / f"floor{number}")
        where = where if kind == SQLITE else fresh_database(postgres, f"floor{number}")
        (place,) = furnish(where, make_database(where), PARTICIPANTS, 0)
        seconds.append(floors.server_results(where, place, RESULTS))
    return min(seconds)


def _where(folder: Path, postgres: str, kind: str, name: str) -> str:
    where = str(folder / name) if kind == SQLITE else fresh_database(postgres, name)
    make_database(where)
    return where


def _home(folder: Path, results: int) -> Path:
    return folder / f"home{results}"


def _desk(step: str, folder: Path, *words: object) -> Told:
    return measured(step, *words, folder=folder, module=MODULE)


def _best(runs: list[Told], name: str) -> float:
    """The best of some runs; how far they lie apart goes to the screen."""
    print(f"  {name}: " + ", ".join(f"{run[name]:.3g}" for run in runs), file=sys.stderr)
    return least(runs, name)

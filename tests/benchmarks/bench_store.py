"""The encrypted database beside the same one in plain SQLite, and how fast the panels read it."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable
from sqlcipher3 import dbapi2

from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.domain.periods import ready_pairs
from app.store.database import connect
from app.store.home import Home
from app.store.keys import DatabaseKey
from app.store.tables import results
from app.views import (
    certificates,
    comparison,
    groups,
    licences,
    overview,
    privacy,
    progress,
    search,
    wide_progress,
    year_months,
)
from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import measured, milliseconds

PARTICIPANTS, RESULTS = 5_000, 1_000_000
ROWS, ROUNDS = 500_000, 5
GROUP = 25
PLAIN = "plain SQLite"
Open = Callable[[Path], Any]
Times = tuple[float, float, float]
WHAT = (("written", "at most 1.15 x"), ("read", "at most 1.15 x"), ("scanned without reading", ""))


def measure() -> Iterable[Figure]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        yield from _encryption(folder)
        size = ("--participants", PARTICIPANTS, "--results", RESULTS)
        measured("command", "demo", "--no-window", *size, "--home", folder / "home", folder=folder)
        desk = open_desk(Home(folder / "home"), "school")
        try:
            yield from _panels(desk)
        finally:
            desk.close()


# Encryption


def _encryption(folder: Path) -> Iterator[Figure]:
    rows = _rows()
    key = DatabaseKey.fresh()
    ways: dict[str, Open] = {"encrypted": lambda path: connect(path, key), PLAIN: _plain}
    taken: dict[str, list[Times]] = {way: [] for way in ways}
    for number in range(ROUNDS):  # by turns, so that both have the same neighbours
        for way, opening in ways.items():
            path = folder / f"{way}-{number}.db"
            taken[way].append(_written_and_read(opening, path, rows))
            size = path.stat().st_size
            path.unlink()
    for at, (what, target) in enumerate(WHAT):
        ours, plain = (min(times[at] for times in taken[way]) for way in ways)
        yield Figure(f"{ROWS:,} results {what}, encrypted", ours, "s", ours / plain, PLAIN, target)
    yield Figure("a result in the database", size / ROWS, "bytes")


def _rows() -> list[tuple[Any, ...]]:
    """Made-up results in the order in which an import lays them down."""
    chance = random.Random(5)
    per_person = ROWS // PARTICIPANTS
    return sorted(
        (person, chance.randrange(100), 1_700_000_000_000_000 + number * 86_400_000_000 + chance.randrange(10**10),
         chance.randbytes(16), 60, chance.randrange(1001), 1, chance.randrange(900), 1)
        for person in range(PARTICIPANTS)
        for number in range(per_person)
    )  # fmt: skip


def _plain(path: Path) -> Any:
    """Set as our own connections are, but for the key."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    for pragma in ("cache_size = -65536", "journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _written_and_read(opening: Open, path: Path, rows: list[tuple[Any, ...]]) -> Times:
    """Seconds for each of WHAT; every connection is new, so that every page is decrypted."""
    return (
        _timed(opening, path, lambda new: _write(new, rows)),
        _timed(opening, path, _read),
        _timed(opening, path, _scan),
    )


def _timed(opening: Open, path: Path, use: Callable[[Any], object]) -> float:
    began = time.perf_counter()
    connection = opening(path)
    use(connection)
    connection.close()
    return time.perf_counter() - began


def _write(connection: Any, rows: list[tuple[Any, ...]]) -> None:
    """In one transaction, and into the file itself."""
    connection.execute(str(CreateTable(results).compile(dialect=sqlite.dialect())))
    connection.execute("BEGIN")
    connection.executemany(f"INSERT INTO results VALUES ({', '.join('?' * 9)})", rows)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _read(connection: Any) -> None:
    """As the program does: every row comes out."""
    for _ in connection.execute("SELECT * FROM results"):
        pass


def _scan(connection: Any) -> None:
    """Next to nothing but decrypting: no row comes out."""
    connection.execute("SELECT sum(score) FROM results").fetchall()


# The panels


def _panels(desk: Desk) -> Iterator[Figure]:
    found = desk.read(groups.group_list)
    group = min(found, key=lambda one: abs(one.participants - GROUP))
    person = desk.read(groups.group_detail, group.id).members[0].id
    licence = desk.read(licences.licence_list)[0].id
    programme = desk.read(progress.group_matrix, group.id).columns[0].id
    _, year, before = ready_pairs(desk.sight.today, True)[-1]
    target = "at most 10 ms"
    group_views: dict[str, Callable[[], object]] = {
        "its progress by programme": lambda: desk.read(progress.group_matrix, group.id),
        "its progress by exercise": lambda: desk.read(progress.group_matrix, group.id, programme),
        "its members": lambda: desk.read(groups.group_detail, group.id),
        "its months": lambda: desk.read(year_months.year_months, group.id),
        "its people in two school years": lambda: desk.read(comparison.compared_people, year, before, group.id),
    }
    for name, read in group_views.items():
        yield Figure(f"group of {group.participants}, {name}", milliseconds(read), "ms", target=target)
    views: dict[str, Callable[[], object]] = {
        "overview": lambda: desk.read(overview.overview),
        "list of groups": lambda: desk.read(groups.group_list),
        "everybody": lambda: desk.read(groups.all_participants),
        "page of a participant": lambda: desk.read(groups.participant_page, person),
        "progress of a participant": lambda: desk.read(progress.participant_progress, person),
        "progress of everybody": lambda: desk.read(progress.group_matrix),
        "licences": lambda: desk.read(licences.licence_list),
        "a licence": lambda: desk.read(licences.licence_detail, licence),
        "certificates due": lambda: desk.read(certificates.due_certificates),
        "certificates issued": lambda: desk.read(certificates.issued_certificates),
        "register of processing": lambda: desk.read(privacy.register),
        "file of a participant": lambda: desk.read(privacy.participant_file, person),
        "log": lambda: desk.read(privacy.audit_report),
        "finding a name": lambda: desk.read(search.find, "de vr"),
        "the whole, this school year": lambda: desk.read(wide_progress.wide_progress, year.first, year.last),
        "the whole by months": lambda: desk.read(year_months.year_months),
        "all groups in two school years": lambda: desk.read(comparison.compared_groups, year, before),
    }
    for name, read in views.items():
        yield Figure(f"1,000,000 results: {name}", milliseconds(read, rounds=4), "ms")
    yield from _whole_page(desk, person)


def _whole_page(desk: Desk, person: bytes) -> Iterator[Figure]:
    """The page of one participant, a part at a time."""
    from app.views.person_page import Span, person_attempts, person_head, person_moments, person_weeks

    parts: dict[str, Callable[[], object]] = {
        "head": lambda: desk.read(person_head, person),
        "timeline": lambda: desk.read(person_moments, person, Span()),
        "attempts": lambda: desk.read(person_attempts, person, Span()),
        "weeks": lambda: desk.read(person_weeks, person, Span()),
    }
    for name, read in parts.items():
        yield Figure(f"whole page of a participant, {name}", milliseconds(read), "ms", target="at most 10 ms")

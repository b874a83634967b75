"""School years whose results are not here (S9): their sums instead, and the rows themselves on request.

A desk that holds older results itself (it imported them, or was asked to fetch them) holds all of that person's:
a sum beside rows would count them twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from app.store.chunks import chunks
from app.store.settings import EARLIER, EARLIER_CHANGED, set_settings, setting
from app.store.tables import earlier_progress, exercises, participants, results
from app.sync.arriving_results import lay_down, local_numbers, touch
from app.sync.talk import Talk
from app.sync.wire import AskEarlier, Earlier

ALL_READ = "all"
"""What EARLIER becomes when there is nothing more to read."""
PEOPLE_AT_ONCE = 500
MINUTE_US = 60_000_000


def read_earlier(talk: Talk, since: int, cancelled: Callable[[], bool]) -> None:
    """Once: the sums of all school years before the ones that are here."""
    with talk.database.reading() as connection:
        after = setting(connection, EARLIER) or ""
    while after != ALL_READ and not cancelled():
        answer = talk.ask("/v1/earlier", AskEarlier(since, after=bytes.fromhex(after)), Earlier)
        apart = _apply(talk, answer, answer.people, since)
        fetch_whole(talk, apart, since)
        after = answer.after.hex() or ALL_READ
        with talk.database.writing() as connection:
            set_settings(connection, {EARLIER: after})


def note_changed(connection: Connection, people: Sequence[bytes]) -> None:
    """In the transaction of the page that says it: the older results of these people changed."""
    if people:
        noted = (setting(connection, EARLIER_CHANGED) or "").split()
        set_settings(connection, {EARLIER_CHANGED: " ".join(sorted({*noted, *(one.hex() for one in people)}))})


def reread_changed(talk: Talk, since: int) -> None:
    """Read the sums of those again; what a broken sync left is done now."""
    with talk.database.reading() as connection:
        noted = (setting(connection, EARLIER_CHANGED) or "").split()
    if noted:
        reread_earlier(talk, [bytes.fromhex(one) for one in noted], since)
        with talk.database.writing() as connection:
            set_settings(connection, {EARLIER_CHANGED: ""})


def reread_earlier(talk: Talk, people: Sequence[bytes], since: int) -> None:
    """The sums of people whose older results changed."""
    for some in chunks(people):
        answer = talk.ask("/v1/earlier", AskEarlier(since, list(some)), Earlier)
        fetch_whole(talk, _apply(talk, answer, some, since), since)


def fetch_whole(talk: Talk, people: Sequence[bytes], since: int) -> int:
    """All older results of these people instead of their sums; gives how many there are.

    A page holds whole people, so that wherever it stops nobody is left with neither sums nor rows.
    """
    count, after = 0, b""
    while people:
        answer = talk.ask("/v1/earlier", AskEarlier(since, list(people), True, after), Earlier)
        with talk.database.writing(bulk=True) as connection:
            _forget_sums(connection, local_numbers(connection, participants, _whole_in(answer, people)))
            if answer.results is not None:
                lay_down(connection, answer.results)
                count += len(answer.results)
        after = answer.after
        if not after:
            break
    return count


def _whole_in(answer: Earlier, asked: Sequence[bytes]) -> Sequence[bytes]:
    """Whose results this page holds; after the last one also those who have none any more."""
    if not answer.after:
        return asked
    return answer.results.people if answer.results is not None else ()


def _apply(talk: Talk, earlier: Earlier, asked: Sequence[bytes], since: int) -> list[bytes]:
    """Keep the sums of who has no older results here; gives who has some of them, but not all."""
    with talk.database.writing(bulk=True) as connection:
        locals_ = dict(zip(asked, local_numbers(connection, participants, asked), strict=True))
        held = _held(connection, [local for local in locals_.values() if local], since)
        there = Counter[bytes]()
        for person, sums in zip(earlier.participant, earlier.sums, strict=True):
            there[earlier.people[person]] += sums[0]
        _forget_sums(connection, locals_.values())
        _keep_sums(connection, earlier, {one: local for one, local in locals_.items() if local not in held})
    return [one for one, local in locals_.items() if local in held and held[local] != there[one]]


def _held(connection: Connection, locals_: Sequence[int], since: int) -> dict[int, int]:
    """How many results of before that school year each of these people has here; those with none are left out."""
    begin = int(datetime(since, 8, 1, tzinfo=UTC).timestamp()) * 1_000_000
    found: dict[int, int] = {}
    for some in chunks(locals_):
        query = select(results.c.participant, func.count()).where(
            results.c.participant.in_(some), results.c.at_us + results.c.offset_minutes * MINUTE_US < begin)
        found |= {row[0]: row[1] for row in connection.execute(query.group_by(results.c.participant))}
    return found


def _forget_sums(connection: Connection, locals_: Iterable[int]) -> None:
    for some in chunks(list(locals_)):
        connection.execute(earlier_progress.delete().where(earlier_progress.c.participant.in_(some)))
    touch(connection, [local for local in locals_ if local])


def _keep_sums(connection: Connection, earlier: Earlier, locals_: dict[bytes, int]) -> None:
    tasks = local_numbers(connection, exercises, earlier.exercises)
    rows = []
    for person, task, (attempts, failed, best, done_us, last_us, seconds) in zip(
        earlier.participant, earlier.exercise, earlier.sums, strict=True
    ):
        local = locals_.get(earlier.people[person], 0)
        if local and tasks[task]:
            rows.append((local, tasks[task], attempts, failed, None if best < 0 else best, done_us or None, last_us,
                         seconds))
    if rows:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO earlier_progress (participant, exercise, attempts, failed, best, done_us, last_us,"
            " seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

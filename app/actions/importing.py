"""Applying an import plan: one operation, one transaction, one undo.

Results beyond a chunk are first laid down, hidden, in short transactions, so that nobody's save waits; the last
commit makes all of them visible at once, and what a crash left is removed at the next start (D7).
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from app.actions.action import ANY_FIELD, action
from app.actions.answers import AT_ONCE, keep_answers, lay_answers, take_answers
from app.actions.desk import Desk
from app.actions.participants import leave, new_code
from app.actions.rollover import choose_places
from app.actions.work import Work
from app.domain.changes import ChangeSet
from app.domain.errors import Refusal
from app.domain.ids import timed_id
from app.domain.operation import Patch
from app.domain.permissions import Permission, require
from app.domain.plan import ImportPlan, PackedResults
from app.domain.rollover.kept import Settled
from app.domain.text import Text
from app.store import tables
from app.store.chunks import chunks
from app.store.summaries import remove_batch, summarise
from app.store.voided import day_named, day_number, void_results

CHUNK = 50_000
IN_ORDER = (
    "locations",
    "groups",
    "participants",
    "coaches",
    "distinctions",
    "placements",
    "memberships",
    "coach_assignments",
    "import_links",
)
REOPENED = ("placements", "memberships", "coach_assignments")
WRITES = {name: set(ANY_FIELD) for name in (
    *IN_ORDER, "activation_codes", "seats", "results", "answers", "roll_over_choices")}
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


class Stopped(Exception):
    """The user cancelled; everything is as it was."""


def apply_plan(
    desk: Desk,
    plan: ImportPlan,
    *,
    gone: str = "keep",
    settled: Sequence[Settled] = (),
    progress: Progress = lambda done, total: None,
    cancelled: Cancelled = lambda: False,
) -> ChangeSet:
    """Do what the preview showed. `gone` is 'keep', or 'leave' to mark who is gone as having left. `settled` is which
    counts where the file and the new groups that are prepared differ, in the same step.

    Raises Refusal where the data changed since the preview, Stopped where `cancelled` says so; nothing was changed.
    """
    require(desk.sight.actor, Permission.IMPORT)
    large = plan.results if plan.results is not None and len(plan.results) > CHUNK else None
    staged = _stage(desk, plan, large, progress, cancelled) if large is not None else None
    try:
        done = desk.do(
            import_plan, plan=plan, gone=gone, settled=settled, staged=staged, progress=progress, cancelled=cancelled)
    except BaseException:
        if staged is not None:
            _discard(desk, staged)
        raise
    _answers_behind(desk, plan, done.operation_id)
    return done


def _answers_behind(desk: Desk, plan: ImportPlan, operation_id: bytes | None) -> None:
    """More answers than one short transaction takes come in the next ones, and go with the import when it is undone."""
    if plan.results is None or operation_id is None:
        return
    said = plan.results.answers
    for start in range(AT_ONCE, len(said), AT_ONCE):
        desk.do(keep_answers, said=dict(islice(said.items(), start, start + AT_ONCE)), of=operation_id)


@action(
    "import",
    Permission.IMPORT,
    WRITES,
    recorded=lambda given: {
        "format": given["plan"].format,
        "source": given["plan"].source,
        "digest": given["plan"].digest,
    },
    version=2,
    removes=frozenset({"answers"}),
)
def import_plan(
    work: Work,
    plan: ImportPlan,
    gone: str = "keep",
    settled: Sequence[Settled] = (),
    staged: int | None = None,
    progress: Progress = lambda done, total: None,
    cancelled: Cancelled = lambda: False,
) -> Mapping[str, Any]:
    """Write every row of the plan; gives its counts. Stopped half-way, nothing of it is there."""
    _still_true(work.connection, plan)
    steps = _Steps(plan, progress, cancelled)
    for table in IN_ORDER:
        for rows in steps.through(plan.inserts.get(table, ())):
            _insert(work, table, rows)
    _give_codes(work, plan.inserts.get("participants", ()))
    for table, changes in plan.changes.items():
        for ids in steps.through(list(changes)):
            work.change_each(tables.metadata.tables[table], {one: changes[one] for one in ids})
    _let_leave(work, plan, plan.gone if gone == "leave" else ())
    for one in settled:
        choose_places.function(work, one.roll_over_id, one.people, str(one.choice), one.to_id)
    if plan.results is not None and (len(plan.results) or plan.results.voided):
        _results(work, plan, staged)
    if plan.results is not None:
        lay_answers(work, dict(islice(plan.results.answers.items(), AT_ONCE)))
    return plan.counts


class _Steps:
    """Tells how far the rows of a plan are, and stops between two pieces where that is asked."""

    def __init__(self, plan: ImportPlan, progress: Progress, cancelled: Cancelled) -> None:
        self._progress, self._cancelled, self._done = progress, cancelled, 0
        self._total = sum(map(len, plan.inserts.values())) + sum(map(len, plan.changes.values()))

    def through(self, rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
        """The rows in pieces. Raises Stopped."""
        for some in chunks(rows):
            if self._cancelled():
                raise Stopped
            yield some
            self._done += len(some)
            self._progress(self._done, self._total)


def _let_leave(work: Work, plan: ImportPlan, missing: Sequence[bytes]) -> None:
    """Out of groups and seats: who left according to the file, and who is missing from it where that was asked."""
    changes = plan.changes.get("participants", {})
    leaving = [row_id for row_id, fields in changes.items() if fields.get("state") == "left"]
    if leaving or missing:
        leave.function(work, [*leaving, *missing])
    _remember_left(work, plan.source, set(missing))


def _remember_left(work: Work, source: str, people: set[bytes]) -> None:
    """Being missing is what the file said last; so that it is news when it names the person again."""
    links = tables.import_links
    query = select(links.c.id, links.c.row_id, links.c.taken).where(links.c.source == source)
    found = [row for row in work.connection.execute(query) if row.row_id in people] if people else []
    work.change_each(links, {row.id: {"taken": _as_left(row.taken)} for row in found})


def _as_left(taken: bytes) -> bytes:
    said: dict[str, Any] = msgspec.msgpack.decode(taken)
    return msgspec.msgpack.encode(said | {"state": "left", "groups": []})


def _still_true(connection: Connection, plan: ImportPlan) -> None:
    newest = connection.execute(select(func.coalesce(func.max(tables.operations.c.number), 0))).scalar_one()
    if newest != plan.as_of:
        raise Refusal(
            Text("The data changed while you looked at the preview. Nothing was imported. Look at the preview again.")
        )


def _insert(work: Work, name: str, rows: Sequence[dict[str, Any]]) -> None:
    table = tables.metadata.tables[name]
    if name in REOPENED:
        # Who joined, left and joins again on one day comes back to the same row.
        there = work.rows_still_there(table, [row["id"] for row in rows])
        work.change_all(table, there, until_on=None)
        rows = [row for row in rows if row["id"] not in there]
    if name == "participants":
        rows = [row | {"created_us": work.now_us} for row in rows]
    work.insert(table, rows)


def _give_codes(work: Work, people: Sequence[Mapping[str, Any]]) -> None:
    active = [new_code(work, row["id"]) for row in people if row["state"] == "active"]
    work.insert(tables.activation_codes, active)


def _results(work: Work, plan: ImportPlan, staged: int | None) -> None:
    results = plan.results
    assert results is not None
    locals_ = _locals(work.connection, results)
    batch = staged if staged is not None else _open_batch(work.connection, work.new_id(), work.now_us)
    if staged is None:
        _lay_down(work.connection, results, locals_, batch, 0, len(results))
    voided = _void(work, results.voided)
    _keep_days(work.connection, results, batch)
    work.connection.execute(
        tables.imports.update()
        .where(tables.imports.c.local == batch)
        .values(visible=1, format=plan.format, source=plan.source, digest=plan.digest, operation_id=work.operation_id)
    )
    summarise(work.connection, [*locals_, *voided])
    import_id = work.connection.execute(select(tables.imports.c.id).where(tables.imports.c.local == batch)).scalar_one()
    work.note_batch(import_id, len(results))


def _stage(desk: Desk, plan: ImportPlan, results: PackedResults, progress: Progress, cancelled: Cancelled) -> int:
    with desk.database.writing() as connection:
        _still_true(connection, plan)
        batch = _open_batch(connection, timed_id(desk.clock(), secrets.token_bytes), desk.clock())
        locals_ = _locals(connection, results)
    try:
        for start in range(0, len(results), CHUNK):
            if cancelled():
                raise Stopped
            with desk.database.writing() as connection:
                _lay_down(connection, results, locals_, batch, start, min(start + CHUNK, len(results)))
            progress(min(start + CHUNK, len(results)), len(results))
    except BaseException:
        _discard(desk, batch)
        raise
    return batch


def _discard(desk: Desk, batch: int) -> None:
    with desk.database.writing() as connection:
        remove_batch(connection, batch)
        connection.execute(tables.imports.delete().where(tables.imports.c.local == batch))


def _open_batch(connection: Connection, import_id: bytes, at_us: int) -> int:
    connection.execute(tables.imports.insert().values(id=import_id, at_us=at_us, visible=0))
    return int(connection.execute(select(tables.imports.c.local).where(tables.imports.c.id == import_id)).scalar_one())


def _locals(connection: Connection, results: PackedResults) -> list[int]:
    """The local number of each of the plan's people, in their order there."""
    participants = tables.participants
    known = dict(connection.execute(select(participants.c.id, participants.c.local)).all())
    return [known[person] for person in results.people]


def _lay_down(
    connection: Connection, results: PackedResults, locals_: list[int], batch: int, start: int, end: int
) -> None:
    rows = sorted(_rows(results, locals_, batch, start, end))  # clustered by participant, so sorted is fastest
    if not rows:
        return
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO results"
        " (participant, exercise, at_us, id, offset_minutes, score, outcome, seconds, batch)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _rows(results: PackedResults, locals_: list[int], batch: int, start: int, end: int) -> Iterator[tuple[Any, ...]]:
    for at in range(start, end):
        score, seconds = results.score[at], results.seconds[at]
        yield (
            locals_[results.participant[at]],
            results.exercise[at],
            results.at_us[at],
            results.id_at(at),
            results.offset_minutes[at],
            None if score < 0 else score,
            results.outcome[at],
            None if seconds < 0 else seconds,
            batch,
        )


def _void(work: Work, voided: Sequence[bytes]) -> list[int]:
    """Results that their source took back; gives the participants whose summaries change."""
    rows = void_results(work.connection, voided)
    work.patches += [Patch("results", row["id"], None, 0, row, None) for row in rows]
    take_answers(work, [row["id"] for row in rows])
    return [row["participant"] for row in rows]


def _keep_days(connection: Connection, results: PackedResults, batch: int) -> None:
    """How many results each day has, by the clock where they were made."""
    days = Counter(map(day_number, results.at_us, results.offset_minutes))
    rows = [{"batch": batch, "day": day_named(day), "results": count} for day, count in days.items()]
    if rows:
        connection.execute(tables.batch_days.insert(), rows)

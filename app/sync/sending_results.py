"""Sending batches of results (S2, S6): read from where they lie, in slices; where it stopped it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.actions.outbox import ALL_SENT, PARKED, TO_SEND, WAITING, announces, set_settings, setting
from app.domain.errors import Refusal
from app.domain.operation import decode_patches
from app.store.tables import imports, operations, outbox
from app.sync.talk import Talk
from app.sync.wire import PushResults, Results, ResultsTaken

SLICE = 6_000
PLACE = "sync.sending"
"""The setting that says how far a batch was sent."""
_SLICE = (
    "SELECT r.participant, r.exercise, r.at_us, r.id, r.offset_minutes, r.score, r.outcome, r.seconds,"
    " p.id AS person, e.id AS task FROM results r"
    " JOIN participants p ON p.local = r.participant JOIN exercises e ON e.local = r.exercise"
    " WHERE (r.participant, r.exercise, r.at_us, r.id) > (?, ?, ?, ?) AND r.batch = ?"
    " ORDER BY r.participant, r.exercise, r.at_us, r.id LIMIT ?")
START: tuple[int, int, int, bytes] = (-1, -1, -1, b"")


def send_results(talk: Talk, progress: Callable[[int], None], cancelled: Callable[[], bool]) -> int:
    """Send what the operations that were taken announced; gives the number of results sent."""
    sent = 0
    with talk.database.reading() as connection:
        todo = _announced(connection)
    for operation_id, batches in todo:
        for batch in batches:
            try:
                for count in _send_batch(talk, operation_id, batch, cancelled):
                    sent += count
                    progress(sent)
            except Refusal as refusal:
                if refusal.remedy is not None:
                    raise
                break  # a server that was put back does not expect them; the pull finds out, and all goes anew
        else:
            if not cancelled():
                _note_sent(talk, operation_id)
    return sent


def _send_batch(talk: Talk, operation_id: bytes, batch: bytes, cancelled: Callable[[], bool]) -> Iterator[int]:
    """Slice by slice; gives how many results each had."""
    after = _place(talk, batch)
    while not cancelled():
        with talk.database.reading() as connection:
            results, after = _slice(connection, batch, after)
        if results is None:
            return
        taken = talk.ask("/v1/results", PushResults(operation_id, results), ResultsTaken)
        _keep_place(talk, operation_id, taken.number, batch, after)
        yield len(results)


def _note_sent(talk: Talk, operation_id: bytes) -> None:
    with talk.database.writing() as connection:
        sent = outbox.update().where(outbox.c.operation_id == operation_id)
        connection.execute(sent.values(results_sent=ALL_SENT))


def _place(talk: Talk, batch: bytes) -> tuple[int, int, int, bytes]:
    """Where sending this batch stopped the last time."""
    with talk.database.reading() as connection:
        words = (setting(connection, PLACE) or "").split()
    if len(words) != 5 or words[0] != batch.hex():
        return START
    return int(words[1]), int(words[2]), int(words[3]), bytes.fromhex(words[4])


def _keep_place(
    talk: Talk, operation_id: bytes, number: int, batch: bytes, after: tuple[int, int, int, bytes]
) -> None:
    with talk.database.writing(bulk=True) as connection:
        connection.execute(outbox.update().where(outbox.c.operation_id == operation_id).values(number=number))
        set_settings(connection, {PLACE: f"{batch.hex()} {after[0]} {after[1]} {after[2]} {after[3].hex()}"})


def _announced(connection: Connection) -> list[tuple[bytes, list[bytes]]]:
    """Operations that the server has, with the ids of the batches they announced and that are not sent yet."""
    query = (
        select(operations.c.id, operations.c.patches).join(outbox, outbox.c.operation_id == operations.c.id)
        .where(outbox.c.state.not_in((WAITING, PARKED)), outbox.c.results_sent == TO_SEND)
        .order_by(operations.c.number))
    found: list[tuple[bytes, list[bytes]]] = []
    for row in connection.execute(query):
        found.append((row.id, [patch.id for patch in decode_patches(row.patches) if announces(patch)]))
    return found


def _slice(
    connection: Connection, batch_id: bytes, after: tuple[int, int, int, bytes]
) -> tuple[Results | None, tuple[int, int, int, bytes]]:
    batch = connection.execute(select(imports.c.local).where(imports.c.id == batch_id)).scalar()
    if batch is None:
        return None, after
    rows = connection.exec_driver_sql(_SLICE, (*after, batch, SLICE)).fetchall()
    if not rows:
        return None, after
    last = rows[-1]
    return _columns(rows, batch_id), (last[0], last[1], last[2], last[3])


def _columns(rows: Sequence[Any], batch_id: bytes) -> Results:
    people, exercises = _numbered([row[8] for row in rows]), _numbered([row[9] for row in rows])
    return Results(
        list(people), list(exercises), [batch_id], b"".join(row[3] for row in rows),
        [people[row[8]] for row in rows], [exercises[row[9]] for row in rows], [0] * len(rows),
        [row[2] for row in rows], [row[4] for row in rows], [-1 if row[5] is None else row[5] for row in rows],
        [row[6] for row in rows], [-1 if row[7] is None else row[7] for row in rows])


def _numbered(ids: Sequence[bytes]) -> dict[bytes, int]:
    return {one: place for place, one in enumerate(dict.fromkeys(ids))}

"""Sending batches of results (S2, S6): read from where they lie, in slices; where it stopped it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Connection, select, text

from app.actions.outbox import ALL_SENT, PARKED, TO_SEND, WAITING, announces
from app.domain.errors import Refusal
from app.domain.operation import decode_patches
from app.store.database import plain_rows
from app.store.settings import SENDING, set_settings, setting
from app.store.tables import imports, operations, outbox
from app.sync import state
from app.sync.talk import Talk
from app.sync.wire import Named, PushResults, Results, ResultsTaken

SLICE = 6_000
_SLICE = (
    "SELECT r.participant, r.exercise, r.at_us, r.id, r.offset_minutes, coalesce(r.score, -1), r.outcome,"
    " coalesce(r.seconds, -1), p.id, e.id FROM results r"
    " JOIN participants p ON p.local = r.participant JOIN exercises e ON e.local = r.exercise"
    " WHERE (r.participant, r.exercise, r.at_us, r.id) > (:participant, :exercise, :at_us, :id) AND r.batch = :batch"
    " ORDER BY r.participant, r.exercise, r.at_us, r.id LIMIT :most")
Place = tuple[int, int, int, bytes]
START: Place = (-1, -1, -1, b"")


class _NotExpected(Exception):
    """The server refuses these results: it has forgotten the operation that announced them."""


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
            except _NotExpected:
                break  # the pull finds out that the server was put back, and all goes anew
        else:
            if not cancelled():
                _note_sent(talk, operation_id)
    return sent


def _send_batch(talk: Talk, operation_id: bytes, batch: bytes, cancelled: Callable[[], bool]) -> Iterator[int]:
    """Slice by slice, the next one read while this one is on its way; gives how many results each had."""
    with ThreadPoolExecutor(1, thread_name_prefix="leerspoor-sending") as line:
        results, after = _read(talk, batch, _place(talk, batch))
        while results is not None and not cancelled():
            answer = line.submit(_ask, talk, PushResults(operation_id, results, _named(talk)))
            sent, place = len(results), after
            results, after = _read(talk, batch, place)
            _keep_place(talk, operation_id, answer.result(), batch, place)
            yield sent


def _ask(talk: Talk, slice_: PushResults) -> ResultsTaken:
    try:
        return talk.ask("/v1/results", slice_, ResultsTaken)
    except Refusal as refusal:
        if refusal.remedy is not None:
            raise
        raise _NotExpected from refusal


def _named(talk: Talk) -> Named | None:
    """Shown with each slice, and the newest: taking one tells the desk a higher number, which would hide an older."""
    with talk.database.reading() as connection:
        return state.named(connection)


def _read(talk: Talk, batch: bytes, after: Place) -> tuple[Results | None, Place]:
    with talk.database.reading() as connection:
        return _slice(connection, batch, after)


def _note_sent(talk: Talk, operation_id: bytes) -> None:
    with talk.database.writing() as connection:
        sent = outbox.update().where(outbox.c.operation_id == operation_id)
        connection.execute(sent.values(results_sent=ALL_SENT))


def _place(talk: Talk, batch: bytes) -> Place:
    """Where sending this batch stopped the last time."""
    with talk.database.reading() as connection:
        words = (setting(connection, SENDING) or "").split()
    if len(words) != 5 or words[0] != batch.hex():
        return START
    return int(words[1]), int(words[2]), int(words[3]), bytes.fromhex(words[4])


def _keep_place(talk: Talk, operation_id: bytes, taken: ResultsTaken, batch: bytes, after: Place) -> None:
    with talk.database.writing(bulk=True) as connection:
        connection.execute(outbox.update().where(outbox.c.operation_id == operation_id).values(number=taken.number))
        state.keep_named(connection, taken.epoch, taken.named)
        set_settings(connection, {SENDING: f"{batch.hex()} {after[0]} {after[1]} {after[2]} {after[3].hex()}"})


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


def _slice(connection: Connection, batch_id: bytes, after: Place) -> tuple[Results | None, Place]:
    batch = connection.execute(select(imports.c.local).where(imports.c.id == batch_id)).scalar()
    if batch is None:
        return None, after
    place = dict(zip(("participant", "exercise", "at_us", "id"), after, strict=True))
    rows = plain_rows(connection, text(_SLICE).bindparams(batch=batch, most=SLICE, **place))
    return (_columns(rows, batch_id), rows[-1][:4]) if rows else (None, after)


def _columns(rows: Sequence[tuple[Any, ...]], batch_id: bytes) -> Results:
    _, _, at_us, ids, offsets, scores, outcomes, seconds, people, exercises = zip(*rows, strict=True)
    person, exercise = _numbered(people), _numbered(exercises)
    return Results(
        list(person), list(exercise), [batch_id], b"".join(ids), [person[one] for one in people],
        [exercise[one] for one in exercises], [0] * len(rows), list(at_us), list(offsets), list(scores),
        list(outcomes), list(seconds))


def _numbered(ids: Sequence[bytes]) -> dict[bytes, int]:
    return {one: place for place, one in enumerate(dict.fromkeys(ids))}

"""Instruments and observations under the server's hand.

An instrument that was used stays as it is, whoever used it and whoever does not know of it yet; an observation stands
under the name of who made it, by words of its own instrument, and only where it may be kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.domain.errors import Refusal
from app.domain.following import STAYS
from app.domain.observing import FIELD, IN_USE, NOT_KEPT, NOT_OF_IT, SOMEBODY_ELSES, is_empty, observation_id
from app.domain.operation import BRINGS, Patch
from app.server.batch import Batch, Trial
from app.server.records import Key
from app.server.sessions import Caller
from app.server.tables import LIVE
from app.server.tables import records as records_table
from app.server.talking import keeps_field, know_switches

INSTRUMENTS, STEPS, POINTS, OBSERVATIONS = "instruments", "instrument_steps", "instrument_points", "observations"
_SET_UP = frozenset({INSTRUMENTS, STEPS, POINTS})
_WORDS = {STEPS: ("instrument_id", "title"), POINTS: ("instrument_id", "area", "title"), INSTRUMENTS: ("copied_from",)}
"""What never becomes something else."""
_STAYS = ("participant_id", "instrument_id", "point_id", "observed_on", "group_id", "account_id")
_PUTS_BACK = frozenset({"undo", "review.settle"})
Row = Mapping[str, Any]


def read_beside(batch: Batch, patches: Sequence[Patch]) -> None:
    """What is switched on, and by which words somebody was observed."""
    seen = [patch for patch in patches if patch.kind == OBSERVATIONS and not patch.deletes]
    if seen:
        know_switches(batch)
        batch.read(set(_named(batch, seen)))


def _named(batch: Batch, patches: Sequence[Patch]) -> Iterator[Key]:
    """The instrument, the point and the step of observations."""
    for patch in patches:
        rows: list[Any] = [patch.new, batch.fields((OBSERVATIONS, patch.id)), {patch.field: patch.new}]
        for row in rows:
            for name, kind in (("instrument_id", INSTRUMENTS), ("point_id", POINTS), ("step_id", STEPS)):
                if isinstance(row, Mapping) and isinstance(row.get(name), bytes):
                    yield kind, row[name]


def hold(trial: Trial, caller: Caller, action: str) -> None:
    """Raise Refusal where these rows would become something they must not be."""
    changed = [(key, trial.batch.fields(key), record.fields)
               for key, record in trial.changes.items() if key[0] in _SET_UP]
    if changed and action not in BRINGS:
        _hold_instruments(trial, changed)
    for (kind, row_id), record in trial.changes.items():
        if kind == OBSERVATIONS:
            _hold_observation(trial, caller, action, row_id, record.fields)


# Instruments


def _hold_instruments(trial: Trial, changed: Sequence[tuple[Key, Row | None, Row | None]]) -> None:
    for (kind, _), before, now in changed:
        if before is not None and now is not None and any(before[name] != now[name] for name in _WORDS[kind]):
            raise Refusal(STAYS)
    touched = {row_id for row_id in (_touches(*one) for one in changed) if row_id is not None}
    if touched and _is_used(trial, touched):
        raise Refusal(IN_USE)


def _touches(key: Key, before: Row | None, now: Row | None) -> bytes | None:
    """The instrument that would become another one; None for a new one, and for one that is closed or opened."""
    kind, row_id = key
    if kind == INSTRUMENTS:
        return None if before is None or (now is not None and _told(before) == _told(now)) else row_id
    row = before if before is not None else now
    if row is None or (before is not None and now is not None and dict(before) == dict(now)):
        return None
    found: bytes = row["instrument_id"]
    return found


def _told(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "until_on"}


def _is_used(trial: Trial, instrument_ids: Collection[bytes]) -> bool:
    """By what lies in the database, and by what came in the same push."""
    batch = trial.batch
    if any(kind == OBSERVATIONS and row.lives and row.fields is not None
           and row.fields["instrument_id"] in instrument_ids for (kind, _), row in batch.stands.items()):
        return True
    query = select(records_table.c.id).where(
        records_table.c.organisation_id == batch.organisation_id, records_table.c.kind == OBSERVATIONS,
        records_table.c.parent.in_(instrument_ids), records_table.c.state == LIVE).limit(1)
    return batch.connection.execute(query).first() is not None


# Observations


def _hold_observation(trial: Trial, caller: Caller, action: str, row_id: bytes, now: Row | None) -> None:
    before = trial.batch.fields((OBSERVATIONS, row_id))
    if now is None:
        if before is not None:
            _must_be_by(caller, before)
    elif before is None:
        if action not in BRINGS:
            _must_be_kept(trial)
        _must_fit(trial, now)
        who = now["account_id"] or b""
        if row_id != observation_id(now["participant_id"], now["point_id"], now["observed_on"], who):
            raise Refusal(STAYS)
    elif dict(before) != dict(now):
        _hold_change(trial, caller, action, before, now)


def _hold_change(trial: Trial, caller: Caller, action: str, before: Row, now: Row) -> None:
    """Who sees everything takes out what others saw, and puts that back; nobody says anything else in their name."""
    if any(before[name] != now[name] for name in _STAYS):
        raise Refusal(STAYS)
    if is_empty(now):
        _must_be_by(caller, before)
        return
    _must_be_kept(trial)
    _must_fit(trial, now)
    if action in _PUTS_BACK:
        _must_be_by(caller, before)
    elif before["account_id"] != caller.account_id:
        raise Refusal(SOMEBODY_ELSES)


def _must_be_by(caller: Caller, row: Row) -> None:
    if not caller.sees_all and row["account_id"] != caller.account_id:
        raise Refusal(SOMEBODY_ELSES)


def _must_be_kept(trial: Trial) -> None:
    if not keeps_field(trial, FIELD):
        raise Refusal(NOT_KEPT)


def _must_fit(trial: Trial, row: Row) -> None:
    """The point, and the step where there is one, are of the instrument."""
    parts = [(POINTS, row["point_id"]), *([(STEPS, row["step_id"])] if row["step_id"] is not None else [])]
    found = [trial.record(key) for key in parts]
    instrument = trial.record((INSTRUMENTS, row["instrument_id"]))
    if instrument is None or not instrument.lives or any(
            one is None or one.fields is None or one.fields["instrument_id"] != row["instrument_id"]
            for one in found):
        raise Refusal(NOT_OF_IT)

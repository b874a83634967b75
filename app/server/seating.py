"""Never more seats in use than bought, on any day from today on: a seat given without a network is provisional (S11).

A lower number that is to come counts from its own day, and so does a seat that is to end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from app.domain.contract.kept_orders import number_from
from app.domain.contract.kept_rows import day_of
from app.domain.contract.seat_numbers import bought_over_time, first_overfull
from app.domain.contract.seats import SeatHeld, SeatsBought
from app.domain.errors import Refusal
from app.domain.invariants import too_many_seats
from app.domain.merging import Fields
from app.domain.operation import Patch
from app.server import records
from app.server.batch import Batch, Trial

LICENCES, SEATS, NUMBERS = "licences", "seats", "seat_numbers"


def read_beside(batch: Batch, patches: Sequence[Patch]) -> None:
    """Read who holds the seats of the licences touched, and how many there are from which day."""
    touched = set(_licences_in(batch, patches))
    if touched:
        batch.read((LICENCES, licence) for licence in touched)
        for kind in (SEATS, NUMBERS):
            batch.know(records.children(batch.connection, batch.organisation_id, kind, touched))


def count_seats(trial: Trial, today: date) -> None:
    """Raise Refusal where seats that open, or a number that goes down, would leave more in use than bought."""
    for licence in set(_touched(trial)):
        record = trial.record((LICENCES, licence))
        if record is None or record.fields is None:
            continue
        later = [number_from(row) for row in _of_licence(trial, NUMBERS, licence)]
        row = record.fields
        bought: tuple[SeatsBought[None], ...] = bought_over_time(
            row["seats"], None, date.fromisoformat(row["from_on"]), day_of(row["until_on"]), later)
        held: list[SeatHeld[bytes, None]] = [
            SeatHeld(one["participant_id"], None, date.fromisoformat(one["from_on"]), day_of(one["until_on"]))
            for one in _of_licence(trial, SEATS, licence)]
        over = first_overfull(held, bought, today)
        wrong = too_many_seats(over.bought, over.used) if over is not None else None
        if wrong is not None:
            raise Refusal(wrong)


def _licences_in(batch: Batch, patches: Sequence[Patch]) -> Iterator[bytes]:
    for patch in patches:
        if patch.kind in (SEATS, NUMBERS):
            stands = batch.stands.get((patch.kind, patch.id))
            fields = patch.new if patch.inserts else stands.fields if stands is not None else None
            if fields is not None:
                yield fields["licence_id"]
        elif patch.kind == LICENCES and patch.field in ("seats", "until_on"):
            yield patch.id


def _touched(trial: Trial) -> Iterator[bytes]:
    """Licences of which a seat is open longer than it was, or the number was changed."""
    for (kind, row_id), record in trial.changes.items():
        before, now = trial.batch.fields((kind, row_id)), record.fields
        if kind == SEATS and now is not None and _lasts_longer(before, now):
            yield now["licence_id"]
        elif kind == NUMBERS and (now or before):
            yield (now or before)["licence_id"]  # type: ignore[index]  # one of the two is there
        elif kind == LICENCES and before is not None:
            yield row_id


def _lasts_longer(before: Fields | None, now: Fields) -> bool:
    if before is None or not now["until_on"]:
        return before is None or bool(before["until_on"])
    return bool(before["until_on"]) and now["until_on"] > before["until_on"]


def _of_licence(trial: Trial, kind: str, licence: bytes) -> list[dict[str, Any]]:
    rows = trial.batch.stands | trial.changes
    return [
        dict(row.fields) | {"id": row.id} for (of, _), row in rows.items()
        if of == kind and row.lives and row.fields is not None and row.fields["licence_id"] == licence]

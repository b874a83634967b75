"""A licence that is suspended or has ended is not used: no seat given, no certificate issued, no test taken, nobody
observed (S1).

Each is judged by its own day: a certificate may have been printed, and a seat given, without a network before the end.
A day put back gains nothing: the licence behind it still cannot be used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from app.domain.contract.kept_rows import agreement_of
from app.domain.contract.use import UseState, certificates_stopped, stopped, tests_stopped, use_on
from app.domain.errors import Refusal
from app.domain.merging import Fields
from app.domain.operation import Patch
from app.domain.provider import ProviderProfile
from app.server import records
from app.server.batch import Batch, Trial
from app.server.tables import records as records_table
from app.store.resources import load_profile

AGREEMENTS, MEASURES, LICENCES, SEATS, CERTIFICATES = "agreements", "measures", "licences", "seats", "certificates"
TAKEN = {"sittings": "taken_on", "observations": "observed_on"}
"""What is done with a product that has tests and observation, by the column that tells on which day."""


def read_beside(batch: Batch, patches: Sequence[Patch]) -> None:
    """Where a seat or certificate is new: every agreement with its measures; there are few of them."""
    if not any(
            patch.kind in (SEATS, CERTIFICATES, *TAKEN) and (patch.inserts or patch.field == "taken_on")
            for patch in patches):
        return
    for kind in (AGREEMENTS, MEASURES):
        batch.know(records.load_where(batch.connection, batch.organisation_id, records_table.c.kind == kind))
    wanted = {patch.new["licence_id"] for patch in patches if patch.kind == SEATS and patch.inserts}
    batch.read((LICENCES, licence) for licence in wanted)


def hold(trial: Trial) -> None:
    """Raise Refusal for a seat, a certificate or a test of a licence that cannot be used."""
    for (kind, _), record in trial.changes.items():
        before = trial.batch.fields((kind, record.id))
        if kind in TAKEN and record.fields is not None:
            _hold_taking(trial, before, record.fields, TAKEN[kind])
        if record.fields is None or before is not None:
            continue
        if kind == SEATS and not record.fields["until_on"]:
            _hold_seat(trial, record.fields)
        if kind == CERTIFICATES:
            issued = date.fromisoformat(record.fields["issued_on"])
            why = certificates_stopped((profile, state) for _, profile, state in _states(trial, issued))
            if why is not None:
                raise Refusal(why)


def _hold_taking(trial: Trial, before: Fields | None, now: Fields, day: str) -> None:
    """Where it is new, or of another day."""
    if before is not None and before[day] == now[day]:
        return
    taken = date.fromisoformat(now[day])
    why = tests_stopped((profile, state) for _, profile, state in _states(trial, taken))
    if why is not None:
        raise Refusal(why)


def _hold_seat(trial: Trial, seat: Fields) -> None:
    licence = trial.record((LICENCES, seat["licence_id"]))
    if licence is None or licence.fields is None:
        return
    for agreement_id, _, state in _states(trial, date.fromisoformat(seat["from_on"])):
        why = stopped(state) if agreement_id == licence.fields["agreement_id"] else None
        if why is not None:
            raise Refusal(why)


def _states(trial: Trial, day: date) -> Iterator[tuple[bytes, ProviderProfile, UseState]]:
    rows = [(key[0], row) for key, row in (trial.batch.stands | trial.changes).items() if row.lives and row.fields]
    measures = [row.fields for kind, row in rows if kind == MEASURES and row.fields]
    for kind, row in rows:
        if kind == AGREEMENTS and row.fields:
            profile = load_profile(row.fields["provider"])
            own = [one for one in measures if one["agreement_id"] == row.id]
            yield row.id, profile, use_on(profile, agreement_of(row.fields), own, day)

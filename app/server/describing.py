"""What is told of courses and people for the tables without names, under the server's hand: only where it is kept.

A desk that did not hear yet that a colleague switched a field off would otherwise fill it for everybody again.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.errors import Refusal
from app.domain.fields import in_words
from app.domain.figures.describing import SWITCHED
from app.domain.operation import Patch
from app.domain.text import Text
from app.server.batch import Batch, Trial
from app.server.talking import keeps_field, know_switches


def read_beside(batch: Batch, patches: Sequence[Patch]) -> None:
    """What is switched on, and whose organisation this is, where something is told."""
    if any(_fills(patch) for patch in patches):
        know_switches(batch)


def hold(trial: Trial) -> None:
    """Raise Refusal where a field would be filled that is not kept any more."""
    for (kind, row_id), record in trial.changes.items():
        before = trial.batch.fields((kind, row_id)) or {}
        for name in SWITCHED.get(kind, ()):
            value = (record.fields or {}).get(name)
            if value and value != before.get(name) and not keeps_field(trial, ("participant", name)):
                raise Refusal(Text("The field {field} is not kept here any more. The change was not taken over.",
                                   field=in_words([name])[0]))


def _fills(patch: Patch) -> bool:
    names = SWITCHED.get(patch.kind, ())
    if patch.inserts:
        return any(patch.new.get(name) for name in names)
    return patch.field in names and bool(patch.new)

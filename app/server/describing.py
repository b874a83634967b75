"""What is told of courses and people for the tables without names, under the server's hand: only where it is kept.

A desk that did not hear yet that a colleague switched a field off would otherwise fill it for everybody again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

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


def as_taken(trial: Trial, patches: Sequence[Patch]) -> Sequence[Patch]:
    """What a list that was imported tells in a field that is not kept any more is left out: the people in it come."""
    if not any(map(_fills, patches)):
        return patches
    off = {(kind, name) for kind, names in SWITCHED.items() for name in names
           if not keeps_field(trial, ("participant", name))}
    return [_without(off, patch) for patch in patches if (patch.kind, patch.field) not in off or not _fills(patch)]


def _without(off: Collection[tuple[str, str]], patch: Patch) -> Patch:
    if not patch.inserts:
        return patch
    emptied = {name: "" for kind, name in off if kind == patch.kind and patch.new.get(name)}
    return replace(patch, new=patch.new | emptied) if emptied else patch


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

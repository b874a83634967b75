"""Who is counted with whom: no rings, no chains, and nobody with who is not there (see `app.domain.doubles`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.doubles import PUT_TOGETHER_OTHERWISE, broken_pointer, follows, suspended_refused
from app.domain.errors import Refusal
from app.domain.operation import Patch
from app.server import records
from app.server.batch import Batch, Trial
from app.server.records import Key, Record

PEOPLE, POINTER = "participants", "merged_into"


def read_beside(batch: Batch, patches: Sequence[Patch]) -> None:
    """Read who is pointed at, and who points at those who are put together."""
    new = {patch.id: target for patch in patches if patch.kind == PEOPLE and (target := _target(patch)) is not None}
    if new:
        batch.read((PEOPLE, one) for one in {*new, *new.values()})
        batch.know(records.children(batch.connection, batch.organisation_id, PEOPLE, {*new, *new.values()}))


def hold_doubles(trial: Trial) -> None:
    """Raise Refusal for a pointer that these changes make and that must not be."""
    made = {person: target for (kind, person), record in trial.changes.items()
            if kind == PEOPLE and record.fields and (target := record.fields.get(POINTER)) is not None}
    if not made:
        return
    before, now = _pointers(trial.batch.stands), _pointers(trial.batch.stands | trial.changes)
    for person, target in made.items():
        if before.get(person) == target:
            continue
        suspended = suspended_refused(trial.batch.fields((PEOPLE, person)) or {})
        if suspended is not None:
            raise Refusal(suspended)
        if person not in before:  # brought as a whole, perhaps before the one who was kept
            now.setdefault(target, None)
        pointing = [one for one, to in now.items() if to == person]
        wrong = broken_pointer(person, target, now, pointing)
        if wrong is None and not follows(before.get(person), target, before, now):
            wrong = PUT_TOGETHER_OTHERWISE
        if wrong is not None:
            raise Refusal(wrong)


def _pointers(rows: Mapping[Key, Record]) -> dict[bytes, bytes | None]:
    """With whom each living person is counted, None for nobody."""
    return {row_id: row.fields.get(POINTER) for (kind, row_id), row in rows.items()
            if kind == PEOPLE and row.lives and row.fields is not None}


def _target(patch: Patch) -> bytes | None:
    value = patch.new.get(POINTER) if isinstance(patch.new, dict) else patch.new if patch.field == POINTER else None
    return value if isinstance(value, bytes) else None

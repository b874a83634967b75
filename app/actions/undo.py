"""Undo is a new action with its own check (D8): a field goes back only where it still holds what was set.

Rows that others have built on are kept and listed. The journal reaches back thirty days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.actions.action import ANY_FIELD, REGISTRY, action
from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.operation import Patch, decode_patches
from app.domain.permissions import Permission, own_scope, require
from app.domain.text import Text
from app.store.summaries import remove_batch, summarise
from app.store.tables import imports, metadata, operations, participants, results

JOURNAL_DAYS = 30
DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Undone:
    """`action` is what was taken back, `rows` how many rows went back, `kept` how many others had built on."""

    action: str
    rows: int
    kept: int


def _everything() -> dict[str, set[str]]:
    return {name: set(ANY_FIELD) for name in metadata.tables}


@action(
    "undo",
    Permission.SEE_GROUP,
    _everything(),
    scope=lambda work, **_given: own_scope(work.sight.actor),
    recorded=lambda given: {"operation": given.get("operation_id") or b""},
)
def undo_last(work: Work, operation_id: bytes | None = None) -> Undone:
    """Take back one operation, the newest if none is named; not twice, and not what cannot be undone."""
    row = _wanted(work, operation_id)
    actor = work.sight.actor
    require(actor, REGISTRY.actions[row.action].permission, own_scope(actor))
    patches = decode_patches(row.patches)
    kept = _take_back(work, patches, _touched_later(work, row.number))
    work.connection.execute(operations.update().where(operations.c.id == row.id).values(undone_by=work.operation_id))
    return Undone(row.action, len({patch.id for patch in patches}) - kept, kept)


def _wanted(work: Work, operation_id: bytes | None) -> Any:
    query = select(operations).where(
        operations.c.undone_by.is_(None),
        operations.c.action != "undo",
        operations.c.actor_id == work.sight.actor.account_id,
        operations.c.at_us >= work.now_us - JOURNAL_DAYS * DAY_US,
    )
    if operation_id is None:
        query = query.order_by(operations.c.number.desc()).limit(1)
    else:
        query = query.where(operations.c.id == operation_id)
    row = work.connection.execute(query).first()
    if row is None:
        raise Refusal(Text("There is nothing to undo."))
    if not REGISTRY.actions[row.action].undoable:
        raise Refusal(Text("The last thing done cannot be undone: it was printed or handed out."))
    return row


def _touched_later(work: Work, number: int) -> set[tuple[str, bytes]]:
    """Rows that later operations, themselves not undone, changed or refer to."""
    later = select(operations.c.patches).where(
        operations.c.number > number, operations.c.undone_by.is_(None), operations.c.action != "undo"
    )
    touched: set[tuple[str, bytes]] = set()
    for (data,) in work.connection.execute(later):
        for patch in decode_patches(data):
            touched.add((patch.kind, patch.id))
            touched.update(("", value) for value in _references(patch))
    return touched


def _references(patch: Patch) -> Iterable[bytes]:
    if not isinstance(patch.new, dict):
        return ()
    return [value for name, value in patch.new.items() if isinstance(value, bytes) and name.endswith("_id")]


def _take_back(work: Work, patches: list[Patch], built_on: set[tuple[str, bytes]]) -> int:
    """Put everything back in reverse; gives the number of rows kept because something else rests on them."""
    for patch in patches:
        if patch.kind == "results":
            _take_back_batch(work, patch)
    rows = [patch for patch in patches if patch.kind != "results"]
    kept = _rested_on(work, [patch for patch in rows if patch.inserts], built_on)
    by_kind: dict[str, list[bytes]] = {}
    for patch in reversed(rows):
        if patch.inserts and patch.id not in kept:
            by_kind.setdefault(patch.kind, []).append(patch.id)
        elif not patch.inserts and not _put_back(work, patch):
            kept.add(patch.id)
    for kind, ids in by_kind.items():
        work.remove_all(metadata.tables[kind], ids)
    return len(kept)


def _rested_on(work: Work, inserts: list[Patch], built_on: set[tuple[str, bytes]]) -> set[bytes]:
    """Inserted rows that must stay: changed or referred to later, people with results, and what belongs to those."""
    kept = {patch.id for patch in inserts if (patch.kind, patch.id) in built_on or ("", patch.id) in built_on}
    kept |= _people_with_results(work, [patch.id for patch in inserts if patch.kind == "participants"])
    return kept | {
        patch.id
        for patch in inserts
        if kept & {patch.new.get("participant_id"), patch.new.get("coach_id"), patch.new.get("row_id")}
    }


def _people_with_results(work: Work, people: list[bytes]) -> set[bytes]:
    if not people:
        return set()
    query = select(participants.c.id).where(participants.c.local.in_(select(results.c.participant)))
    return {bytes(person) for person in work.connection.execute(query).scalars()} & set(people)


def _put_back(work: Work, patch: Patch) -> bool:
    table = metadata.tables[patch.kind]
    if patch.deletes:
        work.insert(table, [patch.old])
        return True
    now = work.connection.execute(select(table.c[str(patch.field)]).where(table.c.id == patch.id)).first()
    if now is None or now[0] != patch.new:
        return False
    work.change(table, patch.id, **{str(patch.field): patch.old})
    return True


def _take_back_batch(work: Work, patch: Patch) -> None:
    batch = work.connection.execute(select(imports.c.local).where(imports.c.id == patch.id)).scalar()
    if batch is None:
        return
    touched = remove_batch(work.connection, batch)
    summarise(work.connection, touched)
    work.note_batch(patch.id, -int(patch.new))

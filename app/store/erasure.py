"""Removing every row about a person, by the declarations of the tables; and the ledger of who was erased.

The ledger holds ids only and lies beside the database, outside every backup: a restored backup is cleaned with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, select

from app.domain.operation import Patch, decode_patches, encode_patches
from app.store.files import write_atomically
from app.store.tables import Personal, audit_events, metadata, operations, participants

LEDGER_FILE = "erased.ids"


def read_ledger(ledger: Path) -> frozenset[bytes]:
    """Ids of the people who were erased, empty where there is no ledger."""
    if not ledger.is_file():
        return frozenset()
    return frozenset(bytes.fromhex(line) for line in ledger.read_text("ascii").split())


def write_ledger(ledger: Path, erased: Iterable[bytes]) -> None:
    lines = sorted(person.hex() for person in read_ledger(ledger) | set(erased))
    write_atomically(ledger, "\n".join(lines).encode(), private=True)


def erase_people(connection: Connection, people: Iterable[bytes]) -> None:
    """Delete every declared row about these people, and their values from the journal and the log."""
    erased = set(people)
    if not erased:
        return
    known = select(participants.c.id, participants.c.local).where(participants.c.id.in_(erased))
    local = [row.local for row in connection.execute(known)]
    for table in metadata.tables.values():
        personal = table.info["personal"]
        if isinstance(personal, Personal) and personal.by:
            column = table.c["participant"] if personal.by == "local" else table.c[personal.by]
            connection.execute(table.delete().where(column.in_(local if personal.by == "local" else erased)))
    _empty_journal(connection, erased)


def _empty_journal(connection: Connection, erased: set[bytes]) -> None:
    for row in connection.execute(select(operations.c.id, operations.c.patches)).fetchall():
        patches = decode_patches(row.patches)
        kept = [patch for patch in patches if not _about(patch, erased)]
        if len(kept) < len(patches):
            changed = operations.update().where(operations.c.id == row.id)
            connection.execute(changed.values(patches=encode_patches(kept), arguments=b"\x80"))
    for event in connection.execute(select(audit_events.c.id, audit_events.c.payload)).fetchall():
        if event.payload and any(person in event.payload for person in erased):
            connection.execute(
                audit_events.update().where(audit_events.c.id == event.id).values(salt=None, payload=None)
            )


def _about(patch: Patch, erased: set[bytes]) -> bool:
    rows = [row for row in (patch.old, patch.new) if isinstance(row, dict)]
    return patch.id in erased or any(person in row.values() for row in rows for person in erased)

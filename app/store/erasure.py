"""Removing every row about a person, by the declarations of the tables; and the ledger of who was erased.

The ledger holds ids only and lies beside the database, outside every backup: a restored backup is cleaned with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from app.domain.errors import Refusal
from app.domain.following import unit_apart
from app.domain.operation import decode_patches, encode_patches, points_at, without_rows
from app.domain.text import Text
from app.store.chunks import chunks
from app.store.files import flush_folder, write_atomically
from app.store.merged import keepers_of
from app.store.summaries import summarise
from app.store.tables import (
    Personal,
    accounts,
    audit_events,
    confirmed,
    erased_ids,
    metadata,
    operations,
    outbox_rows,
    participants,
    read_marks,
    reviews,
)
from app.store.voided import forget_results

LEDGER_FILE = "erased.ids"
CHUNK = 500
ERASE = "participant.erase"
"""The action that erases; it names ids only, and must still tell the server."""
NO_ARGUMENTS = msgspec.msgpack.encode({})


def read_ledger(ledger: Path) -> frozenset[bytes]:
    """Ids of the people who were erased, empty where there is no ledger."""
    if not ledger.is_file():
        return frozenset()
    try:
        return frozenset(bytes.fromhex(line) for line in ledger.read_text("ascii").split())
    except (OSError, ValueError) as problem:
        raise Refusal(
            Text(
                "The list of who was erased ({file}) cannot be read, so a backup could bring them back. "
                "Nothing was changed. Put that file back from a copy of the folder.",
                file=ledger.name,
            )
        ) from problem


def write_ledger(ledger: Path, erased: Iterable[bytes]) -> None:
    lines = sorted(person.hex() for person in read_ledger(ledger) | set(erased))
    write_atomically(ledger, "\n".join(lines).encode(), private=True)
    flush_folder(ledger.parent)


def erase_people(connection: Connection, people: Iterable[bytes], at_us: int) -> None:
    """Delete every declared row about these people, and their values from the journal and the log.

    Their ids alone stay known, so that an import does not bring them back unseen (D4).
    """
    erased = sorted(set(people))
    if not erased:
        return
    rows, counting = set(erased), keepers_of(connection, erased)
    for at in range(0, len(erased), CHUNK):
        rows |= _delete(connection, erased[at : at + CHUNK])
    summarise(connection, counting)
    _empty_sync(connection, erased, rows)
    _empty_journal(connection, erased, rows)
    _empty_log(connection, rows)
    known = [{"id": person, "at_us": at_us} for person in erased]
    connection.execute(insert(erased_ids).on_conflict_do_nothing(), known)


def _delete(connection: Connection, erased: Sequence[bytes]) -> set[bytes]:
    """Gives the ids of the rows that went: their values stand in the journal under those."""
    local = list(connection.execute(select(participants.c.local).where(participants.c.id.in_(erased))).scalars())
    forget_results(connection, erased)
    gone: set[bytes] = set()
    for table in metadata.tables.values():
        personal = table.info["personal"]
        if not isinstance(personal, Personal) or not personal.by or personal.subject != "participant":
            continue
        if personal.by == "local":
            connection.execute(table.delete().where(table.c["participant"].in_(local)))
            continue
        theirs = table.c[personal.by].in_(erased)
        gone |= set(connection.execute(select(table.c.id).where(theirs)).scalars())
        connection.execute(table.delete().where(theirs))
    forget_marks(connection, gone)
    return gone | _delete_lost_apart(connection, erased)


def _delete_lost_apart(connection: Connection, erased: Sequence[bytes]) -> set[bytes]:
    """What lost of notes that somebody kept apart lies where those lay; gives the ids."""
    kept_by = list(connection.execute(select(accounts.c.id)).scalars())
    gone: set[bytes] = set()
    for some in chunks([unit_apart(person, one) for person in erased for one in kept_by]):
        there = reviews.c.unit.in_(some)
        gone |= set(connection.execute(select(reviews.c.id).where(there)).scalars())
        connection.execute(reviews.delete().where(there))
    return gone


def forget_marks(connection: Connection, conversations: Collection[bytes]) -> None:
    """How far anybody read what is not there any more."""
    wanted = list(conversations)
    for at in range(0, len(wanted), CHUNK):
        connection.execute(read_marks.delete().where(read_marks.c.conversation_id.in_(wanted[at : at + CHUNK])))


def _empty_sync(connection: Connection, erased: Sequence[bytes], rows: set[bytes]) -> None:
    """What lies under waiting operations, and what was refused, holds values too."""
    known = list(rows)
    for at in range(0, len(known), CHUNK):
        some = known[at : at + CHUNK]
        connection.execute(confirmed.delete().where(confirmed.c.id.in_(some)))
        connection.execute(outbox_rows.delete().where(outbox_rows.c.row_id.in_(some)))
    refused = select(reviews.c.id, reviews.c.lost).where(reviews.c.sort == "refused")
    for review in connection.execute(refused).fetchall():
        if review.lost and any(person in review.lost for person in (*erased, *rows)):
            stripped = reviews.update().where(reviews.c.id == review.id)
            kept = without_rows(decode_patches(review.lost), rows)
            connection.execute(stripped.values(lost=encode_patches(kept)))


def _empty_journal(connection: Connection, erased: Sequence[bytes], rows: set[bytes]) -> None:
    journal = [
        (row.id, row.arguments, decode_patches(row.patches))
        for row in connection.execute(
            select(operations.c.id, operations.c.arguments, operations.c.patches).where(operations.c.action != ERASE))
    ]
    about = rows | {patch.id for _, _, patches in journal for patch in patches if points_at(patch, rows)}
    for operation, arguments, patches in journal:
        kept = [patch for patch in patches if patch.id not in about and not points_at(patch, rows)]
        if len(kept) < len(patches) or any(person in arguments for person in erased):
            emptied = operations.update().where(operations.c.id == operation)
            connection.execute(emptied.values(patches=encode_patches(kept), arguments=NO_ARGUMENTS))


def _empty_log(connection: Connection, rows: set[bytes]) -> None:
    for event in connection.execute(select(audit_events.c.id, audit_events.c.payload)).fetchall():
        if event.payload and not rows.isdisjoint(msgspec.msgpack.decode(event.payload).get("ids", ())):
            emptied = audit_events.update().where(audit_events.c.id == event.id)
            connection.execute(emptied.values(salt=None, payload=None))

"""Who is counted with whom: rows that turned out to be one person keep their own facts and are read together."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from app.store.chunks import chunks
from app.store.tables import participants


def kept_id(connection: Connection, participant_id: bytes) -> bytes:
    """Whom this person is counted with; the same id for who is nobody else."""
    query = select(participants.c.merged_into).where(participants.c.id == participant_id)
    return connection.execute(query).scalar() or participant_id


def counted_with(connection: Connection, people: Iterable[bytes]) -> dict[bytes, bytes]:
    """Who is counted with one of these people: id -> the one of these."""
    found: dict[bytes, bytes] = {}
    for some in chunks(list(people)):
        query = select(participants.c.id, participants.c.merged_into).where(participants.c.merged_into.in_(some))
        found |= {row.id: row.merged_into for row in connection.execute(query)}
    return found


def all_merged(connection: Connection) -> dict[bytes, bytes]:
    """Everybody who is counted with somebody else: id -> with whom."""
    query = select(participants.c.id, participants.c.merged_into).where(participants.c.merged_into.is_not(None))
    return {row.id: row.merged_into for row in connection.execute(query)}


def one_person(connection: Connection, participant_id: bytes) -> tuple[tuple[bytes, int], ...]:
    """(id, local number) of every row that is this person, the kept one first; one row for most people."""
    kept = kept_id(connection, participant_id)
    query = select(participants.c.id, participants.c.local).where(
        (participants.c.id == kept) | (participants.c.merged_into == kept))
    rows = [(row.id, row.local) for row in connection.execute(query.order_by(participants.c.created_us))]
    return tuple(sorted(rows, key=lambda row: row[0] != kept))


def with_merged(connection: Connection, people: Collection[bytes]) -> list[bytes]:
    """These people and who is counted with them, each once."""
    return list(dict.fromkeys([*people, *counted_with(connection, people)]))


def keepers_of(connection: Connection, people: Iterable[bytes]) -> set[int]:
    """Local numbers of those with whom these people are counted."""
    kept = participants.alias()
    found: set[int] = set()
    for some in chunks(list(people)):
        query = select(kept.c.local).join(participants, participants.c.merged_into == kept.c.id)
        found |= set(connection.execute(query.where(participants.c.id.in_(some))).scalars())
    return found

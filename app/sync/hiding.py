"""Last names that may not be seen here any more go from the disk at once, before anything is read again (O-1)."""

from __future__ import annotations

from sqlalchemy import Connection, select

from app.domain.names import PersonName
from app.domain.surnames import by_first_word, without_surnames
from app.store.forgetting import forget_received
from app.store.tables import drafts, participants


def forget_last_names(connection: Connection, device_id: bytes) -> None:
    """Everything that was read goes, for they stand in rows, texts, journal and search columns alike. What was begun
    and never sent stays, without them.
    """
    people = by_first_word(
        PersonName(row.given, row.prefix, row.family) for row in connection.execute(select(participants)))
    begun = [dict(row) | {"body": without_surnames(row["body"], people)}
             for row in connection.execute(select(drafts)).mappings()]
    forget_received(connection, device_id)
    if begun:
        connection.execute(drafts.insert(), begun)

"""What was accepted of the user terms, by person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.domain.acceptance import Acceptance
from app.store.merged import all_merged, with_merged
from app.store.tables import acceptances, participants


def accepted_by(connection: Connection, people: Collection[bytes] | None) -> Mapping[bytes, list[Acceptance]]:
    """Of each participant who accepted anything; `people` are few enough to be named in a query, None: everybody.

    What somebody accepted under another row counts for the person who was kept.
    """
    query = select(acceptances.c.participant_id, acceptances.c.edition, acceptances.c.way, acceptances.c.accepted_on)
    if people is not None:
        query = query.where(acceptances.c.participant_id.in_(with_merged(connection, people)))
    kept = all_merged(connection)
    found: dict[bytes, list[Acceptance]] = {}
    for row in connection.execute(query):
        found.setdefault(kept.get(row.participant_id, row.participant_id), []).append(
            Acceptance(row.edition, row.way, date.fromisoformat(row.accepted_on)))
    return found


def who_accepted() -> Select[Any]:
    """Ids of those who ever accepted anything, of whatever edition; for a double that of the person who was kept."""
    of = participants.alias()
    joined = acceptances.outerjoin(of, of.c.id == acceptances.c.participant_id)
    return select(func.coalesce(of.c.merged_into, acceptances.c.participant_id)).select_from(joined)

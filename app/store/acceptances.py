"""What was accepted of the user terms, by person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Connection, select

from app.domain.acceptance import Acceptance
from app.store.tables import acceptances


def accepted_by(connection: Connection, people: Collection[bytes] | None) -> Mapping[bytes, list[Acceptance]]:
    """Of each participant who accepted anything; `people` are few enough to be named in a query, None: everybody."""
    query = select(acceptances.c.participant_id, acceptances.c.edition, acceptances.c.way, acceptances.c.accepted_on)
    if people is not None:
        query = query.where(acceptances.c.participant_id.in_(people))
    found: dict[bytes, list[Acceptance]] = {}
    for row in connection.execute(query):
        found.setdefault(row.participant_id, []).append(
            Acceptance(row.edition, row.way, date.fromisoformat(row.accepted_on)))
    return found

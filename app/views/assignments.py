"""To which licensor an organisation belonged, from when until when (O-13): the same for both sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.contract.kept_rows import day_of
from app.domain.contract.source import AGREEMENT, source_of
from app.domain.contract.timeline import Entry, EntryKind
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import NotRegulated
from app.domain.text import Text
from app.store.tables import links


@dataclass(frozen=True, slots=True)
class LinkRow:
    """`until_on` is the first day on which this licensor was it no longer, None while it is. `told_on` is the day of
    the written notice to the organisation, `proof` what shows it.
    """

    licensor_id: bytes
    licensor: str
    from_on: date
    until_on: date | None
    told_on: date | None = None
    proof: str = ""


def licensors_of(connection: Connection, organisation_id: bytes) -> tuple[LinkRow, ...]:
    """In order of their first day; one row of each, although both sides keep one."""
    query = select(links).where(links.c.organisation_id == organisation_id).order_by(links.c.from_on, links.c.id)
    found: dict[tuple[bytes, str], Any] = {}
    for row in connection.execute(query):
        before = found.get((row.licensor_id, row.from_on))
        if before is None or row.until_on:
            found[row.licensor_id, row.from_on] = row
    return tuple(
        LinkRow(row.licensor_id, row.licensor_name, date.fromisoformat(row.from_on), day_of(row.until_on),
                day_of(row.told_on), row.proof)
        for row in found.values())


def assignment_entries(
    connection: Connection, organisation_id: bytes, profile: ProviderProfile,
) -> tuple[Entry, ...]:
    """For the timeline: each day on which another licensor came in the place of the one before."""
    source = AGREEMENT if isinstance(profile.transfer, NotRegulated) else source_of(profile.transfer.basis)
    return tuple(
        Entry(EntryKind.ASSIGNED, row.from_on, Text("{licensor} is the licensor from now on", licensor=row.licensor),
              source, explanation=_told(row))
        for row in licensors_of(connection, organisation_id)[1:])


def _told(row: LinkRow) -> tuple[Text, ...]:
    if row.told_on is None:
        return ()
    return (Text("Told in writing on {day}: {proof}", day=row.told_on, proof=row.proof),)

"""Own accounts as they are shown: whether they are linked here, who an owner may be, and what somebody has."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.domain.names import PersonName, fold
from app.domain.sight import Sight
from app.store.merged import kept_id, one_person
from app.store.settings import CONNECTED, setting
from app.store.tables import participants
from app.views.people import ParticipantRow, may_see, participant_rows


@dataclass(frozen=True, slots=True)
class OwnerHere:
    """`here` is who has this account in the organisation, `alike` who is called the same and has none."""

    here: ParticipantRow | None
    alike: tuple[ParticipantRow, ...]


def is_connected(connection: Connection, sight: Sight) -> bool:
    """Whether there is a server to ask."""
    return bool(setting(connection, CONNECTED))


def owner_here(connection: Connection, sight: Sight, name: PersonName, participant_id: bytes | None) -> OwnerHere:
    """Who an owner may be, among those that the reader may see; `participant_id` is who it is already."""
    if participant_id is not None:
        found = participant_rows(connection, sight, [kept_id(connection, participant_id)], include_left=True)
        return OwnerHere(found[0] if found else None, ())
    query = select(participants.c.id, participants.c.given, participants.c.prefix, participants.c.family).where(
        participants.c.merged_into.is_(None), participants.c.own_account_id.is_(None))
    wanted = _words(name)
    same = [row.id for row in connection.execute(query)
            if _words(PersonName(row.given, row.prefix, row.family)) == wanted]
    return OwnerHere(None, participant_rows(connection, sight, same, include_left=True))


def own_account_of(connection: Connection, sight: Sight, participant_id: bytes) -> bytes | None:
    """Of which row of this person there is an own account: their own, or one that turned out to be the same person;
    None where there is none, and for who is not this reader's to see.
    """
    if not may_see(connection, sight, participant_id):
        return None
    same = [one for one, _ in one_person(connection, participant_id)]
    query = select(participants.c.id).where(
        participants.c.id.in_(same), participants.c.own_account_id.is_not(None))
    return connection.execute(query).scalars().first()


def _words(name: PersonName) -> list[str]:
    return sorted(fold(name.full).replace("-", " ").split())

"""Conversations as they are kept: of which groups they are, who may write there, and what this desk remembers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from app.domain.messages import FIELD, days_kept, is_over
from app.domain.sight import Sight
from app.store.merged import kept_id
from app.store.settings import set_settings, setting
from app.store.tables import conversations, groups, memberships, messages

Row = dict[str, Any]
SEEN = "messages.seen."
"""Beginning of the settings that say up to where each conversation was read here."""


def groups_of(connection: Connection, conversation: Mapping[str, Any], day: str) -> frozenset[bytes]:
    """The group of a conversation, or those that its one participant is in on this day.

    Who turned out to be somebody else is in the groups of that person.
    """
    if conversation["group_id"]:
        return frozenset({conversation["group_id"]})
    person = conversation["participant_id"]
    query = select(memberships.c.group_id).where(
        memberships.c.participant_id.in_({person, kept_id(connection, person)}), memberships.c.from_on <= day,
        or_(memberships.c.until_on.is_(None), memberships.c.until_on > day))
    return frozenset(connection.execute(query).scalars())


def finished(connection: Connection, sight: Sight) -> list[bytes]:
    """Ids of the conversations whose time is over; all of them where messages are not kept any more."""
    rows = connection.execute(select(conversations.c.id, conversations.c.closed_us, groups.c.until_on).outerjoin(
        groups, groups.c.id == conversations.c.group_id).order_by(conversations.c.id)).all()
    if not sight.keeps(*FIELD):
        return [row.id for row in rows]
    days = days_kept(sight.profile.messages)
    return [
        row.id for row in rows
        if is_over(sight.day_of(row.closed_us) if row.closed_us else None, _day(row.until_on), days, sight.today)]


def messages_in(connection: Connection, conversation_ids: Iterable[bytes]) -> dict[bytes, list[Row]]:
    """The messages of these conversations, the oldest first."""
    found: dict[bytes, list[Row]] = {one: [] for one in conversation_ids}
    query = select(messages).order_by(messages.c.sent_us, messages.c.id)
    if len(found) == 1:
        query = query.where(messages.c.conversation_id == next(iter(found)))
    for row in connection.execute(query).mappings():
        if row["conversation_id"] in found:
            found[row["conversation_id"]].append(dict(row))
    return found


def seen_up_to(connection: Connection, conversation_id: bytes) -> int:
    """The newest version of a message of this conversation that was looked at here; 0 before that."""
    return int(setting(connection, SEEN + conversation_id.hex()) or 0)


def set_seen(connection: Connection, conversation_id: bytes, version: int) -> None:
    set_settings(connection, {SEEN + conversation_id.hex(): str(version)})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

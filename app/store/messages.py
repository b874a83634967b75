"""Conversations as they are kept: of which groups they are, who may write there, and how far it was read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from app.domain.messages import FIELD, MARKS, ReadMark, days_kept, is_over
from app.domain.sight import Sight
from app.store.merged import kept_id
from app.store.tables import conversations, groups, memberships, messages, outbox, outbox_rows, read_marks

Row = dict[str, Any]


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


def read_marks_of(connection: Connection, account_id: bytes) -> dict[bytes, ReadMark]:
    """Up to when this account has read, by conversation."""
    waits = select(outbox_rows.c.row_id).join(outbox, outbox.c.operation_id == outbox_rows.c.operation_id).where(
        outbox_rows.c.kind == MARKS, outbox.c.state != "settled")
    waiting = set(connection.execute(waits).scalars())
    return {
        row.conversation_id: ReadMark(row.read_us, row.version, row.version == 0 or row.id in waiting)
        for row in connection.execute(select(read_marks).where(read_marks.c.account_id == account_id))}


def marks_on(connection: Connection, conversation_ids: Collection[bytes]) -> list[bytes]:
    """Ids of everybody's marks on these conversations."""
    query = select(read_marks.c.id, read_marks.c.conversation_id)
    return [row.id for row in connection.execute(query) if row.conversation_id in set(conversation_ids)]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

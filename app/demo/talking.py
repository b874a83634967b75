"""Conversations of a demo organisation. What a participant wrote, from a screen of their own, is laid in as such."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from sqlalchemy import Connection, select

from app.actions.desk import Desk
from app.actions.messages import close_conversation, hide_message, open_conversation, write_message
from app.actions.privacy import switch_field
from app.demo.billing import GoTo
from app.demo.organisation import DemoConversation, DemoOrganisation
from app.domain.ids import timed_id
from app.domain.messages import FIELD
from app.domain.sight import Sight
from app.store.tables import groups, memberships, messages, participants


def talk(desk: Desk, go_to: GoTo, told: DemoOrganisation, today: date) -> None:
    """`go_to` sets the clock of the demo to a day; what is later than `today` did not happen yet."""
    begun = [one for one in told.conversations if one.begun_on <= today]
    if not begun:
        return
    go_to(begun[0].begun_on - timedelta(days=7))
    subject, field = FIELD
    desk.do(switch_field, subject=subject, field=field, is_on=True, purpose="Begeleiding bij het oefenen", ground="e",
            retention="een jaar na sluiten", addition_on=desk.sight.today.isoformat())
    for one in begun:
        _hold(desk, go_to, one, today)


def _hold(desk: Desk, go_to: GoTo, told: DemoConversation, today: date) -> None:
    group, people = desk.read(_group, told.group)
    first, *others = told.messages
    go_to(told.begun_on)
    alone = people[0] if told.alone else None
    made = desk.do(open_conversation, title=told.title, body=first.text, group_id=None if alone else group,
                   participant_id=alone).outcome
    for number, said in enumerate(others):
        day = told.begun_on + timedelta(days=said.after)
        if day > today:
            return
        go_to(day)
        if said.by_participant:
            _lay_in(desk, made, None if alone else group, alone or people[number % len(people)], said.text)
        else:
            desk.do(write_message, conversation_id=made, body=said.text)
        if said.hidden:
            desk.do(hide_message, message_id=desk.read(_newest, made), reason=said.hidden)
    if told.closed:
        desk.do(close_conversation, conversation_id=made)


def _lay_in(desk: Desk, conversation: bytes, group: bytes | None, person: bytes, text: str) -> None:
    with desk.database.writing() as connection:
        now_us = desk.clock()
        connection.execute(messages.insert().values(
            id=timed_id(now_us, secrets.token_bytes), conversation_id=conversation, group_id=group,
            participant_id=person, account_id=None, body=text, sent_us=now_us))


def _group(connection: Connection, sight: Sight, name: str) -> tuple[bytes, list[bytes]]:
    """The first group whose name begins so, and who is in it, by name."""
    query = select(groups.c.id).where(groups.c.name.startswith(name), groups.c.until_on.is_(None))
    group = bytes(connection.execute(query.order_by(groups.c.name)).scalars().first() or b"")
    inside = select(participants.c.id).join(memberships, memberships.c.participant_id == participants.c.id).where(
        memberships.c.group_id == group, memberships.c.until_on.is_(None), participants.c.state == "active")
    return group, list(connection.execute(inside.order_by(participants.c.sort_key)).scalars())


def _newest(connection: Connection, sight: Sight, conversation: bytes) -> bytes:
    query = select(messages.c.id).where(messages.c.conversation_id == conversation)
    return bytes(connection.execute(query.order_by(messages.c.sent_us.desc())).scalars().first() or b"")

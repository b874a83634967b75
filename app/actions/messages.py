"""Messages between coaches and participants: begun, written, hidden with a reason, reported, closed, and cleared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.messages import (
    CLOSED,
    FIELD,
    LONGEST_BODY,
    NOT_KEPT,
    ONLY_READS,
    OPEN,
    ReadMark,
    check_conversation,
    check_message,
    check_reason,
    is_unread,
    mark_id,
    read_up_to,
)
from app.domain.permissions import ORGANISATION, Permission, Role, Scope, require
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.messages import finished, groups_of, marks_on, messages_in, read_marks_of
from app.store.tables import conversations, drafts, groups, messages, participants, read_marks

_HIDDEN, _REPORTED = ("hidden_us", "hidden_by", "hidden_reason"), ("reported_us", "reported_by", "reported_reason")
_NOBODY = {"hidden_us": None, "hidden_by": None, "hidden_reason": ""}
_UNREPORTED = {"reported_us": None, "reported_by": None, "reported_reason": ""}


def _with(work: Work, group_id: bytes | None = None, participant_id: bytes | None = None, **_given: Any) -> Scope:
    """The groups through which a conversation is reached: of a coach the own ones, where there are any."""
    of = groups_of(work.connection, {"group_id": group_id, "participant_id": participant_id}, work.day)
    return Scope(of & work.sight.actor.groups or of) if of else ORGANISATION


def _within(work: Work, conversation_id: bytes, **_given: Any) -> Scope:
    row = work.rows_by_id(conversations, [conversation_id])[conversation_id]
    return _with(work, row["group_id"], row["participant_id"])


def _around(work: Work, message_id: bytes, **_given: Any) -> Scope:
    return _within(work, work.rows_by_id(messages, [message_id])[message_id]["conversation_id"])


def _ids(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was written stands in the rows, and nowhere else."""
    return {name: value for name, value in given.items() if name.endswith("_id")}


@action("conversation.open", Permission.WRITE_MESSAGES,
        {"conversations": set(ANY_FIELD), "messages": set(ANY_FIELD)}, scope=_with, recorded=_ids)
def open_conversation(
    work: Work, title: str, body: str, group_id: bytes | None = None, participant_id: bytes | None = None,
) -> bytes:
    """Begin with a group or with one participant, and the first message; gives the id of the conversation."""
    _must_be_kept(work)
    refuse(check_conversation(title, body))
    if (group_id is None) == (participant_id is None):
        raise Refusal(Text("Choose {a_group} or {a_participant}. Nothing was sent."), remedy="with")
    if group_id is not None:
        work.rows_by_id(groups, [group_id])
    if participant_id is not None:
        work.rows_by_id(participants, [participant_id])
    _must_write(work, {"group_id": group_id, "participant_id": participant_id})
    made = work.add(
        conversations, group_id=group_id, participant_id=participant_id, title=" ".join(title.split()), state=OPEN,
        opened_us=work.now_us, opened_by=work.sight.actor.account_id, closed_us=None, closed_by=None)
    _add(work, made, group_id, participant_id, body)
    return made


@action("message.write", Permission.WRITE_MESSAGES, {"messages": set(ANY_FIELD)}, scope=_within, recorded=_ids)
def write_message(work: Work, conversation_id: bytes, body: str) -> bytes:
    """Write in a conversation that is open; the draft of it goes. Gives the id of the message."""
    _must_be_kept(work)
    refuse(check_message(body))
    row = work.rows_by_id(conversations, [conversation_id])[conversation_id]
    if row["state"] != OPEN:
        raise Refusal(Text("This conversation is closed. Nothing was sent. Open it again to write."))
    _must_write(work, row)
    work.connection.execute(drafts.delete().where(drafts.c.id == conversation_id))
    return _add(work, conversation_id, row["group_id"], row["participant_id"], body)


@action("message.hide", Permission.WRITE_MESSAGES, {"messages": set(_HIDDEN)}, scope=_around, recorded=_ids)
def hide_message(work: Work, message_id: bytes, reason: str) -> None:
    """Nobody but the administrator reads it any more; the reason stands in its place."""
    refuse(check_reason(reason))
    row = work.rows_by_id(messages, [message_id])[message_id]
    _must_write(work, row)
    if row["hidden_us"]:
        raise Refusal(Text("This message was hidden already. Nothing was changed."))
    work.change(messages, message_id, hidden_us=work.now_us, hidden_by=work.sight.actor.account_id,
                hidden_reason=reason.strip())


@action("message.show", Permission.WRITE_MESSAGES, {"messages": set(_HIDDEN)}, recorded=_ids)
def show_message(work: Work, message_id: bytes) -> None:
    """Everybody reads it again: for the administrator to decide."""
    work.change(messages, message_id, **_NOBODY)


@action("message.report", Permission.WRITE_MESSAGES, {"messages": set(_REPORTED)}, scope=_around, recorded=_ids)
def report_message(work: Work, message_id: bytes, reason: str) -> None:
    """Ask the administrator to look at it."""
    refuse(check_reason(reason))
    if work.rows_by_id(messages, [message_id])[message_id]["reported_us"]:
        raise Refusal(Text("This message was reported already. Nothing was changed."))
    work.change(messages, message_id, reported_us=work.now_us, reported_by=work.sight.actor.account_id,
                reported_reason=reason.strip())


@action("message.report_done", Permission.WRITE_MESSAGES, {"messages": set(_REPORTED)}, recorded=_ids)
def settle_report(work: Work, message_id: bytes) -> None:
    """The administrator has looked at a report; hiding the message is another thing."""
    work.change(messages, message_id, **_UNREPORTED)


@action("conversation.close", Permission.WRITE_MESSAGES,
        {"conversations": {"state", "closed_us", "closed_by"}}, scope=_within)
def close_conversation(work: Work, conversation_id: bytes) -> None:
    """Nobody writes in it any more; everybody can read it until its time is over."""
    row = work.rows_by_id(conversations, [conversation_id])[conversation_id]
    _must_write(work, row)
    if row["state"] == CLOSED:
        raise Refusal(Text("This conversation was closed already. Nothing was changed."))
    work.change(conversations, conversation_id, state=CLOSED, closed_us=work.now_us,
                closed_by=work.sight.actor.account_id)


@action("conversation.reopen", Permission.WRITE_MESSAGES,
        {"conversations": {"state", "closed_us", "closed_by"}}, scope=_within)
def reopen_conversation(work: Work, conversation_id: bytes) -> None:
    _must_be_kept(work)
    _must_write(work, work.rows_by_id(conversations, [conversation_id])[conversation_id])
    work.change(conversations, conversation_id, state=OPEN, closed_us=None, closed_by=None)


@action("messages.clear", Permission.EDIT_PRIVACY,
        {"conversations": set(ANY_FIELD), "messages": set(ANY_FIELD), "read_marks": set(ANY_FIELD)}, undoable=False,
        removes=frozenset({"conversations", "messages", "read_marks"}))
def clear_conversations(work: Work) -> int:
    """Remove every conversation whose time is over, here at once and everywhere by the next sync; gives how many.

    It cannot be undone. Where messages are not kept any more, all of them go.
    """
    over = finished(work.connection, work.sight)
    said = messages_in(work.connection, over)
    work.remove_all(messages, [row["id"] for rows in said.values() for row in rows])
    work.remove_all(read_marks, marks_on(work.connection, over))
    work.remove_all(conversations, over)
    work.connection.execute(drafts.delete().where(drafts.c.id.in_(over)))
    return len(over)


@action("draft.keep", Permission.WRITE_MESSAGES, {"drafts": set(ANY_FIELD)}, scope=_within, undoable=False)
def keep_draft(work: Work, conversation_id: bytes, body: str) -> None:
    """What was typed and not sent, at this desk only: it is journalled nowhere. An empty one goes."""
    row = work.rows_by_id(conversations, [conversation_id])[conversation_id]
    work.connection.execute(drafts.delete().where(drafts.c.id == conversation_id))
    if body.strip():
        work.connection.execute(drafts.insert().values(
            id=conversation_id, participant_id=row["participant_id"], body=body[:LONGEST_BODY], at_us=work.now_us))


@action("conversation.look", Permission.KEEP_OWN, {"read_marks": set(ANY_FIELD)}, undoable=False, own=True)
def look_at_conversation(work: Work, conversation_id: bytes) -> None:
    """Up to where it was read, at every desk of whoever reads; nobody else hears of it. Where nothing was new nothing
    is written.
    """
    require(work.sight.actor, Permission.SEE_GROUP, _within(work, conversation_id))
    me = work.sight.actor.account_id
    mark = read_marks_of(work.connection, me).get(conversation_id, ReadMark())
    rows = messages_in(work.connection, [conversation_id])[conversation_id]
    if not any(is_unread(row, mark) for row in rows if row["account_id"] != me):
        return
    read_us, row_id = read_up_to(max(row["sent_us"] for row in rows), mark), mark_id(me, conversation_id)
    if mark.read_us:
        work.change(read_marks, row_id, read_us=read_us)
    else:
        work.add(read_marks, id=row_id, account_id=me, conversation_id=conversation_id, read_us=read_us)


def _add(work: Work, conversation: bytes, group_id: bytes | None, participant_id: bytes | None, body: str) -> bytes:
    return work.add(
        messages, conversation_id=conversation, group_id=group_id, participant_id=participant_id,
        account_id=work.sight.actor.account_id, body=body.strip(), sent_us=work.now_us, **_NOBODY, **_UNREPORTED)


def _must_be_kept(work: Work) -> None:
    if not work.sight.keeps(*FIELD):
        raise Refusal(NOT_KEPT)


def _must_write(work: Work, conversation: Mapping[str, Any]) -> None:
    """A coach who only looks along writes nothing; the server holds the same."""
    actor = work.sight.actor
    of = groups_of(work.connection, conversation, work.day)
    if actor.role is Role.COACH and not of & actor.works_in:
        raise Refusal(ONLY_READS)

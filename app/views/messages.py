"""Messages as they are shown: the conversations of the reader, one of them whole, and what may be cleared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from app.domain.errors import Refusal
from app.domain.messages import CLOSED, FIELD, ReadMark, days_kept, is_unread
from app.domain.permissions import Permission, Role, Scope, allowed
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.merged import all_merged
from app.store.messages import finished, groups_of, messages_in, read_marks_of
from app.store.tables import accounts, conversations, drafts, groups, memberships, outbox, outbox_rows, participants
from app.views.people import natural, participant_rows, shown_name, visible_people


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """`about` is the name of the group or of the one participant (`person`); of who turned out to be somebody else it
    is that person. `last` is the newest message, '' where it
    is hidden; `unread` and `reported` are numbers of messages; `closed` is the day of closing.
    """

    id: bytes
    title: str
    about: str
    group_id: bytes | None
    person: bytes | None
    closed: date | None
    last_us: int
    last: str
    messages: int
    unread: int
    reported: int
    has_draft: bool


@dataclass(frozen=True, slots=True)
class Conversations:
    """The newest first. `off`: messages are not kept here, so nothing is shown; `may_switch`: the reader changes that.

    `clearable` is how many may be cleared away now, for who may do that; `days` how long one is kept after closing.
    """

    rows: tuple[ConversationRow, ...]
    off: bool
    may_switch: bool
    may_begin: bool
    may_clear: bool
    clearable: int
    days: int
    days_are_assumed: bool


@dataclass(frozen=True, slots=True)
class MessageRow:
    """`person` is the participant who wrote it, None for the staff. `who` is '' where this desk does not know the name.

    `body` is '' for who may not read a hidden message. `unsent`: it waits for a network.
    """

    id: bytes
    who: str
    person: bytes | None
    is_own: bool
    sent_us: int
    body: str
    hidden_reason: str
    is_hidden: bool
    reported_reason: str
    is_reported: bool
    unsent: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation whole. `only_looks`: a coach who may read and not write."""

    row: ConversationRow
    messages: tuple[MessageRow, ...]
    may_write: bool
    only_looks: bool
    may_show_hidden: bool
    draft: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """A group, or a participant with the groups; who a conversation can begin with."""

    group_id: bytes | None
    person: bytes | None
    name: str
    under: str


@dataclass(frozen=True, slots=True)
class Clearing:
    """What would go: the titles with their number of messages."""

    conversations: tuple[tuple[str, str, int], ...]
    messages: int
    days: int


def conversation_list(connection: Connection, sight: Sight) -> Conversations:
    """Every conversation of the reader; none while messages are not kept."""
    off = not sight.keeps(*FIELD)
    may_clear = allowed(sight.actor, Permission.EDIT_PRIVACY)
    rows = () if off else tuple(sorted(_rows(connection, sight), key=lambda row: (-row.last_us, row.id)))
    rule = sight.profile.messages
    return Conversations(
        rows, off, may_clear, not off and bool(_may_begin(connection, sight)), may_clear,
        len(finished(connection, sight)) if may_clear else 0, days_kept(rule),
        getattr(getattr(rule, "basis", None), "assumption", True))


def conversation(connection: Connection, sight: Sight, conversation_id: bytes) -> Conversation:
    """Raises Refusal for one that is gone or not the reader's."""
    kept = None if not sight.keeps(*FIELD) else _kept(connection, conversation_id)
    row = next(iter(_rows(connection, sight, kept)), None) if kept is not None else None
    if row is None or kept is None:
        raise Refusal(Text("This conversation is not here any more, or is not yours to see."))
    only_looks = _only_looks(connection, sight, kept)
    draft = connection.execute(select(drafts.c.body).where(drafts.c.id == conversation_id)).scalar()
    return Conversation(
        row, _messages(connection, sight, conversation_id), row.closed is None and not only_looks, only_looks,
        sight.sees_all, draft or "")


def addressees(connection: Connection, sight: Sight) -> tuple[Addressee, ...]:
    """The groups and the participants that the reader can begin a conversation with, the groups first."""
    if not sight.keeps(*FIELD):
        return ()
    may = _may_begin(connection, sight)
    found = connection.execute(select(groups.c.id, groups.c.name).where(groups.c.until_on.is_(None))).all()
    of_groups = [Addressee(row.id, None, row.name, "") for row in found if row.id in may]
    members = set(connection.execute(select(memberships.c.participant_id).where(
        memberships.c.until_on.is_(None), memberships.c.group_id.in_(may))).scalars())
    of_one = (
        Addressee(None, one.id, one.listed, one.groups) for one in participant_rows(connection, sight)
        if one.id in members or sight.sees_all)
    return (*sorted(of_groups, key=lambda one: natural(one.name)), *of_one)


def clearing(connection: Connection, sight: Sight) -> Clearing:
    """What would be cleared now; raises Refusal for who may not clear."""
    if not allowed(sight.actor, Permission.EDIT_PRIVACY):
        raise Refusal(Text("Your role does not allow this. Nothing was changed. Ask your {administrator}."))
    over = set(finished(connection, sight))
    said = messages_in(connection, over)
    names = _Names(connection, sight)
    rows = [row for row in _all(connection) if row["id"] in over]
    return Clearing(
        tuple((row["title"], names.about(row), len(said[row["id"]])) for row in rows),
        sum(map(len, said.values())), days_kept(sight.profile.messages))


class _Names:
    """What groups, participants and accounts are called."""

    def __init__(self, connection: Connection, sight: Sight) -> None:
        self.groups = dict(connection.execute(select(groups.c.id, groups.c.name)).all())
        talking = select(conversations.c.participant_id).where(conversations.c.participant_id.is_not(None))
        self._kept = all_merged(connection)
        wrote = or_(
            participants.c.id.in_(talking), participants.c.id.in_(_wrote()),
            participants.c.id.in_(set(self._kept.values())))
        self.people = {row.id: shown_name(row, sight) for row in connection.execute(select(participants).where(wrote))}
        self.staff = dict(connection.execute(select(accounts.c.id, accounts.c.name)).all())

    def person(self, participant_id: bytes | None) -> bytes | None:
        """Who turned out to be somebody else is that person."""
        return self._kept.get(participant_id, participant_id) if participant_id is not None else None

    def about(self, row: Mapping[str, Any]) -> str:
        if row["group_id"]:
            return str(self.groups.get(row["group_id"], ""))
        return self._full(row["participant_id"])

    def who(self, row: Mapping[str, Any]) -> str:
        if row["account_id"]:
            return str(self.staff.get(row["account_id"], ""))
        return self._full(row["participant_id"])

    def _full(self, participant_id: bytes | None) -> str:
        person = self.people.get(self.person(participant_id) or b"")
        return person.full if person is not None else ""


def _wrote() -> Any:
    from app.store.tables import messages

    return select(messages.c.participant_id).where(messages.c.account_id.is_(None))


def _rows(
    connection: Connection, sight: Sight, only: Mapping[str, Any] | None = None,
) -> Iterable[ConversationRow]:
    """Those that the reader may see."""
    people = visible_people(connection, sight)
    wanted = [only] if only is not None else _all(connection)
    mine = [
        row for row in wanted
        if people is None or row["group_id"] in sight.actor.groups or row["participant_id"] in people]
    said = messages_in(connection, [row["id"] for row in mine])
    waiting = set(connection.execute(select(drafts.c.id)).scalars())
    names, marks = _Names(connection, sight), read_marks_of(connection, sight.actor.account_id)
    for row in mine:
        yield _row(
            connection, sight, row, said[row["id"]], names, row["id"] in waiting, marks.get(row["id"], ReadMark()))


def _row(
    connection: Connection, sight: Sight, row: Mapping[str, Any], said: list[dict[str, Any]], names: _Names,
    has_draft: bool, mark: ReadMark,
) -> ConversationRow:
    last = said[-1] if said else None
    return ConversationRow(
        row["id"], row["title"], names.about(row), row["group_id"], names.person(row["participant_id"]),
        sight.day_of(row["closed_us"]) if row["state"] == CLOSED and row["closed_us"] else None,
        last["sent_us"] if last is not None else row["opened_us"],
        _body(sight, last) if last is not None else "", len(said),
        sum(1 for one in said if is_unread(one, mark) and one["account_id"] != sight.actor.account_id),
        sum(1 for one in said if one["reported_us"]), has_draft)


def _messages(connection: Connection, sight: Sight, conversation_id: bytes) -> tuple[MessageRow, ...]:
    names, unsent = _Names(connection, sight), _unsent(connection)
    return tuple(
        MessageRow(
            row["id"], names.who(row), None if row["account_id"] else names.person(row["participant_id"]),
            row["account_id"] == sight.actor.account_id, row["sent_us"], _body(sight, row), row["hidden_reason"],
            bool(row["hidden_us"]), row["reported_reason"], bool(row["reported_us"]), row["id"] in unsent)
        for row in messages_in(connection, [conversation_id])[conversation_id])


def _body(sight: Sight, row: Mapping[str, Any]) -> str:
    """A hidden message stays for the administrator."""
    return row["body"] if sight.sees_all or not row["hidden_us"] else ""


def _unsent(connection: Connection) -> set[bytes]:
    query = select(outbox_rows.c.row_id).join(outbox, outbox.c.operation_id == outbox_rows.c.operation_id)
    return set(connection.execute(
        query.where(outbox_rows.c.kind == "messages", outbox.c.state == "waiting")).scalars())


def _may_begin(connection: Connection, sight: Sight) -> frozenset[bytes]:
    """The groups in which the reader may write."""
    if sight.sees_all:
        return frozenset(connection.execute(select(groups.c.id)).scalars())
    return sight.actor.works_in


def _only_looks(connection: Connection, sight: Sight, row: Mapping[str, Any]) -> bool:
    day = sight.today.isoformat()
    of = groups_of(connection, row, day)
    if sight.actor.role is Role.COACH:
        return not of & sight.actor.works_in
    return not allowed(sight.actor, Permission.WRITE_MESSAGES, Scope(of))


def _all(connection: Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(conversations).order_by(conversations.c.id)).mappings()]


def _kept(connection: Connection, conversation_id: bytes) -> dict[str, Any] | None:
    found = connection.execute(select(conversations).where(conversations.c.id == conversation_id)).mappings().first()
    return dict(found) if found is not None else None

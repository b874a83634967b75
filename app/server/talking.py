"""Messages under the server's hand: written under one's own name, never written over, and only where they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.domain.errors import Refusal
from app.domain.messages import (
    CONVERSATION_CLOSED,
    FIELD,
    MARKS,
    NOT_KEPT,
    ONLY_READS,
    OPEN,
    SOMEBODY_ELSES,
    STAYS,
    changes_words,
    fits,
)
from app.domain.named_views import KIND as VIEWS
from app.domain.operation import Patch
from app.domain.permissions import Role, Scope
from app.domain.text import Text
from app.server import records
from app.server.batch import Batch, Trial
from app.server.sessions import Caller
from app.server.stream import was_put_back
from app.server.tables import logins
from app.server.tables import records as records_table
from app.store.resources import load_profile

CONVERSATIONS, MESSAGES, SWITCHES, ORGANISATIONS = "conversations", "messages", "field_switches", "organisations"
TALK = frozenset({CONVERSATIONS, MESSAGES})
FOLLOWED = frozenset({"notes", "goals", "talks"})
_AUTHOR = {CONVERSATIONS: "opened_by", MESSAGES: "account_id",
           **dict.fromkeys((*FOLLOWED, "observations", MARKS, VIEWS), "account_id")}
_MARKS = {CONVERSATIONS: (("closed_by", "closed_us", "state"),),
          MESSAGES: (("hidden_by", "hidden_us", "hidden_reason"), ("reported_by", "reported_us", "reported_reason"))}
"""By whom, when and why or what: one thing, that comes and goes together."""
Row = Mapping[str, Any]


def read_beside(batch: Batch, patches: Sequence[Patch]) -> None:
    """The conversations of the messages, what is switched on, and whose organisation this is."""
    if not any(patch.kind in TALK for patch in patches):
        return
    know_switches(batch)
    batch.read((CONVERSATIONS, one) for one in set(_conversations(batch, patches)))


def know_switches(batch: Batch) -> None:
    """What the organisation switched on, and whose profile is in force."""
    batch.read([(ORGANISATIONS, batch.organisation_id)])
    batch.know(records.load_where(batch.connection, batch.organisation_id, records_table.c.kind == SWITCHES))


def must_be_own(batch: Batch, caller: Caller, patches: Sequence[Patch], brings: bool) -> None:
    """Raise Refusal for a row under somebody else's name.

    Who `brings` rows brings those under the names that were there before there was a server. Somebody with a log-in
    here writes for himself, and so does a participant, unless this server was put back: then a desk brings what it
    has forgotten.
    """
    others = {
        patch.new.get(_AUTHOR[patch.kind]) for patch in patches
        if patch.kind in _AUTHOR and patch.inserts and not (brings and (patch.kind, patch.id) in batch.stands)
    } - {caller.account_id}
    if not others or (brings and was_put_back(batch.connection, batch.organisation_id)):
        return
    if not brings or None in others or _with_a_login(batch, others):
        raise Refusal(SOMEBODY_ELSES)


def _with_a_login(batch: Batch, accounts: Iterable[bytes]) -> bool:
    query = select(logins.c.account_id).where(
        logins.c.organisation_id == batch.organisation_id, logins.c.account_id.in_(accounts))
    return batch.connection.execute(query).first() is not None


def must_write(connection: Connection, caller: Caller, scope: Scope, patches: Sequence[Patch]) -> None:
    """Raise Refusal for a coach who only looks along in each of these groups."""
    if caller.role is not Role.COACH or caller.coach_id is None or not any(one.kind in TALK for one in patches):
        return
    if all(patch.kind == MESSAGES and patch.field in ("reported_us", "reported_by", "reported_reason")
           for patch in patches):
        return
    assigned = records.children(connection, caller.organisation_id, "coach_assignments", [caller.coach_id])
    day = caller.today.isoformat()
    now = [row.fields for row in assigned if row.fields and _holds(row.fields, day)]
    written = {row["group_id"] for row in now if not row.get("reads_only")}  # of an older program it says nothing
    if scope.groups and scope.groups <= {row["group_id"] for row in now} - written:
        raise Refusal(ONLY_READS)


def _holds(assigned: Row, day: str) -> bool:
    return assigned["from_on"] <= day and (assigned["until_on"] is None or assigned["until_on"] > day)


def hold(trial: Trial, caller: Caller, brings: bool) -> None:
    """Raise Refusal where these rows would become something they must not be. What was written while it was kept is
    brought as it stands: to refuse it would be to refuse everything that comes with it.
    """
    for (kind, row_id), record in trial.changes.items():
        if kind in TALK:
            before, now = trial.batch.fields((kind, row_id)), record.fields
            if now is None:
                _must_be_own(kind, before, caller)
            elif before is None:
                if not brings:
                    _must_be_kept(trial)
                _must_fit(trial, kind, now, caller)
            else:
                _must_stay(kind, before, now, caller)
        elif kind == MARKS:
            _must_be_read_by(caller, trial.batch.fields((kind, row_id)), record.fields)
        elif kind == VIEWS:
            _must_be_of(caller, trial.batch.fields((kind, row_id)))


def _must_be_read_by(caller: Caller, before: Row | None, now: Row | None) -> None:
    """How far somebody read is that person's to say; the administrator clears, and brings what was there before."""
    if before is not None and now is not None and before["account_id"] != caller.account_id:
        raise Refusal(SOMEBODY_ELSES)
    if now is None and not caller.sees_all:
        raise Refusal(SOMEBODY_ELSES)


def _must_be_of(caller: Caller, before: Row | None) -> None:
    """How somebody looks at a panel is that person's own, whoever sees everything else."""
    if before is not None and before["account_id"] != caller.account_id:
        raise Refusal(SOMEBODY_ELSES)


def _must_be_own(kind: str, before: Row | None, caller: Caller) -> None:
    """Taking back what one wrote oneself; the administrator clears."""
    if before is not None and not caller.sees_all and before[_AUTHOR[kind]] != caller.account_id:
        raise Refusal(SOMEBODY_ELSES)


def _must_fit(trial: Trial, kind: str, now: Row, caller: Caller) -> None:
    if kind != MESSAGES:
        return
    of = trial.record((CONVERSATIONS, now["conversation_id"]))
    if of is None or of.fields is None or not fits(now, of.fields):
        raise Refusal(Text("The conversation of this message is not there any more. It was not taken over."))
    if of.fields["state"] != OPEN and not caller.sees_all:
        raise Refusal(CONVERSATION_CLOSED)


def _must_stay(kind: str, before: Row, now: Row, caller: Caller) -> None:
    if changes_words(kind, before, now):
        raise Refusal(STAYS)
    if caller.sees_all:
        return
    mine = (None, caller.account_id)
    for mark in _MARKS[kind]:
        if all(before[name] == now[name] for name in mark):
            continue
        of_another = kind == MESSAGES and before[mark[0]] not in mine  # a conversation is anybody's to open again
        if of_another or now[mark[0]] not in mine:
            raise Refusal(SOMEBODY_ELSES)


def _must_be_kept(trial: Trial) -> None:
    """The newest switch counts, one that comes with the messages above all, and what the profile itself keeps."""
    if not keeps_field(trial, FIELD):
        raise Refusal(NOT_KEPT)


def keeps_field(trial: Trial, field: tuple[str, str]) -> bool:
    """Whether the profile itself keeps this field, or the newest switch of it is on."""
    organisation = trial.record((ORGANISATIONS, trial.batch.organisation_id))
    if organisation is not None and organisation.fields is not None and load_profile(
            organisation.fields["provider"]).keeps(*field):
        return True
    switches = [
        (key in trial.changes, row.number, row.fields["recorded_us"], row.fields["is_on"])
        for key, row in (trial.batch.stands | trial.changes).items()
        if key[0] == SWITCHES and row.lives and row.fields is not None
        and (row.fields["subject"], row.fields["field"]) == field]
    return bool(max(switches, default=(0,))[-1])


def _conversations(batch: Batch, patches: Sequence[Patch]) -> Iterator[bytes]:
    for patch in patches:
        if patch.kind == MESSAGES and isinstance(patch.new, dict) and patch.new.get("conversation_id"):
            yield patch.new["conversation_id"]

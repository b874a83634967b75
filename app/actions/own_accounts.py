"""The own account of a participant: linked with what its owner gave, noted for who goes on alone, and unlinked.

The server is asked first (`app.sync.own_accounts`): what it gave is laid down here, and checked by it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.groups import add_participants
from app.actions.participants import named, new_participant
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.names import PersonName
from app.domain.own_accounts import NO_LINKING, NO_OWN_ACCOUNTS, OTHER_ACCOUNT, may_go_on, may_link
from app.domain.permissions import ORGANISATION, Permission, Role, Scope
from app.domain.text import Text
from app.store.merged import kept_id
from app.store.tables import memberships, participants


def _group(work: Work, group_id: bytes, **_given: Any) -> Scope:
    return ORGANISATION if work.sight.actor.role is Role.ADMINISTRATOR else Scope.of_groups(group_id)


def _groups_of(work: Work, participant_id: bytes) -> Scope:
    """Of a coach the own groups that somebody is in."""
    actor = work.sight.actor
    if actor.role is Role.ADMINISTRATOR:
        return ORGANISATION
    query = select(memberships.c.group_id).where(
        memberships.c.participant_id == participant_id, memberships.c.until_on.is_(None))
    return Scope(frozenset(work.connection.execute(query).scalars()) & actor.works_in)


def _without_name(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in ("participant_id", "group_id")}


@action("own_account.link", Permission.LET_IN, {"participants": set(ANY_FIELD), "memberships": set(ANY_FIELD)},
        scope=_group, recorded=_without_name)
def link_own_account(
    work: Work, own_account_id: bytes, participant_id: bytes, group_id: bytes, given: str, prefix: str, family: str,
) -> bytes:
    """Whoever owns this account takes part in this group (O-annex 1): who is here already, or else somebody new under
    the name as its owner keeps it. Gives the id of the participant. Raises Refusal where the terms know no own
    accounts, and for who has another one.
    """
    if not may_link(work.sight.profile):
        raise Refusal(NO_LINKING)
    person = kept_id(work.connection, participant_id)
    row = work.rows_still_there(participants, [person]).get(person)
    if row is None:
        _add(work, own_account_id, person, PersonName(given, prefix, family))
    else:
        _lay_beside(work, row, own_account_id, participant_id)
    if not _is_in(work, person, group_id):
        add_participants.function(work, group_id, [person])
    return person


@action("own_account.note", Permission.EDIT_PEOPLE, {"participants": {"own_account_id"}}, undoable=False,
        recorded=lambda given: {"participant_ids": [person for person, _ in given["accounts"]]})
def note_own_accounts(work: Work, accounts: Sequence[tuple[bytes, bytes]]) -> int:
    """Own accounts were made for who goes on alone (O-11.5), as (participant, account): so nobody makes another one,
    and who comes back is known. Saying it again does no harm. Gives how many are new.
    """
    if not may_go_on(work.sight.profile):
        raise Refusal(NO_OWN_ACCOUNTS)
    rows = work.rows_by_id(participants, [person for person, _ in accounts])
    if any(rows[person]["own_account_id"] not in (None, account) for person, account in accounts):
        raise Refusal(OTHER_ACCOUNT)
    return work.change_each(participants, {person: {"own_account_id": account} for person, account in accounts})


@action("own_account.unlink", Permission.LET_IN, {"participants": {"own_account_id"}}, scope=_groups_of)
def unlink_own_account(work: Work, participant_id: bytes) -> None:
    """This participant and the own account have nothing to do with each other here any more; both stay as they are."""
    row = work.rows_by_id(participants, [participant_id])[participant_id]
    if row["own_account_id"] is None:
        raise Refusal(Text("There is no own account to unlink here. Nothing was changed."))
    work.change(participants, participant_id, own_account_id=None)


def _add(work: Work, own_account_id: bytes, participant_id: bytes, name: PersonName) -> None:
    row = new_participant(work, name, {}) | named(name)
    work.insert(participants, [row | {"id": participant_id, "own_account_id": own_account_id}])


def _lay_beside(work: Work, row: Row, own_account_id: bytes, participant_id: bytes) -> None:
    """Who was put together with somebody else keeps the account on the row that it was given for."""
    if row["state"] != "active":
        raise Refusal(Text(
            "This {participant} left or is suspended. Nothing was changed. Bring this {participant} back first, under "
            "Left and suspended."))
    own = work.rows_by_id(participants, [participant_id])[participant_id]
    if own["own_account_id"] not in (None, own_account_id):
        raise Refusal(OTHER_ACCOUNT)
    work.change(participants, participant_id, own_account_id=own_account_id)


def _is_in(work: Work, person: bytes, group_id: bytes) -> bool:
    query = select(memberships.c.id).where(
        memberships.c.participant_id == person, memberships.c.group_id == group_id, memberships.c.until_on.is_(None))
    return work.connection.execute(query).first() is not None

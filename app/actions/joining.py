"""Codes with which people put themselves down for a group, and what becomes of who did (O-annex 1, O-annex 2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.groups import add_participants
from app.actions.participants import fresh_code, named, new_participant
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.joining import ANSWERED_MEANWHILE, ASKED_FOR, RegistrationState, check_join_code, emptied, lets_in_twice
from app.domain.names import PersonName, fold
from app.domain.permissions import ORGANISATION, Permission, Role, Scope
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.tables import groups, join_codes, participants, registrations

ANSWERED = {"state", "answered_us", "answered_by", *ASKED_FOR}


def _group(work: Work, group_id: bytes, **_given: Any) -> Scope:
    return _scope(work, {group_id})


def _groups_of_codes(work: Work, code_id: bytes, **_given: Any) -> Scope:
    return _scope(work, {row["group_id"] for row in work.rows_by_id(join_codes, [code_id]).values()})


def _groups_of_registrations(work: Work, registration_ids: Sequence[bytes], **_given: Any) -> Scope:
    rows = work.rows_by_id(registrations, registration_ids)
    return _scope(work, {row["group_id"] for row in rows.values()})


def _scope(work: Work, group_ids: set[bytes]) -> Scope:
    return ORGANISATION if work.sight.actor.role is Role.ADMINISTRATOR else Scope(frozenset(group_ids))


@action("join_code.make", Permission.LET_IN, {"join_codes": set(ANY_FIELD)}, scope=_group, undoable=False,
        recorded=lambda given: {"group_id": given["group_id"], "last_on": given["last_on"]})
def make_join_code(work: Work, group_id: bytes, last_on: date) -> bytes:
    """A code for this group, good up to and including `last_on`; another one of the group ends. Gives its id."""
    refuse(check_join_code(last_on, work.today))
    group = work.rows_by_id(groups, [group_id])[group_id]
    if group["until_on"] is not None:
        raise Refusal(Text("{This_group} does not exist any more. Nothing was changed. Choose another {group}."))
    work.change_all(join_codes, _open_codes(work, group_id), until_on=work.day)
    until = (last_on + timedelta(days=1)).isoformat()
    return work.add(join_codes, group_id=group_id, code=_free_code(work), from_on=work.day, until_on=until)


@action("join_code.end", Permission.LET_IN, {"join_codes": {"until_on"}}, scope=_groups_of_codes, undoable=False)
def end_join_code(work: Work, code_id: bytes) -> None:
    """From today on nobody puts themselves down with it; who did is still answered."""
    work.change(join_codes, code_id, until_on=work.day)


@action("registration.approve", Permission.LET_IN, {
    "registrations": ANSWERED, "participants": set(ANY_FIELD), "memberships": set(ANY_FIELD)},
    scope=_groups_of_registrations)
def approve(work: Work, registration_ids: Sequence[bytes]) -> int:
    """Who put themselves down become participants in the group of their code; gives how many.

    What they filled in stands with the participant from now on, and no longer with the registration.
    """
    rows = _waiting(work, registration_ids)
    taken = {fold(name) for name in work.connection.execute(select(participants.c.username)).scalars() if name}
    for row in rows:
        person = _participant(work, row, taken)
        taken.add(fold(person["username"]))
        work.insert(participants, [person])
        add_participants.function(work, row["group_id"], [row["participant_id"]])
    _answer(work, rows, RegistrationState.APPROVED)
    return len(rows)


@action("registration.decline", Permission.LET_IN, {"registrations": ANSWERED}, scope=_groups_of_registrations)
def decline(work: Work, registration_ids: Sequence[bytes]) -> int:
    """They do not join; what they filled in is emptied, which undo can bring back for thirty days. Gives how many."""
    rows = _waiting(work, registration_ids)
    _answer(work, rows, RegistrationState.DECLINED)
    return len(rows)


def _participant(work: Work, row: Row, taken: set[str]) -> Row:
    """A user name that somebody has already is left out: the card makes another one."""
    name = PersonName(row["given"], row["prefix"], row["family"])
    kept = {
        column: row[column] for column in ("username", "email")
        if work.sight.keeps("participant", ASKED_FOR[column])}
    if fold(kept.get("username", "")) in taken:
        kept["username"] = ""
    return new_participant(work, name, kept) | named(name) | {"id": row["participant_id"]}


def _waiting(work: Work, registration_ids: Sequence[bytes]) -> list[Row]:
    """Raises Refusal where somebody answers who does not see who it is."""
    if not work.sight.actor.shows_surnames:
        raise Refusal(Text(
            "Your account shows no last names, and without one nobody knows who this is. Nothing was changed. Let a "
            "colleague answer, or ask your {administrator}."))
    rows = work.rows_by_id(registrations, registration_ids)
    found = [rows[one] for one in dict.fromkeys(registration_ids)]
    if any(row["state"] != RegistrationState.WAITING for row in found):
        raise Refusal(ANSWERED_MEANWHILE)
    return found


def _answer(work: Work, rows: Sequence[Row], state: RegistrationState) -> None:
    said = emptied() | {
        "state": state.value, "answered_us": work.now_us, "answered_by": work.sight.actor.account_id}
    work.change_each(registrations, {row["id"]: said for row in rows})


def _free_code(work: Work) -> str:
    """One that no open code of any group has that is known here; the server knows them all."""
    known = [dict(row) for row in work.connection.execute(select(join_codes)).mappings()]
    while True:
        code = fresh_code()
        if not lets_in_twice({"code": code, "from_on": work.day, "until_on": None}, known, work.today):
            return code


def _open_codes(work: Work, group_id: bytes) -> list[bytes]:
    query = select(join_codes.c.id).where(
        join_codes.c.group_id == group_id,
        join_codes.c.until_on.is_(None) | (join_codes.c.until_on > work.day))
    return [bytes(one) for one in work.connection.execute(query).scalars()]

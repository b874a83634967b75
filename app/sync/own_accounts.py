"""Own accounts as the window asks the server for them: whose a code is, using it, and one for who goes on alone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.actions.desk import Desk
from app.domain.errors import Refusal
from app.domain.ids import timed_id
from app.domain.joining import as_made
from app.domain.names import PersonName
from app.domain.own_accounts import OwnAccountLetter
from app.domain.text import Text
from app.store.tables import participants
from app.sync.engine import Syncer
from app.sync.handing_out import MakeSyncer, asking
from app.sync.wire_own import (
    AskOwnLink,
    MakeOwnAccount,
    OwnAccountMade,
    OwnerNamed,
    OwnLinkTaken,
    TakeOwnLink,
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose code it is, by the name as its owner keeps it; `participant_id` is who it is of here already."""

    name: PersonName
    participant_id: bytes | None


@dataclass(frozen=True, slots=True)
class TakenAccount:
    """What a code gave, for the action that lays it down here."""

    own_account_id: bytes
    participant_id: bytes
    name: PersonName


@dataclass(frozen=True, slots=True)
class Letters:
    """`letters` may be printed; `accounts` are (participant, account) to be noted here; `left_out` are the names of who
    got none, each with the reason.
    """

    letters: tuple[OwnAccountLetter, ...]
    accounts: tuple[tuple[bytes, bytes], ...]
    left_out: tuple[tuple[str, Text], ...]


def ask_owner(desk: Desk, code: str, make_syncer: MakeSyncer = Syncer) -> Owner:
    """Whose code this is; nothing is changed by asking. Raises Refusal, also for who takes part where this reader does
    not see it.
    """
    with asking(desk, make_syncer) as (syncer, _):
        answer = syncer.ask("/v1/own-link-ask", AskOwnLink(as_made(code)), OwnerNamed)
    owner = Owner(PersonName(answer.given, answer.prefix, answer.family), answer.participant_id)
    if owner.participant_id is not None:
        _must_be_in_sight(desk, owner.participant_id)
    return owner


def take_account(
    desk: Desk, code: str, participant_id: bytes | None = None, make_syncer: MakeSyncer = Syncer,
) -> TakenAccount:
    """Use the code for this participant, or with None for somebody who is made next. The same code may be used here
    again until its days are over, as after an answer that was lost. Raises Refusal.
    """
    person = participant_id or timed_id(desk.clock(), secrets.token_bytes)
    with asking(desk, make_syncer) as (syncer, _):
        answer = syncer.ask("/v1/own-link", TakeOwnLink(as_made(code), person), OwnLinkTaken)
    return TakenAccount(
        answer.account_id, answer.participant_id, PersonName(answer.given, answer.prefix, answer.family))


def make_accounts(desk: Desk, people: Sequence[bytes], make_syncer: MakeSyncer = Syncer) -> Letters:
    """An own account for each, with a code that is told once. What waits here, such as a name that was put right, goes
    to the server first. One who gets none is left out, and the others go on. Raises Refusal without a server.
    """
    letters, accounts, left_out = [], [], []
    names = _names(desk, people)
    with asking(desk, make_syncer) as (syncer, address):
        syncer.send()
        for person in people:
            try:
                made = syncer.ask("/v1/own-account", MakeOwnAccount(person), OwnAccountMade)
            except Refusal as refusal:
                left_out.append((names[person].full, refusal.reasons[0]))
                continue
            accounts.append((person, made.account_id))
            letters.append(OwnAccountLetter(
                names[person], made.username, made.code, date.fromisoformat(made.until_on), desk.organisation.name,
                address))
    return Letters(tuple(letters), tuple(accounts), tuple(left_out))


def _names(desk: Desk, people: Sequence[bytes]) -> dict[bytes, PersonName]:
    with desk.database.reading() as connection:
        rows = connection.execute(select(participants).where(participants.c.id.in_(people))).all()
    return {row.id: PersonName(row.given, row.prefix, row.family) for row in rows}


def _must_be_in_sight(desk: Desk, participant_id: bytes) -> None:
    query = select(participants.c.id).where(participants.c.id == participant_id)
    with desk.database.reading() as connection:
        if connection.execute(query).first() is None:
            raise Refusal(Text(
                "This person takes part here already, in a {group} that is not yours. Nothing was changed. Ask your "
                "{administrator} to add this {participant} to your {group}."))

"""Cards to log in with: a new code with a last day for each of these people, which cancels what they had (A-1.1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.participants import new_code
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.login_cards import check_cards, propose_username
from app.domain.names import fold
from app.domain.permissions import Permission
from app.domain.provider_terms import Regulated
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.settings import CARD_ADDRESS, set_settings
from app.store.tables import activation_codes, coaches, participants


@action(
    "cards.give", Permission.EDIT_PEOPLE,
    {"activation_codes": set(ANY_FIELD), "participants": {"username"}}, undoable=False,
    recorded=lambda given: {"until_on": given["until_on"], "number": len(given["participant_ids"])},
)
def give_cards(work: Work, participant_ids: Sequence[bytes], until_on: date, address: str) -> tuple[bytes, ...]:
    """A new code for each, good up to and including `until_on`; gives the ids of the codes in the same order.

    Every older code ends. Who has no user name gets one. `address` is where people log in: it is remembered on this
    computer. Raises Refusal for who left, and where the terms know no log-in of this kind.
    """
    must_hand_out(work)
    refuse(check_cards(until_on, address, work.today))
    people = list(dict.fromkeys(participant_ids))
    rows = work.rows_by_id(participants, people)
    _must_take_part(rows.values())
    work.change_each(participants, _missing_usernames(work, [rows[person] for person in people]))
    _withdraw(work, people)
    codes = [new_code(work, person) | {"until_on": until_on.isoformat()} for person in people]
    set_settings(work.connection, {CARD_ADDRESS: address.strip()})
    return tuple(work.insert(activation_codes, codes))


@action("cards.withdraw", Permission.EDIT_PEOPLE, {"activation_codes": {"withdrawn_us"}})
def withdraw_cards(work: Work, participant_ids: Sequence[bytes]) -> int:
    """What these people have to log in with for the first time opens nothing any more; gives how many codes ended."""
    ended = _withdraw(work, participant_ids)
    if not ended:
        raise Refusal(Text("There is no card to cancel here. Nothing was changed."))
    return ended


def must_hand_out(work: Work) -> None:
    """Raises Refusal where nobody logs in with what is handed out, or no user name is kept."""
    ways = work.sight.profile.access.sign_on
    if not isinstance(ways, Regulated) or "issued_credentials" not in ways.value.ways:
        raise Refusal(Text("Nobody logs in here with a card. Nothing was made."))
    if not work.sight.keeps("participant", "username"):
        raise Refusal(Text(
            "A card needs a user name, and that is not kept here. Nothing was made. Switch it on under Privacy first."))


def _must_take_part(rows: Collection[Row]) -> None:
    if not rows:
        raise Refusal(Text("Nobody was chosen. Nothing was made."))
    if any(row["state"] != "active" for row in rows):
        raise Refusal(Text("Somebody of these does not take part any more. Nothing was made. Choose the others."))


def _missing_usernames(work: Work, rows: Sequence[Row]) -> dict[bytes, Row]:
    """A user name for who has none, in the order in which they come."""
    without = [row for row in rows if not row["username"]]
    if not without:
        return {}
    taken, made = _usernames(work), {}
    for row in without:
        name = propose_username(row["given"], taken)
        taken.add(name)
        made[row["id"]] = {"username": name}
    return made


def _usernames(work: Work) -> set[str]:
    return {
        fold(name) for table in (participants, coaches)
        for name in work.connection.execute(select(table.c.username).where(table.c.username != "")).scalars()}


def _withdraw(work: Work, people: Sequence[bytes]) -> int:
    """End every code of theirs that could still be used."""
    query = select(activation_codes.c.id, activation_codes.c.participant_id).where(
        activation_codes.c.used_us.is_(None), activation_codes.c.withdrawn_us.is_(None))
    wanted = set(people)
    still = [row.id for row in work.connection.execute(query) if row.participant_id in wanted]
    return work.change_all(activation_codes, still, withdrawn_us=work.now_us)

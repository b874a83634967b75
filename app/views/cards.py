"""Who has a card to log in with, until when, and whether it was used; and the cards themselves, once, for printing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.errors import Refusal
from app.domain.login_cards import CardPile, CardState, HandedCode, LoginCard, counting_code, state_of
from app.domain.names import fold
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.by_name import name_order
from app.store.chunks import chunks
from app.store.settings import CARD_ADDRESS, CONNECTED, all_settings
from app.store.tables import activation_codes, participants
from app.views.people import group_names, name_of, natural


@dataclass(frozen=True, slots=True)
class CardRow:
    """`first_name` is what the card says. `until` is the last day of the card that counts, `used_on` the day of the
    first log-in. `is_shared`: somebody else here has the same user name, which two desks can bring about.
    """

    id: bytes
    full: str
    listed: str
    first_name: str
    username: str
    groups: str
    state: CardState
    until: date | None
    used_on: date | None
    is_shared: bool
    takes_part: bool


@dataclass(frozen=True, slots=True)
class CardsToGive:
    """`address` is where they log in, as far as known; '' where somebody must say it."""

    rows: tuple[CardRow, ...]
    address: str


def cards_of(connection: Connection, sight: Sight, participant_ids: Sequence[bytes]) -> CardsToGive:
    """These people in register order, with the card each has. Codes are never shown here."""
    require(sight.actor, Permission.EDIT_PEOPLE)
    codes, shared = _codes(connection, participant_ids), _shared_names(connection)
    groups = group_names(connection, participant_ids)
    rows = sorted(_people(connection, participant_ids), key=name_order)
    return CardsToGive(tuple(_row(sight, row, codes.get(row.id), groups.get(row.id, ""), shared) for row in rows),
                       log_in_address(connection))


def card_piles(connection: Connection, sight: Sight, code_ids: Sequence[bytes], pile: str = "") -> tuple[CardPile, ...]:
    """The cards of codes that were just given, in this order, which is that of the list they were chosen from: one pile
    named `pile`, or one per group.

    Raises Refusal for a code that ended meanwhile.
    """
    require(sight.actor, Permission.EDIT_PEOPLE)
    found = {row.id: row for row in _rows_in(connection, activation_codes, activation_codes.c.id, code_ids)}
    live = [row for row in found.values() if row.withdrawn_us is None and row.used_us is None and row.until_on]
    if len(live) != len(set(code_ids)):
        raise Refusal(Text("One of these cards was cancelled meanwhile. Nothing was printed. Make the cards again."))
    people = {row.id: row for row in _people(connection, [row.participant_id for row in live])}
    address, groups = log_in_address(connection), group_names(connection, list(people))
    piles: dict[str, list[LoginCard]] = {}
    place = {code: at for at, code in enumerate(code_ids)}
    for row in sorted(live, key=lambda row: place[row.id]):
        person = people[row.participant_id]
        card = LoginCard(_first_name(person), person.username, row.code, date.fromisoformat(row.until_on), address)
        piles.setdefault(pile or groups.get(person.id, "").split(", ")[0], []).append(card)
    in_order = sorted(piles, key=lambda name: (not name, natural(name)))
    return tuple(CardPile(name or "–", tuple(piles[name])) for name in in_order)


def log_in_address(connection: Connection) -> str:
    """Where participants log in: what was printed last from this computer, or the server that it is connected to."""
    kept = all_settings(connection)
    return kept.get(CARD_ADDRESS) or kept.get(CONNECTED, "").removeprefix("https://").rstrip("/")


def _row(sight: Sight, row: Any, code: HandedCode | None, groups: str, shared: Collection[str]) -> CardRow:
    used = code.used_us if code is not None else None
    return CardRow(
        row.id, name_of(row).full, name_of(row).listed, _first_name(row), row.username, groups,
        state_of(code, sight.today), code.until if code is not None else None,
        sight.day_of(used) if used is not None else None, fold(row.username) in shared, row.state == "active")


def _first_name(row: Any) -> str:
    """A family name never stands on a card: who has no first name is called by the user name."""
    return str(row.given or row.username)


def _codes(connection: Connection, people: Sequence[bytes]) -> Mapping[bytes, HandedCode | None]:
    found: dict[bytes, list[HandedCode]] = {}
    for row in _rows_in(connection, activation_codes, activation_codes.c.participant_id, people):
        until = date.fromisoformat(row.until_on) if row.until_on else None
        found.setdefault(row.participant_id, []).append(HandedCode(row.made_us, until, row.used_us, row.withdrawn_us))
    return {person: counting_code(codes) for person, codes in found.items()}


def _people(connection: Connection, ids: Sequence[bytes]) -> list[Any]:
    return _rows_in(connection, participants, participants.c.id, ids)


def _rows_in(connection: Connection, table: Any, column: Any, ids: Sequence[bytes]) -> list[Any]:
    return [
        row for some in chunks(list(dict.fromkeys(ids)))
        for row in connection.execute(select(table).where(column.in_(some)))]


def _shared_names(connection: Connection) -> frozenset[str]:
    names = connection.execute(select(participants.c.username).where(participants.c.username != "")).scalars()
    return frozenset(name for name, times in Counter(map(fold, names)).items() if times > 1)

"""Own accounts as organisations meet them: made for who goes on alone, and linked with a code that the owner gives.

What an organisation hears is the name that goes with a code, and nothing of any other organisation. A desk can lay a
participant and an own account together only as they were given to each other here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, or_, select

from app.domain.errors import Refusal
from app.domain.merging import Fields
from app.domain.names import PersonName
from app.domain.operation import Patch
from app.domain.own_accounts import (
    ACTIVATION_DAYS,
    NO_LINKING,
    NO_OWN_ACCOUNTS,
    NOT_GIVEN,
    OTHER_ACCOUNT,
    is_newcomer_with_account,
    last_day,
    may_go_on,
    may_link,
)
from app.domain.permissions import Role, TenantKind
from app.domain.text import Text
from app.server import limits, problems
from app.server.batch import Batch
from app.server.database import ServerDatabase
from app.server.hiding import NOT_SHOWN, name_for
from app.server.identity import identity
from app.server.joining import goes_again
from app.server.own_accounts import ACTIVATION, LINK, create_own_account, fresh_own_code, hash_of
from app.server.records import load, upsert
from app.server.sessions import Caller
from app.server.tables import organisations, own_accounts, own_codes, own_links
from app.store.resources import load_profile
from app.sync.wire_own import (
    AskOwnLink,
    MakeOwnAccount,
    OwnAccountMade,
    OwnerNamed,
    OwnLinkTaken,
    TakeOwnLink,
)

LetIn = Callable[[Connection], Caller]
PEOPLE, MEMBERSHIPS, COLUMN = "participants", "memberships", "own_account_id"
LINK_ACTION = "own_account.link"
KEPT_DAYS = 30
"""A link that was taken back can come back for as long as a desk remembers what it did (D8)."""
_DAY_US = 86_400_000_000


# --- What an organisation asks for ---------------------------------------------------------------------------


def make_own_account(database: ServerDatabase, let_in: LetIn, asked: MakeOwnAccount, now_us: int) -> OwnAccountMade:
    """For a participant who goes on alone (O-11.5), under the name that the server knows. Asked again, as after a lost
    answer, there is another code for the same account, until it is activated. Raises Declined, Refusal.
    """
    with database.writing() as connection:
        caller = _of_staff(let_in(connection))
        if caller.role is not Role.ADMINISTRATOR:
            raise problems.administrators_only()
        here = _organisation(connection, caller)
        if not may_go_on(load_profile(here.provider)):
            raise Refusal(NO_OWN_ACCOUNTS)
        person = _person(connection, caller, asked.participant_id)
        if person is None:
            raise problems.no_such_participant()
        account_id, username = _account_for(connection, caller, person, asked.email, now_us)
        last = last_day(caller.today, ACTIVATION_DAYS)
        ends = datetime.combine(last + timedelta(days=1), time(), ZoneInfo(here.zone)).astimezone(UTC)
        code = fresh_own_code(connection, account_id, ACTIVATION, int(ends.timestamp()) * 1_000_000)
    return OwnAccountMade(asked.participant_id, account_id, username, code, last.isoformat())


def ask_own_link(
    database: ServerDatabase, let_in: LetIn, asked: AskOwnLink, address: str, now_us: int,
) -> OwnerNamed:
    """Whose code this is, before anything is done with it. Raises Declined (409 for any code that is not good)."""
    with database.writing() as connection:
        keys = _count_try(connection, _may_link(connection, let_in), address, now_us)
    with database.writing() as connection:
        caller = let_in(connection)
        row = _of_code(connection, caller, asked.code, now_us)
        _forgive_try(connection, keys)
        name = name_for(caller, PersonName(row.given, row.prefix, row.family))
        return OwnerNamed(name.given, name.prefix, name.family, _who_is_here(connection, caller, row.id))


def take_own_link(
    database: ServerDatabase, let_in: LetIn, asked: TakeOwnLink, address: str, now_us: int,
) -> OwnLinkTaken:
    """The code is used up: its account is given to this organisation for this participant. The same organisation may
    ask again until the code's days are over, as after a lost answer. Raises Declined.
    """
    with database.writing() as connection:
        keys = _count_try(connection, _may_link(connection, let_in), address, now_us)
    with database.writing() as connection:
        caller = let_in(connection)
        row = _of_code(connection, caller, asked.code, now_us)
        here = _who_is_here(connection, caller, row.id) or asked.participant_id
        if not caller.shows_surnames and _person(connection, caller, here) is None:
            raise Refusal(NOT_SHOWN)  # who comes new comes with a last name
        _use_up(connection, caller, asked.code)
        _forgive_try(connection, keys)
        _give(connection, caller, row.id, here, now_us)
    name = name_for(caller, PersonName(row.given, row.prefix, row.family))
    return OwnLinkTaken(here, row.id, name.given, name.prefix, name.family)


def forget_old_links(connection: Connection, organisation_id: bytes, now_us: int) -> None:
    """Those that no participant has any more, and that nobody can bring back by undoing."""
    old = select(own_links).where(
        own_links.c.organisation_id == organisation_id, own_links.c.given_us <= now_us - KEPT_DAYS * _DAY_US)
    for link in connection.execute(old).all():
        fields = _fields(connection, organisation_id, link.participant_id)
        if fields is None or fields.get(COLUMN) != link.account_id:
            connection.execute(own_links.delete().where(
                own_links.c.organisation_id == organisation_id, own_links.c.account_id == link.account_id))


def _of_staff(caller: Caller) -> Caller:
    if caller.at is not TenantKind.ORGANISATION or caller.is_guest or caller.role not in (
            Role.ADMINISTRATOR, Role.COACH):
        raise problems.administrators_only()
    return caller


def _may_link(connection: Connection, let_in: LetIn) -> Caller:
    caller = _of_staff(let_in(connection))
    if not may_link(load_profile(_organisation(connection, caller).provider)):
        raise Refusal(NO_LINKING)
    return caller


def _organisation(connection: Connection, caller: Caller) -> Any:
    return connection.execute(select(organisations).where(organisations.c.id == caller.home_id)).one()


def _person(connection: Connection, caller: Caller, participant_id: bytes) -> Fields | None:
    return _fields(connection, caller.home_id, participant_id)


def _fields(connection: Connection, organisation_id: bytes, participant_id: bytes) -> Fields | None:
    row = load(connection, organisation_id, [(PEOPLE, participant_id)]).get((PEOPLE, participant_id))
    return row.fields if row is not None else None


def _account_for(
    connection: Connection, caller: Caller, person: Fields, email: str, now_us: int,
) -> tuple[bytes, str]:
    """The account that was made here for this participant, or a new one. Of an account that was linked nobody but its
    owner gets a code.
    """
    query = select(own_accounts).join(own_links, own_links.c.account_id == own_accounts.c.id).where(
        own_links.c.organisation_id == caller.home_id, own_links.c.participant_id == person["id"],
        own_links.c.made == 1)
    row = connection.execute(query).first()
    if row is not None and row.password_hash:
        raise problems.own_account_in_use()
    if row is not None:
        return row.id, row.username
    if person.get(COLUMN):
        raise Refusal(OTHER_ACCOUNT)
    name = PersonName(person["given"], person["prefix"], person["family"])
    made = create_own_account(connection, name, now_us, email=email)
    _give(connection, caller, made[0], person["id"], now_us, made=1)
    return made


_STAYS_MADE = (("made", "CASE WHEN own_links.made > excluded.made THEN own_links.made ELSE excluded.made END"),)
"""An account that was made here can get another letter, also after its owner gave a code of it here."""


def _give(
    connection: Connection, caller: Caller, account_id: bytes, participant_id: bytes, now_us: int, *, made: int = 0,
) -> None:
    upsert(connection, own_links, [{
        "organisation_id": caller.home_id, "account_id": account_id, "participant_id": participant_id,
        "given_us": now_us, "made": made}], ("organisation_id", "account_id"), _STAYS_MADE)


def _of_code(connection: Connection, caller: Caller, code: str, now_us: int) -> Any:
    """The account of a code to link with that is still good, for this organisation."""
    query = select(own_accounts).join(own_codes, own_codes.c.account_id == own_accounts.c.id).where(
        own_codes.c.hash == hash_of(connection, code), own_codes.c.sort == LINK, own_codes.c.until_us > now_us,
        or_(own_codes.c.used_by.is_(None), own_codes.c.used_by == caller.home_id), own_accounts.c.disabled_us.is_(None))
    row = connection.execute(query).first()
    if row is None:
        raise problems.no_such_code()
    return row


def _use_up(connection: Connection, caller: Caller, code: str) -> None:
    """Of two organisations that come at once, one has it."""
    used = connection.execute(own_codes.update().where(
        own_codes.c.hash == hash_of(connection, code),
        or_(own_codes.c.used_by.is_(None), own_codes.c.used_by == caller.home_id)).values(used_by=caller.home_id))
    if used.rowcount != 1:
        raise problems.no_such_code()


def _who_is_here(connection: Connection, caller: Caller, account_id: bytes) -> bytes | None:
    """The participant of this organisation who has this account now."""
    query = select(own_links.c.participant_id).where(
        own_links.c.organisation_id == caller.home_id, own_links.c.account_id == account_id)
    person = connection.execute(query).scalar()
    fields = _person(connection, caller, person) if person is not None else None
    return person if fields is not None and fields.get(COLUMN) == account_id else None


def _count_try(connection: Connection, caller: Caller, address: str, now_us: int) -> tuple[str, str]:
    secret = identity(connection).token_key
    keys = (limits.name_key(secret, "own link", limits.address_key(secret, address)),
            limits.name_key(secret, "own link", caller.home_id.hex() + caller.account_id.hex()))
    for key, most in zip(keys, (limits.MOST_PER_ADDRESS, limits.MOST_PER_NAME), strict=True):
        limits.count_try(connection, key, most, now_us)
    return keys


def _forgive_try(connection: Connection, keys: tuple[str, str]) -> None:
    for key in keys:
        limits.take_back(connection, key)


# --- What a desk sends ---------------------------------------------------------------------------------------


def must_be_given(batch: Batch, patches: Sequence[Patch]) -> None:
    """Raise Refusal for a participant with an own account that was not given here for this very participant."""
    wanted = {(patch.id, account) for patch in patches if (account := _account_in(patch)) is not None}
    if not wanted:
        return
    query = select(own_links.c.participant_id, own_links.c.account_id).where(
        own_links.c.organisation_id == batch.organisation_id,
        own_links.c.account_id.in_([account for _, account in wanted]))
    if not wanted <= {(row.participant_id, row.account_id) for row in batch.connection.execute(query)}:
        raise Refusal(NOT_GIVEN)


def must_link_only(batch: Batch, caller: Caller, patches: Sequence[Patch]) -> None:
    """Raise Refusal for a coach who does more than link: who comes new comes with the own account and no more, and only
    who has one now is put in a group. Taking back is for the rows that this account made.
    """
    linked = {patch.id for patch in patches if _account_in(patch) is not None}
    for patch in patches:
        whole = patch.kind == PEOPLE and patch.field is None
        newcomer = patch.inserts and patch.id in linked and is_newcomer_with_account(patch.new)
        if whole and not (newcomer or goes_again(batch, caller, patch)):
            raise _beyond()
        if patch.kind == PEOPLE and not whole and patch.field != COLUMN:
            raise _beyond()
        if patch.kind == MEMBERSHIPS and patch.inserts and not _has_account(batch, patch, linked):
            raise _beyond()


def _has_account(batch: Batch, patch: Patch, linked: set[bytes]) -> bool:
    person = patch.new["participant_id"]
    if person in linked:
        return True
    batch.read([(PEOPLE, person)])
    fields = batch.fields((PEOPLE, person))
    return fields is not None and bool(fields.get(COLUMN))


def _account_in(patch: Patch) -> bytes | None:
    """The own account that this patch would lay beside a participant."""
    if patch.kind != PEOPLE:
        return None
    value = patch.new.get(COLUMN) if isinstance(patch.new, dict) else patch.new if patch.field == COLUMN else None
    return value if isinstance(value, bytes) else None


def _beyond() -> Refusal:
    return Refusal(Text("This change touches more than its kind of change may. It was refused."))

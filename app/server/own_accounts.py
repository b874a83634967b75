"""Own accounts as their owners have them: made, activated, logged in to, and the code with which one is linked.

They belong to no organisation (O-11.5): what lies here names none. Codes are kept as a keyed hash, good once.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.actions.participants import fresh_code
from app.domain.errors import Refusal
from app.domain.ids import timed_id
from app.domain.joining import as_made
from app.domain.login_cards import LONGEST_USERNAME
from app.domain.names import PersonName, fold
from app.domain.own_accounts import ACTIVATION_DAYS, LINK_DAYS
from app.domain.text import Text
from app.server import limits, problems
from app.server.accounts import folded
from app.server.database import ServerDatabase
from app.server.identity import identity
from app.server.passwords import fits, hashed, refuse_short
from app.server.tables import own_accounts, own_codes, own_links
from app.server.tokens import ACCESS_SECONDS, read_own, write_own
from app.sync.wire_own import ActivateOwnAccount, LinkCode, OwnLogIn, OwnSession

ACTIVATION, LINK = "activation", "link"
_DAY_US = 86_400_000_000
_DIGITS, _TRIES = 4, 50


@dataclass(frozen=True, slots=True)
class OwnAccountLine:
    """An own account as `leerspoor-server own-account list` shows it: without a name."""

    username: str
    activated: bool
    disabled: bool


def create_own_account(
    connection: Connection, name: PersonName, now_us: int, *, email: str = "", wanted: str = "",
) -> tuple[bytes, str]:
    """An account that has to be activated; gives its id and user name. Raises Refusal for a user name that is taken.

    `wanted` is a user name; without one it is made of the first name and some digits, so that nobody who asks learns
    which there are.
    """
    if not (name.given or name.family):
        raise Refusal(Text("A person needs a first name or a last name. Nothing was changed."))
    username = folded(wanted) if wanted else _free_username(connection, name)
    if not username or _by_name(connection, username) is not None:
        raise Refusal(Text(
            "There already is an account {username}, or this is no user name. Nothing was changed.",
            username=wanted))
    made = timed_id(now_us, secrets.token_bytes)
    connection.execute(own_accounts.insert().values(
        id=made, username=username, given=name.given, prefix=name.prefix, family=name.family, email=email.strip(),
        created_us=now_us))
    return made, username


def fresh_own_code(connection: Connection, account_id: bytes, sort: str, until_us: int) -> str:
    """Another code of this sort; the one before it is no longer good."""
    code = fresh_code()
    connection.execute(own_codes.delete().where(own_codes.c.account_id == account_id, own_codes.c.sort == sort))
    connection.execute(own_codes.insert().values(
        hash=hash_of(connection, code), account_id=account_id, sort=sort, until_us=until_us))
    return code


def hash_of(connection: Connection, typed: str) -> bytes:
    """What is kept of a code: keyed, so that who steals the table alone cannot try codes on it."""
    key = identity(connection).token_key
    return hashlib.blake2b(f"own code\0{as_made(typed)}".encode(), key=key, digest_size=16).digest()


def make_activation_code(connection: Connection, account_id: bytes, now_us: int) -> LinkCode:
    """With which an owner chooses a password, the first or another; one that there was counts until then."""
    until_us = now_us + ACTIVATION_DAYS * _DAY_US
    return LinkCode(fresh_own_code(connection, account_id, ACTIVATION, until_us), until_us)


def make_link_code(connection: Connection, account_id: bytes, now_us: int) -> LinkCode:
    until_us = now_us + LINK_DAYS * _DAY_US
    return LinkCode(fresh_own_code(connection, account_id, LINK, until_us), until_us)


def the_own_account(connection: Connection, username: str) -> Any:
    """The row of a user name. Raises Refusal where there is none."""
    row = _by_name(connection, folded(username))
    if row is None:
        raise Refusal(Text("There is no own account {username} here. Nothing was changed.", username=username))
    return row


def disable_own_account(connection: Connection, username: str, now_us: int) -> None:
    """Nobody logs in with it any more, and no code of it is good; what was linked stays as it is."""
    account_id = the_own_account(connection, username).id
    connection.execute(own_accounts.update().where(own_accounts.c.id == account_id).values(disabled_us=now_us))
    connection.execute(own_codes.delete().where(own_codes.c.account_id == account_id))


def own_account_lines(connection: Connection) -> list[OwnAccountLine]:
    query = select(own_accounts).order_by(own_accounts.c.username)
    return [OwnAccountLine(row.username, bool(row.password_hash), row.disabled_us is not None)
            for row in connection.execute(query)]


def forget_old_codes(connection: Connection, now_us: int) -> None:
    """Codes whose days are over: nothing is left of them."""
    connection.execute(own_codes.delete().where(own_codes.c.until_us <= now_us))


def forget_never_activated(connection: Connection) -> None:
    """An account that nobody activated, has no code any more and is linked nowhere, such as that of somebody who was
    erased since: it was never anybody's own, and name and e-mail address go with it.
    """
    connection.execute(own_accounts.delete().where(
        own_accounts.c.password_hash == "", own_accounts.c.id.not_in(select(own_codes.c.account_id)),
        own_accounts.c.id.not_in(select(own_links.c.account_id))))


# --- What an owner asks for ----------------------------------------------------------------------------------


def activate(database: ServerDatabase, asked: ActivateOwnAccount, address: str, now_us: int) -> OwnSession:
    """A password of one's own, with the code of the letter, which is good once. Raises Declined, Refusal."""
    refuse_short(asked.password)
    with database.writing() as connection:
        keys = _count_tries(connection, asked.username, address, now_us)
        _activating(connection, asked, now_us)
    kept = hashed(asked.password)
    with database.writing() as connection:
        row = _activating(connection, asked, now_us)
        used = connection.execute(own_codes.delete().where(own_codes.c.hash == hash_of(connection, asked.code)))
        if used.rowcount != 1:
            raise problems.no_such_own_account()
        connection.execute(own_accounts.update().where(own_accounts.c.id == row.id).values(password_hash=kept))
        _forgive_tries(connection, keys, now_us)
        return _session(connection, row, now_us)


def log_in_own(database: ServerDatabase, asked: OwnLogIn, address: str, now_us: int) -> OwnSession:
    """Raises Declined; just as slow where there is no such account."""
    with database.writing() as connection:
        keys = _count_tries(connection, asked.username, address, now_us)
        row = _by_name(connection, folded(asked.username))
    kept = row.password_hash if row is not None and row.password_hash and row.disabled_us is None else None
    if not fits(asked.password, kept) or row is None:
        raise problems.no_such_own_account()
    with database.writing() as connection:
        _forgive_tries(connection, keys, now_us)
        return _session(connection, row, now_us)


def ask_link_code(database: ServerDatabase, token: str, now_us: int) -> LinkCode:
    """For whose own account the token is. Raises Declined."""
    with database.writing() as connection:
        account_id = read_own(identity(connection).token_key, token, now_us)
        query = select(own_accounts.c.id).where(own_accounts.c.id == account_id, own_accounts.c.disabled_us.is_(None))
        if account_id is None or connection.execute(query).first() is None:
            raise problems.own_log_in_again()
        return make_link_code(connection, account_id, now_us)


def _activating(connection: Connection, asked: ActivateOwnAccount, now_us: int) -> Any:
    """The account that this user name and this code belong to together."""
    query = select(own_accounts).join(own_codes, own_codes.c.account_id == own_accounts.c.id).where(
        own_accounts.c.username == folded(asked.username), own_accounts.c.disabled_us.is_(None),
        own_codes.c.hash == hash_of(connection, asked.code), own_codes.c.sort == ACTIVATION,
        own_codes.c.until_us > now_us)
    row = connection.execute(query).first()
    if row is None:
        raise problems.no_such_own_account()
    return row


def _session(connection: Connection, row: Any, now_us: int) -> OwnSession:
    token = write_own(identity(connection).token_key, row.id, now_us + ACCESS_SECONDS * 1_000_000)
    return OwnSession(token, ACCESS_SECONDS, row.given, row.prefix, row.family)


def _by_name(connection: Connection, username: str) -> Any:
    return connection.execute(select(own_accounts).where(own_accounts.c.username == username)).first()


def _free_username(connection: Connection, name: PersonName) -> str:
    signs = "".join(sign for sign in fold(name.given or name.family) if sign.isascii() and sign.isalnum())
    start = signs[:LONGEST_USERNAME - _DIGITS] or "account"
    for _ in range(_TRIES):
        found = f"{start}{secrets.randbelow(10 ** _DIGITS):0{_DIGITS}}"
        if _by_name(connection, found) is None:
            return found
    return f"{start}{secrets.token_hex(4)}"


def _count_tries(connection: Connection, username: str, address: str, now_us: int) -> tuple[str, str]:
    """Apart from those of staff: who logs in here shuts nobody of an organisation out."""
    secret = identity(connection).token_key
    keys = (limits.name_key(secret, "own", limits.address_key(secret, address)),
            limits.name_key(secret, "own", f"name\0{folded(username)}"))
    for key, most in zip(keys, (limits.MOST_PER_ADDRESS, limits.MOST_PER_NAME), strict=True):
        limits.count_try(connection, key, most, now_us)
    return keys


def _forgive_tries(connection: Connection, keys: tuple[str, str], now_us: int) -> None:
    limits.take_back(connection, keys[0])
    limits.forgive(connection, keys[1])
    limits.forget_tries(connection, now_us)


def forget_erased(connection: Connection, organisation_id: bytes, person: bytes) -> None:
    """Of who is erased no link is left; the account itself is the person's own, and hears nothing."""
    connection.execute(own_links.delete().where(
        own_links.c.organisation_id == organisation_id, own_links.c.participant_id == person))

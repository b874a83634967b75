"""Who is asking: log-in, the session of a device, and how it goes on or ends (S14)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, select

from app.domain.coaches import has_ended
from app.domain.permissions import Role, TenantKind, sees_all
from app.server import limits, problems
from app.server.accounts import Account, day_in, folded, is_empty
from app.server.database import ServerDatabase
from app.server.devices import end_device, register_device
from app.server.identity import Identity, identity
from app.server.passwords import fits
from app.server.records import load
from app.server.stream import lock, look
from app.server.tables import LIVE, devices, logins, organisations, reads, records
from app.server.tokens import (
    ACCESS_SECONDS,
    Access,
    RefreshToken,
    first_refresh,
    read_access,
    read_refresh,
    write_access,
    write_refresh,
)
from app.sync.wire import LogIn, OrganisationCard, Session

_ACCOUNT = msgspec.msgpack.Decoder(Account)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is behind a request, as the server itself knows it; `today` in the zone of the own organisation.

    `organisation_id` is the tenant whose stream it is about, `at` what sort that is and `role` the role in it;
    `home_id` is the tenant of the account and the device (D10).

    `pulled_to` is how far the device said it is, `given_to` how far it was ever brought by pages (S8), `told_to` the
    newest number that any answer named (S13). `keeps_offline` and `shows_surnames` are as the administrator said of a
    coach. Whatever the device knows when it asks was written down before it heard
    of it, so what is read when it is let in will do.
    """

    organisation_id: bytes
    account_id: bytes
    device_id: bytes
    role: Role
    coach_id: bytes | None
    name: str
    today: date
    pulled_to: int = 0
    given_to: int = 0
    told_to: int = 0
    offline_days: int = 0
    at: TenantKind = TenantKind.ORGANISATION
    home_id: bytes = b""
    keeps_offline: bool = True
    shows_surnames: bool = True

    @property
    def is_guest(self) -> bool:
        return self.home_id != self.organisation_id

    @property
    def sees_all(self) -> bool:
        return sees_all(self.role, self.at)

    @property
    def reads_as(self) -> Role:
        """The role by which it is said which rows are shown: one unit for everything is an administrator's."""
        return Role.ADMINISTRATOR if self.sees_all else self.role


@dataclass(frozen=True, slots=True)
class _Login:
    """The account that a name belongs to; the ids are empty where there is none."""

    organisation_id: bytes = b""
    account_id: bytes = b""
    password_hash: str | None = None


def authenticate(connection: Connection, token: str, now_us: int, before_choosing: bool = False) -> Caller:
    """The caller behind an access token. Raises Declined: revoked (403), expired or ended (401), and for who came with
    a first password and has not chosen another (403), except where that is let in `before_choosing`.
    """
    access = read_access(identity(connection).token_key, token)
    if access is None:
        raise problems.token_expired() if token else problems.log_in_again()
    row = _device_row(connection, access.organisation_id, access.device_id)
    _refuse_withdrawn(row)
    if access.until_us <= now_us:
        raise problems.token_expired()
    if row.account_id != access.account_id:
        raise problems.log_in_again()
    if row.one_time is not None and not before_choosing:
        raise problems.choose_password()
    return _caller(connection, row, now_us)


def log_in(database: ServerDatabase, asked: LogIn, address: str, now_us: int) -> Session:
    """A session for this device, which is registered at its first. Raises Declined.

    The password is looked at outside any transaction: that takes long, on purpose, and nobody should wait for it.
    """
    code, username = asked.organisation.strip().lower(), folded(asked.username)
    with database.writing() as connection:
        keys = count_tries(connection, code, username, address, now_us)
        login = _login(connection, code, username)
    if not fits(asked.password, login.password_hash):
        raise problems.wrong_password()
    with database.writing() as connection:
        forgive_tries(connection, keys, now_us)
        _refuse_spent(connection, login, asked.device_id)
        refresh = first_refresh(login.organisation_id, asked.device_id)
        register_device(connection, login.organisation_id, login.account_id, asked, refresh.hash, now_us)
        row = _device_row(connection, login.organisation_id, asked.device_id)
        _refuse_withdrawn(row)
        return _session(connection, row, refresh, now_us)


def refresh_session(database: ServerDatabase, token: str, now_us: int) -> Session:
    """The next tokens. The previous refresh token stays good until its successor is first used; reuse after that ends
    the session of the device. Raises Declined.
    """
    with database.writing() as connection:
        session = _refreshed(connection, token, now_us)
    if session is None:  # after the commit: that the session ended must stay
        raise problems.log_in_again()
    return session


def log_out(connection: Connection, token: str, now_us: int) -> None:
    """End the session that this refresh token belongs to; saying it twice does no harm. Raises Declined."""
    refresh = read_refresh(identity(connection).token_key, token)
    if refresh is None:
        raise problems.log_in_again()
    end_device(connection, refresh.organisation_id, refresh.device_id, now_us)


def card_of(connection: Connection, organisation_id: bytes, server: Identity) -> OrganisationCard:
    """What a desk hears of its organisation."""
    row = connection.execute(select(organisations).where(organisations.c.id == organisation_id)).one()
    return OrganisationCard(
        row.id, row.code, row.name, row.place, row.provider, row.zone, is_empty(connection, organisation_id),
        look(connection, organisation_id).epoch, server.public_key, row.offline_days, row.kind)


def session_of(connection: Connection, organisation_id: bytes, device_id: bytes, now_us: int) -> Session:
    """A fresh session of a device whose organisation got another id."""
    refresh = first_refresh(organisation_id, device_id)
    connection.execute(_this(devices.update(), organisation_id, device_id)
                       .values(refresh_hash=refresh.hash, previous_hash=None))
    return _session(connection, _device_row(connection, organisation_id, device_id), refresh, now_us)


def count_tries(connection: Connection, code: str, username: str, address: str, now_us: int) -> tuple[str, str]:
    secret = identity(connection).token_key
    keys = limits.address_key(secret, address), limits.name_key(secret, code, username)
    for key, most in zip(keys, (limits.MOST_PER_ADDRESS, limits.MOST_PER_NAME), strict=True):
        limits.count_try(connection, key, most, now_us)
    return keys


def forgive_tries(connection: Connection, keys: tuple[str, str], now_us: int) -> None:
    limits.take_back(connection, keys[0])
    limits.forgive(connection, keys[1])
    limits.forget_tries(connection, now_us)


def _login(connection: Connection, code: str, username: str) -> _Login:
    both = organisations.join(logins, logins.c.organisation_id == organisations.c.id)
    query = select(logins.c.organisation_id, logins.c.account_id, logins.c.password_hash).select_from(both)
    row = connection.execute(query.where(organisations.c.code == code, logins.c.username == username)).first()
    return _Login(*row) if row else _Login()


def _refuse_spent(connection: Connection, login: _Login, device_id: bytes) -> None:
    """The password that was looked at is still the one, and a first password lets in one device alone."""
    lock(connection, login.organisation_id)
    mine = logins.c.organisation_id == login.organisation_id, logins.c.account_id == login.account_id
    row = connection.execute(select(logins.c.password_hash, logins.c.one_time).where(*mine)).first()
    if row is None or row.password_hash != login.password_hash:
        raise problems.wrong_password()
    if row.one_time not in (None, b"", device_id):
        raise problems.used_password()
    if row.one_time == b"":
        connection.execute(logins.update().where(*mine).values(one_time=device_id))


def _refreshed(connection: Connection, token: str, now_us: int) -> Session | None:
    server = identity(connection)
    shown = read_refresh(server.token_key, token)
    if shown is None:
        raise problems.log_in_again()
    row = _device_row(connection, shown.organisation_id, shown.device_id, locked=True)
    _refuse_withdrawn(row)
    successor = shown.successor(server.token_key)
    if _same(row.refresh_hash, shown.hash):
        values = {"refresh_hash": successor.hash, "previous_hash": shown.hash}
    elif _same(row.previous_hash, shown.hash) and _same(row.refresh_hash, successor.hash):
        values = {}
    else:
        end_device(connection, shown.organisation_id, shown.device_id, now_us)
        return None
    connection.execute(_this(devices.update(), shown.organisation_id, shown.device_id).values(seen_us=now_us, **values))
    return _session(connection, row, successor, now_us)


def _session(connection: Connection, row: Any, refresh: RefreshToken, now_us: int) -> Session:
    server, caller = identity(connection), _caller(connection, row, now_us)
    access = Access(caller.organisation_id, caller.device_id, caller.account_id, now_us + ACCESS_SECONDS * 1_000_000)
    return Session(
        write_access(server.token_key, access), ACCESS_SECONDS, write_refresh(server.token_key, refresh),
        caller.device_id, caller.account_id, caller.role.value, caller.name,
        card_of(connection, caller.organisation_id, server), now_us, row.one_time is not None, caller.keeps_offline)


def _device_row(connection: Connection, organisation_id: bytes, device_id: bytes, locked: bool = False) -> Any:
    """The device with its account and organisation; raises Declined where the server does not know it (any more)."""
    account = and_(records.c.organisation_id == devices.c.organisation_id, records.c.kind == "accounts",
                   records.c.id == devices.c.account_id, records.c.state == LIVE)
    login = and_(logins.c.organisation_id == devices.c.organisation_id, logins.c.account_id == devices.c.account_id)
    joined = devices.join(organisations, organisations.c.id == devices.c.organisation_id)
    read = and_(reads.c.organisation_id == devices.c.organisation_id,
                reads.c.home_id == devices.c.organisation_id, reads.c.device_id == devices.c.id)
    columns = (devices, logins.c.disabled_us, logins.c.one_time, organisations.c.zone, organisations.c.offline_days,
               organisations.c.kind, records.c.fields, reads.c.pulled_to, reads.c.given_to, reads.c.told_to)
    query = select(*columns).select_from(
        joined.outerjoin(logins, login).outerjoin(records, account).outerjoin(reads, read))
    query = _this(query, organisation_id, device_id)
    row = connection.execute(query.with_for_update(of=devices) if locked else query).first()
    if row is None:
        raise problems.log_in_again()
    return row


def _refuse_withdrawn(row: Any) -> None:
    if row.revoked_us is not None:
        raise problems.device_revoked()
    if row.ended_us is not None or row.disabled_us is not None or row.fields is None:
        raise problems.log_in_again()


def _caller(connection: Connection, row: Any, now_us: int) -> Caller:
    account, today = _ACCOUNT.decode(row.fields), day_in(row.zone, now_us)
    coach = _coach_of(connection, row.organisation_id, account)
    if not account.works_on(today) or coach is None or has_ended(coach.get("until_on"), today.isoformat()):
        raise problems.account_ended()
    return Caller(
        row.organisation_id, row.account_id, row.id, account.role, account.coach_id, account.name, today,
        row.pulled_to or 0, row.given_to or 0, row.told_to or 0, row.offline_days, TenantKind(row.kind),
        row.organisation_id, bool(coach.get("keeps_offline", 1)), bool(coach.get("shows_surnames", 1)))


def _coach_of(connection: Connection, organisation_id: bytes, account: Account) -> dict[str, Any] | None:
    """Of a coach the row that says until when he works and what he may see, where an administrator writes it, also
    without a network; nothing for another role, None where it is gone.
    """
    if account.role is not Role.COACH or account.coach_id is None:
        return {}
    coach = load(connection, organisation_id, [("coaches", account.coach_id)]).get(("coaches", account.coach_id))
    return coach.fields if coach is not None else None


def _this(statement: Any, organisation_id: bytes, device_id: bytes) -> Any:
    return statement.where(devices.c.organisation_id == organisation_id, devices.c.id == device_id)


def _same(kept: bytes | None, shown: bytes) -> bool:
    return kept is not None and hmac.compare_digest(kept, shown)

"""Organisations and accounts: made by whoever runs the server, with `leerspoor-server`.

An account is two things: a login (user name and password), which never leaves the server, and a record of kind
'accounts' in the organisation's stream, by which every desk knows who somebody is.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from sqlalchemy import Connection, exists, select

from app.domain.calendar import is_day
from app.domain.errors import Refusal
from app.domain.ids import timed_id
from app.domain.invariants import administrators_needed, without_administrator
from app.domain.names import PersonName, fold
from app.domain.permissions import ROLES_OF, Role, TenantKind
from app.domain.text import Text
from app.server.identity import identity
from app.server.limits import forgive, name_key
from app.server.records import ERASED_KIND, Record, load, load_where, write_rows
from app.server.stream import begin, lock
from app.server.tables import devices, logins, organisations, records
from app.store.resources import load_profile

ZONE = "Europe/Amsterdam"
OFFLINE_DAYS = 30
"""After so many days without the server a desk locks (S14)."""
THE_SERVER = bytes(16)
"""Who makes rows that no account made."""
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Account(msgspec.Struct, frozen=True):
    """What the stream says of an account."""

    role: Role
    name: str
    coach_id: bytes | None = None
    from_on: str = ""
    until_on: str | None = None

    def works_on(self, day: date) -> bool:
        return self.from_on <= day.isoformat() and (self.until_on is None or day.isoformat() < self.until_on)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as `leerspoor-server account list` shows it."""

    username: str
    name: str
    role: str
    disabled: bool


def create_organisation(
    connection: Connection, code: str, name: str, provider: str, now_us: int, *, place: str = "", zone: str = ZONE,
    offline_days: int = OFFLINE_DAYS, kind: TenantKind = TenantKind.ORGANISATION, wanted_id: bytes = b"",
) -> bytes:
    """A new organisation, or licensor, without any rows; gives its id. Raises Refusal for a code that is taken or is
    none.
    """
    if not _CODE.fullmatch(code):
        raise Refusal(Text("{code} is not a code: use small letters, digits and dashes.", code=code))
    if organisation_by_code(connection, code) is not None:
        raise Refusal(Text(
            "There already is an organisation {code} here. Nothing was changed. Choose another code.", code=code))
    load_profile(provider)
    _refuse_no_zone(zone)
    organisation_id = wanted_id or timed_id(now_us, secrets.token_bytes)
    connection.execute(organisations.insert().values(
        id=organisation_id, code=code, name=name, place=place, provider=provider, zone=zone,
        offline_days=offline_days, created_us=now_us, kind=kind.value))
    begin(connection, organisation_id)
    write_rows(connection, organisation_id, [("organisations", {
        "id": organisation_id, "code": code, "name": name, "place": place, "provider": provider, "zone": zone,
        "import_secret": secrets.token_bytes(32), "logo": None, "created_us": now_us,
        "kind": kind.value})], THE_SERVER, now_us)
    return organisation_id


def organisation_by_code(connection: Connection, code: str) -> bytes | None:
    return connection.execute(select(organisations.c.id).where(organisations.c.code == code)).scalar()


def the_organisation(connection: Connection, code: str, kind: TenantKind | None = None) -> bytes:
    """The id, of any or of one sort. Raises Refusal that names those there are."""
    found = organisation_by_code(connection, code)
    if found is None and kind is TenantKind.LICENSOR:
        raise Refusal(Text("There is no licensor {code} here. Nothing was changed.", code=code))
    if found is None:
        raise Refusal(Text(
            "There is no organisation {code} here. Nothing was changed. Here are: {codes}.",
            code=code, codes=", ".join(organisation_codes(connection)) or "-"))
    return found


def organisation_codes(connection: Connection, kind: TenantKind | None = None) -> list[str]:
    """Of all there are, or of one sort, in the order of the alphabet."""
    query = select(organisations.c.code).order_by(organisations.c.code)
    return list(connection.execute(query.where(organisations.c.kind == kind) if kind else query).scalars())


def create_account(
    connection: Connection, organisation_id: bytes, username: str, name: str, role: Role, password_hash: str,
    now_us: int, *, coach: str | bytes = "", until: str | None = None, one_time: bool = False,
) -> bytes:
    """An account that may log in; gives its id. A coach's account goes with the coach of that user name or name, or of
    that id.

    `until` is the first day on which it works no longer; a password that is `one_time` lets one device in, which then
    chooses another. Raises Refusal where the user name is taken, several coaches
    have that name, or this is no role for an account there.
    """
    _refuse_role(connection, organisation_id, role, until)
    known_as = folded(username)
    if not known_as or _login(connection, organisation_id, known_as) is not None:
        raise Refusal(Text(
            "There already is an account {username}, or this is no user name. Nothing was changed.",
            username=username))
    account_id, day = timed_id(now_us, secrets.token_bytes), today_of(connection, organisation_id, now_us)
    coach_id: bytes | None = None
    rows: list[tuple[str, dict[str, object]]] = []
    if role is Role.COACH and isinstance(coach, bytes):
        coach_id = coach
    elif role is Role.COACH:
        coach_id, rows = _coach(connection, organisation_id, str(coach or username), name, day, now_us)
    rows.append(("accounts", {"id": account_id, "role": role.value, "name": name, "coach_id": coach_id,
                              "from_on": day.isoformat(), "until_on": until}))
    connection.execute(logins.insert().values(
        organisation_id=organisation_id, account_id=account_id, username=known_as, password_hash=password_hash,
        created_us=now_us, one_time=b"" if one_time else None))
    write_rows(connection, organisation_id, rows, THE_SERVER, now_us)
    return account_id


def reset_password(
    connection: Connection, organisation_id: bytes, username: str, password_hash: str, now_us: int
) -> None:
    """A new password: the account works again if it was locked or disabled, and its devices must log in anew."""
    account_id = _the_login(connection, organisation_id, username)
    lock(connection, organisation_id)  # before the rows of devices, as everywhere
    set_login(connection, organisation_id, account_id, password_hash=password_hash, disabled_us=None,
              one_time=None)
    end_sessions(connection, organisation_id, account_id, now_us)
    if role_of(connection, organisation_id, account_id) is not Role.AUDITOR:  # whose last day stays
        _work_until(connection, organisation_id, account_id, None, now_us)
    code = connection.execute(select(organisations.c.code).where(organisations.c.id == organisation_id)).scalar_one()
    forgive(connection, name_key(identity(connection).token_key, code, folded(username)))


def disable_account(connection: Connection, organisation_id: bytes, username: str, now_us: int) -> None:
    """Nobody logs in with it any more and its devices stop; what was made with it stays. Wiping is `device revoke`.

    Raises Refusal for the last administrator (A-3.5): make another one first.
    """
    account_id = _the_login(connection, organisation_id, username)
    lock(connection, organisation_id)  # before the rows of devices, as everywhere
    day = today_of(connection, organisation_id, now_us).isoformat()
    _keep_an_administrator(connection, organisation_id, account_id, day)
    set_login(connection, organisation_id, account_id, disabled_us=now_us)
    end_sessions(connection, organisation_id, account_id, now_us)
    _work_until(connection, organisation_id, account_id, day, now_us)


def accounts_of(connection: Connection, organisation_id: bytes) -> list[AccountLine]:
    """All accounts, by user name."""
    query = select(logins).where(logins.c.organisation_id == organisation_id).order_by(logins.c.username)
    rows = connection.execute(query).all()
    found = load(connection, organisation_id, [("accounts", row.account_id) for row in rows])
    fields = [found["accounts", row.account_id].fields or {} for row in rows]
    return [AccountLine(row.username, said.get("name", ""), said.get("role", ""), row.disabled_us is not None)
            for row, said in zip(rows, fields, strict=True)]


def today_of(connection: Connection, organisation_id: bytes, now_us: int) -> date:
    """The legal day: it is counted in the organisation's own zone (D3)."""
    zone = connection.execute(select(organisations.c.zone).where(organisations.c.id == organisation_id)).scalar_one()
    return day_in(zone, now_us)


def day_in(zone: str, now_us: int) -> date:
    return datetime.fromtimestamp(now_us / 1_000_000, ZoneInfo(zone)).date()


def folded(username: str) -> str:
    """A user name as it is kept and compared: capitals and accents make no difference."""
    return fold(username)


def is_empty(connection: Connection, organisation_id: bytes) -> bool:
    """Whether no desk has brought any rows yet (S16); the server's own are its card, accounts, coaches, devices,
    whose licensor it has, and whom its ledger knows as erased.
    """
    own = records.c.kind.in_(("organisations", "accounts", "devices", "coaches", "links", ERASED_KIND))
    here = select(records.c.id).where(records.c.organisation_id == organisation_id, ~own)
    return not connection.execute(select(exists(here))).scalar_one()


def kind_of(connection: Connection, organisation_id: bytes) -> TenantKind:
    """Whether it is an organisation or a licensor."""
    query = select(organisations.c.kind).where(organisations.c.id == organisation_id)
    return TenantKind(connection.execute(query).scalar_one())


def _refuse_role(connection: Connection, organisation_id: bytes, role: Role, until: str | None) -> None:
    if role not in ROLES_OF[kind_of(connection, organisation_id)]:
        raise Refusal(Text(
            "{role} is no role for an account there. Nothing was changed. Choose another one.", role=role.value))
    if role is Role.AUDITOR and not (until and is_day(until)):
        raise Refusal(Text(
            "An auditor's account has a last day. Nothing was changed. Give the first day on which it ends."))


def role_of(connection: Connection, organisation_id: bytes, account_id: bytes) -> Role | None:
    row = load(connection, organisation_id, [("accounts", account_id)]).get(("accounts", account_id))
    return Role(row.fields["role"]) if row is not None and row.fields is not None else None


def _refuse_no_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise Refusal(Text(
            "There is no time zone {zone}. Nothing was changed. Give one such as Europe/Amsterdam.", zone=zone,
        )) from problem


def _login(connection: Connection, organisation_id: bytes, known_as: str) -> bytes | None:
    return connection.execute(select(logins.c.account_id).where(
        logins.c.organisation_id == organisation_id, logins.c.username == known_as)).scalar()


def _the_login(connection: Connection, organisation_id: bytes, username: str) -> bytes:
    account_id = _login(connection, organisation_id, folded(username))
    if account_id is None:
        raise Refusal(Text("There is no account {username} here. Nothing was changed.", username=username))
    return account_id


def set_login(connection: Connection, organisation_id: bytes, account_id: bytes, **values: object) -> None:
    connection.execute(logins.update().values(**values).where(
        logins.c.organisation_id == organisation_id, logins.c.account_id == account_id))


def end_sessions(
    connection: Connection, organisation_id: bytes, account_id: bytes, now_us: int, but: bytes = b""
) -> int:
    """Every device of the account, or every one `but` this, logs in anew; gives how many that are."""
    done = connection.execute(devices.update().values(ended_us=now_us, refresh_hash=None, previous_hash=None).where(
        devices.c.organisation_id == organisation_id, devices.c.account_id == account_id, devices.c.id != but,
        devices.c.ended_us.is_(None)))
    return done.rowcount


def _keep_an_administrator(connection: Connection, organisation_id: bytes, ending: bytes, day: str) -> None:
    there = {
        row.id: row.fields for row in load_where(connection, organisation_id, records.c.kind == "accounts")
        if row.fields is not None}
    query = select(organisations.c.provider, organisations.c.kind).where(organisations.c.id == organisation_id)
    provider, kind = connection.execute(query).one()
    at = TenantKind(kind)
    least = administrators_needed(load_profile(provider), at)
    if without_administrator(there.values(), day, least, at) is not None:
        return  # there was none, so this one is not the last
    wrong = without_administrator((fields for one, fields in there.items() if one != ending), day, least, at)
    if wrong is not None:
        raise Refusal(wrong)


def _work_until(
    connection: Connection, organisation_id: bytes, account_id: bytes, day: str | None, now_us: int
) -> None:
    write_rows(connection, organisation_id, [("accounts", {"id": account_id, "until_on": day})], THE_SERVER, now_us)


def _coach(
    connection: Connection, organisation_id: bytes, wanted: str, name: str, day: date, now_us: int
) -> tuple[bytes, list[tuple[str, dict[str, object]]]]:
    """The coach an account belongs to, and the row to write where there is none yet."""
    there = load_where(connection, organisation_id, records.c.kind == "coaches")
    found = _matching(there, wanted) or _matching(there, name)
    if len(found) > 1:
        raise Refusal(Text(
            "There are several people named {name}. Nothing was changed. Give the user name of the right one.",
            name=wanted))
    if found:
        return found[0].id, []
    given, _, family = name.strip().partition(" ")
    written = PersonName(given, "", family)
    coach_id = timed_id(now_us, secrets.token_bytes)
    return coach_id, [("coaches", {
        "id": coach_id, "given": given, "family": family, "sort_key": written.sort_key, "search": written.search,
        "username": folded(wanted), "from_on": day.isoformat(), "until_on": None})]


def _matching(there: Iterable[Record], wanted: str) -> list[Record]:
    """By user name where one has it, else by name."""
    looked_for = fold(wanted)
    by_username = [row for row in there if row.fields and fold(row.fields.get("username") or "") == looked_for]
    return by_username or [row for row in there if row.fields and _name_of(row.fields) == looked_for]


def _name_of(fields: dict[str, str]) -> str:
    return fold(PersonName(fields["given"], fields["prefix"], fields["family"]).full)

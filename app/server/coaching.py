"""The logins of coaches, made, made anew and ended by an administrator of the same organisation, and by nobody else.

An administrator never comes by this way to an account of another role, or of another organisation: the coach is looked
up among the rows of the own organisation, and of its accounts only those of coaches count (O-1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, select

from app.domain.coaches import has_ended
from app.domain.errors import Refusal
from app.domain.names import PersonName
from app.domain.permissions import Role, TenantKind
from app.domain.text import Text
from app.server import problems
from app.server.accounts import (
    THE_SERVER,
    create_account,
    disable_account,
    folded,
    reset_password,
    set_login,
)
from app.server.database import ServerDatabase
from app.server.devices import revoke_device
from app.server.passwords import hashed, one_time_password
from app.server.records import load, load_where, write_rows
from app.server.sessions import Caller
from app.server.stream import lock
from app.server.tables import devices, logins, organisations, records
from app.sync.wire_coaches import CoachLogin, CoachLoginEnded, CoachPassword, EndCoachLogin

LetIn = Callable[[Connection], Caller]


def give_login(database: ServerDatabase, let_in: LetIn, asked: CoachLogin, now_us: int) -> CoachPassword:
    """A login with a first password, or another first password for the one there is: that works again, and every
    computer of it logs in anew. So a lost answer is asked for again. Raises Refusal, Declined.
    """
    with database.reading() as connection:  # working on a password takes long: only for who may ask for one
        _administrator(let_in(connection))
    password = one_time_password()
    kept = hashed(password)
    with database.writing() as connection:
        caller = _administrator(let_in(connection))
        lock(connection, caller.home_id)  # before the rows of devices, as everywhere
        coach = _coach(connection, caller, asked.coach_id)
        if has_ended(coach["until_on"], caller.today.isoformat()):
            raise problems.no_such_coach()
        there = _logins(connection, caller, asked.coach_id)
        if there:
            account_id, username = there[0]
            _make_anew(connection, caller, account_id, username, kept, now_us)
        else:
            username = folded(asked.username or coach["username"])
            _make(connection, caller, asked.coach_id, coach, username, kept, now_us)
        query = select(organisations.c.code).where(organisations.c.id == caller.home_id)
        code = connection.execute(query).scalar_one()
    return CoachPassword(asked.coach_id, code, username, password)


def end_login(database: ServerDatabase, let_in: LetIn, asked: EndCoachLogin, now_us: int) -> CoachLoginEnded:
    """Nobody logs in with it any more, and its computers wipe themselves at their next contact; what was made with it
    stays. Of a coach without a login nothing is to be ended.
    """
    with database.writing() as connection:
        caller = _administrator(let_in(connection))
        lock(connection, caller.home_id)
        _coach(connection, caller, asked.coach_id)
        ended = 0
        for account_id, username in _logins(connection, caller, asked.coach_id):
            disable_account(connection, caller.home_id, username, now_us)
            ended += _wipe_at_next_contact(connection, caller, account_id, now_us)
    return CoachLoginEnded(asked.coach_id, ended)


def _administrator(caller: Caller) -> Caller:
    if caller.at is not TenantKind.ORGANISATION or caller.role is not Role.ADMINISTRATOR or caller.is_guest:
        raise problems.administrators_only()
    return caller


def _coach(connection: Connection, caller: Caller, coach_id: bytes) -> dict[str, Any]:
    row = load(connection, caller.home_id, [("coaches", coach_id)]).get(("coaches", coach_id))
    if row is None or row.fields is None:
        raise problems.no_such_coach()
    return row.fields


def _logins(connection: Connection, caller: Caller, coach_id: bytes) -> list[tuple[bytes, str]]:
    """(account, user name) of every login of a coach, those that work first; another role's is not looked at, whoever
    it belongs to.
    """
    rows = load_where(connection, caller.home_id, records.c.kind == "accounts")
    own = [row.id for row in rows if row.fields and row.fields["coach_id"] == coach_id
           and row.fields["role"] == Role.COACH]
    query = select(logins.c.account_id, logins.c.username).where(
        logins.c.organisation_id == caller.home_id, logins.c.account_id.in_(own),
    ).order_by(logins.c.disabled_us.is_not(None), logins.c.created_us)
    return [(row.account_id, row.username) for row in connection.execute(query)]


def _make(
    connection: Connection, caller: Caller, coach_id: bytes, coach: dict[str, Any], username: str, kept: str,
    now_us: int,
) -> None:
    if not username:
        raise Refusal(Text("This {coach} has no user name. Nothing was changed. Fill one in first."))
    name = PersonName(coach["given"], coach["prefix"], coach["family"]).full
    create_account(connection, caller.home_id, username, name, Role.COACH, kept, now_us, coach=coach_id,
                   one_time=True)
    write_rows(connection, caller.home_id, [("coaches", {"id": coach_id, "username": username})], THE_SERVER, now_us)


def _make_anew(
    connection: Connection, caller: Caller, account_id: bytes, username: str, kept: str, now_us: int
) -> None:
    reset_password(connection, caller.home_id, username, kept, now_us)
    set_login(connection, caller.home_id, account_id, one_time=b"")


def _wipe_at_next_contact(connection: Connection, caller: Caller, account_id: bytes, now_us: int) -> int:
    query = select(devices.c.id).where(
        devices.c.organisation_id == caller.home_id, devices.c.account_id == account_id,
        devices.c.wiped_us.is_(None))
    found = list(connection.execute(query).scalars())
    for device_id in found:
        revoke_device(connection, caller.home_id, device_id, now_us)
    return len(found)

"""What a licensor's people do for organisations: make one with its first administrator, and hand one over (O-13).

Whoever is the licensor never logs in as somebody of an organisation: a first password is made and told once, lets one
device in, which reads nothing before its person chose another, and is made anew only until then.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, and_, select

from app.domain.kinds import EVERYTHING
from app.domain.permissions import Role, TenantKind
from app.server import problems
from app.server.accounts import (
    create_account,
    create_organisation,
    end_sessions,
    folded,
    role_of,
    the_organisation,
    today_of,
)
from app.server.database import ServerDatabase
from app.server.licensors import link
from app.server.passwords import hashed, one_time_password
from app.server.sessions import Caller
from app.server.stream import lock
from app.server.tables import devices, logins, organisations
from app.server.tenancy import licensor_of
from app.sync.wire_licensors import Assigned, AssignOrganisation, FirstPassword, MakeOrganisation, NewPassword

LetIn = Callable[[Connection], Caller]


def make_organisation(database: ServerDatabase, let_in: LetIn, asked: MakeOrganisation, now_us: int) -> FirstPassword:
    """An organisation of this licensor with its first administrator. The same id again is the same organisation: a
    lost answer makes no second one, and tells another first password. Raises Refusal, Declined.
    """
    password, kept = _made_password(database, let_in)
    with database.writing() as connection:
        licensor = _licensor(let_in(connection))
        there = connection.execute(select(organisations).where(organisations.c.id == asked.id)).first()
        if there is None:
            _make(connection, database, licensor, asked, kept, now_us)
        elif there.code != asked.code or not _is_of(connection, asked.id, licensor, now_us):
            raise problems.organisation_taken()
        else:
            _set_first_password(connection, asked.id, asked.username, kept, now_us)
    return FirstPassword(asked.id, asked.code, asked.username, password)


def new_password(database: ServerDatabase, let_in: LetIn, asked: NewPassword, now_us: int) -> FirstPassword:
    """Another first password for an administrator, while nobody there has logged in yet. Raises Declined."""
    password, kept = _made_password(database, let_in)
    with database.writing() as connection:
        licensor = _licensor(let_in(connection))
        if not _is_of(connection, asked.organisation_id, licensor, now_us):
            raise problems.not_yours()
        _set_first_password(connection, asked.organisation_id, asked.username, kept, now_us)
        query = select(organisations.c.code).where(organisations.c.id == asked.organisation_id)
        code = connection.execute(query).scalar_one()
    return FirstPassword(asked.organisation_id, code, asked.username, password)


def assign(database: ServerDatabase, let_in: LetIn, asked: AssignOrganisation, now_us: int) -> Assigned:
    """From a day the organisation has another licensor of this server. Both hear of it, and the organisation does."""
    with database.writing() as connection:
        licensor = _licensor(let_in(connection))
        if not _is_of(connection, asked.organisation_id, licensor, now_us):
            raise problems.not_yours()
        to = the_organisation(connection, asked.licensor, TenantKind.LICENSOR)
        link(connection, asked.organisation_id, to, now_us, asked.from_on, (asked.told_on, asked.proof))
        name = connection.execute(select(organisations.c.name).where(organisations.c.id == to)).scalar_one()
    return Assigned(asked.organisation_id, asked.licensor, name, asked.from_on)


def _make(
    connection: Connection, database: ServerDatabase, licensor: Caller, asked: MakeOrganisation, kept: str, now_us: int
) -> None:
    if asked.id == EVERYTHING or database.ledger.erased(asked.id):
        raise problems.organisation_taken()
    query = select(organisations.c.provider).where(organisations.c.id == licensor.home_id)
    create_organisation(
        connection, asked.code, asked.name, connection.execute(query).scalar_one(), now_us, place=asked.place,
        zone=asked.zone, offline_days=licensor.offline_days, wanted_id=asked.id)
    create_account(connection, asked.id, asked.username, asked.administrator, Role.ADMINISTRATOR, kept, now_us,
                   one_time=True)
    link(connection, asked.id, licensor.home_id, now_us)


def _made_password(database: ServerDatabase, let_in: LetIn) -> tuple[str, str]:
    """A first password and what is kept of it. That takes long on purpose, so only whoever may ask is worth it."""
    with database.reading() as connection:
        _licensor(let_in(connection))
    password = one_time_password()
    return password, hashed(password)


def _licensor(caller: Caller) -> Caller:
    if caller.at is not TenantKind.LICENSOR or not caller.sees_all:
        raise problems.administrators_only()
    return caller


def _is_of(connection: Connection, organisation_id: bytes, licensor: Caller, now_us: int) -> bool:
    there = connection.execute(select(organisations.c.id).where(organisations.c.id == organisation_id)).first()
    if there is None:
        return False
    day = today_of(connection, organisation_id, now_us).isoformat()
    return licensor_of(connection, organisation_id, day) == licensor.home_id


def _set_first_password(connection: Connection, organisation_id: bytes, username: str, kept: str, now_us: int) -> None:
    """Only of an administrator, and only while nobody of the organisation has ever been let in: after that there is
    somebody in it whom a licensor must not see. Who came with a first password and did not choose another was not.
    """
    lock(connection, organisation_id)
    mine = logins.c.organisation_id == organisation_id, logins.c.username == folded(username)
    account = connection.execute(select(logins.c.account_id).where(*mine, logins.c.disabled_us.is_(None))).scalar()
    if account is None or role_of(connection, organisation_id, account) is not Role.ADMINISTRATOR:
        raise problems.no_such_administrator()
    of = and_(logins.c.organisation_id == devices.c.organisation_id, logins.c.account_id == devices.c.account_id)
    used = select(devices.c.id).select_from(devices.join(logins, of)).where(
        devices.c.organisation_id == organisation_id, logins.c.one_time.is_(None))
    if connection.execute(used.limit(1)).first() is not None:
        raise problems.in_use_already()
    connection.execute(logins.update().where(*mine).values(password_hash=kept, one_time=b""))
    end_sessions(connection, organisation_id, account, now_us)

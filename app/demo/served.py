"""The demo with a server of its own on this computer, so that a second window can follow the first.

Everything about it is published: the accounts and their one password stand here. Whichever window of the demo is
opened first runs the server; it ends with that window.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Connection, func, select

from app.actions.desk import Clock, Desk, system_clock
from app.actions.founding import open_desk
from app.demo.files import SCHOOL, demo_organisation
from app.domain.errors import Refusal
from app.domain.names import PersonName
from app.domain.permissions import Role
from app.domain.sight import Sight
from app.server.accounts import create_account, create_organisation, organisation_by_code
from app.server.database import ServerDatabase, create_server_database, open_server_database
from app.server.embedded import embedded
from app.server.passwords import hashed
from app.server.serving import Place, listen
from app.store.database import DATABASE_FILE
from app.store.files import write_atomically
from app.store.home import Home
from app.store.protection import DEMO
from app.store.tables import coach_assignments, coaches, groups, memberships, participants, standings
from app.sync.connect import connect, join
from app.sync.engine import Syncer

SERVER_FOLDER, PORT_FILE = "server", "port"
ADMINISTRATOR, COACH, PASSWORD = "beheerder", "begeleider", "leerspoor-demo"
CLASS = (15, 35)
"""How many people a class has, from and to."""
COACH_DESK = f"{SCHOOL}-{COACH}"
"""The code of the second desk: the same school, as one of its coaches has it."""


def serve_demo(home: Home, clock: Clock = system_clock) -> ExitStack:
    """Run the demo's server until the stack is closed, with both desks connected to it.

    Does nothing where another window of this demo runs it already.
    """
    stack, folder = ExitStack(), home.root / SERVER_FOLDER
    port = _port(folder)
    if port and not _is_free(port):
        return stack
    try:
        database = _database(folder)
        stack.callback(database.close)
        address = stack.enter_context(embedded(database, place=Place(port=port)))
        write_atomically(folder / PORT_FILE, address.rpartition(":")[2].encode())
        _connect_desks(home, database, address, clock)
    except BaseException:
        stack.close()
        raise
    return stack


def _connect_desks(home: Home, database: ServerDatabase, address: str, clock: Clock) -> None:
    if COACH_DESK in home.codes() or SCHOOL not in home.codes():
        return
    told = demo_organisation(SCHOOL)
    with database.writing() as connection:
        if organisation_by_code(connection, SCHOOL) is None:
            organisation = create_organisation(
                connection, SCHOOL, told.name, told.provider, clock(), place=told.place, offline_days=0)
            create_account(connection, organisation, ADMINISTRATOR, told.administrator.name.full, Role.ADMINISTRATOR,
                           hashed(PASSWORD), clock())
    desk = open_desk(home, SCHOOL, clock=clock)
    try:
        coach = _first_sync(desk, address)
    finally:
        desk.close()
    with database.writing() as connection:
        organisation_id = organisation_by_code(connection, SCHOOL)
        assert organisation_id is not None
        create_account(connection, organisation_id, COACH, coach, Role.COACH, hashed(PASSWORD), clock(), coach=coach)
    second, _ = join(home, COACH_DESK, address, SCHOOL, COACH, PASSWORD, DEMO, clock)
    _sync(second)
    second.close()


def _first_sync(desk: Desk, address: str) -> str:
    """Bring the school to the server; gives the name of a coach with groups of his own."""
    connect(desk, address, SCHOOL, ADMINISTRATOR, PASSWORD)
    _sync(desk)
    return desk.read(_coach_of_one_class)


def _sync(desk: Desk) -> None:
    syncer = Syncer(desk)
    try:
        syncer.sync()
    finally:
        syncer.close()


def _coach_of_one_class(connection: Connection, sight: Sight) -> str:
    """The full name of a coach of one class where much is practised; not the administrator, who teaches too."""
    query = (
        select(coaches.c.given, coaches.c.prefix, coaches.c.family)
        .join(coach_assignments, coach_assignments.c.coach_id == coaches.c.id)
        .join(groups, groups.c.id == coach_assignments.c.group_id)
        .join(memberships, memberships.c.group_id == groups.c.id)
        .join(participants, participants.c.id == memberships.c.participant_id)
        .outerjoin(standings, standings.c.participant == participants.c.local)
        .where(coaches.c.search.not_in(select(coaches.c.search).where(
            func.replace(coaches.c.given + " " + coaches.c.prefix + " " + coaches.c.family, "  ", " ")
            == sight.actor.name)))
        .group_by(coaches.c.search)
        .having(func.count(coaches.c.id.distinct()) == 1, func.count(participants.c.id.distinct()).between(*CLASS))
        .order_by(func.sum(standings.c.attempts).desc(), coaches.c.search))
    row = connection.execute(query.limit(1)).one()
    return PersonName(row.given, row.prefix, row.family).full


def _database(folder: Path) -> ServerDatabase:
    if (folder / DATABASE_FILE).exists():
        return open_server_database(folder)
    return create_server_database(folder, DEMO)[0]


def _port(folder: Path) -> int:
    """Where the desks expect the server, 0 the first time."""
    try:
        return int((folder / PORT_FILE).read_text("ascii"))
    except (OSError, ValueError):
        return 0


def _is_free(port: int) -> bool:
    try:
        listen(Place(port=port)).close()
    except Refusal:
        return False
    return True

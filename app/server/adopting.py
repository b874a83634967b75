"""An organisation that the server has nothing of yet takes over the id of the desk that was there first (S16)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from sqlalchemy import Connection, select

from app.domain.kinds import EVERYTHING
from app.domain.permissions import Role
from app.server import problems
from app.server.accounts import THE_SERVER, is_empty
from app.server.batch import Batch
from app.server.devices import endorse_again
from app.server.erasing import erase_people
from app.server.licensors import tell
from app.server.records import delete_kind
from app.server.sessions import Caller, session_of
from app.server.stream import keep, lock
from app.server.tables import metadata, organisations, reads, records, sums
from app.sync.wire import Session


def adopt(
    connection: Connection, caller: Caller, organisation_id: bytes, now_us: int,
    erased: Callable[[bytes], Set[bytes]],
) -> Session:
    """Move the organisation to this id and give the caller a session under it; other devices log in again.

    `erased` tells whom the ledger knows under an id: a server that lost its database may have had it before.
    Raises Declined where somebody else asks, the server has rows of it already, or knows the id as another's.
    """
    if caller.role is not Role.ADMINISTRATOR:
        raise problems.administrators_only()
    here = lock(connection, caller.organisation_id)
    if caller.organisation_id != organisation_id:
        if organisation_id == EVERYTHING:  # one unit for everything is what a coach must not have
            raise problems.organisation_taken()
        if not is_empty(connection, caller.organisation_id):
            raise problems.not_empty()
        if connection.execute(select(organisations.c.id).where(organisations.c.id == organisation_id)).first():
            raise problems.organisation_taken()
        delete_kind(connection, here, "organisations")
        _move(connection, caller.organisation_id, organisation_id)
        endorse_again(connection, organisation_id, caller.account_id, now_us)
        tell(connection, organisation_id, (), now_us)
        _erase_again(connection, organisation_id, erased(organisation_id) | erased(caller.organisation_id), now_us)
    return session_of(connection, organisation_id, caller.device_id, now_us)


def _erase_again(connection: Connection, organisation_id: bytes, erased: Iterable[bytes], now_us: int) -> None:
    here = lock(connection, organisation_id)
    erase_people(Batch(connection, here), sorted(erased), THE_SERVER, now_us)
    keep(connection, here)


def _move(connection: Connection, old: bytes, new: bytes) -> None:
    for table in (records, sums):
        connection.execute(table.update().where(
            table.c.organisation_id == old, table.c.unit == old).values(unit=new))
    for table in metadata.sorted_tables:
        if "organisation_id" in table.c:
            connection.execute(table.update().where(table.c.organisation_id == old).values(organisation_id=new))
    connection.execute(reads.update().where(reads.c.home_id == old).values(home_id=new))
    connection.execute(organisations.update().where(organisations.c.id == old).values(id=new))

"""The stream of one organisation: the order in which everything became true (S5).

A writing transaction locks the stream's row first and hands out the next numbers, so that number order is commit
order: no clock and no database sequence is ever a cursor.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from app.domain.errors import Fault
from app.server import problems
from app.server.tables import server, streams


@dataclass(slots=True)
class Stream:
    """`number` is the last one handed out; `first` what it was when the lock was taken."""

    organisation_id: bytes
    number: int
    oldest: int
    epoch: str
    first: int = 0

    def __post_init__(self) -> None:
        self.first = self.number

    def next(self) -> int:
        self.number += 1
        return self.number

    def reserve(self, count: int) -> int:
        """The first of that many numbers in a row."""
        first = self.number + 1
        self.number += count
        return first


def lock(connection: Connection, organisation_id: bytes) -> Stream:
    """The stream, locked until the transaction ends. On SQLite the transaction holds the whole file already.

    Raises Declined where the organisation took another id while this waited (S16).
    """
    stream = _read(connection, organisation_id, locked=True)
    if stream is None:
        raise problems.log_in_again()
    return stream


def look(connection: Connection, organisation_id: bytes) -> Stream:
    """The stream as it is, without a lock: for reading. Raises Declined as `lock` does."""
    stream = _read(connection, organisation_id, locked=False)
    if stream is None:
        raise problems.log_in_again()
    return stream


def keep(connection: Connection, stream: Stream) -> None:
    """Write down how far the stream got."""
    if stream.number != stream.first:
        here = streams.update().where(streams.c.organisation_id == stream.organisation_id)
        connection.execute(here.values(number=stream.number))


def begin(connection: Connection, organisation_id: bytes) -> None:
    """The stream of a new organisation."""
    try:
        connection.execute(streams.insert().values(
            organisation_id=organisation_id, number=0, oldest=0, epoch=new_epoch()))
    except IntegrityError as twice:
        raise Fault("an organisation with two streams") from twice


def change_epoch(connection: Connection, stream: Stream) -> None:
    """The server has forgotten something it once said: every desk starts afresh and sends again (S13)."""
    stream.epoch = new_epoch()
    here = streams.update().where(streams.c.organisation_id == stream.organisation_id)
    connection.execute(here.values(epoch=stream.epoch))
    if not was_put_back(connection, stream.organisation_id):
        connection.execute(server.insert().values(name=_put_back(stream.organisation_id), value=b""))


def was_put_back(connection: Connection, organisation_id: bytes) -> bool:
    """Whether the server ever forgot what it once said of this organisation, so that desks bring back what was whose.
    """
    query = select(server.c.name).where(server.c.name == _put_back(organisation_id))
    return connection.execute(query).first() is not None


def _put_back(organisation_id: bytes) -> str:
    return f"put back {organisation_id.hex()}"


def new_epoch() -> str:
    return secrets.token_hex(8)


def _read(connection: Connection, organisation_id: bytes, *, locked: bool) -> Stream | None:
    query = select(streams).where(streams.c.organisation_id == organisation_id)
    row = connection.execute(query.with_for_update() if locked else query).first()
    return Stream(row.organisation_id, row.number, row.oldest, row.epoch) if row else None

"""Contents of files (D11): in pieces, by checksum, inside the encrypted database; gone with the last who needs them.

`state` of a content says what is still to be done for it. What is not whole is never given out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from app.domain.errors import Refusal
from app.domain.media import is_wanted
from app.domain.text import Text
from app.store.tables import file_chunks, files, materials

CHUNK_BYTES = 256 * 1024
PART, SEND, HERE = "part", "send", "here"
"""Being read or fetched; whole, and not known to be at the server; whole, and at the server or without one."""


class Content(NamedTuple):
    """`chunks` is the number of pieces that the whole has."""

    checksum: str
    size: int
    chunks: int
    state: str

    @property
    def is_whole(self) -> bool:
        return self.state in (SEND, HERE)


def pieces(size: int) -> int:
    return -(-size // CHUNK_BYTES)


def piece_size(size: int, number: int) -> int:
    """Bytes of one piece, counted from 0."""
    return min(CHUNK_BYTES, size - number * CHUNK_BYTES)


def content(connection: Connection, checksum: str) -> Content | None:
    row = connection.execute(select(files).where(files.c.checksum == checksum)).first()
    return Content(row.checksum, row.size, row.chunks, row.state) if row is not None else None


def contents(connection: Connection) -> dict[str, Content]:
    """Everything that is here, or is on its way, by checksum."""
    return {row.checksum: Content(row.checksum, row.size, row.chunks, row.state)
            for row in connection.execute(select(files).order_by(files.c.checksum))}


def begin(connection: Connection, checksum: str, size: int) -> Content:
    """Make room for a content of which the pieces come one by one; what is here of it already stays."""
    there = content(connection, checksum)
    if there is not None and there.size == size:
        return there
    forget(connection, [checksum])
    connection.execute(files.insert().values(checksum=checksum, size=size, chunks=pieces(size), state=PART))
    return Content(checksum, size, pieces(size), PART)


def put(connection: Connection, checksum: str, number: int, data: bytes) -> None:
    """One piece; the same piece again changes nothing."""
    there = file_chunks.delete().where(file_chunks.c.checksum == checksum, file_chunks.c.number == number)
    connection.execute(there)
    connection.execute(file_chunks.insert().values(checksum=checksum, number=number, data=data))


def numbers_here(connection: Connection, checksum: str) -> frozenset[int]:
    query = select(file_chunks.c.number).where(file_chunks.c.checksum == checksum)
    return frozenset(connection.execute(query).scalars())


def finish(connection: Connection, checksum: str, state: str) -> bool:
    """Say that it is whole, where it is: every piece there, and together what the checksum promises. Otherwise all of
    it goes, to be brought anew.
    """
    there = content(connection, checksum)
    if there is None or len(numbers_here(connection, checksum)) != there.chunks:
        return False
    digest, size = hashlib.sha256(), 0
    for data in read_pieces(connection, there):
        digest.update(data)
        size += len(data)
    if digest.hexdigest() != checksum or size != there.size:
        forget(connection, [checksum])
        return False
    mark(connection, checksum, state)
    return True


def mark(connection: Connection, checksum: str, state: str) -> None:
    connection.execute(files.update().where(files.c.checksum == checksum).values(state=state))


def mark_unsent(connection: Connection) -> None:
    """The server may lack what it had."""
    connection.execute(files.update().where(files.c.state == HERE).values(state=SEND))


def piece(connection: Connection, checksum: str, number: int) -> bytes:
    """Raises Refusal where it went in the meantime."""
    query = select(file_chunks.c.data).where(file_chunks.c.checksum == checksum, file_chunks.c.number == number)
    data = connection.execute(query).scalar()
    if data is None:
        raise not_here()
    return bytes(data)


def read_pieces(connection: Connection, whole: Content) -> Iterator[bytes]:
    return (piece(connection, whole.checksum, number) for number in range(whole.chunks))


def forget(connection: Connection, checksums: Iterable[str]) -> None:
    for checksum in checksums:
        connection.execute(file_chunks.delete().where(file_chunks.c.checksum == checksum))
        connection.execute(files.delete().where(files.c.checksum == checksum))


def wanted(connection: Connection, today: date) -> dict[str, int]:
    """Sizes by checksum of what a material still points at."""
    query = select(materials.c.checksum, materials.c.size, materials.c.until_on)
    return {row.checksum: row.size for row in connection.execute(query) if is_wanted(row.until_on, today)}


def drop_unwanted(connection: Connection, today: date) -> int:
    """Remove what nothing points at any more; gives how many contents went."""
    kept = wanted(connection, today)
    going = [one for one in contents(connection) if one not in kept]
    forget(connection, going)
    return len(going)


def bytes_together(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.sum(files.c.size), 0))).scalar_one())


def not_here() -> Refusal:
    return Refusal(Text(
        "The content of this material is not on this computer yet. Nothing was changed. It comes with the next sync."))

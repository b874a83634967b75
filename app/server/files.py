"""Contents of materials (D11): taken in pieces after the row that points at them, verified, and given to who may see.

Per organisation, capped each and together. What no material points at any more goes with `maintain`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, func, select

from app.domain.media import LARGEST_TOGETHER, is_wanted
from app.domain.permissions import Role, TenantKind
from app.server import problems, records, stream
from app.server.scope import Reach, reach_of
from app.server.sessions import Caller
from app.server.tables import file_chunks, files
from app.server.tables import records as records_table
from app.store.contents import piece_size, pieces
from app.sync.wire_files import AskPiece, FileStanding, OfferFile, Piece, SendPiece

MATERIALS = "materials"
_STAFF = frozenset({Role.ADMINISTRATOR, Role.COACH})


def offer(connection: Connection, caller: Caller, asked: OfferFile, now_us: int) -> FileStanding:
    """Make room for a content; gives what is lacking of it. Raises Declined."""
    _must_be_wanted(connection, caller, asked.checksum, asked.size)
    stream.lock(connection, caller.organisation_id)
    there = _size_there(connection, caller.organisation_id, asked.checksum)
    if there not in (None, asked.size) and not _standing(connection, caller.organisation_id, asked.checksum).whole:
        _forget(connection, caller.organisation_id, [asked.checksum])  # begun with a size that was none of it
        there = None
    if there is None:
        _must_fit(connection, caller.organisation_id, asked.size)
        connection.execute(files.insert().values(
            organisation_id=caller.organisation_id, checksum=asked.checksum, size=asked.size, whole=0,
            account_id=caller.account_id, created_us=now_us))
    return _standing(connection, caller.organisation_id, asked.checksum)


def take(connection: Connection, caller: Caller, asked: SendPiece) -> FileStanding:
    """One piece; the last one that was lacking is where the whole is verified. Raises Declined."""
    stream.lock(connection, caller.organisation_id)
    size = _size_there(connection, caller.organisation_id, asked.checksum)
    if size is None:
        raise problems.file_unknown()
    _must_be_wanted(connection, caller, asked.checksum, size)
    if asked.number >= pieces(size) or len(asked.data) != piece_size(size, asked.number):
        raise problems.file_damaged()
    standing = _standing(connection, caller.organisation_id, asked.checksum)
    if asked.number in standing.lacking:
        connection.execute(file_chunks.insert().values(
            organisation_id=caller.organisation_id, checksum=asked.checksum, number=asked.number, data=asked.data))
        standing = _standing(connection, caller.organisation_id, asked.checksum)
        if not standing.lacking:
            return _verified(connection, caller.organisation_id, asked.checksum)
    return standing


def give(connection: Connection, caller: Caller, asked: AskPiece) -> Piece:
    """Raises Declined for what is not here whole, or is not theirs to see."""
    size = _size_there(connection, caller.organisation_id, asked.checksum)
    if size is None or not _standing(connection, caller.organisation_id, asked.checksum).whole:
        raise problems.file_unknown()
    _must_be_wanted(connection, caller, asked.checksum, size)
    data = connection.execute(select(file_chunks.c.data).where(
        *_of(file_chunks, caller.organisation_id, asked.checksum), file_chunks.c.number == asked.number)).scalar()
    if data is None:
        raise problems.file_unknown()
    return Piece(bytes(data))


def drop_unwanted(connection: Connection, organisation_id: bytes, today: date) -> int:
    """Remove what no material points at any more; gives how many contents went."""
    kept = _wanted(connection, organisation_id, today)
    stored = connection.execute(select(files.c.checksum).where(files.c.organisation_id == organisation_id)).scalars()
    going = [one for one in stored.all() if one not in kept]
    _forget(connection, organisation_id, going)
    return len(going)


def _must_be_wanted(connection: Connection, caller: Caller, checksum: str, size: int) -> None:
    """Only who works at the organisation, and only what a row of it promises: nobody stores files of another sort."""
    if caller.at is not TenantKind.ORGANISATION or caller.is_guest or caller.role not in _STAFF:
        raise problems.not_yours()
    wanted = _wanted(connection, caller.organisation_id, caller.today, reach_of(connection, caller))
    if size not in wanted.get(checksum, ()):
        raise problems.file_unknown()


def _wanted(
    connection: Connection, organisation_id: bytes, today: date, reach: Reach | None = None,
) -> dict[str, set[int]]:
    """The sizes that materials give of each content; more than one is a lie, which the checksum finds out.

    With `reach` only the materials that this caller may have: those of other groups are not among them.
    """
    units = reach.units() if reach is not None and not reach.caller.sees_all else None
    found: dict[str, set[int]] = {}
    for row in records.load_where(connection, organisation_id, records_table.c.kind == MATERIALS):
        if row.fields is None or (units is not None and row.unit not in units):
            continue
        if is_wanted(row.fields["until_on"], today):
            found.setdefault(row.fields["checksum"], set()).add(row.fields["size"])
    return found


def _must_fit(connection: Connection, organisation_id: bytes, size: int) -> None:
    together = select(func.coalesce(func.sum(files.c.size), 0)).where(files.c.organisation_id == organisation_id)
    if int(connection.execute(together).scalar_one()) + size > LARGEST_TOGETHER:
        raise problems.files_full()


def _standing(connection: Connection, organisation_id: bytes, checksum: str) -> FileStanding:
    row = connection.execute(select(files.c.size, files.c.whole).where(*_of(files, organisation_id, checksum))).one()
    if row.whole:
        return FileStanding(True)
    there = set(connection.execute(
        select(file_chunks.c.number).where(*_of(file_chunks, organisation_id, checksum))).scalars())
    return FileStanding(False, [number for number in range(pieces(row.size)) if number not in there])


def _verified(connection: Connection, organisation_id: bytes, checksum: str) -> FileStanding:
    """Together the pieces are what the checksum promises; if not, all of them go, and come anew."""
    digest = hashlib.sha256()
    query = select(file_chunks.c.number).where(*_of(file_chunks, organisation_id, checksum))
    for number in sorted(connection.execute(query).scalars()):
        digest.update(connection.execute(select(file_chunks.c.data).where(
            *_of(file_chunks, organisation_id, checksum), file_chunks.c.number == number)).scalar_one())
    if digest.hexdigest() != checksum:
        connection.execute(file_chunks.delete().where(*_of(file_chunks, organisation_id, checksum)))
        return _standing(connection, organisation_id, checksum)
    connection.execute(files.update().where(*_of(files, organisation_id, checksum)).values(whole=1))
    return FileStanding(True)


def _size_there(connection: Connection, organisation_id: bytes, checksum: str) -> int | None:
    query = select(files.c.size).where(*_of(files, organisation_id, checksum))
    size: int | None = connection.execute(query).scalar()
    return size


def _forget(connection: Connection, organisation_id: bytes, checksums: Iterable[str]) -> None:
    for checksum in checksums:
        for table in (file_chunks, files):
            connection.execute(table.delete().where(*_of(table, organisation_id, checksum)))


def _of(table: Table, organisation_id: bytes, checksum: str) -> tuple[ColumnElement[bool], ...]:
    return table.c.organisation_id == organisation_id, table.c.checksum == checksum

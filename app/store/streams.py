"""How far the sync of each stream is: the desk's own, and those of others that it reads beside it (D10, S13)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from app.store.tables import sync_streams

OWN = b""
"""The desk's own stream, here and on the wire; the others go by the id of their tenant."""


@dataclass(frozen=True, slots=True)
class Stream:
    """What a desk remembers of one stream.

    `role` is what its account is there, `code` and `name` whose it is; all three are empty for the own one. `seen` is
    the number up to which all of it was read, `oldest` up to where the server had forgotten removed rows, `heard` the
    newest number of what can be seen here that was told when it was read last. `named` with `proof` is the newest
    number that any answer named, in `named_epoch`. `rows` and `total` are the sum of all confirmed rows here.
    `afresh` says why everything is read again, `forgetting` that the versions of its rows must go first.
    """

    stream: bytes
    role: str = ""
    code: str = ""
    name: str = ""
    epoch: str = ""
    seen: int = 0
    oldest: int = 0
    heard: int = 0
    named_epoch: str = ""
    named: int = 0
    proof: bytes | None = None
    rows: int = 0
    total: int = 0
    differed_us: int = 0
    afresh: str = ""
    forgetting: int = 0

    @property
    def tenant(self) -> bytes | None:
        """As it stands in the column of that name."""
        return tenant_of(self.stream)


_COLUMNS = [sync_streams.c[one.name] for one in fields(Stream)]


def tenant_of(stream: bytes) -> bytes | None:
    return stream or None


def stream_of(tenant: bytes | None) -> bytes:
    return tenant or OWN


def stream_here(connection: Connection, stream: bytes = OWN) -> Stream:
    """What is remembered of it; nothing yet where it is new."""
    row = connection.execute(select(*_COLUMNS).where(sync_streams.c.stream == stream)).first()
    return Stream(*row) if row is not None else Stream(stream)


def other_streams(connection: Connection) -> list[Stream]:
    """Those of others, by name."""
    query = select(*_COLUMNS).where(sync_streams.c.stream != OWN)
    in_order = query.order_by(sync_streams.c.name, sync_streams.c.stream)
    return [Stream(*row) for row in connection.execute(in_order)]


def set_stream(connection: Connection, stream: bytes, **values: Any) -> None:
    statement = insert(sync_streams).values(stream=stream, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["stream"], set_=values))


def forget_stream(connection: Connection, stream: bytes) -> None:
    connection.execute(sync_streams.delete().where(sync_streams.c.stream == stream))

"""What a desk still has of a text after a name in it was blacked out: in its journal, and under what waits (D9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from app.domain.blacking import FREE_TEXTS, MARK
from app.domain.operation import Patch, decode_patches, encode_patches
from app.store.erasure import NO_ARGUMENTS
from app.store.tables import confirmed, metadata, operations

Row = dict[str, Any]
Texts = Mapping[tuple[str, bytes], Mapping[str, str]]
"""By kind and id: the texts as they are now."""


def forget_earlier(connection: Connection, now: Texts) -> None:
    """Take the earlier texts of these rows out of the journal and from under what waits; what waits is sent so too."""
    if not now:
        return
    for row in connection.execute(select(operations.c.id, operations.c.patches)).fetchall():
        patches = decode_patches(row.patches) if row.patches else []
        if any((patch.kind, patch.id) in now for patch in patches):
            kept = encode_patches([_as_now(patch, now.get((patch.kind, patch.id), {})) for patch in patches])
            emptied = operations.update().where(operations.c.id == row.id)
            connection.execute(emptied.values(patches=kept, arguments=NO_ARGUMENTS))
    ids = [row_id for _, row_id in now]
    for row in connection.execute(select(confirmed).where(confirmed.c.id.in_(ids))).fetchall():
        if row.fields is not None:
            fields = msgspec.msgpack.decode(row.fields) | dict(now[row.kind, row.id])
            under = confirmed.update().where(confirmed.c.id == row.id)
            connection.execute(under.values(fields=msgspec.msgpack.encode(fields)))


def arrived_blacked(connection: Connection, kind: str, ids: Iterable[bytes]) -> None:
    """The same for rows that came from elsewhere with a name blacked out."""
    if kind not in FREE_TEXTS:
        return
    table = metadata.tables[kind]
    query = select(table).where(table.c.id.in_(list(ids)))
    rows = [dict(row) for row in connection.execute(query).mappings()]
    forget_earlier(connection, {(kind, row["id"]): texts for row in rows if (texts := _marked(kind, row))})


def _marked(kind: str, row: Row) -> dict[str, str]:
    return {name: row[name] for name in FREE_TEXTS[kind] if MARK in (row[name] or "")}


def _as_now(patch: Patch, texts: Mapping[str, str]) -> Patch:
    if patch.field is not None:
        now = texts.get(patch.field)
        return patch if now is None else msgspec.structs.replace(patch, old=now, new=now)
    old, new = (row | dict(texts) if isinstance(row, dict) else row for row in (patch.old, patch.new))
    return msgspec.structs.replace(patch, old=old, new=new)

"""The one group or participant that somebody means by a typed name, key or id; for the command line."""

from __future__ import annotations

from sqlalchemy import Connection, or_, select

from app.domain.errors import Refusal
from app.domain.names import fold
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.merged import kept_id
from app.store.tables import groups, import_links, participants
from app.views.people import visible_people

IDS_SHOWN = 10


def group_named(connection: Connection, sight: Sight, typed: str) -> bytes:
    """The open group with this id (hexadecimal) or name. Raises Refusal for none or several."""
    rows = connection.execute(select(groups.c.id, groups.c.name).where(groups.c.until_on.is_(None)))
    found = {bytes(row.id) for row in rows if row.id.hex() == typed.lower() or fold(row.name) == fold(typed)}
    return _only({one for one in found if sight.sees_all or one in sight.actor.groups}, typed)


def participant_named(connection: Connection, sight: Sight, typed: str) -> bytes:
    """The participant with this id (hexadecimal), key of a source, user name or name, as spoken or as listed.

    Raises Refusal for none or several.
    """
    named = _by_key(connection, typed) or _by_name(connection, fold(typed))
    found = {kept_id(connection, one) for one in named}
    seen = visible_people(connection, sight)
    return _only(found if seen is None else found & seen, typed)


def _by_key(connection: Connection, typed: str) -> set[bytes]:
    if not typed:
        return set()
    links = import_links.c
    linked = select(links.row_id).where(links.kind == "participant", links.key == typed)
    named = or_(participants.c.id.in_(linked), participants.c.id == _id(typed), participants.c.username == typed)
    return {bytes(one) for one in connection.execute(select(participants.c.id).where(named)).scalars()}


def _by_name(connection: Connection, folded: str) -> set[bytes]:
    """The column `search` holds the name as spoken and as listed, each on a line of its own."""
    query = select(participants.c.id, participants.c.search).where(
        participants.c.search.contains(folded, autoescape=True)
    )
    return {bytes(row.id) for row in connection.execute(query) if folded in row.search.split("\n")}


def _id(typed: str) -> bytes:
    try:
        return bytes.fromhex(typed)
    except ValueError:
        return b""


def _only(found: set[bytes], typed: str) -> bytes:
    if not found:
        raise Refusal(Text("“{name}” was not found. Nothing was done.", name=typed))
    if len(found) > 1:
        ids = ", ".join(one.hex() for one in sorted(found)[:IDS_SHOWN])
        reason = Text("“{name}” fits {n} times. Nothing was done. Name one by its id: {ids}.", name=typed,
                      n=len(found), ids=ids)  # fmt: skip
        raise Refusal(reason)
    return found.pop()

"""What an id or a value of any column is called on the screen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, select

from app.domain.sight import Sight
from app.domain.text import Text
from app.store.tables import (
    accounts,
    agreements,
    coaches,
    groups,
    instrument_points,
    instrument_steps,
    instruments,
    invoices,
    locations,
    materials,
    media_links,
    organisations,
    participants,
    programmes,
    routes,
    test_norms,
    tests,
)
from app.views.people import name_of, shown_name

Named = Mapping[bytes, tuple[str, str]]
_PEOPLE = (participants, coaches)
_THINGS = (
    (organisations, "name"), (accounts, "name"), (locations, "name"), (groups, "name"), (agreements, "number"),
    (invoices, "number"),
    (programmes, "title"), (routes, "name"), (media_links, "title"), (materials, "title"),
    (tests, "title"), (test_norms, "edition"), (instruments, "title"), (instrument_points, "title"),
    (instrument_steps, "title"),
)
_CHUNK = 500
_STATES = {
    "active": Text("takes part"), "left": Text("left"), "suspended": Text("suspended"),
    "merged": Text("put together with somebody else"),
}


def names_of(connection: Connection, ids: Collection[bytes], sight: Sight) -> dict[bytes, tuple[str, str]]:
    """(table, name) of those of these ids that are here and have a name, as this reader may see it."""
    wanted, found = list(ids), {}
    for at in range(0, len(wanted), _CHUNK):
        part = wanted[at : at + _CHUNK]
        for table in _PEOPLE:
            for row in connection.execute(select(table).where(table.c.id.in_(part))):
                name = shown_name(row, sight) if table is participants else name_of(row)
                found[row.id] = (str(table.name), name.full)
        for table, column in _THINGS:
            query = select(table.c.id, table.c[column]).where(table.c.id.in_(part))
            found.update({row[0]: (str(table.name), row[1]) for row in connection.execute(query) if row[1]})
    return found


def value_text(column: str, value: Any, names: Named) -> Text:
    """A value as people read it: names for ids, dates in full, words for what is empty."""
    if value is None or value == "":
        return Text("(empty)")
    if isinstance(value, bytes):
        return Text("{name}", name=names[value][1]) if value in names else Text("(not on this computer)")
    if column == "state" and value in _STATES:
        return _STATES[value]
    if column.endswith("_us") and isinstance(value, int):
        return Text("{day}", day=datetime.fromtimestamp(value / 1_000_000, UTC).date())
    day = _day(value)
    return Text("{day}", day=day) if day is not None else Text("{value}", value=str(value))


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None

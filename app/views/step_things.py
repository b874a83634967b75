"""What the steps of routes are: programmes, parts of them, links and materials, and what is the matter with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from app.domain.contract.kept_rows import day_of
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.tables import (
    agreements,
    belongs_to,
    exercises,
    materials,
    media_links,
    offered_programmes,
    programme_versions,
    programmes,
)

PROGRAMME, EXERCISE, LINK, MATERIAL, GONE = "programme", "exercise", "link", "material", "gone"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StepThing:
    """`below` says more: the programme of an exercise, the address of a link, the name of a file. `notice` says that
    it is offered no longer: who has it goes on.
    """

    id: bytes
    kind: str
    title: str
    below: str = ""
    notice: Text | None = None


class Things:
    """What was read for a number of steps."""

    def __init__(self, found: Mapping[bytes, StepThing]) -> None:
        self._found = found

    def of(self, step: Row) -> StepThing:
        wanted = next((step[name] for name in _NAMES if step[name]), b"")
        return self._found.get(wanted, StepThing(wanted, GONE, ""))


_NAMES = ("exercise_id", "programme_id", "media_link_id", "material_id")


def things_of(connection: Connection, sight: Sight, steps: Collection[Row]) -> Things:
    """Everything that these steps are."""
    named = {step["programme_id"] for step in steps if step["programme_id"]}
    notices = programme_notices(connection, sight, named)
    titles = {row.id: row for row in _rows(connection, programmes, named)}
    found = {one: StepThing(one, PROGRAMME, row.title, "", notices.get(one)) for one, row in titles.items()}
    of_programme = {step["exercise_id"]: step["programme_id"] for step in steps if step["exercise_id"]}
    for row in _rows(connection, exercises, of_programme):
        whole = of_programme[row.id]
        title = titles[whole].title if whole in titles else ""
        found[row.id] = StepThing(row.id, EXERCISE, row.title, title, notices.get(whole))
    for table, kind, below in ((media_links, LINK, "address"), (materials, MATERIAL, "file_name")):
        for row in _rows(connection, table, {step[_COLUMNS[kind]] for step in steps if step[_COLUMNS[kind]]}):
            until = day_of(row.until_on)
            found[row.id] = StepThing(row.id, kind, row.title, getattr(row, below),
                                      withdrawn(until) if until is not None else None)
    return Things(found)


def programme_notices(connection: Connection, sight: Sight, programme_ids: Collection[bytes]) -> dict[bytes, Text]:
    """Of which of these programmes something must be said: withdrawn, or without an agreement that runs."""
    known = _rows(connection, programmes, programme_ids)
    ended = _ended(connection, sight, known)
    unlicensed = _unlicensed(connection, sight)
    notices = {}
    for row in known:
        if row.id in ended:
            notices[row.id] = withdrawn(ended[row.id])
        elif row.provider in unlicensed:
            notices[row.id] = Text("No agreement runs for this: who has it goes on.")
    return notices


def withdrawn(day: date) -> Text:
    return Text("Withdrawn on {day}: who has it goes on.", day=day)


_COLUMNS = {LINK: "media_link_id", MATERIAL: "material_id"}


def _rows(connection: Connection, table: Table, ids: Iterable[bytes]) -> list[Any]:
    return list(connection.execute(select(table).where(table.c.id.in_(list(ids)))))


def _ended(connection: Connection, sight: Sight, known: Collection[Any]) -> dict[bytes, date]:
    """The last day of programmes of which no version is offered any more, here or by the licensor."""
    ended = _over(connection, sight, select(
        programme_versions.c.programme_id.label("of"), programme_versions.c.until_on))
    offered = _over(connection, sight, select(offered_programmes.c.iri.label("of"), offered_programmes.c.until_on))
    found = {row.id: ended.get(row.id) or offered.get(row.iri) for row in known}
    return {one: day for one, day in found.items() if day is not None}


def _over(connection: Connection, sight: Sight, query: Any) -> dict[Any, date]:
    stands: set[Any] = set()
    ended: dict[Any, date] = {}
    for row in connection.execute(query):
        until = day_of(row.until_on)
        if until is None or until > sight.today:
            stands.add(row.of)
        else:
            ended[row.of] = max(until, ended.get(row.of, until))
    return {one: day for one, day in ended.items() if one not in stands}


def _unlicensed(connection: Connection, sight: Sight) -> set[str]:
    """Providers with whom there was an agreement, of which none runs today."""
    query = select(agreements.c.provider, agreements.c.starts_on, agreements.c.ended_on).where(
        belongs_to(agreements, sight.tenant))
    day = sight.today.isoformat()
    known: set[str] = set()
    running: set[str] = set()
    for row in connection.execute(query):
        if row.starts_on <= day:
            known.add(row.provider)
            running |= {row.provider} if not row.ended_on or row.ended_on >= day else set()
    return known - running

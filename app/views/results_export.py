"""Results of one school year as they go to the administration of the pupils: under the keys that it gave itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.domain.assessment.norming import NormRow, RowSort
from app.domain.calendar import SchoolYear
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.assessing import parts_of, rows_of_norms
from app.store.chunks import chunks
from app.store.tables import import_links, participants, test_norms, test_results, tests
from app.views.people import shown_name, visible_people

EDEXML = "edexml"


@dataclass(frozen=True, slots=True)
class GivenResult:
    """One result; points are thousandths. `part` is the code of the part, '' for the whole test."""

    id: bytes
    taken_on: str
    code: str
    edition: str
    part: str
    raw: int | None
    scaled: int | None
    low: int | None
    high: int | None
    scale: str
    items: int | None
    right: int | None
    wrong: int | None
    read: int | None
    seconds: int | None


@dataclass(frozen=True, slots=True)
class GivenPerson:
    """`key` is what the administration itself calls this person."""

    key: str
    eckid: str
    results: tuple[GivenResult, ...]


@dataclass(frozen=True, slots=True)
class GivenPart:
    number: int
    code: str
    title: str
    norm: tuple[NormRow, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenTest:
    """`norm` are the rows that lead from a raw score to a level, where the newest norm has such."""

    code: str
    edition: str
    title: str
    subject: str
    year_groups: str
    category: str
    norm: tuple[NormRow, ...]
    parts: tuple[GivenPart, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Who or what does not go along, and why."""

    name: str
    reason: Text
    results: int


@dataclass(frozen=True, slots=True)
class ResultsToGive:
    """`school` is as the source of the keys names it (BRIN and number of the location), '' where nothing says it."""

    year: SchoolYear
    school: str
    people: tuple[GivenPerson, ...]
    tests: tuple[GivenTest, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def results(self) -> int:
        return sum(len(person.results) for person in self.people)


def years_with_results(connection: Connection, sight: Sight) -> tuple[SchoolYear, ...]:
    """The newest first; this year always."""
    days = connection.execute(select(test_results.c.taken_on).distinct()).scalars()
    found = {SchoolYear.of(sight.today).first}
    for day in days:
        year, month = int(day[:4]), int(day[5:7])
        found.add(year if month >= 8 else year - 1)
    return tuple(SchoolYear(first) for first in sorted(found, reverse=True))


def results_to_give(connection: Connection, sight: Sight, first_year: int) -> ResultsToGive:
    """Everything of this school year; what cannot go along is named."""
    year = SchoolYear(first_year)
    rows = _rows(connection, sight, year)
    keys = _keys(connection)
    editions = _editions(rows)
    people: dict[bytes, list[GivenResult]] = {}
    left: dict[tuple[str, Text], int] = {}
    names = _names(connection, sight, {row["person"] for row in rows})
    for row in rows:
        reason = _why_not(row, keys.get(row["person"]), editions)
        if reason is None:
            people.setdefault(row["person"], []).append(_given(row))
        else:
            about = row["title"] if row["person"] in keys and not _is_dummy(keys[row["person"]]) else (
                names.get(row["person"], ("", ""))[0])
            left[about, reason] = left.get((about, reason), 0) + 1
    return ResultsToGive(
        year, _school(connection),
        tuple(GivenPerson(keys[one], names[one][1], tuple(found)) for one, found in people.items()),
        _tests(connection, [row for row in rows if row["person"] in people], editions),
        tuple(LeftOut(about, reason, n) for (about, reason), n in left.items()))


def _rows(connection: Connection, sight: Sight, year: SchoolYear) -> list[dict[str, Any]]:
    seen = visible_people(connection, sight)
    columns: list[Any] = [
        test_results, tests.c.code, tests.c.edition, tests.c.title, tests.c["items"], tests.c.highest,
        participants.c.merged_into, test_norms.c.scale]
    query = (
        select(*columns)
        .join(tests, tests.c.id == test_results.c.test_id)
        .join(participants, participants.c.id == test_results.c.participant_id)
        .outerjoin(test_norms, test_norms.c.id == test_results.c.norm_id)
        .where(test_results.c.raw.is_not(None), test_results.c.taken_on >= year.begins.isoformat(),
               test_results.c.taken_on <= year.ends.isoformat())
        .order_by(participants.c.sort_key, test_results.c.taken_on, test_results.c.id))
    parts = {part["id"]: part for found in parts_of(
        connection, list(connection.execute(select(tests.c.id)).scalars())).values() for part in found}
    found = []
    for one in connection.execute(query).mappings():
        row = dict(one) | {"person": one["merged_into"] or one["participant_id"]}
        if row["part_id"] is not None and row["part_id"] in parts:
            part = parts[row["part_id"]]
            row |= {"part": part["code"], "items": part["items"], "highest": part["highest"]}
        if seen is None or row["person"] in seen:
            found.append(row)
    return found


def _keys(connection: Connection) -> dict[bytes, str]:
    """What the source calls each person: EDEXML before any other."""
    query = select(import_links.c.row_id, import_links.c.key, import_links.c.source).where(
        import_links.c.kind == "participant")
    found: dict[bytes, str] = {}
    for row in sorted(connection.execute(query).all(), key=lambda row: (row.source.startswith(EDEXML), row.source)):
        found[row.row_id] = row.key
    return found


def _school(connection: Connection) -> str:
    query = select(import_links.c.source).where(import_links.c.source.startswith(f"{EDEXML}:")).limit(1)
    return str(connection.execute(query).scalar() or "").removeprefix(f"{EDEXML}:")


def _editions(rows: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Per code of a test the version that goes along: in one file a code stands for one test."""
    newest: dict[str, tuple[str, str]] = {}
    for row in rows:
        newest[row["code"]] = max(newest.get(row["code"], ("", "")), (row["taken_on"], row["edition"]))
    return {code: edition for code, (_, edition) in newest.items()}


def _why_not(row: dict[str, Any], key: str | None, editions: dict[str, str]) -> Text | None:
    if not key:
        return Text("has no number of the administration: only who came from there can go back to it")
    if _is_dummy(key):
        return Text("has a number that the administration made up for one time (it begins with #)")
    if len(key) > 256:
        return Text("has a number that is too long")
    if editions[row["code"]] != row["edition"]:
        return Text("is of another version of the same test: one file holds one version")
    return None


def _is_dummy(key: str) -> bool:
    return key.startswith("#")


def _names(connection: Connection, sight: Sight, people: Collection[bytes]) -> dict[bytes, tuple[str, str]]:
    """(name, ECK iD) of these people."""
    keeps = sight.keeps("participant", "eckid")
    found: dict[bytes, tuple[str, str]] = {}
    for some in chunks(list(people)):
        for row in connection.execute(select(participants).where(participants.c.id.in_(some))):
            found[row.id] = shown_name(row, sight).full, row.eckid if keeps else ""
    return found


def _given(row: dict[str, Any]) -> GivenResult:
    one_point_each = row["items"] is not None and row["items"] == row["highest"]
    right = row["items_right"] if row["items_right"] is not None else row["raw"] if one_point_each else None
    return GivenResult(
        row["id"], row["taken_on"], row["code"], row["edition"], row.get("part", ""), row["raw"], row["scaled"],
        row["low"], row["high"], row["scale"] or "", row["items"], right, row["items_wrong"], row["items_read"],
        row["seconds"])


def _tests(
    connection: Connection, rows: Sequence[dict[str, Any]], editions: dict[str, str],
) -> tuple[GivenTest, ...]:
    wanted = {row["test_id"] for row in rows if editions[row["code"]] == row["edition"]}
    parts = parts_of(connection, wanted)
    norms = _raw_norms(connection, wanted)
    found = connection.execute(select(tests).where(tests.c.id.in_(wanted)).order_by(tests.c.code)).all()
    return tuple(GivenTest(
        row.code, row.edition, row.title, row.subject, row.year_groups, row.category, norms.get((row.id, None), ()),
        tuple(GivenPart(number, part["code"], part["title"], norms.get((row.id, part["id"]), ()))
              for number, part in enumerate(parts[row.id], 1))) for row in found)


def _raw_norms(
    connection: Connection, test_ids: Collection[bytes],
) -> dict[tuple[bytes, bytes | None], tuple[NormRow, ...]]:
    """Per test and part the newest norm on raw scores: the only kind that UWLR has."""
    loaded = connection.execute(select(test_norms).where(
        test_norms.c.test_id.in_(test_ids), test_norms.c.until_on.is_(None)).order_by(test_norms.c.from_on)).all()
    rows = rows_of_norms(connection, [one.id for one in loaded])
    found: dict[tuple[bytes, bytes | None], tuple[NormRow, ...]] = {}
    for one in loaded:
        raw = tuple(row for row in rows.get(one.id, ()) if row.sort is RowSort.RAW_LEVEL)
        if raw:
            found[one.test_id, one.part_id] = raw
    return found

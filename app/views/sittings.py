"""Sittings of tests, and what came of them for a group: to type in, to look at, and the figures of the items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from app.domain.assessment.item_statistics import ItemAnalysis, item_analysis
from app.domain.assessment.levels import LevelSystem, fits
from app.domain.assessment.norming import NormChoice, functioning_at, level_at, norm_for, normed
from app.domain.errors import Refusal
from app.domain.permissions import ORGANISATION, Permission, Scope, allowed
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.assessing import level_system, norms_of, parts_of, results_in
from app.store.chunks import chunks
from app.store.merged import all_merged, counted_with, with_merged
from app.store.tables import accounts, groups, memberships, sittings, test_norms, test_results, tests
from app.views.people import ParticipantRow, participant_rows, visible_people

Row = dict[str, Any]
_COUNTED = ("sitting_id", "participant_id", "part_id", "raw", "absent", "norm_id", "taken_on")
"""What the list of sittings needs of a result."""


@dataclass(frozen=True, slots=True)
class SittingRow:
    """`group` is '' where people took it alone. `entered` of `people` have a score or a reason why there is none;
    `normed_otherwise` results are normed by another edition than the one that stands for them now.
    """

    id: bytes
    test_id: bytes
    title: str
    group_id: bytes | None
    group: str
    moment: str
    taken_on: date
    people: int
    entered: int
    editions: tuple[str, ...]
    normed_otherwise: int
    remark: str
    may_write: bool


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """What is typed: the whole test (`part_id` None) or a part. `follows`: the whole, where parts make it up."""

    part_id: bytes | None
    title: str
    highest: int | None
    items: int | None
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """One score as it stands. `level` is told as the organisation does; '' where the norm has none in that way."""

    raw: int | None = None
    absent: str = ""
    remark: str = ""
    items: bytes | None = None
    scaled: int | None = None
    low: int | None = None
    high: int | None = None
    level: str = ""
    functioning: str = ""
    edition: str = ""
    taken_on: str = ""
    recorded_us: int = 0
    recorded_by: str = ""

    @property
    def is_entered(self) -> bool:
        return self.raw is not None or bool(self.absent)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One person with the scores by the part that they are of (None: the whole test)."""

    participant_id: bytes
    full: str
    listed: str
    scores: Mapping[bytes | None, Score]

    @property
    def whole(self) -> Score:
        return self.scores.get(None, Score())


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    row: SittingRow
    columns: tuple[ScoreColumn, ...]
    lines: tuple[ScoreLine, ...]
    levels: LevelSystem

    @property
    def per_level(self) -> Mapping[str, int]:
        """How many have each level."""
        found: dict[str, int] = defaultdict(int)
        for line in self.lines:
            if line.whole.level:
                found[line.whole.level] += 1
        return found


@dataclass(frozen=True, slots=True)
class ItemTable:
    """`part` is the title of what the items are of; '' for the whole test."""

    part_id: bytes | None
    part: str
    analysis: ItemAnalysis


def sitting_list(connection: Connection, sight: Sight, group_id: bytes | None = None) -> tuple[SittingRow, ...]:
    """The newest first: of one group, or all that the reader may see, those of people alone among them."""
    return _sitting_rows(connection, sight, *(() if group_id is None else (sittings.c.group_id == group_id,)))


def _sitting_rows(connection: Connection, sight: Sight, *which: ColumnElement[bool]) -> tuple[SittingRow, ...]:
    query = select(sittings, tests.c.title, groups.c.name).join(tests, tests.c.id == sittings.c.test_id).outerjoin(
        groups, groups.c.id == sittings.c.group_id).where(*which)
    found = [row for row in connection.execute(query)
             if sight.sees_all or row.group_id is None or row.group_id in sight.actor.groups]
    reading = _Reading(connection, sight, found)
    rows = [reading.row(one) for one in found if reading.concerns(one)]
    return tuple(sorted(rows, key=lambda row: (row.taken_on, row.title), reverse=True))


def score_sheet(connection: Connection, sight: Sight, sitting_id: bytes) -> ScoreSheet:
    """Everybody of a sitting with what they scored. Raises Refusal for one that is gone or only others'."""
    found = next(iter(_sitting_rows(connection, sight, sittings.c.id == sitting_id)), None)
    if found is None:
        raise Refusal(Text("This sitting is not here any more, or is not yours to see."))
    one = connection.execute(select(sittings).where(sittings.c.id == sitting_id)).one()
    results = results_in(connection, sitting_id)
    people = _Reading(connection, sight, [one]).people(one)
    parts = parts_of(connection, [one.test_id])[one.test_id]
    test = connection.execute(select(tests).where(tests.c.id == one.test_id)).one()
    whole = ScoreColumn(None, test.title, test.highest, test.items, follows=bool(parts))
    columns = (*(ScoreColumn(part["id"], part["title"], part["highest"], part["items"]) for part in parts), whole)
    by_person = _scores(connection, results, people)
    rows = participant_rows(connection, sight, people)
    return ScoreSheet(
        found, columns, tuple(ScoreLine(row.id, row.full, row.listed, by_person.get(row.id, {})) for row in rows),
        level_system(connection))


def item_tables(connection: Connection, sight: Sight, sitting_id: bytes) -> tuple[ItemTable, ...]:
    """The figures of the items of a sitting, of the whole test and per part, where scores per item were typed."""
    sheet = score_sheet(connection, sight, sitting_id)
    found = []
    for column in (sheet.columns[-1], *sheet.columns[:-1]):
        scores = [score.items for line in sheet.lines
                  if (score := line.scores.get(column.part_id)) is not None and score.items]
        long = max((len(one) for one in scores), default=0)
        if long:
            highest = 1 if column.highest is not None and column.highest == column.items else None
            found.append(ItemTable(
                column.part_id, "" if column.part_id is None else column.title,
                item_analysis([list(one) for one in scores if len(one) == long], highest)))
    return tuple(found)


def groups_with_tests(connection: Connection, sight: Sight) -> tuple[tuple[bytes, str, int | None, bool], ...]:
    """(id, name, school year, is closed) of the groups to choose from: all open ones, and those of earlier years that
    took a test. Open ones first.
    """
    taken = select(sittings.c.group_id).where(sittings.c.group_id.is_not(None))
    query = select(groups).where(or_(groups.c.until_on.is_(None), groups.c.id.in_(taken)))
    rows = [row for row in connection.execute(query) if sight.sees_all or row.id in sight.actor.groups]
    day = sight.today.isoformat()
    return tuple(sorted(
        ((row.id, row.name, row.school_year, bool(row.until_on and row.until_on <= day)) for row in rows),
        key=lambda one: (one[3], -(one[2] or 0) if one[3] else 0, one[1])))


class _Reading:
    """What stands beside these sittings, read once for all."""

    def __init__(self, connection: Connection, sight: Sight, found: Sequence[Any]) -> None:
        self._connection, self._sight = connection, sight
        self._seen = visible_people(connection, sight)
        self._merged = all_merged(connection)
        self._results = self._read_results([row.id for row in found])
        self._members = _members(connection, {row.group_id for row in found if row.group_id})
        self._norms = norms_of(connection, {row.test_id for row in found})
        self._editions = dict(connection.execute(select(test_norms.c.id, test_norms.c.edition)).all())

    def concerns(self, row: Any) -> bool:
        """A sitting of people alone is shown where one of them is the reader's to see."""
        return row.group_id is not None or bool(self._results.get(row.id))

    def people(self, row: Any) -> frozenset[bytes]:
        """Who belongs on the sheet: who was in the group on that day or is in it now, and who has a result; as the
        person that they turned out to be.
        """
        days = row.taken_on, self._sight.today.isoformat()
        found = {self._kept(one["participant_id"]) for one in self._results.get(row.id, ())}
        for one, from_on, until_on in self._members.get(row.group_id, ()):
            if any(from_on <= day and (until_on is None or until_on > day) for day in days):
                found.add(self._kept(one))
        return frozenset(found if self._seen is None else found & self._seen)

    def _kept(self, person: bytes) -> bytes:
        return self._merged.get(person, person)

    def row(self, row: Any) -> SittingRow:
        results, people = self._results.get(row.id, []), self.people(row)
        entered = {self._kept(one["participant_id"]) for one in results
                   if one["part_id"] is None and (one["raw"] is not None or one["absent"])}
        used = sorted({self._editions.get(one["norm_id"], "") for one in results if one["norm_id"]} - {""})
        scope = Scope.of_groups(row.group_id) if row.group_id else self._scope_alone(results)
        return SittingRow(
            row.id, row.test_id, row.title, row.group_id, row.name or "", row.moment, date.fromisoformat(row.taken_on),
            len(people), len(entered & people), tuple(used), self._otherwise(row, results), row.remark,
            allowed(self._sight.actor, Permission.FOLLOW, scope))

    def _scope_alone(self, results: Sequence[Row]) -> Scope:
        actor = self._sight.actor
        return Scope(actor.works_in) if results and not self._sight.sees_all else ORGANISATION

    def _otherwise(self, row: Any, results: Sequence[Row]) -> int:
        norms = self._norms[row.test_id]
        now = [(one, norm_for(norms, one["part_id"], row.moment, one["taken_on"]))
               for one in results if one["raw"] is not None]
        return sum(norm is not None and norm.id != one["norm_id"] for one, norm in now)

    def _read_results(self, sitting_ids: Sequence[bytes]) -> dict[bytes, list[Row]]:
        found: dict[bytes, list[Row]] = {}
        for some in chunks(list(sitting_ids)):
            query = select(*(test_results.c[name] for name in _COUNTED)).where(test_results.c.sitting_id.in_(some))
            for row in rows_found(self._connection, query):
                if self._seen is None or row["participant_id"] in self._seen:
                    found.setdefault(row["sitting_id"], []).append(row)
        return found


def rows_found(connection: Connection, query: Any) -> list[Row]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _members(connection: Connection, group_ids: Collection[bytes]) -> dict[bytes, list[tuple[bytes, str, str | None]]]:
    """Per group (person, from, until), of all times."""
    found: dict[bytes, list[tuple[bytes, str, str | None]]] = {}
    for some in chunks(list(group_ids)):
        for row in connection.execute(select(memberships).where(memberships.c.group_id.in_(some))):
            found.setdefault(row.group_id, []).append((row.participant_id, row.from_on, row.until_on))
    return found


def _scores(
    connection: Connection, results: Sequence[Row], people: Collection[bytes],
) -> dict[bytes, dict[bytes | None, Score]]:
    """By person and part; of two rows of one person the later one."""
    merged = counted_with(connection, people)
    teller = Teller(connection, results)
    found: dict[bytes, dict[bytes | None, Score]] = {}
    for row in sorted(results, key=lambda row: (row["raw"] is not None or bool(row["absent"]), row["recorded_us"])):
        person: bytes = row["participant_id"]
        found.setdefault(merged.get(person, person), {})[row["part_id"]] = teller.score(row)
    return found


class Teller:
    """Tells results in words of the organisation: levels in the chosen way, by the norm that each was normed by."""

    def __init__(self, connection: Connection, results: Sequence[Row]) -> None:
        self.system = level_system(connection)
        found = norms_of(connection, {row["test_id"] for row in results})
        self._norms = {norm.id: norm for norms in found.values() for norm in norms}
        self._editions = {row.id: (row.edition, row.scale, row.moment) for row in connection.execute(
            select(test_norms.c.id, test_norms.c.edition, test_norms.c.scale, test_norms.c.moment))}
        who = {row["recorded_by"] for row in results if row["recorded_by"]}
        self._names = dict(connection.execute(
            select(accounts.c.id, accounts.c.name).where(accounts.c.id.in_(who))).all())

    def score(self, row: Row) -> Score:
        norm = self._norms.get(row["norm_id"])
        functioning = functioning_at(row["scaled"], norm.table) if norm and row["scaled"] is not None else ""
        return Score(
            row["raw"], row["absent"], row["remark"], row["item_scores"], row["scaled"], row["low"], row["high"],
            self.level(row, norm), functioning, self.origin(row)[0], row["taken_on"], row["recorded_us"],
            self._names.get(row["recorded_by"], ""))

    def level(self, row: Row, norm: NormChoice | None = None) -> str:
        """By the norm of that time, in the way of today; what came without a norm only in its own way."""
        norm = norm or self._norms.get(row["norm_id"])
        if norm is None or row["raw"] is None:
            return row["level"] if fits(row["level"], self.system) else ""
        if row["scaled"] is not None and (level := level_at(row["scaled"], norm.table, self.system)):
            return level
        return normed(row["raw"], norm.table, self.system).level

    def origin(self, row: Row) -> tuple[str, str, str]:
        """(edition, scale, moment) of the norm of a result."""
        return self._editions.get(row["norm_id"], ("", "", ""))


def people_of_group(connection: Connection, sight: Sight, group_id: bytes) -> tuple[ParticipantRow, ...]:
    """Who is in a group today, as far as the reader may see them."""
    if not sight.sees_all and group_id not in sight.actor.groups:
        raise Refusal(Text("This group does not exist any more, or is not yours to see."))
    query = select(memberships.c.participant_id).where(
        memberships.c.group_id == group_id, memberships.c.until_on.is_(None))
    return participant_rows(connection, sight, list(connection.execute(query).scalars()))


def results_of(connection: Connection, people: Collection[bytes]) -> dict[bytes, list[Row]]:
    """Per person all results, with those of who turned out to be this person."""
    everybody = with_merged(connection, people)
    merged = counted_with(connection, people)
    found: dict[bytes, list[Row]] = {one: [] for one in people}
    for some in chunks(everybody):
        query = select(test_results).where(test_results.c.participant_id.in_(some)).order_by(test_results.c.taken_on)
        for row in rows_found(connection, query):
            person: bytes = row["participant_id"]
            found[merged.get(person, person)].append(row)
    return found

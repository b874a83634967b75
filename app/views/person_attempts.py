"""The attempts of one participant, newest first, a part at a time; and the visits in which they were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from app.domain.answers import FIELD
from app.domain.progress import Outcome
from app.domain.sight import Sight
from app.domain.visits import Visit, visits_of
from app.store.chunks import chunks
from app.store.database import plain_rows
from app.store.tables import answers, exercises, imports, programme_versions, programmes, progress, results

DAY_US = 86_400_000_000
_BACK = (30, 240)
"""Days before the newest attempt that are read first: of somebody who practised for years the rest mostly stays."""
_END = 1 << 62


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a period, both included; None is open. `first_us` and `last_us` narrow it to one visit."""

    since: date | None = None
    until: date | None = None
    first_us: int | None = None
    last_us: int | None = None

    def edges(self, sight: Sight) -> tuple[int, int]:
        """The first and last instant."""
        begin = sight.start_of(self.since) if self.since else 0
        end = sight.start_of(self.until + timedelta(days=1)) - 1 if self.until else _END
        return max(begin, self.first_us or 0), min(end, _END if self.last_us is None else self.last_us)


@dataclass(frozen=True, slots=True)
class PageAttempt:
    """`score` is per mille or None; `given` is '' where no answer is kept."""

    id: bytes
    at_us: int
    exercise_id: bytes
    exercise: str
    programme: str
    outcome: str
    score: int | None
    seconds: int | None
    given: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Attempts:
    """`more`: there are older ones. `answers_off`: answers are not kept here (D6)."""

    rows: tuple[PageAttempt, ...]
    more: bool
    answers_off: bool


@dataclass(frozen=True, slots=True)
class VisitWeek:
    """`monday` begins it, in the organisation's zone."""

    monday: date
    visits: int
    minutes: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Locals:
    """The local numbers of one person: `kept` is whose summaries count, `every` all rows that are the same person."""

    kept: int
    every: tuple[int, ...]


def newest_attempts(
    connection: Connection, sight: Sight, of: Locals, span: Span, most: int, exercise_id: bytes | None = None
) -> Attempts:
    """At most so many, newest first, with what was answered."""
    found = _newest(connection, of, span.edges(sight), most + 1, exercise_id)
    rows, keeps = found[:most], sight.keeps(*FIELD)
    titles = _titles(connection, {row[1] for row in rows})
    said = _answers(connection, [row[3] for row in rows]) if keeps else {}
    return Attempts(
        tuple(PageAttempt(
            row[3], row[0], *titles[row[1]], Outcome(row[2]).name.lower(), row[4], row[5], *said.get(row[3], ("", "")))
            for row in rows),
        len(found) > most, not keeps)


def newest_visits(
    connection: Connection, sight: Sight, of: Locals, span: Span, most: int, attempts: int
) -> tuple[list[Visit], int]:
    """At most so many, newest first, out of so many attempts; and the instant back to which that is all of them.

    A visit of which only the end was read is left out.
    """
    found = _newest(connection, of, span.edges(sight), attempts + 1)
    visits = visits_of((row[0], row[2], row[5]) for row in found)
    whole = len(found) <= attempts
    if not whole:
        visits = visits[:-1]
        if not visits:
            return newest_visits(connection, sight, of, span, most, 4 * attempts)
    if len(visits) > most:
        return visits[:most], visits[most - 1].first_us
    return visits, 0 if whole else visits[-1].first_us


def weeks_between(connection: Connection, sight: Sight, of: Locals, since: date, until: date) -> tuple[VisitWeek, ...]:
    """Every week from the one of `since` to the one of `until`, the oldest first, also those without a visit."""
    first, last = (day - timedelta(days=day.weekday()) for day in (since, until))
    found = _rows(connection, of, _tried(connection, of, sight.start_of(first)), Span(first, until).edges(sight), None)
    weeks: dict[date, list[Visit]] = defaultdict(list)
    for visit in visits_of((row[0], row[2], row[5]) for row in found):
        day = sight.day_of(visit.first_us)
        weeks[day - timedelta(days=day.weekday())].append(visit)
    return tuple(_week(monday, weeks[monday]) for monday in _mondays(first, last))


def first_attempt(connection: Connection, of: Locals) -> int | None:
    """The instant of the oldest attempt that is here: of each exercise the first lies in front."""
    first = select(results.c.at_us).where(
        results.c.participant == bindparam("local"), results.c.exercise == progress.c.exercise,
    ).order_by(results.c.at_us).limit(1).scalar_subquery()
    query = select(func.min(first)).where(progress.c.participant == of.kept)
    found = [connection.execute(query, {"local": local}).scalar() for local in of.every]
    return min((at_us for at_us in found if at_us is not None), default=None)


def _newest(
    connection: Connection, of: Locals, edges: tuple[int, int], most: int, exercise_id: bytes | None = None
) -> list[tuple[Any, ...]]:
    """Rows as `_rows` gives them. Of what is far back no more is read than is needed."""
    begin, end = edges
    query = select(progress.c.last_us).where(progress.c.participant == of.kept).order_by(progress.c.last_us.desc())
    newest = min(connection.execute(query.limit(1)).scalar() or 0, end)
    for back in (*_BACK, None):
        since = begin if back is None else max(begin, newest - back * DAY_US)
        tried = _tried(connection, of, since, exercise_id)
        found = _rows(connection, of, tried, (since, end), most)
        if len(found) >= most or since == begin:
            break
    return found


def _tried(connection: Connection, of: Locals, since_us: int, exercise_id: bytes | None = None) -> list[int]:
    """The exercises that were tried from then on; those are looked up, the others are not read."""
    query = select(progress.c.exercise).where(progress.c.participant == of.kept, progress.c.last_us >= since_us)
    if exercise_id is not None:
        query = query.where(progress.c.exercise.in_(select(exercises.c.local).where(exercises.c.id == exercise_id)))
    return list(connection.execute(query).scalars())


def _rows(
    connection: Connection, of: Locals, tried: Sequence[int], edges: tuple[int, int], most: int | None
) -> list[tuple[Any, ...]]:
    """(at_us, exercise, outcome, id, score, seconds), newest first."""
    columns = results.c
    hidden = list(connection.execute(select(imports.c.local).where(imports.c.visible == 0)).scalars())
    found: list[tuple[Any, ...]] = []
    for some in chunks(tried):
        query = select(
            columns.at_us, columns.exercise, columns.outcome, columns.id, columns.score, columns.seconds).where(
            columns.participant.in_(of.every), columns.exercise.in_(some), columns.at_us.between(*edges))
        if hidden:
            query = query.where(columns.batch.not_in(hidden))
        found += plain_rows(connection, query.order_by(columns.at_us.desc(), columns.id).limit(most))
    found.sort(key=lambda row: (-row[0], row[3]))
    return found[:most]


def _titles(connection: Connection, wanted: set[int]) -> dict[int, tuple[bytes, str, str]]:
    """Id and title of each exercise, and the title of its programme."""
    query = (
        select(exercises.c.local, exercises.c.id, exercises.c.title, programmes.c.title)
        .join(programme_versions, programme_versions.c.id == exercises.c.programme_version_id)
        .join(programmes, programmes.c.id == programme_versions.c.programme_id))
    return {row[0]: tuple(row[1:]) for some in chunks(list(wanted)) for row in connection.execute(
        query.where(exercises.c.local.in_(some)))}


def _answers(connection: Connection, wanted: Sequence[bytes]) -> dict[bytes, tuple[str, str]]:
    query = select(answers.c.id, answers.c.given, answers.c.expected)
    return {row[0]: (row[1], row[2]) for some in chunks(wanted) for row in plain_rows(
        connection, query.where(answers.c.id.in_(some)))}


def _week(monday: date, visits: Sequence[Visit]) -> VisitWeek:
    minutes = round(sum(visit.seconds for visit in visits) / 60)
    return VisitWeek(monday, len(visits), minutes, sum(visit.attempts for visit in visits))


def _mondays(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=7)

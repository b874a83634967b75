"""Which exercises are difficult: how many tried and made each, with how many attempts, and who is stuck there.

Counted from the kept summary of results, in one query. Attempts until it was made are those that failed and the one
that succeeded; what was broken off before its end is not counted with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, func, select

from app.domain.errors import Refusal
from app.domain.learning_rules import LearningRules
from app.domain.progress import HelpRule
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.by_name import by_name
from app.store.learning import learning_rules
from app.store.tables import exercises, memberships, participants, programme_versions, programmes, progress
from app.views.figures import in_sight
from app.views.people import shown_name
from app.views.progress_cells import is_stuck, programme_columns
from app.views.progress_values import MatrixColumn


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """`attempts` is the median of who made it, and `best` the mean of the best scores, per mille; None of nobody.

    `place` orders as the programmes have it.
    """

    id: bytes
    programme_id: bytes
    programme: str
    title: str
    place: tuple[str, int]
    tried: int
    made: int
    stuck: int
    attempts: float | None
    best: float | None

    @property
    def stuck_percent(self) -> int:
        return round(100 * self.stuck / self.tried)


@dataclass(frozen=True, slots=True)
class Difficult:
    """`people` is how many there are in all, also those who tried nothing."""

    group_id: bytes | None
    programme_id: bytes | None
    programmes: tuple[MatrixColumn, ...]
    people: int
    rows: tuple[ExerciseRow, ...]
    rules: LearningRules


@dataclass(frozen=True, slots=True)
class StuckPerson:
    """`best` is the best score per mille, if any."""

    participant_id: bytes
    full: str
    listed: str
    attempts: int
    best: int | None
    last_us: int


def difficult_exercises(
    connection: Connection, sight: Sight, group_id: bytes | None = None, programme_id: bytes | None = None,
) -> Difficult:
    """Of a group, or of everybody whom the reader may see; of the newest version of one programme or of all.

    What nobody tried is not among them. A programme that is not there (any more) counts as not chosen.
    """
    rules, offered = learning_rules(connection), programme_columns(connection)
    if programme_id not in {column.id for column in offered}:
        programme_id = None
    counted = connection.execute(_counted(connection, sight, group_id, programme_id, rules.help))
    rows = tuple(_rows(counted))
    people = connection.execute(select(func.count()).select_from(_people(sight, group_id).subquery())).scalar_one()
    return Difficult(group_id, programme_id, offered, people, rows, rules)


def stuck_people(
    connection: Connection, sight: Sight, exercise_id: bytes, group_id: bytes | None = None,
) -> tuple[StuckPerson, ...]:
    """Who is stuck with this exercise, by name. Raises Refusal where it is not there."""
    local = connection.execute(select(exercises.c.local).where(exercises.c.id == exercise_id)).scalar()
    if local is None:
        raise Refusal(Text("This exercise is not here any more."))
    query = (
        select(participants, progress.c.attempts, progress.c.best, progress.c.last_us)
        .join(progress, progress.c.participant == participants.c.local)
        .where(progress.c.exercise == local, is_stuck(learning_rules(connection).help),
               participants.c.local.in_(_people(sight, group_id)))
        .order_by(*by_name(participants)))
    return tuple(_person(sight, row) for row in connection.execute(query))


def _person(sight: Sight, row: Row[Any]) -> StuckPerson:
    name = shown_name(row, sight)
    return StuckPerson(row.id, name.full, name.listed, row.attempts, row.best, row.last_us)


def _people(sight: Sight, group_id: bytes | None) -> Select[tuple[int]]:
    """The local numbers of who is looked at."""
    query = select(participants.c.local).where(*in_sight(sight))
    if group_id is None:
        return query
    return query.where(participants.c.id.in_(select(memberships.c.participant_id).where(
        memberships.c.group_id == group_id, memberships.c.until_on.is_(None))))


def _counted(
    connection: Connection, sight: Sight, group_id: bytes | None, programme_id: bytes | None, rule: HelpRule,
) -> Select[tuple[Any, ...]]:
    """Per exercise and number of attempts until it was made: few rows, from which a median follows."""
    until_made = case((progress.c.done_us.is_not(None), progress.c.failed + 1))
    query = (
        select(exercises.c.id, exercises.c.title, exercises.c.position,
               programmes.c.id.label("programme_id"), programmes.c.title.label("programme"),
               until_made.label("attempts"), func.count().label("people"),
               func.sum(case((is_stuck(rule), 1), else_=0)).label("stuck"),
               func.sum(progress.c.best).label("scores"), func.count(progress.c.best).label("scored"))
        .join(exercises, exercises.c.local == progress.c.exercise)
        .join(programme_versions, programme_versions.c.id == exercises.c.programme_version_id)
        .join(programmes, programmes.c.id == programme_versions.c.programme_id)
        .where(progress.c.participant.in_(_people(sight, group_id)), _is_newest())
        .group_by(exercises.c.local, until_made)
        .order_by(programmes.c.title, programmes.c.id, exercises.c.position, exercises.c.local, until_made))
    return query if programme_id is None else query.where(programmes.c.id == programme_id)


def _is_newest() -> Any:
    other = programme_versions.alias()
    return ~select(other.c.id).where(and_(
        other.c.programme_id == programme_versions.c.programme_id, other.c.number > programme_versions.c.number,
    )).exists()


def _rows(counted: Iterable[Row[Any]]) -> Iterator[ExerciseRow]:
    for _, same in groupby(counted, key=lambda row: row.id):
        parts = list(same)
        first, made = parts[0], [(int(row.attempts), int(row.people)) for row in parts if row.attempts is not None]
        scored = sum(row.scored for row in parts)
        yield ExerciseRow(
            first.id, first.programme_id, first.programme, first.title, (first.programme, first.position),
            sum(row.people for row in parts), sum(people for _, people in made), sum(row.stuck for row in parts),
            _median(made), sum(row.scores or 0 for row in parts) / scored if scored else None)


def _median(counts: list[tuple[int, int]]) -> float | None:
    """Of numbers in order, each with how often it is there."""
    total = sum(often for _, often in counts)
    if not total:
        return None
    return (_nth(counts, (total - 1) // 2) + _nth(counts, total // 2)) / 2


def _nth(counts: list[tuple[int, int]], place: int) -> int:
    for number, often in counts:
        if place < often:
            return number
        place -= often
    raise IndexError(place)

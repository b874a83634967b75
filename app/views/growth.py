"""Growth over the years, per scale: of one person, and of the people of a group together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.assessment.growth import GrowthPoint, group_point
from app.domain.calendar import SchoolYear
from app.domain.errors import Refusal
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.tables import groups, sittings, tests
from app.views.people import is_there, participant_rows
from app.views.sittings import Teller, people_of_group, results_of


@dataclass(frozen=True, slots=True)
class GrowthLine:
    """`subject` is what is measured, `scale` on which scale ('' where norms name none); the earliest point first."""

    subject: str
    scale: str
    points: tuple[GrowthPoint, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """`full` and `listed` are the name of a person or of a group; `people` is how many a group has."""

    id: bytes
    full: str
    listed: str
    lines: tuple[GrowthLine, ...]
    people: int = 1


def person_growth(connection: Connection, sight: Sight, participant_id: bytes) -> Growth:
    """Raises Refusal for somebody who is gone, or not the reader's to see."""
    if not is_there(connection, sight, participant_id):
        raise Refusal(Text("This person is not here any more, or is not yours to see."))
    (row,) = participant_rows(connection, sight, [participant_id], include_left=True)
    results = results_of(connection, [participant_id])[participant_id]
    lines = _lines(_points(connection, results))
    return Growth(row.id, row.full, row.listed, tuple(
        GrowthLine(subject, scale, tuple(sorted(points, key=lambda point: point.day)))
        for (subject, scale), points in lines.items()))


person_growth.records_look = True  # type: ignore[attr-defined]


def group_growth(connection: Connection, sight: Sight, group_id: bytes) -> Growth:
    """Of who is in the group today: the mean per school year and moment, with the middle half of them as its band.

    Where one moment was normed by two editions, each has a point of its own.
    """
    name = connection.execute(select(groups.c.name).where(groups.c.id == group_id)).scalar()
    people = people_of_group(connection, sight, group_id)
    found = results_of(connection, [row.id for row in people])
    lines = _lines(_points(connection, [row for rows in found.values() for row in rows]))
    return Growth(group_id, name or "", name or "", tuple(
        GrowthLine(subject, scale, _together(points)) for (subject, scale), points in lines.items()), len(people))


def _together(points: Sequence[GrowthPoint]) -> tuple[GrowthPoint, ...]:
    by_moment: dict[tuple[int, str, tuple[str, str]], list[GrowthPoint]] = defaultdict(list)
    for point in points:
        by_moment[SchoolYear.of(point.day).first, point.moment, point.line].append(point)
    means = [group_point(some) for some in by_moment.values()]
    return tuple(sorted((mean for mean in means if mean is not None), key=lambda point: (point.day, point.norm)))


def _lines(found: Sequence[tuple[str, GrowthPoint]]) -> Mapping[tuple[str, str], list[GrowthPoint]]:
    """By subject and scale, in order of their names."""
    lines: dict[tuple[str, str], list[GrowthPoint]] = defaultdict(list)
    for subject, point in found:
        lines[subject, point.scale].append(point)
    return dict(sorted(lines.items()))


def _points(connection: Connection, results: Sequence[dict[str, Any]]) -> list[tuple[str, GrowthPoint]]:
    """(subject, point) of every result of a whole test that has a point on a scale."""
    whole = [row for row in results if row["part_id"] is None and row["scaled"] is not None]
    named = {row.id: row.subject or row.title for row in connection.execute(
        select(tests.c.id, tests.c.subject, tests.c.title))}
    moments = dict(connection.execute(select(sittings.c.id, sittings.c.moment)).all())
    teller = Teller(connection, whole)
    found = []
    for row in whole:
        edition, scale, of_norm = teller.origin(row)
        score = teller.score(row)
        found.append((named.get(row["test_id"], ""), GrowthPoint(
            date.fromisoformat(row["taken_on"]), row["scaled"], row["low"], row["high"], score.level,
            moments.get(row["sitting_id"], of_norm), edition, scale, row["raw"], score.functioning)))
    return found

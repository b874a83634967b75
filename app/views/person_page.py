"""The whole page of one participant for who follows this person, read a part at a time (O-annex 1, A-1.14, A-1.15)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.calendar import SchoolYear
from app.domain.errors import Refusal
from app.domain.moments import WRITTEN, Sort
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.merged import kept_id, one_person
from app.store.tables import memberships, participants
from app.views import moments
from app.views.following import following
from app.views.moments import Moment, Person
from app.views.people import group_names, may_see, shown_name
from app.views.person_attempts import (
    Attempts,
    Locals,
    PageAttempt,
    Span,
    VisitWeek,
    first_attempt,
    newest_attempts,
    newest_visits,
    weeks_between,
)
from app.views.progress_page import earlier_attempts
from app.views.progress_values import EarlierAttempts, RouteStanding
from app.views.route_progress import routes_of_person

__all__ = ["Attempts", "Moment", "Moments", "PageAttempt", "PersonHead", "Span", "VisitWeek", "person_attempts",
           "person_head", "person_moments", "person_weeks"]  # fmt: skip
MOMENTS, ATTEMPTS, WEEKS = 40, 60, 26
"""So much is read at first, and so much more every time."""
_ATTEMPTS_A_VISIT = 8
"""So many attempts are read for every visit that is wanted; if that is too few, fewer visits are shown at once."""


@dataclass(frozen=True, slots=True)
class PersonHead:
    """What stands above the parts. `years` are those in which there is something, the newest first.

    `earlier` are attempts of which only the sums are here (S9).
    """

    participant_id: bytes
    full: str
    groups: str
    years: tuple[SchoolYear, ...]
    routes: tuple[RouteStanding, ...]
    keeps_notes: bool
    earlier: EarlierAttempts | None


@dataclass(frozen=True, slots=True)
class Moments:
    """Newest first; `more`: there are older ones."""

    rows: tuple[Moment, ...]
    more: bool


def person_head(connection: Connection, sight: Sight, participant_id: bytes) -> PersonHead:
    """Raises Refusal for a person who is gone or not the reader's. Looking is recorded (S19)."""
    row, of, counted = _whose(connection, sight, participant_id)
    return PersonHead(
        row.id, shown_name(row, sight).full, group_names(connection, [row.id]).get(row.id, ""),
        _years(connection, sight, of, counted), routes_of_person(connection, sight, row.id, row.local),
        sight.keeps("participant", "notes"), earlier_attempts(connection, counted.every))


def person_moments(
    connection: Connection, sight: Sight, participant_id: bytes, span: Span, sort: str = "", most: int = MOMENTS,
    written: bool = True,
) -> Moments:
    """The timeline of a period, of one sort or of all; without what coaches write where `written` is false.

    Raises Refusal as `person_head`. Looking is recorded (S19).
    """
    row, of, counted = _whose(connection, sight, participant_id)
    first_us, _ = edges = span.edges(sight)
    wanted = {Sort(sort)} if sort else set(Sort)
    if not written:
        wanted -= WRITTEN
    found = [one for one in _dated(connection, sight, row.id, of, wanted) if _is_in(one, span)]
    back_to = first_us
    if Sort.MADE in wanted:
        made = moments.of_exercises(connection, sight, of, edges, most + 1)
        back_to = max(back_to, made[-1].at_us or 0) if len(made) > most else back_to
        found += made
    if Sort.VISIT in wanted:
        visits, reached = newest_visits(connection, sight, counted, span, most, most * _ATTEMPTS_A_VISIT)
        back_to = max(back_to, reached)
        found += moments.of_visits(sight, visits)
    found.sort(key=_when, reverse=True)
    is_all = back_to == first_us
    shown = found if is_all else [one for one in found if _when(one) >= (sight.day_of(back_to), back_to)]
    return Moments(tuple(shown[:most]), len(shown) > most or not is_all)


def person_attempts(
    connection: Connection, sight: Sight, participant_id: bytes, span: Span, exercise_id: bytes | None = None,
    most: int = ATTEMPTS,
) -> Attempts:
    """The attempts of a period, a visit or an exercise. Raises Refusal as `person_head`. Looking is recorded (S19)."""
    _, _, counted = _whose(connection, sight, participant_id)
    return newest_attempts(connection, sight, counted, span, most, exercise_id)


def person_weeks(connection: Connection, sight: Sight, participant_id: bytes, span: Span) -> tuple[VisitWeek, ...]:
    """Visits per week of a period, the oldest first; without one of the last half year.

    Raises Refusal as `person_head`. Looking is recorded (S19).
    """
    _, _, counted = _whose(connection, sight, participant_id)
    until = min(span.until or sight.today, sight.today)
    since = span.since or until - timedelta(weeks=WEEKS - 1)
    return weeks_between(connection, sight, counted, since, until) if since <= until else ()


person_head.records_look = True  # type: ignore[attr-defined]
person_moments.records_look = True  # type: ignore[attr-defined]
person_attempts.records_look = True  # type: ignore[attr-defined]
person_weeks.records_look = True  # type: ignore[attr-defined]


def _whose(connection: Connection, sight: Sight, participant_id: bytes) -> tuple[Any, Person, Locals]:
    """The row of who is meant, and what is counted along: of who was put together with somebody else, that person."""
    kept = kept_id(connection, participant_id)
    row = connection.execute(select(participants).where(participants.c.id == kept)).first()
    if row is None or not may_see(connection, sight, kept):
        raise Refusal(Text("This person is not here any more, or is not yours to see."))
    same = one_person(connection, row.id)
    return row, Person([one for one, _ in same], row.local), Locals(row.local, tuple(local for _, local in same))


def _dated(connection: Connection, sight: Sight, person: bytes, of: Person, wanted: set[Sort]) -> Iterator[Moment]:
    """What there is little of: all of it."""
    if Sort.MADE in wanted:
        yield from moments.of_programmes(connection, sight, of)
    if Sort.TEST in wanted:
        yield from moments.of_tests(connection, of)
    if Sort.CERTIFICATE in wanted:
        yield from moments.of_certificates(connection, sight, of)
    if Sort.ROUTE in wanted:
        yield from moments.of_routes(connection, sight, of)
    if Sort.GROUP in wanted:
        yield from moments.of_groups(connection, of)
    if wanted & WRITTEN:
        found = moments.of_following(following(connection, sight, person))
        yield from (one for one in found if one.sort in wanted)


def _is_in(moment: Moment, span: Span) -> bool:
    return (span.since is None or moment.day >= span.since) and (span.until is None or moment.day <= span.until)


def _when(moment: Moment) -> tuple[date, int]:
    return moment.day, moment.at_us or 0


def _years(connection: Connection, sight: Sight, of: Person, counted: Locals) -> tuple[SchoolYear, ...]:
    """From the first attempt or group to now; somebody may come to a group later than to the exercises."""
    joined = connection.execute(
        select(func.min(memberships.c.from_on)).where(memberships.c.participant_id.in_(of.ids))).scalar()
    began = first_attempt(connection, counted)
    days = [sight.today, *([date.fromisoformat(joined)] if joined else []), *([sight.day_of(began)] if began else [])]
    first, last = SchoolYear.of(min(days)).first, SchoolYear.of(sight.today).first
    return tuple(SchoolYear(year) for year in range(last, first - 1, -1))

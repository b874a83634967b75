"""The page of one participant: where the person stands, what was tried last, and where help is needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.calendar import SchoolYear
from app.domain.learning_rules import LearningRules
from app.domain.progress import ExerciseProgress, HelpRule, Outcome, days_unseen, exercise_state
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.chunks import chunks
from app.store.learning import learning_rules
from app.store.merged import one_person
from app.store.settings import SINCE_YEAR, setting
from app.store.tables import (
    certificates,
    earlier_progress,
    exercises,
    imports,
    programme_versions,
    programmes,
    progress,
    results,
    standings,
)
from app.views.behind import far_behind
from app.views.people import group_names, shown_name
from app.views.progress_values import (
    HELP,
    Attempt,
    EarlierAttempts,
    ParticipantProgress,
    ProgrammeStanding,
    RouteStanding,
)
from app.views.route_progress import routes_of_person

WEEKS = 26
WEEK_US = 7 * 86_400_000_000
RECENT_WEEKS = 4
ATTEMPTS_SHOWN = 60
MOST_REASONS = 4


def one_participant(connection: Connection, sight: Sight, row: Any) -> ParticipantProgress:
    """Everything on the page; `row` is the participant's own row. Rows that are the same person count along."""
    name, same = shown_name(row, sight), one_person(connection, row.id)
    ids, locals_ = [one[0] for one in same], [one[1] for one in same]
    tried = connection.execute(select(progress).where(progress.c.participant == row.local)).all()
    last = max((one.last_us for one in tried), default=None)
    standing, found = _standings(connection, row, ids), routes_of_person(connection, sight, row.id, row.local)
    reasons, rules = _reasons(connection, sight, row, tried, last, found)
    return ParticipantProgress(
        row.id,
        name.full,
        name.listed,
        group_names(connection, [row.id]).get(row.id, ""),
        last,
        _minutes_per_week(connection, sight, locals_),
        reasons,
        found,
        standing,
        _attempts(connection, locals_),
        done_per_week(connection, sight, [row.local]),
        earlier_attempts(connection, locals_),
        rules,
    )


def _standings(connection: Connection, row: Any, ids: Sequence[bytes]) -> tuple[ProgrammeStanding, ...]:
    totals: dict[bytes, int] = dict(
        connection.execute(
            select(exercises.c.programme_version_id, func.count()).group_by(exercises.c.programme_version_id)
        ).all()
    )
    serials = dict(
        connection.execute(
            select(certificates.c.programme_version_id, certificates.c.serial).where(
                certificates.c.participant_id.in_(ids), certificates.c.revoked_us.is_(None)
            )
        ).all()
    )
    query = (
        select(standings, programmes.c.id.label("programme_id"), programmes.c.title)
        .join(programme_versions, programme_versions.c.id == standings.c.programme_version_id)
        .join(programmes, programmes.c.id == programme_versions.c.programme_id)
        .where(standings.c.participant == row.local)
        .order_by(standings.c.last_us.desc())
    )
    return tuple(
        ProgrammeStanding(
            one.programme_id,
            one.title,
            one.done,
            totals.get(one.programme_version_id, 0),
            one.last_us,
            one.completed_us is not None,
            serials.get(one.programme_version_id, ""),
        )
        for one in connection.execute(query)
    )


def _reasons(
    connection: Connection, sight: Sight, row: Any, tried: Any, last: int | None, routes: tuple[RouteStanding, ...],
) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """(why this person asks for a look, the rules by which that is so)."""
    rules = learning_rules(connection)
    found = (
        (_stuck(connection, tried, rules.help), rules.help.text),
        (_behind(connection, sight, row.id, rules), rules.behind.text),
        (_late(routes), None), (_unseen(sight, row, last, rules), rules.inactive.text))
    return (tuple(reason for reasons, _ in found for reason in reasons),
            tuple(rule for reasons, rule in found if reasons and rule is not None))


def _stuck(connection: Connection, tried: Any, rule: HelpRule) -> list[Text]:
    stuck = {
        one.exercise: one
        for one in tried
        if exercise_state(ExerciseProgress(one.attempts, one.done_us is not None, one.best), rule) == HELP
    }
    query = (
        select(exercises.c.local, exercises.c.title, programmes.c.title.label("programme"))
        .join(programme_versions, programme_versions.c.id == exercises.c.programme_version_id)
        .join(programmes, programmes.c.id == programme_versions.c.programme_id)
        .where(exercises.c.local.in_(stuck))
    )
    found = sorted(connection.execute(query), key=lambda one: -stuck[one.local].last_us)
    return [
        Text(
            "Help needed with {title}, {exercise} ({n} attempt)",
            "Help needed with {title}, {exercise} ({n} attempts)",
            title=one.programme,
            exercise=one.title,
            n=stuck[one.local].attempts,
        )
        for one in found[:MOST_REASONS]
    ]


def _behind(connection: Connection, sight: Sight, person: bytes, rules: LearningRules) -> list[Text]:
    behind = far_behind(connection, sight, rules.behind, participant_id=person).get(person)
    if behind is None:
        return []
    return [Text("Far behind {group_name}: {done} exercises done, the middle one {middle}",
                 group_name=behind.group, done=behind.done, middle=behind.middle)]


def _late(routes: tuple[RouteStanding, ...]) -> list[Text]:
    late = sum(one.late for one in routes)
    return [Text("{n} step of the learning route is late", "{n} steps of the learning route are late", n=late)
            ] if late else []


def _unseen(sight: Sight, row: Any, last: int | None, rules: LearningRules) -> list[Text]:
    unseen = days_unseen(sight.day_of(last) if last else None, sight.day_of(row.created_us), sight.today)
    if unseen < rules.inactive.days:
        return []
    return [Text("Not seen for {n} day", "Not seen for {n} days", n=unseen)]


def _attempts(connection: Connection, locals_: Sequence[int]) -> tuple[Attempt, ...]:
    query = (
        select(results, exercises.c.title, programmes.c.title.label("programme"))
        .join(exercises, exercises.c.local == results.c.exercise)
        .join(programme_versions, programme_versions.c.id == exercises.c.programme_version_id)
        .join(programmes, programmes.c.id == programme_versions.c.programme_id)
        .where(results.c.participant.in_(locals_), _visible())
        .order_by(results.c.at_us.desc())
        .limit(ATTEMPTS_SHOWN)
    )
    return tuple(
        Attempt(row.programme, row.title, row.at_us, row.score, Outcome(row.outcome).name.lower(), row.seconds)
        for row in connection.execute(query)
    )


def earlier_attempts(connection: Connection, locals_: Sequence[int]) -> EarlierAttempts | None:
    """How many attempts of earlier years are here as sums only; None where there are none (S9)."""
    attempts = select(func.sum(earlier_progress.c.attempts)).where(earlier_progress.c.participant.in_(locals_))
    number, year = connection.execute(attempts).scalar(), setting(connection, SINCE_YEAR)
    return EarlierAttempts(number, SchoolYear(int(year)).begins) if number and year else None


def _minutes_per_week(connection: Connection, sight: Sight, locals_: Sequence[int]) -> int:
    since = sight.days_ago(7 * RECENT_WEEKS)
    seconds: int = connection.execute(
        select(func.coalesce(func.sum(results.c.seconds), 0)).where(
            results.c.participant.in_(locals_), results.c.at_us >= since, _visible()
        )
    ).scalar_one()
    return round(seconds / 60 / RECENT_WEEKS)


def done_per_week(connection: Connection, sight: Sight, people: Sequence[int]) -> tuple[int, ...]:
    """Exercises made for the first time per week by these people (local numbers) together, oldest first."""
    ends = sight.start_of(sight.today) + 86_400_000_000
    weeks: Counter[int] = Counter()
    for some in chunks(list(people)):
        query = select(progress.c.done_us).where(progress.c.participant.in_(some), progress.c.done_us.is_not(None))
        weeks.update((ends - made) // WEEK_US for made in connection.execute(query).scalars())
    return tuple(weeks.get(back, 0) for back in range(WEEKS - 1, -1, -1))


def _visible() -> Any:
    return results.c.batch.not_in(select(imports.c.local).where(imports.c.visible == 0))

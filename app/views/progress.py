"""Progress: the matrix of a group and the page of one participant."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from app.domain.errors import Refusal
from app.domain.learning_rules import LearningRules
from app.domain.progress import is_inactive
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.by_name import by_name
from app.store.learning import learning_rules
from app.store.merged import kept_id
from app.store.tables import groups, memberships, participants
from app.views.behind import Behind, far_behind
from app.views.people import may_see, shown_name, visible_people
from app.views.progress_cells import exercise_cells, programme_cells
from app.views.progress_page import one_participant
from app.views.progress_values import (
    BUSY,
    DONE,
    HELP,
    NOT_STARTED,
    Attempt,
    EarlierAttempts,
    GroupMatrix,
    MatrixColumn,
    MatrixRow,
    ParticipantProgress,
    ProgrammeStanding,
    RouteStanding,
    StepStanding,
)
from app.views.route_progress import late_by_person

__all__ = [
    "BUSY",
    "DONE",
    "HELP",
    "NOT_STARTED",
    "Attempt",
    "EarlierAttempts",
    "GroupMatrix",
    "MatrixColumn",
    "MatrixRow",
    "ParticipantProgress",
    "ProgrammeStanding",
    "RouteStanding",
    "StepStanding",
    "group_matrix",
    "participant_progress",
]


def group_matrix(
    connection: Connection,
    sight: Sight,
    group_id: bytes | None = None,
    programme_id: bytes | None = None,
) -> GroupMatrix:
    """Participants by programme, or by exercise of one programme; without a group everybody the reader may see."""
    people, rules = _people(connection, sight, group_id), learning_rules(connection)
    own = sight.sees_all or group_id in sight.actor.groups
    name = connection.execute(select(groups.c.name).where(groups.c.id == group_id)).scalar() if own else ""
    late, behind = late_by_person(connection, sight, people), far_behind(connection, sight, rules.behind, group_id)
    columns, rows = (
        programme_cells(connection, people)
        if programme_id is None
        else exercise_cells(connection, people, programme_id, rules.help)
    )
    return GroupMatrix(
        group_id,
        name or "",
        programme_id,
        columns,
        tuple(_row(sight, rules, person, *rows[person.local], late.get(person.id, 0), behind.get(person.id))
              for person in people),
        rules,
    )


def participant_progress(connection: Connection, sight: Sight, participant_id: bytes) -> ParticipantProgress:
    """Raises Refusal for a person who is gone or not the reader's. Looking is recorded (S19).

    Of who was put together with somebody else: of that person.
    """
    participant_id = kept_id(connection, participant_id)
    row = connection.execute(select(participants).where(participants.c.id == participant_id)).first()
    if row is None or not may_see(connection, sight, participant_id):
        raise Refusal(Text("This person is not here any more, or is not yours to see."))
    return one_participant(connection, sight, row)


participant_progress.records_look = True  # type: ignore[attr-defined]


def _people(connection: Connection, sight: Sight, group_id: bytes | None) -> list[Any]:
    query = select(participants).where(participants.c.state == "active").order_by(*by_name(participants))
    if group_id is not None:
        members = select(memberships.c.participant_id).where(
            memberships.c.group_id == group_id, memberships.c.until_on.is_(None)
        )
        query = query.where(participants.c.id.in_(members))
    seen = visible_people(connection, sight)
    return [row for row in connection.execute(query) if seen is None or row.id in seen]


def _row(
    sight: Sight, rules: LearningRules, person: Any, states: bytes, done: tuple[int, ...], last_us: int | None,
    late: int, behind: Behind | None,
) -> MatrixRow:
    name = shown_name(person, sight)
    joined = sight.day_of(person.created_us)
    last = sight.day_of(last_us) if last_us is not None else None
    return MatrixRow(
        person.id, name.full, name.listed, states, done, last_us, HELP in states,
        is_inactive(last, joined, sight.today, rules.inactive), late, behind,
    )

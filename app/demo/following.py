"""What coaches of a demo organisation keep about a few people: notes, goals and talks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from app.actions.desk import Desk
from app.actions.following import add_goal, add_note, plan_talk, report_talk, settle_goal
from app.actions.privacy import switch_field
from app.demo.billing import GoTo
from app.demo.organisation import DemoFollowed, DemoOrganisation
from app.domain.following import FIELD, GoalState
from app.domain.sight import Sight
from app.store.tables import participants, standings

_ADDITION = 90
"""So many days ago notes were switched on."""


def follow(desk: Desk, go_to: GoTo, told: DemoOrganisation, today: date) -> None:
    """`go_to` sets the clock of the demo to a day."""
    if not told.followed:
        return
    people = desk.read(_busiest)
    go_to(today - timedelta(days=_ADDITION))
    subject, field = FIELD
    desk.do(switch_field, subject=subject, field=field, is_on=True, purpose="Begeleiding bij het leren", ground="e",
            retention="twee jaar na vertrek", addition_on=desk.sight.today.isoformat())
    for one in sorted(told.followed, key=lambda row: -row.days):
        if one.person < len(people):
            _keep(desk, go_to, one, people[one.person], today)


def _keep(desk: Desk, go_to: GoTo, told: DemoFollowed, person: bytes, today: date) -> None:
    written, due = today - timedelta(days=told.days), today + timedelta(days=told.due)
    go_to(written)
    day = written.isoformat()
    if told.sort == "note":
        desk.do(add_note, participant_id=person, category=told.category, about_on=day, body=told.text,
                apart=told.apart)
        return
    given: dict[str, Any] = {"participant_id": person}
    if told.sort == "goal":
        goal = desk.do(add_goal, **given, body=told.text, set_on=day, due_on=due.isoformat()).outcome
        if told.closing:
            go_to(due)
            desk.do(settle_goal, goal_id=goal, state=GoalState.REACHED.value, settled_on=due.isoformat(),
                    remark=told.closing)
        return
    made = desk.do(plan_talk, **given, subject=told.text, with_whom=told.with_whom, planned_on=due.isoformat(),
                   begins_at="15:30").outcome
    if told.closing:
        go_to(due)
        desk.do(report_talk, talk_id=made, held_on=due.isoformat(), report=told.closing)


def _busiest(connection: Connection, sight: Sight) -> list[bytes]:
    """Who tried most, the one with most first."""
    query = (
        select(participants.c.id)
        .join(standings, standings.c.participant == participants.c.local)
        .where(participants.c.state == "active")
        .group_by(participants.c.id)
        .order_by(func.sum(standings.c.attempts).desc(), participants.c.sort_key))
    return [bytes(one) for one in connection.execute(query.limit(5)).scalars()]

"""Questions and faults for the help desk, what the licensor answers, and the days on which the desk is closed too."""

from __future__ import annotations

from collections.abc import Sequence

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.kinds import reports_unit
from app.domain.permissions import Permission, Role
from app.domain.provider_terms import Who
from app.domain.support import (
    ASKED,
    LONGEST_DIAGNOSIS,
    NOT_YOURS,
    check_answer,
    check_request,
    sorts_for,
)
from app.domain.text import Text
from app.domain.wrong_fields import day_or_refuse, refuse
from app.store.support import is_linked, set_days_off
from app.store.tables import support_requests

MOST_DAYS = 60


@action("support.ask", Permission.ASK_HELP, {"support_requests": set(ANY_FIELD)},
        recorded=lambda given: {"sort": given["sort"]})
def ask_help(work: Work, sort: str, subject: str, body: str, diagnosis: str = "") -> bytes:
    """A question or a fault, under one's own name; `diagnosis` was read by who sends it. Gives its id."""
    actor = work.sight.actor
    who: Who = "administrator" if actor.role is Role.ADMINISTRATOR else "coach"
    if sort not in sorts_for(work.sight.profile.help_desk, who):
        raise Refusal(NOT_YOURS)
    refuse(check_request(subject, body))
    return work.add(
        support_requests, unit=reports_unit(actor.account_id), account_id=actor.account_id,
        asked_by=actor.name or who, asked_on=work.day, sort=sort, subject=" ".join(subject.split()),
        body=body.strip(), diagnosis=diagnosis[:LONGEST_DIAGNOSIS], state=ASKED, answer="", answered_by="",
        answered_on=None)


@action("support.answer", Permission.ANSWER_HELP, {"support_requests": {
    "state", "answer", "answered_on", "answered_by"}}, recorded=lambda given: {"request_id": given["request_id"]})
def answer_help(work: Work, request_id: bytes, state: str, answer: str, answered_by: str = "") -> None:
    """What the licensor says to it; `state` is 'under way' or 'closed'. Where it does not work here itself, the
    administrator records what came by mail or telephone.
    """
    work.rows_by_id(support_requests, [request_id])
    refuse(check_answer(state, answer))
    work.change(support_requests, request_id, state=state, answer=answer.strip(), answered_on=work.day,
                answered_by=answered_by.strip() or work.sight.actor.name)


@action("helpdesk.days_off", Permission.ASK_HELP, {"settings": set(ANY_FIELD)}, undoable=False)
def keep_days_off(work: Work, days: Sequence[str]) -> None:
    """Days on which the help desk is closed besides Sundays and holidays, as this desk knows them. Raises Refusal where
    the licensor says them.
    """
    if is_linked(work.connection, work.day):
        raise Refusal(Text("The licensor says on which days the help desk is closed. Nothing was recorded."))
    if len(days) > MOST_DAYS:
        raise Refusal(Text("{n} days off at most. Nothing was recorded.", n=MOST_DAYS))
    set_days_off(work.connection, [day_or_refuse("day", day) for day in days])

"""Who accepted the user terms: recorded from a signed paper, or ticked by the person at this screen (O-6.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.certificates import groups_that_hold
from app.actions.work import Row, Work
from app.domain.acceptance import PAPER, TICK, UserTerms, check_paper, user_terms
from app.domain.errors import Refusal
from app.domain.permissions import ORGANISATION, Permission, Role, Scope
from app.domain.text import Text
from app.domain.wrong_fields import day_or_refuse, refuse
from app.store.catalogue import published_terms
from app.store.tables import acceptances, accounts, coach_acceptances, participants

ACCEPTANCES = {"acceptances": set(ANY_FIELD)}


def _own_groups(work: Work, **arguments: Any) -> Scope:
    if work.sight.actor.role is Role.ADMINISTRATOR:
        return ORGANISATION
    people = arguments.get("participant_ids") or [arguments["participant_id"]]
    return Scope(groups_that_hold(work, set(people)))


@action("acceptance.record", Permission.LET_IN, ACCEPTANCES, scope=_own_groups)
def record_paper(work: Work, participant_ids: Sequence[bytes], accepted_on: str) -> int:
    """A signed paper of each of these people, with its date; gives how many were recorded."""
    terms = _terms(work, "participant")
    refuse(check_paper(day_or_refuse("accepted_on", accepted_on), work.today))
    people = list(work.rows_by_id(participants, participant_ids))
    return len(work.insert(acceptances, [
        {"participant_id": person} | _row(work, terms, PAPER, accepted_on) for person in people]))


@action("acceptance.tick", Permission.LET_IN, ACCEPTANCES, scope=_own_groups)
def tick_terms(work: Work, participant_id: bytes, ticked: bool) -> bytes:
    """The participant sat at this screen and ticked; gives the id. Nobody ticks for somebody else, so this is only for
    the page that the keyboard is handed over for.
    """
    terms = _terms(work, "participant")
    if not ticked:
        raise Refusal(Text("The user terms were not ticked, so nothing was recorded."))
    work.rows_by_id(participants, [participant_id])
    return work.add(acceptances, participant_id=participant_id, **_row(work, terms, TICK, work.day))


@action("coach.accept", Permission.ACCEPT_TERMS, {"coach_acceptances": set(ANY_FIELD)})
def accept_as_coach(work: Work, ticked: bool) -> bytes:
    """Whoever is at work here accepts the user terms, as the coach of this account; gives the id."""
    terms = _terms(work, "coach")
    coach = coach_of_account(work)
    if not ticked:
        raise Refusal(Text("The user terms were not ticked, so nothing was recorded."))
    return work.add(coach_acceptances, coach_id=coach, **_row(work, terms, TICK, work.day))


def coach_of_account(work: Work) -> bytes:
    """The coach that the account at work belongs to. Raises Refusal where it is nobody's."""
    query = select(accounts.c.coach_id).where(accounts.c.id == work.sight.actor.account_id)
    coach = work.connection.execute(query).scalar()
    if coach is None:
        raise Refusal(Text("This account is not that of a {coach}, so there is nothing to accept."))
    return bytes(coach)


def _terms(work: Work, who: Any) -> UserTerms:
    """The terms to accept. Raises Refusal where the profile asks nobody in this role."""
    if not work.sight.profile.must_accept_user_terms(who):
        raise Refusal(Text("There are no separate user terms to accept here. Nothing was recorded."))
    return user_terms(work.sight.profile, published_terms(work.connection), work.today)


def _row(work: Work, terms: UserTerms, way: str, accepted_on: str) -> Row:
    said: Mapping[str, Any] = {
        "title": terms.title, "edition": terms.edition, "checksum": terms.checksum, "way": way,
        "accepted_on": accepted_on, "recorded_by": work.sight.actor.account_id, "recorded_us": work.now_us}
    return dict(said)

"""Who was asked to accept the user terms and who was not yet: a state that is shown, and no error (O-6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.domain.acceptance import Acceptance, Standing, UserTerms, standing, user_terms
from app.domain.sight import Sight
from app.store.acceptances import who_accepted
from app.store.catalogue import published_terms
from app.store.merged import one_person
from app.store.tables import acceptances, accounts, coach_acceptances, participants
from app.views.figures import in_sight
from app.views.people import may_see


@dataclass(frozen=True, slots=True)
class AcceptanceRow:
    """`recorded_by` is the name of the account at whose screen it was recorded; `body` is the text of exactly this
    edition, '' where that is not kept.
    """

    title: str
    edition: str
    way: str
    accepted_on: date
    recorded_by: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class PersonTerms:
    """What one participant accepted, the newest first; `terms` are those that are asked now."""

    standing: Standing
    terms: UserTerms
    rows: tuple[AcceptanceRow, ...]


def terms_now(connection: Connection, sight: Sight) -> UserTerms:
    """The user terms that somebody accepts today."""
    return user_terms(sight.profile, published_terms(connection), sight.today)


def person_terms(connection: Connection, sight: Sight, participant_id: bytes) -> PersonTerms:
    """Of one participant; the page of this person is read beside it, which says whether it may be seen."""
    terms, published = terms_now(connection, sight), published_terms(connection)
    texts = {one.checksum: one.body for one in published if one.body}
    same = [one[0] for one in one_person(connection, participant_id)]
    query = (
        select(acceptances, accounts.c.name)
        .outerjoin(accounts, accounts.c.id == acceptances.c.recorded_by)
        .where(acceptances.c.participant_id.in_(same))
        .order_by(acceptances.c.accepted_on.desc(), acceptances.c.recorded_us.desc()))
    rows = connection.execute(query).all() if may_see(connection, sight, participant_id) else []
    found = [Acceptance(row.edition, row.way, date.fromisoformat(row.accepted_on)) for row in rows]
    return PersonTerms(
        standing(sight.profile, "participant", found, terms), terms,
        tuple(AcceptanceRow(row.title, row.edition, row.way, date.fromisoformat(row.accepted_on), row.name or "",
                            texts.get(row.checksum, ""))
              for row in rows))


def coach_to_ask(connection: Connection, sight: Sight) -> UserTerms | None:
    """The user terms that whoever is at work here must still accept as a coach; None where there is nothing to ask."""
    query = select(accounts.c.coach_id).where(accounts.c.id == sight.actor.account_id)
    coach = connection.execute(query).scalar()
    if coach is None:
        return None
    terms = terms_now(connection, sight)
    rows = connection.execute(select(coach_acceptances).where(coach_acceptances.c.coach_id == coach))
    found = [Acceptance(row.edition, row.way, date.fromisoformat(row.accepted_on)) for row in rows]
    return terms if standing(sight.profile, "coach", found, terms) is Standing.NOT_ASKED else None


def not_asked(connection: Connection, sight: Sight) -> int:
    """How many active participants that the reader may see were never asked."""
    if not sight.profile.must_accept_user_terms("participant"):
        return 0
    query: Select[Any] = select(func.count()).select_from(participants).where(
        participants.c.state == "active", *in_sight(sight),
        participants.c.id.not_in(who_accepted()))
    return int(connection.execute(query).scalar_one())

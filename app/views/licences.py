"""Licences: seats bought and used, the agreement's period and the dates that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, distinct, func, select

from app.domain.contract.change_course import fee_on, next_fee
from app.domain.contract.kept_rows import day_of
from app.domain.contract.periods import renews_silently
from app.domain.contract.seat_numbers import bought_on, counted_from, is_elsewhere, room
from app.domain.contract.timeline import Timeline
from app.domain.contract.use import Use, use_on
from app.domain.errors import Refusal
from app.domain.licence import LicenceState, licence_state
from app.domain.permissions import Permission, require
from app.domain.provider import ProviderProfile, Regulated
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.agreements import KeptAgreement, agreement_or_refuse
from app.store.course import KeptCourse, kept_course, measures_by_agreement
from app.store.fees import rounds_of
from app.store.resources import load_profile
from app.store.seats import (
    Bought,
    bought_by_licence,
    in_use_on,
    places_of,
    seats_of_licence,
)
from app.store.tables import agreements, belongs_to, licences, locations, organisations, participants, seats
from app.views.agreement_terms import AgreementTerms, AtEnd, DateMark, Fact, agreement_terms, terms_facts
from app.views.agreements import NoticeRow, notice_rows, recorded_facts, taking_part
from app.views.assignments import assignment_entries
from app.views.course import confirmed_on, how_it_ends, what_happened
from app.views.people import ParticipantRow, participant_rows

_AGREEMENT = (
    agreements.c.number,
    agreements.c.provider,
    agreements.c.package,
    agreements.c.concluded_on,
    agreements.c.starts_on,
    agreements.c.months,
    agreements.c.ended_on,
    agreements.c.delivered_on,
    agreements.c.consumer,
)
_LISTED = (
    select(licences, *_AGREEMENT, locations.c.name.label("location"))
    .join(agreements, agreements.c.id == licences.c.agreement_id)
    .outerjoin(locations, locations.c.id == licences.c.location_id)
)


_BY_USE = {Use.PAUSED: LicenceState.SUSPENDED, Use.ENDED: LicenceState.ENDED}


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """One licence in the list. `state` is 'upcoming', 'active', 'nearly_full', 'full', 'suspended' or 'ended'.

    `bought` is the number of today, or of the first day of what is to come; `later` are the numbers that follow it.
    """

    id: bytes
    package: str
    provider: str
    kind: str
    location: str
    begins: date
    ends: date
    used: int
    bought: int
    state: str
    next_date: Text
    later: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """`until` is the first day on which the seat is free again; `elsewhere`: cannot use a seat of this location."""

    participant_id: bytes
    name: str
    listed: str
    groups: str
    since: date
    last_seen_us: int | None
    until: date | None = None
    elsewhere: bool = False

    @property
    def id(self) -> bytes:
        return self.participant_id

    @property
    def full(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class LicenceDetail:
    """`marks` are drawn, `timeline` has every date; `at_end` is what ends when and for whom, before it happens.

    `terms` are what the terms say beside, each with its clause.
    `without_seat` is how many take part without one of it (`people_without_seat` tells who, and `seat_holders` who has
    one), `room` how many more people can get a seat and keep it. `provider` is the code of the profile that it
    falls under; `may_free`: seats may be used again by its terms. `location_id` is where use is bound to.
    """

    row: LicenceRow
    agreement_number: str
    marks: tuple[DateMark, ...]
    timeline: Timeline
    at_end: AtEnd
    facts: tuple[Fact, ...]
    without_seat: int
    agreement_id: bytes = b""
    room: int = 0
    notices: tuple[NoticeRow, ...] = ()
    terms: tuple[tuple[Text, str], ...] = ()
    provider: str = ""
    location_id: bytes | None = None
    may_free: bool = False


def licence_list(connection: Connection, sight: Sight) -> tuple[LicenceRow, ...]:
    """Newest agreement first; the organisation's own part before the seats."""
    return _listed(connection, sight, licences.c.id.is_not(None))


def licences_of(connection: Connection, sight: Sight, agreement_id: bytes) -> tuple[LicenceRow, ...]:
    """Those of one agreement."""
    return _listed(connection, sight, licences.c.agreement_id == agreement_id)


def _listed(connection: Connection, sight: Sight, condition: ColumnElement[bool]) -> tuple[LicenceRow, ...]:
    require(sight.actor, Permission.SEE_LICENCES)
    query = _LISTED.where(condition, belongs_to(licences, sight.tenant)).order_by(
        agreements.c.starts_on.desc(), licences.c.kind, licences.c.seats.desc())
    return _rows(connection, sight, connection.execute(query).all(), seats_used(connection, sight))


def _rows(
    connection: Connection, sight: Sight, found: Sequence[Any], used: Mapping[bytes, int],
) -> tuple[LicenceRow, ...]:
    """The parts of one agreement share its terms, and what is left of its use."""
    terms = {row.agreement_id: row for row in found}
    made = {one: agreement_terms(load_profile(row.provider), row, sight.today) for one, row in terms.items()}
    measures = measures_by_agreement(connection)
    uses = {one: use_on(each.profile, each.agreement, measures.get(one, ()), sight.today).use
            for one, each in made.items()}
    bought = bought_by_licence(connection, (row._mapping for row in found))
    next_dates = {one: each.next_date() for one, each in made.items()}
    return tuple(
        _row(made[row.agreement_id], uses[row.agreement_id], row, used.get(row.id, 0), bought[row.id],
             next_dates[row.agreement_id])
        for row in found)


def licence_detail(connection: Connection, sight: Sight, licence_id: bytes) -> LicenceDetail:
    """Raises Refusal for a licence that is not here."""
    require(sight.actor, Permission.SEE_LICENCES)
    stored = _stored(connection, licence_id)
    (row,) = _rows(connection, sight, [stored], seats_used(connection, sight, licence_id))
    kept = agreement_or_refuse(connection, stored.agreement_id)
    course = kept_course(connection, stored.agreement_id)
    assigned = assignment_entries(connection, _own_id(connection), kept.profile)
    terms = agreement_terms(
        kept.profile, stored, sight.today, confirmed_on=confirmed_on(connection),
        ended_by=how_it_ends(kept.profile, kept.agreement, kept.measures, sight.today),
        happened=(*what_happened(connection, kept, course, sight.today), *assigned))
    return LicenceDetail(
        row,
        stored.number,
        terms.marks(),
        terms.timeline(),
        terms.at_end(taking_part(connection, sight, stored.agreement_id)),
        (*_fees(connection, kept, course, stored, terms), *recorded_facts(kept)),
        _without_seat(connection, stored, sight) if row.kind == "participant" else 0,
        stored.agreement_id,
        _room(connection, sight, stored, terms),
        notice_rows(kept),
        terms_facts(terms.profile),
        stored.provider,
        stored.location_id,
        terms.profile.licence.seat_reuse.value.allowed,
    )


def _own_id(connection: Connection) -> bytes:
    return bytes(connection.execute(select(organisations.c.id).where(belongs_to(organisations, None))).scalar_one())


def _fees(
    connection: Connection, kept: KeptAgreement, course: KeptCourse, stored: Any, terms: AgreementTerms,
) -> tuple[Fact, ...]:
    """The facts with the fee of the period that runs, and the next one with the period it counts from (O-5.2, O-5.3).
    """
    rounds = rounds_of(connection, kept, stored._mapping, terms.today, course)
    coming = next_fee(rounds, terms.today)
    facts = terms.facts(fee_on(rounds, max(terms.dates.begins, rounds[0].begins)).unit_cents)
    if coming is None:
        return facts
    price = kept.profile.price
    rule = price.indexation if coming.kind == "indexed" else price.change
    fact = Fact(
        Text("Fee per seat from the period of {day}", day=coming.begins),
        Text("€ {amount}", amount=Decimal(coming.unit_cents).scaleb(-2)),
        rule.basis.cited if isinstance(rule, Regulated) else "")
    return (*facts, fact)


def seats_used(connection: Connection, sight: Sight, licence_id: bytes | None = None) -> dict[bytes, int]:
    """Seats in use today per licence, or of one; a person holds at most one of each."""
    query = select(seats.c.licence_id, func.count(distinct(seats.c.participant_id))).where(
        in_use_on(sight.today.isoformat()))
    if licence_id is not None:
        query = query.where(seats.c.licence_id == licence_id)
    return dict(connection.execute(query.group_by(seats.c.licence_id)).all())


def _row(terms: AgreementTerms, use: Use, row: Any, used: int, numbers: Bought, next_date: Text) -> LicenceRow:
    first = counted_from(numbers, terms.today)
    bought = bought_on(numbers, first)
    if row.kind != "participant":  # the organisation's own part is in use from its first day
        used = bought
    state = licence_state(terms.today, terms.dates.begins, terms.ends_for_good, bought, used)
    if row.kind != "participant" and state is LicenceState.FULL:
        state = LicenceState.ACTIVE
    state = _BY_USE.get(use, state)
    return LicenceRow(
        row.id,
        row.package,
        terms.profile.name,
        row.kind,
        row.location or "",
        terms.dates.begins,
        terms.dates.ends,
        used,
        bought,
        str(state),
        next_date,
        tuple((part.from_on, part.seats) for part in numbers if part.from_on > first),
    )


def _room(connection: Connection, sight: Sight, licence: Any, terms: AgreementTerms) -> int:
    kept = seats_of_licence(connection, licence.id)
    period = terms.agreement.period_on(sight.today, renews_silently(terms.profile.duration))
    return room(terms.profile.licence, period, kept.held, kept.bought, sight.today)


def people_without_seat(connection: Connection, sight: Sight, licence_id: bytes) -> tuple[SeatHolder, ...]:
    """Who takes part without a seat of this licence; of the organisation's own part nobody. Thousands, perhaps.

    Raises Refusal for a licence that is not here.
    """
    require(sight.actor, Permission.SEE_LICENCES)
    licence = _stored(connection, licence_id)
    if licence.kind != "participant":
        return ()
    held = _held(connection, licence_id, sight.today)
    others = [one for one in participant_rows(connection, sight) if one.id not in held]
    return _as_holders(connection, sight, licence, load_profile(licence.provider), others, held)


def _stored(connection: Connection, licence_id: bytes) -> Any:
    found = connection.execute(_LISTED.where(licences.c.id == licence_id)).first()
    if found is None:
        raise Refusal(Text("This licence does not exist any more."))
    return found


def _without_seat(connection: Connection, licence: Any, sight: Sight) -> int:
    """How many `people_without_seat` gives."""
    taken = select(seats.c.participant_id).where(
        seats.c.licence_id == licence.id, in_use_on(sight.today.isoformat()))
    query = select(func.count()).select_from(participants).where(
        participants.c.state == "active", participants.c.id.not_in(taken))
    return int(connection.execute(query).scalar_one())


def seat_holders(connection: Connection, sight: Sight, licence_id: bytes) -> tuple[SeatHolder, ...]:
    """Who has a seat of this licence; of the organisation's own part nobody. Thousands, perhaps.

    Raises Refusal for a licence that is not here.
    """
    require(sight.actor, Permission.SEE_LICENCES)
    licence = _stored(connection, licence_id)
    held = _held(connection, licence_id, sight.today)
    people = participant_rows(connection, sight, list(held), include_left=True)
    return _as_holders(connection, sight, licence, load_profile(licence.provider), people, held)


def who_holds(connection: Connection, licence_id: bytes, today: date) -> frozenset[bytes]:
    """The ids of whoever has a seat of this licence."""
    return frozenset(_held(connection, licence_id, today))


def _held(connection: Connection, licence_id: bytes, today: date) -> dict[bytes, tuple[date, date | None]]:
    query = select(seats.c.participant_id, seats.c.from_on, seats.c.until_on).where(
        seats.c.licence_id == licence_id, in_use_on(today.isoformat()))
    return {row[0]: (date.fromisoformat(row[1]), day_of(row[2])) for row in connection.execute(query)}


def _as_holders(
    connection: Connection, sight: Sight, licence: Any, profile: ProviderProfile, people: Sequence[ParticipantRow],
    held: dict[bytes, tuple[date, date | None]],
) -> tuple[SeatHolder, ...]:
    places = places_of(connection, [one.id for one in people], sight.today.isoformat()) if licence.location_id else {}
    return tuple(
        SeatHolder(
            one.id, one.full, one.listed, one.groups, *_since(held, one.id, sight, one.last_seen_us),
            is_elsewhere(profile.access.locations, licence.location_id, places.get(one.id, ())))
        for one in people)


def _since(
    held: dict[bytes, tuple[date, date | None]], person: bytes, sight: Sight, seen_us: int | None,
) -> tuple[date, int | None, date | None]:
    since, until = held.get(person, (sight.today, None))
    return since, seen_us, until

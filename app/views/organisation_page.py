"""One organisation of a licensor: its agreements, its seats and accounts as numbers, and who was its licensor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from app.domain.calendar import add_months
from app.domain.counting import ACCOUNTS, SEATS, WITH_A_SEAT
from app.domain.errors import Refusal
from app.domain.licence import licence_state
from app.domain.permissions import Permission, Role, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.agreements import kept_agreement
from app.store.course import kept_measures
from app.store.tables import agreements, counts, licences, locations, organisations
from app.views.agreement_terms import AgreementTerms
from app.views.agreements import notice_rows, recorded_facts
from app.views.assignments import LinkRow, assignment_entries, licensors_of
from app.views.course import entries_of, how_it_ends
from app.views.licences import LicenceDetail, LicenceRow
from app.views.organisations import OrganisationRow, organisation_row

MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Counted:
    """What the server counted at `as_of_us`; its numbers are None where nothing was counted yet."""

    seats: int | None
    participants: int | None
    administrators: int | None
    coaches: int | None
    as_of_us: int


@dataclass(frozen=True, slots=True)
class SeatsBought:
    """Seats of all agreements that ran in a month; `month` is its first day."""

    month: date
    bought: int


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """`agreements` the newest first, each without anybody's name; `licensors` in order of time."""

    row: OrganisationRow
    provider: str
    agreements: tuple[LicenceDetail, ...]
    counted: Counted
    months: tuple[SeatsBought, ...]
    licensors: tuple[LinkRow, ...]
    locations: tuple[str, ...]


def organisation_page(connection: Connection, sight: Sight, organisation_id: bytes) -> OrganisationPage:
    """Raises Refusal for an organisation that is not here any more."""
    require(sight.actor, Permission.SEE_LICENCES)
    row = organisation_row(connection, sight, organisation_id)
    if row is None:
        raise Refusal(Text("This organisation is not yours any more. Nothing was changed."))
    card = connection.execute(select(organisations).where(organisations.c.tenant == organisation_id)).one()
    ids = connection.execute(
        select(agreements.c.id).where(agreements.c.tenant == organisation_id)
        .order_by(agreements.c.starts_on.desc(), agreements.c.id)).scalars().all()
    counted = _counted(connection, organisation_id)
    details = tuple(_detail(connection, sight, bytes(one), organisation_id, counted) for one in ids)
    places = connection.execute(
        select(locations.c.name).where(locations.c.tenant == organisation_id, locations.c.until_on.is_(None))
        .order_by(locations.c.name)).scalars()
    return OrganisationPage(
        row, card.provider, details, counted, _months(details, sight.today),
        licensors_of(connection, organisation_id), tuple(places))


def _counted(connection: Connection, organisation_id: bytes) -> Counted:
    rows = connection.execute(select(counts).where(counts.c.tenant == organisation_id)).all()

    def number(what: str) -> int | None:
        return sum(row.number for row in rows if row.what == what) if rows else None

    return Counted(
        number(SEATS), number(WITH_A_SEAT), number(ACCOUNTS[Role.ADMINISTRATOR]), number(ACCOUNTS[Role.COACH]),
        max((row.as_of_us for row in rows), default=0))


def _detail(
    connection: Connection, sight: Sight, agreement_id: bytes, organisation_id: bytes, counted: Counted,
) -> LicenceDetail:
    """The agreement as its own organisation sees it, but with numbers in the place of people."""
    kept = kept_agreement(connection, agreement_id)
    assert kept is not None  # its id was just read
    ended_by = how_it_ends(kept.profile, kept.agreement, kept_measures(connection, agreement_id), sight.today)
    happened = (*entries_of(connection, agreement_id, sight.today),
                *assignment_entries(connection, organisation_id, kept.profile))
    terms = AgreementTerms(kept.profile, kept.agreement, sight.today, happened=happened, ended_by=ended_by)
    parts = connection.execute(select(licences).where(licences.c.agreement_id == agreement_id)).all()
    fee = max((part.fee_cents for part in parts if part.kind == "participant"), default=0)
    return LicenceDetail(
        _licence_row(terms, kept.row, parts, _used(connection, parts)), kept.row["number"], terms.marks(),
        terms.timeline(), terms.at_end(counted.participants or 0, "licensor"),
        (*terms.facts(fee), *recorded_facts(kept)), (), (), agreement_id=agreement_id, notices=notice_rows(kept))


def _licence_row(terms: AgreementTerms, agreement: Any, parts: Any, used: int) -> LicenceRow:
    bought = sum(part.seats for part in parts if part.kind == "participant")
    state = licence_state(terms.today, terms.dates.begins, terms.ends_for_good, bought, used)
    first = next((part.id for part in parts if part.kind == "participant"), agreement["id"])
    return LicenceRow(
        first, agreement["package"], terms.profile.name, "participant", "", terms.dates.begins, terms.dates.ends, used,
        bought, str(state), terms.next_date())


def _used(connection: Connection, parts: Any) -> int:
    ids = [part.id for part in parts]
    rows = connection.execute(select(counts.c.number).where(counts.c.licence_id.in_(ids), counts.c.what == SEATS))
    return sum(rows.scalars())


def _months(details: tuple[LicenceDetail, ...], today: date) -> tuple[SeatsBought, ...]:
    """The two years up to and including this month."""
    first = add_months(today.replace(day=1), 1 - MONTHS_SHOWN)
    months = [add_months(first, number) for number in range(MONTHS_SHOWN)]
    return tuple(SeatsBought(month, sum(_bought_in(one, month) for one in details)) for month in months)


def _bought_in(detail: LicenceDetail, month: date) -> int:
    """Seats of an agreement that ran on the last day of the month."""
    day = add_months(month, 1) - timedelta(days=1)
    periods = [entry for entry in detail.timeline.entries if entry.kind == "period"]
    runs = any(entry.day <= day <= entry.last for entry in periods)
    return detail.row.bought if runs else 0

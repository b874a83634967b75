"""One organisation of a licensor: its agreements, its seats and accounts as numbers, and who was its licensor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.calendar import add_months
from app.domain.contract.seat_numbers import bought_on
from app.domain.counting import ACCOUNTS, SEATS, SEATS_ON, WITH_A_SEAT
from app.domain.errors import Refusal
from app.domain.licence import licence_state
from app.domain.permissions import Permission, Role, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.agreements import kept_agreement
from app.store.course import kept_measures
from app.store.seats import bought_by_licence, bought_now, licence_rows
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
class SeatsInMonth:
    """Seats of all agreements on the first day of a month that they had seats on, of this month today.

    `month` is its first day; `used` is None where the server counted nothing.
    """

    month: date
    bought: int
    used: int | None


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """`agreements` the newest first, each without anybody's name; `licensors` in order of time."""

    row: OrganisationRow
    provider: str
    agreements: tuple[LicenceDetail, ...]
    counted: Counted
    months: tuple[SeatsInMonth, ...]
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
        row, card.provider, details, counted, _months(connection, organisation_id, details, sight.today),
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
    parts = licence_rows(connection, licences.c.agreement_id == agreement_id)
    fee = max((part["fee_cents"] for part in parts if part["kind"] == "participant"), default=0)
    return LicenceDetail(
        _licence_row(connection, terms, kept.row, parts), kept.row["number"], terms.marks(),
        terms.timeline(), terms.at_end(counted.participants or 0, "licensor"),
        (*terms.facts(fee), *recorded_facts(kept)), 0, agreement_id=agreement_id, notices=notice_rows(kept))


def _licence_row(
    connection: Connection, terms: AgreementTerms, agreement: Mapping[str, Any], parts: Sequence[dict[str, Any]],
) -> LicenceRow:
    seats = [part for part in parts if part["kind"] == "participant"]
    used, bought = _used(connection, parts), sum(bought_now(connection, seats, terms.today).values())
    state = licence_state(terms.today, terms.dates.begins, terms.ends_for_good, bought, used)
    first = next((part["id"] for part in seats), agreement["id"])
    return LicenceRow(
        first, agreement["package"], terms.profile.name, "participant", "", terms.dates.begins, terms.dates.ends, used,
        bought, str(state), terms.next_date())


def _used(connection: Connection, parts: Sequence[dict[str, Any]]) -> int:
    ids = [part["id"] for part in parts]
    rows = connection.execute(select(counts.c.number).where(counts.c.licence_id.in_(ids), counts.c.what == SEATS))
    return sum(rows.scalars())


def _months(
    connection: Connection, organisation_id: bytes, details: tuple[LicenceDetail, ...], today: date,
) -> tuple[SeatsInMonth, ...]:
    """The two years up to and including this month."""
    first = add_months(today.replace(day=1), 1 - MONTHS_SHOWN)
    months = [add_months(first, number) for number in range(MONTHS_SHOWN)]
    bought = _bought_by_month(connection, organisation_id, details, months, today)
    used = _used_by_month(connection, organisation_id)
    return tuple(SeatsInMonth(month, bought.get(month, 0), used.get(month)) for month in months)


def _bought_by_month(
    connection: Connection, organisation_id: bytes, details: tuple[LicenceDetail, ...], months: list[date], today: date,
) -> dict[date, int]:
    """A licence counts on the day on which the server counts it: the first of the month or of itself, or today."""
    running = {one.agreement_id: one for one in details}
    rows = licence_rows(connection, (licences.c.tenant == organisation_id) & (licences.c.kind == "participant"))
    parts = bought_by_licence(connection, rows)
    found: dict[date, int] = defaultdict(int)
    for row in rows:
        begins, detail = date.fromisoformat(row["from_on"]), running.get(row["agreement_id"])
        for month in months:
            day = max(month, begins) if month < today.replace(day=1) else today
            if detail is not None and begins <= day < add_months(month, 1) and _runs_on(detail, day):
                found[month] += bought_on(parts[row["id"]], day)
    return found


def _used_by_month(connection: Connection, organisation_id: bytes) -> dict[date, int]:
    """What the server counted; of each licence the last day that it counted in a month."""
    query = select(counts).where(counts.c.tenant == organisation_id, counts.c.what.startswith(SEATS_ON))
    last: dict[tuple[date, bytes], tuple[date, int]] = {}
    for row in connection.execute(query):
        day = date.fromisoformat(row.what.removeprefix(SEATS_ON))
        key = (day.replace(day=1), row.licence_id)
        last[key] = max(last.get(key, (day, row.number)), (day, row.number))
    found: dict[date, int] = defaultdict(int)
    for (month, _), (_, number) in last.items():
        found[month] += number
    return found


def _runs_on(detail: LicenceDetail, day: date) -> bool:
    periods = [entry for entry in detail.timeline.entries if entry.kind == "period"]
    return any(entry.day <= day <= entry.last for entry in periods)

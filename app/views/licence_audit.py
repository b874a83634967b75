"""What a licence audit shows (O-12): agreements, locations, seats and accounts as numbers, permissions, documents.

Nobody is named in it: participants and staff are counted. Amounts of money are left out, for the clause asks for none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from app.domain.contract.infringements import STATES
from app.domain.contract.kept_rows import agreement_of, day_of
from app.domain.contract.permission_register import KIND_WORDS, STATE_WORDS, state_of
from app.domain.contract.seat_numbers import bought_on
from app.domain.contract.seats import SeatHeld, month_days, seat_series, use_on
from app.domain.counting import ACCOUNTS, REPORTS, SEATS, SEATS_ON, WITH_A_SEAT
from app.domain.errors import Refusal
from app.domain.licence import agreement_dates
from app.domain.permissions import Permission, Role, TenantKind, require
from app.domain.provider import ProviderProfile
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.audits import ACCESS_ENDED, has_access
from app.store.resources import load_profile
from app.store.seats import Bought, bought_by_licence, bought_now
from app.store.streams import stream_here
from app.store.tables import (
    accounts,
    agreements,
    belongs_to,
    counts,
    documents,
    infringements,
    licences,
    locations,
    organisations,
    permissions,
    seats,
    signatures,
)
from app.views.sheets import Cell, Sheet

_KINDS = {"participant": Text("seats"), "school": Text("of {the_organisation}"), "organisation": Text(
    "of {the_organisation}")}
_ROLES = {
    Role.ADMINISTRATOR: Text("{administrators}"), Role.COACH: Text("{coaches}"),
}
_SIGNED = {
    "agreement": Text("agreement"), "deviating": Text("other terms"), "processing": Text("processing agreement"),
}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LicenceAudit:
    """The licence administration of one organisation on one day. `sheets` are in the order in which they are shown."""

    organisation: str
    place: str
    profile: ProviderProfile
    day: date
    sheets: tuple[Sheet, ...]

    def sheet(self, code: str) -> Sheet:
        return next(one for one in self.sheets if one.code == code)


def licence_audit(connection: Connection, sight: Sight) -> LicenceAudit:
    """Everything that an auditor may see of this organisation, counted on this day."""
    require(sight.actor, Permission.SEE_LICENCES)
    kept, today = _Kept(connection, sight.tenant), sight.today
    own = kept.rows(organisations)[0]
    made = kept.rows(agreements, "starts_on")
    numbers = {row["id"]: row["number"] for row in made}
    bought = [row for row in kept.rows(licences, "from_on") if row["agreement_id"] in numbers]
    counted = _counted_here(kept, bought, today) if sight.tenant is None else _counted_there(kept)
    return LicenceAudit(own["name"], own["place"], sight.profile, today, (
        _agreements(made, today), _locations(kept),
        _licences(kept, bought, numbers, counted, bought_now(connection, map(dict, bought), today)),
        _seats_by_month(bought, bought_by_licence(connection, map(dict, bought)), numbers, counted, today),
        _accounts(counted), _permissions(kept, numbers, today),
        _infringements(counted), _documents(kept, numbers)))


def audit_within(connection: Connection, sight: Sight, tenant: bytes) -> LicenceAudit:
    """The same of another tenant, as an auditor's desk has it. Raises Refusal where the access has ended."""
    role = stream_here(connection, tenant).role
    if role == Role.AUDITOR and not has_access(connection, tenant, sight.actor.account_id, sight.today):
        raise Refusal(ACCESS_ENDED)
    own = _Kept(connection, tenant).rows(organisations)
    if not (role and own):
        raise Refusal(Text("These data are no longer yours to work with. Nothing was changed."))
    actor = replace(sight.actor, role=Role(role), at=TenantKind.ORGANISATION)
    profile = load_profile(own[0]["provider"])
    return licence_audit(connection, replace(sight, actor=actor, profile=profile, zone=own[0]["zone"], tenant=tenant))


@dataclass(frozen=True, slots=True)
class _Kept:
    """The rows of one tenant."""

    connection: Connection
    tenant: bytes | None

    def rows(self, table: Table, *order: str) -> list[Row]:
        query = select(table).where(belongs_to(table, self.tenant))
        in_order = query.order_by(*(table.c[name] for name in (*order, "id") if name in table.c))
        return [dict(row) for row in self.connection.execute(in_order).mappings()]


Counted = Mapping[tuple[bytes | None, str], int]
"""Numbers by licence (None: of the whole organisation) and by what was counted, as in `app.domain.counting`."""


def _counted_there(kept: _Kept) -> Counted:
    """By the server, of rows that are not on this desk."""
    return {(row["licence_id"], row["what"]): row["number"] for row in kept.rows(counts)}


def _counted_here(kept: _Kept, bought: Sequence[Row], today: date) -> Counted:
    """The same numbers, on a desk that has the rows themselves."""
    found: dict[tuple[bytes | None, str], int] = {}
    held = kept.rows(seats)
    now = [row for row in held if _stands(row, today)]
    for licence, number in Counter(row["licence_id"] for row in now).items():
        found[licence, SEATS] = number
    found[None, WITH_A_SEAT] = len({row["participant_id"] for row in now})
    roles = Counter(row["role"] for row in kept.rows(accounts) if _stands(row, today))
    found |= {(None, what): roles[role.value] for role, what in ACCOUNTS.items()}
    states = Counter(row["state"] for row in kept.rows(infringements))
    found |= {(None, f"{REPORTS}{state}"): states[state] for state in STATES}
    for licence_row in bought:
        found |= dict(_over_time(licence_row, held, today))
    return found


def _over_time(licence: Row, held: Sequence[Row], today: date) -> Iterator[tuple[tuple[bytes, str], int]]:
    begins = date.fromisoformat(licence["from_on"])
    if begins > today:
        return
    mine: list[SeatHeld[bytes, None]] = [
        SeatHeld(row["participant_id"], None, date.fromisoformat(row["from_on"]), day_of(row["until_on"]))
        for row in held if row["licence_id"] == licence["id"]]
    series = seat_series(mine, (), begins, today)
    for day in month_days(begins, today):
        yield (licence["id"], f"{SEATS_ON}{day}"), use_on(series, day).used


def _agreements(rows: Sequence[Row], today: date) -> Sheet:
    return Sheet("agreements", Text("Agreements"), (
        Text("Agreement"), Text("Package"), Text("Concluded on"), Text("First day"), Text("Months"),
        Text("The period ends on"), Text("Ended for good on"),
    ), tuple(_agreement(row, today) for row in rows))


def _agreement(row: Row, today: date) -> tuple[Cell, ...]:
    made, rules = agreement_of(row), load_profile(row["provider"]).duration
    dates = agreement_dates(rules, made.starts_on, made.months, today, made.ended_on)
    return (row["number"], row["package"], made.concluded_on, made.starts_on, made.months, dates.ends, made.ended_on)


def _locations(kept: _Kept) -> Sheet:
    return Sheet("locations", Text("{Locations}"), (Text("Name"), Text("From"), Text("Until")), tuple(
        (row["name"], day_of(row["from_on"]), day_of(row["until_on"])) for row in kept.rows(locations, "name")))


def _licences(
    kept: _Kept, bought: Sequence[Row], numbers: Mapping[bytes, str], counted: Counted, today: Mapping[bytes, int],
) -> Sheet:
    places = {row["id"]: row["name"] for row in kept.rows(locations)}
    return Sheet("licences", Text("Licences"), (
        Text("Agreement"), Text("Kind"), Text("{Location}"), Text("Bought"), Text("In use"),
    ), tuple(
        (numbers[row["agreement_id"]], _KINDS.get(row["kind"], Text("{name}", name=row["kind"])),
         places.get(row["location_id"] or b"", ""), today[row["id"]],
         counted.get((row["id"], SEATS), 0) if row["kind"] == "participant" else None)
        for row in bought))


def _seats_by_month(
    bought: Sequence[Row], over_time: Mapping[bytes, Bought], numbers: Mapping[bytes, str], counted: Counted,
    today: date,
) -> Sheet:
    rows = tuple(
        (numbers[one["agreement_id"]], day, bought_on(over_time[one["id"]], day),
         counted.get((one["id"], f"{SEATS_ON}{day}")))
        for one in bought if one["kind"] == "participant" and one["from_on"] <= today.isoformat()
        for day in month_days(date.fromisoformat(one["from_on"]), today))
    return Sheet("seats", Text("Seats from month to month"), (
        Text("Agreement"), Text("On"), Text("Bought"), Text("In use"),
    ), rows, Text("Counted on the first day of each month, and on the last line today."))


def _accounts(counted: Counted) -> Sheet:
    lines: list[tuple[Cell, ...]] = [(said, counted.get((None, ACCOUNTS[role]), 0)) for role, said in _ROLES.items()]
    return Sheet("accounts", Text("Accounts as numbers"), (Text("Who"), Text("Number")), (
        *lines, (Text("{participants} with a seat"), counted.get((None, WITH_A_SEAT), 0))))


def _permissions(kept: _Kept, numbers: Mapping[bytes, str], today: date) -> Sheet:
    """Without who asked and who answered: those are names."""
    return Sheet("permissions", Text("Register of permissions"), (
        Text("Agreement"), Text("For what"), Text("Of what"), Text("For whom"), Text("Asked"), Text("State"),
        Text("Given on"), Text("Until"), Text("Conditions"), Text("Checksum"),
    ), tuple(
        (numbers.get(row["agreement_id"], ""), KIND_WORDS[row["kind"]], row["what"], row["third_party"],
         day_of(row["asked_on"]), STATE_WORDS[state_of(row, today)], day_of(row["given_on"]), day_of(row["until_on"]),
         " ".join(row["conditions"].split("\n")), row["checksum"])
        for row in kept.rows(permissions, "asked_on")))


def _infringements(counted: Counted) -> Sheet:
    return Sheet("infringements", Text("Reports of infringement"), (Text("State"), Text("Number")), tuple(
        (said, counted.get((None, f"{REPORTS}{state}"), 0)) for state, said in STATES.items()))


def _documents(kept: _Kept, numbers: Mapping[bytes, str]) -> Sheet:
    signed = {row["id"]: row for row in kept.rows(signatures)}
    rows: list[tuple[Cell, ...]] = []
    for paper in kept.rows(documents, "signature_id", "position"):
        by = signed.get(paper["signature_id"])
        if by is not None:
            rows.append((numbers.get(by["agreement_id"], ""), _SIGNED.get(by["kind"], by["kind"]), paper["title"],
                         paper["edition"], day_of(by["signed_on"]), paper["checksum"]))
    return Sheet("documents", Text("Documents that were accepted"), (
        Text("Agreement"), Text("Kind"), Text("Title"), Text("Version"), Text("Signed on"), Text("Checksum"),
    ), tuple(rows))


def _stands(row: Row, today: date) -> bool:
    day = today.isoformat()
    return str(row["from_on"]) <= day and not (row["until_on"] and str(row["until_on"]) <= day)

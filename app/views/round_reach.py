"""Whom a round of prices or an edition of terms reaches: every agreement that it concerns, by organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.contract.change_course import WITH_FEES
from app.domain.contract.published_terms import PublishedTerms
from app.domain.sight import Sight
from app.store.agreements import kept_agreement
from app.store.course import kept_course
from app.store.fees import rounds_of
from app.store.tables import licences, packages
from app.views.catalogue import RoundRow
from app.views.organisations import OrganisationRow, agreements_from, organisation_list


@dataclass(frozen=True, slots=True)
class ReachedFee:
    """A part of a licence; `after_cents` is None where the price index decides, for each agreement on its own."""

    licence_id: bytes
    before_cents: int
    after_cents: int | None


@dataclass(frozen=True, slots=True)
class ReachedAgreement:
    """`fees` are those that a round changes."""

    agreement_id: bytes
    number: str
    fees: tuple[ReachedFee, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """An organisation with all agreements that are concerned."""

    organisation: OrganisationRow
    agreements: tuple[ReachedAgreement, ...]

    @property
    def id(self) -> bytes:
        return self.organisation.id


def round_reach(connection: Connection, sight: Sight, priced: RoundRow) -> tuple[Reached, ...]:
    """By name of the organisation; an agreement that was told of this round already is left out."""
    indexed, applies = priced.way == "indexed", priced.applies_from
    new = {(fee.package, fee.part): None if indexed else fee.new_cents for fee in priced.fees}

    def reached(row: Any) -> ReachedAgreement | None:
        fees = tuple(_fees(connection, row, new, sight.today))
        told = any(one["kind"] in WITH_FEES and one["applies_from"] == applies.isoformat()
                   for one in kept_course(connection, row.id).changes)
        return ReachedAgreement(row.id, row.number, fees) if fees and not told else None

    return _reached(connection, sight, applies, reached)


def terms_reach(connection: Connection, sight: Sight, terms: PublishedTerms) -> tuple[Reached, ...]:
    """By name of the organisation: its agreements with this licensor that were not told of this edition yet."""
    providers = {sight.profile.code, *connection.execute(select(packages.c.provider)).scalars()}

    def reached(row: Any) -> ReachedAgreement | None:
        told = any((one["title"], one["edition"], one["checksum"]) == (terms.title, terms.edition, terms.checksum)
                   for one in kept_course(connection, row.id).changes)
        return ReachedAgreement(row.id, row.number) if row.provider in providers and not told else None

    return _reached(connection, sight, terms.applies_from, reached)


def _reached(
    connection: Connection, sight: Sight, applies: date, reached: Callable[[Any], ReachedAgreement | None],
) -> tuple[Reached, ...]:
    rows, made = organisation_list(connection, sight), agreements_from(connection, sight, applies)
    found = (Reached(row, tuple(_that_are(reached, made.get(row.id, ())))) for row in rows)
    return tuple(one for one in found if one.agreements)


def _that_are(
    reached: Callable[[Any], ReachedAgreement | None], rows: Sequence[Any],
) -> Iterator[ReachedAgreement]:
    for row in rows:
        one = reached(row)
        if one is not None:
            yield one


def _fees(
    connection: Connection, row: Any, new: Mapping[tuple[str, str], int | None], today: date,
) -> Iterator[ReachedFee]:
    kept = kept_agreement(connection, row.id)
    assert kept is not None  # its id was just read
    parts = connection.execute(
        select(licences).where(licences.c.agreement_id == row.id).order_by(licences.c.id)).mappings()
    for part in parts.all():
        key = (row.package, part["kind"])
        before = rounds_of(connection, kept, dict(part), today)[-1].unit_cents if key in new else 0
        if before:
            yield ReachedFee(part["id"], before, new[key])

"""Whom a round of prices reaches: who has an agreement on one of its packages, with the fees up to then and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.domain.contract.change_course import WITH_FEES
from app.domain.sight import Sight
from app.store.agreements import kept_agreement
from app.store.course import kept_course
from app.store.fees import rounds_of
from app.store.tables import licences
from app.views.catalogue import RoundRow
from app.views.organisations import ENDING, RUNNING, UPCOMING, OrganisationRow, organisation_list


@dataclass(frozen=True, slots=True)
class ReachedFee:
    """A part of a licence; `after_cents` is None where the price index decides, for each agreement on its own."""

    licence_id: bytes
    before_cents: int
    after_cents: int | None


@dataclass(frozen=True, slots=True)
class Reached:
    """An organisation with the agreement that runs, and the fees of it that the round changes."""

    organisation: OrganisationRow
    fees: tuple[ReachedFee, ...]


def round_reach(connection: Connection, sight: Sight, priced: RoundRow) -> tuple[Reached, ...]:
    """By name; who was told of this round already is left out."""
    going = [row for row in organisation_list(connection, sight) if row.state in (RUNNING, ENDING, UPCOMING)]
    indexed = priced.way == "indexed"
    new = {(fee.package, fee.part): None if indexed else fee.new_cents for fee in priced.fees}
    found = (
        Reached(row, tuple(_fees(connection, row, new, sight.today)))
        for row in going if not _was_told(connection, row.agreement_id, priced.applies_from))
    return tuple(one for one in found if one.fees)


def _fees(
    connection: Connection, row: OrganisationRow, new: Mapping[tuple[str, str], int | None], today: date,
) -> Iterator[ReachedFee]:
    kept = kept_agreement(connection, row.agreement_id)
    assert kept is not None  # its id was just read
    parts = connection.execute(
        select(licences).where(licences.c.agreement_id == row.agreement_id).order_by(licences.c.id)).mappings()
    for part in parts.all():
        key = (row.package, part["kind"])
        before = rounds_of(connection, kept, dict(part), today)[-1].unit_cents if key in new else 0
        if before:
            yield ReachedFee(part["id"], before, new[key])


def _was_told(connection: Connection, agreement_id: bytes, applies_from: date) -> bool:
    return any(
        row["kind"] in WITH_FEES and row["applies_from"] == applies_from.isoformat()
        for row in kept_course(connection, agreement_id).changes)

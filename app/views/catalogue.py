"""What a licensor offers, as both sides see it: packages with fees, programmes, terms, and rounds of prices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.domain.billing.computation import Computation
from app.domain.billing.figures import IndexSeries
from app.domain.billing.indexation import PriceRound
from app.domain.billing.price_round import PARTS, PackageFee, kept_rounds, opened_again
from app.domain.contract.changes import ChangeEffect
from app.domain.contract.kept_rows import day_of
from app.domain.contract.offered import OfferedPackage, OfferedProgramme
from app.domain.contract.published_terms import (
    PublishedTerms,
    announced,
    effect_of,
    in_force,
    terms_of,
)
from app.domain.permissions import Permission, require
from app.domain.provider_terms import NotRegulated
from app.domain.sight import Sight
from app.store.catalogue import (
    Row,
    kept_packages,
    kept_price_rounds,
    kept_programmes,
    kept_terms,
    offered_packages,
    package_fees,
    programmes_offered,
    stands_on,
)
from app.store.invoices import price_indexes

COMING, STANDS, ENDED = "coming", "stands", "ended"
"""How something of the catalogue stands on a day."""
_NO_TITLE = ("", "")


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package. Fees are those of today, in cents without VAT; `next_fees` those of the next round, and its day.

    `until_on` is the first day no longer. `state` is COMING, STANDS or ENDED.
    """

    id: bytes
    offered: OfferedPackage
    school_fee_cents: int
    seat_fee_cents: int
    next_on: date | None
    next_school_cents: int | None
    next_seat_cents: int | None
    programmes: int
    state: str


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme as it is offered; `package` is the title of its package, '' where it is in all, `package_en` the
    English one where there is one.
    """

    id: bytes
    offered: OfferedProgramme
    package: str
    has_certificate: bool
    state: str
    package_en: str = ""


@dataclass(frozen=True, slots=True)
class TermsRow:
    """An edition; `state` is COMING (announced), STANDS (in force) or ENDED (replaced)."""

    id: bytes
    terms: PublishedTerms
    effect: ChangeEffect | NotRegulated
    state: str


@dataclass(frozen=True, slots=True)
class FeeRow:
    """What a round makes of one fee, with the computation that it opens."""

    package: str
    part: str
    old_cents: int
    new_cents: int
    computation: Computation
    package_en: str = ""


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round of prices; `way` is one of WAYS."""

    id: bytes
    way: str
    announced_on: date
    applies_from: date
    source: str
    fees: tuple[FeeRow, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything there is, also what ended. `fees` and `series` are what a new round is computed from."""

    packages: tuple[PackageRow, ...]
    programmes: tuple[ProgrammeRow, ...]
    terms: tuple[TermsRow, ...]
    rounds: tuple[RoundRow, ...]
    fees: tuple[PackageFee, ...] = ()
    series: tuple[IndexSeries, ...] = ()

    @property
    def offered_now(self) -> tuple[PackageRow, ...]:
        return tuple(row for row in self.packages if row.state == STANDS)


def catalogue(connection: Connection, sight: Sight) -> Catalogue:
    """The whole catalogue: a licensor's own, or on the desk of an organisation that of its licensor."""
    require(sight.actor, Permission.SEE_LICENCES)
    packages, programmes = kept_packages(connection), kept_programmes(connection)
    rounds, fees = kept_price_rounds(connection)
    titles = {row["id"]: (row["title"], row["title_en"]) for row in packages}
    return Catalogue(
        tuple(_packages(packages, programmes, kept_rounds(rounds, fees), sight.today)),
        tuple(_programmes(programmes, titles, sight.today)),
        _terms(kept_terms(connection), sight),
        tuple(_round(row, fees, titles, sight.today) for row in rounds),
        package_fees(connection), price_indexes(connection))


def _packages(
    rows: tuple[Row, ...], programmes: tuple[Row, ...], rounds: dict[tuple[bytes, str], tuple[PriceRound, ...]],
    today: date,
) -> Iterable[PackageRow]:
    for row, offered in zip(rows, offered_packages(rows), strict=True):
        fee = {
            part: PackageFee(row["id"], part, row["title"], cents, offered.from_on, rounds.get((row["id"], part), ()))
            for part, cents in zip(PARTS, (row["school_fee_cents"], row["seat_fee_cents"]), strict=True)}
        coming = sorted({one.begins for each in fee.values() for one in each.rounds if one.begins > today})
        later = {part: each.fee_on(coming[0]) if coming else None for part, each in fee.items()}
        here = [one for one in programmes if one["package_id"] in (None, row["id"]) and stands_on(one, today)]
        yield PackageRow(
            row["id"], offered, fee["organisation"].fee_on(today), fee["participant"].fee_on(today),
            coming[0] if coming else None, later["organisation"], later["participant"], len(here), state_on(row, today))


def _programmes(rows: tuple[Row, ...], titles: dict[bytes, tuple[str, str]], today: date) -> Iterable[ProgrammeRow]:
    for row, offered in zip(rows, programmes_offered(rows), strict=True):
        package, english = titles.get(row["package_id"], _NO_TITLE)
        yield ProgrammeRow(row["id"], offered, package, bool(row["has_certificate"]), state_on(row, today), english)


def _terms(rows: tuple[Row, ...], sight: Sight) -> tuple[TermsRow, ...]:
    every = [terms_of(row) for row in rows]
    stands, coming = set(in_force(every, sight.today)), set(announced(every, sight.today))
    states = {one: STANDS if one in stands else COMING if one in coming else ENDED for one in every}
    return tuple(
        TermsRow(row["id"], one, effect_of(sight.profile, one), states[one])
        for row, one in zip(rows, every, strict=True))


def _round(row: Row, fees: tuple[Row, ...], titles: dict[bytes, tuple[str, str]], today: date) -> RoundRow:
    begins = date.fromisoformat(row["applies_from"])
    made = (
        FeeRow(package, fee["part"], fee["old_cents"], fee["new_cents"], opened_again(row, fee), english)
        for fee in fees if fee["round_id"] == row["id"]
        for package, english in [titles.get(fee["package_id"], _NO_TITLE)])
    return RoundRow(
        row["id"], row["way"], date.fromisoformat(row["announced_on"]), begins, row["source"],
        tuple(sorted(made, key=lambda one: (one.package, one.part))), COMING if begins > today else STANDS)


def state_on(row: Row, day: date) -> str:
    """How a row with `from_on` and `until_on` stands."""
    if row["from_on"] > day.isoformat():
        return COMING
    until = day_of(row["until_on"])
    return ENDED if until is not None and until <= day else STANDS

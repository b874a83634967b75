"""The catalogue of a licensor as it is kept: packages with their fees by day, programmes, terms and price rounds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from app.domain.billing.price_round import PackageFee, kept_rounds
from app.domain.contract.kept_rows import day_of
from app.domain.contract.offered import OfferedPackage, OfferedProgramme
from app.domain.contract.published_terms import PublishedTerms, terms_of
from app.store.tables import offered_programmes, packages, price_rounds, round_fees, terms

Row = dict[str, Any]
_FEES = (("participant", "seat_fee_cents"), ("organisation", "school_fee_cents"))


def kept_packages(connection: Connection) -> tuple[Row, ...]:
    """By title, the newest of one code first."""
    return _rows(connection, packages, packages.c.title, packages.c.from_on.desc())


def kept_programmes(connection: Connection) -> tuple[Row, ...]:
    return _rows(connection, offered_programmes, offered_programmes.c.title, offered_programmes.c.number.desc())


def kept_terms(connection: Connection) -> tuple[Row, ...]:
    """The newest edition first."""
    return _rows(connection, terms, terms.c.applies_from.desc(), terms.c.published_on.desc(), terms.c.title)


def kept_price_rounds(connection: Connection) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """(the rounds, the newest first; every fee of them)."""
    rounds = _rows(connection, price_rounds, price_rounds.c.applies_from.desc(), price_rounds.c.announced_on.desc())
    return rounds, _rows(connection, round_fees, round_fees.c.round_id)


def offered_packages(rows: Iterable[Row]) -> list[OfferedPackage]:
    """As the rules take them."""
    return [
        OfferedPackage(row["code"], row["title"], row["title_en"], row["school_fee_cents"], row["seat_fee_cents"],
                       row["months"], date.fromisoformat(row["from_on"]), day_of(row["until_on"]))
        for row in rows]


def programmes_offered(rows: Iterable[Row]) -> list[OfferedProgramme]:
    """As the rules take them."""
    return [
        OfferedProgramme(row["package_id"], row["iri"], row["code"], row["title"], row["title_en"], row["number"],
                         date.fromisoformat(row["from_on"]), day_of(row["until_on"]))
        for row in rows]


def published_terms(connection: Connection) -> list[PublishedTerms]:
    """As the rules take them."""
    return [terms_of(row) for row in kept_terms(connection)]


def package_fees(connection: Connection) -> tuple[PackageFee, ...]:
    """Every fee that is asked: of a package that asks nothing for one of its parts only the other one."""
    rounds = kept_rounds(*kept_price_rounds(connection))
    return tuple(
        PackageFee(row["id"], part, row["title"], row[column], date.fromisoformat(row["from_on"]),
                   rounds.get((row["id"], part), ()), day_of(row["until_on"]), row["title_en"])
        for row in kept_packages(connection) for part, column in _FEES if row[column])


def stands_on(row: Row, day: date) -> bool:
    """Whether a row with `from_on` and `until_on` holds on this day."""
    return row["from_on"] <= day.isoformat() and (not row["until_on"] or day.isoformat() < row["until_on"])


def _rows(connection: Connection, table: Table, *order: Any) -> tuple[Row, ...]:
    return tuple(dict(row) for row in connection.execute(select(table).order_by(*order, table.c.id)).mappings())

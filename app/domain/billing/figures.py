"""Figures that the law or a statistics office sets: how a row of each table looks, and how a file is read.

The files stand in resources/money; an organisation may lay rows of its own over them. As in `provider_terms`,
these classes are the schema of the files and are read at run time (no postponed annotations).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple, TypeAlias

from app.domain.billing.computation import Figure
from app.domain.errors import Refusal
from app.domain.provider_check import Faults, read
from app.domain.provider_terms import Regulated
from app.domain.text import Text

InterestKind: TypeAlias = Literal["commercial", "ordinary"]


class InterestRate(NamedTuple):
    """Per cent a year for the half-year that begins on `begins` (1 January or 1 July).

    `source` says where the figure was read; not `confirmed`: it was not yet laid beside the official one.
    """

    begins: date
    percent: Decimal
    source: str
    confirmed: bool

    @property
    def figure(self) -> Figure:
        return Figure(self.source, self.confirmed)


class InterestRates(NamedTuple):
    """Statutory interest for trade (BW 6:119a) and otherwise (BW 6:119)."""

    commercial: tuple[InterestRate, ...]
    ordinary: tuple[InterestRate, ...]


class IndexValue(NamedTuple):
    """The index of a month, which is given by its first day."""

    month: date
    value: Decimal
    confirmed: bool


class IndexSeries(NamedTuple):
    """One series; figures of two series are never compared, not even of one name with another `reference`."""

    name: str
    reference: str
    source: str
    values: tuple[IndexValue, ...]

    @property
    def title(self) -> str:
        return f"{self.name} ({self.reference})"


class PriceIndexes(NamedTuple):
    series: tuple[IndexSeries, ...]


class Bracket(NamedTuple):
    """This percentage over the part of the principal up to `up_to` euros, from where the one before ends."""

    up_to: Decimal
    percent: Decimal


class CollectionScale(NamedTuple):
    """Collection costs by the principal, in euros; `above_percent` over what is above the last bracket."""

    brackets: tuple[Bracket, ...]
    above_percent: Decimal
    minimum: Decimal
    maximum: Decimal


class CollectionFigures(NamedTuple):
    scale: Regulated[CollectionScale]


def parse_interest_rates(data: Mapping[str, object]) -> InterestRates:
    """The rates of a parsed TOML file; Refusal names every fault with its path, as all three of these do."""
    rates: InterestRates = _parsed(InterestRates, data)
    return rates


def parse_price_indexes(data: Mapping[str, object]) -> PriceIndexes:
    """The price indexes of a parsed TOML file."""
    indexes: PriceIndexes = _parsed(PriceIndexes, data)
    return indexes


def parse_collection_scale(data: Mapping[str, object]) -> Regulated[CollectionScale]:
    """The statutory scale of collection costs of a parsed TOML file."""
    figures: CollectionFigures = _parsed(CollectionFigures, data)
    return figures.scale


class _FigureFaults(Faults):
    def unknown(self, path: str) -> None:
        self.append(Text("{path} is not a key of this table.", path=path))


def _parsed(kind: Any, data: Mapping[str, object]) -> Any:
    faults = _FigureFaults()
    found = read(kind, data, "", faults)
    if faults:
        raise Refusal(*faults)
    return found

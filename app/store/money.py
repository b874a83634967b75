"""The tables of figures that ship with the program: interest rates, price indexes, the scale of costs."""

from __future__ import annotations

import tomllib
from functools import cache

from app.domain.billing.figures import (
    CollectionScale,
    IndexSeries,
    parse_collection_scale,
    parse_interest_rates,
    parse_price_indexes,
)
from app.domain.billing.rates import RateTable, rate_table
from app.domain.provider_terms import Regulated
from app.store.resources import resource_path


@cache
def load_interest_rates() -> RateTable:
    """Statutory interest per half-year, as shipped; the organisation's own rates are laid over it."""
    return rate_table(*parse_interest_rates(_table("interest_rates")))


@cache
def load_price_indexes() -> tuple[IndexSeries, ...]:
    """The consumer price indexes, as shipped."""
    return parse_price_indexes(_table("price_indexes")).series


@cache
def load_collection_scale() -> Regulated[CollectionScale]:
    """The statutory scale of collection costs."""
    return parse_collection_scale(_table("collection_scale"))


def _table(name: str) -> dict[str, object]:
    return tomllib.loads(resource_path("money", f"{name}.toml").read_text(encoding="utf-8"))

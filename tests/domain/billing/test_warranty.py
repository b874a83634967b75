"""The warranty of each version: a year from delivery, ended by the update after it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.warranty import Delivery, WarrantyTerm, warranty_on, warranty_terms
from app.domain.calendar import last_day_of
from app.domain.provider import NotRegulated, ProviderProfile, Regulated
from app.store.resources import load_profile
from tests.invoices import DAYS, day


def terms(practice: ProviderProfile, *days: str) -> list[tuple[str, str, bool]]:
    deliveries = [Delivery(f"{number}.0", day(text)) for number, text in enumerate(days, 1)]
    found = warranty_terms(practice.warranty, deliveries)
    assert not isinstance(found, NotRegulated)
    return [(term.begins.isoformat(), term.ends.isoformat(), term.replaced) for term in found]


@pytest.mark.clause("O-10.1")
@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2026-03-01"], [("2026-03-01", "2027-02-28", False)]),
        (["2027-03-01"], [("2027-03-01", "2028-02-29", False)]),  # a leap year
        (["2024-02-29"], [("2024-02-29", "2025-02-27", False)]),
        (  # an update in September ends the first and starts its own
            ["2026-03-01", "2026-09-15"],
            [("2026-03-01", "2026-09-14", True), ("2026-09-15", "2027-09-14", False)],
        ),
        (  # one after the year does not lengthen it
            ["2026-03-01", "2027-06-01"],
            [("2026-03-01", "2027-02-28", False), ("2027-06-01", "2028-05-31", False)],
        ),
        (  # one on the very last day of the year still replaces it, one the day after does not
            ["2026-03-01", "2027-02-28"],
            [("2026-03-01", "2027-02-27", True), ("2027-02-28", "2028-02-27", False)],
        ),
        (
            ["2026-03-01", "2027-03-01"],
            [("2026-03-01", "2027-02-28", False), ("2027-03-01", "2028-02-29", False)],
        ),
        (["2026-03-01", "2026-03-01"], [("2026-03-01", "2027-02-28", False)]),  # replaced on its first day
        ([], []),
    ],
)
def test_terms(practice: ProviderProfile, days: list[str], expected: list[tuple[str, str, bool]]) -> None:
    assert terms(practice, *days) == expected


@pytest.mark.clause("O-10.1")
def test_a_defect_falls_under_the_version_of_its_day(practice: ProviderProfile) -> None:
    found = warranty_terms(practice.warranty, [Delivery("2.0", day("2026-09-15")), Delivery("1.0", day("2026-03-01"))])
    assert not isinstance(found, NotRegulated)
    versions = {"2026-02-28": None, "2026-09-14": "1.0", "2026-09-15": "2.0", "2027-09-14": "2.0", "2027-09-15": None}
    for on, version in versions.items():
        term = warranty_on(found, day(on))
        assert (term.version if isinstance(term, WarrantyTerm) else None) == version


def test_where_an_update_starts_nothing_the_first_delivery_counts(practice: ProviderProfile) -> None:
    rule = practice.warranty
    assert isinstance(rule, Regulated)
    still = rule._replace(value=rule.value._replace(update_starts_own=False))
    found = warranty_terms(still, [Delivery("1.0", day("2026-03-01")), Delivery("2.0", day("2026-09-15"))])
    assert found == (WarrantyTerm("1.0", day("2026-03-01"), day("2027-02-28"), False),)


def test_terms_without_a_warranty_give_none(monitoring: ProviderProfile) -> None:
    assert isinstance(warranty_terms(monitoring.warranty, [Delivery("1.0", day("2026-03-01"))]), NotRegulated)


@given(st.lists(DAYS, min_size=1, max_size=6, unique=True))
def test_terms_never_overlap_and_the_newest_runs_a_year(days: list[date]) -> None:
    found = warranty_terms(load_profile("oefenen").warranty, [Delivery(str(each), each) for each in days])
    assert not isinstance(found, NotRegulated)
    assert all(earlier.ends < later.begins for earlier, later in pairwise(found))
    assert found[-1].ends == last_day_of(max(days), 12)
    assert all(term.ends <= last_day_of(term.begins, 12) for term in found)

"""A round of prices over a catalogue: indexed, by a percentage or new, line by line, and refused at its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.figures import IndexSeries, IndexValue
from app.domain.billing.indexation import PriceRound
from app.domain.billing.price_round import (
    PackageFee,
    RoundDraft,
    RoundFee,
    broken_round,
    check_price_round,
    fee_not_by_round,
    kept_figures,
    kept_rounds,
    on_offer,
    opened_again,
    round_fees,
)
from app.domain.provider import ProviderProfile
from app.store.resources import load_profile

TODAY = date(2026, 11, 23)
NAME = "CBS, consumentenprijsindex, alle huishoudens"
SERIES = (IndexSeries(NAME, "2025=100", "CBS", (
    IndexValue(date(2025, 9, 1), Decimal("100.00"), True), IndexValue(date(2026, 9, 1), Decimal("103.30"), True))),)
BASIC = PackageFee(b"b" * 16, "participant", "Basis", 1_850, date(2025, 1, 1))
WHOLE = PackageFee(b"w" * 16, "participant", "Compleet", 3_250, date(2025, 1, 1))
PACKAGES = (BASIC, WHOLE)
INDEXED = RoundDraft("indexed", date(2026, 9, 15), date(2027, 1, 1), source="brief van 15 september")
PERCENT = replace(INDEXED, way="percent", percent=Decimal("2.5"))
NEW = replace(INDEXED, way="new", fees={WHOLE.key: 3_400})


def made(draft: RoundDraft, packages: tuple[PackageFee, ...] = PACKAGES) -> tuple[RoundFee, ...]:
    return round_fees(load_profile("oefenen").price, SERIES, draft, packages)


def wrong(draft: RoundDraft, packages: tuple[PackageFee, ...] = PACKAGES, provider: str = "oefenen") -> set[str]:
    found = check_price_round(load_profile(provider).price, SERIES, draft, packages, TODAY)
    return {one.field for one in found}


@pytest.mark.clause("O-5.2")
def test_an_indexed_round_computes_every_package_from_one_series() -> None:
    fees = made(INDEXED)
    # 18.50 x 103.30 / 100.00 = 19.1105; 32.50 x 1.033 = 33.5725
    assert [(fee.old_cents, fee.new_cents) for fee in fees] == [(1_850, 1_911), (3_250, 3_357)]
    assert kept_figures(INDEXED, fees) == {
        "series": f"{NAME} (2025=100)", "base_month": "2025-09-01", "base_value": "100.00",
        "new_month": "2026-09-01", "new_value": "103.30", "percent": ""}
    assert wrong(INDEXED) == set()


def test_a_percentage_is_rounded_half_up_to_the_cent() -> None:
    # 18.50 x 1.025 = 18.9625; 32.50 x 1.025 = 33.3125
    assert [fee.new_cents for fee in made(PERCENT)] == [1_896, 3_331]
    assert [fee.new_cents for fee in made(replace(PERCENT, percent=Decimal("-10")))] == [1_665, 2_925]
    assert wrong(PERCENT) == set()


def test_new_fees_change_only_the_packages_that_are_named() -> None:
    (fee,) = made(NEW)
    assert (fee.package, fee.old_cents, fee.new_cents) == (WHOLE, 3_250, 3_400)
    assert wrong(NEW) == set()


def test_a_round_starts_from_the_fee_that_holds_by_then() -> None:
    earlier = replace(WHOLE, rounds=(PriceRound(date(2026, 1, 1), 3_300, "new"),))
    (fee,) = made(PERCENT, (earlier,))
    assert fee.old_cents == 3_300
    assert (earlier.fee_on(date(2025, 12, 31)), earlier.fee_on(date(2024, 1, 1))) == (3_250, 3_250)


@pytest.mark.clause("O-5.2")
def test_prices_are_indexed_once_a_year() -> None:
    earlier = replace(WHOLE, rounds=(PriceRound(date(2026, 6, 1), 3_300, "indexed"),))
    assert wrong(INDEXED, (earlier,)) == {"applies_from"}


@pytest.mark.parametrize(("draft", "field"), [
    (replace(INDEXED, announced_on=date(2026, 11, 24)), "announced_on"),
    (replace(INDEXED, applies_from=date(2026, 9, 14)), "applies_from"),
    (replace(INDEXED, applies_from=date(2029, 1, 1)), "way"),
    (replace(PERCENT, percent=Decimal(0)), "percent"), (replace(PERCENT, percent=Decimal(101)), "percent"),
    (replace(PERCENT, percent=Decimal("NaN")), "percent"), (replace(PERCENT, percent=Decimal(-51)), "percent"),
    (replace(NEW, fees={}), "fees"), (replace(NEW, fees={WHOLE.key: -1}), WHOLE.field),
    (replace(NEW, fees={WHOLE.key: 10**12}), WHOLE.field),
])
def test_what_is_wrong_is_said_at_its_field(draft: RoundDraft, field: str) -> None:
    assert wrong(draft) == {field}


def test_a_provider_that_knows_no_indexation_says_so_at_the_way() -> None:
    assert wrong(INDEXED, provider="leerling-in-beeld") == {"way"}
    assert wrong(PERCENT, provider="leerling-in-beeld") == set()


def test_a_package_that_is_no_longer_offered_gets_no_new_fee() -> None:
    ended = replace(BASIC, until=date(2027, 1, 1))
    assert on_offer((ended, WHOLE), date(2026, 12, 31)) == (ended, WHOLE)
    assert on_offer((ended, WHOLE), date(2027, 1, 1)) == (WHOLE,)
    assert on_offer((WHOLE,), date(2024, 12, 31)) == ()


def test_without_packages_there_is_nothing_to_price() -> None:
    assert wrong(PERCENT, ()) == {"way"}


@given(cents=st.integers(0, 10**9), percent=st.decimals(-50, 100, places=2).filter(lambda one: one != 0))
def test_what_was_kept_opens_as_what_was_computed(cents: int, percent: Decimal) -> None:
    draft = replace(PERCENT, percent=percent)
    (fee,) = made(draft, (replace(WHOLE, fee_cents=cents),))
    row = {"way": draft.way, "source": draft.source, **kept_figures(draft, (fee,))}
    kept = {"old_cents": fee.old_cents, "new_cents": fee.new_cents}
    assert opened_again(row, kept).cents == fee.new_cents
    assert fee_not_by_round(row, kept) is None
    assert fee_not_by_round(row, kept | {"new_cents": fee.new_cents + 1}) is not None


def test_an_indexed_fee_must_follow_from_its_figures() -> None:
    fees = made(INDEXED)
    row = {"way": "indexed", "source": "", **kept_figures(INDEXED, fees)}
    for fee in fees:
        kept = {"old_cents": fee.old_cents, "new_cents": fee.new_cents}
        assert fee_not_by_round(row, kept) is None
        assert opened_again(row, kept).cents == fee.new_cents
        assert fee_not_by_round(row, kept | {"new_cents": fee.new_cents - 1}) is not None


def test_kept_rounds_stand_in_order_by_package() -> None:
    rows = [{"id": b"2", "way": "new", "applies_from": "2027-01-01"},
            {"id": b"1", "way": "indexed", "applies_from": "2026-01-01"}]
    fees = [{"round_id": b"2", "package_id": b"w", "part": "participant", "new_cents": 3_400},
            {"round_id": b"1", "package_id": b"w", "part": "participant", "new_cents": 3_300},
            {"round_id": b"gone", "package_id": b"w", "part": "participant", "new_cents": 1}]
    assert kept_rounds(rows, fees) == {
        (b"w", "participant"): (
            PriceRound(date(2026, 1, 1), 3_300, "indexed"), PriceRound(date(2027, 1, 1), 3_400, "new"))}


def test_a_row_that_cannot_be_is_known(practice: ProviderProfile) -> None:
    row = {"way": "percent", "announced_on": "2026-01-01", "applies_from": "2026-02-01", "percent": "2", "series": "",
           "base_value": "", "new_value": ""}
    assert broken_round("price_rounds", row) is None
    for part in ({"way": "guess"}, {"applies_from": "2025-01-01"}, {"percent": "x"}, {"way": "indexed"}):
        assert broken_round("price_rounds", row | part) is not None
    assert broken_round("round_fees", {"part": "participant", "old_cents": 0, "new_cents": -1}) is not None
    assert broken_round("round_fees", {"part": "participant", "old_cents": 0, "new_cents": 1}) is None

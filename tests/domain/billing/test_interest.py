"""Interest on a late invoice, month by month: by hand, both ways, with payments, gaps and consumers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.computation import Computation, Setting
from app.domain.billing.interest import InterestSettings, LateInterest, late_interest, unconfirmed
from app.domain.billing.receivable import Receivable
from app.domain.calendar import DAY, add_months
from app.domain.errors import Refusal
from app.domain.provider import NotRegulated, ProviderProfile
from app.domain.provider_terms import PaymentRules
from app.domain.text import Text
from app.store.money import load_interest_rates
from app.store.resources import load_profile
from tests.invoices import AMOUNTS, DAYS, day, debt

BY_DEFAULT_DAY = InterestSettings(rate_day="default")
BY_PERIOD = InterestSettings(rate_day="period")


def computed(
    debt: Receivable, until: str | date, settings: InterestSettings = BY_PERIOD, *, consumer: bool = False,
    rules: PaymentRules | None = None,
) -> LateInterest:
    last = day(until) if isinstance(until, str) else until
    payment = rules or load_profile("oefenen").payment
    found = late_interest(payment, load_interest_rates(), debt, last, consumer=consumer, settings=settings)
    assert isinstance(found, LateInterest)
    return found


def amounts(found: LateInterest) -> list[int]:
    return [line.cents for line in found.chosen.lines]


def other_of(found: LateInterest) -> Computation:
    assert isinstance(found.other, Computation)
    return found.other


@pytest.mark.clause("O-8.2")
@pytest.mark.parametrize(
    ("due", "until", "months"),
    [
        ("2025-01-31", "2025-01-31", 0),  # in time
        ("2025-01-31", "2025-02-01", 1),  # one day late: a started month counts whole
        ("2025-01-31", "2025-02-28", 1),
        ("2025-01-31", "2025-03-01", 2),
        ("2025-01-14", "2025-02-14", 1),  # 15 January to 14 February
        ("2025-01-14", "2025-02-15", 2),
        ("2025-01-30", "2025-02-27", 1),  # from the 31st: the second month begins on the 28th
        ("2025-01-30", "2025-02-28", 2),
        ("2025-01-30", "2025-03-30", 2),  # and the third on the 31st again
        ("2025-01-30", "2025-03-31", 3),
        ("2024-01-30", "2024-02-28", 1),  # a leap year: the second month begins on the 29th
        ("2024-01-30", "2024-02-29", 2),
        ("2023-12-31", "2024-12-31", 12),
        ("2023-12-31", "2025-01-01", 13),
    ],
)
def test_a_started_month_counts_whole_by_day_number(due: str, until: str, months: int) -> None:
    assert len(computed(debt(100_000, due), until).chosen.lines) == months


@pytest.mark.clause("O-8.2")
@pytest.mark.parametrize(
    ("total", "due", "until", "by_period", "by_default"),
    [
        # 1000.00 × 11.15 % ÷ 12 = 9.2917
        (100_000, "2025-01-31", "2025-02-01", [929], [929]),
        (100_000, "2025-01-31", "2025-03-01", [929, 929], [929, 929]),
        # June at 11.15; July at 10.15: 1000.00 × 10.15 % ÷ 12 = 8.4583
        (100_000, "2025-05-31", "2025-07-31", [929, 846], [929, 929]),
        # 15 December 2024 at 12.25: 10.2083, also for the days in January; the next month at 11.15
        (100_000, "2024-12-14", "2025-01-14", [1_021], [1_021]),
        (100_000, "2024-12-14", "2025-01-15", [1_021, 929], [1_021, 1_021]),
        # 1694.00: June 2023 at 10.50: 14.8225; July at 12: 16.94
        (169_400, "2023-05-31", "2023-07-01", [1_482, 1_694], [1_482, 1_482]),
        # December 2022 at 8: 6.6667; January 2023 at 10.50: 8.75
        (100_000, "2022-11-30", "2023-01-01", [667, 875], [667, 667]),
        # half up: 4.00 × 12 % ÷ 12 = 0.04; 0.50 × 12 % ÷ 12 = 0.005
        (400, "2023-06-30", "2023-07-01", [4], [4]),
        (50, "2023-06-30", "2023-07-01", [1], [1]),
        (49, "2023-06-30", "2023-07-01", [0], [0]),
    ],
)
def test_both_ways_of_choosing_the_rate_by_hand(
    total: int, due: str, until: str, by_period: list[int], by_default: list[int],
) -> None:
    period, default = (computed(debt(total, due), until, settings) for settings in (BY_PERIOD, BY_DEFAULT_DAY))
    assert (amounts(period), amounts(default)) == (by_period, by_default)
    assert (other_of(period), other_of(default)) == (default.chosen, period.chosen)
    assert period.cents == sum(by_period)


@pytest.mark.clause("O-8.2")
def test_the_profile_chooses_unless_the_organisation_did(practice: ProviderProfile) -> None:
    left = computed(debt(100_000, "2025-05-31"), "2025-07-31", InterestSettings())
    assert left.rate_day == "period"
    rule = practice.payment.interest_rate
    assert not isinstance(rule, NotRegulated)
    assert (left.rate_day_source, rule.basis.assumption) == (rule.basis, True)
    own = computed(debt(100_000, "2025-05-31"), "2025-07-31", BY_DEFAULT_DAY)
    assert (own.rate_day, own.rate_day_source) == ("default", Setting("O-8.2"))


@pytest.mark.clause("O-8.2")
@pytest.mark.parametrize(
    ("payments", "expected"),
    [
        # February over 1210.00: 11.2429; March over 605.00: 5.6215
        ([("2025-02-10", 60_500)], [1_124, 562]),
        ([("2025-02-28", 60_500)], [1_124, 562]),
        ([("2025-03-01", 60_500)], [1_124, 1_124]),  # on the first day of March: too late for March
        ([("2025-01-20", 60_500)], [562, 562]),  # before the due day
        ([("2025-02-03", 121_000)], [1_124]),  # all of it: nothing runs on
        ([("2025-01-31", 121_000)], []),  # in time
        # 1210.00 - 10.00 - 200.00 = 1000.00 in March: 9.2917
        ([("2025-02-03", 1_000), ("2025-02-20", 20_000)], [1_124, 929]),
    ],
)
def test_a_payment_makes_the_next_month_cheaper(payments: list[tuple[str, int]], expected: list[int]) -> None:
    assert amounts(computed(debt(121_000, "2025-01-31", *payments), "2025-03-31")) == expected


@pytest.mark.clause("O-8.2")
def test_interest_on_interest_is_a_setting_and_counts_from_the_second_year() -> None:
    # 12,000.00 in 2023: 6 × 105.00 (10.50 %) + 6 × 120.00 (12 %) = 1350.00
    # January 2024 at 12.50: 12,000.00 -> 125.00; 13,350.00 -> 139.0625
    invoice = debt(1_200_000, "2022-12-31")
    plain = computed(invoice, "2024-01-31")
    compound = computed(invoice, "2024-01-31", InterestSettings("period", on_interest=True))
    assert (plain.cents, compound.cents) == (147_500, 148_906)
    assert amounts(plain)[:12] == amounts(compound)[:12] == [10_500] * 6 + [12_000] * 6
    assert "€ 1350.00" in str(compound.chosen.notes[1])


@pytest.mark.clause("O-8.2")
def test_the_third_year_builds_on_two_years_of_interest() -> None:
    # 1200.00 at 8 % from 2018: a month 8.00, a year 96.00
    # 2019 over 1296.00: 8.64 a month, 103.68 a year; January 2020 over 1399.68: 9.3312
    compound = computed(debt(120_000, "2017-12-31"), "2020-01-01", InterestSettings("period", on_interest=True))
    assert amounts(compound) == [800] * 12 + [864] * 12 + [933]


@pytest.mark.clause("O-8.2")
def test_a_consumer_owes_the_ordinary_statutory_interest() -> None:
    # December 2024 at 7 %: 1000.00 × 7 % ÷ 12 = 5.8333; January 2025 at 6 %: 5.00
    consumer = computed(debt(100_000, "2024-11-30"), "2025-01-31", consumer=True)
    assert amounts(consumer) == [583, 500]
    assert consumer.chosen.source.cited == "BW 6:96, BW 6:119"


def by_days() -> PaymentRules:
    """The same terms, were a started month not to count whole."""
    rules = load_profile("oefenen").payment
    assert not isinstance(rules.interest, NotRegulated)
    counted = rules.interest._replace(value=rules.interest.value._replace(started_month_counts_whole=False))
    return rules._replace(interest=counted)


@pytest.mark.parametrize(
    ("due", "until", "payments", "expected"),
    [
        # 1000.00 × 11.15 % × 10 ÷ 365 = 3.0548
        ("2025-01-31", "2025-02-10", [], [305]),
        # five days of 1000.00: 1.5274; five days of 500.00: 0.7637
        ("2025-01-31", "2025-02-10", [("2025-02-05", 50_000)], [153, 76]),
        # 21 to 30 June at 11.15: 3.0548; 1 to 10 July at 10.15: 2.7808
        ("2025-06-20", "2025-07-10", [], [305, 278]),
        ("2025-01-31", "2025-01-31", [], []),
    ],
)
def test_terms_without_whole_months_count_days(
    due: str, until: str, payments: list[tuple[str, int]], expected: list[int],
) -> None:
    assert amounts(computed(debt(100_000, due, *payments), until, rules=by_days())) == expected


@pytest.mark.clause("O-8.2")
def test_over_a_gap_nothing_is_computed_and_the_gap_is_named() -> None:
    with pytest.raises(Refusal, match="from 2026-01-01 is not in the table"):
        computed(debt(100_000, "2025-11-30"), "2026-01-31")
    by_default = computed(debt(100_000, "2025-11-30"), "2026-01-31", BY_DEFAULT_DAY)
    assert by_default.cents == 846 * 2
    assert isinstance(by_default.other, Text)
    assert "2026-01-01" in str(by_default.other)


@pytest.mark.clause("O-8.2")
def test_a_figure_that_nobody_confirmed_is_shown_as_such() -> None:
    found = computed(debt(100_000, "2025-05-31"), "2025-08-31")
    assert [str(line.source.text).endswith("not yet confirmed") for line in found.chosen.lines] == [False, True, True]
    assert len(unconfirmed(found.chosen)) == 1


def test_each_line_shows_its_whole_computation() -> None:
    found = computed(debt(100_000, "2025-01-31"), "2025-02-01")
    assert str(found.chosen.lines[0].label) == "2025-02-01 to 2025-02-28: € 1000.00 × 11.15 % ÷ 12"


def test_terms_that_are_silent_ask_no_interest(monitoring: ProviderProfile, practice: ProviderProfile) -> None:
    table = load_interest_rates()
    late = debt(100_000, "2025-01-31")
    for consumer in (True, False):
        found = late_interest(monitoring.payment, table, late, day("2025-06-01"), consumer=consumer)
        assert isinstance(found, NotRegulated)
    silent = Receivable("1", day("2025-01-01"), 100, 121, NotRegulated())
    assert isinstance(late_interest(practice.payment, table, silent, day("2025-06-01")), NotRegulated)
    rules = practice.payment._replace(consumer=NotRegulated())
    assert isinstance(late_interest(rules, table, late, day("2025-06-01"), consumer=True), NotRegulated)


SETTINGS = st.builds(InterestSettings, st.sampled_from(["default", "period"]), st.booleans())
SHORT = st.integers(0, 180)


@given(AMOUNTS, DAYS, SHORT, SETTINGS, st.booleans(), st.booleans())
def test_interest_only_grows_and_its_lines_stay(
    total: int, due: date, days: int, settings: InterestSettings, consumer: bool, whole: bool,
) -> None:
    rules = load_profile("oefenen").payment if whole else by_days()
    invoice, until = debt(total, due), due + timedelta(days=days)
    now, tomorrow = (
        computed(invoice, each, settings, consumer=consumer, rules=rules) for each in (until, until + DAY))
    assert now.cents <= tomorrow.cents
    assert sum(line.cents for line in now.chosen.lines) == now.cents
    if whole:
        assert tomorrow.chosen.lines[:len(now.chosen.lines)] == now.chosen.lines


@given(AMOUNTS, DAYS, SHORT, SETTINGS)
def test_a_month_changes_only_on_its_own_first_day(
    total: int, due: date, days: int, settings: InterestSettings,
) -> None:
    begins, until = due + DAY, due + timedelta(days=days)
    lines = computed(debt(total, due), until, settings).chosen.lines
    assert len(lines) == sum(add_months(begins, number) <= until for number in range(8))


@given(AMOUNTS, DAYS, st.integers(1, 180), st.integers(0, 400), st.data())
def test_paying_a_part_or_paying_sooner_never_costs_more(
    total: int, due: date, days: int, paid_after: int, data: st.DataObject,
) -> None:
    part = data.draw(st.integers(1, total))
    until = due + timedelta(days=days)
    paid = [due - timedelta(days=20) + timedelta(days=paid_after + later) for later in (0, 1)]
    unpaid = computed(debt(total, due), until).cents
    sooner, later = (computed(debt(total, due, (each.isoformat(), part)), until).cents for each in paid)
    assert sooner <= later <= unpaid


@given(AMOUNTS, DAYS, SHORT)
def test_each_month_is_off_by_half_a_cent_at_most(total: int, due: date, days: int) -> None:
    for line in computed(debt(total, due), due + timedelta(days=days)).chosen.lines:
        percent = line.label.arguments["percent"]
        assert isinstance(percent, Decimal)
        assert abs(line.cents - total * percent / 1200) <= Decimal("0.5")

"""Amounts: rounded once, half up; a total is the sum of its lines, and each line says where it comes from."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.computation import (
    Computation,
    Figure,
    Line,
    Record,
    Setting,
    Source,
    adjusted_to,
    euros,
    half_up,
    percent_of,
    plain,
    summed,
)
from app.domain.provider_terms import Basis
from app.domain.text import Text
from app.store.resources import neutral_words
from app.store.texts import Translator

SOURCE = Basis(clause="O-8.2")


@pytest.mark.parametrize(
    ("exact", "cents"),
    [("1/2", 1), ("49/100", 0), ("5/2", 3), ("-1/2", -1), ("-5/2", -3), ("7", 7), ("1/3", 0), ("2/3", 1)],
)
def test_a_half_goes_away_from_zero(exact: str, cents: int) -> None:
    assert half_up(Fraction(exact)) == cents


@pytest.mark.parametrize(
    ("cents", "percent", "expected"),
    [
        (140_000, "21", 29_400),  # 1400.00 × 0.21 = 294.00
        (5_997, "21", 1_259),  # 59.97 × 0.21 = 12.5937
        (50, "9", 5),  # 0.50 × 0.09 = 0.045, half up
        (333_333, "15", 50_000),  # 3333.33 × 0.15 = 499.9995
    ],
)
def test_a_percentage_is_rounded_to_the_cent(cents: int, percent: str, expected: int) -> None:
    assert percent_of(cents, Decimal(percent)) == expected


@given(st.fractions())
def test_rounding_moves_no_more_than_half_a_cent_and_mirrors(exact: Fraction) -> None:
    assert abs(half_up(exact) - exact) <= Fraction(1, 2)
    assert half_up(-exact) == -half_up(exact)


def test_a_sum_can_be_opened_down_to_its_lines() -> None:
    interest = Computation(Text("Interest"), (Line(Text("a"), 929, SOURCE), Line(Text("b"), 846, SOURCE)), SOURCE)
    costs = Computation(Text("Costs"), (Line(Text("c"), 50_000, SOURCE),), SOURCE)
    both = summed(Text("Both"), [interest, costs], SOURCE)
    assert both.cents == 51_775
    assert [line.opens for line in both.lines] == [interest, costs]


def test_a_minimum_and_a_maximum_are_lines_of_their_own() -> None:
    least, most = Line(Text("at least"), 4_000, SOURCE), Line(Text("at most"), 9_000, SOURCE)
    for given_cents, lines in [(1_500, [1_500, 2_500]), (5_000, [5_000]), (10_000, [10_000, -1_000])]:
        found = adjusted_to([Line(Text("costs"), given_cents, SOURCE)], least, most)
        assert [line.cents for line in found] == lines


def test_amounts_and_sources_read_as_people_write_them() -> None:
    dutch = Translator("nl", neutral_words())
    text = Text("Raised to the minimum of € {amount}", amount=euros(129_880))
    assert dutch.render(text) == "Verhoogd tot het minimum van € 1.298,80"
    assert dutch.shown(plain(Decimal("21.00"))) == "21"
    assert dutch.shown(plain(Decimal("100"))) == "100"
    invoice = Record(Text("invoice {number}", number="7"))
    sources: list[Source] = [SOURCE, Setting("O-8.2"), Figure("CBS"), Figure("CBS", False), invoice]
    assert [dutch.render(source.text) for source in sources] == [
        "artikel 8.2", "uw eigen instelling", "CBS", "CBS; nog niet bevestigd", "factuur 7"]
    assert [source.cited for source in sources] == ["O-8.2", "O-8.2", "CBS", "CBS", ""]

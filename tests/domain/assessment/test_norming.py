"""Norms: boundaries worked out by hand, and what must hold for every table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.assessment.editions import content_of
from app.domain.assessment.levels import LevelSystem, chosen_system, order_of, system_of, tone_of
from app.domain.assessment.norm_checks import DefinedPart, DefinedTest, check_norm, check_test
from app.domain.assessment.norming import (
    NormChoice,
    Normed,
    NormRow,
    NormTable,
    RowSort,
    functioning_at,
    level_at,
    norm_for,
    normed,
)
from tests.assessing import HIGHEST, norm

LETTERS, ROMAN = LevelSystem.LETTERS, LevelSystem.ROMAN


@pytest.mark.clause("A-1.15")
@pytest.mark.parametrize(
    ("raw", "point", "letter", "figure", "moment"),
    [
        (0, 100, "E", "V", "M3"), (1, 103, "E", "V", "M3"), (2, 106, "D", "V", "M3"), (3, 109, "D", "V", "M3"),
        (4, 112, "D", "IV", "M3"), (6, 118, "D", "IV", "M3"), (7, 121, "C", "IV", "E3"), (11, 133, "C", "III", "E3"),
        (12, 136, "B", "II", "E3"), (16, 148, "B", "I", "M4"), (17, 151, "A", "I", "M4"), (20, 160, "A", "I", "M4"),
    ],
)
def test_a_raw_score_becomes_a_point_and_a_level(
    raw: int, point: int, letter: str, figure: str, moment: str,
) -> None:
    """100 and three for each point; the boundaries stand in `tests.assessing`."""
    thousand = 1_000
    for system, level in ((LETTERS, letter), (ROMAN, figure)):
        assert normed(raw, norm(), system) == Normed(
            point * thousand, (point - 5) * thousand, (point + 5) * thousand, level)
    assert functioning_at(point * thousand, norm()) == moment


@pytest.mark.parametrize(
    ("thousandths", "level"),
    [(149_000, "B"), (149_999, "B"), (150_000, "A"), (134_999, "C"), (135_000, "B"), (0, "E"), (999_000, "A"),
     (999_001, "")],
)
def test_a_point_between_two_rows_is_of_the_lower_one(thousandths: int, level: str) -> None:
    """The rows end at 149 and go on at 150: 149,999 is no A yet."""
    assert level_at(thousandths, norm(), LETTERS) == level


def test_a_score_outside_the_table_is_not_normed() -> None:
    assert normed(21, norm(), LETTERS) == Normed()
    short = NormTable("1", tuple(row for row in norm().rows if row.sort is not RowSort.SCALE or row.begins > 4))
    assert normed(4, short, LETTERS) == Normed() and normed(5, short, LETTERS).scaled == 115_000


def test_levels_on_raw_scores_need_no_scale() -> None:
    """As UWLR has them."""
    raw = NormTable("1", (NormRow(RowSort.RAW_LEVEL, 0, 9, term="onvoldoende"),
                          NormRow(RowSort.RAW_LEVEL, 10, 20, term="voldoende")))
    assert check_norm(raw, 20) == ()
    assert [normed(score, raw, ROMAN).level for score in (0, 9, 10, 20, 21)] == [
        "onvoldoende", "onvoldoende", "voldoende", "voldoende", ""]


def test_a_way_that_the_norm_lacks_gives_no_level_of_the_other() -> None:
    only_letters = NormTable("1", tuple(row for row in norm().rows if system_of(row.term) is not ROMAN))
    assert normed(10, only_letters, ROMAN) == Normed(130_000, 125_000, 135_000, "")


@pytest.mark.clause("A-1.14")
def test_the_norm_of_the_day_counts() -> None:
    old = NormChoice(b"o" * 16, None, "M4", "2024-08-01", None, 1)
    new = NormChoice(b"n" * 16, None, "M4", "2025-08-01", None, 2)
    any_moment = NormChoice(b"a" * 16, None, "", "2026-08-01", None, 3)
    part = NormChoice(b"p" * 16, b"x" * 16, "M4", "2024-08-01", None, 4)
    known = [old, new, any_moment, part]
    assert norm_for(known, None, "M4", "2025-07-31") is old
    assert norm_for(known, None, "M4", "2025-08-01") is new
    assert norm_for(known, None, "E4", "2026-08-01") is any_moment
    assert norm_for(known, None, "M4", "2026-09-01") is new, "for the very moment before one for any"
    assert norm_for(known, None, "M4", "2024-07-31") is None
    assert norm_for(known, b"x" * 16, "M4", "2026-01-01") is part
    gone = replace(new, until_on="2026-01-10")
    assert norm_for([old, gone], None, "M4", "2026-01-09") is gone
    assert norm_for([old, gone], None, "M4", "2026-01-10") is old


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows[1:5] + rows[6:], "hole between 4 and 6"),
        (lambda rows: [*rows, replace(rows[3], value=109_000)], "overlap"),
        (lambda rows: [replace(rows[0], value=None), *rows[1:]], "no point on the scale"),
        (lambda rows: [replace(rows[0], low=None), *rows[1:]], "one end of its interval"),
        (lambda rows: [replace(rows[0], low=101_000), *rows[1:]], "does not hold its own point"),
        (lambda rows: [replace(rows[2], value=99_000, low=90_000), *rows[:2], *rows[3:]], "goes down"),
        (lambda rows: [replace(rows[0], begins=1, ends=0), *rows[1:]], "ends before it begins"),
        (lambda rows: [row for row in rows if row.sort is not RowSort.SCALE], "no rows that lead"),
        (lambda rows: [], "no rows"),
        (lambda rows: [*rows, NormRow(RowSort.LEVEL, 0, 5_000, term="goed")], "words stand beside neither"),
    ],
)
def test_a_table_that_is_wrong_says_where(change: object, said: str) -> None:
    rows = list(norm().rows)
    table = NormTable("1", tuple(change(rows)))  # type: ignore[operator]
    assert any(said in str(reason) for reason in check_norm(table, HIGHEST)), check_norm(table, HIGHEST)
    assert check_norm(norm(), HIGHEST) == ()
    assert check_norm(norm(), 12)


def test_a_test_needs_a_code_and_parts_of_its_own() -> None:
    twice = (DefinedPart("A", "a"), DefinedPart("A", "b", 0))
    assert list(check_test(DefinedTest("X", title="x"))) == []
    assert len(list(check_test(DefinedTest("", highest=0, items=500, parts=twice)))) == 5


def test_an_edition_is_its_rows_in_whatever_order() -> None:
    turned = replace(norm(), rows=tuple(reversed(norm().rows)))
    assert content_of(turned) == content_of(norm()) != content_of(norm(shift=1))


def test_levels_are_told_in_one_way() -> None:
    assert (chosen_system(""), chosen_system("letters"), chosen_system("x")) == (ROMAN, LETTERS, ROMAN)
    assert [system_of(term) for term in ("A", "a+", "V", "voldoende", "")] == [LETTERS, LETTERS, ROMAN, None, None]
    assert sorted(("C", "A", "voldoende", "E"), key=order_of) == ["A", "C", "E", "voldoende"]
    assert (tone_of("A"), tone_of("V"), tone_of("voldoende")) == ("good", "danger", "neutral")


@settings(max_examples=60)
@given(st.data())
def test_whatever_the_table_a_higher_score_is_never_less(data: st.DataObject) -> None:
    """Points and levels go up with the score, and every score of a table without holes has one."""
    highest = data.draw(st.integers(1, 25))
    steps = data.draw(st.lists(st.integers(0, 9_000), min_size=highest + 1, max_size=highest + 1))
    values = [sum(steps[: at + 1]) for at in range(highest + 1)]
    bounds = sorted(data.draw(st.sets(st.integers(1, 200_000), min_size=4, max_size=4)))
    levels = tuple(
        NormRow(RowSort.LEVEL, begins, ends, term=term) for term, begins, ends in zip(
            "EDCBA", [0, *bounds], [*(bound - 1 for bound in bounds), 100_000_000], strict=True))
    table = NormTable("1", (*(NormRow(RowSort.SCALE, raw, raw, value) for raw, value in enumerate(values)), *levels))
    assert check_norm(table, highest) == ()
    found = [normed(raw, table, LETTERS) for raw in range(highest + 1)]
    assert [one.scaled for one in found] == values
    assert all(one.level for one in found)
    orders = [order_of(one.level) for one in found]
    assert orders == sorted(orders, reverse=True)

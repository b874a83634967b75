"""An attacker who solves the published table as equations pins no hidden number, and sees of none that it is small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.small_cells import (
    LEAST,
    Protected,
    Shown,
    coded_share,
    is_small,
    protect,
    protect_line,
    protect_places,
    small_differences,
    threshold_of,
)

N = 4
Table = list[list[int]]


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in compositions(total - first, parts - 1):
            yield first, *rest


def fits(number: int, shown: Shown) -> bool:
    return shown is None or shown == number


def possible(shown: Protected, most: int) -> Iterator[Table]:
    """Every table of whole numbers that agrees with what is shown; `most` bounds a total that is hidden."""
    width = len(shown.column_totals)

    def rows(at: int) -> Iterator[tuple[int, ...]]:
        totals = range(most + 1) if shown.row_totals[at] is None else [shown.row_totals[at]]
        for total in totals:
            assert total is not None
            for row in compositions(total, width):
                if all(map(fits, row, shown.cells[at])):
                    yield row

    for chosen in product(*(list(rows(at)) for at in range(len(shown.cells)))):
        columns = [sum(column) for column in zip(*chosen, strict=True)]
        if all(map(fits, columns, shown.column_totals)) and fits(sum(columns), shown.total):
            yield [list(row) for row in chosen]


def whole(table: Sequence[Sequence[int]]) -> list[int]:
    """Every number of a table with its totals, in one row."""
    sums = [sum(row) for row in table]
    return [*(number for row in table for number in row), *sums, *map(sum, zip(*table, strict=True)), sum(sums)]


def flat(shown: Protected) -> list[Shown]:
    return [*(one for row in shown.cells for one in row), *shown.row_totals, *shown.column_totals, shown.total]


def attack(counts: Table, shown: Protected) -> None:
    """What can be worked out of a hidden number is a range: never one number, and never only small ones."""
    tables = [whole(table) for table in possible(shown, sum(map(sum, counts)) + N)]
    truth = whole(counts)
    assert truth in tables
    for at, seen in enumerate(flat(shown)):
        if seen is not None:
            assert seen == truth[at] and not is_small(seen, N)
            continue
        could_be = {table[at] for table in tables}
        assert len(could_be) > 1, (counts, shown)
        if is_small(truth[at], N):
            assert max(could_be) >= N and min(could_be) < truth[at], (counts, shown)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=1, max_size=3))
def test_no_hidden_number_can_be_worked_out(counts: Table) -> None:
    attack(counts, protect(counts, N))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=3))
def test_nor_where_the_totals_of_the_columns_stand_in_other_tables(counts: Table) -> None:
    if any(is_small(sum(column), N) for column in zip(*counts, strict=True)):
        counts = [[number + N for number in counts[0]], *counts[1:]]
    shown = protect(counts, N, keep_columns=True)
    assert None not in shown.column_totals and shown.total is not None
    attack(counts, shown)


@pytest.mark.parametrize(("counts", "cells"), [
    ([[12, 3], [20, 30]], ((None, None), (None, None))),
    ([[12, 20], [30, 40]], ((12, 20), (30, 40))),
    ([[12, 0], [30, 40]], ((12, 0), (30, 40))),
    ([[95, 3, 2]], ((None, None, None),)),
])
def test_what_is_hidden_is_small_or_covers_what_is(counts: Table, cells: tuple[tuple[Shown, ...], ...]) -> None:
    assert protect(counts, 10, keep_columns=len(counts) > 1).cells == cells


def test_a_larger_table_hides_few() -> None:
    counts = [[31, 44, 27, 80], [3, 25, 61, 12], [40, 18, 33, 90], [55, 60, 70, 11]]
    shown = protect(counts, 10, keep_columns=True)
    assert shown.hidden == 4 and shown.cells[1][0] is None and None not in shown.row_totals


def test_a_table_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="rows of one length"):
        protect([[1, 2], [3]], N)
    with pytest.raises(ValueError, match="rows of one length"):
        protect([[1, -2]], N)
    with pytest.raises(ValueError, match="fewer people"):
        protect([[2, 8], [0, 9]], N, keep_columns=True)


def test_sums_over_places_hide_what_few_people_did() -> None:
    assert protect_line([100, 7, 55], [20, 2, 12], 10) == ((100, None, None), 162)
    assert protect_line([100, 7], [20, 2], 10) == ((None, None), 107)
    assert protect_line([7, 0], [2, 0], 10) == ((None, 0), None)
    assert protect_line([100, 55], [20, 12], 10) == ((100, 55), 155)


def test_places_and_their_parts_in_two_tables_do_not_tell_what_either_hides() -> None:
    assert protect_places([(23, (3, 20)), (36, (30, 6))], 5) == ((23, 36), ((None, None), (30, 6))), "not 23 - 20"
    assert protect_places([(3, (3,)), (40, (10, 30)), (50, (50,))], 5) == (
        (None, None, 50), ((None,), (None, 30), (50,))), "not the rest of the whole by way of 10 + 30"
    assert protect_places([(12, (12,)), (20, (20,)), (2, ())], 5) == ((None, 20, None), ((None,), (20,), ()))


@pytest.mark.parametrize(("part", "whole_", "coded"), [
    (0, 40, ("", 0)), (1, 40, ("<", 5)), (10, 40, ("", 25)), (39, 40, (">", 95)), (40, 40, (">", 95)), (3, 0, ("", 0)),
    (1, 8, ("", 13)),
])
def test_a_share_is_never_told_at_its_ends(part: int, whole_: int, coded: tuple[str, int]) -> None:
    assert coded_share(part, whole_) == coded


def test_two_tables_that_differ_by_a_few_people_are_pointed_out() -> None:
    assert small_differences({"a": 40, "b": 12, "c": 90}, {"a": 43, "b": 12, "c": 60, "d": 2}, 10) == ("a",)


@pytest.mark.parametrize(("value", "threshold"), [("", 10), ("12", 12), ("3", LEAST), ("x", 10), ("-4", 10)])
def test_the_threshold_is_never_below_the_least(value: str, threshold: int) -> None:
    assert threshold_of(value) == threshold

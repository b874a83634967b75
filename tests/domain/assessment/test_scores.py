"""What is typed from paper."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.assessment.scores import (
    LONGEST_REMARK,
    NOT_MADE,
    Absence,
    broken_assessment,
    check_result,
    check_sitting,
    score_of_items,
    total_of_parts,
    typed_item,
    typed_score,
)
from app.domain.text import Text


@pytest.mark.clause("A-1.6")
@pytest.mark.parametrize(
    ("typed", "read"),
    [("12", 12), (" 0 ", 0), ("20", 20), ("", None), ("  ", None), ("a", Absence.AWAY), ("AFW", Absence.AWAY),
     ("v", Absence.EXEMPT), ("b", Absence.BROKEN_OFF), ("inhalen", Absence.LATER)],
)
def test_a_score_or_why_there_is_none(typed: str, read: object) -> None:
    assert typed_score(typed, 20) == read


@pytest.mark.parametrize("typed", ["21", "-1", "12,5", "1e3", "twaalf", "٣", "²", "=1+1", "9" * 400])
def test_what_is_no_score_says_why(typed: str) -> None:
    assert isinstance(typed_score(typed, 20), Text)


def test_items_come_to_a_score() -> None:
    assert [typed_item(one) for one in ("1", "0", "", "-", "–", "3")] == [1, 0, NOT_MADE, NOT_MADE, NOT_MADE, 3]
    assert isinstance(typed_item("x"), Text) and isinstance(typed_item("255"), Text)
    assert score_of_items([1, 0, NOT_MADE, 3]) == 4
    assert (total_of_parts([3, 4]), total_of_parts([3, None]), total_of_parts([])) == (7, None, None)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"raw": 21}, "raw"), ({"raw": 3, "absent": "away"}, "raw"), ({"absent": "ill"}, "absent"),
        ({"item_scores": b"\1\1", "raw": 3}, "item_scores"), ({"item_scores": b"\1\1\1", "raw": 2}, "raw"),
        ({"remark": "x" * 501}, "remark"),
    ],
)
def test_a_wrong_row_names_its_field(entry: dict[str, object], field: str) -> None:
    assert field in {one.field for one in check_result(entry, 20, 3)}


def test_who_broke_off_may_have_a_score() -> None:
    assert check_result({"raw": 3, "absent": "broken off"}, 20, None) == ()


def test_a_sitting_has_a_moment_and_a_day_that_came() -> None:
    today = date(2026, 11, 21)
    assert check_sitting("M4", "2026-11-21", "", today) == ()
    assert [one.field for one in check_sitting("", "2026-11-22", "", today)] == ["taken_on", "moment"]
    assert [one.field for one in check_sitting("M4", "2026-02-30", "", today)] == ["taken_on"]


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("tests", {"code": ""}), ("tests", {"code": "x", "highest": 0}), ("test_parts", {"code": "x", "items": 201}),
        ("norm_rows", {"sort": "x", "begins": 0, "ends": 1}), ("norm_rows", {"sort": "scale", "begins": 2, "ends": 1}),
        ("sittings", {"taken_on": "gisteren"}),
        ("sittings", {"taken_on": "2026-11-21", "group_id": None, "remark": "Over Amira"}),
        ("sittings", {"taken_on": "2026-11-21", "group_id": b"g", "remark": "x" * (LONGEST_REMARK + 1)}),
        ("test_results", {"taken_on": "2026-11-21", "remark": "x" * (LONGEST_REMARK + 1)}),
        ("test_results", {"taken_on": "2026-11-21", "raw": -1}),
        ("test_results", {"taken_on": "2026-11-21", "absent": "ziek"}), ("test_results", {"taken_on": ""}),
        ("test_results", {"taken_on": "2026-11-21", "item_scores": b""}),
    ],
)
def test_a_row_that_no_desk_makes_is_broken(kind: str, row: dict[str, object]) -> None:
    assert broken_assessment(kind, row) is not None


@settings(max_examples=80)
@given(st.text(max_size=30), st.one_of(st.none(), st.integers(1, 200)))
def test_whatever_is_typed_is_read_or_refused(typed: str, highest: int | None) -> None:
    read = typed_score(typed, highest)
    assert read is None or isinstance(read, Absence | Text) or 0 <= read <= (highest or 10_000)
    item = typed_item(typed)
    assert isinstance(item, Text) or 0 <= item <= NOT_MADE

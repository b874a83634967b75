"""What may be written in a conversation, what stays, and when it is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.messages import (
    broken_talk,
    check_conversation,
    check_message,
    check_reason,
    days_kept,
    fits,
    is_over,
)
from app.store.resources import load_profile

A, B = b"a" * 16, b"b" * 16
MESSAGE: dict[str, Any] = {
    "body": "x", "account_id": A, "participant_id": None, "group_id": B, "hidden_us": None, "hidden_by": None,
    "hidden_reason": "", "reported_us": None, "reported_by": None, "reported_reason": "",
}  # fmt: skip
CONVERSATION: dict[str, Any] = {
    "group_id": B, "participant_id": None, "title": "t", "state": "open", "closed_us": None, "closed_by": None,
}  # fmt: skip


def test_a_message_says_something_and_has_four_thousand_signs_at_most() -> None:
    assert check_message("x" * 4_000) == () and check_conversation("t", "x") == ()
    assert [one.field for one in check_message(" \n")] == [one.field for one in check_message("x" * 4_001)] == ["body"]
    assert [one.field for one in check_conversation("", "")] == ["title", "body"]
    assert [one.field for one in check_reason(" ")] == ["reason"]


def test_what_is_over_counts_from_closing_or_the_end_of_the_group() -> None:
    closed, today = date(2026, 1, 10), date(2027, 1, 10)
    assert is_over(closed, None, 365, today) and not is_over(closed, None, 366, today)
    assert is_over(None, closed, 365, today) and not is_over(None, None, 0, today)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 4_000), st.integers(0, 4_000))
def test_what_is_over_stays_over(closed: date, days: int, later: int) -> None:
    today = closed + timedelta(days=days)
    assert is_over(closed, None, days, today)
    assert is_over(closed, None, days, today + timedelta(days=later))


def test_the_term_is_the_profiles_and_else_our_own() -> None:
    assert days_kept(load_profile("oefenen").messages) == 365
    assert days_kept(load_profile("leerling-in-beeld").messages) == 365


@pytest.mark.parametrize("change", [
    {"body": " "}, {"body": "x" * 4_001}, {"account_id": None}, {"hidden_us": 1}, {"hidden_us": 1, "hidden_by": A},
    {"reported_reason": "x"}, {"reported_us": 1, "reported_by": A, "reported_reason": "x" * 501},
])  # fmt: skip
def test_a_message_of_another_shape_is_refused(change: dict[str, Any]) -> None:
    assert broken_talk("messages", MESSAGE) is None and broken_talk("messages", MESSAGE | change) is not None


@pytest.mark.parametrize("change", [
    {"participant_id": A}, {"group_id": None}, {"title": ""}, {"title": "x" * 121}, {"state": "gone"},
    {"state": "closed"}, {"closed_us": 1, "closed_by": A},
])  # fmt: skip
def test_a_conversation_of_another_shape_is_refused(change: dict[str, Any]) -> None:
    assert broken_talk("conversations", CONVERSATION) is None
    assert broken_talk("conversations", CONVERSATION | change) is not None


def test_a_message_fits_its_conversation() -> None:
    alone = CONVERSATION | {"group_id": None, "participant_id": A}
    assert fits(MESSAGE, CONVERSATION)
    assert fits(MESSAGE | {"participant_id": A, "account_id": None}, CONVERSATION)
    assert not fits(MESSAGE | {"participant_id": A}, CONVERSATION)  # staff in a group writes to nobody alone
    assert not fits(MESSAGE, alone) and fits(MESSAGE | {"group_id": None, "participant_id": A}, alone)

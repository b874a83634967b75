"""Mandates, deliveries and the end by notices on any days, month ends and leap days among them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contract.agreement import Agreement, check_delivery
from app.domain.contract.authority import Act, Mandate, check_mandate
from app.domain.contract.kept_rows import end_not_by_notice, standing_end

EDGES = [date(2027, 2, 28), date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1), date(2026, 6, 30)]
DAYS = st.one_of(st.sampled_from(EDGES), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
STATES = st.lists(st.tuples(DAYS, st.booleans()), max_size=5)


@given(begins=DAYS, ends=st.none() | DAYS, day=DAYS, act=st.sampled_from(list(Act)))
def test_a_mandate_covers_its_acts_from_its_first_day_up_to_its_end(
    begins: date, ends: date | None, day: date, act: Act,
) -> None:
    mandate = Mandate("S. Vermeer", frozenset({Act.CONCLUDE, Act.OBJECT}), begins, ends)
    in_time = begins <= day and (ends is None or day < ends)
    assert mandate.covers(act, day) == (in_time and act in {Act.CONCLUDE, Act.OBJECT})
    assert bool(check_mandate(mandate)) == (ends is not None and ends < begins)


@pytest.mark.clause("O-10.1")
@given(concluded=st.none() | DAYS, delivered=DAYS, today=DAYS)
def test_delivery_lies_between_the_conclusion_and_today(concluded: date | None, delivered: date, today: date) -> None:
    agreement = Agreement(date(2026, 8, 1), 12, concluded_on=concluded)
    wrong = check_delivery(agreement, delivered, today)
    assert bool(wrong) == (delivered > today or (concluded is not None and delivered < concluded))
    assert {one.field for one in wrong} <= {"delivered_on"}


@pytest.mark.clause("O-11.1")
@given(states=STATES, other=DAYS)
def test_an_agreement_ends_by_the_earliest_notice_that_stands(states: list[tuple[date, bool]], other: date) -> None:
    notices: list[dict[str, Any]] = [
        {"ends_on": ends.isoformat(), "withdrawn_on": "2026-11-21" if withdrawn else None}
        for ends, withdrawn in states]
    left = [ends for ends, withdrawn in states if not withdrawn]
    last = min(left).isoformat() if left else None
    assert standing_end(notices) == last
    assert end_not_by_notice(last, notices) is None
    assert (end_not_by_notice(other.isoformat(), notices) is None) == (other.isoformat() == last)
    assert (end_not_by_notice(None, notices) is None) == (last is None)


@given(ends=DAYS, days=st.integers(1, 400))
def test_a_later_notice_never_moves_the_end_away(ends: date, days: int) -> None:
    first = {"ends_on": ends.isoformat(), "withdrawn_on": None}
    later = {"ends_on": (ends + timedelta(days=days)).isoformat(), "withdrawn_on": None}
    assert standing_end([first, later]) == standing_end([later, first]) == first["ends_on"]

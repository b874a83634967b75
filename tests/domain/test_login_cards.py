"""User names that say nothing of a family or a year, and which code of somebody counts."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.login_cards import (
    LONGEST_USERNAME,
    MOST_DAYS,
    CardState,
    HandedCode,
    check_cards,
    counting_code,
    propose_username,
    state_of,
)
from app.domain.names import fold

TODAY = date(2026, 11, 21)
LATER = TODAY + timedelta(days=14)


@pytest.mark.clause("O-annex 2")
@pytest.mark.parametrize(("name", "taken", "expected"), [
    ("Emre", (), "emre"), ("Çağla", (), "cagla"), ("Łukasz", (), "lukasz"), ("Anne-Fleur Charlotte", (), "annefleur"),
    ("Emre", ("emre",), "emre2"), ("Emre", ("emre", "emre2"), "emre3"), ("  ", (), "gebruiker"),
    ("李", (), "gebruiker"),
    ("Emre", ("emre", *(f"emre{n}" for n in range(2, 10))), "emre100"),
])
def test_a_user_name_is_the_first_name(name: str, taken: tuple[str, ...], expected: str) -> None:
    assert propose_username(name, taken) == expected


@given(st.text(max_size=40), st.lists(st.text(max_size=10), max_size=5))
def test_nobody_gets_a_name_that_somebody_has(name: str, others: list[str]) -> None:
    taken: set[str] = {fold(one) for one in others}
    for _ in range(30):
        made = propose_username(name, taken)
        assert made not in taken and re.fullmatch(r"[a-z]+\d*", made)
        number = int(re.sub(r"[a-z]", "", made) or 0)
        assert not 10 <= number <= 99 and not 1900 <= number <= 2099, "it reads as a year of birth"
        assert len(made) <= LONGEST_USERNAME + 4
        taken.add(made)


def _code(made: int = 1, until: date | None = LATER, used: int | None = None, gone: int | None = None) -> HandedCode:
    return HandedCode(made, until, used, gone)


@pytest.mark.parametrize(("code", "state"), [
    (None, CardState.NONE), (_code(until=None), CardState.NONE), (_code(), CardState.WAITING),
    (_code(until=TODAY), CardState.WAITING), (_code(until=TODAY - timedelta(days=1)), CardState.EXPIRED),
    (_code(used=5), CardState.USED), (_code(gone=5), CardState.WITHDRAWN), (_code(used=5, gone=6), CardState.USED),
])
def test_where_it_stands_with_a_card(code: HandedCode | None, state: CardState) -> None:
    assert state_of(code, TODAY) is state


def test_only_the_newest_code_counts_also_of_two_desks_without_a_network() -> None:
    old, new = _code(1), _code(2, gone=3)
    assert counting_code([new, old]) is new and state_of(counting_code([old, new]), TODAY) is CardState.WITHDRAWN
    assert counting_code([]) is None


@pytest.mark.parametrize(("until", "address", "wrong"), [
    (LATER, "inloggen.voorbeeld.nl", []), (TODAY, "https://x.nl:8443/a", []),
    (TODAY - timedelta(days=1), "x.nl", ["until_on"]), (TODAY + timedelta(days=MOST_DAYS + 1), "x.nl", ["until_on"]),
    (LATER, " ", ["address"]), (LATER, "x.nl en y.nl", ["address"]), (LATER, "x.nl#code=1", ["address"]),
    (LATER, "x" * 201, ["address"]),
])
def test_what_is_wrong_is_said_at_its_field(until: date, address: str, wrong: list[str]) -> None:
    assert [one.field for one in check_cards(until, address, TODAY)] == wrong

"""A code to join with has a last day, and what is not kept here is not taken."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.joining import (
    ASKED_FOR,
    broken_registration,
    check_join_code,
    emptied,
    is_newcomer,
    is_open,
    kept_of,
)

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(("days", "wrong"), [(0, []), (28, []), (-1, ["until_on"]), (367, ["until_on"])])
def test_a_code_has_a_last_day_within_a_year(days: int, wrong: list[str]) -> None:
    assert [one.field for one in check_join_code(TODAY + timedelta(days=days), TODAY)] == wrong


@pytest.mark.parametrize(("until", "opens"), [(None, True), ("2026-11-22", True), ("2026-11-21", False)])
def test_a_code_works_up_to_the_first_day_no_longer(until: str | None, opens: bool) -> None:
    assert is_open({"from_on": "2026-11-01", "until_on": until}, TODAY) == opens


def test_what_is_not_kept_here_comes_no_further() -> None:
    given = {"given": "  Nour   Jana ", "family": "Haddad", "email": "n@example.org", "postcode": "1234 AB"}
    kept = kept_of(given, {"given_name": True, "family_name": True, "username": True})
    assert kept == {"given": "Nour Jana", "prefix": "", "family": "Haddad", "username": "", "email": ""}


def test_an_answered_registration_holds_no_name() -> None:
    row = dict.fromkeys(ASKED_FOR, "x")
    assert broken_registration(row | {"state": "waiting"}) is None
    assert broken_registration(row | {"state": "declined"}) is not None
    assert broken_registration(emptied() | {"state": "approved"}) is None
    assert broken_registration(emptied() | {"state": "new"}) is not None


@pytest.mark.parametrize("change", [
    {"eckid": "x"}, {"birth_date": "2000-01-01"}, {"merged_into": bytes(16)}, {"state": "left"}, {"year_group": "8"}])
def test_who_puts_himself_down_is_no_more_than_a_name(change: dict[str, object]) -> None:
    row = {"id": bytes(16), "given": "Nour", "family": "Haddad", "email": "n@example.org", "state": "active",
           "sort_key": "haddad nour", "search": "nour haddad", "created_us": 1, "eckid": "", "merged_into": None}
    assert is_newcomer(row) and not is_newcomer(row | change)

"""A new organisation with its licence: what is refused at which field, and what is proposed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contract.new_organisation import (
    NewLicence,
    NewOrganisation,
    check_licence,
    check_organisation,
    proposed_code,
    proposed_username,
)

TODAY = date(2026, 11, 23)
CARD = NewOrganisation("Bibliotheek Zuid", "Zuidhaven", "bibliotheek-zuid", "Anna de Vries", "a.devries")
LICENCE = NewLicence("BZ-2027-1", "Compleet", 40, 3_250, 0, date(2026, 11, 20), date(2027, 1, 1), 12)


def test_what_is_right_is_taken_and_what_it_costs_is_known() -> None:
    assert check_organisation(CARD) == ()
    assert check_licence(LICENCE, TODAY) == ()
    assert replace(LICENCE, school_fee_cents=10_000).fee_cents == 40 * 3_250 + 10_000


@pytest.mark.parametrize(("field", "value"), [
    ("name", " "), ("name", "x" * 201), ("administrator", ""), ("code", ""), ("code", "Met Hoofdletter"),
    ("code", "x" * 41), ("code", "-x"), ("username", ""), ("username", "a b"), ("username", "x" * 65),
])
def test_what_is_wrong_in_the_card_is_said_at_its_field(field: str, value: object) -> None:
    assert {one.field for one in check_organisation(replace(CARD, **{field: value}))} == {field}


@pytest.mark.parametrize(("field", "value"), [
    ("number", ""), ("package", " "), ("seats", 0), ("seats", 100_001), ("seat_fee_cents", -1),
    ("school_fee_cents", 10**10), ("concluded_on", date(2026, 11, 24)),
    ("starts_on", date(2028, 11, 21)), ("starts_on", date(2100, 1, 1)), ("months", 0), ("months", 121),
])
def test_what_is_wrong_in_the_licence_is_said_at_its_field(field: str, value: object) -> None:
    assert {one.field for one in check_licence(replace(LICENCE, **{field: value}), TODAY)} == {field}


@pytest.mark.parametrize(("name", "code"), [
    ("Bibliotheek Sint-Anna", "bibliotheek-sint-anna"), ("  De Łódź & Co. ", "de-lodz-co"), ("", ""), ("…", ""),
])
def test_a_code_is_proposed_from_the_name(name: str, code: str) -> None:
    assert proposed_code(name) == code


@pytest.mark.parametrize(("name", "username"), [
    ("Anna de Vries", "a.devries"), ("Søren", "soren"), ("", ""), ("Jan  van den Berg", "j.vandenberg"),
])
def test_a_user_name_is_proposed_from_the_name(name: str, username: str) -> None:
    assert proposed_username(name) == username


@given(st.text(max_size=80))
def test_what_is_proposed_is_taken_or_empty(name: str) -> None:
    proposed = replace(CARD, code=proposed_code(name) or "x", username=proposed_username(name) or "x")
    assert check_organisation(proposed) == ()

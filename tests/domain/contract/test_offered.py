"""Packages and programmes of a catalogue: what cannot be right is refused, each at its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contract.offered import OfferedPackage, OfferedProgramme, check_package, check_programme

PACKAGE = OfferedPackage("compleet", "Compleet", "Complete", 0, 3_250, 12, date(2026, 1, 1), date(2027, 1, 1))
PROGRAMME = OfferedProgramme(
    b"p" * 16, "https://voorbeeld.example/koken", "koken", "Koken", "Cooking", 2, date(2026, 1, 1))


def wrong(one: OfferedPackage | OfferedProgramme, *others: OfferedPackage | OfferedProgramme) -> set[str]:
    check = check_package if isinstance(one, OfferedPackage) else check_programme
    return {each.field for each in check(one, others)}  # type: ignore[operator]


def test_what_is_right_is_taken() -> None:
    assert wrong(PACKAGE) == set()
    assert wrong(PROGRAMME) == set()


@pytest.mark.parametrize(("field", "value"), [
    ("code", " "), ("code", "met spatie"), ("title", ""), ("title_en", "x" * 201), ("school_fee_cents", -1),
    ("seat_fee_cents", 10**10), ("months", 0), ("months", 121), ("from_on", date(1999, 12, 31)),
    ("until_on", date(2026, 1, 1)), ("until_on", date(2025, 1, 1)), ("until_on", date(2100, 1, 1)),
])
def test_what_is_wrong_in_a_package_is_said_at_its_field(field: str, value: object) -> None:
    assert wrong(replace(PACKAGE, **{field: value})) == {field}


@pytest.mark.parametrize(("field", "value"), [
    ("code", ""), ("title", " "), ("title_en", "x" * 201), ("iri", "koken"), ("iri", "https://x.example/a b"),
    ("iri", ""),
    ("number", 0), ("number", 10_000), ("until_on", date(2026, 1, 1)),
])
def test_what_is_wrong_in_a_programme_is_said_at_its_field(field: str, value: object) -> None:
    assert wrong(replace(PROGRAMME, **{field: value})) == {field}


def test_one_package_is_not_offered_twice_on_a_day() -> None:
    assert wrong(PACKAGE, replace(PACKAGE, code="Compleet", until_on=None)) == {"from_on"}
    assert wrong(PACKAGE, replace(PACKAGE, from_on=date(2027, 1, 1), until_on=None)) == set()
    assert wrong(PACKAGE, replace(PACKAGE, code="basis")) == set()


def test_a_programme_is_offered_once_in_a_package_and_not_beside_all() -> None:
    assert wrong(PROGRAMME, replace(PROGRAMME, number=1)) == {"from_on"}
    assert wrong(PROGRAMME, replace(PROGRAMME, number=1, until_on=date(2026, 1, 2))) == {"from_on"}
    ended = replace(PROGRAMME, number=1, from_on=date(2025, 1, 1), until_on=date(2026, 1, 1))
    assert wrong(PROGRAMME, ended) == set()
    assert wrong(PROGRAMME, replace(PROGRAMME, package_id=b"q" * 16)) == set()
    assert wrong(PROGRAMME, replace(PROGRAMME, package_id=None)) == {"from_on"}


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(begin=DAYS, end=DAYS, other_begin=DAYS, other_end=DAYS)
def test_two_packages_clash_where_they_share_a_day(begin: date, end: date, other_begin: date, other_end: date) -> None:
    if begin >= end or other_begin >= other_end:
        return
    clash = wrong(replace(PACKAGE, from_on=begin, until_on=end),
                  replace(PACKAGE, from_on=other_begin, until_on=other_end))
    assert clash == ({"from_on"} if max(begin, other_begin) < min(end, other_end) else set())

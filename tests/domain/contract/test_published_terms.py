"""Terms as a licensor publishes them: what is refused at which field, what is in force, what publishing comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.contract.changes import ChangeEffect, ObjectionTerm
from app.domain.contract.published_terms import (
    GENERAL,
    USERS,
    PublishedTerms,
    announced,
    broken_terms,
    check_terms,
    effect_of,
    in_force,
    terms_of,
)
from app.domain.provider import ProviderProfile

TODAY = date(2026, 11, 23)
FIRST = PublishedTerms(GENERAL, "Algemene voorwaarden", "2025-1", "a" * 64, date(2025, 1, 1), date(2025, 2, 1))
NEXT = replace(
    FIRST, edition="2026-2", checksum="b" * 64, published_on=date(2026, 11, 2), applies_from=date(2027, 1, 1))


def wrong(terms: PublishedTerms, *others: PublishedTerms) -> set[str]:
    return {one.field for one in check_terms(terms, others, TODAY)}


def test_what_is_right_is_taken() -> None:
    assert wrong(NEXT, FIRST) == set()


@pytest.mark.parametrize(("field", "value"), [
    ("sort", "brochure"), ("title", " "), ("edition", ""), ("edition", "x" * 201), ("checksum", "abc"),
    ("published_on", date(2026, 11, 24)), ("published_on", date(1999, 1, 1)),
    ("applies_from", date(2026, 11, 1)), ("applies_from", date(2999, 1, 1)),
])
def test_what_is_wrong_is_said_at_its_field(field: str, value: object) -> None:
    assert wrong(replace(NEXT, **{field: value}), FIRST) == {field}


def test_an_edition_has_its_own_name_and_its_own_first_day() -> None:
    assert wrong(replace(NEXT, edition="2025-1"), FIRST) == {"edition"}
    assert wrong(replace(NEXT, applies_from=FIRST.applies_from, published_on=FIRST.published_on), FIRST) == {
        "applies_from"}
    assert wrong(replace(NEXT, edition="2025-1", title="Bijlage"), FIRST) == set()


def test_the_last_edition_that_began_is_in_force_and_later_ones_are_announced() -> None:
    users = replace(FIRST, sort=USERS, title="Gebruiksvoorwaarden")
    every = (NEXT, users, FIRST)
    assert in_force(every, TODAY) == (FIRST, users)
    assert announced(every, TODAY) == (NEXT,)
    assert in_force(every, date(2027, 1, 1)) == (NEXT, users)
    assert announced(every, date(2027, 1, 1)) == ()
    assert in_force(every, date(2025, 1, 31)) == ()


@pytest.mark.clause("O-2.3")
def test_terms_that_were_published_can_be_objected_to_for_fourteen_days(practice: ProviderProfile) -> None:
    effect = effect_of(practice, NEXT)
    assert isinstance(effect, ChangeEffect) and isinstance(effect.objection, ObjectionTerm)
    assert (effect.objection.deadline.last, effect.holds_from) == (date(2026, 11, 16), date(2027, 1, 1))


@pytest.mark.clause("A-2.3")
def test_terms_that_were_published_late_hold_six_weeks_later_at_the_earliest(monitoring: ProviderProfile) -> None:
    effect = effect_of(monitoring, replace(NEXT, applies_from=date(2026, 11, 20)))
    assert isinstance(effect, ChangeEffect)
    assert (effect.in_time, effect.holds_from) == (False, date(2026, 12, 14))


@pytest.mark.clause("O-annex 2")
def test_user_terms_go_by_their_own_rule(practice: ProviderProfile) -> None:
    effect = effect_of(practice, replace(NEXT, sort=USERS, applies_from=date(2026, 11, 20)))
    assert isinstance(effect, ChangeEffect)
    assert (effect.objection, effect.holds_from) == (None, date(2026, 12, 2))


def test_a_row_that_cannot_be_is_known() -> None:
    row = {"sort": GENERAL, "title": "T", "edition": "1", "checksum": "c" * 64, "published_on": "2026-01-01",
           "applies_from": "2026-02-01", "body": ""}
    assert broken_terms(row) is None
    assert terms_of(row).applies_from == date(2026, 2, 1)
    for wrong_part in ({"sort": "x"}, {"checksum": "C" * 64}, {"applies_from": "2025-12-31"}, {"title": ""}):
        assert broken_terms(row | wrong_part) is not None

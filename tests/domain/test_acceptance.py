"""Who accepts user terms, and that not being asked yet is a state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.acceptance import (
    PAPER,
    TICK,
    Acceptance,
    Standing,
    UserTerms,
    broken_acceptance,
    check_paper,
    standing,
    user_terms,
)
from app.domain.contract.published_terms import PublishedTerms
from app.domain.provider_terms import NotRegulated
from app.store.resources import load_profile

TODAY = date(2026, 11, 21)
ADULTS, PUPILS = load_profile("oefenen"), load_profile("leerling-in-beeld")
TERMS = UserTerms("Gebruikersvoorwaarden", "2")
OLD, NEW = (Acceptance(edition, TICK, TODAY) for edition in ("1", "2"))
PUBLISHED = PublishedTerms("users", "Gebruikersvoorwaarden", "1", "a" * 64, date(2026, 1, 1), date(2026, 2, 1))


@pytest.mark.clause("O-6.2")
def test_everybody_whom_the_terms_name_is_asked_and_a_pupil_is_not() -> None:
    assert standing(ADULTS, "participant", [], TERMS) is Standing.NOT_ASKED
    assert standing(ADULTS, "coach", [], TERMS) is Standing.NOT_ASKED
    assert standing(ADULTS, "participant", [NEW], TERMS) is Standing.ACCEPTED
    assert {standing(PUPILS, who, [], TERMS) for who in ("participant", "coach")} == {Standing.NOT_NEEDED}  # type: ignore[arg-type]


@pytest.mark.clause("O-annex 2")
def test_who_goes_on_has_accepted_changed_terms_where_the_terms_say_so() -> None:
    assert standing(ADULTS, "participant", [OLD], TERMS) is Standing.ACCEPTED
    silent = ADULTS._replace(users=ADULTS.users._replace(continued_use=NotRegulated(None)))
    assert standing(silent, "participant", [OLD], TERMS) is Standing.NOT_ASKED
    assert standing(silent, "participant", [OLD, NEW], TERMS) is Standing.ACCEPTED


def test_the_edition_in_force_is_the_one_that_is_accepted() -> None:
    later = replace(PUBLISHED, edition="2", applies_from=date(2027, 1, 1))
    general = replace(PUBLISHED, sort="general", edition="9")
    assert user_terms(ADULTS, [PUBLISHED, later, general], TODAY) == UserTerms(PUBLISHED.title, "1", "a" * 64)
    assert user_terms(ADULTS, [PUBLISHED, later], date(2027, 1, 1)).edition == "2"
    assert user_terms(ADULTS, [general], TODAY) == UserTerms(ADULTS.terms.title, ADULTS.terms.version)


def test_a_paper_is_signed_before_it_is_recorded() -> None:
    assert check_paper(TODAY, TODAY) == ()
    assert [one.field for one in check_paper(date(2026, 11, 22), TODAY)] == ["accepted_on"]


@pytest.mark.parametrize(("changed", "is_broken"), [
    ({}, False), ({"way": PAPER}, False), ({"way": "assumed"}, True), ({"title": " "}, True),
    ({"accepted_on": "2026-02-30"}, True), ({"accepted_on": ""}, True)])
def test_no_desk_sends_another_shape(changed: dict[str, str], is_broken: bool) -> None:
    row = {"title": "T", "edition": "", "way": TICK, "accepted_on": "2026-11-21"} | changed
    assert (broken_acceptance(row) is not None) == is_broken

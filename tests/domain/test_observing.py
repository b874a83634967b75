"""Observation: words and never figures, what was seen last and before that, and what keys choose."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.observing import (
    MOST_STEPS,
    DefinedInstrument,
    DefinedPoint,
    Seen,
    broken_observing,
    check_day,
    check_instrument,
    counted,
    earlier,
    fits_year,
    is_words,
    latest,
    observation_id,
    step_typed,
    tidy,
)
from tests.observing import POINTS, instrument

SEEN = st.builds(
    Seen, st.one_of(st.none(), st.integers(0, 3)), st.text(max_size=3),
    st.dates(date(2026, 8, 1), date(2026, 8, 6)), st.integers(0, 50))


@given(st.lists(SEEN, max_size=8))
def test_a_profile_shows_the_newest_day_and_the_one_before_and_never_a_mix(seen: list[Seen]) -> None:
    now, before = latest(seen), earlier(seen)
    days = sorted({one.day for one in seen if one.step is not None}, reverse=True)
    assert {one.day for one in now} == set(days[:1]) and {one.day for one in before} == set(days[1:2])
    for shown, day in ((now, days[:1]), (before, days[1:2])):
        assert sorted(shown, key=lambda one: -one.recorded_us) == list(shown)
        assert len(shown) == sum(one.step is not None and one.day in day for one in seen), "nobody's look is dropped"


@given(st.lists(st.lists(SEEN, max_size=4), max_size=6))
def test_in_a_group_everybody_stands_on_one_step_at_most(people: list[list[Seen]]) -> None:
    assert sum(counted(people, 4)) == sum(bool(latest(seen)) for seen in people)


def test_a_remark_alone_moves_nobody_on_the_scale() -> None:
    stood = Seen(2, "", date(2026, 8, 1), 1)
    assert latest([stood, Seen(None, "was ziek geweest", date(2026, 8, 9), 2)]) == (stood,)


@pytest.mark.parametrize("words", ["1", "A", "iv", "II+", "niveau 2", "80%", "", "x", "soms/vaak", "–"])
def test_a_figure_or_a_level_is_no_step(words: str) -> None:
    assert not is_words(words)
    wrong = check_instrument(instrument(steps=("nog niet", words)))
    assert {one.field for one in wrong} == {"steps"}


@pytest.mark.clause("A-1.14")
def test_what_is_wrong_with_an_instrument_stands_at_its_field() -> None:
    assert check_instrument(instrument()) == ()
    for given_, field in (
        (instrument(""), "title"), (instrument("x" * 200), "title"), (instrument(edition="x" * 200), "edition"),
        (instrument(steps=("soms",)), "steps"), (instrument(steps=tuple("abcdefgh")), "steps"),
        (instrument(steps=("soms", "Soms")), "steps"), (instrument(points=()), "points"),
        (instrument(points=(*POINTS, POINTS[0])), "points"), (instrument(points=(DefinedPoint("", " "),)), "points"),
        (instrument(points=(DefinedPoint("x" * 61, "y"),)), "points"),
    ):
        assert {one.field for one in check_instrument(given_)} == {field}, given_


def test_tidy_takes_away_what_says_nothing() -> None:
    untidy = DefinedInstrument(" Kleuters  1 ", "", "1,,2 ", "", ("soms ", "", " vaak"),
                               (DefinedPoint("", " "), DefinedPoint(" Taal", "rijmt  mee ")))
    assert tidy(untidy) == DefinedInstrument(
        "Kleuters 1", "", "1, 2", "", ("soms", "vaak"), (DefinedPoint("Taal", "rijmt mee"),))


@given(st.text(max_size=1), st.lists(st.sampled_from(["nog niet", "soms", "samen", "Éven", "meestal"]), min_size=1,
                                     max_size=MOST_STEPS, unique=True), st.integers(0, 6))
def test_a_key_chooses_a_step_that_is_there_or_nothing(sign: str, steps: list[str], now: int) -> None:
    found = step_typed(sign, steps, now if now < len(steps) else None)
    assert found is None or 0 <= found < len(steps)


def test_digits_and_first_letters_choose_and_the_same_letter_goes_on() -> None:
    steps = ("nog niet", "soms", "samen met een ander", "Éven")
    assert [step_typed(sign, steps, None) for sign in "1345s"] == [0, 2, 3, None, 1]
    assert [step_typed("s", steps, now) for now in (None, 1, 2, 0)] == [1, 2, 1, 1]
    assert step_typed("e", steps, None) == 3 and step_typed("", steps, None) is None
    assert step_typed("²", steps, None) is None


def test_a_look_is_of_one_person_point_day_and_observer() -> None:
    one = observation_id(b"p", b"q", "2026-11-20", b"a")
    others = {observation_id(b"x", b"q", "2026-11-20", b"a"), observation_id(b"p", b"x", "2026-11-20", b"a"),
              observation_id(b"p", b"q", "2026-11-21", b"a"), observation_id(b"p", b"q", "2026-11-20", b"x")}
    assert one == observation_id(b"p", b"q", "2026-11-20", b"a") and len(others | {one}) == 5


def test_an_instrument_is_for_its_years_and_for_groups_of_more_than_one() -> None:
    assert [fits_year("1, 2", year) for year in ("1", "2", "3", "C", "")] == [True, True, False, True, True]
    assert fits_year("", "8")


def test_nobody_was_seen_tomorrow_and_no_kept_row_says_more_than_it_may() -> None:
    assert check_day("2026-11-20", date(2026, 11, 20)) == ()
    assert [one.field for one in check_day("2026-11-21", date(2026, 11, 20))] == ["observed_on"]
    assert [one.field for one in check_day("gisteren", date(2026, 11, 20))] == ["observed_on"]
    seen = {"observed_on": "2026-11-20", "remark": "", "step_id": None}
    assert broken_observing("observations", seen) is None
    assert broken_observing("observations", seen | {"remark": "x" * 501}) is not None
    assert broken_observing("instrument_steps", {"title": "4", "position": 1}) is not None
    assert broken_observing("instrument_points", {"title": "x", "area": "", "position": 101}) is not None
    assert broken_observing("notes", {}) is None

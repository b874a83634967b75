"""Text in a box: it shrinks a little, then wraps, and never gets wider than the box."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.fitting import filled, fit, line_width

FACE = "serif-bold"
words = st.text("aWiĳ.-/ ", min_size=1, max_size=80)


def test_short_text_keeps_its_size() -> None:
    assert fit(FACE, "Emre", 30, 400, 2, 0.7) == (30, ("Emre",))


def test_a_little_too_long_shrinks_on_one_line() -> None:
    fitted = fit(FACE, "Maria-Fernanda van den Bergh", 30, 400, 2, 0.7)
    assert len(fitted.lines) == 1
    assert 21 <= fitted.size < 30


def test_much_too_long_wraps_into_lines_about_equally_wide() -> None:
    fitted = fit(FACE, "Maria Fernanda van den Bergh-Łukasiewicz y Nguyễn-Đorđević", 30, 400, 2, 0.7)
    assert fitted.lines == ("Maria Fernanda van den Bergh-", "Łukasiewicz y Nguyễn-Đorđević")


def test_one_long_word_gets_as_small_as_it_must() -> None:
    fitted = fit(FACE, "W" * 100, 30, 400, 3, 0.7)
    assert fitted.lines == ("W" * 100,)
    assert line_width(FACE, fitted.lines[0], fitted.size, 0) == pytest.approx(400)


def test_nothing_is_nothing() -> None:
    assert fit(FACE, "  ", 30, 400, 2, 0.7).lines == ()


@given(words, st.integers(1, 4), st.floats(20, 500), st.floats(0, 3))
def test_text_is_whole_and_within_its_box(text: str, most: int, width: float, tracking: float) -> None:
    fitted = fit(FACE, text, 24, width, most, 0.7, tracking)
    assert "".join("".join(fitted.lines).split()) == "".join(text.split())
    assert len(fitted.lines) <= most
    for line in fitted.lines:
        assert line_width(FACE, line, fitted.size, tracking * fitted.size / 24) <= width * 1.000001


def test_a_word_wider_than_its_column_goes_on_on_the_next_line() -> None:
    lines = filled("sans", "kort " + "w" * 200, 10, 100)
    assert "".join(lines).replace("kort", "", 1) == "w" * 200
    assert all(line_width("sans", line, 10, 0) <= 100 for line in lines)


def test_a_line_may_also_end_after_signs_that_are_named() -> None:
    assert fit("sans", "een.lange.naam@voorbeeld.nl", 20, 100, 2, 0.9).lines == ("een.lange.naam@voorbeeld.nl",)
    found = fit("sans", "een.lange.naam@voorbeeld.nl", 20, 100, 2, 0.9, also_after=".@").lines
    assert len(found) == 2 and "".join(found) == "een.lange.naam@voorbeeld.nl"

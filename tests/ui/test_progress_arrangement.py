"""Which rows the matrix of progress shows, in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.progress import BUSY, DONE, HELP, NOT_STARTED
from tests.ui.progress_values import matrix
from ui.progress.arrangement import FIRST_TITLE, HELP_SIGN, LAST_SEEN, NAME, Wish, arranged
from ui.progress.reading import Reading, prepared
from ui.words import use_listed_names


@pytest.fixture
def reading() -> Reading:
    return prepared(matrix())


def names(reading: Reading, wish: Wish) -> list[str]:
    return [reading.names[number] for number in arranged(reading, wish)]


def test_names_stand_in_the_order_of_a_register(reading: Reading) -> None:
    shown = names(reading, Wish())
    assert shown[:4] == ["Aydın, Emre", "Berg, Ria van den", "Bouzid, Fatima", "Çelik, Tülay"]
    assert shown[-1] == "Vries, Henk de"
    assert names(reading, Wish(downward=True)) == shown[::-1]


def test_names_as_spoken_stand_in_their_own_order() -> None:
    use_listed_names(False)
    try:
        shown = names(prepared(matrix()), Wish())
    finally:
        use_listed_names(True)
    assert shown[:3] == ["Anouk Dekker", "Brahim El Amrani", "Emre Aydın"]


@pytest.mark.parametrize(("typed", "found"), [
    ("yildiz", ["Demir, Yıldız"]),
    ("Łuk", ["Kowalski, Łukasz"]),
    ("el am", ["El Amrani, Brahim"]),
    ("amrani el", ["El Amrani, Brahim"]),
    ("VRIES", ["Vries, Henk de"]),
    ("'t h", ["Hoff, Wilma van 't"]),
    ("mrani", []),
    ("zz", []),
])
def test_the_filter_finds_beginnings_of_words_without_accents(
    reading: Reading, typed: str, found: list[str],
) -> None:
    assert names(reading, Wish(typed=typed)) == found


def test_only_who_needs_help(reading: Reading) -> None:
    shown = arranged(reading, Wish(only_help=True))
    assert shown and all(reading.matrix.rows[number].needs_help for number in shown)
    assert len(shown) == sum(row.needs_help for row in reading.matrix.rows)


def test_who_needs_help_comes_first(reading: Reading) -> None:
    flags = [reading.matrix.rows[number].needs_help for number in arranged(reading, Wish(HELP_SIGN))]
    assert flags == sorted(flags, reverse=True)


def test_who_was_never_or_long_ago_seen_comes_first(reading: Reading) -> None:
    seen = [reading.matrix.rows[number].last_seen_us for number in arranged(reading, Wish(LAST_SEEN))]
    assert seen[0] is None
    assert [at_us or 0 for at_us in seen] == sorted(at_us or 0 for at_us in seen)


def test_a_programme_puts_first_what_asks_for_attention(reading: Reading) -> None:
    order = arranged(reading, Wish(FIRST_TITLE + 3))
    states = [reading.matrix.rows[number].states[3] for number in order]
    wanted = [HELP, BUSY, DONE, NOT_STARTED]
    assert [wanted.index(state) for state in states] == sorted(wanted.index(state) for state in states)
    done = [reading.matrix.rows[number].done[3] for number, state in zip(order, states, strict=True) if state == BUSY]
    assert done == sorted(done)


def test_equal_rows_stay_in_the_order_of_their_names(reading: Reading) -> None:
    same = tuple(replace(row, stuck=False, inactive=False) for row in reading.matrix.rows)
    level = prepared(replace(reading.matrix, rows=same))
    assert arranged(level, Wish(HELP_SIGN)) == arranged(level, Wish())
    assert arranged(level, Wish(HELP_SIGN, downward=True)) == arranged(level, Wish())


def test_the_same_column_again_turns_the_order_upside_down() -> None:
    wish = Wish(typed="el", only_help=True).ordered_by(LAST_SEEN)
    assert (wish.column, wish.downward) == (LAST_SEEN, False)
    wish = wish.ordered_by(LAST_SEEN)
    assert (wish.column, wish.downward) == (LAST_SEEN, True)
    assert (wish.typed, wish.only_help) == ("el", True)
    assert wish.ordered_by(NAME) == Wish(typed="el", only_help=True)


@given(st.integers(0, FIRST_TITLE + 11), st.booleans(), st.booleans())
def test_ordering_loses_nobody_and_doubles_nobody(column: int, downward: bool, only_help: bool) -> None:
    reading = prepared(matrix(people=60))
    shown = arranged(reading, Wish(column, downward, "", only_help))
    wanted = [number for number, row in enumerate(reading.matrix.rows) if row.needs_help or not only_help]
    assert sorted(shown) == wanted

"""Names in free text: every way in which people write them, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.blacking import FREE_TEXTS, MARK, blacked_out, only_blacked, wrong_blacking
from app.domain.names import PersonName
from app.store.tables import metadata

EMRE = PersonName("Emre", "de", "Vries")


@pytest.mark.parametrize(("text", "left", "surely"), [
    ("Emre de Vries kon er niet in", f"{MARK} kon er niet in", True),
    ("Van VRIES, Emre de: uitval", f"Van {MARK}: uitval", True),
    ("de moeder van emre de vries' broer", f"de moeder van {MARK}' broer", True),
    ("foto van Emre", f"foto van {MARK}", False),
    ("Émre de Vries en J. de Vries", f"{MARK} en J. {MARK}", True),
])  # fmt: skip
def test_a_name_is_blacked_out_however_it_is_written(text: str, left: str, surely: bool) -> None:
    found = blacked_out(text, [EMRE])
    assert found == (left, surely) and only_blacked(text, left)


@pytest.mark.parametrize("text", ["", "De Vriesland de boot", "uitval op 30 oktober", "Emrecan", "de deur"])
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert blacked_out(text, [EMRE]) is None


def test_of_one_letter_nothing_is_found_and_of_two_names_both() -> None:
    assert blacked_out("een e en een x", [PersonName("E", "", "X")]) is None
    both = [EMRE, PersonName("Emre", "", "Yıldız-Smit")]
    assert blacked_out("Emre Yildiz Smit, eerder De Vries", both) == (f"{MARK}, eerder {MARK}", True)


@pytest.mark.parametrize(("before", "now", "may"), [
    ("Emre belde", f"{MARK} belde", True), ("Emre belde", "Emre belde", True), ("Emre belde", "Emma belde", False),
    ("Emre belde", f"{MARK} belde niet", False), ("ab", f"{MARK}b{MARK}", False), ("aba", f"{MARK}b{MARK}", True),
    ("Emre belde", MARK, True), ("", MARK, False), ("aXbXc", f"a{MARK}b{MARK}c", True), ("abc", f"abc{MARK}", False),
])  # fmt: skip
def test_blacking_out_says_nothing_new(before: str, now: str, may: bool) -> None:
    assert only_blacked(before, now) is may


@given(st.lists(st.sampled_from("ab "), max_size=30).map("".join), st.lists(st.booleans(), min_size=30, max_size=30))
def test_whatever_is_blacked_out_is_seen_to_be_so(text: str, taken: list[bool]) -> None:
    now = "".join(MARK if goes else sign for sign, goes in zip(text, taken, strict=False))
    assert only_blacked(text, now)


def test_only_free_texts_are_blacked_out() -> None:
    row = {"about": "Emre", "outcome": "ended"}
    assert wrong_blacking("claims", row, row | {"about": MARK}) is None
    assert wrong_blacking("claims", row, row | {"outcome": MARK}) is not None
    assert wrong_blacking("participants", {"given": "Emre"}, {"given": MARK}) is not None
    assert all(column in metadata.tables[kind].c for kind, columns in FREE_TEXTS.items() for column in columns)

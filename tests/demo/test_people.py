"""Names: what the lists give is fit for every form that asks for a name."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.demo.files import demo_names
from app.demo.people import (
    GIRL,
    Usernames,
    draw_adult,
    draw_child,
    draw_family,
    draw_postcode,
    draw_teacher,
)
from app.domain.names import PersonName


@given(seed=st.integers())
def test_a_drawn_name_fits_edexml(seed: int) -> None:
    dice, names = random.Random(seed), demo_names()
    child, gender = draw_child(dice, names, draw_family(dice, names))
    assert gender in {"1", "2"}
    for name in (child, draw_adult(dice, names), draw_teacher(dice, names)):
        assert 1 <= len(name.given) <= 64
        assert 1 <= len(name.family) <= 200
        assert len(name.prefix) <= 10  # voorvoegsel in EDEXML
        for part in (name.given, name.prefix, name.family):
            assert part == " ".join(part.split())
            assert "|" not in part
            assert "/" not in part


def test_every_name_in_the_lists_is_trimmed_and_there_once() -> None:
    for background in demo_names().backgrounds:
        given_names = (background.girls, background.boys, background.women, background.men)
        for ranked in (*given_names, background.families):
            assert all(value == value.strip() and value for value in ranked.values)
            assert len(set(ranked.values)) == len(ranked.values), background.code


def test_a_polish_name_follows_the_gender() -> None:
    names = demo_names()
    dice = random.Random(1)
    families = {draw_family(dice, names) for _ in range(4000)}
    (nowak,) = {one for one in families if one.masculine == "Kowalski" and not one.mixed}
    assert nowak.of(GIRL) == "Kowalska"


def test_user_names_differ_and_are_plain() -> None:
    usernames = Usernames()
    emma = PersonName("Emma", "de", "Jong")
    assert [usernames.of(emma), usernames.of(emma)] == ["emma.dejong", "emma.dejong2"]
    assert usernames.of(PersonName("Łukasz", "", "Wiśniewski")) == "lukasz.wisniewski"
    assert usernames.of(PersonName("Tenzin", "", "")) == "tenzin"


@pytest.mark.parametrize("seed", range(20))
def test_a_postcode_has_the_form_of_one(seed: int) -> None:
    assert re.fullmatch(r"1234(?!SA|SD|SS)[A-Z]{2}", draw_postcode(random.Random(seed), "1234"))

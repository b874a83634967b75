"""People are sorted and found the Dutch way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions.desk import Desk
from app.actions.groups import create_group
from app.actions.participants import leave
from app.domain.names import PersonName, fold, list_key
from app.views.cards import cards_of
from app.views.groups import all_participants, group_list
from app.views.search import SHOWN, Hit, find
from tests.actions.conftest import make_group
from tests.desks import bring_in, person, roster
from tests.dumps import dump, put_back
from tests.lessons import add_programme

DUTCH = [
    ("Emre", "", "Yıldız"),
    ("Sanne", "van 't", "Hoff"),
    ("Łukasz", "", "Wójcik"),
    ("Søren", "de", "Vries"),
    ("Jean-Pierre", "", "D’Angelo"),
    ("Anna", "van der", "Berg"),
    ("Bo", "", "Berg"),
    ("IJsbrand", "", "IJzerman"),
    ("Çiğdem", "", ""),
    ("Zoë", "in 't", "Veld"),
]


@pytest.fixture
def everybody(desk: Desk) -> Desk:
    bring_in(desk, roster(*(person(str(n), given, family, prefix) for n, (given, prefix, family) in enumerate(DUTCH))))
    return desk


def found(desk: Desk, typed: str) -> list[str]:
    return [hit.title for hit in desk.read(find, typed, limit=50) if hit.kind == "participant"]


@pytest.mark.parametrize("as_listed", [True, False])
def test_every_list_has_one_order_also_of_who_differ_in_capitals_alone(desk: Desk, as_listed: bool) -> None:
    names = [*DUTCH, ("Mehmet", "", "Aslan"), ("Mehmet", "", "ASLAN"), ("Anna", "", "Aslan"), ("Bo", "", "Berg Smit")]
    bring_in(desk, roster(*(person(str(n), given, family, prefix) for n, (given, prefix, family) in enumerate(names))))
    rows = desk.read(all_participants)
    backwards = rows[::-1]
    shown = sorted(backwards, key=lambda row: list_key(row.full, row.listed, as_listed))
    if as_listed:
        assert [row.id for row in shown] == [row.id for row in rows]
        assert [row.id for row in desk.read(cards_of, [row.id for row in reversed(rows)]).rows] == [
            row.id for row in rows]
    assert [row.listed for row in shown if row.listed.casefold() == "aslan, mehmet"] == [
        "ASLAN, Mehmet", "Aslan, Mehmet"]
    assert [row.listed for row in shown if row.listed.startswith("Berg")] == (
        ["Berg, Anna van der", "Berg, Bo", "Berg Smit, Bo"])


def test_sorted_by_family_name_without_prefix_and_without_accents(everybody: Desk) -> None:
    assert [row.listed for row in everybody.read(all_participants)] == [
        "Berg, Anna van der",
        "Berg, Bo",
        "Çiğdem",
        "D’Angelo, Jean-Pierre",
        "Hoff, Sanne van 't",
        "IJzerman, IJsbrand",
        "Veld, Zoë in 't",
        "Vries, Søren de",
        "Wójcik, Łukasz",
        "Yıldız, Emre",
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("yildiz", ["Emre Yıldız"]),
        ("YILDIZ emre", ["Emre Yıldız"]),
        ("lukasz", ["Łukasz Wójcik"]),
        ("wojc", ["Łukasz Wójcik"]),
        ("soren", ["Søren de Vries"]),
        ("vries soren", ["Søren de Vries"]),
        ("de vries", ["Søren de Vries"]),
        ("'t", ["Sanne van 't Hoff", "Zoë in 't Veld"]),
        ("t hoff", ["Sanne van 't Hoff"]),
        ("angelo", ["Jean-Pierre D’Angelo"]),
        ("d'ang", ["Jean-Pierre D’Angelo"]),
        ("D’Angelo", ["Jean-Pierre D’Angelo"]),
        ("jean-p", ["Jean-Pierre D’Angelo"]),
        ("pierre", ["Jean-Pierre D’Angelo"]),
        ("cigdem", ["Çiğdem"]),
        ("zoe veld", ["Zoë in 't Veld"]),
        ("berg", ["Anna van der Berg", "Bo Berg"]),
        ("berg, bo", ["Bo Berg"]),
        ("erg", []),
        ("ildiz", []),
        ("%", []),
        ("_", []),
        ("", []),
        ("   ", []),
    ],
)
def test_found_by_the_beginning_of_each_word(everybody: Desk, typed: str, expected: list[str]) -> None:
    assert found(everybody, typed) == expected


def test_who_left_comes_last(everybody: Desk) -> None:
    anna = next(row.id for row in everybody.read(all_participants) if row.full.startswith("Anna"))
    everybody.do(leave, participant_ids=[anna])
    assert found(everybody, "berg") == ["Bo Berg", "Anna van der Berg"]


def test_somebody_at_the_end_of_a_long_list_is_found(desk: Desk) -> None:
    """The letters stand somewhere in everybody's name, but at the beginning of one alone."""
    many = [person(str(n), f"Naam{n:03}", "Azez") for n in range(SHOWN * 3)]
    bring_in(desk, roster(*many, person("z", "Zeynep", "Zwart")))
    assert found(desk, "ze") == ["Zeynep Zwart"]
    assert len(desk.read(find, "naam", limit=500)) == SHOWN
    assert len(desk.read(find, "naam")) == 12


def test_groups_coaches_and_programmes_are_found_too(desk: Desk) -> None:
    make_group(desk, "Groep 5 – Vögels")
    add_programme(desk, "vogels")
    coach = person("c", "Vera", "Vogel")
    bring_in(desk, replace(roster(person("1", "Vos", "Vogelaar")), coaches=(coach,)))
    hits = desk.read(find, "vog")
    assert [(hit.kind, hit.title) for hit in hits] == [
        ("participant", "Vos Vogelaar"),
        ("group", "Groep 5 – Vögels"),
        ("coach", "Vera Vogel"),
        ("programme", "Programma vogels"),
    ]
    assert all(isinstance(hit, Hit) and len(hit.id) == 16 for hit in hits)


def test_groups_stand_in_the_order_people_count_in(desk: Desk) -> None:
    for name in ("Groep 10", "groep 3", "Groep 3b", "Alle"):
        desk.do(create_group, name=name)
    desk.do(create_group, name="Aparte", kind="combined")
    assert [row.name for row in desk.read(group_list)] == ["Alle", "groep 3", "Groep 3b", "Groep 10", "Aparte"]


LETTERS = st.text(st.sampled_from("aàáAıİłŁøåéĳ’' -"), min_size=1, max_size=6).filter(lambda text: text.strip())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=6, unique_by=lambda one: fold(" ".join(one))))
def test_everybody_is_found_by_the_own_name_and_stands_in_order(desk: Desk, names: list[tuple[str, str]]) -> None:
    saved = dump(desk, frozenset())
    try:
        bring_in(desk, roster(*(person(str(n), given, family) for n, (given, family) in enumerate(names))))
        shown = desk.read(all_participants)
        keys = [PersonName(given, "", family).sort_key for given, family in names]
        assert [PersonName(*_parts(names, row.full)).sort_key for row in shown] == sorted(keys)
        for given_name, family in names:
            if fold(given_name) and fold(family):
                assert f"{given_name} {family}" in found(desk, f"{given_name} {family}")
                assert f"{given_name} {family}" in found(desk, f"{family} {given_name}")
    finally:
        put_back(desk, saved)


def _parts(names: list[tuple[str, str]], full: str) -> tuple[str, str, str]:
    given, family = next(one for one in names if " ".join(part for part in one if part) == full)
    return given, "", family

"""The rules of the new year: codes, names, the groups that are proposed and everybody's place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.invariants import broken
from app.domain.rollover.coaching import early_readers, going_along, late_readers, staying_coaches
from app.domain.rollover.kept import Choice, Chosen, Fate, NewGroup, Person, PresentGroup, not_now
from app.domain.rollover.places import NewGroups, longer, needs_place, place_of, places
from app.domain.rollover.proposal import names_twice, propose_groups, same_group
from app.domain.rollover.years import (
    CODES,
    next_name,
    next_year_group,
    preparing_from,
    same_name,
    stem,
    year_to_prepare,
    years_in,
)


def group(name: str, code: str = "", place: bytes | None = None, years: str = "") -> PresentGroup:
    held = frozenset(years) if years else years_in(name, code)
    return PresentGroup(name.encode(), name, code, place, held)


def make_id(what: str, origin: bytes) -> bytes:
    return what.encode() + b":" + origin


def people(*given: tuple[str, PresentGroup]) -> tuple[Person, ...]:
    return tuple(Person(f"{n}".encode(), year, (of.id,)) for n, (year, of) in enumerate(given))


@pytest.mark.parametrize(
    ("name", "code", "after", "years"),
    [
        ("5a", "5", "6a", "5"), ("Groep 3", "3", "Groep 4", "3"), ("Groep 1/2", "C", "Groep 1/2", "12"),
        ("7/8 B", "8", "7/8 B", "78"), ("De Dolfijnen", "5", "De Dolfijnen", "5"), ("Lokaal 12", "5", "Lokaal 12", "5"),
        ("5A Regenboog", "", "6A Regenboog", "5"), ("Groep 8", "8", "Groep 8", "8"), ("1-2A", "C", "1-2A", "12"),
        ("Groep 4 Team 2", "4", "Groep 4 Team 2", "4"), ("3", "S", "4", ""), ("Inloop", "", "Inloop", ""),
        ("0", "0", "1", "0"), ("Groep 6", "5", "Groep 6", "5"), ("Plus", "N", "Plus", ""),
    ],
)
def test_the_name_and_the_years_of_a_group(name: str, code: str, after: str, years: str) -> None:
    assert (next_name(name, code), years_in(name, code)) == (after, frozenset(years))


@pytest.mark.parametrize(
    ("code", "after"),
    [("0", "1"), ("1", "2"), ("7", "8"), ("8", None), ("S", "S"), ("C", "C"), ("N", "N"), ("", ""), ("11", "12"),
     ("16", None)],
)
def test_the_year_group_after_this_one(code: str, after: str | None) -> None:
    assert next_year_group(code) == after


@pytest.mark.parametrize(
    ("name", "left", "same"),
    [("Groep 5a", "a", "5a"), ("5A", "a", "5a"), ("7/8 B", "b", "7/8 b"), ("Groep 3", "", "3"), ("groep", "", "groep")],
)
def test_what_stays_of_a_name_and_what_makes_two_the_same(name: str, left: str, same: str) -> None:
    assert (stem(name), same_name(name)) == (left, same)


@pytest.mark.clause("A-1.13")
@pytest.mark.parametrize(
    ("today", "years", "first"),
    [
        (date(2027, 4, 30), {2026}, None), (date(2027, 5, 1), {2026}, 2027), (date(2027, 7, 31), {2026}, 2027),
        (date(2027, 8, 1), {2026}, 2027), (date(2027, 8, 1), {2027}, None), (date(2027, 12, 1), {2026, 2027}, 2027),
        (date(2028, 5, 1), {2026}, 2027), (date(2028, 5, 1), {2027}, 2028),
    ],
)
def test_for_which_school_year_groups_are_to_be_made(today: date, years: set[int], first: int | None) -> None:
    found = year_to_prepare(today, frozenset(years))
    assert (found.first if found is not None else None) == first


def test_the_day_from_which_the_next_year_is_prepared() -> None:
    assert {preparing_from(day) for day in (date(2026, 8, 1), date(2027, 4, 30))} == {date(2027, 5, 1)}


INFANTS, THIRD = group("Groep 1/2", "C"), group("Groep 3", "3")
A, B, COMBINED, LAST = group("5a", "5"), group("5b", "5"), group("7/8", "C"), group("Groep 8", "8")
SCHOOL = (INFANTS, THIRD, A, B, COMBINED, LAST)
PUPILS = people(("1", INFANTS), ("2", INFANTS), ("3", THIRD), ("5", A), ("5", B), ("7", COMBINED), ("8", COMBINED),
                ("8", LAST))


def test_the_groups_of_a_whole_school() -> None:
    new = propose_groups(SCHOOL, PUPILS, make_id)
    assert [(one.name, one.year_group, one.fate, one.from_id is None) for one in new] == [
        ("Groep 1/2", "C", Fate.GOES_ON, False), ("Groep 4", "4", Fate.GOES_ON, False),
        ("6a", "6", Fate.GOES_ON, False), ("6b", "6", Fate.GOES_ON, False), ("7/8", "C", Fate.GOES_ON, False),
        ("Groep 8", "8", Fate.ENDS, False), ("Groep 3", "3", Fate.GOES_ON, True)]
    assert new == propose_groups(SCHOOL, PUPILS, make_id), "the same at every desk"
    found = places(PUPILS, {one.id: one for one in SCHOOL}, NewGroups(new), {})
    names = {one.id: one.name for one in new}
    assert [(str(one.choice), [names[to] for to in one.to], one.year_group) for one in found.values()] == [
        ("promote", ["Groep 1/2"], "2"), ("promote", ["Groep 3"], "3"), ("promote", ["Groep 4"], "4"),
        ("promote", ["6a"], "6"), ("promote", ["6b"], "6"), ("promote", ["7/8"], "8"), ("leave", [], "8"),
        ("leave", [], "8")]


def test_a_group_of_several_years_without_numbers_is_known_by_its_people() -> None:
    owls = group("De Uilen", "C", years="34")
    new = propose_groups((owls, group("De Bevers", "5")), people(("3", owls), ("4", owls)), make_id)
    assert [one.name for one in new] == ["De Uilen", "De Bevers", "De Bevers"]
    assert len(names_twice(new)) == 1


def test_who_moves_to_another_building_with_the_year_group() -> None:
    here, there = b"h" * 16, b"t" * 16
    new = propose_groups((group("5", "5", here), group("6A", "6", there)), (), make_id)
    assert [(one.name, one.location_id) for one in new] == [("6", there), ("7A", there)]


def test_without_years_every_group_goes_on_as_it_is() -> None:
    new = propose_groups((group("Dinsdag 5"),), (), make_id, with_years=False)
    assert [(one.name, one.year_group) for one in new] == [("Dinsdag 5", "")]


@pytest.mark.parametrize(
    ("year", "chosen", "expected"),
    [
        ("5", Chosen(Choice.REPEAT), (Choice.REPEAT, "5", True)),
        ("5", Chosen(Choice.LEAVE), (Choice.LEAVE, "5", False)),
        ("5", Chosen(Choice.NONE), (Choice.NONE, "6", False)),
        ("5", Chosen(Choice.PROPOSED), (Choice.PROMOTE, "6", False)),
        ("5", Chosen(Choice.PROMOTE, b"gone"), (Choice.PROMOTE, "6", True)),
        ("5", Chosen(Choice.PROMOTE, b"seven"), (Choice.PROMOTE, "7", False)),
        ("5", Chosen(Choice.PROMOTE, b"five-six"), (Choice.PROMOTE, "6", False)),
        ("5", Chosen(Choice.REPEAT, b"five-six"), (Choice.REPEAT, "5", False)),
        ("S", None, (Choice.PROMOTE, "S", False)), ("", None, (Choice.PROMOTE, "6", False)),
    ],
)
def test_the_place_of_one(year: str, chosen: Chosen | None, expected: tuple[Choice, str, bool]) -> None:
    new = NewGroups([
        NewGroup(b"on", "6a", from_id=A.id, years=frozenset("6")), NewGroup(b"seven", "7", years=frozenset("7")),
        NewGroup(b"five-six", "5/6", years=frozenset("56")), NewGroup(b"gone", "x", fate=Fate.ENDS)])
    new = NewGroups([one for one in new.by_id.values() if one.id != b"five-six"] if chosen is None or (
        chosen.to_id is None) else new.by_id.values())
    person = Person(b"p", year, (A.id,))
    place = place_of(person, {A.id: A}, new, chosen)
    assert (place.choice, place.year_group, needs_place(person, place)) == expected


def test_a_longer_time_has_the_name_that_belongs_to_the_year() -> None:
    assert [longer(code) for code in ("1", "2", "3", "8", "")] == [
        Choice.EXTEND, Choice.EXTEND, Choice.REPEAT, Choice.REPEAT, Choice.REPEAT]


CODE = st.sampled_from(sorted(CODES))
NAMES = st.one_of(st.sampled_from(["5a", "Groep 3", "Groep 1/2", "7/8 B", "De Uilen", "8"]), st.text(max_size=12))


@given(NAMES, CODE)
def test_any_name_has_a_next_one_and_any_code_a_place(name: str, code: str) -> None:
    assert next_name(name, code) or not name
    assert years_in(name, code) <= frozenset(map(str, range(17)))
    assert same_name(name) == same_name(f" {name.upper()} ".lower()) or not name.isascii()
    after = next_year_group(code)
    assert after is None or after in CODES


@given(st.lists(st.tuples(NAMES, CODE), max_size=8), st.lists(st.tuples(CODE, st.integers(0, 7)), max_size=20))
def test_nobody_is_lost_whatever_the_groups(named: list[tuple[str, str]], wanted: list[tuple[str, int]]) -> None:
    """Everybody of a group that takes part leaves, or has a group that will be there, or is told to be without one."""
    there = [PresentGroup(bytes([n]), name, code, None, years_in(name, code)) for n, (name, code) in enumerate(named)]
    some = [Person(bytes([n, 1]), code, (there[at % len(there)].id,)) for n, (code, at) in enumerate(wanted) if there]
    new = propose_groups(there, some, make_id)
    assert len({one.id for one in new}) == len(new)
    going = NewGroups(new)
    for person, place in zip(some, places(some, {one.id: one for one in there}, going, {}).values(), strict=True):
        assert place.choice is Choice.LEAVE or set(place.to) <= going.by_id.keys()
        assert place.to or place.choice is Choice.LEAVE or needs_place(person, place)
        assert place.year_group in CODES


def test_which_group_of_the_new_year_is_the_same() -> None:
    there = {b"1": ("Groep 6A", None), b"2": ("6b", b"h" * 16), b"3": ("7", None), b"4": ("Groep 7", None)}
    assert same_group("6a", None, there) == b"1"
    assert same_group("6b", b"t" * 16, there) is None and same_group("6b", None, there) == b"2"
    assert same_group("7", None, there) is None, "two have that name"


def test_coaches_stay_go_along_and_read_along() -> None:
    now = {THIRD.id: (b"kim",), A.id: (b"lee",)}
    new = {one.name: one for one in propose_groups(SCHOOL, PUPILS, make_id)}
    present = {one.id: one for one in SCHOOL}
    assert staying_coaches(new["Groep 3"], present, now) == (b"kim",)
    assert staying_coaches(new["6a"], present, now) == () and going_along(new["6a"], now) == (b"lee",)
    assert staying_coaches(new["6a"], present, now, with_years=False) == (b"lee",)
    assert going_along(new["Groep 3"], now) == ()
    found = places(PUPILS, present, NewGroups(new.values()), {})
    coming = {new["Groep 3"].id: (b"kim",), new["6a"].id: (b"lee",)}
    assert early_readers(PUPILS, found, coming, now) == {(b"kim", INFANTS.id)}
    assert late_readers(PUPILS, found, coming, now) == {(b"kim", new["Groep 4"].id)}


def test_rows_that_cannot_be() -> None:
    proper = {"state": "prepared", "done_us": None, "effective_on": "2027-08-01", "hand_over_on": ""}
    assert broken("roll_overs", proper) is None
    for wrong in ({"state": "x"}, {"state": "done"}, {"done_us": 1}, {"effective_on": "31-12-2027"}):
        assert broken("roll_overs", proper | wrong) is not None
    listed = {"name": "6a", "dropped": 0, "year_group": "6"}
    assert broken("roll_over_groups", listed) is None
    for wrong in ({"name": " "}, {"dropped": 3}, {"year_group": "9"}):
        assert broken("roll_over_groups", listed | wrong) is not None
    assert broken("roll_over_choices", {"choice": "repeat"}) is None
    assert broken("roll_over_choices", {"choice": "expel"}) is not None


def test_it_is_done_once_and_on_its_day() -> None:
    prepared, today = {"state": "prepared", "effective_on": "2027-08-01"}, date(2027, 8, 1)
    done = prepared | {"state": "done"}
    assert not_now(prepared, done, today) is None and not_now(None, done, today) is None
    assert not_now(done, prepared, today) is None
    assert not_now(prepared, done, date(2027, 7, 31)) is not None
    assert not_now(done, done, today) is not None

"""Doubles: what looks like one person, and that what is put together has no rings and no chains."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.domain.doubles import (
    MERGED,
    Candidate,
    Hint,
    broken_person,
    broken_pointer,
    find_doubles,
    flattened,
    likeness,
    merge_refused,
    words_of,
)
from app.domain.names import PersonName, fold


def who(number: int, given_name: str, family: str, prefix: str = "", **more: object) -> Candidate:
    name = PersonName(given_name, prefix, family)
    return Candidate(bytes([number]) * 16, name, words_of(fold(name.full)), **more)  # type: ignore[arg-type]


def hints(one: Candidate, other: Candidate) -> list[tuple[Hint, ...]]:
    return [pair.hints for pair in find_doubles([one, other])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Yıldız", "Demir"), ("Yildiz", "Demir")),
        (("Łukasz", "Kowalski"), ("lukasz", "KOWALSKI")),
        (("Fatima", "el Amrani"), ("Fatima", "Amrani el")),
        (("Anne-Marie", "Vos"), ("Anne Marie", "Vos")),
        (("Demir", "Yildiz"), ("Yildiz", "Demir")),
    ],
)
def test_the_same_name_however_it_is_written_is_shown(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert hints(who(1, *one), who(2, *other)) == [(Hint.NAME,)]


def test_a_shared_address_alone_makes_nobody_a_double() -> None:
    """A mother and her daughter with one mailbox are two."""
    assert hints(who(1, "Fatima", "Amrani", email="thuis@example.org"),
                 who(2, "Samira", "Amrani", email="Thuis@example.org")) == []


def test_who_married_is_met_by_given_name_and_address() -> None:
    assert hints(who(1, "Ria", "Berg", email="ria@example.org", username="ria"),
                 who(2, "Ria", "Peters", email="ria@example.org", username="RIA")) == [(Hint.USERNAME, Hint.EMAIL)]


def test_what_speaks_against_it_weighs() -> None:
    born = {"birth_date": "2016-01-02"}
    assert hints(who(1, "Emma", "Vries", **born), who(2, "Emma", "Vries", birth_date="2017-05-06")) == []
    assert hints(who(1, "Emma", "Vries", eckid="a", **born), who(2, "Emma", "Vries", eckid="a", birth_date="1")) != []


def test_two_keys_of_one_administration_are_two_people_unless_more_is_the_same() -> None:
    las = {"sources": frozenset({"edexml:99ZZ00"})}
    assert hints(who(1, "Emma", "Vries", **las), who(2, "Emma", "Vries", **las)) == []
    assert hints(who(1, "Emma", "Vries", birth_date="2016-01-02", **las),
                 who(2, "Emma", "Vries", birth_date="2016-01-02", **las)) != []


def test_the_most_alike_stand_first_and_who_was_told_apart_is_not_asked_again() -> None:
    people = [who(1, "Bo", "Vos"), who(2, "Bo", "Vos"), who(3, "Ali", "Kaya", username="a"),
              who(4, "Ali", "Kaya", username="a")]
    first, second = find_doubles(people)
    assert (first.one, second.one) == (people[2].id, people[0].id)
    assert find_doubles(people, {frozenset((people[2].id, people[3].id))}) == (second,)


def test_a_name_that_everybody_has_says_nothing() -> None:
    assert find_doubles([who(number, "Test", "Leerling") for number in range(1, 60)]) == ()


@given(some.lists(some.tuples(some.sampled_from("ab"), some.sampled_from("cd"), some.sampled_from(["", "x", "y"])),
                  max_size=8))
def test_a_pair_is_told_once_and_never_with_oneself(rows: list[tuple[str, str, str]]) -> None:
    people = [who(number + 1, given_name, family, eckid=key) for number, (given_name, family, key) in enumerate(rows)]
    pairs = [frozenset((pair.one, pair.other)) for pair in find_doubles(people)]
    assert len(pairs) == len(set(pairs)) and all(len(pair) == 2 for pair in pairs)
    assert all(likeness(one, other).weight == likeness(other, one).weight for one in people for other in people)


A, B, C = (bytes([number]) * 16 for number in (1, 2, 3))


def test_what_may_be_put_together() -> None:
    assert merge_refused({"id": A, "merged_into": None}, {"id": B, "merged_into": None}) is None
    assert merge_refused({"id": A}, {"id": A}) is not None
    assert merge_refused({"id": A, "merged_into": C}, {"id": B}) is not None
    assert merge_refused({"id": A}, {"id": B, "merged_into": C}) is not None


@pytest.mark.parametrize(
    ("row", "is_well"),
    [
        ({"state": "active"}, True),
        ({"state": "left", "merged_into": None}, True),
        ({"state": MERGED, "merged_into": A}, True),
        ({"state": MERGED, "merged_into": None}, False),
        ({"state": "left", "merged_into": A}, False),
    ],
)
def test_the_state_and_the_pointer_say_the_same(row: dict[str, object], is_well: bool) -> None:
    assert (broken_person(row) is None) is is_well


def test_a_pointer_makes_no_ring_no_chain_and_points_at_somebody() -> None:
    assert broken_pointer(A, B, {A: None, B: None}, ()) is None
    assert broken_pointer(A, A, {A: None}, ()) is not None
    assert broken_pointer(A, B, {A: None}, ()) is not None, "nobody is there"
    assert broken_pointer(A, B, {A: None, B: C, C: None}, ()) is not None, "a chain"
    assert broken_pointer(A, B, {A: None, B: A}, ()) is not None, "a ring"
    assert broken_pointer(A, B, {A: None, B: None, C: A}, (C,)) is not None, "a chain from below"


@given(some.lists(some.tuples(some.integers(0, 6), some.integers(0, 6)), max_size=20))
def test_whatever_is_put_together_nobody_is_counted_by_way_of_a_third(merges: list[tuple[int, int]]) -> None:
    standing: dict[bytes, bytes | None] = {bytes([number]) * 16: None for number in range(7)}
    for kept, gone in ((bytes([one]) * 16, bytes([other]) * 16) for one, other in merges):
        rows = [{"id": one, "merged_into": standing[one]} for one in (kept, gone)]
        if merge_refused(rows[0], rows[1]) is None:
            standing |= flattened(gone, kept, standing)
    for target in standing.values():
        assert target is None or standing[target] is None

"""The figures of a whole organisation, held against the results one by one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions.desk import Desk
from app.actions.doubles import merge_people
from app.actions.erasing import erase_participants
from app.actions.groups import add_participants, close_group, create_group, move_participants, place_group
from app.actions.locations import add_location
from app.actions.undo import undo_last
from app.domain.roster import Statement
from app.domain.visits import visits_of
from app.store.settings import SINCE_YEAR, set_settings
from app.store.tables import earlier_progress, memberships
from app.views import spans
from app.views.progress import group_matrix
from app.views.wide_progress import Figures, WideProgress, wide_progress
from tests.coaching import coach_of
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import dump, put_back, rows_of
from tests.lessons import DAY_US, add_programme, at_us, bring_results, exercise_iri, finish, statement

NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)
MINUTE_US = 60_000_000


@pytest.fixture
def library(desk: Desk) -> Desk:
    """Amira and Bram in A since 1 September, Chi in B, Daan in none; A and B at one location."""
    for code in ("fietsen", "koken"):
        add_programme(desk, code)
    people = [person("1", "Amira", "Proef", groups=("a",)), person("2", "Bram", "Proef", groups=("a",)),
              person("3", "Chi", "Proef", groups=("b",)), person("4", "Daan", "Proef")]
    bring_in(desk, roster(*people, groups=("a", "b")))
    place = desk.do(add_location, name="Lindelaan").outcome
    for group in groups_of(desk).values():
        desk.do(place_group, group_id=group, location_id=place)
    since(desk, "2026-09-01")
    return desk


def since(desk: Desk, day: str) -> None:
    with desk.database.writing() as connection:
        connection.execute(memberships.update().values(from_on=day))
        connection.exec_driver_sql("UPDATE groups SET from_on = ?", (day,))


def groups_of(desk: Desk) -> dict[str, bytes]:
    return {row["name"]: row["id"] for row in rows_of(desk, "groups")}


def people_of(desk: Desk) -> dict[str, bytes]:
    return {row["given"]: row["id"] for row in rows_of(desk, "participants")}


def group(found: WideProgress, name: str) -> Figures:
    return next(one.figures for place in found.locations for one in place.groups if one.name == name)


ONE = st.builds(
    statement, st.sampled_from("1234"), st.sampled_from([exercise_iri("koken", 1), exercise_iri("koken", 2)]),
    st.integers(-3 * 96, 3 * 96).map(lambda quarter: at_us() + quarter * 15 * MINUTE_US),
    passed=st.sampled_from([True, False, None]), seconds=st.sampled_from([None, 45, 300]))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(ONE, max_size=20, unique_by=lambda one: one.id), some=st.integers(0, 10))
def test_days_and_figures_are_what_the_results_make_of_them(library: Desk, made: list[Statement], some: int) -> None:
    """Also after some of them were taken back."""
    saved = dump(library, frozenset())
    try:
        bring_results(library, made[some:])
        bring_results(library, made[:some])
        bring_results(library, (), [one.id for one in made[:some]])
        _compare(library, made[some:])
    finally:
        put_back(library, saved)


def _compare(desk: Desk, made: list[Statement]) -> None:
    local = {str(at): row["local"] for at, row in enumerate(rows_of(desk, "participants"), 1)}
    days: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for key in "1234":
        mine = [one for one in made if one.actor_key == key]
        for visit in visits_of((one.at_us, 0, None) for one in mine):
            days[local[key], day_of(visit.first_us)][0] += 1
        first: dict[str, int] = {}
        for one in mine:
            days[local[key], day_of(one.at_us)][1] += 1
            days[local[key], day_of(one.at_us)][3] += one.seconds or 0
            if one.passed:
                first[one.exercise] = min(one.at_us, first.get(one.exercise, one.at_us))
        for at in first.values():
            days[local[key], day_of(at)][2] += 1
    kept = {(row["participant"], row["day"]): [row["visits"], row["attempts"], row["made"], row["seconds"]]
            for row in rows_of(desk, "activity")}
    assert kept == days
    found = desk.read(wide_progress, *NOVEMBER)
    assert found.whole.attempts == sum(one[1] for key, one in days.items() if key[1] >= day_of(at_us(-1)))
    assert [sum(getattr(one.figures, what) for one in found.locations) + getattr(found.without_group, what)
            for what in ("visits", "attempts", "made", "seconds", "active", "participants", "helped")] == [
        getattr(found.whole, what)
        for what in ("visits", "attempts", "made", "seconds", "active", "participants", "helped")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spans, "MANY", 1)
        assert desk.read(wide_progress, *NOVEMBER) == found, "many people are read otherwise than a few"
    assert found.whole.helped == sum(row.stuck for row in desk.read(group_matrix).rows)


def day_of(at: int) -> int:
    return (at + 60 * MINUTE_US) // DAY_US


@pytest.mark.clause("O-annex 1")
def test_who_moved_counts_in_each_group_on_the_days_there(library: Desk, clock: Clock) -> None:
    """D5: and once at their location, and once in the whole."""
    first, second = groups_of(library).values()
    bring_results(library, [statement("1", exercise_iri("koken", 1), at_us(2))])
    library.do(move_participants, from_group_id=first, to_group_id=second,
               participant_ids=[people_of(library)["Amira"]])
    clock.forward(1)
    bring_results(library, [statement("1", exercise_iri("koken", 2), at_us(19, hour=1))])
    found = library.read(wide_progress, *NOVEMBER)
    a, b, (place,) = group(found, "Groep a"), group(found, "Groep b"), found.locations
    assert (a.participants, a.active, a.attempts, a.completed) == (2, 1, 1, 0)
    assert (b.participants, b.active, b.attempts, b.completed) == (2, 1, 1, 1)
    assert (place.figures.participants, place.figures.active, place.figures.attempts) == (3, 1, 2)
    assert (found.whole.participants, found.whole.unseen, found.whole.completed) == (4, 3, 1)
    assert found.without_group == Figures(participants=1)
    before = library.read(wide_progress, date(2026, 11, 1), date(2026, 11, 15))
    assert [group(before, f"Groep {one}").participants for one in "ab"] == [2, 1]


def test_a_day_of_each_group_is_no_day_twice_at_their_location(library: Desk) -> None:
    extra = library.do(create_group, name="Taalcafé", location_id=library.read(
        wide_progress, *NOVEMBER).locations[0].id).outcome
    library.do(add_participants, group_id=extra, participant_ids=[people_of(library)["Amira"]])
    since(library, "2026-09-01")
    finish(library, "1", "koken")
    found = library.read(wide_progress, *NOVEMBER)
    assert group(found, "Taalcafé") == Figures(1, 1, 0, 2, 2, 2, 120, 1)
    assert found.locations[0].figures == Figures(3, 1, 0, 2, 2, 2, 120, 1)
    assert found.whole == Figures(4, 1, 0, 2, 2, 2, 120, 1)
    assert (found.whole.minutes, found.whole.unseen) == (2, 3)


def test_a_closed_group_is_shown_in_the_periods_in_which_it_was_there(library: Desk, clock: Clock) -> None:
    library.do(close_group, group_id=groups_of(library)["Groep b"])
    clock.forward(40)
    shown = {(one.name, one.is_closed) for place in library.read(wide_progress, *NOVEMBER).locations
             for one in place.groups}
    assert shown == {("Groep a", False), ("Groep b", True)}
    after = library.read(wide_progress, date(2026, 12, 1), date(2026, 12, 31))
    assert [one.name for place in after.locations for one in place.groups] == ["Groep a"]
    assert after.without_group is not None and after.without_group.participants == 2


def test_results_of_who_are_one_person_are_days_of_that_person_and_go_with_an_erasure(library: Desk) -> None:
    people = people_of(library)
    bring_results(library, [statement("1", exercise_iri("koken", 1), at_us(1)),
                            statement("3", exercise_iri("koken", 1), at_us(1, hour=2))])
    before = rows_of(library, "activity")
    library.do(merge_people, kept_id=people["Amira"], gone_id=people["Chi"])
    (one,) = rows_of(library, "activity")
    assert (one["visits"], one["attempts"], one["made"]) == (2, 2, 1)
    found = library.read(wide_progress, *NOVEMBER)
    assert (found.whole.participants, found.whole.active, found.whole.attempts) == (3, 1, 2)
    library.do(undo_last)
    assert rows_of(library, "activity") == before
    library.do(erase_participants, participant_ids=[people["Amira"]])
    assert [row["participant"] for row in rows_of(library, "activity")] == [
        row["local"] for row in rows_of(library, "participants") if row["given"] == "Chi"]


def test_a_coach_has_figures_of_own_groups_alone(library: Desk) -> None:
    finish(library, "1", "koken")
    finish(library, "3", "koken")
    coach = coach_of(library, groups_of(library)["Groep b"])
    found = coach.read(wide_progress, *NOVEMBER)
    assert [one.name for place in found.locations for one in place.groups] == ["Groep b"]
    assert found.without_group is None
    assert found.whole == found.locations[0].figures == Figures(1, 1, 0, 2, 2, 2, 120, 1)


def test_it_says_from_when_on_all_results_are_here(library: Desk) -> None:
    """S9."""
    assert library.read(wide_progress, *NOVEMBER).local_since is None
    with library.database.writing() as connection:
        set_settings(connection, {SINCE_YEAR: "2025"})
    assert library.read(wide_progress, *NOVEMBER).local_since is None, "nothing of before is missing"
    with library.database.writing() as connection:
        connection.execute(earlier_progress.insert().values(
            participant=rows_of(library, "participants")[0]["local"],
            exercise=rows_of(library, "exercises")[0]["local"], attempts=1, failed=0, last_us=1, seconds=1))
    assert library.read(wide_progress, *NOVEMBER).local_since == date(2025, 8, 1)

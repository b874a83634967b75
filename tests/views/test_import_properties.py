"""Whatever rosters follow each other: the same again is nothing, and undo gives back exactly what was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.actions.desk import Desk
from app.actions.groups import add_participants, close_group, remove_participants, rename_group
from app.actions.importing import apply_plan
from app.actions.participants import change_participant, leave, revive
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.names import PersonName
from app.domain.roster import Origin, Roster, RosterGroup, RosterLocation, RosterPerson
from app.store.tables import metadata
from app.views.groups import all_participants, group_list
from app.views.importing import plan_roster
from tests.dumps import Dump, dangling, dump, put_back, rows_of

KEYS = st.one_of(st.none(), st.sampled_from("12345"))
GIVEN = st.sampled_from(["Amira", "Bram", "Çelik", "Yıldız"])
FAMILY = st.sampled_from(["Bakker", "Smit", ""])
FIELDS = st.dictionaries(
    st.sampled_from(["email", "postcode", "gender", "year_group", "eckid"]), st.sampled_from(["", "x", "y"]), max_size=3
)
PLACES = (None, "L", "M")


@st.composite
def people(draw: st.DrawFn) -> tuple[RosterPerson, ...]:
    return tuple(
        RosterPerson(
            Origin("f", line),
            draw(KEYS),
            PersonName(draw(GIVEN), "", draw(FAMILY)),
            draw(FIELDS),
            tuple(draw(st.lists(st.sampled_from("ab"), unique=True, max_size=2))),
            draw(st.sampled_from(PLACES)),
            draw(st.sampled_from([False, False, False, True])),
        )
        for line in range(draw(st.integers(0, 5)))
    )


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    group = st.builds(RosterGroup, st.just(Origin("f", 1)), st.just("a"), st.sampled_from(["Vogels", "Vissen"]))
    return Roster(
        draw(st.sampled_from(["bron-1", "bron-2"])),
        "table",
        draw(st.sampled_from([None, None, 2026, 2027])),
        locations=(RosterLocation(Origin("f", 1), "L", draw(st.sampled_from(["Lindenveen", "Veen"]))),),
        groups=(draw(group), RosterGroup(Origin("f", 1), "b", "Vlinders", location_key=draw(st.sampled_from(PLACES)))),
        participants=draw(people()),
        coaches=draw(people()),
        complete=draw(st.booleans()),
    )


GONE = st.sampled_from(["keep", "leave"])
ON_ONE_DESK = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("profile", ["desk", "school_desk"])
@ON_ONE_DESK
@given(given_rosters=st.lists(st.tuples(rosters(), GONE), min_size=1, max_size=4))
def test_the_same_again_is_nothing_and_undo_is_exact(
    request: pytest.FixtureRequest, profile: str, given_rosters: list[tuple[Roster, str]]
) -> None:
    desk: Desk = request.getfixturevalue(profile)
    saved, stood = dump(desk, frozenset()), list[Dump]()
    try:
        for roster, gone in given_rosters:
            before = dump(desk)
            if bring(desk, roster, gone):
                stood.append(before)
            again = desk.read(plan_roster, roster)
            assert not again.does_something, (again.inserts, again.changes)
            assert dangling(desk) == set()
        for before in reversed(stood):
            assert desk.do(undo_last).outcome.kept == 0
            assert dump(desk) == before
    finally:
        put_back(desk, saved)


def bring(desk: Desk, roster: Roster, gone: str) -> bool:
    """True if it wrote anything."""
    return apply_plan(desk, desk.read(plan_roster, roster), gone=gone).operation_id is not None


@ON_ONE_DESK
@given(first=rosters(), second=rosters())
def test_the_counts_tell_every_line_once(desk: Desk, first: Roster, second: Roster) -> None:
    saved = dump(desk, frozenset())
    try:
        for roster in (first, second):
            plan = desk.read(plan_roster, roster)
            for kind, lines in (("participants", roster.participants), ("coaches", roster.coaches)):
                told = plan.counts[kind]
                assert sum(told.values()) - told["gone"] == len(lines)
            assert len(plan.inserts.get("participants", ())) == plan.counts["participants"]["new"]
            apply_plan(desk, plan)
    finally:
        put_back(desk, saved)


@ON_ONE_DESK
@given(roster=rosters())
def test_what_is_planned_fits_the_tables(desk: Desk, roster: Roster) -> None:
    plan = desk.read(plan_roster, replace(roster, source="nieuw"))
    for name, rows in plan.inserts.items():
        assert {frozenset(row) for row in rows} == {frozenset(rows[0])}, "rows of one shape"
        assert set(rows[0]) <= set(metadata.tables[name].columns.keys())
        assert len({row["id"] for row in rows}) == len(rows)


class HandsAndFiles(RuleBasedStateMachine):
    """Files and hands in turn. What a hand wrote last is never overruled by a file that says what it said before."""

    desk: Desk

    @initialize()
    def begin(self) -> None:
        self.saved = dump(self.desk, frozenset())
        self.last: Roster | None = None
        self.stood: list[Dump] = []

    def _wrote(self, before: Dump, operation: bytes | None) -> None:
        if operation is not None:
            self.stood.append(before)

    @rule(roster=rosters(), gone=GONE)
    def a_file(self, roster: Roster, gone: str) -> None:
        before = dump(self.desk)
        changes = apply_plan(self.desk, self.desk.read(plan_roster, roster), gone=gone)
        self._wrote(before, changes.operation_id)
        self.last = roster

    @precondition(lambda self: self.last is not None)
    @rule()
    def the_same_file_again(self) -> None:
        assert self.last is not None
        assert not self.desk.read(plan_roster, self.last).does_something

    @rule(number=st.integers(0, 5), what=st.sampled_from(["name", "left", "back", "in", "out", "rename", "close"]))
    def a_hand(self, number: int, what: str) -> None:
        people = [row.id for row in self.desk.read(all_participants, True)]
        groups = [row.id for row in self.desk.read(group_list)]
        if not people or not groups:
            return
        person, group, before = people[number % len(people)], groups[number % len(groups)], dump(self.desk)
        steps = {
            "name": lambda: self.desk.do(
                change_participant, participant_id=person, fields={"family_name": f"Hand{number}"}
            ),
            "left": lambda: self.desk.do(leave, participant_ids=[person]),
            "back": lambda: self.desk.do(revive, participant_ids=[person]),
            "in": lambda: self.desk.do(add_participants, group_id=group, participant_ids=[person]),
            "out": lambda: self.desk.do(remove_participants, group_id=group, participant_ids=[person]),
            "rename": lambda: self.desk.do(rename_group, group_id=group, name=f"Hand {number}"),
            "close": lambda: self.desk.do(close_group, group_id=group),
        }
        self._wrote(before, steps[what]().operation_id)

    @precondition(lambda self: self.stood)
    @rule()
    def undo(self) -> None:
        assert self.desk.do(undo_last).outcome.kept == 0
        assert dump(self.desk) == self.stood.pop()
        self.last = None

    @precondition(lambda self: not self.stood)
    @rule()
    def nothing_to_undo(self) -> None:
        with pytest.raises(Refusal, match="nothing to undo"):
            self.desk.do(undo_last)

    @invariant()
    def nothing_hangs_loose(self) -> None:
        assert dangling(self.desk) == set()
        for row in rows_of(self.desk, "participants"):
            name = PersonName(row["given"], row["prefix"], row["family"])
            assert (row["sort_key"], row["search"]) == (name.sort_key, name.search)

    def teardown(self) -> None:
        put_back(self.desk, self.saved)


def test_files_and_hands_in_any_order(desk: Desk) -> None:
    def machine() -> HandsAndFiles:
        made = HandsAndFiles()
        made.desk = desk
        return made

    run_state_machine_as_test(machine, settings=settings(max_examples=10, stateful_step_count=12))

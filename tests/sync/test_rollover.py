"""The new year at two desks: prepared together, done once, and nothing that a lying desk could do with it."""

from __future__ import annotations

import pytest

from app.actions.erasing import erase_participants
from app.actions.groups import close_group, create_group
from app.actions.licences import conclude_agreement
from app.actions.participants import leave
from app.actions.rolling_over import roll_over
from app.actions.rollover import choose_places
from app.actions.undo import undo_last
from app.domain.operation import Patch
from app.sync import pushing
from app.views.groups import all_participants
from tests.desks import Clock, bring_in
from tests.rolling import GROUPS, PEOPLE, file_of, goes, of, prepared
from tests.sync.scenes import open_reviews, send
from tests.syncing import SyncedDesk, World

TO_JULY = 250
"""Days from the clock of the tests to 29 July 2027; a week later the new groups can begin."""


@pytest.fixture
def two(world: World, clock: Clock) -> tuple[SyncedDesk, SyncedDesk]:
    """Two desks of a school at the end of July that say the same."""
    clock.forward(TO_JULY)
    return world.set_up(_two)


def _two(world: World) -> tuple[SyncedDesk, SyncedDesk]:
    one, other = world.join(), world.join()
    one.sync()
    one.do(conclude_agreement, number="1", provider="leerling-in-beeld", package="Compleet", concluded_on="2026-08-01",
           starts_on="2026-08-01", months=24, parts=[{"kind": "organisation", "seats": 1},
                                                     {"kind": "participant", "seats": 20}])
    bring_in(one.desk, file_of(2026, PEOPLE, GROUPS))
    world.agree()
    return one, other


def to_august(clock: Clock, *desks: SyncedDesk) -> None:
    clock.forward(8)
    for one in desks:
        one.desk.look_again()


def groups_of(one: SyncedDesk) -> dict[str, str]:
    return {row.full.split()[0]: row.groups for row in one.desk.read(all_participants)}


def do(one: SyncedDesk) -> None:
    one.do(roll_over, roll_over_id=prepared(one.desk).id)


AFTER = {
    "Ada": "Groep 1/2", "Bas": "Groep 3", "Cem": "Groep 4", "Dia": "Groep 6a", "Eef": "Groep 6b", "Fay": "Groep 7/8"}


@pytest.mark.clause("A-1.13")
def test_what_one_prepares_the_other_goes_on_with_and_does(
    world: World, clock: Clock, two: tuple[SyncedDesk, SyncedDesk]
) -> None:
    one, other = two
    page = prepared(one.desk)
    one.do(choose_places, roll_over_id=page.id, participant_ids=[of(one.desk, "Dia").id], choice="leave")
    world.agree()
    assert goes(other.desk)["Dia"][0] == "leave"
    other.do(choose_places, roll_over_id=page.id, participant_ids=[of(other.desk, "Dia").id], choice="")
    to_august(clock, *two)
    do(other)
    world.agree()
    assert groups_of(one) == groups_of(other) == AFTER
    other.do(undo_last)
    world.agree()
    assert groups_of(one)["Dia"] == "Groep 5a" and prepared(one.desk).id == page.id
    do(one)
    world.agree()
    assert groups_of(one) == groups_of(other) == AFTER


def test_prepared_at_two_desks_without_a_network_it_is_one(world: World, two: tuple[SyncedDesk, SyncedDesk]) -> None:
    one, other = two
    assert prepared(one.desk).id == prepared(other.desk).id
    one.do(choose_places, roll_over_id=prepared(one.desk).id, participant_ids=[of(one.desk, "Dia").id], choice="leave")
    world.agree()
    assert goes(one.desk) == goes(other.desk)
    assert len(prepared(one.desk).new) == len({row.name for row in prepared(one.desk).new}) == 6
    assert world.server_rows("reviews") == {}


def test_done_at_two_desks_it_is_done_once_and_what_was_built_on_it_stays(
    world: World, clock: Clock, two: tuple[SyncedDesk, SyncedDesk]
) -> None:
    one, other = two
    prepared(one.desk)
    world.agree()
    to_august(clock, *two)
    do(one)
    other.do(choose_places, roll_over_id=prepared(other.desk).id, participant_ids=[of(other.desk, "Cem").id],
             choice="leave")
    do(other)
    world.agree()
    assert groups_of(one) == groups_of(other) == AFTER
    refused = [row for row in world.server_rows("reviews").values() if row["sort"] == "refused"]
    assert [row["action"] for row in refused] == ["roll_over.do"]


def test_sent_in_parts_nobody_is_out_of_a_group_where_a_colleague_closed_a_new_one(
    world: World, clock: Clock, two: tuple[SyncedDesk, SyncedDesk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushing, "PART_ROWS", 3)
    one, other = two
    prepared(one.desk)
    there = other.do(create_group, name="Groep 6b", year_group="6", school_year=2027).outcome
    world.agree()
    before = groups_of(one)
    to_august(clock, *two)
    do(one)
    other.do(close_group, group_id=there)
    other.sync()
    world.agree()
    assert groups_of(one) == groups_of(other) == before
    assert [row["action"] for row in open_reviews(one)] == ["roll_over.do"]
    do(one)
    world.agree()
    assert groups_of(one) == groups_of(other) == AFTER


def test_it_is_not_done_before_its_day_whoever_says_so(
    world: World, clock: Clock, two: tuple[SyncedDesk, SyncedDesk]
) -> None:
    one, _ = two
    prepared(one.desk)
    one.sync()
    row = one.one("roll_overs")
    for patches in (
        [Patch("roll_overs", row["id"], "state", 2**40, "prepared", "done"),
         Patch("roll_overs", row["id"], "done_us", 2**40, None, 1)],
        [Patch("roll_overs", row["id"], "state", 2**40, "prepared", "nonsense")],
    ):
        assert send(one, "roll_over.do", patches).status == "rejected"
    (group,) = list(world.server_rows("roll_over_groups"))[:1]
    assert send(one, "roll_over.settle_groups", [Patch("roll_over_groups", group, "dropped", 2**40, 0, 7)]
                ).status == "rejected"


def test_a_coach_neither_has_it_nor_makes_it(world: World, two: tuple[SyncedDesk, SyncedDesk]) -> None:
    one, _ = two
    page = prepared(one.desk)
    one.do(choose_places, roll_over_id=page.id, participant_ids=[of(one.desk, "Dia").id], choice="leave")
    ben = world.join("ben")
    world.agree(one)
    assert not any(ben.rows(kind) for kind in (
        "roll_overs", "roll_over_groups", "roll_over_choices", "roll_over_coaches"))
    assert send(ben, "roll_over.drop", [Patch("roll_overs", page.id, "state", 2**40, "prepared", "dropped")]
                ).status == "rejected"


def test_what_happens_at_the_other_desk_meanwhile_is_followed(
    world: World, clock: Clock, two: tuple[SyncedDesk, SyncedDesk]
) -> None:
    one, other = two
    prepared(one.desk)
    world.agree()
    other.do(leave, participant_ids=[of(other.desk, "Cem").id])
    other.do(erase_participants, participant_ids=[of(other.desk, "Bas").id])
    to_august(clock, *two)
    do(one)  # without having heard of it
    world.agree()
    still = {name: group for name, group in AFTER.items() if name not in ("Bas", "Cem")}
    assert groups_of(one) == groups_of(other) == still


def test_what_is_too_large_goes_in_parts_and_are_done_once(
    world: World, clock: Clock, two: tuple[SyncedDesk, SyncedDesk]
) -> None:
    one, other = two
    many = [(f"n{n}", f"Naam{n}", "5", "5a") for n in range(300)]
    bring_in(one.desk, file_of(2026, many, ("5a",), complete=False))
    prepared(one.desk)
    world.agree()
    to_august(clock, *two)
    do(one)
    do(other)
    world.agree()
    assert sum(group == "Groep 6a" for group in groups_of(other).values()) == 301
    assert groups_of(one) == groups_of(other)
    one.do(undo_last)
    world.agree()
    assert sum(group == "Groep 5a" for group in groups_of(other).values()) == 301

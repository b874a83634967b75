"""Coaches and their groups, on a desk of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.coaches import add_coach, assign_coach, change_coach, close_coach, unassign_coach
from app.actions.desk import Desk
from app.actions.groups import close_group, create_group
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.wrong_fields import RefusedFields
from app.store import tables
from app.views.coaches import CoachLine, coach_list
from app.views.groups import group_detail, group_list
from tests.coaching import coach_of
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import dump, rows_of

JOKE = {"given": "Joke", "prefix": "de", "family": "Smit", "username": "J.Smit", "email": "joke@bieb.example",
        "kind": "volunteer", "confidential_on": "2026-11-01"}


def make(desk: Desk, **more: Any) -> bytes:
    return bytes(desk.do(add_coach, given=JOKE | more).outcome)


def group(desk: Desk, name: str = "Dinsdag") -> bytes:
    return bytes(desk.do(create_group, name=name).outcome)


def line(desk: Desk, coach: bytes) -> CoachLine:
    (found,) = [one for one in desk.read(coach_list, True).coaches if one.id == coach]
    return found


@pytest.mark.clause("O-1")
def test_a_coach_is_recorded_with_all_that_was_said(desk: Desk) -> None:
    dinsdag = group(desk)
    coach = bytes(desk.do(add_coach, given=JOKE, group_ids=[dinsdag, dinsdag]).outcome)
    found = line(desk, coach)
    assert (found.full, found.listed) == ("Joke de Smit", "Smit, Joke de")
    assert (found.given.kind, found.given.username, found.given.confidential_on) == (
        "volunteer", "j.smit", "2026-11-01")
    assert [one.name for one in found.groups] == ["Dinsdag"] == list(found.only_coach_of)
    assert (found.login, found.given.keeps_offline, found.given.shows_surnames) == ("none", True, True)
    assert not desk.read(coach_list).is_connected
    assert [row.full for row in desk.read(group_detail, dinsdag).coaches] == ["Joke de Smit"]


@pytest.mark.parametrize(("more", "field"), [
    ({"given": "", "family": ""}, "given"), ({"until_on": "2026-11-20"}, "until_on"), ({"email": "x"}, "email"),
])  # fmt: skip
def test_what_is_wrong_is_refused_at_its_field_and_leaves_nothing(desk: Desk, more: dict[str, str], field: str) -> None:
    before = dump(desk)
    with pytest.raises(RefusedFields) as refused:
        make(desk, **more)
    assert refused.value.remedy == field and dump(desk) == before


def test_a_user_name_is_of_one_coach_at_a_time(desk: Desk) -> None:
    first = make(desk)
    with pytest.raises(RefusedFields, match="already"):
        make(desk, given="Jan")
    desk.do(change_coach, coach_id=first, given={"family": "Bos"})
    assert line(desk, first).full == "Joke de Bos"
    desk.do(close_coach, coach_id=first)
    assert make(desk, given="Jan") != first


@pytest.mark.clause("O-1")
def test_a_closed_coach_is_kept_without_groups_and_undo_brings_it_all_back(desk: Desk) -> None:
    dinsdag, coach = group(desk), make(desk)
    desk.do(assign_coach, coach_id=coach, group_id=dinsdag)
    before = dump(desk)
    desk.do(close_coach, coach_id=coach)
    assert desk.read(coach_list).coaches == () and line(desk, coach).has_ended
    assert desk.read(group_detail, dinsdag).coaches == () and desk.read(group_list)[0].coaches == ""
    with pytest.raises(Refusal, match="does not work here"):
        desk.do(close_coach, coach_id=coach)
    with pytest.raises(Refusal, match="does not work here"):
        desk.do(assign_coach, coach_id=coach, group_id=dinsdag)
    desk.do(undo_last)
    assert dump(desk) == before


def test_a_coach_that_ends_later_works_until_then(desk: Desk, clock: Clock) -> None:
    dinsdag, coach = group(desk), make(desk)
    desk.do(assign_coach, coach_id=coach, group_id=dinsdag)
    desk.do(close_coach, coach_id=coach, until_on="2026-11-25")
    assert len(desk.read(group_detail, dinsdag).coaches) == 1
    clock.forward(4)
    assert desk.read(group_detail, dinsdag).coaches == () and line(desk, coach).has_ended
    desk.do(change_coach, coach_id=coach, given={"until_on": ""})
    assert not line(desk, coach).has_ended


def test_an_end_before_the_first_day_is_refused(desk: Desk) -> None:
    coach = make(desk, from_on="2026-12-01")
    with pytest.raises(RefusedFields, match="lies before"):
        desk.do(close_coach, coach_id=coach)


def test_a_group_to_look_at_until_a_day(desk: Desk, clock: Clock) -> None:
    dinsdag, coach = group(desk), make(desk)
    with pytest.raises(Refusal, match="not after today"):
        desk.do(assign_coach, coach_id=coach, group_id=dinsdag, reads_only=True, until_on="2026-11-21")
    desk.do(assign_coach, coach_id=coach, group_id=dinsdag, reads_only=True, until_on="2026-11-25")
    (row,) = desk.read(group_detail, dinsdag).coaches
    assert (row.reads_only, row.until_on) == (True, date(2026, 11, 25))
    assert line(desk, coach).only_coach_of == ()
    desk.do(assign_coach, coach_id=coach, group_id=dinsdag)
    assert [(one["reads_only"], one["until_on"]) for one in rows_of(desk, "coach_assignments")] == [(0, None)]
    desk.do(undo_last)
    clock.forward(4)
    assert desk.read(group_detail, dinsdag).coaches == ()


def test_several_coaches_have_one_group_and_the_last_may_go(desk: Desk) -> None:
    dinsdag = group(desk)
    two = [make(desk, given=name, username=name) for name in ("Joke", "Karim")]
    for one in two:
        desk.do(assign_coach, coach_id=one, group_id=dinsdag)
    assert desk.read(group_list)[0].coaches == "Joke de Smit, Karim de Smit"
    assert line(desk, two[0]).only_coach_of == ()
    desk.do(unassign_coach, coach_id=two[0], group_id=dinsdag)
    assert line(desk, two[1]).only_coach_of == ("Dinsdag",)
    desk.do(unassign_coach, coach_id=two[1], group_id=dinsdag)
    assert desk.read(group_list)[0].coaches == ""
    assert desk.do(unassign_coach, coach_id=two[1], group_id=dinsdag).operation_id is None


def test_a_closed_group_is_given_to_nobody_and_ends_for_its_coach(desk: Desk) -> None:
    dinsdag, coach = group(desk), make(desk)
    desk.do(assign_coach, coach_id=coach, group_id=dinsdag)
    desk.do(close_group, group_id=dinsdag)
    assert line(desk, coach).groups == ()
    assert [row["until_on"] for row in rows_of(desk, "coach_assignments")] == ["2026-11-21"]
    with pytest.raises(Refusal, match="does not exist any more"):
        desk.do(assign_coach, coach_id=coach, group_id=dinsdag)


def test_who_also_takes_part_is_shown_so(desk: Desk) -> None:
    bring_in(desk, roster(person("1", "Joke", "Smit", prefix="de"), person("2", "Amira", "Bakker")))
    assert line(desk, make(desk)).takes_part
    assert not line(desk, make(desk, given="Karim", username="karim", email="")).takes_part


@pytest.mark.clause("O-1")
def test_a_coach_makes_no_coach_and_reads_no_list(desk: Desk) -> None:
    coach = coach_of(desk, group(desk))
    for act in (lambda: coach.do(add_coach, given=JOKE), lambda: coach.read(coach_list)):
        with pytest.raises(Refusal, match="role does not allow"):
            act()


def test_a_desk_of_an_ended_coach_opens_nothing_and_with_a_window_allows_nothing(desk: Desk, clock: Clock) -> None:
    dinsdag = group(desk)
    coach = coach_of(desk, dinsdag)
    account = coach.sight.actor.account_id
    with desk.database.writing() as connection:
        connection.execute(tables.coaches.update().values(until_on="2026-11-23"))
    clock.forward(1)
    assert Desk(desk.database, clock, account).sight.actor.groups == {dinsdag}
    clock.forward(1)
    with pytest.raises(Refusal, match="ended on 2026-11-23"):
        Desk(desk.database, clock, account)
    shown = Desk(desk.database, clock, account, even_ended=True)
    assert shown.sight.actor.has_ended and shown.read(group_list) == ()
    with pytest.raises(Refusal, match="role does not allow"):
        shown.do(create_group, name="Toch")


def test_an_ended_administrator_may_do_nothing_either(desk: Desk, clock: Clock) -> None:
    account = desk.sight.actor.account_id
    group(desk)
    with desk.database.writing() as connection:
        connection.execute(tables.accounts.update().values(until_on="2026-11-21"))
    shown = Desk(desk.database, clock, account, even_ended=True)
    assert shown.read(group_list) == ()
    with pytest.raises(Refusal, match="role does not allow"):
        shown.read(coach_list)

"""The desk: through whose eyes, on which day, and what is written down about looking."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from app.actions.desk import Desk
from app.actions.groups import create_group
from app.domain.errors import Refusal
from app.domain.permissions import Role
from app.store import tables
from app.views.groups import all_participants, group_list, participant_page
from tests.actions.conftest import make_group
from tests.coaching import coach_of
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import events, rows_of


def test_the_day_turns_at_midnight_where_the_organisation_is(desk: Desk, clock: Clock) -> None:
    assert desk.sight.today == date(2026, 11, 21)
    clock.now_us += (11 * 60 - 1) * 60_000_000  # 22:59 UTC is 23:59 in Amsterdam
    assert desk.sight.today == date(2026, 11, 21)
    clock.now_us += 2 * 60_000_000
    assert desk.sight.today == date(2026, 11, 22)
    make_group(desk, "Nacht")
    assert rows_of(desk, "groups")[0]["from_on"] == "2026-11-22"


def test_the_first_administrator_sees_all(desk: Desk) -> None:
    assert desk.sight.actor.role is Role.ADMINISTRATOR and desk.sight.sees_all


def test_a_coach_follows_the_groups_of_today(desk: Desk, clock: Clock) -> None:
    groups = [make_group(desk, name) for name in ("nu", "straks", "vroeger")]
    coach = coach_of(desk, *groups)
    with desk.database.writing() as connection:
        assigned = tables.coach_assignments
        later, earlier = assigned.c.group_id == groups[1], assigned.c.group_id == groups[2]
        connection.execute(assigned.update().where(later).values(from_on="2026-11-23"))
        connection.execute(assigned.update().where(earlier).values(from_on="2026-01-01", until_on="2026-11-21"))
    again = Desk(desk.database, clock, coach.sight.actor.account_id)
    assert [row.name for row in again.read(group_list)] == ["nu"]
    clock.forward(2)
    again = Desk(desk.database, clock, coach.sight.actor.account_id)
    assert [row.name for row in again.read(group_list)] == ["nu", "straks"]


def test_only_a_view_that_showed_somebody_is_noted(desk: Desk) -> None:
    bring_in(desk, roster(person("1", "Amira", "Bakker")))
    amira = desk.read(all_participants)[0].id
    with pytest.raises(Refusal):
        desk.read(participant_page, bytes(16))
    desk.read(participant_page, amira)
    desk.flush_looks()
    assert [payload["ids"] for name, payload in events(desk) if name == "participants.looked_at"] == [[amira]]


def test_looks_are_written_with_the_next_action(desk: Desk) -> None:
    bring_in(desk, roster(person("1", "Amira", "Bakker")))
    desk.read(participant_page, desk.read(all_participants)[0].id)
    make_group(desk, "Dinsdag")
    assert [name for name, _ in events(desk)][-2:] == ["group.create", "participants.looked_at"]


def test_looks_that_could_not_be_written_wait_for_the_next_time(desk: Desk) -> None:
    bring_in(desk, roster(person("1", "Amira", "Bakker")))
    desk.read(participant_page, desk.read(all_participants)[0].id)
    with desk.database.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON audit_events BEGIN SELECT RAISE(FAIL, 'x'); END"
        )
    with pytest.raises(Exception, match="database error"):
        desk.flush_looks()
    with desk.database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    desk.flush_looks()
    assert [name for name, _ in events(desk)][-1] == "participants.looked_at"


def test_many_at_work_take_turns_and_nothing_is_lost(desk: Desk) -> None:
    def make(number: int) -> None:
        desk.do(create_group, name=f"Groep {number}")

    threads = [threading.Thread(target=make, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(desk.read(group_list)) == 12
    numbers = [row["number"] for row in rows_of(desk, "audit_events")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_view_cannot_write(desk: Desk) -> None:
    def sneak(connection: object, _sight: object) -> None:
        connection.exec_driver_sql("DELETE FROM groups")  # type: ignore[attr-defined]

    make_group(desk, "Dinsdag")
    with pytest.raises(Refusal, match="may only be read here"):
        desk.read(sneak)  # type: ignore[arg-type]
    assert len(desk.read(group_list)) == 1

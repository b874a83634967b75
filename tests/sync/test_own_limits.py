"""What an administrator says of a coach holds on the computer of that coach: until when, what is kept, which names."""

from __future__ import annotations

import pytest

from app.actions.coaches import change_coach, close_coach
from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.domain.errors import Refusal
from app.store.home import Home
from app.views.groups import group_detail
from app.views.sync import SyncStanding, sync_standing
from tests.desks import Clock, unlock
from tests.servers import CODE
from tests.sync.scenes import School, make_school
from tests.syncing import SyncedDesk, World


@pytest.fixture
def school(world: World) -> School:
    made = make_school(world)
    made.assign(made.own)
    return made


def ben_of(school: School) -> bytes:
    found: bytes = school.one.one("coaches", given="Ben")["id"]
    return found


def standing(ben: SyncedDesk) -> SyncStanding:
    return ben.desk.read(sync_standing)


def reopened(school: School, ben: SyncedDesk, even_locked: bool = True) -> Desk:
    """The same data after the program was closed."""
    ben.syncer.close()
    ben.desk.close()
    school.world.desks.remove(ben)
    home = Home(ben.desk.folder.parent.parent)
    return open_desk(home, CODE, unlock, school.world.office.clock, even_locked=even_locked)


@pytest.mark.clause("A-3.3")
def test_an_end_that_was_planned_locks_without_a_network_and_deletes_nothing(school: School, clock: Clock) -> None:
    ben = school.ben()
    school.one.do(close_coach, coach_id=ben_of(school), until_on="2026-11-23")
    school.sync(school.one, ben)
    assert not standing(ben).locked
    clock.forward(2)
    now = standing(ben)
    assert now.locked and now.ended and str(now.ended_on) == "2026-11-23"
    assert school.amira in ben.rows("participants")
    desk = reopened(school, ben)
    assert desk.sight.actor.has_ended and desk.read(sync_standing).locked
    desk.close()
    with pytest.raises(Refusal, match="ended on 2026-11-23"):
        open_desk(Home(ben.desk.folder.parent.parent), CODE, unlock, clock)


@pytest.mark.clause("A-3.3")
def test_an_end_that_the_server_tells_locks_until_it_is_taken_back(school: School) -> None:
    ben = school.ben()
    school.one.do(close_coach, coach_id=ben_of(school))
    school.one.sync()
    with pytest.raises(Refusal, match="account has ended") as refused:
        ben.sync()
    assert refused.value.remedy == "ended"
    assert standing(ben).locked and standing(ben).ended and standing(ben).ended_on is None
    assert school.amira in ben.rows("participants")
    school.one.do(change_coach, coach_id=ben_of(school), given={"until_on": ""})
    school.one.sync()
    ben.sync()
    assert not standing(ben).locked and not standing(ben).ended


def test_who_may_keep_nothing_works_only_while_the_server_is_there(school: School) -> None:
    school.one.do(change_coach, coach_id=ben_of(school), given={"keeps_offline": False})
    school.one.sync()
    ben = school.ben()
    assert standing(ben).only_connected and not standing(ben).locked
    ben.line.faults.append("cut")
    with pytest.raises(Refusal, match="cannot be reached"):
        ben.sync()
    assert standing(ben).locked
    ben.sync()
    assert not standing(ben).locked
    desk = reopened(school, ben)
    assert desk.read(sync_standing).locked
    desk.close()
    with pytest.raises(Refusal, match="only while it is connected"):
        open_desk(Home(ben.desk.folder.parent.parent), CODE, unlock, school.world.office.clock)


def test_last_names_go_from_the_screen_with_the_next_sync_and_come_back(school: School) -> None:
    ben = school.ben()
    for shows, name in ((False, "Amira B."), (True, "Amira Bakker")):
        school.one.do(change_coach, coach_id=ben_of(school), given={"shows_surnames": shows})
        school.sync(school.one, ben)
        assert [row.full for row in ben.desk.read(group_detail, school.own).members] == [name]


def test_another_coach_does_not_see_when_somebody_signed(school: School) -> None:
    school.one.do(change_coach, coach_id=ben_of(school), given={"confidential_on": "2026-11-01"})
    school.sync(school.one)
    ben = school.ben()
    assert ben.one("coaches", given="Ben")["confidential_on"] == ""

"""Who hands a group over, or takes it over, looks at it and changes nothing in it: on the desk and on the server."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from app.actions.routes import add_route
from app.domain.errors import Refusal
from app.domain.operation import Patch
from app.server.records import write_rows
from app.views.groups import group_detail
from tests.desks import Clock
from tests.sync.scenes import School, make_school, open_reviews, send
from tests.syncing import SyncedDesk, World


@pytest.fixture
def school(world: World) -> School:
    return make_school(world)


def look_only(school: School, assignment: bytes, **more: Any) -> None:
    """As an administrator's hand-over does."""
    office = school.world.office
    with office.database.writing() as connection:
        write_rows(connection, office.id, [("coach_assignments", {"id": assignment, "reads_only": 1, **more})],
                   office.accounts["anna"], office.clock())


def _route(school: School, ben: SyncedDesk) -> Any:
    programmes = [row["id"] for row in ben.rows("programmes").values()]
    return ben.do(add_route, name="Lezen", programme_ids=programmes[:1], group_ids=[school.own])


def _by_hand(school: School, ben: SyncedDesk) -> str:
    route, row = secrets.token_bytes(16), secrets.token_bytes(16)
    return send(ben, "route.add", [
        Patch("routes", route, None, 0, None, {"name": "Gehackt", "from_on": "2026-11-21"}),
        Patch("route_assignments", row, None, 0, None, {
            "route_id": route, "group_id": school.own, "participant_id": None, "from_on": "2026-11-21"}),
    ]).status


def test_who_looks_only_has_the_group_and_writes_nothing_in_it(school: School) -> None:
    look_only(school, school.assign(school.own))
    ben = school.ben()
    assert [row.id for row in ben.desk.read(group_detail, school.own).members] == [school.amira]
    with pytest.raises(Refusal, match="role does not allow"):
        _route(school, ben)
    assert _by_hand(school, ben) == "rejected"


def test_until_a_day_and_then_not_at_all(school: School, clock: Clock) -> None:
    look_only(school, school.assign(school.own), until_on="2026-11-25")
    ben = school.ben()
    assert school.amira in ben.rows("participants")
    clock.forward(4)
    ben.sync()
    assert ben.rows("participants") == ben.rows("memberships") == {}
    assert ben.desk.sight.actor.groups == frozenset()


def test_what_was_done_before_it_was_known_is_kept(school: School) -> None:
    assignment = school.assign(school.own)
    ben = school.ben()
    _route(school, ben)
    look_only(school, assignment)
    ben.sync()
    assert open_reviews(ben) == []
    assert [one["name"] for one in school.world.server_rows("routes").values()] == ["Lezen"]
    with pytest.raises(Refusal, match="role does not allow"):
        _route(school, ben)


def test_a_second_assignment_to_work_in_it_counts(school: School) -> None:
    look_only(school, school.assign(school.own))
    school.assign(school.own)
    ben = school.ben()
    _route(school, ben)
    ben.sync()
    assert open_reviews(ben) == [] and len(school.world.server_rows("routes")) == 1

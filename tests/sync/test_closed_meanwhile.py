"""A colleague closed the group, or the coach, while somebody was at work without the network."""

from __future__ import annotations

import secrets

import pytest

from app.actions.coaches import add_coach, assign_coach
from app.actions.groups import add_participants, close_group, move_participants
from app.actions.regrouping import merge_groups, split_group
from app.actions.undo import undo_last
from app.domain.operation import Patch
from app.views.groups import group_detail, group_list, participants_without_group
from app.views.reviews import open_reviews as reviews_shown
from tests.desks import bring_in, person, roster
from tests.sync.scenes import School, make_school, open_reviews, send
from tests.syncing import World

MANY = 1_000


@pytest.fixture
def school(world: World) -> School:
    return make_school(world)


def _thousand(school: School) -> list[bytes]:
    """People in Dinsdag, known everywhere."""
    bring_in(school.one.desk, roster(*(person(f"p{n}", f"P{n}", "Proef") for n in range(MANY)), complete=False))
    ids = [row.id for row in school.one.desk.read(participants_without_group)]
    school.one.do(add_participants, group_id=school.own, participant_ids=ids)
    school.sync(school.one, school.two)
    return ids


@pytest.mark.clause("O-annex 1")
def test_a_thousand_moved_into_a_group_that_a_colleague_closed_stay_where_they_were(school: School) -> None:
    people = _thousand(school)
    school.two.do(close_group, group_id=school.other)
    school.two.sync()
    school.one.do(move_participants, from_group_id=school.own, to_group_id=school.other, participant_ids=people)
    school.sync(school.one, school.two)
    for desk in (school.one, school.two):
        assert len(desk.desk.read(group_detail, school.own).members) == MANY + 1
        assert [row.name for row in desk.desk.read(group_list)] == ["Dinsdag"]
    (told,) = [row for row in school.one.desk.read(reviews_shown) if row.sort == "refused"]
    assert told.reason is not None and "closed in the meantime" in told.reason.template
    assert told.reason.arguments["name"] == "Donderdag"


def test_a_thousand_moved_and_taken_back(school: School) -> None:
    people = _thousand(school)
    school.one.do(move_participants, from_group_id=school.own, to_group_id=school.other, participant_ids=people)
    school.sync(school.one, school.two)
    assert len(school.two.desk.read(group_detail, school.other).members) == MANY + 1
    school.one.do(undo_last)
    school.sync(school.one, school.two)
    assert len(school.two.desk.read(group_detail, school.own).members) == MANY + 1
    assert open_reviews(school.one) == []
    school.world.agree(school.one, school.two)


def test_a_merge_into_a_group_that_was_closed_leaves_both_as_they_were(school: School) -> None:
    school.two.do(close_group, group_id=school.other)
    school.two.sync()
    school.one.do(merge_groups, group_ids=[school.own], into_id=school.other)
    school.sync(school.one, school.two)
    assert [row.name for row in school.one.desk.read(group_list)] == ["Dinsdag"]
    assert [row.id for row in school.two.desk.read(group_detail, school.own).members] == [school.amira]
    assert [one["sort"] for one in open_reviews(school.one)] == ["refused"]


def test_two_merges_towards_each_other_close_one_group_and_lose_nobody(school: School) -> None:
    """Each closes what the other goes on with: the one that arrives later is refused."""
    school.one.do(merge_groups, group_ids=[school.own], into_id=school.other)
    school.two.do(merge_groups, group_ids=[school.other], into_id=school.own)
    school.sync(school.one, school.two)
    for desk in (school.one, school.two):
        assert [row.name for row in desk.desk.read(group_list)] == ["Donderdag"]
        assert {row.id for row in desk.desk.read(group_detail, school.other).members} == {school.amira, school.bram}
    assert [one["sort"] for one in open_reviews(school.two)] == ["refused"]


def test_a_split_reaches_every_desk_and_a_coach_gets_the_part(school: School) -> None:
    school.assign(school.own)
    school.sync(school.one)
    ben = school.ben()
    (part,) = school.one.do(split_group, group_id=school.own, parts=[
        {"name": "Dinsdag-2", "participant_ids": [school.amira]}]).outcome
    school.sync(school.one, ben)
    assert [row.id for row in ben.desk.read(group_detail, part).members] == [school.amira]
    school.world.agree(school.one, school.two)


def test_a_lying_desk_makes_no_coach_that_ends_before_it_began(school: School) -> None:
    row = {"given": "Joke", "from_on": "2026-11-21", "until_on": "2026-11-20"}
    assert send(school.one, "coach.add", [Patch("coaches", secrets.token_bytes(16), None, 0, None, row)]
                ).status == "rejected"
    row = {"coach_id": b"c" * 16, "group_id": school.own, "from_on": "2026-11-21", "until_on": "2026-11-20"}
    answer = send(school.one, "coach.assign", [Patch("coach_assignments", secrets.token_bytes(16), None, 0, None, row)])
    assert answer.status == "rejected"


def test_a_coach_gives_nobody_a_group_by_hand(school: School) -> None:
    school.assign(school.own)
    ben = school.ben()
    coach = school.one.do(add_coach, given={"given": "Joke"}).outcome
    school.one.do(assign_coach, coach_id=coach, group_id=school.own)
    school.sync(school.one, ben)
    own = next(row for row in ben.rows("coach_assignments").values() if row["coach_id"] != coach)
    for action, patch in (
        ("coach.assign", Patch("coach_assignments", own["id"], "reads_only", 99, 0, 1)),
        ("coach.change", Patch("coaches", own["coach_id"], "shows_surnames", 99, 1, 0)),
        ("coach.close", Patch("coaches", coach, "until_on", 99, None, "2026-11-21")),
    ):
        assert send(ben, action, [patch]).status == "rejected"

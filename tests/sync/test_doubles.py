"""Two people who are one, over several desks and a server that decides: rings, chains, reach, erasure, and lies."""

from __future__ import annotations

import pytest

from app.actions.doubles import merge_people, take_apart
from app.actions.erasing import erase_participants
from app.actions.groups import add_participants
from app.actions.messages import write_message
from app.actions.participants import add_participant, change_participant, leave, suspend
from app.actions.undo import undo_last
from app.domain.operation import Patch
from app.views.groups import all_participants, participant_page
from app.views.messages import conversation, conversation_list
from app.views.progress import participant_progress
from tests.lessons import add_programme, bring_results, exercise_iri, statement
from tests.sync.scenes import School, make_school, open_reviews, send
from tests.syncing import SyncedDesk, World
from tests.talking import begun, switched_on

KOKEN = exercise_iri("koken", 1)


def _school(world: World) -> School:
    """Amira in the coach's own group, Bram in another, each with a result."""
    made = make_school(world)
    add_programme(made.one.desk, "koken")
    for name, who in (("amira", made.amira), ("bram", made.bram)):
        made.one.do(change_participant, participant_id=who, fields={"username": name})
        bring_results(made.one.desk, [statement(name, KOKEN)])
    made.assign(made.own)
    made.sync(made.one, made.two)
    return made


@pytest.fixture
def school(world: World) -> School:
    return world.set_up(_school)


def attempts(desk: SyncedDesk, who: bytes) -> int:
    return len(desk.desk.read(participant_progress, who).attempts)


def state(desk: SyncedDesk, who: bytes) -> tuple[str, bytes | None]:
    row = desk.rows("participants")[who]
    return row["state"], row["merged_into"]


def test_every_desk_counts_both_as_one_and_apart_again(school: School) -> None:
    school.one.do(merge_people, kept_id=school.amira, gone_id=school.bram)
    school.sync(school.one, school.two)
    for desk in (school.one, school.two):
        assert state(desk, school.bram) == ("merged", school.amira) and attempts(desk, school.amira) == 2
        assert {row.id for row in desk.desk.read(all_participants)} == {school.amira}
    school.one.do(undo_last)
    school.world.agree()
    for desk in (school.one, school.two):
        assert state(desk, school.bram) == ("active", None)
        assert attempts(desk, school.amira) == attempts(desk, school.bram) == 1


def test_a_desk_that_comes_later_counts_them_as_one(school: School) -> None:
    school.one.do(merge_people, kept_id=school.amira, gone_id=school.bram)
    school.sync(school.one)
    late = school.world.join()
    late.sync()
    assert attempts(late, school.amira) == 2
    school.world.agree()


def test_a_coach_gets_the_history_of_who_turned_out_to_be_in_the_group(school: School) -> None:
    ben = school.ben()
    assert school.bram not in ben.rows("participants") and attempts(ben, school.amira) == 1
    school.one.do(merge_people, kept_id=school.amira, gone_id=school.bram)
    school.sync(school.one, ben)
    assert attempts(ben, school.amira) == 2
    assert ben.desk.read(participant_page, school.amira).same == ((school.bram, "Bram Smit"),)
    assert ben.rows("distinctions") == {}
    school.one.do(take_apart, gone_id=school.bram)
    school.sync(school.one, ben)
    assert school.bram not in ben.rows("participants") and attempts(ben, school.amira) == 1


def test_a_coach_answers_and_takes_back_what_was_begun_with_who_turned_out_to_be_in_the_group(school: School) -> None:
    switched_on(school.one)
    talk = begun(school.one, participant_id=school.bram)
    school.one.do(merge_people, kept_id=school.amira, gone_id=school.bram)
    school.sync(school.one)
    ben = school.ben()
    assert not ben.desk.read(conversation, talk).only_looks
    ben.do(write_message, conversation_id=talk, body="Morgen.")
    school.sync(ben, school.one)
    assert [row.body for row in school.one.desk.read(conversation, talk).messages][1:] == ["Morgen."]
    ben.do(undo_last)
    school.sync(ben, school.one)
    assert len(school.one.desk.read(conversation, talk).messages) == 1 and open_reviews(school.one) == []


def test_conversations_of_both_show_with_who_was_kept_and_go_back_when_taken_apart(school: School) -> None:
    switched_on(school.one)
    of_bram, of_amira = (begun(school.one, participant_id=one) for one in (school.bram, school.amira))
    school.one.sync()
    ben = school.ben()

    def listed(desk: SyncedDesk) -> dict[bytes, tuple[str, bytes | None]]:
        return {row.id: (row.about, row.person) for row in desk.desk.read(conversation_list).rows}

    apart = {of_bram: ("Bram Smit", school.bram), of_amira: ("Amira Bakker", school.amira)}
    assert listed(school.one) == apart and listed(ben) == {of_amira: apart[of_amira]}
    school.one.do(merge_people, kept_id=school.amira, gone_id=school.bram)
    school.sync(school.one, ben)
    for desk in (school.one, ben):
        assert listed(desk) == dict.fromkeys((of_bram, of_amira), ("Amira Bakker", school.amira))
    school.one.do(take_apart, gone_id=school.bram)
    school.sync(school.one, ben)
    assert listed(school.one) == apart and listed(ben) == {of_amira: apart[of_amira]}


def test_two_desks_that_merge_the_other_way_round_make_no_ring(school: School) -> None:
    school.one.do(merge_people, kept_id=school.amira, gone_id=school.bram)
    school.two.do(merge_people, kept_id=school.bram, gone_id=school.amira)
    school.sync(school.one, school.two)
    for desk in (school.one, school.two):
        assert state(desk, school.amira) == ("active", None) and state(desk, school.bram) == ("merged", school.amira)
        assert attempts(desk, school.amira) == 2
    assert [review["sort"] for review in open_reviews(school.two)] == ["refused"]


def test_who_was_suspended_at_another_desk_meanwhile_stays_so(school: School) -> None:
    school.two.do(suspend, participant_ids=[school.bram])
    school.one.do(merge_people, kept_id=school.amira, gone_id=school.bram)
    school.sync(school.two, school.one)
    for desk in (school.one, school.two):
        assert state(desk, school.bram) == ("suspended", None)
    assert [review["sort"] for review in open_reviews(school.one)] == ["refused"]
    assert send(school.two, "participant.merge", [
        Patch("participants", school.bram, "state", 2**40, "suspended", "merged"),
        Patch("participants", school.bram, "merged_into", 2**40, None, school.amira)]).status == "rejected"


def test_two_desks_make_no_chain_together(school: School) -> None:
    chi = school.one.do(add_participant, fields={"given_name": "Chi"}).outcome
    school.sync(school.one, school.two)
    school.one.do(merge_people, kept_id=school.amira, gone_id=school.bram)
    school.two.do(merge_people, kept_id=chi, gone_id=school.amira)
    school.sync(school.one, school.two)
    assert state(school.two, school.bram) == ("merged", school.amira)
    assert state(school.two, school.amira) == ("active", None)
    assert [review["sort"] for review in open_reviews(school.two)] == ["refused"]


def test_a_chain_that_one_desk_flattens_is_taken_and_taken_back(school: School) -> None:
    chi = school.one.do(add_participant, fields={"given_name": "Chi"}).outcome
    school.one.do(merge_people, kept_id=school.amira, gone_id=school.bram)
    school.sync(school.one)
    school.one.do(merge_people, kept_id=chi, gone_id=school.amira)
    school.sync(school.one, school.two)
    assert state(school.two, school.bram) == state(school.two, school.amira) == ("merged", chi)
    assert attempts(school.two, chi) == 2
    school.one.do(undo_last)
    school.world.agree()
    assert state(school.two, school.bram) == ("merged", school.amira) and attempts(school.two, school.amira) == 2
    assert open_reviews(school.two) == []


def test_what_a_desk_did_without_knowing_stands_beside_it(school: School) -> None:
    """Leaving is kept aside to be looked at; it never makes somebody apart of who is somebody else."""
    school.one.do(merge_people, kept_id=school.amira, gone_id=school.bram)
    school.two.do(leave, participant_ids=[school.bram])
    bring_results(school.two.desk, [statement("bram", KOKEN, 1_770_000_000_000_000)])
    school.sync(school.one, school.two)
    school.sync(school.one, school.two)
    assert state(school.one, school.bram) == state(school.two, school.bram) == ("merged", school.amira)
    assert attempts(school.one, school.amira) == attempts(school.two, school.amira) == 3
    assert [(review["field"], review["lost"]) for review in open_reviews(school.one)] == [("state", "left")]
    school.world.agree()


@pytest.mark.clause("O-annex 3: 9")
@pytest.mark.parametrize("knows", [True, False], ids=["knows both", "knows the one"])
def test_erasing_the_kept_one_erases_the_other_everywhere(school: School, knows: bool) -> None:
    """The same person: also where the desk that erases has not heard yet that they are one."""
    school.one.do(merge_people, kept_id=school.amira, gone_id=school.bram)
    school.sync(school.one, *((school.two,) if knows else ()))
    school.two.do(erase_participants, participant_ids=[school.amira])
    school.sync(school.two, school.one)
    for desk in (school.one, school.two):
        assert desk.rows("participants") == {} and set(desk.rows("erased_ids")) == {school.amira, school.bram}
    assert school.world.server_rows("participants") == {} and school.world.server_rows("memberships") == {}


def test_erasing_only_the_other_leaves_the_kept_one_with_the_own_results(school: School) -> None:
    """Whoever erased without knowing erased one of the two rows."""
    school.one.do(merge_people, kept_id=school.amira, gone_id=school.bram)
    school.two.do(erase_participants, participant_ids=[school.bram])
    school.sync(school.one, school.two)
    school.sync(school.one, school.two)
    for desk in (school.one, school.two):
        assert set(desk.rows("participants")) == {school.amira} and attempts(desk, school.amira) == 1


def merging(person: bytes, target: bytes | None, state: str = "merged") -> list[Patch]:
    return [Patch("participants", person, "state", 0, "active", state),
            Patch("participants", person, "merged_into", 0, None, target)]


def test_a_lying_desk_makes_no_ring_and_points_at_nobody(school: School) -> None:
    nobody = bytes([7]) * 16
    for patches in (
        merging(school.amira, school.amira), merging(school.amira, nobody), merging(school.amira, None),
        merging(school.amira, school.bram, "left"), merging(school.amira, school.own),
        [*merging(school.amira, school.bram), *merging(school.bram, school.amira)],
    ):
        assert send(school.two, "participant.merge", patches).status == "rejected"
    school.world.agree()
    assert state(school.one, school.amira) == ("active", None)


def test_a_coach_puts_nobody_together(school: School) -> None:
    ben = school.ben()
    for action in ("participant.merge", "participant.take_apart"):
        assert send(ben, action, merging(school.amira, school.amira)).status == "rejected"
    given = {"id": bytes([9]) * 16, "participant_id": school.amira, "other_id": school.bram, "decided_on": "2026-11-21",
             "decided_by": None}
    told = [Patch("distinctions", bytes([9]) * 16, None, 0, None, given)]
    assert send(ben, "participant.tell_apart", told).status == "rejected"


def test_groups_and_seats_of_both_reach_the_server_once(school: School) -> None:
    school.one.do(add_participants, group_id=school.own, participant_ids=[school.bram])
    school.one.do(merge_people, kept_id=school.amira, gone_id=school.bram)
    school.world.agree()
    open_groups = [row["group_id"] for row in school.world.server_rows("memberships").values() if not row["until_on"]]
    assert sorted(open_groups) == sorted([school.own, school.other])

"""Answers beside results over real sockets: they go where the results go, and are taken back with them."""

from __future__ import annotations

import pytest

from app.actions import answers, importing
from app.actions.erasing import erase_participants
from app.actions.participants import change_participant
from app.actions.privacy import switch_field
from app.actions.undo import undo_last
from app.domain.answers import LONGEST
from app.domain.operation import Patch
from app.domain.roster import Statement
from tests.answering import ON, answered
from tests.dumps import places_of, rows_of
from tests.lessons import add_programme, bring_results, statement_id
from tests.sync.scenes import School, make_followed_school, open_reviews, send
from tests.syncing import SyncedDesk, World


def _with_programme(world: World) -> School:
    school = make_followed_school(world)
    add_programme(school.one.desk, "koken")
    school.one.do(switch_field, **ON)
    for number, person in ((1, school.amira), (2, school.bram)):
        school.one.do(change_participant, participant_id=person, fields={"username": f"p{number}"})
    school.sync(school.one, school.two)
    return school


@pytest.fixture
def school(world: World) -> School:
    return world.set_up(_with_programme)


def said(key: str, number: int) -> Statement:
    return answered(number, key, "GEHEIM")


def everywhere(school: School) -> list[SyncedDesk]:
    assert school.coach is not None
    return [school.one, school.two, school.coach]


def test_answers_are_where_the_results_are_and_are_taken_back_with_them(school: School) -> None:
    one, two, ben = everywhere(school)
    bring_results(one.desk, [said("p1", 1), said("p1", 2), said("p2", 3)])
    school.sync(one, two, ben)
    assert len(two.rows("answers")) == 3 and len(school.world.server_rows("answers")) == 3
    assert {row["given"] for row in two.rows("answers").values()} == {"GEHEIM"}
    assert set(ben.rows("answers")) == {statement_id("p1-1"), statement_id("p1-2")}
    school.world.agree(one, two)
    one.do(undo_last)
    school.sync(one, two, ben)
    assert not any(desk.rows("answers") for desk in (one, two, ben)) and not school.world.server_rows("answers")


def test_many_answers_travel_and_are_taken_back_as_one_import(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (answers, importing):
        monkeypatch.setattr(module, "AT_ONCE", 20)
    one, two, _ = everywhere(school)
    bring_results(one.desk, [said("p1", number) for number in range(70)])
    school.sync(one, two)
    assert len(two.rows("answers")) == 70
    one.do(undo_last)
    school.sync(one, two)
    assert not two.rows("answers") and not school.world.server_rows("answers")


def test_two_desks_that_read_the_same_file_have_each_answer_once(school: School) -> None:
    one, two, _ = everywhere(school)
    for desk in (one, two):
        bring_results(desk.desk, [said("p1", 1)])
    school.sync(one, two)
    assert len(school.world.server_rows("answers")) == 1
    school.world.agree(one, two)


def test_erasing_takes_every_answer_from_every_table(school: School) -> None:
    one, two, ben = everywhere(school)
    bring_results(one.desk, [said("p1", 1)])
    school.sync(one, two, ben)
    one.do(erase_participants, participant_ids=[school.amira])
    school.sync(one, two, ben)
    for desk in (one, two, ben):
        assert not desk.rows("answers") and not places_of(desk.desk, "GEHEIM")
    assert not school.world.server_rows("answers")


@pytest.mark.parametrize(("given", "expected"), [("", "taart"), (" ", ""), ("x" * (LONGEST + 1), ""),
                                                 ("x", "y" * (LONGEST + 1))])  # fmt: skip
def test_an_answer_that_none_can_be_is_refused(school: School, given: str, expected: str) -> None:
    row = {"id": b"a" * 16, "participant_id": school.amira, "given": given, "expected": expected}
    made = Patch("answers", row["id"], None, 0, None, row)
    assert send(school.one, "import.answers", [made]).status == "rejected"
    assert not school.world.server_rows("answers")


def test_an_answer_is_never_another_one_and_a_coach_brings_none(school: School) -> None:
    one, two, ben = everywhere(school)
    bring_results(one.desk, [said("p1", 1)])
    school.sync(one, two, ben)
    row_id = statement_id("p1-1")
    forged = Patch("answers", row_id, "given", 2**40, "GEHEIM", "iets anders")
    assert send(two, "import.answers", [forged]).status == "conflict"
    row = {"id": b"a" * 16, "participant_id": school.amira, "given": "x", "expected": ""}
    assert send(ben, "import.answers", [Patch("answers", row["id"], None, 0, None, row)]).status == "rejected"
    assert {one["given"] for one in school.world.server_rows("answers").values()} == {"GEHEIM"}


def test_what_is_switched_off_meanwhile_comes_no_more(school: School) -> None:
    one, two, _ = everywhere(school)
    bring_results(one.desk, [said("p1", 1)])
    two.do(switch_field, **(ON | {"is_on": False}))
    school.sync(two, one, two, one)
    assert not any(place.rows("answers") for place in (one, two)) and not school.world.server_rows("answers")
    assert len(rows_of(two.desk, "results")) == 1 and not open_reviews(one), "the results come"

"""What somebody answered: it comes with the results, only where it is kept, and goes with them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.actions import answers, importing
from app.actions.desk import Desk
from app.actions.doubles import merge_people
from app.actions.erasing import erase_participants
from app.actions.privacy import switch_field
from app.actions.undo import undo_last
from app.domain.plan import ImportPlan
from app.domain.roster import Statement
from app.views.privacy import participant_file
from tests.answering import ON, answered
from tests.desks import bring_in, person, roster
from tests.dumps import dump, events, journal, places_of, rows_of
from tests.lessons import add_programme, bring_results, plan_results, statement_id


def kept(desk: Desk) -> dict[bytes, tuple[str, str]]:
    return {row["id"]: (row["given"], row["expected"]) for row in rows_of(desk, "answers")}


def notes(plan: ImportPlan) -> list[str]:
    return [str(line.reason) for line in plan.lines if line.severity == "note"]


def people(desk: Desk) -> dict[str, bytes]:
    return {row["given"]: row["id"] for row in rows_of(desk, "participants")}


def _class(desk: Desk) -> Desk:
    """Two people and a programme."""
    add_programme(desk, "koken")
    bring_in(desk, roster(person("1", "Amira", "Proef"), person("2", "Bram", "Proef")))
    return desk


@pytest.fixture
def course(desk: Desk) -> Desk:
    desk.do(switch_field, **ON)
    return _class(desk)


@pytest.mark.clause("O-annex 1")
def test_answers_come_and_go_with_their_results(course: Desk) -> None:
    before = dump(course)
    bring_results(course, [answered(1), answered(2, given=""), answered(3, "2", "rijst")])
    assert kept(course) == {statement_id("1-1"): ("SOEP", "taart"), statement_id("2-3"): ("rijst", "taart")}
    assert {row["participant_id"] for row in rows_of(course, "answers")} == set(people(course).values())
    course.do(undo_last)
    assert dump(course) == before


@pytest.mark.clause("A-1.15")
@pytest.mark.clause("O-annex I")
@pytest.mark.parametrize("provider", ["oefenen", "leerling-in-beeld"])
def test_where_answers_are_not_kept_they_are_left_out_and_come_once_they_are(
    request: pytest.FixtureRequest, provider: str
) -> None:
    school_desk: Desk = request.getfixturevalue("desk" if provider == "oefenen" else "school_desk")
    file = [answered(1), answered(2)]
    plan = bring_results(_class(school_desk), file)
    assert not kept(school_desk) and plan.not_taken_over == {"result.response": 2}
    assert len(rows_of(school_desk, "results")) == 2
    school_desk.do(switch_field, **ON)
    again = bring_results(school_desk, file)
    assert len(kept(school_desk)) == 2 and not again.not_taken_over
    assert notes(again) == ["The answers are added to 2 results that are here already."]
    assert not plan_results(school_desk, file).does_something
    assert school_desk.do(undo_last).outcome.rows == 2
    assert not kept(school_desk) and len(rows_of(school_desk, "results")) == 2


def test_the_first_answer_stays(course: Desk) -> None:
    bring_results(course, [answered(1)])
    bring_results(course, [answered(1, given="iets anders"), answered(2)])
    assert kept(course)[statement_id("1-1")] == ("SOEP", "taart")


def test_what_is_left_out_leaves_no_answer(course: Desk) -> None:
    bring_results(course, [answered(1)], voided=[statement_id("1-1")])
    bring_results(course, [answered(2, key="nobody")])
    assert not kept(course)


def test_a_result_that_is_taken_back_takes_its_answer_along_and_both_come_back(course: Desk) -> None:
    bring_results(course, [answered(1), answered(2)])
    before = dump(course)
    bring_results(course, [answered(1)], voided=[statement_id("1-1")])
    assert set(kept(course)) == {statement_id("1-2")}
    course.do(undo_last)
    assert dump(course) == before


def test_what_came_again_meanwhile_is_not_brought_back_twice(course: Desk) -> None:
    bring_results(course, [answered(1)])
    bring_results(course, [answered(2)], voided=[statement_id("1-1")])
    taken_back = journal(course)[-1]["id"]
    bring_results(course, [answered(1, given="rijst")])
    course.do(undo_last, operation_id=taken_back)
    assert kept(course) == {statement_id("1-1"): ("rijst", "taart")}


def _many() -> Sequence[Statement]:
    return [answered(number) for number in range(7)]


def test_many_answers_come_in_short_transactions_and_are_one_import(
    course: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, said = dump(course), len(events(course))
    for module in (answers, importing):
        monkeypatch.setattr(module, "AT_ONCE", 3)
    bring_results(course, _many())
    assert len(kept(course)) == len(rows_of(course, "results")) == 7
    assert len(events(course)) == said + 1
    done = course.do(undo_last).outcome
    assert (done.action, done.kept) == ("import", 0)
    assert dump(course) == before
    bring_results(course, _many())
    assert len(kept(course)) == 7


def test_of_who_is_erased_meanwhile_no_answer_comes(course: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (answers, importing):
        monkeypatch.setattr(module, "AT_ONCE", 3)
    plan, amira = plan_results(course, _many()), people(course)["Amira"]
    whole = importing._answers_behind

    def later(desk: Desk, plan: ImportPlan, operation_id: bytes | None) -> None:
        desk.do(erase_participants, participant_ids=[amira])
        whole(desk, plan, operation_id)

    monkeypatch.setattr(importing, "_answers_behind", later)
    importing.apply_plan(course, plan)
    assert not kept(course) and not places_of(course, "SOEP")


@pytest.mark.clause("O-annex 3: 7")
def test_answers_are_counted_in_the_file_of_a_person(course: Desk) -> None:
    bring_results(course, [answered(1), answered(2), answered(3, "2")])
    file = course.read(participant_file, people(course)["Amira"])
    assert dict(file.counts)["answers"] == 2
    ids = people(course)
    course.do(merge_people, kept_id=ids["Amira"], gone_id=ids["Bram"])
    assert dict(course.read(participant_file, ids["Amira"]).counts)["answers"] == 3

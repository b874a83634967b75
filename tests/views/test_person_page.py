"""The page of one participant: timeline, attempts with answers, weeks; the newest first, a part at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from app.actions.assessing import add_sitting, record_result
from app.actions.certificates import issue_certificates, revoke_certificate
from app.actions.desk import Desk
from app.actions.doubles import merge_people
from app.actions.following import settle_goal
from app.actions.groups import move_participants
from app.actions.norming import load_tests
from app.actions.privacy import switch_field
from app.actions.routes import add_route
from app.domain.calendar import SchoolYear
from app.domain.moments import Sort
from app.domain.roster import Statement
from app.views import person_page
from app.views.person_attempts import Span
from app.views.person_page import Moment, person_attempts, person_head, person_moments, person_weeks
from tests.answering import ON, answered
from tests.assessing import reading_test
from tests.coaching import coach_of
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import events, rows_of
from tests.following import aimed, noted, notes_on, planned
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, finish, statement, statement_id


@pytest.fixture
def course(desk: Desk) -> Desk:
    add_programme(desk, "koken", 3)
    bring_in(desk, roster(
        person("1", "Amira", "Bakker", groups=("a",)), person("2", "Bram", "Cools", groups=("a",)), groups=("a", "b")))
    return desk


def amira(desk: Desk, name: str = "Amira") -> bytes:
    return next(bytes(row["id"]) for row in rows_of(desk, "participants") if row["given"] == name)


def groups(desk: Desk) -> dict[str, bytes]:
    return {row["name"]: bytes(row["id"]) for row in rows_of(desk, "groups")}


def moments(desk: Desk, span: Span | None = None, **more: Any) -> Sequence[Moment]:
    return desk.read(person_moments, amira(desk), span or Span(), **more).rows


def told(found: Sequence[Moment], sort: Sort) -> list[tuple[str, str]]:
    return [(one.day.isoformat(), str(one.what)) for one in found if one.sort == sort]


def tried(number: int, minute: int, exercise: int = 1, **more: Any) -> Statement:
    return statement("1", exercise_iri("koken", exercise), at_us(number) + minute * 60_000_000, **more)


def test_visits_and_exercises_stand_on_the_timeline(course: Desk) -> None:
    bring_results(course, [tried(0, 0), tried(0, 20, 2, passed=False), tried(0, 51), tried(3, 0, 2, seconds=None)])
    found = moments(course)
    assert told(found, Sort.VISIT) == [
        ("2026-11-05", "Practised: 1 attempt, 1 done, 0 min"),
        ("2026-11-02", "Practised: 1 attempt, 1 done, 1 min"),
        ("2026-11-02", "Practised: 2 attempts, 1 done, 2 min")]
    assert told(found, Sort.MADE) == [
        ("2026-11-05", "Done for the first time: Oefening 2"), ("2026-11-02", "Done for the first time: Oefening 1")]
    assert [one.day for one in found] == sorted((one.day for one in found), reverse=True)
    assert not any("Bram" in str(one.what) for one in found)


@pytest.mark.clause("O-annex 1")
def test_everything_around_somebody_stands_on_it(course: Desk, clock: Clock) -> None:
    one, version = amira(course), rows_of(course, "programme_versions")[0]["id"]
    notes_on(course)
    noted(course, one, "Leest graag.")
    course.do(settle_goal, goal_id=aimed(course, one), state="reached", settled_on="2026-11-20", remark="Goed")
    planned(course, one, "2026-11-19", "Rapport")
    course.do(add_route, name="Keuken", programme_ids=[rows_of(course, "programmes")[0]["id"]],
              group_ids=[groups(course)["Groep a"]])  # fmt: skip
    finish(course, "1", "koken", 3)
    (made,) = course.do(issue_certificates, due=[(one, version, "Amira Bakker")], place="X",
                        issued_on=date(2026, 11, 18)).outcome  # fmt: skip
    course.do(revoke_certificate, certificate_id=made, reason="fout")
    today = course.sight.today.isoformat()
    clock.forward(1)
    course.do(move_participants, from_group_id=groups(course)["Groep a"], to_group_id=groups(course)["Groep b"],
              participant_ids=[one])  # fmt: skip
    found = moments(course)
    assert told(found, Sort.NOTE) == [("2026-11-02", "Leest graag.")]
    assert told(found, Sort.GOAL) == [("2026-11-20", "Goal reached: Alle klanken kennen."),
                                      ("2026-11-02", "Goal set: Alle klanken kennen.")]
    assert told(found, Sort.TALK) == [("2026-11-19", "Talk planned: Rapport")]
    assert told(found, Sort.CERTIFICATE) == [(today, "Certificate of Programma koken revoked"),
                                             ("2026-11-18", "Certificate of Programma koken")]
    assert set(told(found, Sort.ROUTE)) >= {(today, "Got learning route Keuken"),
                                            ("2026-11-04", "Step of Keuken done: Programma koken")}
    assert [what for _, what in told(found, Sort.GROUP)] == [
        "Joined {the_group} Groep b", "Left {the_group} Groep a", "Joined {the_group} Groep a"]
    assert ("2026-11-04", "Everything done of Programma koken") in told(found, Sort.MADE)
    without = moments(course, written=False)
    assert {Sort.NOTE, Sort.GOAL, Sort.TALK}.isdisjoint(one.sort for one in without) and without
    assert {one.sort for one in moments(course, sort="group")} == {Sort.GROUP}
    assert not moments(course, Span(date(2026, 11, 3), date(2026, 11, 3)), sort="note")
    assert {one.day for one in moments(course, Span(date(2026, 11, 4), date(2026, 11, 4)))} == {date(2026, 11, 4)}


def test_more_is_shown_when_it_is_asked_for_and_nothing_between_is_missed(
    course: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person_page, "_ATTEMPTS_A_VISIT", 2)
    bring_results(course, [tried(day, minute, 1 + (day + minute) % 3) for day in range(12) for minute in (0, 5, 9)])
    every = moments(course, most=500)
    assert len(told(every, Sort.VISIT)) == 12
    one = amira(course)
    for most in range(1, 20):
        part = course.read(person_moments, one, Span(), "", most)
        assert list(part.rows) == list(every[:len(part.rows)]) and len(part.rows) <= most
        assert part.more == (len(part.rows) < len(every)) and part.rows
    assert not course.read(person_moments, one, Span(), "", 500).more


@pytest.mark.clause("A-1.14")
def test_attempts_come_with_their_answers_per_exercise_and_per_visit(course: Desk) -> None:
    course.do(switch_field, **ON)
    bring_results(course, [answered(1, exercise=1), answered(2, exercise=2, given="rijst"), answered(9, key="2")])
    bring_results(course, [tried(40, 0, 3, passed=None, score=None)])
    one = amira(course)
    found = course.read(person_attempts, one, Span())
    assert [(row.exercise, row.outcome, row.given, row.expected) for row in found.rows] == [
        ("Oefening 3", "tried", "", ""), ("Oefening 2", "made", "rijst", "taart"),
        ("Oefening 1", "made", "SOEP", "taart")]
    assert not found.more and not found.answers_off
    (visit,) = [moment.visit for moment in moments(course, sort="visit") if moment.day == date(2026, 12, 12)]
    assert visit is not None
    assert [row.exercise for row in course.read(person_attempts, one, Span(None, None, *visit)).rows] == ["Oefening 3"]
    first = next(row["id"] for row in rows_of(course, "exercises") if row["iri"] == exercise_iri("koken", 1))
    assert [row.id for row in course.read(person_attempts, one, Span(), first).rows] == [statement_id("1-1")]
    part = course.read(person_attempts, one, Span(), None, 2)
    assert part.rows == found.rows[:2] and part.more
    of_days = course.read(person_attempts, one, Span(date(2026, 11, 1), date(2026, 11, 3)))
    assert [row.exercise for row in of_days.rows] == ["Oefening 2", "Oefening 1"]


def test_answers_are_not_shown_where_they_are_no_longer_kept(course: Desk) -> None:
    course.do(switch_field, **ON)
    bring_results(course, [answered(1)])
    course.do(switch_field, **(ON | {"is_on": False}))
    found = course.read(person_attempts, amira(course), Span())
    assert found.answers_off and [row.given for row in found.rows] == [""]


def test_weeks_count_visits_and_minutes(course: Desk) -> None:
    bring_results(course, [tried(0, 0, seconds=600), tried(0, 10, seconds=300), tried(1, 0, seconds=60), tried(7, 0)])
    found = course.read(person_weeks, amira(course), Span())
    assert len(found) == 26 and found[-1].monday == date(2026, 11, 16)
    assert {week.monday: (week.visits, week.minutes, week.attempts) for week in found if week.visits} == {
        date(2026, 11, 2): (2, 16, 3), date(2026, 11, 9): (1, 1, 1)}
    year = SchoolYear(2026)
    weeks = course.read(person_weeks, amira(course), Span(year.begins, year.ends))
    assert weeks[0].monday == date(2026, 7, 27) and weeks[-1].monday == date(2026, 11, 16)


def test_the_head_has_the_years_and_both_of_who_turned_out_to_be_one(course: Desk) -> None:
    last_year = at_us() - 400 * 86_400_000_000
    bring_results(course, [statement("2", exercise_iri("koken", 1), last_year), tried(0, 0, 2)])
    course.do(merge_people, kept_id=amira(course), gone_id=amira(course, "Bram"))
    head = course.read(person_head, amira(course, "Bram"))
    assert (head.participant_id, head.full, [year.first for year in head.years]) == (
        amira(course), "Amira Bakker", [2026, 2025])
    assert len(course.read(person_attempts, amira(course), Span()).rows) == 2
    assert len(told(moments(course), Sort.VISIT)) == 2


def test_nobody_without_results_has_an_empty_page_that_works(course: Desk) -> None:
    one = amira(course)
    assert course.read(person_attempts, one, Span()).rows == () and told(moments(course), Sort.VISIT) == []
    assert not any(week.visits for week in course.read(person_weeks, one, Span()))
    assert course.read(person_weeks, one, Span(date(2027, 8, 1), date(2028, 7, 31))) == ()


def test_looking_is_recorded_and_only_in_the_own_groups(course: Desk) -> None:
    coach = coach_of(course, groups(course)["Groep a"])
    for view, more in ((person_head, ()), (person_moments, (Span(),)), (person_attempts, (Span(),)),
                       (person_weeks, (Span(),))):  # fmt: skip
        coach.read(view, amira(course), *more)
        coach.flush_looks()
    seen = [payload["ids"] for name, payload in events(course) if name == "participants.looked_at"]
    assert seen == [[amira(course)]] * 4


def test_an_hour_after_midnight_is_of_the_day_where_the_organisation_is(course: Desk) -> None:
    bring_results(course, [statement("1", exercise_iri("koken", 1), at_us(0, 14) + 30 * 60_000_000)])
    (visit,) = [one for one in moments(course) if one.sort == Sort.VISIT]
    assert visit.day == date(2026, 11, 3)
    assert len(course.read(person_attempts, amira(course), Span(visit.day, visit.day)).rows) == 1
    before = visit.day - timedelta(days=1)
    assert not course.read(person_attempts, amira(course), Span(before, before)).rows


def test_tests_stand_on_it_with_their_score(course: Desk) -> None:
    course.do(load_tests, defined=[reading_test()], source="x", checksum="0" * 64)
    sitting = course.do(add_sitting, test_id=rows_of(course, "tests")[0]["id"], group_id=groups(course)["Groep a"],
                        moment="M4", taken_on="2026-11-10").outcome  # fmt: skip
    course.do(record_result, sitting_id=sitting, participant_id=amira(course), scores=[{"part_id": None, "raw": 14}])
    assert told(moments(course), Sort.TEST) == [("2026-11-10", "Test Lezen M4: score 14")]

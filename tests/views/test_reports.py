"""Reports read from real data: who may print, in which order, what is kept from whom, and what the log says of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.actions.desk import Desk
from app.actions.reports import note_report
from app.documents.report_run import report_pdf
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.reports import About, Receiver, ReportOrder, Section, check_order, offered, receivers
from app.store.tables import coach_assignments, coaches
from app.views.groups import all_participants, group_list
from app.views.progress import group_matrix
from app.views.reports import report_job
from tests.coaching import coach_of
from tests.desks import bring_in, person, roster
from tests.documents.sheets import standards_broken
from tests.dumps import rows_of
from tests.following import aimed, noted, notes_on, planned
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, finish, statement
from tests.reporting import cells_spoken, told
from ui.progress.reading import prepared
from ui.progress.sources import PeopleSource

TOGETHER = ReportOrder(about=About.GROUP)


@dataclass(frozen=True, slots=True)
class Course:
    desk: Desk
    people: dict[str, bytes]
    groups: dict[str, bytes]


@pytest.fixture
def course(desk: Desk) -> Course:
    """Two in one group and one in another: one finished a programme, one is stuck, one never came."""
    bring_in(desk, roster(person("1", "Amira", "Haddad", groups=("a",)), person("2", "Bram", "Vos", groups=("a",)),
                          person("3", "Zeynep", "Kaya", groups=("b",)), groups=("a", "b")))
    for code in ("koken", "fietsen"):
        add_programme(desk, code)
    finish(desk, "1", "koken")
    bring_results(desk, [
        statement("2", exercise_iri("fietsen", 1), at_us(day), passed=False, score=100) for day in range(3)])
    people = {row.full.split()[0]: row.id for row in desk.read(all_participants)}
    return Course(desk, people, {row.name: row.id for row in desk.read(group_list)})


@pytest.mark.clause("O-annex 1")
def test_a_group_is_printed_in_the_order_of_the_screen_with_the_values_of_the_views(course: Course) -> None:
    order = [course.people["Bram"], course.people["Amira"]]
    job = course.desk.read(report_job, TOGETHER, order, [course.groups["Groep a"]])
    assert [row.participant_id for row in job.groups[0].matrix.rows] == order == list(job.named)
    data = report_pdf(job)
    assert cells_spoken(data) == [["hulp nodig, 0 van 2 af", "niet begonnen"], ["niet begonnen", "af, 2 van 2"]]
    assert sum(job.groups[0].weeks) == 2
    assert told(data).index("Bram Vos") < told(data).index("Amira Haddad")


def test_with_one_programme_open_its_exercises_are_printed_as_the_screen_shows_them(course: Course) -> None:
    koken = next(one for one in course.desk.read(group_matrix).columns if one.title == "Programma koken").id
    order = ReportOrder(about=About.GROUP, programme_id=koken)
    shown = course.desk.read(group_matrix, course.groups["Groep a"], koken)
    data = report_pdf(course.desk.read(report_job, order, (), [course.groups["Groep a"]]))
    source = PeopleSource(prepared(shown), course.desk.sight.today)
    assert cells_spoken(data) == [source.line(row)[3:] for row in range(len(shown.rows))]
    text = told(data)
    assert "Programma koken" in text and "per oefening" in text and "Oefening 2" in text
    assert standards_broken(data) == []


def test_notes_that_are_kept_apart_never_stand_on_paper(course: Course) -> None:
    amira = course.people["Amira"]
    everything = ReportOrder()
    assert "Notities Geen." in told(report_pdf(course.desk.read(report_job, everything, [amira])))
    notes_on(course.desk)
    noted(course.desk, amira, "Las een boek.")
    noted(course.desk, amira, "Alleen voor mij.", apart=True)
    aimed(course.desk, amira)
    planned(course.desk, amira)
    text = told(report_pdf(course.desk.read(report_job, everything, [amira])))
    assert "Las een boek." in text and "Alleen voor mij" not in text
    assert "Alle klanken kennen." in text and "1 december 2026 15:30 Rapport moeder" in text
    for receiver in (Receiver.PARENTS, Receiver.PARTICIPANT):
        text = told(report_pdf(course.desk.read(report_job, ReportOrder(receiver), [amira])))
        assert "15:30" in text and not any(word in text for word in ("boek", "klanken", "moeder", "voor mij"))


def test_a_coach_prints_of_the_own_groups_alone(course: Course) -> None:
    coach = coach_of(course.desk, course.groups["Groep a"])
    own, other = course.people["Amira"], course.people["Zeynep"]
    assert coach.read(report_job, ReportOrder(), [own]).number == 1
    assert coach.read(report_job, TOGETHER, (), [course.groups["Groep a"]]).number == 1
    for asked in ((ReportOrder(), [own, other]), (TOGETHER, (), [course.groups["Groep b"]]),
                  (ReportOrder(about=About.ORGANISATION),)):
        with pytest.raises(Refusal):
            coach.read(report_job, *asked)
    for people in ([own, other], []):
        with pytest.raises(Refusal):
            coach.do(note_report, receiver="coach", participant_ids=people)


def test_who_only_looks_on_or_sees_no_last_names_prints_nothing(course: Course) -> None:
    coach = coach_of(course.desk, course.groups["Groep a"])
    with course.desk.database.writing() as connection:
        connection.execute(coach_assignments.update().values(reads_only=1))
    coach.look_again()
    with pytest.raises(Refusal, match="works in the"):
        coach.read(report_job, ReportOrder(), [course.people["Amira"]])
    with course.desk.database.writing() as connection:
        connection.execute(coach_assignments.update().values(reads_only=0))
        connection.execute(coaches.update().values(shows_surnames=0))
    coach.look_again()
    assert not coach.sight.actor.shows_surnames
    with pytest.raises(Refusal, match="sees last names"):
        coach.read(report_job, TOGETHER, (), [course.groups["Groep a"]])
    with pytest.raises(Refusal):
        coach.do(note_report, receiver="coach", participant_ids=[course.people["Amira"]])


def test_the_log_says_of_whom_and_for_whom(course: Course) -> None:
    amira = course.people["Amira"]
    course.desk.do(note_report, receiver="parents", participant_ids=[amira, amira])
    event = rows_of(course.desk, "audit_events")[-1]
    assert event["action"] == "report.print.parents" and amira in event["payload"]
    course.desk.do(note_report, receiver="coach", participant_ids=[])
    assert rows_of(course.desk, "audit_events")[-1]["action"] == "report.print.coach"


def test_of_the_organisation_there_are_only_numbers(course: Course) -> None:
    job = course.desk.read(report_job, ReportOrder(about=About.ORGANISATION))
    text = told(report_pdf(job))
    assert job.named == () and not any(name in text for name in ("Amira", "Bram", "Zeynep", "Haddad"))
    assert "Groep a 2" in text, text


def test_somebody_who_is_gone_is_refused(course: Course) -> None:
    with pytest.raises(Refusal, match="not here any more"):
        course.desk.read(report_job, ReportOrder(), [b"?" * 16])


@pytest.mark.parametrize(("order", "reason"), [
    (ReportOrder(sections=frozenset()), "Nothing was chosen"),
    (ReportOrder(Receiver.PARENTS, frozenset({Section.NOTES})), "Nothing was chosen"),
    (ReportOrder(Receiver.PARENTS, about=About.GROUP), "one person only"),
    (ReportOrder(weeks=5), "looks back"), (ReportOrder(copies=2), "for parents alone"),
    (ReportOrder(Receiver.PARENTS, copies=5), "one to")])
def test_what_cannot_be_asked(order: ReportOrder, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        check_order(order)


def test_what_can_be_chosen_goes_by_who_reads_it_and_what_is_kept() -> None:
    assert Section.NOTES in offered(Receiver.COACH, About.PEOPLE, True, True)
    assert Section.NOTES not in offered(Receiver.COACH, About.PEOPLE, False, True)
    assert set(offered(Receiver.PARENTS, About.PEOPLE, True, True)) & {
        Section.HELP, Section.GOALS, Section.NOTES} == set()
    assert Section.GROWTH not in offered(Receiver.PARTICIPANT, About.PEOPLE, True, True)
    assert Section.GROWTH not in offered(Receiver.COACH, About.PEOPLE, True, False)
    assert Receiver.PARENTS not in receivers(False, False) and Receiver.PARENTS in receivers(True, False)
    assert Permission.PRINT_REPORTS.value == "print reports"

"""`leerspoor report`: reports of progress of a person, a group, every group or the organisation."""

from __future__ import annotations

from app.actions.desk import Desk
from app.actions.reports import note_report
from app.cli.given import Arguments
from app.cli.saying import Voice
from app.documents.report_run import write_report, write_reports
from app.domain.reports import About, Receiver, ReportOrder, Section
from app.domain.text import Text
from app.store.files import make_private_folder
from app.views.groups import all_participants, group_detail, group_list
from app.views.lookup import group_named, participant_named
from app.views.reports import ReportJob, report_job

SINGLE_FILE = "reports.pdf"


def run(desk: Desk, given: Arguments, voice: Voice) -> int:
    """Exit 0, also where there was nothing to print."""
    order = _order(given)
    job = desk.read(report_job, order, *_whom(desk, given, order.about))
    files = _write(desk, job, given) if job.number else []
    voice.answer({"reports": job.number, "files": files})
    voice.say(Text("{n} report in {folder}", "{n} reports in {folder}", n=job.number, folder=str(given.out))
              if job.number else Text("There is nothing to print here."))
    return 0


def _order(given: Arguments) -> ReportOrder:
    receiver = Receiver(given.receiver)
    sections = frozenset(map(Section, given.sections)) if given.sections else frozenset(Section)
    of_people = given.participant is not None or given.each_person or (
        receiver is not Receiver.COACH and not given.whole)
    about = About.ORGANISATION if given.whole else About.PEOPLE if of_people else About.GROUP
    return ReportOrder(receiver, sections, given.language, given.weeks, given.copies, not given.single_file, about)


def _whom(desk: Desk, given: Arguments, about: About) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """(people, groups), as `report_job` takes them."""
    if about is About.ORGANISATION:
        return (), ()
    if given.participant is not None:
        return (desk.read(participant_named, given.participant),), ()
    groups = tuple(row.id for row in desk.read(group_list)) if given.group is None else (
        desk.read(group_named, given.group),)
    if about is About.GROUP:
        return (), groups
    if given.group is None:
        return tuple(row.id for row in desk.read(all_participants)), ()
    return tuple(row.id for row in desk.read(group_detail, groups[0]).members if row.state == "active"), ()


def _write(desk: Desk, job: ReportJob, given: Arguments) -> list[str]:
    out = given.out.absolute()
    make_private_folder(out)
    desk.do(note_report, receiver=job.order.receiver.value, participant_ids=list(job.named))
    if given.single_file:
        return [str(write_report(job, out / SINGLE_FILE))]
    return [str(path) for path in write_reports(job, out)]

"""What of an agreement waits for somebody and has no day of its own: told at once, chosen, exported, destroyed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.domain.contract.kept_rows import agreement_of
from app.domain.contract.tasks import EXPORT, EndTask
from app.domain.provider_terms import NotRegulated
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.course import measures_by_agreement, with_a_course
from app.store.resources import load_profile
from app.store.tables import agreements, belongs_to
from app.views.course import INSOLVENCIES, AgreementCourse, agreement_course, how_it_ends

AHEAD_DAYS = 42
"""Our own choice, no clause: six weeks before the end the export is asked for."""
TASKS = {
    "export": Text("Make the export"),
    "sub_processors": Text("Have the sub-processors told"),
    "destruction": Text("Have the personal data destroyed, and ask for the proof"),
}


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """`tone` is 'danger', 'warning' or 'info'."""

    tone: str
    title: Text
    detail: Text
    agreement_id: bytes


def open_points(connection: Connection, sight: Sight) -> tuple[OpenPoint, ...]:
    """Of every agreement to which something happened, or that comes to an end: with the rest nothing is open."""
    happened, measures = with_a_course(connection), measures_by_agreement(connection)
    query = select(agreements).where(belongs_to(agreements, sight.tenant))
    found = [
        row["id"] for row in connection.execute(query).mappings()
        if row["id"] in happened or how_it_ends(
            load_profile(row["provider"]), agreement_of(dict(row)), measures.get(row["id"], ()), sight.today)]
    return tuple(point for one in found for point in _points(agreement_course(connection, sight, one)))


def _points(course: AgreementCourse) -> Iterator[OpenPoint]:
    yield from _claims(course)
    for row in course.insolvencies:
        if course.duty is not None and not row["told_on"]:
            yield OpenPoint("danger", INSOLVENCIES[row["sort"]], course.duty, course.agreement_id)
    for item in course.changes:
        if item.course.awaits_choice and item.course.result is not None:
            yield OpenPoint("info", Text("Waiting for the licensor: {what}", what=item.title),
                            item.course.result.what, course.agreement_id)
    for task in course.tasks:
        if task.done_on is None and _is_near(course, task):
            day = task.day
            detail = (Text("{package}: by {day} at the latest", package=course.package, day=day) if day is not None
                      else Text("{package}: at once", package=course.package))
            tone = "danger" if task.task == EXPORT else "warning"
            yield OpenPoint(tone, TASKS[task.task], detail, course.agreement_id)


def _claims(course: AgreementCourse) -> Iterator[OpenPoint]:
    for item in course.claims:
        to_do = item.course.to_do
        if not isinstance(to_do, NotRegulated) and to_do and not item.row["settled_on"]:
            yield OpenPoint("danger", Text("Claim of a third party: {about}", about=item.row["about"]), to_do[0],
                            course.agreement_id)


def _is_near(course: AgreementCourse, task: EndTask) -> bool:
    """The export is asked for ahead; the rest once use has stopped."""
    if course.ending is None:
        return False
    left = (course.ending.stops_on - course.terms.today).days
    return left <= (AHEAD_DAYS if task.task == EXPORT else 0)

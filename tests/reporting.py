"""Reports for tests: values as the views give them, with everything in them, and what a reader finds in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.domain.assessment.growth import GrowthPoint
from app.domain.learning_rules import PROPOSED
from app.domain.progress import HELP_RULE
from app.domain.reports import About, Receiver, ReportOrder
from app.domain.routes import StepState
from app.domain.text import Text
from app.views.certificates import IssuedCertificate
from app.views.following import GoalRow, NoteRow, PlannedTalk, TalkRow
from app.views.growth import Growth, GrowthLine
from app.views.progress import GroupMatrix, RouteStanding, StepStanding
from app.views.progress_values import EarlierAttempts
from app.views.reports import GroupReport, OrganisationReport, PersonReport, ReportHead, ReportJob
from app.views.wide_progress import Figures, GroupFigures, LocationFigures, WideProgress
from tests.documents.sheets import logo, reader
from tests.ui import progress_values as values

TODAY = values.TODAY
WHY = "laaggeletterd"
"""A word that tells why somebody practises; it stands in the names of a group and a route."""
GROUP_NAME, ROUTE_NAME = f"NT1 {WHY}en", f"Route {WHY}"
STAFF_WORDS = "Schrok van een brief."


def head(provider: str = "oefenen", here_since: date | None = date(2025, 8, 1)) -> ReportHead:
    return ReportHead(
        "Bibliotheek Noord", logo(), provider, "Europe/Amsterdam", TODAY, here_since, PROPOSED.texts)


def points(number: int = 1) -> tuple[GrowthPoint, ...]:
    """Two norms after one another."""
    return tuple(
        GrowthPoint(date(2024, 10, 1) + timedelta(days=170 * at), 120_000 + 7_000 * at, 115_000 + 7_000 * at,
                    125_000 + 7_000 * at, "CBBAA"[at], "M4", "2023" if at < 3 else "2025", "Schaal", number=number)
        for at in range(5))


def certificate(number: int = 1) -> IssuedCertificate:
    name = values.NAMES[number % len(values.NAMES)]
    return IssuedCertificate(
        b"c", f"AB12-CD34-{number}", values.person(number + 1), name[0], name[1], "", "Klik & Tik", TODAY, TODAY,
        "valid", "", False)


def report_of(number: int = 5, name: str = "", **changed: Any) -> PersonReport:
    """Somebody with something in every part."""
    progress = values.progress(values.person(number))
    steps = (
        StepStanding("Taal A1", "", "programme", 24, 24, "", "2026-10-01", StepState.DONE),
        StepStanding("Taal A2", "", "programme", 4, 24, "", "2026-12-01", StepState.SOON),
        StepStanding("Een boek lezen", "", "link", 0, 0, "", "", StepState.OPEN))
    progress = replace(
        progress, full=name or progress.full, groups=GROUP_NAME,
        help=(Text("Help needed with {title}, {exercise} ({n} attempt)",
                   "Help needed with {title}, {exercise} ({n} attempts)", title="Taal A2", exercise="les 7", n=4),),
        routes=(RouteStanding(ROUTE_NAME, 28, 48, b"r", WHY, steps),), earlier=EarlierAttempts(12, date(2025, 8, 1)))
    growth = Growth(b"p", progress.full, "", (GrowthLine("Lezen", "Schaal LEZEN", points()),))
    talk = TalkRow(b"", WHY, "moeder", date(2026, 12, 1), "15:30", None, None, "", False, False)
    goal = GoalRow(b"", STAFF_WORDS, TODAY, date(2026, 12, 18), "open", None, "", False, False)
    note = NoteRow(b"", "learning", TODAY, STAFF_WORDS, "M. de Boer", False, None, False)
    made = PersonReport(progress, progress.full.split()[0], False, growth, (certificate(),), (talk,), (goal,), (note,))
    return replace(made, **changed)


def group_of(matrix: GroupMatrix | None = None) -> GroupReport:
    talk = PlannedTalk(b"", b"", "Emre Aydın", "Rapport", TODAY, "15:30")
    growth = Growth(b"g", "Dinsdagochtend", "", (GrowthLine("Lezen", "Schaal LEZEN", points(12)),), 20)
    return GroupReport(matrix or values.matrix(), tuple(range(26)), growth, (certificate(1), certificate(2)), (talk,))


def whole_of() -> OrganisationReport:
    figures = Figures(21, 18, 3, 60, 400, 212, 36_000, 14, 9)
    groups = tuple(GroupFigures(b"g%d" % n, f"Groep {n}", "base", None, False, figures) for n in range(1, 9))
    places = (LocationFigures(b"l", "Noord", groups[:5], figures), LocationFigures(b"m", "Zuid", groups[5:], figures))
    wide = WideProgress(date(2026, 8, 25), TODAY, places, Figures(1, 0), figures, None, HELP_RULE.text)
    return OrganisationReport(values.matrix(), wide, tuple(range(26)))


def job(*people: PersonReport, receiver: Receiver = Receiver.COACH, **order: Any) -> ReportJob:
    return ReportJob(head(), ReportOrder(receiver, **order), people or (report_of(),))


def group_job(*groups: GroupReport, **order: Any) -> ReportJob:
    return ReportJob(head(), ReportOrder(about=About.GROUP, **order), groups=groups or (group_of(),))


def whole_job(**order: Any) -> ReportJob:
    return ReportJob(head(), ReportOrder(about=About.ORGANISATION, **order), organisation=whole_of())


def told(data: bytes) -> str:
    """All that can be copied from a file, and all that a screen reader says of its figures."""
    opened = reader(data)
    copied = (" ".join(page.extract_text().split()) for page in opened.pages)
    return " ".join((*copied, *(element["/Alt"] for element in elements(data) if "/Alt" in element)))


def elements(data: bytes) -> Iterator[Any]:
    """Every element of the structure, in reading order."""
    yield from _below(reader(data).root_object["/StructTreeRoot"]["/K"])


def _below(kid: Any) -> Iterator[Any]:
    found = kid.get_object()
    if isinstance(found, list):
        for one in found:
            yield from _below(one)
    elif isinstance(found, dict) and "/S" in found:
        yield found
        if "/K" in found:
            yield from _below(found["/K"])


def cells_spoken(data: bytes) -> list[list[str]]:
    """What a screen reader says of the cells of each row of a matrix."""
    rows = (element for element in elements(data) if element["/S"] == "/TR")
    spoken = ([one["/Alt"] for one in _below(row["/K"]) if one["/S"] == "/TD" and "/Alt" in one] for row in rows)
    return [row for row in spoken if row]



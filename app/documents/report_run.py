"""A run of reports: many of one kind as one file for the printer, or a file per person with a name that tells nothing.

Everything is checked before the first byte is written; fonts and logo are made once for the whole run. When a run is
cancelled or fails, it leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.documents.fonts import FontBatch
from app.documents.images import write_picture
from app.documents.paper import draw_blocks, printed_in
from app.documents.pdf_file import PdfFile
from app.documents.print_run import Cancelled, Progress, hand_over, step, workshop
from app.documents.printable import refuse_lacking, signs_by_face
from app.documents.report_blocks import Around, Report
from app.documents.report_group import group_paper
from app.documents.report_organisation import organisation_paper
from app.documents.report_parts import Logo
from app.documents.report_person import person_papers
from app.documents.tagged import Foundation, TaggedDocument, lay_foundation
from app.domain.errors import Refusal
from app.domain.reports import report_file_name
from app.domain.text import Text
from app.store.files import write_atomically
from app.store.resources import load_words
from app.store.texts import Translator
from app.views.reports import ReportJob

_LOGO_WIDE, _LOGO_HIGH = 110.0, 44.0


def write_report(
    job: ReportJob, path: Path, *, progress: Progress = lambda done, total: None,
    cancelled: Cancelled = lambda: False,
) -> Path:
    """Write one file with everything. Raises Refusal, or Stopped; then nothing was written."""
    write_atomically(path, report_pdf(job, progress, cancelled))
    return path


def write_reports(
    job: ReportJob, folder: Path, *, progress: Progress = lambda done, total: None,
    cancelled: Cancelled = lambda: False,
) -> list[Path]:
    """Write a file per person or group in their order, with all copies in it. Raises Refusal, also for a file that is
    there already, or Stopped; then no new file is left.
    """
    made = _Run(job)
    word = made.translator.render(Text("overview"))
    day = job.head.day.isoformat()
    targets = [folder / report_file_name(number, len(made.sheaves), f"{word}-{day}")
               for number in range(1, len(made.sheaves) + 1)]
    for target in targets:
        if target.exists():
            raise Refusal(Text("{file} is there already. Nothing was printed. Move that file or choose another place.",
                               file=target.name))
    with workshop(folder) as shop:
        for number, (target, sheaf) in enumerate(zip(targets, made.sheaves, strict=True), 1):
            step(number, len(targets), progress, cancelled)
            (shop / target.name).write_bytes(made.alone(sheaf))
        hand_over(shop, targets)
    return targets


def check_printable(job: ReportJob) -> None:
    """Raises Refusal where a name or another text cannot be printed; nothing is written."""
    _Run(job)


def report_pdf(
    job: ReportJob, progress: Progress = lambda done, total: None, cancelled: Cancelled = lambda: False,
) -> bytes:
    """Everything in one file, as PDF/A-2a and PDF/UA-1. Raises Refusal for what cannot be printed, or Stopped."""
    made = _Run(job)
    return made.together(made.sheaves, progress, cancelled)


class _Run:
    """Everything of a run that is made once. `sheaves` are the reports of each person or group, with their copies."""

    def __init__(self, job: ReportJob) -> None:
        self._job = job
        self.translator = Translator(job.order.language, load_words(job.head.provider))
        self._base = PdfFile()
        around = Around(job.head, job.order, self.translator, self._logo())
        self.sheaves = list(_sheaves(job, around))
        if not self.sheaves:
            raise Refusal(Text("There is nobody to print a report of. Nothing was printed."))
        reports = [report for sheaf in self.sheaves for report in sheaf]
        printed = [each for report in reports for each in printed_in(report.blocks, report.form)]
        refuse_lacking(printed)
        self._foundation: Foundation = lay_foundation(self._base, FontBatch(signs_by_face(printed)))

    def alone(self, sheaf: Sequence[Report]) -> bytes:
        return self.together([sheaf], lambda done, total: None, lambda: False)

    def together(self, sheaves: Sequence[Sequence[Report]], progress: Progress, cancelled: Cancelled) -> bytes:
        document = TaggedDocument(
            self._base.fork(), self._foundation, title=self.translator.render(Text("Overview of progress")),
            language=self._job.order.language, day=self._job.head.day)
        for number, sheaf in enumerate(sheaves, 1):
            step(number, len(sheaves), progress, cancelled)
            for report in sheaf:
                with document.within("Sect"):
                    draw_blocks(document, report.blocks, report.form)
        return document.finish()

    def _logo(self) -> Logo | None:
        head = self._job.head
        if not head.logo:
            return None
        picture = write_picture(self._base, head.logo, _LOGO_WIDE, _LOGO_HIGH)
        told = self.translator.render(Text("Logo of {name}", name=head.organisation))
        return Logo(picture.number, picture.ratio, told)


def _sheaves(job: ReportJob, around: Around) -> Iterator[tuple[Report, ...]]:
    if job.organisation is not None:
        yield (organisation_paper(around, job.organisation),)
    marks = 2 if job.number == 1 else 1  # of many, only where each begins
    yield from ((group_paper(around, group, marks),) for group in job.groups)
    yield from (tuple(person_papers(around, person, marks)) for person in job.people)

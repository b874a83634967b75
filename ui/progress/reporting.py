"""What printing reports asks of views and documents.

Nothing here knows Qt: it runs on a reader thread or in the worker process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.documents.preview import PagePicture
    from app.domain.reports import ReportOrder
    from app.views.reports import ReportJob

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def checked_job(
    connection: Any, sight: Any, order: ReportOrder, people: Sequence[bytes], groups: Sequence[bytes | None],
) -> ReportJob:
    """Everything that will be printed. Raises Refusal where it cannot be, before anything is written down."""
    from app.documents.report_run import check_printable
    from app.views.reports import report_job

    job = report_job(connection, sight, order, people, groups)
    check_printable(job)
    return job


def first_page(
    connection: Any, sight: Any, looked_at: bytes | None, order: ReportOrder, people: Sequence[bytes],
    groups: Sequence[bytes | None], dots: int,
) -> PagePicture | None:
    """The first page of the first report as it will come out; None for what cannot be printed.

    `looked_at` is whose page it is, None where it is that of a group: looking at somebody is recorded (S19).
    """
    from app.documents.preview import page_picture
    from app.documents.report_run import report_pdf
    from app.domain.errors import Refusal
    from app.domain.reports import About
    from app.views.reports import report_job

    first = people[:1] if order.about is About.PEOPLE else people
    try:
        return page_picture(report_pdf(report_job(connection, sight, order, first, groups)), dots)
    except Refusal:
        return None


first_page.records_look = True  # type: ignore[attr-defined]


def print_files(job: ReportJob, folder: str, *, progress: Progress, cancelled: Cancelled) -> int:
    """A file for each person in `folder`; gives how many, 0 where the user stopped it and nothing is left."""
    from app.documents.print_run import Stopped
    from app.documents.report_run import write_reports

    try:
        return len(write_reports(job, Path(folder), progress=progress, cancelled=cancelled))
    except Stopped:
        return 0


def print_single(job: ReportJob, path: str, *, progress: Progress, cancelled: Cancelled) -> int:
    """One file for the printer; the user chose its name and was asked about replacing. Gives how many reports."""
    from app.documents.print_run import Stopped
    from app.documents.report_run import write_report

    try:
        write_report(job, Path(path), progress=progress, cancelled=cancelled)
    except Stopped:
        return 0
    return job.number

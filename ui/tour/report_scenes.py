"""Reports of progress: the dialog for each receiver, and the papers themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.domain.reports import About, Receiver, ReportOrder
from ui.progress.report_dialog import ReportDialog
from ui.tour.stage import Stage


def report_dialogs(stage: Stage, code: str, group: bytes) -> None:
    """Of a group for the coach, and of its people for who reads about themselves or a child."""
    stage.window.go("progress", group)
    stage.wait()
    front: Any = stage.window.deck.current()
    front.group.view.report()
    stage.take(f"voortgang-rapportage-{code}")
    (form,) = [one for one in stage.dialogs() if isinstance(one, ReportDialog)]
    for at in range(1, form.receiver.count()):
        form.receiver.setCurrentIndex(at)
        stage.take(f"voortgang-rapportage-{form.receiver.currentData()}-{code}")
    stage.close_dialogs()


def sample_reports(stage: Stage, group: bytes, language: str) -> list[Path]:
    """A group for the coach, the organisation, and of one person for each who reads it."""
    from app.documents.report_run import write_report
    from app.views.groups import group_detail
    from app.views.reports import report_job

    assert stage.window.session is not None
    desk: Any = stage.window.session.desk
    code, person = desk.organisation.code, desk.read(group_detail, group).members[0].id
    made: list[tuple[Any, ...]] = [(ReportOrder(language=language, about=about), (), (group,)) for about in (
        About.GROUP, About.ORGANISATION)]
    made += [(ReportOrder(one, language=language), (person,)) for one in Receiver]
    return [
        write_report(desk.read(report_job, *given), stage.out / f"rapportage-{code}-{number}.pdf")
        for number, given in enumerate(made, 1)]

"""From an order to paper: choose where, read everything once, write down that it is printed, print, say where it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.permissions import Permission, allowed, own_scope
from app.domain.sight import Sight
from app.domain.text import Text
from ui.certificates.dialogs import open_folder
from ui.panel import Shell
from ui.parts.form_dialog import FormDialog
from ui.progress.report_dialog import Asked, ReportDialog, Whom
from ui.progress.reporting import checked_job, print_files, print_single
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.reports import ReportJob

_PDF = "PDF (*.pdf)"


def may_report(sight: Sight) -> bool:
    """Whether anything of anybody is the reader's to print."""
    return allowed(sight.actor, Permission.PRINT_REPORTS, own_scope(sight.actor))


class ReportFlow:
    """One run. The place is asked before it is written down: who goes back there has printed nothing."""

    def __init__(self, parent: QWidget, shell: Shell, whom: Whom) -> None:
        self._parent, self._shell, self._whom = parent, shell, whom
        self._target, self._each = "", False

    def begin(self) -> None:
        ReportDialog(self._parent, self._shell, self._whom, self._ordered).open()

    def _ordered(self, asked: Asked) -> None:
        order = asked.order
        self._each = order.each
        name = f"{tr('overview')}-{self._shell.sight.today.isoformat()}.pdf"
        self._target = (
            self._shell.pick_folder(Text("In which folder should the reports be kept?")) if order.each
            else self._shell.pick_target(Text("Where should the report be kept?"), name, _PDF))
        if self._target:
            self._shell.read(checked_job, order, asked.people, asked.groups, then=self._note)

    def _note(self, job: ReportJob) -> None:
        from app.actions.reports import note_report

        self._shell.act(
            note_report, receiver=job.order.receiver.value, participant_ids=list(job.named),
            then=lambda _changes: self._print(job))

    def _print(self, job: ReportJob) -> None:
        self._shell.work(
            print_files if self._each else print_single, job, self._target, title=Text("Printing reports"),
            then=self._printed)

    def _printed(self, number: Any) -> None:
        if number == 0:
            self._shell.say(Text("Printing was stopped. No file was left."))
            return
        PrintedReports(self._parent, number, Path(self._target), self._each).open()


class PrintedReports(FormDialog):
    """Says where the files are and that they must not lie about."""

    def __init__(self, parent: QWidget, number: int, target: Path, each: bool) -> None:
        super().__init__(parent, tr("Reports printed"), tr("&Open the folder"))
        self._folder = target if each else target.parent
        self.say(tr_count("{n} report is in {place}.", "{n} reports are in {place}.", number, place=target.name), "")
        self.say(tr("Whoever has the file can read it. Delete it once it is on paper."))
        self.cancel.setText(tr("Close"))
        self.cancel.setAccessibleName(tr("Close"))
        self.setMinimumWidth(420)

    def accept(self) -> None:
        open_folder(self._folder)
        super().accept()

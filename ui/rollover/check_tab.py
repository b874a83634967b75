"""What is still to be looked at, and where a file of the new year says something else than was prepared."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.rollover.kept import Choice
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.columns import Column
from ui.parts.headline import button_of
from ui.parts.list_frame import foot
from ui.parts.table import RowTable
from ui.rollover import steps
from ui.rollover.differences import DifferencesCard
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.rollover import RollOver
    from app.views.rollover_checks import Checked, Finding
    from app.views.rollover_differences import Difference


class CheckTab(QWidget):
    """`look` is called with the kind of a finding that somebody wants to see."""

    def __init__(self, shell: Shell, look: Callable[[str], None]) -> None:
        super().__init__()
        self._shell, self._look = shell, look
        self._prepared: RollOver | None = None
        self.findings = RowTable(_finding_columns(), tr("To look at"), lambda finding: finding.kind)
        self.look_button = button_of(tr("&Look"), self._look_pressed)
        self.differences = DifferencesCard(
            shell, tr("The file of the new year was imported meanwhile. For each of these you choose which counts."),
            self._take_file, self._keep_ours)
        self._arrange()
        self.findings.selection_moved.connect(self._check)
        self.findings.row_opened.connect(lambda finding: self._look(finding.kind))

    def show_checked(self, checked: Checked) -> None:
        self._prepared = checked.page.prepared
        self.findings.set_rows(checked.findings)
        found = self._prepared.differences if self._prepared is not None else ()
        self.differences.show_rows(found)
        self.differences.setVisible(bool(found))
        self._check()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        first = Card(tr("To look at"))
        first.fill(self.findings, 1)
        first.fill(foot((self.look_button,)))
        column.addWidget(first, 1)
        column.addWidget(self.differences, 1)

    def _check(self) -> None:
        self.look_button.setEnabled(bool(self.findings.chosen()) and self.findings.chosen()[0].kind != "fine")

    def _look_pressed(self) -> None:
        for finding in self.findings.chosen():
            self._look(finding.kind)

    def _take_file(self, rows: list[Difference]) -> None:
        if rows and self._prepared is not None:
            steps.choose(self._shell, self._prepared.id, [row.id for row in rows], Choice.PROPOSED)

    def _keep_ours(self, rows: list[Difference]) -> None:
        """One step for each place, so that each can be undone by itself."""
        wanted: dict[tuple[Choice, bytes | None], list[bytes]] = {}
        for row in rows:
            wanted.setdefault((row.choice, row.ours_to), []).append(row.id)
        for (choice, to), people in wanted.items():
            if self._prepared is not None:
                steps.choose(self._shell, self._prepared.id, people, choice, to)


def _finding_columns() -> tuple[Column, ...]:
    return (
        Column(tr("What"), _weight, width=17, tone=lambda finding: finding.tone),
        Column(tr("Why"), lambda finding: show(finding.text), width=44, stretch=True),
        Column(tr("Which"), _named, width=34, muted=True),
    )


def _weight(finding: Finding) -> str:
    return {"danger": tr("First"), "warning": tr("Look out"), "info": tr("Good to know"), "good": tr("Fine")}[
        finding.tone]


def _named(finding: Finding) -> str:
    return ", ".join(finding.names)

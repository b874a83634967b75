"""What is still to be looked at, and where a file of the new year says something else than was prepared."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.rollover.kept import Choice
from ui.panel import Shell
from ui.parts.card import Card, bare
from ui.parts.columns import Column
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.search_line import people_search
from ui.parts.table import RowTable
from ui.rollover import steps
from ui.words import list_name, search_matcher, show, tr

if TYPE_CHECKING:
    from app.views.rollover import Difference, RollOver
    from app.views.rollover_checks import Checked, Finding


class CheckTab(QWidget):
    """`look` is called with the kind of a finding that somebody wants to see."""

    def __init__(self, shell: Shell, look: Callable[[str], None]) -> None:
        super().__init__()
        self._shell, self._look = shell, look
        self._prepared: RollOver | None = None
        self.findings = RowTable(_finding_columns(), tr("To look at"), lambda finding: finding.kind)
        self.look_button = button_of(tr("&Look"), self._look_pressed)
        self.differences = RowTable(
            self._columns(), tr("The file says something else"), lambda row: row.id, several=True)
        self.search = people_search(shell.veil, tr("Search by name or {group}"), self._search)
        self.file_button = button_of(tr("&Take over the file's"), self._take_file)
        self.ours_button = button_of(tr("Kee&p ours"), self._keep_ours)
        self._arrange()
        self.findings.selection_moved.connect(self._check)
        self.findings.row_opened.connect(lambda finding: self._look(finding.kind))
        self.differences.selection_moved.connect(self._check)

    def show_checked(self, checked: Checked) -> None:
        self._prepared = checked.page.prepared
        self.findings.set_rows(checked.findings)
        found = self._prepared.differences if self._prepared is not None else ()
        self.differences.set_rows(found)
        self._card.setVisible(bool(found))
        self._check()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        first = Card(tr("To look at"))
        first.fill(self.findings, 1)
        first.fill(_row(self.look_button))
        self._card = Card(tr("The file says something else"))
        self._card.fill(label(
            tr("The file of the new year was imported meanwhile. For each of these you choose which counts."),
            "muted", wrap=True))
        self._card.fill(self.search)
        self._card.fill(self.differences, 1)
        self._card.fill(_row(self.file_button, self.ours_button))
        column.addWidget(first, 1)
        column.addWidget(self._card, 1)

    def _columns(self) -> tuple[Column, ...]:
        veil = self._shell.veil
        return (
            Column(tr("Name"), lambda row: veil.name(list_name(row.full, row.listed), row.id), width=24, stretch=True),
            Column(tr("Prepared"), _ours, width=18),
            Column(tr("In the file"), lambda row: row.file, width=18),
            Column(tr("What counts"), lambda row: tr("Prepared") if row.stands == "ours" else tr("The file"), width=12,
                   tone=lambda row: "info" if row.stands == "ours" else "neutral"),
        )

    def _check(self) -> None:
        chosen: list[Difference] = self.differences.chosen()
        self.look_button.setEnabled(bool(self.findings.chosen()) and self.findings.chosen()[0].kind != "fine")
        self.file_button.setEnabled(any(row.stands == "ours" for row in chosen))
        self.ours_button.setEnabled(any(row.stands == "file" for row in chosen))

    def _look_pressed(self) -> None:
        for finding in self.findings.chosen():
            self._look(finding.kind)

    def _take_file(self) -> None:
        people = [row.id for row in self.differences.chosen() if row.stands == "ours"]
        if people and self._prepared is not None:
            steps.choose(self._shell, self._prepared.id, people, Choice.PROPOSED)

    def _keep_ours(self) -> None:
        """One step for each place, so that each can be undone by itself."""
        wanted: dict[tuple[Choice, bytes | None], list[bytes]] = {}
        for row in self.differences.chosen():
            if row.stands == "file":
                wanted.setdefault((row.choice, row.ours_to), []).append(row.id)
        for (choice, to), people in wanted.items():
            if self._prepared is not None:
                steps.choose(self._shell, self._prepared.id, people, choice, to)

    def _search(self, typed: str) -> None:
        fits = search_matcher(typed)
        self.differences.set_filter(lambda row: fits(" ".join((row.full, row.ours, row.file))))


def _ours(row: Difference) -> str:
    if row.choice is Choice.LEAVE:
        return tr("Leaves")
    return row.ours or tr("In no {group}")


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


def _row(*buttons: QWidget) -> QWidget:
    box = QWidget()
    flow = FlowLayout(box)
    bare(flow, 8)
    for button in buttons:
        flow.addWidget(button)
    return box

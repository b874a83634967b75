"""What was issued: the register of serials."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.certificates.columns import issued_columns, issued_key, issued_matcher
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.search_line import people_search
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import tr

if TYPE_CHECKING:
    from app.views.certificates import IssuedCertificate


class Doing(NamedTuple):
    """What the buttons of this page ask of the panel."""

    reprint: Callable[[], None]
    correct: Callable[[], None]
    revoke: Callable[[], None]


class IssuedPage(QWidget):
    """Buttons follow what is chosen; what is no longer valid can only be looked at."""

    def __init__(self, shell: Shell, doing: Doing, may_print: bool) -> None:
        super().__init__()
        self._shell = shell
        self.table = RowTable(issued_columns(shell), tr("Issued certificates"), issued_key, several=True)
        self.table.selection_moved.connect(self._follow)
        self.search = people_search(shell.veil, tr("Search by name, {programme} or serial"), self._search)
        self.about = label("", "muted", wrap=True)
        self.reprint = button_of(tr("Print a&gain…"), doing.reprint)
        self.correct = button_of(tr("&Correct the name…"), doing.correct)
        self.revoke = button_of(tr("&Revoke…"), doing.revoke)
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("Nothing was issued yet"), tr("Certificates that you print stand here with their serial."),
            picture="star"))
        self._arrange(may_print)
        self._follow()

    def show_issued(self, issued: Sequence[IssuedCertificate]) -> None:
        self._place.set_rows(issued)
        self._follow()

    def chosen(self) -> list[IssuedCertificate]:
        return self.table.chosen()

    def valid(self) -> list[IssuedCertificate]:
        """The chosen ones that can be printed again."""
        return [row for row in self.chosen() if row.state == "valid"]

    def _arrange(self, may_print: bool) -> None:
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self._place, 1)
        column.addWidget(self.about)
        if may_print:
            buttons = QWidget()
            flow = FlowLayout(buttons)
            for button in (self.reprint, self.correct, self.revoke):
                flow.addWidget(button)
            column.addWidget(buttons)

    def _search(self, typed: str) -> None:
        self.table.set_filter(issued_matcher(typed))
        self._follow()

    def _follow(self) -> None:
        chosen, valid = self.chosen(), self.valid()
        self.reprint.setEnabled(bool(valid) and len(valid) == len(chosen))
        self.correct.setEnabled(len(chosen) == 1 == len(valid))
        self.revoke.setEnabled(len(chosen) == 1 == len(valid))
        self.about.setText(self._about(chosen[0]) if len(chosen) == 1 else "")
        self.about.setVisible(bool(self.about.text()))

    def _about(self, row: IssuedCertificate) -> str:
        """What there is to say about one certificate."""
        if row.state == "revoked":
            return tr("Revoked: {reason}", reason=self._shell.veil.value(row.revoked_reason) or "–")
        if row.state == "replaced":
            return tr("Replaced by a certificate with another serial. The old paper is no longer valid.")
        if row.name_changed:
            name = self._shell.veil.name(row.listed, row.participant_id)
            return tr("The register now says {name}. Correct the name to print it with a new serial.", name=name)
        return ""

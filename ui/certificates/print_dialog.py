"""Print certificates: how, for whom, and every name to be checked first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.certificates.habits import habits_of
from ui.certificates.names_table import NamesTable
from ui.certificates.preview import CertificatePreview
from ui.certificates.printing import lacking_signs, offered_designs
from ui.certificates.way_choice import WayChoice
from ui.panel import Shell
from ui.parts.form_dialog import FormDialog, day_of
from ui.words import language, tr, tr_count

if TYPE_CHECKING:
    from app.views.certificates import DueCertificate
    from app.views.designs import DesignRow, Example


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What was asked: `due` as the action takes it, `way` one of `ways`. Each (name, programme) and `example` are for
    looking at it before it is issued.
    """

    due: tuple[tuple[bytes, bytes, str], ...]
    place: str
    issued_on: date
    language: str
    design: str
    way: str
    names: tuple[tuple[str, str], ...]
    example: Example
    design_id: bytes | None = None


class PrintDialog(FormDialog):
    """`ordered` gets the order; nothing was issued or written by then."""

    def __init__(
        self, parent: QWidget, shell: Shell, due: Sequence[DueCertificate], ordered: Callable[[PrintOrder], None],
    ) -> None:
        super().__init__(parent, tr("Print certificates"), "")
        self._shell, self._due, self._ordered = shell, list(due), ordered
        self._shipped: tuple[tuple[str, str, str], ...] = ()
        self._own: dict[str, DesignRow] = {}
        habits = habits_of(shell)
        self.add_language(habits.language)
        self.place = self._add_place(habits.place)
        self.day = self.add_date(tr("&Date on the certificate"), shell.sight.today)
        self.design = self.add_choice(tr("D&esign"), (("classic", "classic"),))
        self.way = WayChoice(self, shell)
        self.preview = CertificatePreview(shell)
        self.fill_beside(self.preview)
        self.names = NamesTable(shell, due)
        self.names.names_moved.connect(self._names_moved)
        self.say_below(tr("Read every name. Type in the list to correct one for printing."), "")
        self.fill_table(self.names)
        self.problem = self.say_below("", "error")
        self.say_below(tr("Paper that was handed out cannot be taken back by undoing. "
                          "A wrong certificate is corrected or revoked; that gives another serial."))
        self.day.dateChanged.connect(self._day_moved)
        self.resize(900, 640)
        self.check()
        shell.read(offered_designs, then=self._take_shipped)
        self._check_signs()

    def add_language(self, chosen: str) -> None:
        self.language = self.add_choice(
            tr("&Language"), (("nl", tr("Dutch")), ("en", tr("English"))), chosen)

    def order(self) -> PrintOrder:
        due = tuple(
            (one.participant_id, one.programme_version_id, name)
            for one, name in zip(self._due, self.names.names(), strict=True))
        own = self._own.get(self.design.currentData())
        return PrintOrder(
            due, self.place.text().strip(), day_of(self.day), self.language.currentData(),
            own.design if own else self.design.currentData(), self.way.chosen(),
            tuple((name, one.programme) for one, name in zip(self._due, self.names.names(), strict=True)),
            self._example(), own.id if own else None)

    def is_complete(self) -> bool:
        return not self._shell.veil.on and not self.names.unprintable() and not self._too_early()

    def check(self) -> None:
        self.name_verb(tr_count("Print {n} certificate", "Print {n} certificates", len(self._due)))
        problem = self._problem()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        super().check()

    def accept(self) -> None:
        if self.is_complete():
            self._remember()
            order = self.order()
            super().accept()
            self._ordered(order)

    def _add_place(self, place: str) -> QLineEdit:
        line = self.add_line(tr("&Place"), place)
        line.setMaxLength(80)
        return line

    def _day_moved(self, _day: QDate) -> None:
        self.check()
        self._draw()

    def _names_moved(self) -> None:
        self.check()
        self._draw()
        self._check_signs()

    def _check_signs(self) -> None:
        self._shell.read(lacking_signs, tuple(self.names.names()), then=self._show_lacking)

    def _show_lacking(self, lacking: dict[str, str]) -> None:
        self.names.mark(lacking)
        self.check()

    def _take_shipped(self, shipped: tuple[tuple[str, str, str], ...]) -> None:
        from app.views.designs import design_list

        self._shipped = shipped
        self._shell.read(design_list, then=self._show_designs)

    def _show_designs(self, own: Sequence[DesignRow]) -> None:
        """Those of the organisation first, of every programme or of these."""
        titles = {one.programme for one in self._due}
        fitting = [row for row in own if not row.programme or titles == {row.programme}]
        self._own = {row.id.hex(): row for row in fitting}
        self.design.clear()
        for key, row in self._own.items():
            self.design.addItem(row.name, key)
        for code, dutch, english in self._shipped:
            self.design.addItem(dutch if language() == "nl" else english, code)
        self.design.setCurrentIndex(max(0, self.design.findData(habits_of(self._shell).design)))
        self.form.setRowVisible(self.design, self.design.count() > 1)
        for box in (self.design, self.language):
            box.currentIndexChanged.connect(self._draw)
        self.place.editingFinished.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        """The first certificate of the run, as it will come out."""
        if not self._shell.veil.on and self._due:
            self.preview.show_example(self._example())

    def _example(self) -> Example:
        from app.views.designs import DesignRow, Example

        code = self.design.currentData()
        layout = self._own.get(code) or DesignRow(b"", "", code or "classic", None, "", None, "", "", b"")
        return Example(
            self.names.names()[0], self._due[0].programme, self.place.text().strip(), day_of(self.day),
            self.language.currentData(), layout)

    def _too_early(self) -> bool:
        return any(one.completed_on > day_of(self.day) for one in self._due)

    def _problem(self) -> str:
        """What must be put right before printing; nothing where all is well."""
        if self._shell.veil.on:
            return tr("Names are hidden while presenting. Stop presenting to check the names and print.")
        if self._too_early():
            return tr("The date on the certificate is before the last exercise was made.")
        wrong = len(self.names.unprintable())
        if wrong:
            return tr_count(
                "{n} name cannot be printed. Correct it in the list.",
                "{n} names cannot be printed. Correct them in the list.", wrong)
        return ""

    def _remember(self) -> None:
        habits, order = habits_of(self._shell), self.order()
        habits.place, habits.language, habits.way = order.place, order.language, order.way
        habits.design = self.design.currentData()

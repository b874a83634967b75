"""The agreement behind a licence: the line of its dates, what ends when and for whom, every date with its source."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.contract.notice import NoticeEffect
from app.domain.contract.parties import forged
from app.domain.permissions import Permission, allowed
from app.domain.provider import NotRegulated
from ui.licences.delivery_dialog import DeliveryDialog
from ui.licences.notice_dialog import GiveNoticeDialog, WithdrawDialog
from ui.licences.sources import consequence_line, entry_line, silent_line
from ui.licences.who_may import why_not
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.facts import FactLine, Facts, selectable
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.timeline import Timeline, TimelineMark
from ui.words import show, show_date, show_short_date, tr

if TYPE_CHECKING:
    from app.views.agreement_terms import AtEnd, Fact
    from app.views.agreements import AgreementBasis, NoticeRow
    from app.views.licences import LicenceDetail


_DAYS, _RANGES = (1, 3), (1, 2)  # a day is short, a range of days less so


class AgreementPage(QWidget):
    """`show_detail` fills it anew."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._detail: LicenceDetail | None = None
        self._may_edit = allowed(shell.sight.actor, Permission.EDIT_LICENCES)
        self.notice_button = button_of(tr("Give not&ice…"), self.give_notice)
        self.withdraw_button = button_of(tr("&Withdraw the notice…"), self.withdraw_notice)
        self.deliver_button = button_of(tr("Day of deliver&y…"), self.record_delivery)
        self.timeline = Timeline()
        self.ending = label("", "heading", wrap=True)
        self.ending_told = selectable(label("", "muted", wrap=True))
        self.consequences, self.dates = Facts(shares=_DAYS, on_hover=True), Facts(shares=_RANGES, on_hover=True)
        self.facts, self.terms = Facts(on_hover=True), Facts(shares=(1, 0), on_hover=True)
        grid = QGridLayout(self)
        bare(grid, 10)
        grid.setContentsMargins(0, 10, 6, 0)
        grid.setHorizontalSpacing(28)
        grid.addWidget(self.timeline, 0, 0, 1, 2)
        grid.addLayout(_column(self.ending, self._buttons(), self.ending_told, self.consequences), 1, 0)
        grid.addLayout(_column(
            label(tr("All dates"), "heading"), self.dates, label(tr("Agreement"), "heading"), self.facts), 1, 1)
        self._terms_heading = label(tr("Also in the terms"), "heading")
        grid.addLayout(_column(self._terms_heading, self.terms), 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def show_detail(self, detail: LicenceDetail) -> None:
        """Show the agreement of this licence."""
        self._detail = detail
        self.notice_button.setVisible(isinstance(detail.at_end.notice, NoticeEffect))
        self.withdraw_button.setVisible(bool(self._withdrawable()) and detail.row.state != "ended")
        marks = [TimelineMark(mark.day, show(mark.label), mark.tone, mark.source) for mark in detail.marks]
        self.timeline.show_marks(marks, self._shell.sight.today)
        heading, told = ending_words(detail.at_end)
        self.ending.setText(heading)
        self.ending_told.setText(told)
        self.consequences.show_lines(map(consequence_line, detail.at_end.consequences))
        others = self._may_edit and len(self._withdrawable()) < len(self._standing())
        why = tr("Only {the_organisation} itself withdraws the notice that it gave.") if others else ""
        self.facts.show_lines([
            *_own_facts(detail), *map(_line, detail.facts), *why_not(tr("Withdrawing the notice"), why)])
        self.terms.show_lines(FactLine(show(said), "", clause) for said, clause in detail.terms)
        self._terms_heading.setVisible(bool(detail.terms))
        self.dates.show_lines([
            *map(entry_line, detail.timeline.entries), *map(silent_line, detail.timeline.silent)])

    def give_notice(self) -> None:
        """Say at once what it ends."""
        self._with_basis(self._open_notice)

    def withdraw_notice(self) -> None:
        """Of the notice that stands; of several the one that ends the agreement first."""
        standing = self._withdrawable()
        if standing:
            WithdrawDialog(self, self._shell, min(standing, key=lambda row: row.ends_on)).open()

    def _standing(self) -> list[NoticeRow]:
        return [row for row in self._detail.notices if row.withdrawn_on is None] if self._detail else []

    def _withdrawable(self) -> list[NoticeRow]:
        """Nobody withdraws what only the other party gives."""
        actor = self._shell.sight.actor
        return [row for row in self._standing() if forged(actor, "notices", {"party": row.party}) is None]

    def record_delivery(self) -> None:
        """The day from which the warranty runs."""
        self._with_basis(self._open_delivery)

    def _with_basis(self, then: Callable[[AgreementBasis], None]) -> None:
        """Open a dialog, once what it works with is read."""
        from app.views.agreements import agreement_basis

        if self._detail is not None:
            self._shell.read(agreement_basis, self._detail.agreement_id, then=then)

    def _open_delivery(self, basis: AgreementBasis) -> None:
        DeliveryDialog(self, self._shell, basis).open()

    def _open_notice(self, basis: AgreementBasis) -> None:
        GiveNoticeDialog(self, self._shell, basis).open()

    def _buttons(self) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row)
        for button in (self.notice_button, self.withdraw_button, self.deliver_button):
            flow.addWidget(button)
        row.setVisible(self._may_edit)
        return row


def ending_words(at_end: AtEnd) -> tuple[str, str]:
    """A heading, and when it ends with what must be known about that."""
    last_day = tr("The last day is {day}. Then:", day=show_date(at_end.ending.last_day))
    notice = at_end.notice
    if isinstance(notice, NoticeEffect):
        return tr("If you give notice today"), " ".join([*map(show, notice.explanation), last_day])
    if isinstance(notice, NotRegulated):
        silent = tr("The terms know no notice; the agreement ends by itself.")
        return tr("If the licence ends"), f"{silent} {last_day}"
    return tr("If the licence ends"), last_day


def _column(*parts: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    bare(column, 8)
    for part in parts:
        column.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
    column.addStretch(1)
    return column


def _own_facts(detail: LicenceDetail) -> list[FactLine]:
    row = detail.row
    lines = [
        FactLine(tr("Agreement number"), detail.agreement_number or "–"),
        FactLine(tr("Period"), tr("{begins} up to and including {ends}", begins=show_short_date(row.begins),
                                  ends=show_short_date(row.ends))),
    ]
    return [*lines, FactLine(tr("{Location}"), row.location)] if row.location else lines


def _line(fact: Fact) -> FactLine:
    return FactLine(show(fact.label), show(fact.value), fact.clause)

"""The register of permissions of an agreement: what may be done today and what not, and every request with its answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.contract.permission_register import KIND_WORDS, PermissionState
from app.domain.permissions import Permission, allowed
from ui.licences.permission_dialogs import AnswerDialog, AskDialog, WithdrawPermissionDialog
from ui.licences.register_menu import RegisterMenu
from ui.licences.who_may import why_no_act, why_no_answer, why_not
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.facts import FactLine, Facts
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import show, show_short_date, tr

if TYPE_CHECKING:
    from app.views.rights import PermissionRegister, PermissionRow

_SIDE_BY_SIDE = 900
_TONES = {
    PermissionState.ASKED: "info", PermissionState.GIVEN: "good", PermissionState.ENDED: "neutral",
    PermissionState.REFUSED: "danger", PermissionState.WITHDRAWN: "warning",
}


class PermissionsTab(QWidget):
    """`counted` hears how many lines the register has."""

    def __init__(self, shell: Shell, counted: Callable[[int], None]) -> None:
        super().__init__()
        self._shell, self._counted = shell, counted
        self._register: PermissionRegister | None = None
        self._wanted = b""
        actor = shell.sight.actor
        self._may_ask = allowed(actor, Permission.ASK_RIGHTS)
        self._may_answer = allowed(actor, Permission.ANSWER_RIGHTS)
        self.table = RowTable(_columns(), tr("Register of permissions"), _id_of)
        self.table.selection_moved.connect(self._show_chosen)
        self.uses, self.chosen = Facts(shares=(2, 3)), Facts(shares=(2, 3))
        self._chosen_heading = label(tr("The chosen permission"), "heading")
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("Nothing was asked yet"), tr("Ask for permission before anybody else uses it, or it is built in "
                                            "somewhere else.")))
        self.saving = RegisterMenu(shell)
        self._buttons = self._make_buttons()
        self._arrange()

    def show_agreement(self, agreement_id: bytes) -> None:
        """Read the register of this agreement; a line that was chosen stays."""
        from app.views.rights import permission_register

        self._wanted = agreement_id
        self._shell.read(permission_register, agreement_id, then=self._show)

    def ask_permission(self) -> None:
        if self._register is not None and self._register.uses:
            AskDialog(self, self._shell, self._register).open()

    def record_answer(self) -> None:
        row = self.table.current()
        if self._register is not None and row is not None and row.state is PermissionState.ASKED:
            AnswerDialog(self, self._shell, self._register, row).open()

    def withdraw_permission(self) -> None:
        row = self.table.current()
        if row is not None and _can_be_withdrawn(row):
            WithdrawPermissionDialog(self, self._shell, row).open()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 8, 0, 0)
        both = SideBySide(_SIDE_BY_SIDE)
        both.row.setSpacing(18)
        both.row.addWidget(self._place, 6)
        both.row.addWidget(scrolled(self._aside(), tr("What may be done, and the chosen permission")), 4)
        column.addWidget(both, 1)
        row = QWidget()
        flow = FlowLayout(row)
        for button in self._buttons.values():
            flow.addWidget(button)
        column.addWidget(row)

    def _aside(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        bare(column, 6)
        column.setContentsMargins(0, 0, 6, 0)
        self.asking = Facts([
            *why_not(tr("Asking"), why_no_act(self._shell, Permission.ASK_RIGHTS)),
            *why_not(tr("Answering"), why_no_answer(self._shell, Permission.ANSWER_RIGHTS))], shares=(2, 3))
        for part in (self._chosen_heading, self.chosen, self.asking, label(tr("What may be done today"), "heading"),
                     self.uses):
            column.addWidget(part)
        column.addStretch(1)
        return page

    def _make_buttons(self) -> dict[str, QPushButton]:
        made: dict[str, QPushButton] = {}
        if self._may_ask:
            made["ask"] = button_of(tr("As&k for permission…"), self.ask_permission)
        if self._may_answer:
            made["answer"] = button_of(tr("Record the answe&r…"), self.record_answer)
            made["withdraw"] = button_of(tr("Withdraw the permission…"), self.withdraw_permission)
        return made | {"save": self.saving.button}

    def _show(self, register: PermissionRegister) -> None:
        if register.agreement_id != self._wanted:
            return  # another licence was chosen while this one was being read
        self._register = register
        self._counted(len(register.rows))
        self._place.set_rows(register.rows)
        self.saving.offer(register)
        self.uses.show_lines([
            FactLine(show(register.right.label), show(register.right.value), register.right.clause),
            *(FactLine(show(KIND_WORDS[use.kind]), show(use.said), use.clause) for use in register.uses)])
        if register.rows and self.table.current_key() is None:
            self.table.choose(register.rows[0].id)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.table.current()
        self._chosen_heading.setVisible(row is not None)
        self.chosen.setVisible(row is not None)
        self.chosen.show_lines(permission_lines(row) if row is not None else [])
        able = {
            "ask": self._register is not None and bool(self._register.uses),
            "answer": row is not None and row.state is PermissionState.ASKED,
            "withdraw": row is not None and _can_be_withdrawn(row),
        }
        for name, button in self._buttons.items():
            button.setEnabled(able.get(name, button.isEnabled()))


def permission_lines(row: PermissionRow) -> list[FactLine]:
    """Everything recorded about one permission."""
    lines = [FactLine(tr("Asked"), _by(show_short_date(row.asked), row.asked_by))]
    if row.answered is not None:
        lines.append(FactLine(tr("Answer"), _by(f"{show(row.said)}, {show_short_date(row.answered)}", row.answered_by)))
    if row.until is not None:
        lines.append(FactLine(tr("Until (that day no longer)"), show_short_date(row.until)))
    lines += [FactLine(tr("Condition"), one) for one in row.conditions]
    if row.reason:
        lines.append(FactLine(tr("Reason"), row.reason))
    if row.proof:
        lines += [FactLine(tr("Proof"), row.proof), FactLine(tr("Checksum"), f"{row.checksum[:16]}…")]
    return lines


def _by(said: str, name: str) -> str:
    return tr("{said}, by {name}", said=said, name=name) if name else said


def _can_be_withdrawn(row: PermissionRow) -> bool:
    return row.state is PermissionState.GIVEN and not row.row["withdrawn_on"]


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("For"), lambda row: show(row.kind), width=20, bold=True),
        Column(tr("Of what"), lambda row: row.what, width=24, stretch=True, under=_whom),
        Column(tr("Asked"), lambda row: show_short_date(row.asked), width=10, sort_key=lambda row: row.asked),
        Column(tr("State"), lambda row: show(row.said), width=13, tone=lambda row: _TONES[row.state]),
    )


def _whom(row: PermissionRow) -> str:
    return tr("for {whom}", whom=row.third_party) if row.third_party else ""


def _id_of(row: PermissionRow) -> bytes:
    return row.id

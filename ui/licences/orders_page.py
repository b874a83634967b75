"""The orders of the organisation: the list, the chosen one, and the step that it can take now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.contract.order_states import OrderState
from app.domain.permissions import Permission, Role, allowed
from app.domain.text import Text
from ui.licences import order_steps
from ui.licences.order_answers import AnswerDialog, SendDialog, WithdrawOrderDialog
from ui.licences.order_dialog import OrderDialog
from ui.licences.record_dialog import RecordDialog
from ui.licences.who_may import why_no_answer, why_not
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.facts import FactLine
from ui.parts.headline import button_of
from ui.parts.list_with_facts import ListWithFacts
from ui.parts.table import RowTable
from ui.words import language, show, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.orders import OrderRow

_TONES = {
    OrderState.PREPARED: "neutral", OrderState.SENT: "info", OrderState.ACCEPTED: "good",
    OrderState.DECLINED: "danger", OrderState.WITHDRAWN: "neutral", OrderState.CONCLUDED: "good",
}


class OrdersPage(QWidget):
    """`counted` hears how many orders there are."""

    def __init__(self, shell: Shell, counted: Callable[[int], None]) -> None:
        super().__init__()
        self._shell, self._counted = shell, counted
        self._may_order = allowed(shell.sight.actor, Permission.ORDER)
        self._is_licensor = shell.sight.actor.role is Role.LICENSOR
        self.table = RowTable(_columns(), tr("Orders"), _id_of)
        advice = tr("What this organisation orders stands here, for you to accept or decline.") if (
            self._is_licensor) else tr("Order with “Place an order…”: you prepare it, who may sign sends it.")
        self._buttons = self._make_buttons()
        self.list = ListWithFacts(
            self.table, EmptyState(tr("Nothing was ordered yet"), advice), tr("This order"), self._lines,
            self._show_chosen, self._buttons.values(), shares=(2, 3))
        column = QVBoxLayout(self)
        bare(column)
        column.addWidget(self.list)
        self._show_chosen(None)

    def refresh(self) -> None:
        """Read the orders; the one that was chosen stays."""
        from app.views.orders import order_list

        self._shell.read(order_list, then=self._show_list)

    def change_order(self) -> None:
        from app.views.orders import order_basis

        row = self.table.current()
        if row is not None:
            self._shell.read(order_basis, then=lambda basis: OrderDialog(
                self, self._shell, basis,
                lambda order, parts: order_steps.change(self._shell, row.id, order, parts), row=row).open())

    def send_order(self) -> None:
        from app.views.agreements import mandate_list

        row = self.table.current()
        if row is not None:
            self._shell.read(mandate_list, then=lambda mandates: SendDialog(
                self, self._shell, row, mandates, lambda given: order_steps.send(self._shell, given)).open())

    def answer(self, accepts: bool) -> None:
        row, step = self.table.current(), order_steps.accept if accepts else order_steps.decline
        if row is not None:
            AnswerDialog(self, self._shell, row, accepts, lambda given: step(self._shell, given)).open()

    def withdraw_order(self) -> None:
        row = self.table.current()
        if row is not None:
            WithdrawOrderDialog(self, row, lambda given: order_steps.withdraw(self._shell, given)).open()

    def conclude(self) -> None:
        """The agreement is recorded from the order, or its seats come to the one that runs."""
        row = self.table.current()
        if row is not None and row.kept.row["supplements_id"]:
            order_steps.extend(self._shell, row.id)
        elif row is not None:
            RecordDialog(self, self._shell, row).open()

    def save_confirmation(self) -> None:
        """Ask where to, and write it there as a PDF."""
        from app.documents.agreement_papers import write_order

        row = self.table.current()
        name = tr("order {number}.pdf", number=_plain(row.number)) if row is not None else ""
        target = self._shell.pick_target(Text("Where should the file be kept?"), name, "PDF (*.pdf)") if name else ""
        if row is not None and target:
            self._shell.work(
                write_order, self._shell.desk, row.id, Path(target), language(), self._shell.sight.tenant,
                title=Text("Writing the file"), steps=False,
                then=lambda path: self._shell.say(Text("Written to {file}.", file=path.name)))

    def _make_buttons(self) -> dict[str, QPushButton]:
        made = {}
        if self._may_order:
            made = {
                "send": button_of(tr("Record as se&nt…"), self.send_order),
                "change": button_of(tr("Ch&ange…"), self.change_order),
            }
        accept, decline = tr("&Accepted…"), tr("Decl&ined…")  # as the licensor answered
        if self._is_licensor:
            accept, decline = tr("&Accept…"), tr("Decl&ine…")
        made |= {
            "accept": button_of(accept, lambda: self.answer(True)),
            "decline": button_of(decline, lambda: self.answer(False)),
        }
        if self._may_order:
            made |= {
                "conclude": button_of(tr("&Record the agreement…"), self.conclude),
                "withdraw": button_of(tr("&Withdraw…"), self.withdraw_order),
            }
        return made | {"save": button_of(tr("Confirmation (&PDF)…"), self.save_confirmation)}

    def _show_list(self, rows: tuple[OrderRow, ...]) -> None:
        self._counted(len(rows))
        self.list.show_rows(rows)

    def _lines(self, row: OrderRow) -> list[FactLine]:
        lines = _lines(row)
        if row.state is OrderState.SENT and self._may_order:
            lines += why_not(tr("Answering"), why_no_answer(self._shell, Permission.ANSWER_ORDERS))
        return lines

    def _show_chosen(self, row: OrderRow | None) -> None:
        state = row.state if row is not None else None
        answers = row is not None and row.may_answer and state is OrderState.SENT
        able = {
            "send": state is OrderState.PREPARED, "change": state is OrderState.PREPARED, "accept": answers,
            "decline": answers, "conclude": state is OrderState.ACCEPTED,
            "withdraw": state in (OrderState.PREPARED, OrderState.SENT), "save": row is not None,
        }
        for name, button in self._buttons.items():
            button.setVisible(able[name])
        if row is not None and "conclude" in self._buttons:
            adds = bool(row.kept.row["supplements_id"])
            words = tr("&Add these seats to the agreement") if adds else tr("&Record the agreement…")
            self._buttons["conclude"].setText(words)
            self._buttons["conclude"].setAccessibleName(words.replace("&", ""))


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Order"), lambda row: row.number, width=12, bold=True, under=lambda row: row.package),
        Column(tr("{Participants}"), lambda row: show_number(row.participants), align="right", width=11,
               sort_key=lambda row: row.participants),
        Column(tr("Begins"), lambda row: show_short_date(row.starts_on), width=11, sort_key=lambda row: row.starts_on),
        Column(tr("State"), lambda row: show(row.state.label), width=16, stretch=True,
               tone=lambda row: _TONES[row.state]),
    )


def _lines(row: OrderRow) -> list[FactLine]:
    """Where and for how many first, then the terms and the steps."""
    places = [
        FactLine(" · ".join(filter(None, (part.location, part.group))) or tr("{The_organisation}"),
                 show_number(part.participants))
        for part in row.parts]
    return [*places, *(FactLine(show(fact.label), show(fact.value), fact.clause) for fact in row.facts)]


def _id_of(row: OrderRow) -> bytes:
    return row.id


def _plain(number: str) -> str:
    """A number as it can stand in a file name."""
    return "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in number)

"""Announce terms or prices to organisations: how, when, and to whom; each gets a row of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.contract.change_course import wrong_announcement
from app.domain.contract.kept_rows import PUBLISHED
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.form_dialog import day_of
from ui.parts.pick_table import PickTable
from ui.parts.search_line import SearchLine
from ui.words import search_matcher, show, tr, tr_count

if TYPE_CHECKING:
    from app.views.round_reach import Reached


class AnnounceDialog(FaultForm):
    """`change` is its kind, and the day from which it applies; `submit` gets the organisations that are chosen, each
    with all agreements concerned, and {form, announced_on, proof}. `fees` says what it comes to for one of them.
    """

    def __init__(
        self, parent: QWidget, shell: Shell, title: str, change: tuple[str, date],
        reached: Sequence[Reached], submit: Callable[[Sequence[Reached], dict[str, Any]], None],
        fees: Callable[[Reached], str] | None = None,
    ) -> None:
        super().__init__(parent, title, tr("&Announce"), lambda: submit(self.table.picked(), self.arguments()))
        self._shell, self._change = shell, change
        self.say(tr(
            "Nothing is sent from here. With each agreement of an organisation it is recorded that it was told, and "
            "the days to object begin to run.") if fees is None else tr(
            "Nothing is sent from here. With each agreement of an organisation it is recorded what was told of its own "
            "fees, in the tab with its changes; there stands whether it can object."))
        self.how = self.add_choice(tr("&How"), [
            (PUBLISHED, tr("publication")), ("letter", tr("letter")), ("registered", tr("registered letter")),
            ("email", tr("e-mail"))])
        self.watch("form", self.how)
        self.day = self.add_date(tr("Announced &on"), shell.sight.today)
        self.watch("announced_on", self.day)
        self.proof = QLineEdit()
        self.add_field(tr("&Proof"), self.proof)
        self.watch("proof", self.proof)
        self.table = PickTable((
            Column(tr("Organisation"), lambda one: one.organisation.name, width=26, stretch=True, bold=True),
            Column(tr("Place"), lambda one: one.organisation.place, width=16),
            Column(tr("Agreements"), _numbers, width=20),
            *([Column(tr("Fees"), fees, width=24)] if fees is not None else []),
        ), tr("Organisations"), lambda one: one.id)
        self.fill(SearchLine(tr("Search by name, place or agreement"), self._search), 0)
        self.fill_table(self.table)
        self.counted = self.say_below("")
        self.table.set_rows(reached)
        self.table.picks_moved.connect(self.check)
        self.how.currentIndexChanged.connect(lambda _index: self.check())
        self.resize(760 if fees is None else 900, 620)
        self.check()

    def arguments(self) -> dict[str, Any]:
        return {
            "form": self.how.currentData(), "announced_on": day_of(self.day).isoformat(),
            "proof": self.proof.text().strip()}

    def faults(self) -> Mapping[str, str]:
        kind, applies_from = self._change
        row = self.arguments() | {"kind": kind, "applies_from": applies_from.isoformat(), "received_on": None}
        wrong = wrong_announcement(self._shell.sight.profile, row, self._shell.sight.today)
        return {one.field: show(one.reason) for one in reversed(wrong)}

    def is_complete(self) -> bool:
        return super().is_complete() and bool(self.table.picked())

    def check(self) -> None:
        if hasattr(self, "counted"):
            self.counted.setText(
                tr_count("{n} organisation chosen", "{n} organisations chosen", len(self.table.picked())))
            super().check()

    def _search(self, typed: str) -> None:
        fits = search_matcher(typed)
        self.table.set_filter((lambda one: fits(_searched(one))) if typed.strip() else None)


def _numbers(one: Reached) -> str:
    return ", ".join(agreement.number for agreement in one.agreements)


def _searched(one: Reached) -> str:
    return f"{one.organisation.name} {one.organisation.place} {one.organisation.code} {_numbers(one)}"

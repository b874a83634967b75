"""Announce terms or prices to organisations: how, when, and to whom; each gets a row of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.contract.change_course import wrong_announcement
from app.domain.contract.kept_rows import PUBLISHED
from ui.licences.fault_form import FaultForm
from ui.organisations.words import id_of, matcher
from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.form_dialog import day_of
from ui.parts.pick_table import PickTable
from ui.parts.search_line import SearchLine
from ui.words import show, tr, tr_count

if TYPE_CHECKING:
    from app.views.organisations import OrganisationRow


class AnnounceDialog(FaultForm):
    """`change` is its kind, and the day from which it applies; `submit` gets the organisations, and {form,
    announced_on, proof}. `fees` says by organisation what it comes to, where that is another for each.
    """

    def __init__(
        self, parent: QWidget, shell: Shell, title: str, change: tuple[str, date],
        organisations: Sequence[OrganisationRow],
        submit: Callable[[Sequence[OrganisationRow], dict[str, Any]], None], fees: Mapping[bytes, str] | None = None,
    ) -> None:
        super().__init__(parent, title, tr("&Announce"), lambda: submit(self.table.picked(), self.arguments()))
        self._shell, self._change = shell, change
        self.say(tr(
            "Nothing is sent from here. With each organisation it is recorded that it was told, and its days to object "
            "begin to run.") if fees is None else tr(
            "Nothing is sent from here. With each organisation it is recorded what it was told of its own fees, in the "
            "tab with its changes; there stands whether it can object."))
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
            Column(tr("Organisation"), lambda row: row.name, width=26, stretch=True, bold=True),
            Column(tr("Place"), lambda row: row.place, width=16),
            Column(tr("Agreement"), lambda row: row.agreement, width=16),
            *([Column(tr("Fees"), lambda row: fees[row.id], width=22)] if fees is not None else []),
        ), tr("Organisations"), id_of)
        self.fill(SearchLine(tr("Search by name, place or agreement"), self._search), 0)
        self.fill_table(self.table)
        self.counted = self.say_below("")
        self.table.set_rows(organisations)
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
        self.table.set_filter(matcher(typed) if typed.strip() else None)

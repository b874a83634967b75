"""Consents, where consent is the ground: of whom, for what, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.consents import RELATIONS, STATES, ConsentState
from app.domain.permissions import Permission, allowed
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.headline import button_of
from ui.parts.search_line import people_search
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.privacy import consent_steps
from ui.privacy.field_words import field_label
from ui.words import list_name, list_name_key, search_matcher, show, show_short_date, tr

if TYPE_CHECKING:
    from app.views.consents import ConsentLine, Consents

_TONES = {
    ConsentState.GIVEN: "good", ConsentState.WITHDRAWN: "danger", ConsentState.OWN_NEEDED: "warning",
    ConsentState.NOT_ASKED: "neutral",
}


class ConsentsPage(QWidget):
    """One line for each person and purpose; where nothing is asked only why, and `to_register`, where it is changed."""

    def __init__(self, shell: Shell, to_register: Callable[[], None]) -> None:
        super().__init__()
        self._shell, self._to_register = shell, to_register
        self._may_edit = allowed(shell.sight.actor, Permission.EDIT_PRIVACY)
        self.table = RowTable(self._columns(), tr("Consents"), lambda line: (line.participant_id, line.purpose))
        self.table.selection_moved.connect(self._follow)
        self.place = TableOrEmpty(self.table, self._nothing(None))
        self.search = people_search(shell.veil, tr("Search by name"), self._search)
        self.record_button = button_of(tr("R&ecord consent…"), self._record, primary=True)
        self.withdraw_button = button_of(tr("&Withdraw…"), self._withdraw)
        self.list_button = button_of(tr("L&ist (PDF)…"), lambda: consent_steps.save_list(shell))
        self.table_button = button_of(
            tr("As &CSV…"), lambda: consent_steps.save_table(shell, self.table.shown_text()))
        self._arrange()

    def show_consents(self, given: Consents) -> None:
        self.place.offer(self._nothing(given))
        self.place.set_rows(given.lines)
        for part in (self.search, self._foot):
            part.setVisible(bool(given.lines))
        self._follow()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.place, 1)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        bare(foot, 10)
        for button in (self.list_button, self.table_button):
            foot.addWidget(button)
        foot.addStretch(1)
        if self._may_edit:
            foot.addWidget(self.withdraw_button)
            foot.addWidget(self.record_button)
        column.addWidget(self._foot)
        self._foot.hide()
        self.search.hide()

    def _columns(self) -> tuple[Column, ...]:
        veil = self._shell.veil

        def name(line: ConsentLine) -> str:
            return veil.name(list_name(line.full, line.listed), line.participant_id)

        def by(line: ConsentLine) -> str:
            given = line.consent
            if given is None:
                return "–"
            return veil.name(given.given_by or line.full, line.participant_id)

        return (
            Column(tr("Name"), name, width=24, stretch=True, under=_age,
                   sort_key=lambda line: list_name_key(line.full, line.listed)),
            Column(tr("For"), lambda line: field_label(line.purpose), width=20),
            Column(tr("State"), lambda line: show(STATES[line.state]), width=22, tone=lambda line: _TONES[line.state]),
            Column(tr("Given by"), by, width=20, under=_relation),
            Column(tr("Given on"), _given_on, width=12, sort_key=lambda line: _day(line)),
        )

    def _search(self, typed: str) -> None:
        fits = search_matcher(typed)
        self.table.set_filter((lambda line: fits(line.full)) if typed.strip() else None)
        self._follow()

    def _follow(self) -> None:
        chosen = self.table.chosen()
        line = chosen[0] if chosen else None
        hidden = self._shell.veil.on
        self.record_button.setEnabled(line is not None and not hidden)
        stands = line is not None and line.state in (ConsentState.GIVEN, ConsentState.OWN_NEEDED)
        self.withdraw_button.setEnabled(stands and not hidden)
        for button in (self.list_button, self.table_button):
            button.setEnabled(bool(self.table.rows()) and not hidden)

    def _nothing(self, given: Consents | None) -> EmptyState:
        """Why nothing is asked here, and where that is changed."""
        if given is not None and not given.is_kept:
            return EmptyState(tr("Consents are not kept here"), tr(
                "They may not be kept here without a written addition to the processing agreement. Does something "
                "that you keep rest on consent? Then switch on “{field}” in the register.",
                field=field_label("consents")), tr("To the &register"), self._to_register)
        if given is not None and not given.purposes:
            return EmptyState(tr("No consent is needed"), tr(
                "Nothing that is kept here rests on consent, so nobody is asked. The register shows the grounds."),
                tr("To the &register"), self._to_register)
        return EmptyState(tr("Nobody here yet"), tr("Who takes part appears here."))

    def _record(self) -> None:
        chosen = self.table.chosen()
        if chosen:
            person = chosen[0].participant_id
            lines = [line for line in self.table.all_values() if line.participant_id == person]
            lines.sort(key=lambda line: line.purpose != chosen[0].purpose)
            consent_steps.ask_record(self, self._shell, lines)

    def _withdraw(self) -> None:
        chosen = self.table.chosen()
        if chosen and chosen[0].consent_id is not None:
            consent_steps.ask_withdraw(self, self._shell, chosen[0])


def _age(line: ConsentLine) -> str:
    if line.younger_until is None or line.giver != "representative":
        return ""
    return tr("younger than 16 until {day}", day=show_short_date(line.younger_until))


def _relation(line: ConsentLine) -> str:
    return show(RELATIONS[line.consent.relation]) if line.consent is not None else ""


def _given_on(line: ConsentLine) -> str:
    return show_short_date(line.consent.given_on) if line.consent is not None else "–"


def _day(line: ConsentLine) -> date:
    return line.consent.given_on if line.consent is not None else date.min

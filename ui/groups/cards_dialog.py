"""Before cards are printed: who gets one, with which user name, until when, and where one logs in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.login_cards import STATES, USUAL_DAYS, CardState, check_cards
from ui.certificates.printing import lacking_signs
from ui.groups.card_preview import CardPreview
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.form_dialog import day_of
from ui.parts.table import RowTable
from ui.words import list_name, list_name_key, show, show_short_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.cards import CardRow, CardsToGive

_TONES = {CardState.WAITING: "info", CardState.USED: "good", CardState.EXPIRED: "warning"}


@dataclass(frozen=True, slots=True)
class CardOrder:
    """What was chosen: for whom, until when, where one logs in, how many on a sheet; `to_printer`: and to no file."""

    people: tuple[bytes, ...]
    until: date
    address: str
    per_sheet: int
    to_printer: bool = False


class CardsDialog(FaultForm):
    """`ordered` gets the order once the verb was pressed. Whoever does not take part any more gets no card."""

    def __init__(self, parent: QWidget, shell: Shell, given: CardsToGive, ordered: Callable[[CardOrder], None]) -> None:
        self._shell, self._ordered = shell, ordered
        self._rows = tuple(sorted((row for row in given.rows if row.takes_part), key=_order))
        self._lacking: dict[str, str] = {}
        super().__init__(parent, tr("Log-in cards"), "")
        self.say(tr("Everybody here gets a new code. Whatever card they had before stops working. "
                    "A code that was printed cannot be taken back by undoing; it can be cancelled."), "")
        self.until = self.add_date(tr("&Last day of the codes"), shell.sight.today + timedelta(days=USUAL_DAYS))
        self.watch("until_on", self.until)
        self.address = self.watched_line("address", tr("Where they log &in"), "inloggen.voorbeeld.nl",
                                         value=given.address)
        self.sheet = self.add_choice(tr("&On a sheet of A4"), (
            (8, tr("8 large cards")), (10, tr("10 smaller cards"))))
        self.to = self.add_choice(tr("&To"), ((False, tr("A file")), (True, tr("Straight to the printer"))))
        self.preview = CardPreview()
        self.fill_beside(self.preview)
        self.table = RowTable(card_columns(shell), tr("{Participants} who get a card"), lambda row: row.id)
        self.table.set_rows(self._rows)
        self.table.selection_moved.connect(self._show_preview)
        self.fill_table(self.table)
        self.problem = self.say_below("", "error")
        self.resize(860, 620)
        self.check()
        shell.read(lacking_signs, tuple(row.first_name for row in self._rows), then=self._show_lacking)

    def faults(self) -> dict[str, str]:
        found = check_cards(day_of(self.until), self.address.text(), self._shell.sight.today)
        return {one.field: show(one.reason) for one in reversed(found)}

    def is_complete(self) -> bool:
        return super().is_complete() and not self._problem()

    def order(self) -> CardOrder:
        return CardOrder(
            tuple(row.id for row in self._rows), day_of(self.until), self.address.text().strip(),
            self.sheet.currentData(), self.to.currentData())

    def check(self) -> None:
        self.name_verb(tr_count("&Print {n} card…", "&Print {n} cards…", len(self._rows)))
        if hasattr(self, "problem"):
            self.problem.setText(self._problem())
            self.problem.setVisible(bool(self._problem()))
            self._show_preview()
        super().check()

    def accept(self) -> None:
        if self.is_complete():
            order = self.order()
            super().accept()
            self._ordered(order)

    def _problem(self) -> str:
        if self._shell.veil.on:
            return tr("Names are hidden while presenting. Stop presenting to print cards.")
        if not self._rows:
            return tr("There is nobody here who takes part.")
        if self._lacking:
            name, signs = next(iter(self._lacking.items()))
            return tr("{name} cannot be printed because of: {signs}. Correct the name first.", name=name, signs=signs)
        return ""

    def _show_lacking(self, lacking: dict[str, str]) -> None:
        self._lacking = lacking
        self.check()

    def _show_preview(self) -> None:
        chosen = self.table.chosen() or self._rows[:1]
        if chosen:
            row = chosen[0]
            veil = self._shell.veil
            self.preview.show_card(
                veil.name(row.first_name, row.id), veil.value(row.username or tr("(made at once)"), row.id),
                self.address.text().strip(), day_of(self.until))


def card_columns(shell: Shell) -> tuple[Column, ...]:
    """Name, user name, and how it stands with the card there was."""
    veil = shell.veil

    def name(row: CardRow) -> str:
        return veil.name(list_name(row.full, row.listed), row.id)

    def username(row: CardRow) -> str:
        return veil.value(row.username or tr("(made at once)"), row.id)

    return (
        Column(tr("Name"), name, width=24, stretch=True, sort_key=_order),
        Column(tr("User name"), username, width=18,
               under=lambda row: tr("also of somebody else") if row.is_shared else ""),
        Column(tr("Card now"), lambda row: show(STATES[row.state]), width=17,
               tone=lambda row: _TONES.get(row.state, "")),
        Column(tr("Until"), lambda row: show_short_date(row.until) if row.until else "–", width=11,
               sort_key=lambda row: row.until or date.min),
    )


def _order(row: CardRow) -> str:
    """The cards are printed in the order of the list."""
    return list_name_key(row.full, row.listed)

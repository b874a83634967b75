"""Add people to a group: and at once who of them gets a seat, who does not fit, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from ui.groups.members import person_columns, person_key, person_order
from ui.licences.seat_outcome import SeatOutcome, fit_tone, fit_word
from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.pick_dialog import PickDialog
from ui.parts.pick_table import PickTable
from ui.parts.search_line import people_search
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.people import ParticipantRow
    from app.views.seat_offers import SeatOffer


class PeopleDialog(PickDialog):
    """Choose people who are not in the group yet. `add` gets their ids and the licence from which they get a seat.

    `offers` are the licences that there are seats of, none where nobody may give any. `order` (of this one, for so
    many) and `free` open what is offered where the seats do not reach.
    """

    def __init__(
        self, parent: QWidget, shell: Shell, group: str, people: Sequence[ParticipantRow],
        offers: Sequence[SeatOffer], add: Callable[[list[bytes], SeatOffer | None], None],
        order: Callable[[SeatOffer, int], None], free: Callable[[SeatOffer], None],
    ) -> None:
        super().__init__(parent, tr("Add to {name}", name=group), "")
        self._shell, self._add, self._offers = shell, add, tuple(offers)
        self._fits: dict[bytes, bool] = {}
        self.seat: QComboBox | None = self._seat_choice() if offers else None
        self.fill(people_search(shell.veil, tr("Search by name or {group}"), self.search), 0)
        table = PickTable(self._columns(), tr("{Participants}"), person_key)
        table.set_rows(sorted(people, key=person_order))
        self.fill_picks(table, lambda row: f"{row.full} {row.groups}")
        self.outcome = SeatOutcome(shell, lambda: self._with_offer(lambda one: order(one, len(self.not_fitting()))),
                                   lambda: self._with_offer(free))
        self.fill(self.outcome, 0)
        self.resize(820, 580)
        self.check()

    def show_offers(self, offers: Sequence[SeatOffer]) -> None:
        """Seats were freed, ordered or given away meanwhile; the licence that was chosen stays chosen."""
        box = self.seat
        if box is None:
            return
        chosen = self.offer()
        self._offers = tuple(offers)
        box.blockSignals(True)
        box.clear()
        for words, licence in self._options():
            box.addItem(words, licence)
        box.setCurrentIndex(max(0, box.findData(chosen.licence_id)) if chosen is not None else box.count() - 1)
        box.blockSignals(False)
        self.check()

    def offer(self) -> SeatOffer | None:
        """The licence that the seats come from; None where nobody is to get one."""
        wanted = self.seat.currentData() if self.seat is not None else None
        return next((one for one in self._offers if one.licence_id == wanted), None)

    def fitting(self) -> list[ParticipantRow]:
        """Who is chosen and gets a seat: the first in the order of the list."""
        offer = self.offer()
        return self._seatless()[:offer.room] if offer is not None else []

    def not_fitting(self) -> list[ParticipantRow]:
        offer = self.offer()
        return self._seatless()[offer.room:] if offer is not None else []

    def check(self) -> None:
        if not hasattr(self, "outcome"):
            return  # still being built
        left_out, offer = self.not_fitting(), self.offer()
        self._fits = {one.id: True for one in self.fitting()} | {one.id: False for one in left_out}
        self.table.viewport().update()
        self.outcome.show_outcome(left_out, (), False, offer is not None and offer.may_free)
        self.outcome.setVisible(bool(left_out))
        chosen = len(self.table.picked())
        self.name_verb(
            tr_count("Add {n} {participant}", "Add {n} {participants}", chosen) if chosen else tr("Add"))
        super().check()

    def accept(self) -> None:
        if self.is_complete():
            self._add([row.id for row in self.table.picked()], self.offer() if self.fitting() else None)
            super().accept()

    def _columns(self) -> list[Column]:
        """Who it is; and where seats are given what comes of that, instead of what is worth noticing now."""
        name, in_groups, year_group, notice, _terms, seen = person_columns(self._shell)
        if not self._offers:
            return [name, in_groups, year_group, notice, seen]
        return [name, in_groups, seen, Column(tr("Seat"), self._fit_of, width=14, tone=self._tone_of)]

    def _seatless(self) -> list[ParticipantRow]:
        return [one for one in self.table.picked() if not one.has_seat]

    def _seat_choice(self) -> QComboBox:
        box = self.add_choice(tr("&Seats of"), [(licence, words) for words, licence in self._options()])
        box.currentIndexChanged.connect(lambda _index: self.check())
        return box

    def _options(self) -> list[tuple[str, bytes | None]]:
        return [*((_offer_words(one), one.licence_id) for one in self._offers), (tr("No seat"), None)]

    def _with_offer(self, do: Callable[[SeatOffer], None]) -> None:
        offer = self.offer()
        if offer is not None:
            do(offer)

    def _fit_of(self, row: ParticipantRow) -> str:
        fits = self._fits.get(row.id)
        return "" if fits is None else fit_word(fits)

    def _tone_of(self, row: ParticipantRow) -> str:
        fits = self._fits.get(row.id)
        return "" if fits is None else fit_tone(fits)


def _offer_words(offer: SeatOffer) -> str:
    if offer.location:
        return tr("{package}, {place}: {n} free", package=offer.package, place=offer.location, n=offer.room)
    return tr("{package}: {n} free", package=offer.package, n=offer.room)

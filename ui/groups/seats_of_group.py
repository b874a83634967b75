"""The seats of who comes into a group: read beside the people, offered at once, read again while a dialog is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.permissions import Permission, allowed
from ui.groups import steps
from ui.groups.people_dialog import PeopleDialog
from ui.licences.order_places import Wanted
from ui.licences.seating import Seating
from ui.panel import Shell

if TYPE_CHECKING:
    from app.views.groups import GroupRow
    from app.views.people import ParticipantRow
    from app.views.seat_offers import SeatOffer


class SeatsOfGroup:
    """Opens its dialogs over `owner`. Without the right to give seats none are offered."""

    def __init__(self, owner: QWidget, shell: Shell) -> None:
        self._owner, self._shell = owner, shell
        self._seating = Seating(owner, shell)
        self._adding: tuple[PeopleDialog, bytes] | None = None

    def add_people(self, group: GroupRow, people: Sequence[ParticipantRow]) -> None:
        """Choose which of these people come into the group."""
        self.offers(group.id, lambda offers: self._open(group, people, offers))

    def give(self, group: GroupRow, people: Sequence[bytes]) -> None:
        """Choose who of these members gets a seat of the licence that fits the group best."""
        def chosen(offers: Sequence[SeatOffer]) -> None:
            if offers:
                self._seating.assign(offers[0].licence_id, people, Wanted(0, group.location_id, group.id))

        self.offers(group.id, chosen)

    def read_again(self) -> None:
        """Something about seats changed: what is open counts anew."""
        self._seating.read_again()
        if self._adding is not None:
            dialog, group_id = self._adding
            self.offers(group_id, lambda offers: self._show(dialog, offers))

    @property
    def adding(self) -> PeopleDialog | None:
        """The dialog in which people are chosen now."""
        return self._adding[0] if self._adding is not None else None

    def offers(self, group_id: bytes, then: Callable[[Sequence[SeatOffer]], None]) -> None:
        """The licences that people of this group can get a seat of, the best first."""
        from app.views.seat_offers import seat_offers

        if allowed(self._shell.sight.actor, Permission.EDIT_SEATS):
            self._shell.read(seat_offers, group_id, then=then)
        else:
            then(())

    def _open(self, group: GroupRow, people: Sequence[ParticipantRow], offers: Sequence[SeatOffer]) -> None:
        def add(chosen: list[bytes], offer: SeatOffer | None) -> None:
            without = {one.id for one in people if not one.has_seat}
            steps.add(self._shell, group.id, chosen, group.name, offer.licence_id if offer is not None else None,
                      [one for one in chosen if one in without])

        dialog = PeopleDialog(
            self._owner, self._shell, group.name, people, offers, add,
            lambda offer, short: self._seating.order(
                offer.agreement_id, Wanted(short, offer.location_id or group.location_id, group.id)),
            lambda offer: self._seating.free(offer.licence_id))
        dialog.finished.connect(self._closed)
        self._adding = dialog, group.id
        dialog.open()

    def _show(self, dialog: PeopleDialog, offers: Sequence[SeatOffer]) -> None:
        if self._adding is not None and self._adding[0] is dialog:
            dialog.show_offers(offers)

    def _closed(self, _result: int) -> None:
        self._adding = None

"""Giving seats, ordering more of them, and freeing those not used: offered in the same way wherever it comes up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.licences.assign_dialog import AssignDialog
from ui.licences.free_dialog import FreeDialog
from ui.licences.order_dialog import OrderDialog
from ui.licences.order_places import NOWHERE, Wanted
from ui.licences.order_steps import prepare
from ui.licences.steps import assign, free
from ui.panel import Shell

if TYPE_CHECKING:
    from app.views.licences import LicenceDetail, SeatHolder


class Seating:
    """The dialogs of `parent`. What was freed or ordered meanwhile counts in the open one once it is read again."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        self._parent, self._shell = parent, shell
        self._open: AssignDialog | None = None

    def assign(self, licence_id: bytes, ticked: Sequence[bytes] = (), at: Wanted = NOWHERE) -> None:
        """Choose who gets a seat; these people are chosen to begin with, and `at` is where more are ordered for."""
        from app.views.licences import licence_detail

        self._shell.read(licence_detail, licence_id, then=lambda detail: self._with_people(
            detail, lambda people: self._open_dialog(detail, people, ticked, at)))

    def show_again(self, detail: LicenceDetail) -> None:
        """The licence was read again: who fits may have changed."""
        opened = self._open
        if opened is not None and opened.licence_id == detail.row.id:
            self._with_people(detail, lambda people: self._show_people(detail, people))

    def read_again(self) -> None:
        """Read what the open dialog shows again, where there is one."""
        from app.views.licences import licence_detail

        if self._open is not None:
            self._shell.read(licence_detail, self._open.licence_id, then=self.show_again)

    def order(self, agreement_id: bytes | None, wanted: Wanted | None = None) -> None:
        """Prepare an order: for more seats of this agreement, or a new one. `wanted` is filled in already."""
        from app.views.orders import order_basis

        self._shell.read(order_basis, then=lambda basis: OrderDialog(
            self._parent, self._shell, basis, lambda order, parts: prepare(self._shell, order, parts), agreement_id,
            wanted=wanted).open())

    def free(self, licence_id: bytes) -> None:
        """Show whose seat was not used for long."""
        from app.views.unused_seats import unused_seats

        self._shell.read(unused_seats, licence_id, then=lambda unused: FreeDialog(
            self._parent, self._shell, unused,
            lambda people: free(self._shell, licence_id, people, not_used=True)).open())

    def _with_people(self, detail: LicenceDetail, then: Callable[[tuple[SeatHolder, ...]], None]) -> None:
        from app.views.licences import people_without_seat

        self._shell.read(people_without_seat, detail.row.id, then=then)

    def _open_dialog(
        self, detail: LicenceDetail, people: tuple[SeatHolder, ...], ticked: Sequence[bytes], at: Wanted,
    ) -> None:
        licence_id = detail.row.id
        opened = AssignDialog(
            self._parent, self._shell, detail, people, lambda chosen: assign(self._shell, licence_id, chosen),
            lambda short: self.order(
                detail.agreement_id, replace(at, seats=short, location_id=detail.location_id or at.location_id)),
            lambda: self.free(licence_id))
        opened.table.pick(ticked)
        opened.finished.connect(self._closed)
        self._open = opened
        opened.open()

    def _show_people(self, detail: LicenceDetail, people: tuple[SeatHolder, ...]) -> None:
        if self._open is not None:
            self._open.show_people(detail, people)

    def _closed(self, _result: int) -> None:
        self._open = None

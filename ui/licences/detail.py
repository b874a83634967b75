"""One licence: its dates, what ends when, who has a seat and who has none; its invoices, changes, claims and end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.permissions import Permission, allowed
from ui.licences.agreement_page import AgreementPage
from ui.licences.audit_band import AuditBand
from ui.licences.audits_tab import AuditsTab
from ui.licences.course_tab import CourseTab
from ui.licences.infringements_tab import InfringementsTab
from ui.licences.invoices_tab import InvoicesTab
from ui.licences.orders_page import OrdersPage
from ui.licences.permissions_tab import PermissionsTab
from ui.licences.seats import name_key, person_columns
from ui.licences.seats_tab import SeatsTab
from ui.licences.words import has_seats, seats_sentence, state_tone
from ui.panel import Shell
from ui.parts.badge import Badge
from ui.parts.card import Card, bare
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.in_front import InFront
from ui.parts.scroll import scrolled
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.parts.tabs import Tabs
from ui.words import show_number, tr

if TYPE_CHECKING:
    from app.views.licence_counts import LicenceCounts
    from app.views.licences import LicenceDetail, SeatHolder

_LEAST_HEIGHT = 200
"""Of the page that scrolls: lower, and the window scrolls."""


class LicenceDetailView(Card):
    """`unused_wanted` lists seats not used, `free` takes the chosen people's, `fewer_wanted` lowers the number."""

    def __init__(
        self, shell: Shell, unused_wanted: Callable[[], None], free: Callable[[list[bytes]], None],
        fewer_wanted: Callable[[], None],
    ) -> None:
        super().__init__(" ")
        self._shell, self._free = shell, free
        self._rights: dict[str, int] = {}
        self._shown: LicenceDetail | None = None
        self._may_edit = allowed(shell.sight.actor, Permission.EDIT_SEATS)
        self.badge = Badge("")
        self.add_beside_heading(self.badge)
        self.agreement = AgreementPage(shell)
        self.holders = self._people(tr("{Participants} with a seat"), with_since=True)
        self.without = self._people(tr("{Participants} without a seat"), with_since=False)
        self._holders_place = TableOrEmpty(self.holders, EmptyState(
            tr("Nobody has a seat yet"), tr("Assign seats to {participants} who take part.")))
        self._without_place = TableOrEmpty(self.without, EmptyState(
            tr("Everybody has a seat"), tr("New {participants} without a seat appear here.")))
        self.free_button = button_of(tr("Free these se&ats"), self._free_pressed)
        self.seats = SeatsTab(shell)
        self.orders = OrdersPage(shell, self._name_orders)
        self.invoices = InvoicesTab(shell, self._name_invoices)
        self.course = CourseTab(shell, self._name_course)
        self.permissions = PermissionsTab(shell, self._name_permissions)
        self.infringements = InfringementsTab(shell, self._name_infringements)
        self.audit_band = AuditBand(self._show_audits)
        self.audits = AuditsTab(shell, self.audit_band.show_running)
        self._in_use = self._holders_page(unused_wanted, fewer_wanted)
        self._seatless = self._people_page(self._without_place, [])
        self._seat_parts = _behind(
            Tabs(tr("Parts of the seats"), inner=True), self._in_use, self._seatless, self.seats)
        self._right_parts = _behind(
            Tabs(tr("Parts of permissions and audit"), inner=True), self.permissions, self.infringements, self.audits)
        self._agreement_place = scrolled(self.agreement, tr("Dates and agreement"))
        self._agreement_place.setMinimumHeight(_LEAST_HEIGHT)
        self.tabs = _behind(
            Tabs(tr("About this licence")), self._agreement_place, self._seat_parts, self.orders, self.invoices,
            self.course, self._right_parts)
        self._in_front = InFront(self.tabs, self._reads())
        self._name_pages()
        self.fill(self.audit_band)
        self.fill(self.tabs, 1)

    def show_detail(self, detail: LicenceDetail) -> None:
        """Show this licence; the chosen tab stays."""
        self.set_heading(detail.row.package)
        self.badge.show_state(seats_sentence(detail.row), state_tone(detail.row))
        self.agreement.show_detail(detail)
        self._shown = detail
        self._name_seats(detail)
        self._show_free_button()
        self._count(detail.agreement_id)
        self._in_front.show(detail)

    def _reads(self) -> dict[QWidget, Callable[[LicenceDetail], None]]:
        """What is behind the tabs but for the first, which comes with the licence."""
        def about(show: Callable[[bytes], None]) -> Callable[[LicenceDetail], None]:
            return lambda detail: show(detail.agreement_id)

        return {
            self._in_use: self._read_holders, self._seatless: self._read_seatless,
            self.seats: about(self.seats.show_agreement),
            self.orders: lambda _detail: self.orders.refresh(), self.invoices: about(self.invoices.show_agreement),
            self.course: about(self.course.show_agreement), self.permissions: about(self.permissions.show_agreement),
            self.infringements: lambda _detail: self.infringements.read(),
            self.audits: lambda _detail: self.audits.read(),
        }

    def _read_holders(self, detail: LicenceDetail) -> None:
        """It can be thousands of people."""
        from app.views.licences import seat_holders

        self._shell.read(seat_holders, detail.row.id, then=lambda people: self._show_holders(detail, people))

    def _show_holders(self, detail: LicenceDetail, people: tuple[SeatHolder, ...]) -> None:
        if detail is self._shown:
            self._holders_place.set_rows(sorted(people, key=name_key))
            self._show_free_button()

    def _read_seatless(self, detail: LicenceDetail) -> None:
        """Of these too."""
        from app.views.licences import people_without_seat

        self._shell.read(people_without_seat, detail.row.id, then=lambda people: self._show_seatless(detail, people))

    def _show_seatless(self, detail: LicenceDetail, people: tuple[SeatHolder, ...]) -> None:
        if detail is self._shown:
            self._without_place.set_rows(sorted(people, key=name_key))

    def _count(self, agreement_id: bytes) -> None:
        """For the titles, which say what is behind tabs that nobody opened yet."""
        from app.views.licence_counts import licence_counts

        self._shell.read(licence_counts, agreement_id, then=self._show_counts)

    def _show_counts(self, counts: LicenceCounts) -> None:
        if self._shown is None or counts.agreement_id != self._shown.agreement_id:
            return  # another licence was chosen while this one was being counted
        self._name_orders(counts.orders)
        self._name_invoices(counts.invoices)
        self._name_course(counts.course)
        self._name_permissions(counts.permissions)
        self._name_infringements(counts.reports)
        self.audit_band.show_running(counts.audits)

    def _show_audits(self) -> None:
        self.tabs.bring_forward(self.audits)

    def _name_pages(self) -> None:
        """As long as nothing was counted."""
        self.tabs.name_page(self._agreement_place, tr("&Dates and agreement"))
        self._seat_parts.name_page(self.seats, tr("&Bought and used"))
        self._right_parts.name_page(self.audits, tr("&Audit"))
        for name in (self._name_orders, self._name_invoices, self._name_course, self._name_permissions,
                     self._name_infringements):
            name(0)

    def _name_seats(self, detail: LicenceDetail) -> None:
        """The organisation's own part of a licence has no seats that somebody holds."""
        counted, held = has_seats(detail.row), show_number(detail.row.used)
        self.tabs.name_page(self._seat_parts, tr("Sea&ts ({n})", n=held) if counted else tr("Sea&ts"))
        self._seat_parts.name_page(self._in_use, tr("&In use ({n})", n=held))
        self._seat_parts.name_page(self._seatless, tr("&Without a seat ({n})", n=show_number(detail.without_seat)))
        for page in (self._in_use, self._seatless):
            self._seat_parts.setTabVisible(self._seat_parts.indexOf(page), counted)

    def _name_orders(self, number: int) -> None:
        self.tabs.name_page(self.orders, tr("&Orders ({n})", n=show_number(number)))

    def _name_invoices(self, number: int) -> None:
        self.tabs.name_page(self.invoices, tr("Invoi&ces ({n})", n=show_number(number)))

    def _name_course(self, number: int) -> None:
        self.tabs.name_page(self.course, tr("Changes, clai&ms, end ({n})", n=show_number(number)))

    def _name_permissions(self, number: int) -> None:
        self._right_parts.name_page(self.permissions, tr("&Permissions ({n})", n=show_number(number)))
        self._name_rights(permissions=number)

    def _name_infringements(self, number: int) -> None:
        self._right_parts.name_page(self.infringements, tr("&Infringements ({n})", n=show_number(number)))
        self._name_rights(infringements=number)

    def _name_rights(self, **counted: int) -> None:
        self._rights |= counted
        self.tabs.name_page(
            self._right_parts, tr("Permissions and a&udit ({n})", n=show_number(sum(self._rights.values()))))

    def _people(self, name: str, with_since: bool) -> RowTable:
        table = RowTable(person_columns(self._shell, with_since), name, _person_of, several=True)
        table.selection_moved.connect(self._show_free_button)
        table.row_opened.connect(self._open_person)
        return table

    def _holders_page(self, unused_wanted: Callable[[], None], fewer_wanted: Callable[[], None]) -> QWidget:
        buttons = [self.free_button]
        if self._shell.sight.profile.licence.seat_reuse.value.allowed:
            buttons.append(button_of(tr("Seats &not used…"), unused_wanted))
        buttons.append(button_of(tr("Fewe&r seats…"), fewer_wanted))
        return self._people_page(self._holders_place, buttons)

    def _people_page(self, place: TableOrEmpty, buttons: list[QPushButton]) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        bare(column, 8)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(place, 1)
        if self._may_edit and buttons:
            row = QWidget()
            flow = FlowLayout(row)
            for button in buttons:
                flow.addWidget(button)
            column.addWidget(row)
        return page

    def _free_pressed(self) -> None:
        self._free([holder.participant_id for holder in self.holders.chosen()])

    def _show_free_button(self) -> None:
        self.free_button.setEnabled(bool(self.holders.chosen()))

    def _open_person(self, holder: SeatHolder) -> None:
        self._shell.go("groups", holder.participant_id)


def _behind(tabs: Tabs, *pages: QWidget) -> Tabs:
    """The pages come behind these tabs, which get their titles as what is on them is counted."""
    for page in pages:
        tabs.addTab(page, "")
    return tabs


def _person_of(holder: SeatHolder) -> bytes:
    return holder.participant_id

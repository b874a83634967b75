"""One organisation of a licensor in tabs; what is done in them is done within that organisation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.domain.permissions import Permission, allowed
from ui.licences.agreement_page import AgreementPage
from ui.licences.audit_band import AuditBand
from ui.licences.audits_tab import AuditsTab
from ui.licences.course_tab import CourseTab
from ui.licences.infringements_tab import InfringementsTab
from ui.licences.invoices_tab import InvoicesTab
from ui.licences.orders_page import OrdersPage
from ui.licences.permissions_tab import PermissionsTab
from ui.organisations.seats_page import SeatsPage
from ui.organisations.support_tab import SupportTab
from ui.organisations.within import WithinShell
from ui.organisations.words import state_label, state_tone
from ui.panel import Shell
from ui.parts.badge import Badge
from ui.parts.card import Card, bare
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.scroll import scrolled
from ui.parts.tabs import Tabs
from ui.words import show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.licences import LicenceDetail
    from app.views.organisation_page import OrganisationPage

AGREEMENT, SEATS, INVOICES, PERMISSIONS, COURSE, ORDERS, REPORTS, AUDITS = range(8)


class OrganisationDetail(Card):
    """`new_agreement`, `new_password` and `assign` open the dialogs for the organisation that is shown."""

    def __init__(
        self, shell: Shell, new_agreement: Callable[[], None], new_password: Callable[[], None],
        assign: Callable[[], None],
    ) -> None:
        super().__init__(" ")
        self._within = WithinShell(shell)
        self.page: OrganisationPage | None = None
        self.badge = Badge("")
        self.add_beside_heading(self.badge)
        self.buttons = [
            button_of(tr("New &agreement…"), new_agreement), button_of(tr("New &password…"), new_password),
            button_of(tr("Other licen&sor…"), assign)]
        if allowed(shell.sight.actor, Permission.EDIT_LICENCES):
            self.add_aside(self._button_row())
        self.chooser = QComboBox()
        self.chooser.setAccessibleName(tr("Agreement"))
        self.chooser.currentIndexChanged.connect(self._show_agreement)
        self.agreement = AgreementPage(self._within)
        self.nothing = EmptyState(
            tr("There is no agreement yet"), tr("Record the agreement as soon as it is concluded."), picture="licence")
        self.seats = SeatsPage(shell)
        self.invoices = InvoicesTab(self._within, self._name_invoices)
        self.tabs = Tabs(tr("About this organisation"))
        self.tabs.addTab(self._agreement_page(), tr("&Dates and agreement"))
        self.tabs.addTab(scrolled(self.seats, tr("Seats and accounts")), tr("S&eats and accounts"))
        self.tabs.addTab(self.invoices, "")
        self._name_invoices(0)
        self.permissions = PermissionsTab(self._within, self._name_permissions)
        self.tabs.addTab(self.permissions, "")
        self._name_permissions(0)
        self.course = CourseTab(self._within, self._name_course)
        self.tabs.addTab(self.course, "")
        self._name_course(0)
        self.orders = OrdersPage(self._within, self._name_orders)
        self.tabs.addTab(self.orders, "")
        self._name_orders(0)
        self.tabs.addTab(self._reports_page(), "")
        self._name_reports()
        self.audit_band = AuditBand(lambda: self.tabs.setCurrentIndex(AUDITS))
        self.audits = AuditsTab(self._within, self.audit_band.show_running)
        self.tabs.addTab(scrolled(self.audits, tr("Audit")), tr("Audit"))
        self.fill(self.audit_band)
        self.fill(self.tabs, 1)

    def show_page(self, page: OrganisationPage) -> None:
        """Show this organisation; the chosen tab stays, and so does the agreement where it is the same one."""
        chosen = self.chooser.currentData()
        self.page, self._within.organisation_id = page, page.row.id
        self.set_heading(page.row.name)
        self.badge.show_state(state_label(page.row), state_tone(page.row))
        self.chooser.blockSignals(True)
        self.chooser.clear()
        for one in page.agreements:
            self.chooser.addItem(_agreement_words(one), one.agreement_id)
        self.chooser.setCurrentIndex(max(0, self.chooser.findData(chosen)))
        self.chooser.blockSignals(False)
        self.chooser.setVisible(len(page.agreements) > 1)
        self.nothing.setVisible(not page.agreements)
        self._scrolled.setVisible(bool(page.agreements))
        for number in (INVOICES, PERMISSIONS, COURSE):
            self.tabs.setTabVisible(number, bool(page.agreements))
        self.seats.show_page(page)
        self._show_agreement()
        self.orders.refresh()
        self.support.read()
        self.infringements.read()
        self.audits.read()

    def show_orders(self) -> None:
        """Open the tab with the orders."""
        self.tabs.setCurrentIndex(ORDERS)

    def shown_agreement(self) -> LicenceDetail | None:
        """The agreement that is chosen."""
        at = self.chooser.currentIndex()
        return self.page.agreements[at] if self.page is not None and 0 <= at < len(self.page.agreements) else None

    def _show_agreement(self, *_index: object) -> None:
        found = self.shown_agreement()
        if found is not None:
            self.agreement.show_detail(found)
            self.invoices.show_agreement(found.agreement_id)
            self.permissions.show_agreement(found.agreement_id)
            self.course.show_agreement(found.agreement_id)

    def _button_row(self) -> QWidget:
        """On more lines where the window is narrow."""
        row = QWidget()
        flow = FlowLayout(row, right=True)
        for button in self.buttons:
            flow.addWidget(button)
        return row

    def _agreement_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        bare(column, 6)
        column.addWidget(self.chooser)
        self._scrolled = scrolled(self.agreement, tr("Dates and agreement"))
        column.addWidget(self._scrolled, 1)
        column.addWidget(self.nothing, 1)
        return page

    def _name_course(self, number: int) -> None:
        self.tabs.setTabText(COURSE, tr("Changes, clai&ms, end ({n})", n=show_number(number)))

    def _name_orders(self, number: int) -> None:
        self.tabs.setTabText(ORDERS, tr("Orders ({n})", n=show_number(number)))

    def _reports_page(self) -> Tabs:
        """What comes from the organisation unasked: questions and faults, and what was seen."""
        self.reports, self._waiting = Tabs(tr("What they report"), inner=True), [0, 0]
        self.support = SupportTab(self._within, lambda number: self._count_reports(0, number))
        self.infringements = InfringementsTab(self._within, lambda number: self._count_reports(1, number))
        self.reports.addTab(self.support, "")
        self.reports.addTab(self.infringements, "")
        return self.reports

    def _count_reports(self, which: int, number: int) -> None:
        self._waiting[which] = number
        self._name_reports()

    def _name_reports(self) -> None:
        asked, seen = self._waiting
        self.tabs.setTabText(REPORTS, tr("&Reports ({n})", n=show_number(asked + seen)))
        self.reports.name_page(self.support, tr("&Questions and faults ({n})", n=show_number(asked)))
        self.reports.name_page(self.infringements, tr("Infringements ({n})", n=show_number(seen)))

    def _name_permissions(self, number: int) -> None:
        self.tabs.setTabText(PERMISSIONS, tr("Permissions ({n})", n=show_number(number)))

    def _name_invoices(self, number: int) -> None:
        self.tabs.setTabText(INVOICES, tr("Invoi&ces ({n})", n=show_number(number)))


def _agreement_words(one: LicenceDetail) -> str:
    return tr("{number}: {package}, from {day}", number=one.agreement_number, package=one.row.package,
              day=show_short_date(one.row.begins))

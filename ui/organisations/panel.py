"""The organisations of a licensor: the list above, the chosen one in tabs below; new ones are made from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from app.domain.permissions import Permission, allowed
from ui.organisations.detail import OrganisationDetail
from ui.organisations.steps import about_agreement, about_assignment, about_new, about_password
from ui.organisations.words import id_of, matcher, organisation_columns
from ui.panel import Panel, Shell
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline
from ui.parts.search_line import SearchLine
from ui.parts.table import RowTable
from ui.words import show_number, tr, tr_count

if TYPE_CHECKING:
    from app.views.organisation_page import OrganisationPage
    from app.views.organisations import OrganisationRow

_NEXT_DATE = 5
_SIZES = (250, 400)


class OrganisationsPanel(Panel):
    """Opens on the organisation whose next date comes first."""

    code = "organisations"
    kinds = frozenset({
        "organisations", "agreements", "licences", "invoices", "invoice_lines", "bookings", "reminders", "figures",
        "notices", "mandates", "signatures", "documents", "locations", "links", "counts", "permissions", "orders",
        "changes", "new_fees", "claims", "measures", "insolvencies", "end_tasks",
        "order_parts", "seat_numbers", "infringements", "audits", "audit_looks", "support_requests",
    })

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._wanted: bytes | None = None
        self._may_edit = allowed(shell.sight.actor, Permission.EDIT_LICENCES)
        self.table = RowTable(organisation_columns(), tr("Organisations"), id_of)
        self.table.sort_on(_NEXT_DATE)
        self.table.selection_moved.connect(self._selection_moved)
        self.detail = OrganisationDetail(shell, self.new_agreement, self.new_password, self.assign)
        self.headline = Headline(tr("Organisations"))
        self.search = SearchLine(tr("Search by name, place or agreement"), self._search)
        self._content = QStackedWidget()
        self._arrange()

    def refresh(self) -> None:
        from app.views.organisations import organisation_list

        self.shell.read(organisation_list, then=self._show_list)

    def show_target(self, target: bytes) -> None:
        """An organisation, or the first order of one that waits: then its orders are opened."""
        self._wanted = target
        self._choose_wanted()

    def place(self) -> object:
        return self.table.current_key()

    def return_to(self, place: object) -> None:
        if isinstance(place, bytes):
            self.show_target(place)

    def export_rows(self) -> list[list[str]]:
        return self.table.shown_text()

    def new_organisation(self) -> None:
        """An organisation with its licence and the account of its administrator."""
        about_new(self, self.shell)

    def new_agreement(self) -> None:
        if self.detail.page is not None:
            about_agreement(self, self.shell, self.detail.page)

    def new_password(self) -> None:
        """For an administrator who lost his."""
        if self.detail.page is not None:
            about_password(self, self.shell, self.detail.page)

    def assign(self) -> None:
        """To another licensor (O-13)."""
        if self.detail.page is not None:
            about_assignment(self, self.shell, self.detail.page)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        self.search.setMinimumWidth(330)
        self.headline.add_filter(self.search)
        if self._may_edit:
            self.headline.add_button(tr("New &organisation…"), self.new_organisation, primary=True)
        column.addWidget(self.headline)
        self._content.addWidget(self._work())
        self._content.addWidget(self._nothing_yet())
        column.addWidget(self._content, 1)

    def _work(self) -> QSplitter:
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        card = Card()
        card.edge_to_edge()
        card.fill(self.table)
        both.addWidget(card)
        both.addWidget(self.detail)
        both.setSizes(list(_SIZES))
        both.setStretchFactor(1, 1)
        return both

    def _nothing_yet(self) -> EmptyState:
        heading, advice = tr("There is no organisation yet"), tr(
            "Make the first one: it gets an account for its {administrator}, and its licence is recorded at once.")
        if not self._may_edit:
            return EmptyState(heading, advice, picture="building")
        return EmptyState(heading, advice, tr("New &organisation…"), self.new_organisation, picture="building")

    def _search(self, typed: str) -> None:
        self.table.set_filter(matcher(typed) if typed.strip() else None)
        self._count()

    def _show_list(self, rows: tuple[OrganisationRow, ...]) -> None:
        self._content.setCurrentIndex(0 if rows else 1)
        self.table.set_rows(rows)
        self._count()
        if not rows:
            return
        if not self._choose_wanted() and self.table.current_key() is None:
            self.table.choose(self.table.rows()[0].id)
        self._read_page()

    def _choose_wanted(self) -> bool:
        """False as long as it is not in the list."""
        wanted = self._wanted
        if wanted is None:
            return False
        ordered = next((row.id for row in self.table.all_values() if row.first_order == wanted), None)
        if ordered is not None:
            self._wanted = ordered
            self.detail.show_orders()
        return self.table.choose(ordered or wanted)

    def _count(self) -> None:
        shown, every = len(self.table.rows()), len(self.table.all_values())
        if shown < every:
            self.headline.set_aside(tr("{n} of {every}", n=show_number(shown), every=show_number(every)))
        else:
            self.headline.set_aside(tr_count("{n} organisation", "{n} organisations", every) if every else "")

    def _selection_moved(self) -> None:
        current = self.table.current()
        if current is not None and (self.detail.page is None or current.id != self.detail.page.row.id):
            self._wanted = None
            self._read_page()

    def _read_page(self) -> None:
        from app.views.organisation_page import organisation_page

        current = self.table.current()
        if current is not None:
            self.shell.read(organisation_page, current.id, then=self._show_page)

    def _show_page(self, page: OrganisationPage) -> None:
        if page.row.id == self.table.current_key():  # else another was chosen while this one was being read
            self.detail.show_page(page)

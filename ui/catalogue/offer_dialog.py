"""What the licensor offers, on the desk of an organisation: packages with their fees, terms, and what is announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.catalogue.fee_dialog import FeeDialog
from ui.catalogue.page import CataloguePage
from ui.catalogue.terms_dialog import effect_lines
from ui.catalogue.words import fee_columns, id_of, package_columns, package_title, terms_columns
from ui.panel import Shell
from ui.parts.empty import EmptyState
from ui.parts.facts import Facts
from ui.parts.form_dialog import FormDialog
from ui.parts.scroll import scrolled
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.parts.tabs import Tabs
from ui.words import show_short_date, tr

if TYPE_CHECKING:
    from app.views.catalogue import Catalogue, FeeRow, TermsRow

_OVER = "ended"


class OfferDialog(FormDialog):
    """Something to read, and Close. What ended or was replaced is left out."""

    def __init__(self, parent: QWidget, shell: Shell, found: Catalogue) -> None:
        super().__init__(
            parent, tr("What {licensor} offers", licensor=shell.sight.profile.licensor), tr("Close"))
        self.close_only()
        self._shell = shell
        self.say(tr("Fees are without VAT. What was agreed with {the_organisation} stands with its agreement."))
        self.effect = Facts(shares=(2, 5))
        self.packages = CataloguePage(
            tr("Packages"), package_columns(), id_of,
            EmptyState(
                tr("Nothing is known of the offer"), tr("It comes from the server, where the licensor uses it.")))
        self.terms = CataloguePage(
            tr("Terms"), terms_columns(), id_of,
            EmptyState(tr("No terms were published"), tr("They come from the server, where the licensor uses it.")), (),
            scrolled(self.effect, tr("What it comes to")), self._show_effect)
        self.fees = RowTable(fee_columns(), tr("Fees that are announced"), lambda row: (row.package, row.part))
        self.fees.row_opened.connect(self.show_fee)
        self.tabs = Tabs(tr("Parts of the offer"))
        self.tabs.addTab(self.packages, tr("&Packages"))
        self.tabs.addTab(self.terms, tr("T&erms"))
        coming = [one for one in found.rounds if one.state == "coming"]
        announced = TableOrEmpty(self.fees, EmptyState(
            tr("No other fees are announced"), tr("As soon as they are, each opens line by line here.")))
        first = min((one.applies_from for one in coming), default=None)
        self.tabs.addTab(announced, tr("F&ees from {day}", day=show_short_date(first)) if first else tr("New f&ees"))
        self.packages.show_rows([row for row in found.packages if row.state != _OVER])
        self.terms.show_rows([row for row in found.terms if row.state != _OVER])
        announced.set_rows([fee for one in coming for fee in one.fees if one.applies_from == first])
        self.fill(self.tabs)
        self.resize(1000, 480)

    def show_fee(self, row: FeeRow) -> None:
        """Open a fee line by line."""
        FeeDialog(self, package_title(row), row.computation).open()

    def _show_effect(self, row: TermsRow | None) -> None:
        if row is not None:
            self.effect.show_lines(effect_lines(self._shell.sight, row.terms))

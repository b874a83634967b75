"""The catalogue of a licensor: what can be ordered at which fees, which terms are in force, and what is to come."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.permissions import Permission, TenantKind, allowed
from ui.catalogue import steps
from ui.catalogue.announce_dialog import AnnounceDialog
from ui.catalogue.closed_days_page import ClosedDaysDialog, closed_day_columns, may_open_again
from ui.catalogue.fee_dialog import FeeDialog
from ui.catalogue.maintenance_page import MaintenanceDialog, maintenance_columns, may_withdraw
from ui.catalogue.package_dialog import PackageDialog, ProgrammeDialog, WithdrawProgrammeDialog
from ui.catalogue.page import CataloguePage
from ui.catalogue.round_dialog import RoundDialog
from ui.catalogue.terms_dialog import TermsDialog, effect_lines
from ui.catalogue.words import (
    fee_columns,
    id_of,
    package_columns,
    package_title,
    programme_columns,
    reached_words,
    round_columns,
    terms_columns,
    title_of,
)
from ui.panel import Panel, Shell
from ui.parts.card import Card, bare
from ui.parts.empty import EmptyState
from ui.parts.facts import FactLine, Facts
from ui.parts.headline import Headline, button_of
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.parts.table import RowTable
from ui.parts.tabs import Tabs
from ui.words import show_short_date, tr

if TYPE_CHECKING:
    from app.views.catalogue import Catalogue, FeeRow, RoundRow, TermsRow
    from app.views.round_reach import Reached

_GROUP = 8


class CataloguePanel(Panel):
    """Four tabs over one reading, one with announced maintenance, and one with the days off of the help desk."""

    code = "catalogue"
    kinds = frozenset({"packages", "offered_programmes", "terms", "price_rounds", "round_fees", "figures",
                       "maintenances", "closed_days"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._catalogue: Catalogue | None = None
        actor = shell.sight.actor
        self._may_edit = actor.at is TenantKind.LICENSOR and allowed(actor, Permission.EDIT_CATALOGUE)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        column.addWidget(Headline(tr("Catalogue")))
        card = Card()
        self.tabs = Tabs(tr("Parts of the catalogue"))
        self.packages, self.programmes = self._packages_page(), self._programmes_page()
        self.terms, self.rounds, self.maintenance = self._terms_page(), self._rounds_page(), self._maintenance_page()
        self.days = self._days_page()
        for page, title in (
            (self.packages, tr("&Packages")), (self.programmes, tr("Pro&grammes")), (self.terms, tr("T&erms")),
            (self.rounds, tr("P&rice rounds")), (self.maintenance, tr("&Maintenance")), (self.days, tr("Help &desk")),
        ):
            self.tabs.addTab(page, title)
        card.fill(self.tabs, 1)
        column.addWidget(card, 1)

    def refresh(self) -> None:
        from app.views.catalogue import catalogue
        from app.views.closed_days import closed_day_list
        from app.views.maintenance import maintenance_list

        self.shell.read(catalogue, then=self._show)
        self.shell.read(maintenance_list, self.shell.desk.clock(), then=self.maintenance.show_rows)
        self.shell.read(closed_day_list, then=self.days.show_rows)

    def export_rows(self) -> list[list[str]]:
        page: Any = self.tabs.currentWidget()
        found: list[list[str]] = page.table.shown_text()
        return found

    # What is done

    def new_package(self) -> None:
        if self._catalogue is not None:
            others = [row.offered for row in self._catalogue.packages]
            PackageDialog(self, self.shell, None, others, lambda given: steps.offer_package(self.shell, given)).open()

    def change_package(self) -> None:
        row = self.packages.table.current()
        if self._catalogue is not None and row is not None:
            others = [one.offered for one in self._catalogue.packages if one.id != row.id]
            PackageDialog(
                self, self.shell, row, others, lambda given: steps.change_package(self.shell, row.id, given)).open()

    def new_programme(self) -> None:
        if self._catalogue is not None:
            packages = [(row.id, title_of(row.offered)) for row in self._catalogue.packages]
            others = [row.offered for row in self._catalogue.programmes]
            ProgrammeDialog(
                self, self.shell, packages, others, lambda given: steps.offer_programme(self.shell, given)).open()

    def withdraw_programme(self) -> None:
        row = self.programmes.table.current()
        if row is not None:
            WithdrawProgrammeDialog(
                self, self.shell, row.offered,
                lambda day: steps.withdraw(self.shell, row.id, title_of(row.offered), day)).open()

    def new_terms(self) -> None:
        if self._catalogue is not None:
            others = [row.terms for row in self._catalogue.terms]
            TermsDialog(self, self.shell, others, lambda given: steps.publish(self.shell, given)).open()

    def announce_terms(self) -> None:
        """Tell organisations of the chosen edition; their days to object begin to run."""
        from app.views.round_reach import terms_reach

        row = self.terms.table.current()
        if row is not None:
            self.shell.read(terms_reach, row.terms, then=partial(self._open_announcing, row))

    def _open_announcing(self, chosen: TermsRow, reached: tuple[Reached, ...]) -> None:
        title = tr("Announce {title}, edition {edition}", title=chosen.terms.title, edition=chosen.terms.edition)
        AnnounceDialog(
            self, self.shell, title, (steps.kind_of_terms(chosen.terms), chosen.terms.applies_from), reached,
            lambda picked, given: steps.announce(self.shell, chosen.terms, picked, given)).open()

    def announce_round(self) -> None:
        """Tell organisations of the chosen round of prices, each of its own fees."""
        from app.views.round_reach import round_reach

        row = self.rounds.table.current()
        if row is not None:
            self.shell.read(round_reach, row, then=partial(self._open_round, row))

    def _open_round(self, priced: RoundRow, reached: tuple[Reached, ...]) -> None:
        AnnounceDialog(
            self, self.shell, tr("Announce the prices from {day}", day=show_short_date(priced.applies_from)),
            (steps.kind_of_round(priced), priced.applies_from), reached,
            lambda picked, given: steps.announce_prices(self.shell, priced, picked, given), reached_words).open()

    def new_round(self) -> None:
        found = self._catalogue
        if found is not None:
            RoundDialog(
                self, self.shell, found.fees, found.series, lambda given: steps.price(self.shell, given)).open()

    def show_fee(self, row: FeeRow | None = None) -> None:
        """Open the chosen fee of the chosen round line by line."""
        chosen = row or self.fees.current()
        if chosen is not None:
            FeeDialog(self, package_title(chosen), chosen.computation).open()

    def announce_maintenance(self) -> None:
        MaintenanceDialog(self, self.shell, lambda given: steps.announce_maintenance(self.shell, given)).open()

    def withdraw_maintenance(self) -> None:
        row = self.maintenance.table.current()
        if row is not None and may_withdraw(row):
            steps.withdraw_maintenance(self.shell, row.id)

    def close_help_desk(self) -> None:
        ClosedDaysDialog(self, self.shell, self.days.table.all_values(),
                         lambda given: steps.close_help_desk(self.shell, given)).open()

    def open_help_desk(self) -> None:
        rows = self.days.table.chosen()
        if may_open_again(rows):
            steps.open_help_desk(self.shell, [row.id for row in rows])

    # Building

    def _days_page(self) -> CataloguePage:
        self.reopen_button = button_of(tr("&Withdraw"), self.open_help_desk)
        return CataloguePage(
            tr("Days off of the help desk"), closed_day_columns(), id_of, EmptyState(
                tr("No day off was said"),
                tr("Sundays and official holidays are known. What you say beside them stands at every organisation.")),
            self._buttons(button_of(tr("Help desk &closed…"), self.close_help_desk), self.reopen_button),
            several=True,
            chosen=lambda _row: self.reopen_button.setEnabled(may_open_again(self.days.table.chosen())))

    def _maintenance_page(self) -> CataloguePage:
        self.recall_button = button_of(tr("&Withdraw"), self.withdraw_maintenance)
        return CataloguePage(
            tr("Announced maintenance"), maintenance_columns(), id_of, EmptyState(
                tr("No maintenance was announced"),
                tr("What you announce stands over the window at every organisation, from then until it ends.")),
            self._buttons(button_of(tr("&Announce maintenance…"), self.announce_maintenance), self.recall_button),
            chosen=lambda row: self.recall_button.setEnabled(may_withdraw(row)))

    def _packages_page(self) -> CataloguePage:
        self.change_button = button_of(tr("C&hange…"), self.change_package)
        page = CataloguePage(
            tr("Packages"), package_columns(), id_of, EmptyState(
                tr("There is no package yet"), tr("What can be ordered stands here, with its fees.")),
            self._buttons(button_of(tr("&New package…"), self.new_package), self.change_button))
        if self._may_edit:
            page.table.row_opened.connect(lambda _row: self.change_package())
        return page

    def _programmes_page(self) -> CataloguePage:
        self.withdraw_button = button_of(tr("&Withdraw…"), self.withdraw_programme)
        return CataloguePage(
            tr("{Programmes}"), programme_columns(), id_of, EmptyState(
                tr("Nothing is offered yet"), tr("What is in each package stands here.")),
            self._buttons(button_of(tr("&Offer {a_programme}…"), self.new_programme), self.withdraw_button),
            chosen=lambda row: self.withdraw_button.setEnabled(row is not None and row.offered.until_on is None))

    def _terms_page(self) -> CataloguePage:
        self.effect = Facts(shares=(2, 5))
        return CataloguePage(
            tr("Terms"), terms_columns(), id_of, EmptyState(
                tr("There are no terms yet"), tr("Every edition stands here, with the checksum of its file.")),
            self._buttons(button_of(tr("&New edition…"), self.new_terms),
                          button_of(tr("&Announce…"), self.announce_terms)),
            scrolled(self.effect, tr("What it comes to")), self._show_effect)

    def _rounds_page(self) -> CataloguePage:
        self.fees = RowTable(fee_columns(), tr("Fees of this round"), lambda row: (row.package, row.part))
        self.fees.row_opened.connect(self.show_fee)
        self.announce_button = button_of(tr("&Announce…"), self.announce_round)
        open_button = button_of(tr("Show computati&on…"), self.show_fee)
        aside = QWidget()
        column = QVBoxLayout(aside)
        bare(column, 6)
        column.addWidget(label(tr("Fees of this round, without VAT"), "heading"))
        column.addWidget(self.fees, 1)
        return CataloguePage(
            tr("Price rounds"), round_columns(), id_of, EmptyState(
                tr("There is no round of prices yet"),
                tr("Indexation and new fees stand here, each with the figures it was computed with.")),
            [open_button, *self._buttons(button_of(tr("&New round…"), self.new_round), self.announce_button)], aside,
            self._show_fees)

    def _buttons(self, *buttons: QPushButton) -> list[QPushButton]:
        return list(buttons) if self._may_edit else []

    def _show(self, found: Catalogue) -> None:
        self._catalogue = found
        self.packages.show_rows(found.packages)
        self.programmes.show_rows(found.programmes)
        self.terms.show_rows(found.terms)
        self.rounds.show_rows(found.rounds)
        self.change_button.setEnabled(bool(found.packages))

    def _show_effect(self, row: TermsRow | None) -> None:
        if row is not None:
            self.effect.show_lines([
                FactLine(tr("Checksum (SHA-256)"), _in_groups(row.terms.checksum)),
                *effect_lines(self.shell.sight, row.terms)])

    def _show_fees(self, row: RoundRow | None) -> None:
        self.announce_button.setEnabled(row is not None)
        self.fees.set_rows(row.fees if row is not None else ())
        if row is not None and row.fees and self.fees.current() is None:
            self.fees.choose((row.fees[0].package, row.fees[0].part))


def _in_groups(checksum: str) -> str:
    """So that it can be compared by eye, and goes on below where there is no room."""
    return " ".join(checksum[at : at + _GROUP] for at in range(0, len(checksum), _GROUP))

"""Record a round of prices: indexed, by a percentage or new, with every fee that comes of it beside the fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.billing.figures import IndexSeries
from app.domain.billing.price_round import (
    WAYS,
    FeeKey,
    PackageFee,
    RoundDraft,
    RoundFee,
    check_price_round,
    on_offer,
    round_fees,
)
from app.domain.calendar import add_months
from app.domain.errors import Refusal
from app.domain.provider import NotRegulated
from ui.catalogue.fee_dialog import FeeDialog
from ui.catalogue.fee_grid import FeeGrid
from ui.catalogue.words import in_language
from ui.licences.fault_form import FaultForm
from ui.licences.typed import typed_number
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.form_dialog import day_of
from ui.parts.scroll import scrolled
from ui.words import show, tr


class RoundDialog(FaultForm):
    """`submit` gets what the action takes; `packages` are the fees there are, `series` the indexes known here."""

    def __init__(
        self, parent: QWidget, shell: Shell, packages: Sequence[PackageFee], series: Sequence[IndexSeries],
        submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("New round of prices"), tr("&Record"), lambda: submit(self.arguments()))
        self._rules, self._today = shell.sight.profile.price, shell.sight.today
        self._packages, self._series = tuple(packages), tuple(series)
        self._is_built = False
        self.say(tr("Fees are without VAT. Nothing is announced yet: that is the next step, for each organisation."))
        self.way = self.add_choice(tr("&How"), [(way, show(words)) for way, words in WAYS.items()])
        if isinstance(self._rules.indexation, NotRegulated):
            self.way.setCurrentIndex(1)
        self.watch("way", self.way)
        self.announced = self.add_date(tr("&Announced on"), self._today)
        self.watch("announced_on", self.announced)
        self.applies = self.add_date(tr("Applies &from"), add_months(self._today.replace(day=1), 4))
        self.watch("applies_from", self.applies)
        self.percent = QLineEdit()
        self.add_field(tr("&Percentage"), self.percent)
        self.watch("percent", self.percent)
        self.source = self.add_line(tr("&Source"))
        self.source.setPlaceholderText(tr("such as the letter in which it was announced"))
        self.grid = FeeGrid(self.check, self.show_computation)
        self.grid.show_packages(self._packages)
        card = Card(tr("The fees that come of it"))
        card.fill(scrolled(self.grid, tr("The fees that come of it")), 1)
        self.fill_beside(card)
        self.problem = self.say_below("", "error")
        self.way.currentIndexChanged.connect(self._way_chosen)
        self.announced.dateChanged.connect(lambda _day: self.check())
        self.resize(980, 480)
        self._is_built = True
        self._way_chosen()

    def arguments(self) -> dict[str, Any]:
        draft = self._draft()
        typed = [{"package_id": key[0], "part": key[1], "cents": cents} for key, cents in draft.fees.items()]
        return {
            "way": draft.way, "announced_on": draft.announced_on.isoformat(),
            "applies_from": draft.applies_from.isoformat(),
            "percent": f"{draft.percent:f}" if draft.way == "percent" else "", "fees": typed, "source": draft.source}

    def faults(self) -> Mapping[str, str]:
        wrong = check_price_round(self._rules, self._series, self._draft(), self._fees_of_the_day(), self._today)
        return {one.field: show(one.reason) for one in reversed(wrong)}

    def check(self) -> None:
        if not self._is_built:
            return
        self.grid.show_offered(self._fees_of_the_day(), day_of(self.applies))
        self.grid.show_fees(self._made(), self.way.currentData() == "new")
        super().check()
        self._say_at_fees(self.faults())

    def show_computation(self, key: FeeKey) -> None:
        """Open one fee line by line."""
        found = next((fee for fee in self._made() if fee.package.key == key), None)
        if found is not None:
            FeeDialog(self, in_language(found.package.title, found.package.title_en), found.new).open()

    def _way_chosen(self, *_index: object) -> None:
        way = self.way.currentData()
        self.form.setRowVisible(self.percent, way == "percent")
        if way == "new":
            self.grid.begin_typing()
        self.touch("way")

    def _say_at_fees(self, found: Mapping[str, str]) -> None:
        """At the fee itself; what is about all of them under the fields."""
        for name, edit, fault in self.grid.fields():
            words = found.get(name, "")
            fault.setText(words)
            fault.setVisible(bool(words))
            edit.setAccessibleDescription(words)
        self.problem.setText("" if self.way.currentData() != "new" or self.grid.typed() else tr(
            "Type the new fee of at least one package."))
        self.problem.setVisible(bool(self.problem.text()))

    def _made(self) -> tuple[RoundFee, ...]:
        """What can be computed now; nothing while a figure is missing."""
        try:
            return round_fees(self._rules, self._series, self._draft(), self._fees_of_the_day())
        except (Refusal, ArithmeticError, ValueError):
            return ()

    def _fees_of_the_day(self) -> tuple[PackageFee, ...]:
        return on_offer(self._packages, day_of(self.applies))

    def _draft(self) -> RoundDraft:
        way, percent = self.way.currentData(), typed_percent(self.percent.text())
        return RoundDraft(
            way, day_of(self.announced), day_of(self.applies), percent,
            self.grid.typed() if way == "new" else {}, self.source.text().strip())


def typed_percent(typed: str) -> Decimal:
    """'2,5' or '-1'; not a number where it is none."""
    plain = typed.strip().replace("−", "-")
    number = typed_number(plain.lstrip("-+"))
    if number is None:
        return Decimal("NaN")
    return -number if plain.startswith("-") else number

"""Prepare an order, or change it: for a new agreement or more seats, for which places, and at once what that means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSpinBox, QVBoxLayout, QWidget

from app.domain.calendar import DAY, last_day_of
from app.domain.contract.order import (
    LONGEST_MONTHS,
    Order,
    check_order,
    check_overlap,
    fee_for_rest,
    wrong_addition,
)
from app.domain.provider import NotRegulated, ProviderProfile, Regulated
from ui.licences.fault_form import FaultForm
from ui.licences.order_places import PlacesEditor, Wanted
from ui.licences.typed import typed_cents
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.facts import FactLine, Facts
from ui.parts.fitted_dialog import sentence
from ui.parts.form_dialog import day_of
from ui.parts.headline import button_of
from ui.parts.scroll import scrolled
from ui.words import show, show_money, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.orders import AddsTo, OrderBasis, OrderRow

Submit = Callable[[dict[str, Any], list[dict[str, Any]]], None]
_OF_THE_PARTS = ("groups", "locations")


class OrderDialog(FaultForm):
    """`submit` gets the order and its parts as the action takes them. `adds_to` is chosen first; `row` is changed.
    `wanted` is filled in for a new one.
    """

    def __init__(
        self, parent: QWidget, shell: Shell, basis: OrderBasis, submit: Submit, adds_to: bytes | None = None,
        row: OrderRow | None = None, wanted: Wanted | None = None,
    ) -> None:
        super().__init__(
            parent, tr("Order") if row is None else tr("Change order {number}", number=row.number),
            tr("Prep&are") if row is None else tr("&Change"), lambda: submit(self.order(), self.places.parts()))
        self._shell, self._basis, self._row = shell, basis, row
        self._profile: ProviderProfile = shell.sight.profile
        self.say(tr(
            "This prepares the order. It binds {the_organisation} only when somebody who may sign sends it."))
        kept = row.kept.row if row is not None else {}
        self._add_fields(kept, adds_to)
        self.facts = Facts()
        self._add_beside()
        self._watch_all()
        if row is not None:
            self.places.show_parts(row.parts)
        elif wanted is not None and wanted.seats:
            self.places.propose(wanted)
        self.resize(1120, 600)
        self._follow()

    def order(self) -> dict[str, Any]:
        """As the action takes it."""
        adds = self._adds_to()
        return {
            "number": self.number.text().strip(), "provider": adds.provider if adds else self._profile.code,
            "package": adds.package if adds else self.package.text().strip(),
            "fee_cents": typed_cents(self.fee.text()) if self.fee.text().strip() else None,
            "starts_on": day_of(self.starts).isoformat(), "months": adds.months if adds else self.months.value(),
            "supplements_id": adds.id if adds else None, "purchase_order": self.purchase.text().strip(),
            "cost_centre": self.centre.text().strip(),
        }

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "places"):
            return {}
        found: dict[str, str] = {}
        order = self._as_rule()
        wrong = [*check_order(self._profile.order, order)]
        if not wrong:
            running = next((one for one in self._basis.running if one.number == order.supplements), None)
            beyond = wrong_addition(running, order.starts_on) if running is not None else None
            wrong = [beyond] if beyond is not None else [
                *check_overlap(self.order()["provider"], order, self._basis.running)]
        for fault in wrong:
            found.setdefault("participants" if fault.field in _OF_THE_PARTS else fault.field, show(fault.reason))
        if self.fee.text().strip() and typed_cents(self.fee.text()) is None:
            found["fee"] = tr("The fee is not an amount of money. Write it as 35,00 or leave it empty.")
        if order.number in self._basis.numbers and (self._row is None or order.number != self._row.number):
            found["number"] = tr("This number was recorded already.")
        return found

    def _as_rule(self) -> Order:
        """What is filled in as the rules take it; who has recorded no locations orders for the only place there is."""
        given, parts = self.order(), self.places.parts()
        adds = self._adds_to()
        places = tuple(dict.fromkeys(part["location_id"].hex() for part in parts if part["location_id"]))
        only = not any(place.location_id for place in self._basis.places)
        order = Order(
            given["number"], given["package"], self.places.total(),
            tuple(part["group_id"].hex() for part in parts if part["group_id"]), places, given["fee_cents"],
            day_of(self.starts), given["months"], adds.number if adds else "")
        return replace(order, locations=(tr("{The_organisation}"),)) if only else order

    def _adds_to(self) -> AddsTo | None:
        wanted = self.target.currentData()
        return next((one for one in self._basis.adds_to if one.id == wanted), None)

    def _add_fields(self, kept: Mapping[str, Any], adds_to: bytes | None) -> None:
        today = self._shell.sight.today
        wanted = kept["supplements_id"] if kept else adds_to or self._renewing()
        options: list[tuple[object, str]] = [(None, tr("a new agreement"))]
        options += [(one.id, tr("more seats of agreement {number}", number=one.number)) for one in self._basis.adds_to]
        self.target: QComboBox = self.add_choice(
            tr("Fo&r"), options, wanted if wanted in [value for value, _ in options] else None)
        self.number = self.add_line(tr("Order &number"), kept.get("number", self._basis.proposal))
        usual = next((one.package for one in self._basis.adds_to), "")
        self.package = self.add_line(tr("&Package"), kept.get("package", usual))
        begins = date.fromisoformat(kept["starts_on"]) if kept else today if wanted else self._next_day(today)
        self.starts = self.add_date(tr("&Starts on"), begins)
        self.months = QSpinBox()
        self.months.setRange(1, LONGEST_MONTHS)
        self.months.setValue(kept.get("months", 12))
        self.months.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.add_field(tr("&Duration in months"), self.months)
        fee = kept.get("fee_cents", self._usual_fee())
        self.fee = self.add_line(
            tr("&Fee per seat, without VAT (€)"), show_number(fee / 100, 2) if fee else "")
        self.purchase = self.add_line(tr("P&urchase order"), kept.get("purchase_order", ""))
        self.centre = self.add_line(tr("C&ost centre"), kept.get("cost_centre", ""))

    def _renewing(self) -> bytes | None:
        """Beside an agreement that renews by itself one orders more seats, as a rule."""
        renewing = {one.number for one in self._basis.running if one.renews}
        return next((one.id for one in self._basis.adds_to if one.number in renewing), None)

    def _next_day(self, today: date) -> date:
        """The day after everything that runs now has ended."""
        lasts = (one.agreement.last_day(one.renews) for one in self._basis.running)
        return max([today, *(last + DAY for last in lasts if last is not None)])

    def _usual_fee(self) -> int:
        return next((one.fee_cents for one in self._basis.adds_to if one.fee_cents), 0)

    def _add_beside(self) -> None:
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        card = Card(tr("For how many {participants}"))
        self.places = PlacesEditor(self._basis.places, self._by_group(), self._follow)
        card.fill(scrolled(self.places, tr("For how many {participants}")), 1)
        self._members = button_of(tr("As many as are there no&w"), self.places.fill_members)
        card.add_aside(self._members)
        self.wrong_parts = sentence("", "error")
        self.wrong_parts.hide()
        card.fill(self.wrong_parts)
        column.addWidget(card, 1)
        outcome = Card(tr("What this means"))
        outcome.fill(scrolled(self.facts, tr("What this means")), 1)
        column.addWidget(outcome, 1)
        self.fill_beside(beside)

    def _by_group(self) -> bool:
        """Whether the terms ask which groups; without any group the location is enough to begin with."""
        contents = self._profile.order.contents
        asked = isinstance(contents, Regulated) and "groups" in contents.value.parts
        return asked and any(place.group_id for place in self._basis.places)

    def _watch_all(self) -> None:
        for name, field in (
            ("number", self.number), ("package", self.package), ("starts_on", self.starts), ("months", self.months),
            ("fee", self.fee),
        ):
            self.watch(name, field)
        self.watch("participants", self.places, self.wrong_parts)
        self.target.currentIndexChanged.connect(lambda _index: self._follow())
        self.starts.dateChanged.connect(lambda _day: self._follow())
        self.months.valueChanged.connect(lambda _value: self._follow())
        self.fee.textChanged.connect(lambda _typed: self._follow())

    def _follow(self) -> None:
        """Work out again what this comes to."""
        if not hasattr(self, "wrong_parts"):
            return  # still being built
        adds = self._adds_to()
        for field in (self.package, self.months):
            self.form.setRowVisible(field, adds is None)
        self.facts.show_lines([*self._period_lines(adds), *self._fee_lines(adds), self._signing_line()])
        if self.places.total():
            self._touched.add("participants")
        self.check()

    def _period_lines(self, adds: AddsTo | None) -> list[FactLine]:
        begins = day_of(self.starts)
        ends = adds.period.ends if adds is not None else last_day_of(begins, self.months.value())
        lines = [
            FactLine(tr("Together"), show_number(self.places.total())),
            FactLine(tr("Period"), tr("{begins} up to and including {ends}", begins=show_short_date(begins),
                                      ends=show_short_date(ends)))]
        return [FactLine(tr("Package"), adds.package), *lines] if adds is not None else lines

    def _fee_lines(self, adds: AddsTo | None) -> list[FactLine]:
        cents, seats = typed_cents(self.fee.text()) or 0, self.places.total()
        lines = [FactLine(tr("Fee of a whole period, without VAT"), show_money(cents * seats) if cents else "–")]
        if adds is None or not cents:
            return lines
        rule = self._profile.price.added_seats
        rest = fee_for_rest(rule, cents, seats, adds.period, day_of(self.starts))
        if isinstance(rest, NotRegulated):
            said = tr("The terms do not regulate this. Agree with {licensor} what the added seats cost.",
                      licensor=self._profile.licensor)
            return [*lines, FactLine(tr("For the rest of the period"), said, tr("not regulated"))]
        clause = rule.basis.cited if isinstance(rule, Regulated) else ""
        return [*lines, FactLine(tr("For the rest of the period"), show_money(rest), clause)]

    def _signing_line(self) -> FactLine:
        authority = self._profile.order.authority
        said = tr("somebody who may sign for {the_organisation}, or the {administrator} with a recorded mandate")
        return FactLine(tr("Sent by"), said, authority.basis.cited if isinstance(authority, Regulated) else "")

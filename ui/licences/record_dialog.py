"""Record an agreement that was concluded: what was ordered, and at once what the terms say about its dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QCompleter, QSpinBox, QVBoxLayout, QWidget

from app.domain.contract.agreement import (
    AcceptedDocument,
    Conclusion,
    DeviatingTerms,
    ProcessingSigned,
    check_conclusion,
)
from app.domain.contract.order import Order, Running, check_overlap
from app.domain.provider import Regulated
from app.domain.wrong_fields import WrongField, missing
from ui.licences.document_fields import DEVIATING, PROCESSING, TERMS, DocumentsEditor
from ui.licences.fault_form import FaultForm
from ui.licences.signer import SignerFields
from ui.licences.steps import record
from ui.licences.typed import money_words, typed_cents
from ui.panel import Shell
from ui.parts.card import Card, bare
from ui.parts.facts import FactLine, Facts
from ui.parts.fitted_dialog import sentence
from ui.parts.form_dialog import day_of
from ui.parts.scroll import scrolled
from ui.words import show, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.agreement_terms import AgreementTerms
    from app.views.catalogue import Catalogue
    from app.views.orders import OrderBasis, OrderRow

_MOST_MONTHS, _MOST_SEATS, _MOST_CENTS = 120, 100_000, 100_000_00


class RecordDialog(FaultForm):
    """The facts follow what is typed; what is wrong is said at its field; the verb is on when all is there."""

    _is_built = False
    _numbers_beside: Mapping[bytes, str] = {}

    def __init__(self, parent: QWidget, shell: Shell, order: OrderRow | None = None) -> None:
        super().__init__(parent, tr("Record an agreement"), tr("&Record"))
        self._shell, self._order = shell, order
        self._running: tuple[Running, ...] = ()
        self._profile = shell.sight.profile
        self.say(tr("Nothing is ordered here. You record what {licensor} and {the_organisation} agreed.",
                    licensor=self._profile.licensor))
        self._add_fields()
        self.facts = Facts()
        self._add_beside()
        self.tick = QCheckBox()
        self._add_tick()
        self.resize(1100, 600)
        self._is_built = True
        self._shell.read(_basis(), then=self._show_basis)
        self._shell.read(_catalogue(), then=self._offer)
        self._take_over()
        self._follow()

    def arguments(self) -> dict[str, Any]:
        """What is recorded, as the action takes it."""
        whole = [{"kind": "organisation", "seats": 1}] if self._has_own_part() else []
        beside = self.adds_to.currentData()
        return ({"supplements_id": beside} if beside else {}) | (
            {"order_id": self._order.id} if self._order is not None else {}) | {
            "number": self.number.text().strip(), "provider": self._profile.code,
            "package": self.package.text().strip(), "concluded_on": day_of(self.concluded).isoformat(),
            "starts_on": day_of(self.starts).isoformat(), "months": self.months.value(),
            "parts": [*whole, *self._seats()], "consumer": self.consumer.isChecked(), "conclusion": self.conclusion(),
        }

    def _seats(self) -> list[dict[str, Any]]:
        """One number, or as it was ordered per location."""
        fee = fee_cents(self.fee.text()) or 0
        if self._order is None:
            return [{"kind": "participant", "seats": self.seats.value(), "fee_cents": fee}]
        places: dict[bytes | None, int] = {}
        for part in self._order.parts:
            places[part.location_id] = places.get(part.location_id, 0) + part.participants
        return [{"kind": "participant", "seats": seats, "fee_cents": fee, "location_id": place}
                for place, seats in places.items()]

    def conclusion(self) -> dict[str, Any]:
        """How it was concluded, as the action takes it: one person signed everything, on the same day."""
        signer = self.signer.arguments()
        beside = signer | {"signed_on": day_of(self.concluded).isoformat()}
        deviating, processing = self.documents.papers(DEVIATING), self.documents.papers(PROCESSING)
        return {
            **signer, "ticked": self.tick.isChecked(), "documents": self.documents.papers(TERMS),
            "deviating": beside | {"written": True, "document": deviating[0]} if deviating else None,
            "processing": beside | {"document": processing[0]} if processing else None,
        }

    def is_complete(self) -> bool:
        return super().is_complete() and self.tick.isChecked()

    def check(self) -> None:
        if self._is_built:
            super().check()

    def faults(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for name, line in (("number", self.number), ("package", self.package)):
            if not line.text().strip():
                found[name] = show(missing(name).reason)
        if not self.seats.value():
            found["seats"] = tr("An agreement is for one seat or more. Fill in how many.")
        if fee_cents(self.fee.text()) is None:
            found["fee"] = tr("The fee is not an amount of money. Write it as 35,00 or leave it empty.")
        if any(len(self.documents.papers(kind)) > 1 for kind in (DEVIATING, PROCESSING)):
            found["documents"] = tr("Give one document with other terms and one processing agreement at most.")
        return self._wrong_in_conclusion() | self._overlap() | found

    def accept(self) -> None:
        if self.is_complete():
            record(self._shell, self.arguments())
            super().accept()

    def _add_fields(self) -> None:
        today = self._shell.sight.today
        self.number = self.add_line(tr("Agreement &number"))
        self.watch("number", self.number)
        self.package = self.add_line(tr("&Package"))
        self.watch("package", self.package)
        self.concluded = self.add_date(tr("Con&cluded on"), today)
        self.watch("concluded_on", self.concluded)
        self.starts = self.add_date(tr("&Starts on"), today)
        self.watch("starts_on", self.starts)
        self.months = self._add_number(tr("&Duration in months"), 1, _MOST_MONTHS, 12)
        self.seats = self._add_number(tr("S&eats"), 0, _MOST_SEATS, 0)
        self.watch("seats", self.seats)
        self.fee = self.add_line(tr("&Fee per seat, without VAT (€)"))
        self.watch("fee", self.fee)
        self.fee.setPlaceholderText(tr("may stay empty"))
        self.consumer = QCheckBox(tr("A consumer: outside profession or business"))
        self.consumer.setAccessibleName(self.consumer.text())
        if isinstance(self._profile.duration.consumer_notice, Regulated):
            self.form.addRow("", self.consumer)
        self.adds_to = self.add_choice(tr("Bes&ide"), [(None, tr("no other agreement"))])
        self.adds_to.currentIndexChanged.connect(lambda _index: self.check())
        self.form.setRowVisible(self.adds_to, False)
        self.signer = SignerFields(self, self._shell, tr("Concluded &by"), self.check)
        self.watch("concluded_by", self.signer.name)
        for day in (self.concluded, self.starts):
            day.dateChanged.connect(self._moved)

    def _show_basis(self, basis: OrderBasis) -> None:
        """Mandates to choose from, and the agreements that run already."""
        self._running = basis.running
        for one in basis.adds_to:
            self.adds_to.addItem(tr("agreement {number} ({package})", number=one.number, package=one.package), one.id)
        self._numbers_beside = {one.id: one.number for one in basis.adds_to}
        self.form.setRowVisible(self.adds_to, bool(basis.adds_to))
        self.signer.show_mandates(basis.mandates)

    def _take_over(self) -> None:
        """What was ordered stands in the fields; the seats are as they were ordered."""
        if self._order is None:
            return
        kept = self._order.kept.row
        self.package.setText(kept["package"])
        begins = self._order.starts_on
        self.starts.setDate(QDate(begins.year, begins.month, begins.day))
        self.months.setValue(kept["months"])
        self.seats.setValue(kept["participants"])
        self.seats.setEnabled(False)
        self.fee.setText(show_number(kept["fee_cents"] / 100, 2) if kept["fee_cents"] else "")

    def _offer(self, found: Catalogue) -> None:
        """The packages that the licensor offers now are proposed while one types; any other may be written too."""
        self._offered = {row.offered.title: row for row in found.offered_now}
        completer = QCompleter(sorted(self._offered), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._package_chosen)
        self.package.setCompleter(completer)

    def _package_chosen(self, title: str) -> None:
        row = self._offered.get(title)
        if row is not None:
            self.fee.setText(money_words(row.seat_fee_cents))
            self.months.setValue(row.offered.months)

    def _add_number(self, title: str, least: int, most: int, value: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(least, most)
        box.setValue(value)
        box.setGroupSeparatorShown(True)
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.add_field(title, box)
        box.valueChanged.connect(self._moved)
        return box

    def _add_tick(self) -> None:
        """Only who may bind the organisation concludes; the administrator writes down that it was done."""
        self.tick.setText(tr("It was concluded by somebody who &may sign for {the_organisation}"))
        self.tick.setAccessibleName(tr("It was concluded by somebody who may sign for {the_organisation}"))
        self.tick.toggled.connect(lambda _on: self.touch_all())
        self.fill(self.tick, 0)
        self.say_below(tr("That is a representative, or the {administrator} with a recorded mandate ({clauses}).",
                          clauses=", ".join(self._clauses())))

    def _add_beside(self) -> None:
        """What the terms say, and under it the documents that were accepted."""
        beside = QWidget()
        column = QVBoxLayout(beside)
        bare(column, 12)
        card = Card(tr("What the terms say"))
        card.fill(scrolled(self.facts, tr("What the terms say")), 1)
        column.addWidget(card, 1)
        terms = self._profile.terms
        self.documents = DocumentsEditor(self._shell, terms.title, terms.version, self._documents_moved)
        papers = Card(tr("Documents accepted"))
        said = sentence("", "error")
        said.hide()
        self.watch("documents", self.documents, said)
        papers.fill(scrolled(self.documents, tr("Documents accepted")), 1)
        papers.fill(said)
        column.addWidget(papers, 1)
        self.fill_beside(beside)

    def _documents_moved(self) -> None:
        if self._is_built:
            self.touch("documents")

    def _clauses(self) -> list[str]:
        """Who concludes, and what an order holds."""
        order = self._profile.order
        rules = (order.conclusion, order.contents)
        return [rule.basis.cited for rule in rules if isinstance(rule, Regulated) and rule.basis.cited]

    def _has_own_part(self) -> bool:
        """True where a licence has a part for the organisation itself (A-1.8)."""
        return "organisation" in self._profile.licence.parts.value.parts

    def _moved(self, *_value: object) -> None:
        self._follow()

    def _follow(self) -> None:
        """Work out again what these dates come to."""
        terms = self._terms()
        dates = terms.dates
        period = tr("{begins} up to and including {ends}", begins=show_short_date(dates.begins),
                    ends=show_short_date(dates.ends))
        lines = [FactLine(tr("Period"), period), FactLine(tr("Next date"), show(terms.next_date()))]
        if self._has_own_part():
            lines.append(FactLine(tr("For {the_organisation}"), tr("one licence, recorded too"),
                                  self._profile.licence.parts.basis.cited))
        lines += [FactLine(show(fact.label), show(fact.value), fact.clause) for fact in terms.facts(0)]
        self.facts.show_lines(lines)
        self.check()

    def _terms(self) -> AgreementTerms:
        from app.domain.contract.agreement import Agreement
        from app.views.agreement_terms import AgreementTerms

        agreement = Agreement(day_of(self.starts), self.months.value())
        return AgreementTerms(self._profile, agreement, self._shell.sight.today)

    def _overlap(self) -> dict[str, str]:
        """A second agreement for the same days and places, unless it is meant to run beside the first."""
        beside = self._numbers_beside.get(self.adds_to.currentData(), "")
        places = tuple(one["location_id"].hex() for one in self._seats() if one.get("location_id"))
        order = Order("", "", 1, (), places, None, day_of(self.starts), self.months.value(), beside)
        return {one.field: show(one.reason) for one in check_overlap(self._profile.code, order, self._running)}

    def _wrong_in_conclusion(self) -> dict[str, str]:
        """By field of the form: one person signed everything, on the same day, with one list of documents."""
        on, signer = day_of(self.concluded), self.signer.signatory()
        papers = tuple(map(_accepted, self.documents.papers(TERMS)))
        other, signed = self.documents.papers(DEVIATING), self.documents.papers(PROCESSING)
        made = Conclusion(
            on, signer, self.tick.isChecked(), papers,
            DeviatingTerms(on, True, signer, _accepted(other[0])) if other else None,
            ProcessingSigned(on, signer, _accepted(signed[0])) if signed else None)
        found: dict[str, str] = {}
        for wrong in check_conclusion(self._profile, made, self._shell.sight.today):
            found.setdefault(_place_of(wrong.field), _told(wrong))
        return found


def _place_of(field: str) -> str:
    if field.endswith(".by"):
        return "concluded_by"
    if "document" in field:
        return "documents"
    return "concluded_on" if field.endswith("_on") else field


def _told(wrong: WrongField) -> str:
    """Of the documents what must be done, for all of them at once."""
    if wrong.field.endswith(".checksum"):
        return tr("Choose the file of each document: its checksum is kept, the file is not.")
    if "document" in wrong.field:
        return tr("Every document has a title, and the terms have a version. At least the terms are needed.")
    return show(wrong.reason)


def _basis() -> Any:
    from app.views.orders import order_basis

    return order_basis


def _catalogue() -> Any:
    from app.views.catalogue import catalogue

    return catalogue


def _accepted(paper: dict[str, Any]) -> AcceptedDocument:
    return AcceptedDocument(paper["title"], paper["edition"], paper["checksum"])


def fee_cents(typed: str) -> int | None:
    """'35', '35,5' or '1.250,00' in cents; 0 where nothing is typed, None for what is no amount."""
    if not typed.strip("€ "):
        return 0
    cents = typed_cents(typed)
    return cents if cents is not None and cents <= _MOST_CENTS else None

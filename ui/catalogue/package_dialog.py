"""Record a package, or change one: what it is called, what it costs, for how long, and when it can be ordered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QSpinBox, QWidget

from app.domain.contract.offered import OfferedPackage, OfferedProgramme, check_package, check_programme
from app.domain.contract.order import LONGEST_MONTHS
from ui.catalogue.words import title_of
from ui.licences.fault_form import FaultForm, OptionalDay
from ui.licences.typed import money_words, typed_cents
from ui.panel import Shell
from ui.parts.form_dialog import day_of
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.catalogue import PackageRow

_YEAR = 12
_NO_AMOUNT = -1
"""What the rules refuse, for what is typed and is no amount."""


class OfferForm(FaultForm):
    """What packages and programmes have in common: a code, two titles, and the days on which they are offered."""

    def add_names(self, code: str, title: str, title_en: str) -> None:
        self.code = self.add_watched("code", tr("&Code"), code)
        self.title = self.add_watched("title", tr("&Title in Dutch"), title)
        self.title_en = self.add_watched("title_en", tr("Title in &English"), title_en)

    def add_days(self, begins: date, until: date | None, ends: str) -> None:
        """`ends` is how the end is called."""
        self.begins = self.add_date(tr("O&ffered from"), begins)
        self.watch("from_on", self.begins)
        self.until = OptionalDay(ends, until or begins.replace(day=28), until is not None)
        words = QLabel(ends)
        words.setBuddy(self.until)
        self.form.addRow(words, self.until)
        self.watch("until_on", self.until.edit)
        self.until.tick.toggled.connect(lambda _on: self.check())
        self.begins.dateChanged.connect(lambda _day: self.check())

    def add_watched(self, name: str, title: str, value: str = "") -> QLineEdit:
        line = QLineEdit(value)
        self.add_field(title, line)
        self.watch(name, line)
        return line

    def until_day(self) -> date | None:
        return day_of(self.until.edit) if self.until.tick.isChecked() else None

    def names(self) -> dict[str, Any]:
        """As the actions take them."""
        return {
            "code": self.code.text().strip(), "title": self.title.text().strip(),
            "title_en": self.title_en.text().strip(), "from_on": day_of(self.begins).isoformat(),
            "until_on": self.until.text() or None}


class PackageDialog(OfferForm):
    """`submit` gets what the action takes; `others` are the packages there are, without the one that is changed."""

    def __init__(
        self, parent: QWidget, shell: Shell, before: PackageRow | None, others: Sequence[OfferedPackage],
        submit: Callable[[dict[str, Any]], None],
    ) -> None:
        title = tr("New package") if before is None else tr("Change package {title}", title=title_of(before.offered))
        super().__init__(parent, title, tr("&Record"), lambda: submit(self.arguments()))
        self._provider, self._others = shell.sight.profile.code, tuple(others)
        offered = before.offered if before is not None else None
        self.say(tr("Fees are without VAT and for one period. A round of prices changes them from a later day on."))
        self.add_names(*(("", "", "") if offered is None else (offered.code, offered.title, offered.title_en)))
        self.seat_fee = self.add_watched("seat_fee_cents", tr("Fee &per seat (€)"), _money(offered, "seat_fee_cents"))
        self.school_fee = self.add_watched(
            "school_fee_cents", tr("Fee for {the_organisation} (€)"), _money(offered, "school_fee_cents"))
        self.school_fee.setPlaceholderText(tr("may stay empty"))
        self.months = self._months(offered.months if offered is not None else _YEAR)
        self.add_days(offered.from_on if offered is not None else shell.sight.today,
                      offered.until_on if offered is not None else None, tr("Until (that day no longer)"))
        self.setMinimumWidth(560)
        self.check()

    def arguments(self) -> dict[str, Any]:
        given = self._package()
        return self.names() | {
            "provider": self._provider, "school_fee_cents": given.school_fee_cents,
            "seat_fee_cents": given.seat_fee_cents, "months": given.months}

    def faults(self) -> Mapping[str, str]:
        return {one.field: show(one.reason) for one in reversed(check_package(self._package(), self._others))}

    def _package(self) -> OfferedPackage:
        return OfferedPackage(
            self.code.text().strip(), self.title.text().strip(), self.title_en.text().strip(),
            _cents(self.school_fee), _cents(self.seat_fee), self.months.value(), day_of(self.begins), self.until_day())

    def _months(self, value: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(1, LONGEST_MONTHS)
        box.setValue(value)
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.add_field(tr("&Duration in months"), box)
        self.watch("months", box)
        return box


class ProgrammeDialog(OfferForm):
    """`submit` gets what the action takes; `packages` are (id, title), `others` the programmes there are."""

    def __init__(
        self, parent: QWidget, shell: Shell, packages: Sequence[tuple[bytes, str]],
        others: Sequence[OfferedProgramme], submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(
            parent, tr("Offer {a_programme}"), tr("&Record"), lambda: submit(self.arguments()))
        self._others = tuple(others)
        self.say(tr("Its address (IRI) is how results name it. A new version begins where the older one is withdrawn."))
        self.package = self.add_choice(tr("In &package"), [(None, tr("all")), *packages])
        self.package.currentIndexChanged.connect(lambda _index: self.check())
        self.iri = self.add_watched("iri", tr("&Address (IRI)"))
        self.iri.setPlaceholderText("https://")
        self.add_names("", "", "")
        self.certificate = self.add_choice(tr("&Certificate"), [(True, tr("yes")), (False, tr("no"))])
        self.number = QSpinBox()
        self.number.setRange(1, 9_999)
        self.add_field(tr("&Version number"), self.number)
        self.watch("number", self.number)
        self.add_days(shell.sight.today, None, tr("Withdrawn on"))
        self.setMinimumWidth(600)
        self.check()

    def arguments(self) -> dict[str, Any]:
        given = self._programme()
        return self.names() | {
            "package_id": given.package_id, "iri": given.iri, "has_certificate": bool(self.certificate.currentData()),
            "number": given.number}

    def faults(self) -> Mapping[str, str]:
        return {one.field: show(one.reason) for one in reversed(check_programme(self._programme(), self._others))}

    def _programme(self) -> OfferedProgramme:
        return OfferedProgramme(
            self.package.currentData(), self.iri.text().strip(), self.code.text().strip(), self.title.text().strip(),
            self.title_en.text().strip(), self.number.value(), day_of(self.begins), self.until_day())


class WithdrawProgrammeDialog(FaultForm):
    """The day from which it is no longer offered; who follows it keeps what was done."""

    def __init__(
        self, parent: QWidget, shell: Shell, programme: OfferedProgramme, submit: Callable[[str], None],
    ) -> None:
        super().__init__(
            parent, tr("Withdraw {title}", title=title_of(programme)), tr("&Withdraw"),
            lambda: submit(day_of(self.day).isoformat()))
        self._programme = programme
        self.say(tr("From this day on it is no longer offered. Results and certificates stay as they are."))
        self.day = self.add_date(tr("Withdrawn &on"), shell.sight.today)
        self.watch("until_on", self.day)
        self.setMinimumWidth(420)
        self.check()

    def faults(self) -> Mapping[str, str]:
        from dataclasses import replace

        given = replace(self._programme, until_on=day_of(self.day))
        wrong = [one for one in check_programme(given, ()) if one.field == "until_on"]
        return {one.field: show(one.reason) for one in wrong}


def _money(offered: OfferedPackage | None, field: str) -> str:
    return money_words(getattr(offered, field)) if offered is not None else ""


def _cents(line: QLineEdit) -> int:
    """Nothing typed is no fee; what is no amount is refused."""
    if not line.text().strip("€ "):
        return 0
    cents = typed_cents(line.text())
    return _NO_AMOUNT if cents is None else cents

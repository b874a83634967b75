"""The fields of a licence that an organisation gets: package from the catalogue, seats, fees, and its days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSpinBox

from app.domain.contract.new_organisation import NewLicence, check_licence
from app.domain.contract.order import LONGEST_MONTHS, MOST_PARTICIPANTS
from app.domain.contract.periods import period
from app.domain.provider import ProviderProfile
from app.domain.wrong_fields import WrongField
from ui.catalogue.words import title_of
from ui.licences.fault_form import FaultForm
from ui.licences.typed import money_words, typed_cents
from ui.parts.form_dialog import day_of
from ui.words import show_money, show_short_date, tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.views.catalogue import PackageRow

_YEAR = 12
_NO_AMOUNT = -1


class LicenceFields:
    """Adds its fields to a form. A package that is chosen fills in what the catalogue says; it can be changed."""

    def __init__(
        self, form: FaultForm, packages: Sequence[PackageRow], profile: ProviderProfile, today: date,
    ) -> None:
        self._form, self._packages, self._profile = form, tuple(packages), profile
        self.number = self._form.watched_line("number", tr("Agreement &number"))
        choices: list[tuple[bytes | None, str]] = [(row.id, title_of(row.offered)) for row in packages]
        choices = choices or [(None, tr("none in the catalogue"))]
        self.package = form.add_choice(tr("&Package"), choices)
        form.watch("package", self.package)
        self.seats = self._whole("seats", tr("S&eats"), MOST_PARTICIPANTS, 1)
        self.seat_fee = self._form.watched_line("seat_fee_cents", tr("&Fee per seat (€)"))
        self.school_fee = self._form.watched_line("school_fee_cents", tr("Fee for {the_organisation} (€)"))
        self.concluded = form.add_date(tr("Con&cluded on"), today)
        form.watch("concluded_on", self.concluded)
        self.starts = form.add_date(tr("&Starts on"), today)
        form.watch("starts_on", self.starts)
        self.months = self._whole("months", tr("&Duration in months"), LONGEST_MONTHS, _YEAR)
        self.concluded.dateChanged.connect(lambda _day: form.check())
        self.starts.dateChanged.connect(lambda _day: form.check())
        self.package.currentIndexChanged.connect(self._package_chosen)
        form.form.setRowVisible(self.school_fee, self._has_own_part())
        self._package_chosen()

    def licence(self) -> NewLicence:
        row = self._chosen()
        return NewLicence(
            self.number.text().strip(), row.offered.title if row is not None else "", self.seats.value(),
            _cents(self.seat_fee), _cents(self.school_fee) if self._has_own_part() else 0, day_of(self.concluded),
            day_of(self.starts), self.months.value())

    def wrong(self, today: date) -> tuple[WrongField, ...]:
        return check_licence(self.licence(), today)

    def arguments(self) -> dict[str, Any]:
        """What `conclude_agreement` takes; nobody signs here for the organisation."""
        made = self.licence()
        whole = [{"kind": "organisation", "seats": 1, "fee_cents": made.school_fee_cents}]
        seats = {"kind": "participant", "seats": made.seats, "fee_cents": made.seat_fee_cents}
        return {
            "number": made.number, "provider": self._profile.code, "package": made.package,
            "concluded_on": made.concluded_on.isoformat(), "starts_on": made.starts_on.isoformat(),
            "months": made.months, "parts": [*(whole if self._has_own_part() else []), seats]}

    def told(self) -> str:
        """The first period, and what it costs."""
        made = self.licence()
        first = period(made.starts_on, made.months, 0)
        return tr(
            "From {begins} up to and including {ends}; together {money} without VAT.",
            begins=show_short_date(first.begins), ends=show_short_date(first.ends),
            money=show_money(max(made.fee_cents, 0)))

    def _chosen(self) -> PackageRow | None:
        return next((row for row in self._packages if row.id == self.package.currentData()), None)

    def _package_chosen(self, *_index: object) -> None:
        row = self._chosen()
        if row is not None:
            self.seat_fee.setText(money_words(row.seat_fee_cents))
            self.school_fee.setText(money_words(row.school_fee_cents))
            self.months.setValue(row.offered.months)
        self._form.check()

    def _has_own_part(self) -> bool:
        """True where a licence has a part for the organisation itself (A-1.8)."""
        return "organisation" in self._profile.licence.parts.value.parts

    def _whole(self, name: str, title: str, most: int, value: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(1, most)
        box.setValue(value)
        box.setGroupSeparatorShown(True)
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._form.add_field(title, box)
        self._form.watch(name, box)
        box.valueChanged.connect(lambda _value: self._form.check())
        return box


def _cents(line: QLineEdit) -> int:
    if not line.text().strip("€ "):
        return 0
    cents = typed_cents(line.text())
    return _NO_AMOUNT if cents is None else cents

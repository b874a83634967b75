"""The fees of a round as they become: what is asked until now, the new one, and the computation behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.billing.price_round import FeeKey, PackageFee, RoundFee
from ui.catalogue.words import in_language, part_words
from ui.licences.typed import typed_cents
from ui.parts.card import bare
from ui.parts.fitted_dialog import sentence
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show_money, show_number, tr

_WRONG = -1
"""What the rules refuse, for what is typed and is no amount."""


class FeeGrid(QWidget):
    """`changed` is called after every change, `opened` gets the fee whose computation is wanted."""

    def __init__(self, changed: Callable[[], None], opened: Callable[[FeeKey], None]) -> None:
        super().__init__()
        self._changed, self._opened = changed, opened
        self._is_typed = False
        self.edits: dict[FeeKey, QLineEdit] = {}
        self._faults: dict[FeeKey, QLabel] = {}
        self._packages: dict[FeeKey, PackageFee] = {}
        self._changes: dict[FeeKey, QLabel] = {}
        self._before: dict[FeeKey, QLabel] = {}
        self._rows: dict[FeeKey, tuple[QWidget, ...]] = {}
        self._buttons: dict[FeeKey, QPushButton] = {}
        column = QVBoxLayout(self)
        bare(column)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        column.addStretch(1)

    def show_packages(self, packages: Sequence[PackageFee]) -> None:
        """The fees that a round can change."""
        for at, words in enumerate((tr("Package"), tr("Until now"), tr("New (€)"), tr("Change"))):
            self._grid.addWidget(label(words, "muted"), 0, at)
        for number, one in enumerate(packages, 1):
            self._add(number, one)

    def show_fees(self, fees: Sequence[RoundFee], typed: bool) -> None:
        """What the round comes to; with `typed` the new fees are typed, and these are what they make."""
        self._is_typed = typed
        made = {fee.package.key: fee for fee in fees}
        for key, edit in self.edits.items():
            fee = made.get(key)
            edit.setReadOnly(not typed)
            edit.setPlaceholderText(tr("as it is") if typed else "–")
            if not typed:
                edit.setText(show_number(fee.new_cents / 100, 2) if fee is not None else "")
            self._changes[key].setText(_change(fee))
            self._buttons[key].setEnabled(fee is not None)

    def show_offered(self, packages: Sequence[PackageFee], day: date) -> None:
        """Only these are offered on the day on which the round begins, at these fees until then."""
        offered = {one.key: one for one in packages}
        for key, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(key in offered)
            if key in offered:
                self._before[key].setText(show_money(offered[key].fee_on(day)))

    def begin_typing(self) -> None:
        """Nothing is changed until it is typed."""
        for edit in self.edits.values():
            edit.clear()

    def typed(self) -> Mapping[FeeKey, int]:
        """The fees that were typed, in cents; what is no amount becomes one that the rules refuse."""
        return {key: _cents(edit.text()) for key, edit in self.edits.items() if edit.text().strip()}

    def fields(self) -> Iterator[tuple[str, QLineEdit, QLabel]]:
        """(name as the rules give it, field, where its fault is said)."""
        for key, fault in self._faults.items():
            yield self._packages[key].field, self.edits[key], fault

    def _add(self, number: int, one: PackageFee) -> None:
        what = tr("{package}, {part}", package=in_language(one.title, one.title_en), part=part_words(one.part))
        edit, fault, change = QLineEdit(), sentence("", "error"), label("", "muted")
        edit.setAccessibleName(tr("New fee: {what}", what=what))
        edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit.setMaximumWidth(110)
        edit.textEdited.connect(lambda _typed: self._changed())
        fault.hide()
        change.setMinimumWidth(60)
        change.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        button = button_of(tr("Open"), partial(self._opened, one.key), flat=True)
        button.setAccessibleName(tr("{what}: show the computation", what=what))
        button.setToolTip(tr("Show the computation"))
        old = label("")
        old.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._rows[one.key] = (label(what, wrap=True), old, edit, change, button)
        for at, widget in enumerate(self._rows[one.key]):
            self._grid.addWidget(widget, 2 * number - 1, at)
        self._grid.addWidget(fault, 2 * number, 0, 1, 5)
        self._before[one.key] = old
        self.edits[one.key], self._changes[one.key], self._buttons[one.key] = edit, change, button
        self._faults[one.key], self._packages[one.key] = fault, one


def _cents(typed: str) -> int:
    cents = typed_cents(typed)
    return _WRONG if cents is None else cents


def _change(fee: RoundFee | None) -> str:
    if fee is None or not fee.old_cents:
        return ""
    percent = 100 * (fee.new_cents - fee.old_cents) / fee.old_cents
    return f"{'+' if percent > 0 else ''}{show_number(percent, 1)} %"

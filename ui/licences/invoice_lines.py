"""The lines of an invoice as they are typed: what, quantity x unit price, VAT rate; one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.billing.computation import plain
from app.domain.billing.invoice import BY_RATE, EXEMPT, REVERSED, InvoiceLine
from ui.licences.typed import typed_cents, typed_number
from ui.parts.card import bare
from ui.parts.fitted_dialog import sentence
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show_money, show_number, tr

_NET, _RIGHT = 5, Qt.AlignmentFlag.AlignRight
FIELDS = ("description", "quantity", "unit_cents", "vat_percent")


@dataclass(slots=True)
class LineFields:
    """The fields of one line, by name, what they come to, and where its fault is said."""

    edits: dict[str, QLineEdit]
    vat: QComboBox
    net: QLabel
    remove: QPushButton
    fault: QLabel

    def line(self) -> InvoiceLine:
        """What is typed; what is no number becomes one that the rules refuse."""
        quantity, percent = typed_number(self.edits["quantity"].text()), typed_number(self.edits["vat_percent"].text())
        cents = typed_cents(self.edits["unit_cents"].text())
        return InvoiceLine(
            self.edits["description"].text().strip(), Decimal("NaN") if quantity is None else quantity,
            -1 if cents is None else cents, Decimal("NaN") if percent is None else percent, self.vat.currentData())

    def widgets(self) -> tuple[QWidget, ...]:
        return (*self.edits.values(), self.vat, self.net, self.remove, self.fault)


class LinesEditor(QWidget):
    """`changed` is called after every change; `rearranged` when a line came or went."""

    def __init__(
        self, vat_percent: str, changed: Callable[[], None], rearranged: Callable[[], None],
    ) -> None:
        super().__init__()
        self._vat, self._changed, self._rearranged = vat_percent, changed, rearranged
        self.rows: list[LineFields] = []
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 8, 6, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        self.add = button_of(tr("&Add a line"), self._add_pressed)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        titles = (tr("Description"), tr("Quantity"), tr("Unit price (€)"), tr("VAT (%)"), tr("Kind"), tr("Net"))
        for at, title in enumerate(titles):
            self._grid.addWidget(label(title, "muted"), 0, at, _RIGHT if at == _NET else Qt.AlignmentFlag.AlignLeft)

    def show_lines(self, lines: tuple[InvoiceLine, ...]) -> None:
        """Begin with these; with an empty one where there are none."""
        for line in lines:
            self._add(line.description, show_number(line.quantity, _decimals(line.quantity)),
                      show_number(Decimal(line.unit_cents) / 100, 2),
                      show_number(line.vat_percent, _decimals(line.vat_percent)), vat=line.vat)
        if not lines:
            self._add("", "1", "", self._vat)

    def begin_with(self, lines: Sequence[Mapping[str, Any]]) -> None:
        """Lines of {description, quantity, unit_cents} with the usual VAT, in the place of what is there."""
        for row in list(self.rows):
            self._remove(row)
        for line in lines:
            self._add(line["description"], show_number(line["quantity"]),
                      show_number(Decimal(line["unit_cents"]) / 100, 2), self._vat)
        self._rearranged()

    def lines(self) -> tuple[InvoiceLine, ...]:
        return tuple(row.line() for row in self.rows)

    def arguments(self) -> list[dict[str, Any]]:
        """As the action takes them."""
        return [
            {"description": line.description, "quantity": f"{line.quantity:f}", "unit_cents": line.unit_cents,
             "vat_percent": f"{line.vat_percent:f}", "vat_category": line.vat}
            for line in self.lines()]

    def fields(self) -> Iterator[tuple[str, QLineEdit, QLabel]]:
        """(name as the rules give it, field, where its fault is said)."""
        for number, row in enumerate(self.rows, 1):
            for name, edit in row.edits.items():
                yield f"lines[{number}].{name}", edit, row.fault

    def follow(self) -> None:
        """Show what each line comes to."""
        for row in self.rows:
            line = row.line()
            whole = line.quantity.is_finite() and line.unit_cents >= 0
            row.net.setText(show_money(line.net_cents) if whole else "–")

    def _add_pressed(self) -> None:
        self._add("", "1", "", self._vat)
        self._rearranged()
        self.rows[-1].edits["description"].setFocus()

    def _add(self, *typed: str, vat: str = BY_RATE) -> None:
        edits = {name: QLineEdit(text) for name, text in zip(FIELDS, typed, strict=True)}
        fault = sentence("", "error")
        fault.hide()
        row = LineFields(edits, _vat_kind(vat), label("–"), button_of("×", lambda: self._remove(row), flat=True), fault)
        for name, edit in edits.items():
            edit.textChanged.connect(lambda _text: self._changed())
            if name != "description":
                edit.setAlignment(Qt.AlignmentFlag.AlignRight)
                edit.setMaximumWidth(110)
        row.vat.currentIndexChanged.connect(lambda _at: self._vat_chosen(row))
        edits["vat_percent"].setReadOnly(bool(vat))
        row.net.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.net.setMinimumWidth(90)
        self.rows.append(row)
        self._place()

    def _vat_chosen(self, row: LineFields) -> None:
        """Without VAT the rate is nought; with it again it is the usual one."""
        rate, kind = row.edits["vat_percent"], row.vat.currentData()
        rate.setReadOnly(bool(kind))
        rate.setText("0" if kind else self._vat)
        self._changed()

    def _remove(self, row: LineFields) -> None:
        self.rows.remove(row)
        for widget in row.widgets():
            widget.setParent(None)
            widget.deleteLater()
        self._place()
        self._rearranged()

    def _place(self) -> None:
        titles = {"description": tr("description"), "quantity": tr("quantity"), "unit_cents": tr("unit price"),
                  "vat_percent": tr("VAT rate")}
        for number, row in enumerate(self.rows, 1):
            for at, (name, edit) in enumerate(row.edits.items()):
                edit.setAccessibleName(tr("Line {n}: {what}", n=number, what=titles[name]))
                self._grid.addWidget(edit, 2 * number - 1, at)
            row.vat.setAccessibleName(tr("Line {n}: {what}", n=number, what=tr("kind of VAT")))
            self._grid.addWidget(row.vat, 2 * number - 1, _NET - 1)
            self._grid.addWidget(row.net, 2 * number - 1, _NET)
            self._grid.addWidget(row.remove, 2 * number - 1, _NET + 1)
            self._grid.addWidget(row.fault, 2 * number, 0, 1, _NET + 2)
            row.remove.setAccessibleName(tr("Take line {n} out", n=number))
            row.remove.setToolTip(tr("Take line {n} out", n=number))
            row.remove.setEnabled(len(self.rows) > 1)


def _decimals(number: Decimal) -> int:
    exponent = plain(number).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _vat_kind(chosen: str) -> QComboBox:
    box = QComboBox()
    for value, words in ((BY_RATE, tr("by the rate")), (EXEMPT, tr("exempt")), (REVERSED, tr("reversed"))):
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box

"""Enter a rate of statutory interest or a price index that is missing or not confirmed, with where it was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.domain.billing.rates import INTEREST_NAMES, half_year_of
from app.domain.billing.recording import check_figure
from app.domain.errors import Refusal
from ui.licences.fault_form import FaultForm
from ui.licences.typed import typed_number
from ui.panel import Shell
from ui.parts.form_dialog import day_of
from ui.words import show, tr


class FigureDialog(FaultForm):
    """`submit` gets what the action takes."""

    def __init__(self, parent: QWidget, shell: Shell, submit: Callable[[dict[str, Any]], None]) -> None:
        from app.store.money import load_price_indexes

        super().__init__(parent, tr("Enter a rate or an index"), tr("&Record"))
        self._today, self._on_submit = shell.sight.today, submit
        self.say(tr("It goes before the figure that comes with Leerspoor. Write down where you read it."))
        kinds: list[tuple[object, str]] = [
            (("commercial", ""), show(INTEREST_NAMES["commercial"])),
            (("ordinary", ""), show(INTEREST_NAMES["ordinary"])),
        ]
        kinds += [(("price_index", series.title), series.title) for series in load_price_indexes()]
        self.kind = self.add_choice(tr("&Kind"), kinds)
        self.begins = self.add_date(tr("&From"), half_year_of(self._today))
        self.watch("begins", self.begins)
        self.value = self._line("value", tr("F&igure (a rate in per cent)"))
        self.source = self._line("source", tr("&Source"))
        self.source.setPlaceholderText(tr("such as Stb. 2023, 484"))
        self.read = self.add_date(tr("Rea&d on"), self._today)
        self.watch("read", self.read)
        self.confirmed = QCheckBox(tr("I have laid it beside the &official figure"))
        self.form.addRow("", self.confirmed)
        self.kind.currentIndexChanged.connect(lambda _index: self.check())
        self.setMinimumWidth(520)
        self.check()

    def arguments(self) -> dict[str, Any]:
        kind, series = self.kind.currentData()
        value = typed_number(self.value.text())
        return {
            "kind": kind, "series": series, "begins_on": day_of(self.begins).isoformat(),
            "value": "" if value is None else f"{value:f}", "source": self.source.text().strip(),
            "read_on": day_of(self.read).isoformat(), "confirmed": self.confirmed.isChecked(),
        }

    def faults(self) -> Mapping[str, str]:
        try:
            check_figure(self.arguments(), self._today)
        except Refusal as refusal:
            return {refusal.remedy or "": show(refusal.reasons[0])}
        return {}

    def accept(self) -> None:
        if self.is_complete():
            self._on_submit(self.arguments())
            super().accept()

    def _line(self, name: str, title: str) -> QLineEdit:
        edit = QLineEdit()
        self.add_field(title, edit)
        self.watch(name, edit)
        return edit

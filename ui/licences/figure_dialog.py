"""Enter a rate of statutory interest or a price index that is missing or not confirmed, with where it was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.billing.figures import InterestKind
from app.domain.billing.rates import INTEREST_NAMES, half_year_of
from app.domain.billing.recording import check_figure
from ui.licences.fault_form import FaultForm, refused_by
from ui.licences.typed import typed_number
from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.form_dialog import day_of
from ui.parts.table import RowTable
from ui.words import show, show_short_date, tr

if TYPE_CHECKING:
    from app.views.invoices import OwnFigure


Wanted = tuple[str, str, date]
"""Kind, title of the series ('' for a rate), and first day."""


class FigureDialog(FaultForm):
    """`submit` gets what the action takes; `wanted` is the figure that it starts with."""

    def __init__(
        self, parent: QWidget, shell: Shell, own: Sequence[OwnFigure], submit: Callable[[dict[str, Any]], None],
        wanted: Wanted | None = None,
    ) -> None:
        from app.store.money import load_price_indexes

        super().__init__(
            parent, tr("Enter a rate or an index"), tr("&Record"), lambda: submit(self.arguments()))
        self._today = shell.sight.today
        self.say(tr("It goes before the figure that comes with Leerspoor. Write down where you read it."))
        kinds: list[tuple[object, str]] = [((kind, ""), show(INTEREST_NAMES[kind])) for kind in get_args(InterestKind)]
        kinds += [(("price_index", series.title), series.title) for series in load_price_indexes()]
        self.kind = self.add_choice(tr("&Kind"), kinds, wanted[:2] if wanted is not None else None)
        self.begins = self.add_date(tr("&From"), wanted[2] if wanted is not None else half_year_of(self._today))
        self.watch("begins", self.begins)
        self.value = self.watched_line("value", tr("F&igure (a rate in per cent)"))
        self.source = self.watched_line("source", tr("&Source"))
        self.source.setPlaceholderText(tr("such as Stb. 2023, 484"))
        self.where = self.say("")
        self.read = self.add_date(tr("Rea&d on"), self._today)
        self.watch("read", self.read)
        self.confirmed = QCheckBox(tr("I have laid it beside the &official figure"))
        self.form.addRow("", self.confirmed)
        self.kind.currentIndexChanged.connect(lambda _index: self._follow_kind())
        self._follow_kind()
        if own:
            self._show_own(own)
        self.setMinimumWidth(560)
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
        return refused_by(lambda: check_figure(self.arguments(), self._today))

    def _follow_kind(self) -> None:
        self.where.setText(_where(self.kind.currentData()[0]))
        self.check()

    def _show_own(self, own: Sequence[OwnFigure]) -> None:
        """What was entered before; of one day what was read last counts."""
        self.say_below(tr("Entered here before; of one day what was read last counts."))
        table = RowTable(_columns(), tr("Figures entered here"))
        table.set_rows(own)
        table.setMinimumHeight(110)
        self.fill_table(table)


def _where(kind: str) -> str:
    """Where the official figure is found."""
    if kind == "commercial":
        return tr("The rate for trade is the main refinancing rate of the European Central Bank before that half-year, "
                  "and 8 percentage points (BW 6:120(2)). The Dutch central bank and the government publish it.")
    if kind == "ordinary":
        return tr("The ordinary statutory interest is set by decree (BW 6:120(1)) and published in the Staatsblad and "
                  "by the government.")
    return tr("Statistics Netherlands publishes the index of each month on StatLine. Give a month by its first day.")


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Figure"), _kind, width=24, stretch=True),
        Column(tr("From"), lambda row: show_short_date(row.begins), width=10, sort_key=lambda row: row.begins),
        Column(tr("Value"), lambda row: show(row.value), align="right", width=8),
        Column(tr("Source"), lambda row: row.source, width=20, under=_confirmed),
    )


def _kind(row: OwnFigure) -> str:
    return row.series if row.kind == "price_index" else show(
        INTEREST_NAMES["commercial" if row.kind == "commercial" else "ordinary"])


def _confirmed(row: OwnFigure) -> str:
    return tr("confirmed") if row.confirmed else tr("not confirmed")

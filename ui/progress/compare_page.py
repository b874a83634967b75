"""Two periods held against each other: of each group, or of each participant of one group."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.periods import ready_pairs
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import Card, bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline
from ui.parts.labels import label
from ui.parts.pair_bars import Pair, PairBars
from ui.parts.scroll import scrolled
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.parts.taking_along import Cells, add_taking_along, as_text
from ui.progress.measures import NONE, MeasureChoice, doing, of_groups
from ui.progress.period_choice import PeriodChoice, Ready, days_of
from ui.progress.whole_page import local_note, open_group, visits_note
from ui.progress.whose import WhoseChoice
from ui.words import list_name, list_name_key, show_number, tr, tr_count

if TYPE_CHECKING:
    from app.views.comparison import Compared, Comparison
    from app.views.groups import GroupRow

_SIDE_BY_SIDE = 900


class ComparePage(QWidget):
    """A difference is a number, without colour: whether it is good or bad is not for the program to say."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._asked = 0
        self._found: Comparison | None = None
        by_school = shell.sight.profile.period_kind == "school_year"
        self.period = PeriodChoice([
            Ready(name, (later, earlier)) for name, later, earlier in ready_pairs(shell.sight.today, by_school)])
        self.whose, self.measure = WhoseChoice(locations=False), MeasureChoice()
        self.measure.offer(of_groups())
        self.period.changed.connect(self._compare)
        self.whose.activated.connect(lambda _at: self._compare())
        self.measure.activated.connect(lambda _at: self._show_measure())
        self.table = RowTable((
            Column(tr("Who"), self._name, width=16, stretch=True, bold=True, sort_key=self._order),
            _numbers(tr("Later period"), self._later), _numbers(tr("Earlier period"), self._earlier),
            Column(tr("Difference"), lambda row: signed(self._difference(row)), align="right", width=9,
                   sort_key=lambda row: self._difference(row) or 0),
        ), tr("Two periods compared"), lambda row: row.id)
        self.table.row_opened.connect(self._open)
        self.headline = Headline(tr("Compare periods"))
        self.bars = PairBars()
        self.whole, self.notes = label("", "heading", wrap=True), label("", "muted", wrap=True)
        self._arrange()

    def read(self) -> None:
        from app.views.groups import group_list

        self._shell.read(group_list, then=while_alive(self, self._take_groups))

    def export_rows(self) -> list[list[str]]:
        return as_text(self.cells())

    def cells(self) -> Cells:
        """What stands there, in its order, with everything together below it."""
        if self._found is None:
            return []
        later, earlier = self._found.later, self._found.earlier
        rows: Cells = [[self.measure.chosen().title, days_of(later), days_of(earlier), tr("Difference")]]
        for row in (*self.table.rows(), self._found.whole):
            numbers = self._later(row), self._earlier(row), self._difference(row)
            rows.append([self._name(row), *("" if one is None else one for one in numbers)])
        return rows

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 10)
        column.setContentsMargins(22, 16, 22, 16)
        for widget in (self.period, self.whose, self.measure):
            self.headline.add_filter(widget)
        add_taking_along(self, self._shell, self.headline, self.cells, tr("comparison.csv"))
        column.addWidget(self.headline)
        column.addWidget(self.whole)
        both = SideBySide(_SIDE_BY_SIDE)
        both.row.setSpacing(14)
        card, drawn = Card(), Card()
        card.edge_to_edge()
        self.content = TableOrEmpty(self.table, EmptyState(
            tr("Nothing to compare"), tr("Nobody was there in either period. Choose other periods."),
            picture="chart"))
        card.fill(self.content)
        drawn.fill(scrolled(self.bars, tr("Two periods compared")), 1)
        both.row.addWidget(card, 1)
        both.row.addWidget(drawn, 1)
        column.addWidget(both, 1)
        column.addWidget(self.notes)

    def _take_groups(self, groups: tuple[GroupRow, ...]) -> None:
        self.whose.show_groups(groups, tr("All {groups}"))
        self._compare()

    def _compare(self) -> None:
        from app.views.comparison import compared_groups, compared_people

        self._asked += 1
        asked, group = self._asked, self.whose.group()

        def take(found: Comparison) -> None:
            if asked == self._asked:
                self._found = found
                self.measure.offer(of_groups() if group is None else doing())
                self._show_measure()

        given = self.period.periods() if group is None else (*self.period.periods(), group)
        self._shell.read(compared_groups if group is None else compared_people, *given, then=while_alive(self, take))

    def _show_measure(self) -> None:
        if self._found is None:
            return
        found = self._found
        self.content.set_rows(found.rows)
        later, earlier = days_of(found.later), days_of(found.earlier)
        self.whole.setText(tr(
            "{what}: {later} ({days}) and {earlier} ({days_before}), difference {difference}",
            what=self.measure.chosen().title, later=_shown(self._later(found.whole)), days=later,
            earlier=_shown(self._earlier(found.whole)), days_before=earlier,
            difference=signed(self._difference(found.whole))))
        self.bars.show_pairs(tr("Two periods compared"), (later, earlier), [
            Pair(self._name(row), self._later(row), self._earlier(row)) for row in self.table.rows()])
        self.notes.setText(" ".join(self._notes(found)))

    def _notes(self, found: Comparison) -> list[str]:
        notes = [tr("Who counts in a period is who was there in it, on those days. A dash: not there in that period."),
                 visits_note()]
        if found.not_shown:
            notes.append(tr_count("{n} {participant} who was there is not yours to see any more.",
                                  "{n} {participants} who were there are not yours to see any more.", found.not_shown))
        return [*notes, *local_note(found.local_since)]

    def _name(self, row: Compared) -> str:
        if row.is_person:
            return self._shell.veil.name(list_name(row.full, row.listed), row.id)
        return row.full or tr("Everything together")

    def _order(self, row: Compared) -> str:
        return list_name_key(row.full, row.listed)

    def _later(self, row: Compared) -> int | None:
        return None if row.later is None else self.measure.chosen().of(row.later)

    def _earlier(self, row: Compared) -> int | None:
        return None if row.earlier is None else self.measure.chosen().of(row.earlier)

    def _difference(self, row: Compared) -> int | None:
        later, earlier = self._later(row), self._earlier(row)
        return None if later is None or earlier is None else later - earlier

    def _open(self, row: Compared) -> None:
        open_group(self._shell, row.id, row.full, row.is_closed)


def _numbers(title: str, of: Callable[[Compared], int | None]) -> Column:
    return Column(title, lambda row: _shown(of(row)), align="right", width=10, sort_key=lambda row: of(row) or 0)


def _shown(number: int | None) -> str:
    return NONE if number is None else show_number(number)


def signed(number: int | None) -> str:
    """+5, −5, 0; a dash where there is nothing to compare."""
    if number is None:
        return NONE
    return ("+" if number > 0 else "−" if number < 0 else "") + show_number(abs(number))

"""Progress of the whole organisation, or of all own groups: per location with its subtotals, and per group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.periods import ready_made
from app.domain.text import Text
from app.domain.visits import VISIT_RULE
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import Card, bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline
from ui.parts.labels import label
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.parts.taking_along import Cells, add_taking_along, as_text
from ui.progress.measures import Measure, of_whole
from ui.progress.period_choice import PeriodChoice, Ready, days_of
from ui.words import show, show_number, show_short_date, tr

if TYPE_CHECKING:
    from datetime import date

    from app.views.wide_progress import Figures, WideProgress

_LEAST = 16
"""Signs of a name that stay readable in a narrow window."""
_ROWS = 4
"""So many subtotals are seen at once."""
WHOLE, LOOSE, NOWHERE = b"", b"-", b"?"


@dataclass(frozen=True, slots=True)
class _Line:
    """A group, or a subtotal: the whole, a location, who is in no group. `place` is the key of its location."""

    id: bytes
    name: str
    figures: Figures
    place: bytes = WHOLE
    location: str = ""
    is_closed: bool = False


class WholePage(QWidget):
    """Subtotals above; choosing a location leaves its groups below. A group opens its matrix."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._asked = 0
        self._found: WideProgress | None = None
        by_school = shell.sight.profile.period_kind == "school_year"
        self.period = PeriodChoice([Ready(name, (one,)) for name, one in ready_made(shell.sight.today, by_school)])
        self.period.changed.connect(self.read)
        numbers = [_number(one) for one in of_whole()]
        self.totals = RowTable((Column(tr("{Location}"), lambda line: line.name, width=18, stretch=True, bold=True,
                               least=_LEAST),
                                *numbers), tr("Subtotals"), lambda line: line.id)
        self.table = RowTable((
            Column(tr("{Group}"), lambda line: line.name, width=14, stretch=True, bold=True, least=_LEAST,
                   under=lambda line: line.location), *numbers), tr("Progress per {group}"), lambda line: line.id)
        self.totals.selection_moved.connect(self._filter)
        self.table.row_opened.connect(self._open)
        self.headline = Headline(self._title())
        self.notes = label("", "muted", wrap=True)
        self._arrange()

    def read(self) -> None:
        from app.views.wide_progress import wide_progress

        self._asked += 1
        asked, (period,) = self._asked, self.period.periods()

        def take(found: WideProgress) -> None:
            if asked == self._asked:
                self._show(found)

        self._shell.read(wide_progress, period.first, period.last, then=while_alive(self, take))

    def export_rows(self) -> list[list[str]]:
        return as_text(self.cells())

    def cells(self) -> Cells:
        """The subtotals, then the groups that are shown, as they stand there."""
        if self._found is None:
            return []
        measures = of_whole()
        titles: list[str | int] = [tr("{Location}"), tr("{Group}"), *(one.title for one in measures)]
        rows: Cells = [[line.name, "", *(one.of(line.figures) for one in measures)] for line in self.totals.rows()]
        rows += [[line.location, line.name, *(one.of(line.figures) for one in measures)] for line in self.table.rows()]
        return [titles, *rows]

    def _title(self) -> str:
        return tr("{Organisation} as a whole") if self._shell.sight.sees_all else tr("All own {groups}")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 10)
        column.setContentsMargins(22, 16, 22, 16)
        self.headline.add_filter(self.period)
        add_taking_along(self, self._shell, self.headline, self.cells, tr("progress.csv"))
        column.addWidget(self.headline)
        self._sums = Card()
        self._sums.edge_to_edge()
        self._sums.fill(self.totals)
        column.addWidget(self._sums)
        card = Card()
        card.edge_to_edge()
        self.content = TableOrEmpty(self.table, EmptyState(
            tr("No {groups} in this period"), tr("Choose another period, or make {a_group}."), picture="chart"))
        card.fill(self.content)
        column.addWidget(card, 1)
        column.addWidget(self.notes)

    def _show(self, found: WideProgress) -> None:
        self._found = found
        totals = [_Line(WHOLE, tr("Everything together"), found.whole)]
        groups = []
        for place in found.locations:
            key = place.id or NOWHERE
            name = place.name or tr("Without {location}")
            totals.append(_Line(key, name, place.figures, key))
            groups += [_Line(one.id, one.name, one.figures, key, name, one.is_closed) for one in place.groups]
        if found.without_group is not None and found.without_group.participants:
            totals.append(_Line(LOOSE, tr("In no {group}"), found.without_group, LOOSE))
        self.totals.set_rows(totals)
        self._fit(len(totals))
        self.content.set_rows(groups)
        (period,) = self.period.periods()
        self.headline.set_aside(days_of(period))
        self.notes.setText(" ".join(_notes(found)))
        self._filter()

    def _fit(self, rows: int) -> None:
        """As high as its rows, up to a few; further ones are scrolled to."""
        height = self.totals.verticalHeader().defaultSectionSize()
        self.totals.setFixedHeight(height * min(rows, _ROWS) + self.totals.horizontalHeader().sizeHint().height() + 4)

    def _filter(self) -> None:
        chosen = self.totals.chosen()
        place = chosen[0].place if chosen else WHOLE
        self.table.set_filter(None if place == WHOLE else lambda line: line.place == place)

    def _open(self, line: _Line) -> None:
        open_group(self._shell, line.id, line.name, line.is_closed)


def _number(measure: Measure) -> Column:
    return Column(measure.title, lambda line: show_number(measure.of(line.figures)), align="right", width=7,
                  sort_key=lambda line: measure.of(line.figures))


def _notes(found: WideProgress) -> list[str]:
    """What the numbers mean."""
    notes = [
        tr("Who counts is who was there in this period, on those days; who is in two {groups} counts once in what is "
           "together."),
        tr("Who is stuck is of today."), show(found.rule)]
    if found.without_group is not None:
        notes.insert(1, tr("Everything together also counts days on which somebody was in no {group}."))
    return [*notes, *local_note(found.local_since)]


def open_group(shell: Shell, group_id: bytes, name: str, is_closed: bool) -> None:
    """Its matrix; a closed group has none any more."""
    if is_closed:
        shell.say(Text("{name} is closed. Its numbers stay here.", name=name))
    else:
        shell.go("progress", group_id)


def visits_note() -> str:
    return show(VISIT_RULE.text)


def local_note(since: date | None) -> list[str]:
    """From when on results are here, where some are not (S9)."""
    if since is None:
        return []
    return [tr("On this computer are the results since {day}; of before then only totals per exercise.",
               day=show_short_date(since))]

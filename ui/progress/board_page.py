"""What a board sees: all organisations of this home beside each other, in numbers without names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.periods import Period, ready_made
from app.domain.permissions import Role, TenantKind
from app.domain.text import Text
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
from ui.progress.measures import NONE, Measure, of_board
from ui.progress.period_choice import PeriodChoice, Ready, days_of
from ui.words import show, show_number, show_short_date, tr, tr_count

if TYPE_CHECKING:
    from datetime import date

    from app.actions.everywhere import Everywhere
    from app.views.board import BoardRow

_LEAST = 24
"""Signs of a name that stay readable in a narrow window."""


def has_board(shell: Shell) -> bool:
    """Whether an administrator is at work, in a home with more than one organisation."""
    folder, actor = getattr(shell.desk, "folder", None), shell.sight.actor
    if folder is None or actor.role is not Role.ADMINISTRATOR or actor.at is not TenantKind.ORGANISATION:
        return False
    from app.actions.everywhere import home_of

    return len(home_of(shell.desk).codes()) > 1


class BoardPage(QWidget):
    """Reads when it is first in front, when another period is chosen, and when asked: other organisations are opened
    for it, one at a time.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._found: Everywhere[BoardRow] | None = None
        self._is_asked = False
        by_school = shell.sight.profile.period_kind == "school_year"
        # No days of one's own: what two periods that differ by a day tell apart could be of one person.
        self.period = PeriodChoice(
            [Ready(name, (one,)) for name, one in ready_made(shell.sight.today, by_school)], own_days=False)
        self.period.changed.connect(self.read_again)
        self.table = RowTable((
            Column(tr("Organisation"), lambda row: row.name, width=24, stretch=True, bold=True, least=_LEAST,
                   under=lambda row: _synced(row.synced_on)),
            *(_number(one) for one in of_board())), tr("Organisations beside each other"), lambda row: row.name)
        self.headline = Headline(tr("Board"))
        self.together, self.left_out = label("", "heading", wrap=True), label("", wrap=True)
        self.notes = label("", "muted", wrap=True)
        self._arrange()

    def read(self) -> None:
        if not self._is_asked:
            self.read_again()

    def read_again(self) -> None:
        from app.actions.everywhere import read_everywhere
        from app.views.board import board_row

        self._is_asked = True
        (period,) = self.period.periods()
        self._shell.work(
            read_everywhere, self._shell.desk, board_row, period.first, period.last,
            title=Text("Reading the organisations"), then=while_alive(self, partial(self._show, period)))

    def export_rows(self) -> list[list[str]]:
        return as_text(self.cells())

    def cells(self) -> Cells:
        """The organisations in their order, then their sums; what is not shown is empty."""
        if self._found is None:
            return []
        measures = of_board()
        rows: Cells = [[tr("Organisation"), tr("Place"), tr("Synced"), *(one.title for one in measures)]]
        for row in self.table.rows():
            numbers = (one.of(row) for one in measures)
            rows.append([row.name, row.place, "" if row.synced_on is None else row.synced_on.isoformat(),
                         *("" if number is None else number for number in numbers)])
        return [*rows, [tr("Together, as far as shown"), "", "", *(self._sum(one) for one in measures)]]

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 10)
        column.setContentsMargins(22, 16, 22, 16)
        self.headline.add_filter(self.period)
        self.headline.add_button(tr("&Read again"), self.read_again)
        add_taking_along(self, self._shell, self.headline, self.cells, tr("board.csv"))
        column.addWidget(self.headline)
        column.addWidget(self.together)
        card = Card()
        card.edge_to_edge()
        self.content = TableOrEmpty(self.table, EmptyState(
            tr("No organisation could be read"), tr("Below stands why. Open it once in this window, then read again."),
            picture="building"))
        card.fill(self.content)
        column.addWidget(card, 1)
        column.addWidget(self.left_out)
        column.addWidget(self.notes)

    def _show(self, period: Period, found: Everywhere[BoardRow]) -> None:
        """With the days that were read: meanwhile another period may be chosen, whose reading is still to come."""
        self._found = found
        self.content.set_rows([row for _, row in found.read])
        self.headline.set_aside(days_of(period))
        sums = ", ".join(f"{one.title.lower()} {show_number(self._sum(one))}" for one in of_board())
        self.together.setText(tr_count("{n} organisation: {sums}", "{n} organisations together: {sums}",
                                       len(found.read), sums=sums))
        self.left_out.setText("\n".join(
            tr("{code} is left out: {reason}", code=one.code, reason=show(one.reason)) for one in found.left_out))
        self.left_out.setVisible(bool(found.left_out))
        self.notes.setText(" ".join(self._notes(found)))

    def _notes(self, found: Everywhere[BoardRow]) -> list[str]:
        notes = [
            tr("A dash: fewer than five people are in it, or all but fewer than five. It is in no sum either. There "
               "are no names here."),
            tr("Every organisation is shown as it stood on this computer at its last sync.")]
        notes += [tr("Of {name} the results since {day} are here.", name=row.name, day=show_short_date(row.local_since))
                  for _, row in found.read if row.local_since is not None]
        return notes

    def _sum(self, measure: Measure) -> int:
        rows = [row for _, row in self._found.read] if self._found is not None else []
        return sum(measure.of(row) or 0 for row in rows)


def _number(measure: Measure) -> Column:
    return Column(measure.title, lambda row: _shown(measure.of(row)), align="right", width=7,
                  sort_key=lambda row: measure.of(row) or 0)


def _shown(number: Any) -> str:
    return NONE if number is None else show_number(number)


def _synced(day: date | None) -> str:
    return tr("Only on this computer") if day is None else tr("Synced on {day}", day=show_short_date(day))

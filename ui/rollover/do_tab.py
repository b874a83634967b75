"""What making the new groups comes to, and the one button that does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.rollover.kept import Choice, Fate
from ui.panel import Shell, Veil
from ui.parts.card import Card
from ui.parts.columns import Column
from ui.parts.facts import FactLine, Facts
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.rollover import steps
from ui.words import show_date, show_number, tr

if TYPE_CHECKING:
    from app.views.rollover import RollOver
    from app.views.rollover_checks import Checked

_ROOM_FOR_BOTH = 900


class DoTab(QWidget):
    """`done` is called once the new groups are made."""

    def __init__(self, shell: Shell, done: Callable[[], None]) -> None:
        super().__init__()
        self._shell, self._done = shell, done
        self._prepared: RollOver | None = None
        self.facts = Facts()
        self.table = RowTable(_columns(shell.veil), tr("New {groups}"), lambda row: row.id)
        self.why = label("", "", wrap=True)
        self.do_button = button_of(tr("&Make the new {groups}"), self._do, primary=True)
        self._arrange()

    def show_checked(self, checked: Checked) -> None:
        self._prepared = checked.page.prepared
        if self._prepared is not None:
            self.facts.show_lines(_facts(self._prepared, checked))
            self.table.set_rows(self._prepared.going_on)
            self.why.setText(self._why(self._prepared, checked))
            self.do_button.setEnabled(checked.can_do)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        both = SideBySide(_ROOM_FOR_BOTH)
        both.row.setSpacing(12)
        left, right = Card(tr("What happens")), Card(tr("New {groups}"))
        left.fill(self.facts, 1)
        left.fill(self.why)
        row = QHBoxLayout()
        row.addWidget(self.do_button)
        row.addStretch(1)
        left.body.addLayout(row)
        right.fill(self.table, 1)
        both.row.addWidget(left, 2)
        both.row.addWidget(right, 3)
        column.addWidget(both, 1)

    def _why(self, prepared: RollOver, checked: Checked) -> str:
        """Why it cannot be done yet, or that it can and is taken back in one step."""
        if any(one.kind == "place" for one in checked.findings):
            return tr("Somebody has no place yet. Choose one first, or choose none.")
        if not checked.can_do:
            return tr("This can be done from {day} on. Until then it stays prepared, also for your colleagues.",
                      day=show_date(prepared.effective_on))
        if prepared.effective_on < self._shell.sight.today:
            return tr("It counts from {day} on, which has passed. It is one step, and Undo takes all of it back.",
                      day=show_date(prepared.effective_on))
        return tr("It is one step, and Undo takes all of it back.")

    def _do(self) -> None:
        if self._prepared is not None:
            steps.roll_over(self._shell, self._prepared.id, self._done)


def _facts(prepared: RollOver, checked: Checked) -> list[FactLine]:
    people = prepared.people
    going = [row for row in people if row.to and row.choice not in (Choice.LEAVE, Choice.NONE)]
    again = sum(1 for row in going if row.choice in (Choice.REPEAT, Choice.EXTEND))
    lines = [
        FactLine(tr("With effect from"), show_date(prepared.effective_on)),
        FactLine(tr("New {groups}"), show_number(len(prepared.going_on))),
        FactLine(tr("{Groups} of now that end"), show_number(
            sum(1 for row in prepared.present if row.fate is not Fate.STAYS))),
        FactLine(tr("Go on"), show_number(len(going) - again)),
        FactLine(tr("Stay in the same year group"), show_number(again)) if prepared.year is not None else None,
        FactLine(tr("Leave"), show_number(sum(1 for row in people if row.choice is Choice.LEAVE))),
        FactLine(tr("Seats needed"), tr("{people} of {bought}", people=checked.seats[0], bought=checked.seats[1]))
        if checked.seats is not None else None,
    ]
    return [line for line in lines if line is not None]


def _columns(veil: Veil) -> tuple[Column, ...]:
    return (
        Column(tr("Name"), lambda row: row.name, width=18, stretch=True, bold=True),
        Column(tr("Comes from"), lambda row: row.comes_from or "–", width=14, muted=True),
        Column(tr("{Participants}"), lambda row: show_number(row.people), align="right", width=5,
               sort_key=lambda row: row.people),
        Column(tr("{Coaches}"), lambda row: ", ".join(veil.name(one.full, one.id) for one in row.coaches) or "–",
               width=14),
    )

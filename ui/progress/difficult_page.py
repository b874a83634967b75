"""The part of the progress panel about exercises: which are difficult, and who is stuck there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ui.named_views.menu import ViewsButton
from ui.named_views.steps import say_gone
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import Card
from ui.parts.chooser import Chooser
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline, button_of
from ui.parts.labels import label
from ui.parts.search_line import SearchLine
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.parts.taking_along import add_taking_along
from ui.parts.taking_along import as_text as text_of
from ui.progress.difficult_words import STUCK_SHARE, exercise_columns, exported, stuck_columns
from ui.progress.kept_view import as_key, as_text
from ui.progress.rules_dialog import open_rules
from ui.words import search_matcher, show, tr, tr_count

if TYPE_CHECKING:
    from app.views.difficult import Difficult, ExerciseRow, StuckPerson
    from app.views.groups import GroupRow
    from ui.parts.taking_along import Cells

_BESIDE, _LOWEST = 860, 90
"""Wide enough for both beside each other; so low the tables may be, that a low window need not scroll."""
Choices = dict[str, Any]


class DifficultPage(QWidget):
    """`open_person` is called with whom somebody wants to look at."""

    def __init__(self, shell: Shell, open_person: Callable[[bytes], None]) -> None:
        super().__init__()
        self._shell, self._open_person = shell, open_person
        self._group: bytes | None = None
        self._programme: bytes | None = None
        self._found: Difficult | None = None
        self._view: Choices | None = None
        self._asked, self._hides_all = 0, False
        self.groups, self.programmes = Chooser(tr("{Group}")), Chooser(tr("{Programme}"))
        self.only_stuck = QCheckBox(tr("Only where somebody is stuck"))
        self.only_stuck.setAccessibleName(self.only_stuck.text())
        self.search = SearchLine(tr("Search for an exercise"), lambda _typed: self._filter())
        self.table = RowTable(exercise_columns(), tr("Exercises"), lambda row: row.id)
        self.table.sort_on(STUCK_SHARE, descending=True)
        self.table.horizontalHeader().setSortIndicatorShown(True)
        self.people = RowTable(stuck_columns(shell), tr("Who is stuck here"), lambda row: row.participant_id)
        self.views = ViewsButton(shell, "difficult", self.kept_view, self.show_view)
        self._arrange()
        self._connect()

    # What the panel asks of a page

    def read(self) -> None:
        from app.views.groups import group_list

        self._shell.read(group_list, then=while_alive(self, self._read_figures))

    def export_rows(self) -> list[list[str]]:
        """What the table shows, titles first; figures as figures."""
        return text_of(self._cells())

    # The own views

    def kept_view(self) -> Choices:
        column, downward = self.table.sorting()
        return {"group": as_text(self._group), "programme": as_text(self._programme), "column": column,
                "downward": downward, "stuck": self.only_stuck.isChecked()}

    def show_view(self, choices: Choices) -> None:
        self._group, self._programme = (as_key(choices.get(name, "")) for name in ("group", "programme"))
        self.search.clear()
        self.only_stuck.setChecked(choices.get("stuck", False))
        column = choices.get("column", STUCK_SHARE)
        if column < len(exercise_columns()):
            self.table.sort_on(column, choices.get("downward", False))
        self._view = choices
        self.read()

    # How it is put together

    def _arrange(self) -> None:
        self.head = Headline(tr("Difficult exercises"))
        for widget in (self.groups, self.programmes, self.only_stuck, self.search):
            self.head.add_filter(widget)
        self.search.setFixedWidth(self.search.fontMetrics().averageCharWidth() * 26)
        self.head.add_aside(self.views)
        add_taking_along(self, self._shell, self.head, self._cells, tr("difficult-exercises.csv"))
        self._place = TableOrEmpty(self.table, self._empty(False))
        for one in (self._place, self.people):
            one.setMinimumHeight(_LOWEST)
        both = SideBySide(_BESIDE)
        both.row.setSpacing(14)
        both.row.addWidget(self._exercises(), 5)
        both.row.addWidget(self._stuck(), 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addWidget(both, 1)

    def _exercises(self) -> Card:
        card = Card()
        card.fill(self._place, 1)
        self.rule = label("", "muted", wrap=True)
        card.fill(self.rule)
        card.fill(label(tr("Attempts until done: those that failed and the one that succeeded, of who made it; half of "
                           "them needed no more. What was broken off is not counted."), "muted", wrap=True))
        card.fill(button_of(tr("When somebody needs help…"), partial(open_rules, self, self._shell), flat=True))
        return card

    def _stuck(self) -> Card:
        card = Card(tr("Who is stuck here"))
        self.about = label("", "", wrap=True)
        card.fill(self.about)
        card.fill(self.people, 1)
        return card

    def _empty(self, is_filtered: bool) -> EmptyState:
        if is_filtered:
            return EmptyState(tr("No exercise to show"), tr("No exercise fits what is asked for."),
                              tr("Show all exercises"), self._show_all, picture="chart")
        return EmptyState(tr("No exercise to show"), tr("As soon as somebody practises, or results are read in, it "
                                                        "stands here which exercises are difficult."), picture="chart")

    def _connect(self) -> None:
        self.groups.activated.connect(self._choose)
        self.programmes.activated.connect(self._choose)
        self.only_stuck.toggled.connect(lambda _on: self._filter())
        self.table.selection_moved.connect(self._read_people)
        self.people.row_opened.connect(lambda row: self._open_person(row.participant_id))
        self.people.clicked.connect(lambda _index: self._person_clicked())

    # Reading

    def _read_figures(self, groups: Sequence[GroupRow]) -> None:
        from app.views.difficult import difficult_exercises

        self._asked += 1
        asked = self._asked
        if self._group not in {row.id for row in groups}:
            self._group = None
        self.groups.offer(tr("Everybody"), [(row.name, row.id) for row in groups], self._group)

        def take(found: Difficult) -> None:
            if asked == self._asked:  # a slow answer to an older question is dropped
                self._show(found)

        self._shell.read(difficult_exercises, self._group, self._programme, then=while_alive(self, take))

    def _show(self, found: Difficult) -> None:
        self._found, self._programme = found, found.programme_id
        self.programmes.offer(tr("All {programmes}"), [(one.title, one.id) for one in found.programmes],
                              found.programme_id)
        self.table.setColumnHidden(1, found.programme_id is not None)
        self.rule.setText(show(found.rules.help.text))
        self._place.set_rows(found.rows)
        self._filter()
        if self._view is not None:
            view, self._view = self._view, None
            if any(view.get(name, "") != as_text(there) for name, there in (
                    ("group", self._group), ("programme", self._programme))):
                say_gone(self._shell)

    def _filter(self) -> None:
        typed = self.search.text().strip()
        fits = search_matcher(typed) if typed else None
        only_stuck = self.only_stuck.isChecked()

        def passes(row: ExerciseRow) -> bool:
            return (row.stuck > 0 or not only_stuck) and (fits is None or fits(f"{row.title} {row.programme}"))

        self.table.set_filter(passes)
        found = self._found
        if found is not None:
            self.head.set_aside(", ".join((
                tr_count("{n} exercise", "{n} exercises", len(self.table.rows())),
                tr_count("{n} {participant}", "{n} {participants}", found.people))))
        self._show_emptiness()
        if self.table.current() is None and self.table.rows():
            self.table.choose(self.table.rows()[0].id)
        self._read_people()

    def _show_emptiness(self) -> None:
        """Nothing was tried, or nothing fits: what to do next differs."""
        hides_all = bool(self.table.all_values()) and not self.table.rows()
        if hides_all != self._hides_all:
            self._hides_all = hides_all
            self._place.offer(self._empty(hides_all))
        self._place.setCurrentIndex(0 if self.table.rows() else 1)

    def _show_all(self) -> None:
        self.search.clear()
        self.only_stuck.setChecked(False)

    def _read_people(self) -> None:
        from app.views.difficult import stuck_people

        row: ExerciseRow | None = self.table.current()
        if row is None or not row.stuck:
            self._show_people(row, ())
            return

        def take(people: Sequence[StuckPerson]) -> None:
            now = self.table.current()
            if now is not None and now.id == row.id:
                self._show_people(row, people)

        self._shell.read(stuck_people, row.id, self._group, then=while_alive(self, take))

    def _show_people(self, row: ExerciseRow | None, people: Sequence[StuckPerson]) -> None:
        if row is None:
            self.about.setText(tr("Choose an exercise to see who is stuck there."))
        elif not people:
            self.about.setText(tr("Nobody is stuck with {title}.", title=row.title))
        else:
            self.about.setText(tr("{title}. Choose a name to open the page.", title=row.title))
        self.people.setVisible(bool(people))
        self.people.set_rows(people)

    def _choose(self, _at: int) -> None:
        self._group, self._programme = self.groups.chosen(), self.programmes.chosen()
        self.read()

    def _person_clicked(self) -> None:
        row: StuckPerson | None = self.people.current()
        if row is not None:
            self._open_person(row.participant_id)

    def _cells(self) -> Cells:
        return exported(self.table.rows())

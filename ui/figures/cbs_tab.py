"""The table of CBS over a calendar year, and who must be filled in for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from app.domain.figures.cbs import NUMBERS
from app.domain.text import Text
from ui.figures import steps
from ui.figures.dialogs import CourseDialog, NumberingDialog, PeopleDialog
from ui.figures.tab import FigureTab
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.columns import Column
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.table import RowTable
from ui.privacy.field_words import field_label
from ui.words import show, show_number, tr

if TYPE_CHECKING:
    from app.domain.figures.cbs import Missing
    from app.views.describing import DescribedPerson, GroupCourse
    from app.views.figures_tables import CbsPage, FigureTable

_LINES = 104
_FROM_JULY = 7
_COURSE = ("course_kind", "course_type")


class CbsTab(FigureTab):
    """Reads by itself; the page tells it when."""

    for_paper = False

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, tr("Nobody was in {a_group} with a kind or type of course in this year."))
        self.page: CbsPage | None = None
        self.year = QComboBox()
        self.year.setAccessibleName(tr("Year"))
        self.year.currentIndexChanged.connect(lambda _at: self.read())
        self.choices.addWidget(self.year)
        self.numbers_button = button_of(tr("&Numbers…"), self._ask_numbers)
        self.foot.addWidget(self.numbers_button)
        self.fill_button = button_of(tr("F&ill in…"), self.fill_in)
        self.foot.addWidget(self.fill_button)
        self.missing = RowTable((
            Column(tr("Not filled in"), lambda row: field_label(row.field), width=22),
            Column(tr("{Group}"), lambda row: row.group, width=26, stretch=True),
            Column(tr("{Participants}"), lambda row: show_number(len(row.people)), align="right", width=12,
                   sort_key=lambda row: len(row.people)),
        ), tr("What is missing"), lambda row: (row.field, row.group_id))
        self.missing.setFixedHeight(_LINES)
        self.missing.row_opened.connect(lambda _row: self.fill_in())
        self.missing_words = label(tr("What is missing: double-click a line to fill it in."), "muted", wrap=True)
        at = self.column.indexOf(self.notes) + 1
        self.column.insertWidget(at, self.missing_words)
        self.column.insertWidget(at + 1, self.missing)

    def read(self) -> None:
        from app.views.figures_tables import cbs_page

        year = self.year.currentData() or _asked_about(self.shell.sight.today)
        self.shell.read(cbs_page, year, then=while_alive(self, self._show))

    def before_leaving(self, figures: FigureTable) -> Sequence[Text]:
        return (
            Text("This table has a line for each person. It is for CBS only: never send it to a municipality or "
                 "anybody else."),
            *((Text("Something is missing still in {n} place. CBS will ask for it.",
                    "Something is missing still in {n} places. CBS will ask for it.", n=len(self.page.missing)),)
              if self.page is not None and self.page.missing else ()))

    def fill_in(self) -> None:
        """The line that is chosen, or the first: the course of a group, or details of its people."""
        row = self.missing.current() or next(iter(self.missing.rows()), None)
        if row is None:
            return
        if row.field in _COURSE:
            self._fill_course(row)
        elif row.field == "postcode":
            self.shell.go("groups", row.people[0])
        else:
            from app.views.describing import described_people

            self.shell.read(described_people, row.people, then=while_alive(self, partial(self._ask_people, row)))

    def _fill_course(self, row: Missing) -> None:
        from app.views.describing import group_course

        self.shell.read(group_course, row.group_id, then=while_alive(self, self._ask_course))

    def _ask_course(self, group: GroupCourse) -> None:
        kept = [name for name in _COURSE if self.shell.sight.keeps("participant", name)]
        CourseDialog(self, group, kept, partial(steps.describe_group, self.shell, group.id, group.name)).open()

    def _ask_people(self, row: Missing, people: Sequence[DescribedPerson]) -> None:
        if people:
            PeopleDialog(self, row.group, people, self.shell.sight.today.year,
                         partial(steps.describe_people, self.shell)).open()

    def _ask_numbers(self) -> None:
        if self.page is not None:
            NumberingDialog(self, self.page.numbering, lambda value: steps.choose(
                self.shell, NUMBERS, value, Text("The numbers are made in another way from now on."))).open()

    def _show(self, page: CbsPage) -> None:
        self.page, self.days = page, str(page.year)
        self.year.blockSignals(True)
        self.year.clear()
        for year in page.years:
            self.year.addItem(str(year), year)
        self.year.setCurrentIndex(max(0, self.year.findData(page.year)))
        self.year.blockSignals(False)
        self.show_figures(page.table)
        if page.off:
            self.notes.setText(" ".join((self.notes.text(), tr(
                "Not kept here, so empty: {fields}. They are switched on under Privacy.",
                fields=", ".join(map(show, page.off))))))
        asked = (*page.missing, *page.undescribed)
        self.missing.set_rows(asked)
        for widget in (self.missing, self.missing_words, self.fill_button):
            widget.setVisible(bool(asked))


def _asked_about(today: date) -> int:
    """In spring CBS asks about the year before."""
    return today.year - 1 if today.month < _FROM_JULY else today.year

"""The dialogs of the page of the new year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.calendar import DAY, add_months
from ui.panel import Veil
from ui.parts.choose_dialog import ChooseDialog
from ui.parts.columns import Column
from ui.parts.form_dialog import FormDialog, day_of
from ui.parts.pick_dialog import PickDialog
from ui.parts.pick_table import PickTable
from ui.parts.search_line import people_search
from ui.parts.table import RowTable
from ui.rollover.words import year_choices
from ui.words import list_name, list_name_key, tr

if TYPE_CHECKING:
    from app.views.rollover import CoachName, NewRow, RollOver

HAND_OVER_MONTHS = 2
"""So long is proposed, where anybody reads on at all."""


class StartDialog(FormDialog):
    """Where there are no school years: from which day there are new groups; `begin` gets it."""

    def __init__(self, parent: QWidget, today: date, begin: Callable[[date], None]) -> None:
        super().__init__(parent, tr("New {groups}"), tr("Prepare"))
        self._begin = begin
        self.say(tr("Nothing changes before that day, and nothing by itself."))
        self.day = self.add_date(tr("&From"), add_months(today.replace(day=1), 1))
        self.setMinimumWidth(400)

    def accept(self) -> None:
        if self.day.is_day():
            self._begin(day_of(self.day))
            super().accept()


class DaysDialog(FormDialog):
    """`save` gets the first day, the day of handing over or None, and whether there is early sight."""

    def __init__(
        self, parent: QWidget, prepared: RollOver, save: Callable[[date, date | None, bool], None],
    ) -> None:
        super().__init__(parent, tr("Days of the new {groups}"), tr("Save"))
        self._save = save
        self.begins = self.add_date(tr("New {groups} &from"), prepared.effective_on)
        self.reads_on = _tick(tr("Who has {a_group} now reads &on in where its {participants} go"))
        self.reads_on.setChecked(prepared.hand_over_on is not None)
        self.form.addRow("", self.reads_on)
        self.until = self.add_date(
            tr("&Handed over by"), prepared.hand_over_on or add_months(prepared.effective_on, HAND_OVER_MONTHS))
        self.early = _tick(tr("Who will have {a_group} reads its {participants} &before that day"))
        self.early.setChecked(prepared.early_sight)
        self.form.addRow("", self.early)
        self.problem = self.say_below("", "error")
        self.reads_on.toggled.connect(self.check)
        self.begins.dateChanged.connect(lambda _day: self.check())
        self.until.dateChanged.connect(lambda _day: self.check())
        self._year = prepared.year
        self.setMinimumWidth(480)
        self.check()

    def check(self) -> None:
        self.until.setEnabled(self.reads_on.isChecked())
        self.problem.setText(self._fault())
        self.problem.setVisible(bool(self._fault()))
        super().check()

    def is_complete(self) -> bool:
        return not self._fault()

    def accept(self) -> None:
        if self.is_complete() and self._has_days():
            self._save(
                day_of(self.begins), day_of(self.until) if self.reads_on.isChecked() else None,
                self.early.isChecked())
            super().accept()

    def _fault(self) -> str:
        begins, year = day_of(self.begins), self._year
        if year is not None and not year.begins <= begins <= year.ends:
            return tr("This day is not in the school year {year}.", year=year.label)
        if self.reads_on.isChecked() and day_of(self.until) < begins + DAY:
            return tr("Handing over ends after the new {groups} begin.")
        return ""


def _tick(words: str) -> QCheckBox:
    box = QCheckBox(words)
    box.setAccessibleName(words.replace("&", ""))
    return box


class NewGroupForm(FormDialog):
    """`save` gets name and year group, which is asked for only where there are school years."""

    def __init__(
        self, parent: QWidget, title: str, with_years: bool, save: Callable[[str, str], None], name: str = "",
        year_group: str = "",
    ) -> None:
        super().__init__(parent, title, tr("Save"))
        self._save, self._kept = save, year_group
        self.name = self.add_line(tr("&Name"), name, required=True)
        self.name.selectAll()
        options = year_choices()
        if year_group not in dict(options):
            options = (*options, (year_group, year_group))
        self.year_group = self.add_choice(tr("&Year group"), options, year_group) if with_years else None
        self.setMinimumWidth(380)

    def accept(self) -> None:
        if self.is_complete():
            year = self._kept if self.year_group is None else self.year_group.currentData()
            self._save(self.name.text().strip(), year)
            super().accept()


class ToGroupDialog(ChooseDialog):
    """Choose one of the new groups; `chosen` gets it."""

    def __init__(self, parent: QWidget, groups: Sequence[NewRow], chosen: Callable[[NewRow], None]) -> None:
        table = RowTable((
            Column(tr("Name"), lambda row: row.name, width=22, stretch=True, bold=True),
            Column(tr("{Location}"), lambda row: row.location, width=16, muted=True),
            Column(tr("{Participants}"), lambda row: str(row.people), align="right", width=6),
        ), tr("New {groups}"), lambda row: row.id)
        super().__init__(
            parent, tr("To which new {group}?"), tr("Choose"), table, groups, chosen, tr("Search {a_group}"),
            lambda row: " ".join((row.name, row.location)))


class CoachesDialog(PickDialog):
    """Tick who will have these groups; `save` gets the ids, none for nobody yet."""

    def __init__(
        self, parent: QWidget, veil: Veil, title: str, people: Sequence[CoachName], ticked: Sequence[bytes],
        save: Callable[[list[bytes]], None],
    ) -> None:
        super().__init__(parent, title, tr("Save"))
        self._save = save
        self.fill(people_search(veil, tr("Search {a_coach}"), self.search), 0)
        table = PickTable((
            Column(tr("Name"), lambda row: veil.name(list_name(row.full, row.listed), row.id), width=26, stretch=True,
                   sort_key=lambda row: list_name_key(row.full, row.listed)),
        ), tr("{Coaches}"), lambda row: row.id)
        table.set_rows(people)
        table.pick(ticked)
        self.fill_picks(table, lambda row: str(row.full))
        self.resize(460, 480)

    def is_complete(self) -> bool:
        return True

    def accept(self) -> None:
        self._save([row.id for row in self.table.picked()])
        super().accept()

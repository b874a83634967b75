"""Which coach has which group: given from either side, to work in or to look at only, with or without a last day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QWidget

from ui.groups.coach_words import shown_day
from ui.licences.fault_form import FaultForm, OptionalDay
from ui.panel import Shell
from ui.parts.flow import FlowLayout
from ui.parts.form_dialog import FormDialog, day_of
from ui.parts.headline import button_of
from ui.parts.table import Column, RowTable
from ui.words import list_name, list_name_key, tr

if TYPE_CHECKING:
    from app.views.groups import CoachRow


class AssignDialog(FaultForm):
    """`options` are (id, name) of what can be chosen; `assign` gets {the chosen id, reads_only, until_on}."""

    def __init__(
        self, parent: QWidget, shell: Shell, title: str, what: str, options: Sequence[tuple[bytes, str]],
        assign: Callable[[bytes, bool, str | None], None],
    ) -> None:
        super().__init__(parent, title, tr("&Give"))
        self._today, self._assign = shell.sight.today, assign
        self.chosen = self.add_choice(what, options)
        self.reads_only = QCheckBox(tr("Only to &look at: nothing can be changed in it"))
        self.reads_only.setAccessibleName(self.reads_only.text().replace("&", ""))
        self.form.addRow("", self.reads_only)
        self.until = OptionalDay(tr("Ends on"), shell.sight.today + timedelta(days=28))
        self.add_field(tr("&Ends on"), self.until)
        self.watch("until_on", self.until.edit)
        self.until.tick.toggled.connect(lambda _on: self.touch("until_on"))
        self.say_below(tr("On the day that is chosen it has ended. Without one it stays until it is taken back."))
        self.setMinimumWidth(460)
        self.check()

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "until") or not self.until.text() or day_of(self.until.edit) > self._today:
            return {}
        return {"until_on": tr("Choose a day after today.")}

    def is_complete(self) -> bool:
        return self.chosen.currentData() is not None and super().is_complete()

    def accept(self) -> None:
        if self.is_complete():
            self._assign(self.chosen.currentData(), self.reads_only.isChecked(), self.until.text() or None)
            self.done(int(self.DialogCode.Accepted))


class GroupCoachesDialog(FormDialog):
    """The coaches of one group: give it to another one, or take it from the chosen one."""

    def __init__(
        self, parent: QWidget, shell: Shell, group: str, coaches: Sequence[CoachRow], give: Callable[[], None],
        take: Callable[[CoachRow], None],
    ) -> None:
        super().__init__(parent, tr("{Coaches} of {name}", name=group), tr("Close"))
        self.close_only()
        self._give, self._take = give, take
        self.table = RowTable(_columns(shell), tr("{Coaches}"), lambda row: row.id)
        self.table.set_rows(coaches)
        self.table.selection_moved.connect(self.check)
        self.table.setMinimumHeight(150)
        self.fill_table(self.table)
        self.told = self.say_below("")
        buttons = QWidget()
        flow = FlowLayout(buttons)
        self.give_button = button_of(tr("&Give to a {coach}…"), self._give_pressed)
        self.take_button = button_of(tr("&Take from this {coach}"), self._take_pressed)
        flow.addWidget(self.give_button)
        flow.addWidget(self.take_button)
        self.fill(buttons, 0)
        self.resize(560, 380)
        self.check()

    def check(self) -> None:
        super().check()
        if not hasattr(self, "take_button"):
            return
        self.take_button.setEnabled(bool(self.table.chosen()))
        workers = [row for row in self.table.all_values() if not row.reads_only]
        last = len(workers) == 1 and self.table.chosen() == workers
        self.told.setText(tr("This is the last {coach} of {the_group}.") if last else "")

    def _give_pressed(self) -> None:
        self.done(int(self.DialogCode.Accepted))
        self._give()

    def _take_pressed(self) -> None:
        for row in self.table.chosen():
            self.done(int(self.DialogCode.Accepted))
            self._take(row)


def _columns(shell: Shell) -> tuple[Column, ...]:
    def name(row: CoachRow) -> str:
        return shell.veil.name(list_name(row.full, row.listed), row.id)

    def how(row: CoachRow) -> str:
        return tr("Looks on") if row.reads_only else tr("Works in it")

    def until(row: CoachRow) -> str:
        return shown_day(row.until_on.isoformat()) if row.until_on is not None else ""

    return (
        Column(tr("Name"), name, width=22, stretch=True, sort_key=_order),
        Column(tr("How"), how, width=12), Column(tr("Ends on"), until, width=12))


def _order(row: CoachRow) -> Any:
    return list_name_key(row.full, row.listed)

"""Announced maintenance in the catalogue: what was told to every organisation, and a new announcement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QTimeEdit, QWidget

from app.domain.maintenance import MaintenanceState, check_announcement, in_avoided_hours, instant
from app.domain.provider_terms import Regulated
from app.domain.wrong_fields import WrongField
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.day_edit import DayEdit
from ui.parts.fitted_dialog import sentence
from ui.parts.form_dialog import date_edit, day_of
from ui.words import show, show_day_time, tr

if TYPE_CHECKING:
    from app.views.maintenance import MaintenanceRow

_LINES, _MARGIN = 70, 7
_BEGINS, _ENDS = time(20), time(22)
_TONES = {
    MaintenanceState.COMING: "info", MaintenanceState.RUNNING: "warning", MaintenanceState.OVER: "neutral",
    MaintenanceState.WITHDRAWN: "neutral",
}


def maintenance_columns() -> tuple[Column, ...]:
    return (
        Column(tr("What"), lambda row: row.announced.what, width=30, stretch=True,
               under=lambda row: row.announced.meanwhile),
        Column(tr("From"), lambda row: show_day_time(row.announced.starts_us), width=16,
               sort_key=lambda row: row.announced.starts_us),
        Column(tr("Until"), lambda row: show_day_time(row.announced.ends_us), width=16,
               sort_key=lambda row: row.announced.ends_us),
        Column(tr("State"), _state, width=20, tone=lambda row: _TONES[row.state]),
    )


def may_withdraw(row: MaintenanceRow | None) -> bool:
    return row is not None and row.state in (MaintenanceState.COMING, MaintenanceState.RUNNING)


def _state(row: MaintenanceRow) -> str:
    if row.announced.urgent and may_withdraw(row):
        return tr("{state}, urgent", state=show(row.said))
    return show(row.said)


class MaintenanceDialog(FaultForm):
    """`submit` gets the arguments of the action. Hours that the terms would rather keep free are warned of."""

    def __init__(self, parent: QWidget, shell: Shell, submit: Callable[[dict[str, Any]], None]) -> None:
        super().__init__(parent, tr("Announce maintenance"), tr("&Announce"))
        self._shell, self._given, self._zone = shell, submit, ZoneInfo(shell.sight.zone)
        self.say(tr("Every organisation that is linked to you hears of it with its next synchronisation."))
        day = shell.sight.today + timedelta(days=7)
        self.starts_on, self.starts_at, begins = _moment(day, _BEGINS, tr("Begins at"))
        self.ends_on, self.ends_at, ends = _moment(day, _ENDS, tr("Ends at"))
        for title, edit, name, box in (
            (tr("&Begins"), self.starts_on, "starts", begins), (tr("&Ends"), self.ends_on, "ends", ends),
        ):
            self.add_field(title, box)
            edit.setAccessibleName(title.replace("&", ""))
            self.heed_day(edit)
            self.watch(name, edit)
        for clock in (self.starts_at, self.ends_at):
            clock.timeChanged.connect(lambda _time: self.touch("ends"))
        self.what = self._text("what", tr("&What happens"))
        self.meanwhile = self._text("meanwhile", tr("What works &meanwhile"))
        self.meanwhile.setPlainText(tr("The program goes on; only synchronising and signing in wait."))
        self.urgent = QCheckBox(tr("It is &urgent and cannot wait"))
        self.urgent.setAccessibleName(tr("It is urgent and cannot wait"))
        self.urgent.toggled.connect(lambda _on: self.check())
        self.form.addRow("", self.urgent)
        self.warning = sentence("", "error")
        self.below.addWidget(self.warning)
        self.setMinimumWidth(560)
        self.check()

    def faults(self) -> Mapping[str, str]:
        wrong = [one for one in self._instants() if isinstance(one, WrongField)]
        if not wrong:
            wrong = list(check_announcement(
                *self._period(), self.what.toPlainText(), self.meanwhile.toPlainText(), self._shell.desk.clock()))
        return {one.field: show(one.reason) for one in wrong}

    def check(self) -> None:
        super().check()
        words = self._warned() if hasattr(self, "warning") else ""
        if hasattr(self, "warning"):
            self.warning.setText(words)
            self.warning.setVisible(bool(words))

    def accept(self) -> None:
        if self.is_complete():
            starts_us, ends_us = self._period()
            self._given({
                "starts_us": starts_us, "ends_us": ends_us, "what": self.what.toPlainText().strip(),
                "meanwhile": self.meanwhile.toPlainText().strip(), "urgent": self.urgent.isChecked()})
            super().accept()

    def _warned(self) -> str:
        """It is the licensor's choice; the terms ask it to avoid these hours."""
        rule = self._shell.sight.profile.maintenance
        if not isinstance(rule, Regulated) or any(isinstance(one, WrongField) for one in self._instants()):
            return ""
        if not in_avoided_hours(rule, *self._period(), self._zone):
            return ""
        hours = {"begins": rule.value.avoid_from, "ends": rule.value.avoid_until, "clause": rule.basis.cited}
        if self.urgent.isChecked():
            return tr("This falls between {begins} and {ends} on a working day ({clause}). It is shown as urgent.",
                      **hours)
        return tr("This falls between {begins} and {ends} on a working day. Avoid that where possible ({clause}), or "
                  "mark it as urgent.", **hours)

    def _text(self, name: str, title: str) -> QPlainTextEdit:
        edit = QPlainTextEdit()
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(_LINES)
        self.add_field(title, edit)
        self.watch(name, edit)
        return edit

    def _instants(self) -> tuple[int | WrongField, int | WrongField]:
        begins, ends = (
            instant(name, day_of(day), time(clock.time().hour(), clock.time().minute()), self._zone)
            for name, day, clock in (("starts", self.starts_on, self.starts_at), ("ends", self.ends_on, self.ends_at)))
        return begins, ends

    def _period(self) -> tuple[int, int]:
        begins, ends = (one if isinstance(one, int) else 0 for one in self._instants())
        return begins, ends


def _moment(day: date, clock: time, name: str) -> tuple[DayEdit, QTimeEdit, QWidget]:
    """A day and a time beside each other."""
    box = QWidget()
    row = QHBoxLayout(box)
    bare(row, 8)
    edit, hours = date_edit(day), QTimeEdit(QTime(clock.hour, clock.minute))
    hours.setDisplayFormat("HH:mm")
    hours.setAccessibleName(name)
    hours.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)  # the padding of the sheet does not reach into it
    row.addWidget(edit, 1)
    row.addWidget(hours)
    box.setFocusProxy(edit)
    return edit, hours, box

"""Switch a further field on: only with a purpose, a ground, a term and a written addition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.field_words import GROUND_TEXTS
from ui.parts.day_line import DayLine
from ui.parts.form_dialog import FormDialog
from ui.parts.labels import label
from ui.privacy.field_words import field_label, ground_label
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.privacy import RegisterLine


@dataclass(frozen=True, slots=True)
class Switch:
    """What is recorded; `addition_on` is the day of the written addition."""

    subject: str
    field: str
    purpose: str
    ground: str
    retention: str
    addition_on: date


class SwitchDialog(FormDialog):
    """`switch` gets what is to be recorded; the profile's proposals stand ready."""

    def __init__(
        self, parent: QWidget, line: RegisterLine, today: date, switch: Callable[[Switch], None],
    ) -> None:
        super().__init__(parent, tr("Switch on: {field}", field=field_label(line.field)), tr("Switch on"))
        self._line, self._switch, self._today = line, switch, today
        self.day = DayLine()
        self.problem = label("", "error", wrap=True)
        self.say(tr("This field is not in the terms. It may only be kept with a written addition to the processing "
                    "agreement. What you fill in here is recorded and shown in the register."), "")
        self.purpose = self.add_line(tr("&Purpose"), show(line.purpose), required=True)
        self.ground = self.add_choice(
            tr("&Ground"), tuple((letter, ground_label(letter)) for letter in GROUND_TEXTS), line.ground or None)
        self.retention = self.add_line(tr("&How long"), show(line.retention), required=True)
        self.day.textChanged.connect(self.check)
        self.add_field(tr("&Written addition of"), self.day)
        self.below.addWidget(self.problem)
        self.check()
        self.setMinimumWidth(520)

    def addition_on(self) -> date | None:
        """The day of the addition; None while none was typed, or one that has not come yet."""
        day = self.day.day()
        return day if day is not None and day <= self._today else None

    def is_complete(self) -> bool:
        return super().is_complete() and self.addition_on() is not None

    def check(self) -> None:
        super().check()
        problem = self._problem()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _problem(self) -> str:
        if not self.day.text().strip() or self.addition_on() is not None:
            return ""
        if self.day.day() is not None:
            return tr("The written addition cannot be of a day that has not come yet.")
        return tr("Write the day of the addition as 21-11-2026.")

    def accept(self) -> None:
        addition_on = self.addition_on()
        if addition_on is None or not self.is_complete():
            return
        recorded = Switch(
            self._line.subject, self._line.field, self.purpose.text().strip(), self.ground.currentData(),
            self.retention.text().strip(), addition_on)
        super().accept()
        self._switch(recorded)

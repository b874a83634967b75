"""Switch a further field on: only with a purpose, a ground, a term and a written addition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.field_words import GROUND_TEXTS
from ui.parts.form_dialog import FormDialog, day_of
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
        self._line, self._switch = line, switch
        self.say(tr("This field is not in the terms. It may only be kept with a written addition to the processing "
                    "agreement. What you fill in here is recorded and shown in the register."), "")
        self.purpose = self.add_line(tr("&Purpose"), show(line.purpose), required=True)
        self.ground = self.add_choice(
            tr("&Ground"), tuple((letter, ground_label(letter)) for letter in GROUND_TEXTS), line.ground or None)
        self.retention = self.add_line(tr("&How long"), show(line.retention), required=True)
        self.day = self.add_date(tr("Written addition of"), today)
        self.setMinimumWidth(520)

    def accept(self) -> None:
        if not self.is_complete():
            return
        recorded = Switch(
            self._line.subject, self._line.field, self.purpose.text().strip(), self.ground.currentData(),
            self.retention.text().strip(), day_of(self.day))
        super().accept()
        self._switch(recorded)

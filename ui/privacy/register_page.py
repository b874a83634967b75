"""The register of processing: every kind of personal data, why it is kept, how long, and on what it rests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.permissions import Permission, allowed
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.table import RowTable
from ui.privacy.field_words import category_label, field_label, ground_label, subject_label
from ui.words import show, show_number, tr

if TYPE_CHECKING:
    from app.views.privacy import RegisterLine

_SUBJECTS = ("participant", "coach", "customer")
_TONES = {"kept": "good", "on": "info", "off": "neutral", "never": "neutral"}


class RegisterPage(QWidget):
    """`switch_wanted` gets the line whose switch is to be thrown."""

    def __init__(self, shell: Shell, switch_wanted: Callable[[RegisterLine], None]) -> None:
        super().__init__()
        self._switch_wanted = switch_wanted
        self._may_edit = allowed(shell.sight.actor, Permission.EDIT_PRIVACY)
        self.table = RowTable(_columns(), tr("Register of processing"), lambda line: (line.subject, line.field))
        self.table.selection_moved.connect(self._follow)
        self.table.row_opened.connect(self._opened)
        self.subject = QComboBox()
        self.subject.setAccessibleName(tr("About whom"))
        for code in _SUBJECTS:
            self.subject.addItem(subject_label(code))
        self.subject.currentIndexChanged.connect(self._subject_chosen)
        self.about = label("", "muted", wrap=True)
        self.switch_button = button_of(tr("&Switch on…"), self._switch_pressed)
        self._arrange()
        self._subject_chosen()

    def show_register(self, lines: Sequence[RegisterLine]) -> None:
        self.table.set_rows(lines)
        self._follow()

    def chosen(self) -> RegisterLine | None:
        chosen = self.table.chosen()
        return chosen[0] if chosen else None

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 10, 0, 0)
        top = QHBoxLayout()
        top.addWidget(self.subject)
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.about, 1)
        if self._may_edit:
            foot.addWidget(self.switch_button)
        column.addLayout(foot)

    def _subject_chosen(self, _index: int = 0) -> None:
        subject = _SUBJECTS[self.subject.currentIndex()]
        self.table.set_filter(lambda line: line.subject == subject)
        self._follow()

    def _opened(self, line: RegisterLine) -> None:
        if self._may_edit and line.state == "off":
            self._switch_wanted(line)

    def _switch_pressed(self) -> None:
        line = self.chosen()
        if line is not None:
            self._switch_wanted(line)

    def _follow(self) -> None:
        line = self.chosen()
        self.about.setText(_about(line) if line is not None else _legend())
        self.switch_button.setEnabled(line is not None and line.state in ("off", "on"))
        is_on = line is not None and line.state == "on"
        self.switch_button.setText(tr("&Switch off") if is_on else tr("&Switch on…"))
        self.switch_button.setAccessibleName(self.switch_button.text().replace("&", ""))


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Field"), lambda line: field_label(line.field), width=25, bold=True,
               under=_standing),
        Column(tr("Why"), _purpose, width=34, stretch=True, under=_ground),
        Column(tr("How long"), _retention, width=36, under=lambda line: line.clause),
        Column(tr("Filled"), _filled, align="right", width=8, sort_key=lambda line: line.filled),
        Column(tr("State"), state_label, width=13, tone=_tone),
    )


def state_label(line: Any) -> str:
    """Kept, switched on, off or never."""
    return {"kept": tr("Kept"), "on": tr("Switched on"), "off": tr("Off"), "never": tr("Never kept")}[line.state]


def _tone(line: RegisterLine) -> str:
    return _TONES[line.state]


def _standing(line: RegisterLine) -> str:
    return category_label(line.category, line.from_terms)


def _purpose(line: RegisterLine) -> str:
    return show(line.purpose) if line.state != "never" else "–"


def _ground(line: RegisterLine) -> str:
    return tr("Ground: {ground}", ground=ground_label(line.ground)) if line.state != "never" else ""


def _retention(line: RegisterLine) -> str:
    return show(line.retention) if line.state != "never" else "–"


def _filled(line: RegisterLine) -> str:
    return show_number(line.filled) if line.state in ("kept", "on") else "–"


def _about(line: RegisterLine) -> str:
    if line.state == "never":
        return tr("This is never kept: an import reads past it.")
    if line.state == "off":
        return tr("Off. It can be switched on with a purpose, a ground and a written addition.")
    if line.state == "on":
        return tr("Switched on by your {organisation}, on a recorded addition.")
    return tr("Stands in the terms.") if line.from_terms else tr("Needed, but not from the terms.")


def _legend() -> str:
    return tr("Choose a field to see what it rests on.")

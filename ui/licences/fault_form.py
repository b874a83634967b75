"""A form that says at each field what is wrong there, once something was typed or the field was left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from app.domain.errors import Refusal
from ui.parts.card import bare
from ui.parts.day_edit import DayEdit
from ui.parts.fitted_dialog import sentence
from ui.parts.form_dialog import FormDialog, date_edit, day_of
from ui.words import show


class FaultForm(FormDialog):
    """Fields have a name; `faults` gives what is wrong, in words by the name of the field. Any fault switches the
    verb off; what was not touched yet shows none.
    """

    def __init__(self, parent: QWidget, title: str, verb: str, submit: Callable[[], None] | None = None) -> None:
        super().__init__(parent, title, verb, submit)
        self._lines: dict[str, tuple[QWidget, QLabel, QFormLayout | None]] = {}
        self._touched: set[str] = set()

    def faults(self) -> Mapping[str, str]:
        """By the name of the field; '' stands for the whole form."""
        return {}

    def watch(self, name: str, widget: QWidget, place: QLabel | None = None) -> None:
        """Say the faults of this field under it, or at `place`."""
        said, form = place, None
        if said is None:
            said, form = sentence("", "error"), self.form
            form.addRow("", said)
            form.setRowVisible(said, False)
        self._lines[name] = (widget, said, form)
        if isinstance(widget, QLineEdit):
            widget.textChanged.connect(lambda _typed: self.check())
            widget.textEdited.connect(lambda _typed: self.touch(name))
            widget.editingFinished.connect(lambda: self.touch(name))
        elif isinstance(widget, QPlainTextEdit):
            widget.textChanged.connect(self.check)
        elif isinstance(widget, DayEdit):
            widget.dateChanged.connect(lambda _day: self.touch(name))
            self.heed_day(widget)
        elif isinstance(widget, QSpinBox):
            widget.valueChanged.connect(lambda _number: self.touch(name))

    def watched_line(self, name: str, title: str, hint: str = "", *, value: str = "") -> QLineEdit:
        """A line to type in, watched under this name; `hint` stands in it while it is empty."""
        line = QLineEdit(value)
        self.add_field(title, line)
        line.setPlaceholderText(hint)
        self.watch(name, line)
        return line

    def forget(self, names: Iterable[str]) -> None:
        """These fields are gone."""
        for name in list(names):
            self._lines.pop(name, None)
            self._touched.discard(name)

    def touch(self, name: str) -> None:
        self._touched.add(name)
        self.check()

    def touch_all(self) -> None:
        """Say everything that is wrong."""
        self._touched |= self._lines.keys()
        self.check()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, where something is wrong: say everything, and go to the first of it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.verb.isEnabled():
            self.touch_all()
            wrong = next((widget for widget, said, _ in self._lines.values() if said.text()), None)
            if wrong is not None:
                wrong.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def is_complete(self) -> bool:
        return super().is_complete() and not self.faults()

    def check(self) -> None:
        found = self.faults()
        for name, (widget, said, form) in self._lines.items():
            words = found.get(name, "") if name in self._touched or _is_filled(widget) else ""
            if isinstance(widget, DayEdit) and widget.isEnabled() and not widget.is_day():
                words = widget.fault()
            said.setText(words)
            widget.setAccessibleDescription(words)
            if form is not None:
                form.setRowVisible(said, bool(words))
            else:
                said.setVisible(bool(words))
        super().check()


class OptionalDay(QWidget):
    """A tick and, once it is set, a day."""

    def __init__(self, title: str, day: date, on: bool = False) -> None:
        super().__init__()
        self.tick, self.edit = QCheckBox(), date_edit(day)
        self.tick.setAccessibleName(title)
        self.edit.setAccessibleName(title)
        self.tick.setChecked(on)
        self.edit.setEnabled(on)
        self.tick.toggled.connect(self.edit.setEnabled)
        row = QHBoxLayout(self)
        bare(row, 8)
        row.addWidget(self.tick)
        row.addWidget(self.edit, 1)
        self.setFocusProxy(self.tick)

    def text(self) -> str:
        """The day as it is kept; '' without one."""
        return day_of(self.edit).isoformat() if self.tick.isChecked() else ""


def refused_by(check: Callable[[], object]) -> dict[str, str]:
    """What a rule refuses, by the name of the field where it is wrong."""
    try:
        check()
    except Refusal as refusal:
        return {refusal.remedy or "": show(refusal.reasons[0])}
    return {}


def _is_filled(widget: QWidget) -> bool:
    """What begins empty, or at nought, is not wrong before somebody was there."""
    if isinstance(widget, QLineEdit):
        return bool(widget.text())
    if isinstance(widget, QPlainTextEdit):
        return bool(widget.toPlainText())
    return isinstance(widget, QComboBox | QDateEdit)

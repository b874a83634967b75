"""A small dialog with labelled fields, one verb and Cancel. It opens beside the work, never in a loop of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ui.parts.card import Card
from ui.parts.day_edit import DayEdit
from ui.parts.fitted_dialog import FittedDialog, sentence
from ui.parts.headline import button_of
from ui.words import tr


class FormDialog(FittedDialog):
    """`submit` is called once, with nothing, after the verb was pressed; the fields still hold their values then."""

    def __init__(self, parent: QWidget, title: str, verb: str, submit: Callable[[], None] | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._submit = submit
        self._required: list[QLineEdit] = []
        self.above, self.form, self.below = QVBoxLayout(), QFormLayout(), QVBoxLayout()
        self.verb = button_of(verb, self.accept, primary=True)
        self.cancel = button_of(tr("Cancel"), self.reject)
        self._column = QVBoxLayout(self)
        self._may_cancel = True
        self._arrange(self._column)

    def _add_last(self) -> None:
        self._column.addWidget(self._buttons())

    def _arrange(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        self._middle = QHBoxLayout()
        self._middle.addLayout(self.form, 1)
        for part, stretch in ((self.above, 0), (self._middle, 0), (self.below, 1)):
            part.setSpacing(10)
            column.addLayout(part, stretch)
        self.form.setHorizontalSpacing(14)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column.addSpacing(4)

    def _buttons(self) -> QDialogButtonBox:
        """In the order of the platform; Enter presses the verb."""
        self.verb.setDefault(True)
        box = QDialogButtonBox()
        box.addButton(self.verb, QDialogButtonBox.ButtonRole.AcceptRole)
        if self._may_cancel:
            box.addButton(self.cancel, QDialogButtonBox.ButtonRole.RejectRole)
        return box

    def close_only(self) -> None:
        """There is nothing to cancel: one button closes it."""
        self._may_cancel = False

    def say(self, words: str, role: str = "muted") -> QLabel:
        """A sentence above the fields."""
        line = sentence(words, role)
        self.above.addWidget(line)
        return line

    def say_below(self, words: str, role: str = "muted") -> QLabel:
        """A sentence under the fields."""
        line = sentence(words, role)
        self.below.addWidget(line)
        return line

    def fill_table(self, table: QWidget) -> None:
        """A table in a frame of its own, taking the room there is."""
        card = Card()
        card.edge_to_edge()
        card.fill(table)
        self.fill(card)

    def fill_beside(self, widget: QWidget) -> None:
        """Something to the right of the fields, as high as they are; it follows them in the tab order."""
        self._middle.setSpacing(18)
        self._middle.addWidget(widget, 1)

    def fill(self, widget: QWidget, stretch: int = 1) -> None:
        """Something larger under the fields, such as a table."""
        self.below.addWidget(widget, stretch)

    def add_line(self, title: str, value: str = "", required: bool = False) -> QLineEdit:
        """A line of text; while a required one is empty the verb is off."""
        line = QLineEdit(value)
        self.add_field(title, line)
        line.textChanged.connect(self.check)
        if required:
            self._required.append(line)
            self.check()
        return line

    def add_choice(self, title: str, options: Sequence[tuple[object, str]], chosen: object = None) -> QComboBox:
        """One of `options` (value, text); `currentData()` gives the value."""
        box = QComboBox()
        for value, words in options:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, [value for value, _ in options].index(chosen) if chosen is not None else 0))
        self.add_field(title, box)
        return box

    def add_date(self, title: str, day: date) -> DayEdit:
        """A settable day with a calendar; while what is typed is no day the verb is off."""
        edit = date_edit(day)
        self.add_field(title, edit)
        self.heed_day(edit)
        return edit

    def heed_day(self, edit: DayEdit) -> None:
        """A field for a day that lies within another widget."""
        edit.lineEdit().textChanged.connect(lambda _typed: self.check())
        edit.editingFinished.connect(lambda: self.check())

    def add_field(self, title: str, widget: QWidget) -> None:
        """Any other field with its label."""
        widget.setAccessibleName(title.replace("&", ""))
        words = QLabel(title)
        words.setBuddy(widget)
        self.form.addRow(words, widget)

    def name_verb(self, verb: str) -> None:
        """Another word on the button, such as one that counts."""
        self.verb.setText(verb)
        self.verb.setAccessibleName(verb)

    def check(self) -> None:
        """Switch the verb on or off."""
        self.verb.setEnabled(self.is_complete() and self._has_days())

    def _has_days(self) -> bool:
        """True when what is typed for a day is one, wherever a day is asked."""
        return all(edit.is_day() or not edit.isEnabledTo(self) for edit in self.findChildren(DayEdit))

    def is_complete(self) -> bool:
        """True when every required line is filled. Dialogs with more to check say so here."""
        return all(line.text().strip() for line in self._required)

    def accept(self) -> None:
        if not self.is_complete():
            return
        if self._submit is not None:
            self._submit()
        super().accept()


class NoticeDialog(FormDialog):
    """Something to read, and Close."""

    def __init__(self, parent: QWidget, title: str, paragraphs: Sequence[str]) -> None:
        super().__init__(parent, title, tr("Close"))
        self.close_only()
        self.setMinimumWidth(420)
        for words in paragraphs:
            self.say(words, "")


def date_edit(day: date) -> DayEdit:
    """A field for a day, written as the language writes it."""
    return DayEdit(day)


def day_of(edit: QDateEdit) -> date:
    """The day in a field."""
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())

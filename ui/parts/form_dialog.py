"""A small dialog with labelled fields, one verb and Cancel. It opens beside the work, never in a loop of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
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

from ui.parts.alive import while_alive
from ui.parts.card import Card
from ui.parts.day_edit import DayEdit
from ui.parts.dialog_page import DialogPage
from ui.parts.fitted_dialog import FittedDialog, sentence
from ui.parts.headline import button_of
from ui.words import tr

_BESIDE = 420
"""Facts are not narrower than this."""


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
        self._column, self._scroller = QVBoxLayout(self), DialogPage()
        self._may_cancel = True
        self._beside: QWidget | None = None
        self._arrange()

    def _add_last(self) -> None:
        self._button_row = self._buttons()
        self._column.addWidget(self._button_row)

    def _arrange(self) -> None:
        self._column.setContentsMargins(20, 18, 20, 16)
        self._column.setSpacing(16)
        self._column.addWidget(self._scroller, 1)
        inner = self._scroller.column
        inner.setSpacing(12)
        self._middle = QHBoxLayout()
        self._middle.addLayout(self.form, 1)
        for part, stretch in ((self.above, 0), (self._middle, 0), (self.below, 1)):
            part.setSpacing(10)
            inner.addLayout(part, stretch)
        _align(self.form)

    def _keep_height(self) -> None:
        self._place_beside()
        super()._keep_height()

    def _take_size(self) -> None:
        super()._take_size()
        self._place_beside()

    def _place_beside(self) -> None:
        """What stands beside the fields goes below them where both do not fit."""
        if self._beside is None:
            return
        needs = self.form.minimumSize().width() + max(_BESIDE, self._beside.minimumSizeHint().width())
        fits = needs + self._middle.spacing() <= self._scroller.viewport().width() or self._fits_in(needs)
        self._middle.setDirection(
            QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)

    def _fits_in(self, needs: int) -> bool:
        """Before it is laid out only its own width is known."""
        sides = self._column.contentsMargins()
        return not self._scroller.isVisible() and needs + sides.left() + sides.right() <= self.width()

    def _own_column(self) -> QVBoxLayout | None:
        return self._column

    def _needed_width(self, column: QVBoxLayout) -> int:
        wide = super()._needed_width(column)
        scrolls = self._needed_height(column, wide, True) > self.room().height()
        return wide + self._scroller.verticalScrollBar().sizeHint().width() if scrolls else wide

    def _needed_height(self, column: QVBoxLayout, wide: int, at_least: bool) -> int:
        sides = column.contentsMargins()
        inner = self._scroller.height_at(wide - sides.left() - sides.right(), at_least)
        return inner + sides.top() + sides.bottom() + column.spacing() + self._button_row.sizeHint().height()

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
        self._beside = widget
        self._middle.setSpacing(18)
        self._middle.addWidget(widget, 1)

    def fill(self, widget: QWidget, stretch: int = 1) -> None:
        """Something larger under the fields, such as a table."""
        self.below.addWidget(widget, stretch)

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Fields that are added meanwhile stand in a column of their own, to the right of those before."""
        first, self.form = self.form, QFormLayout()
        _align(self.form)
        self._middle.setSpacing(28)
        self._middle.addLayout(self.form, 1)
        try:
            yield
        finally:
            self.form = first

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
        checked = while_alive(self, lambda _typed: self.check())  # a field is left when its dialog goes, too
        edit.lineEdit().textChanged.connect(checked)
        edit.editingFinished.connect(lambda: checked(None))

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


def _align(form: QFormLayout) -> None:
    form.setHorizontalSpacing(14)
    form.setVerticalSpacing(10)  # else it takes over the room between two columns of fields
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)


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

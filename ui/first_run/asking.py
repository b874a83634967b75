"""A dialog that asks a few things, says calmly what is not right yet, and stays until it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.parts.fitted_dialog import FittedDialog, sentence
from ui.parts.headline import button_of
from ui.words import tr


class AskingDialog(FittedDialog):
    """`answered` is called by the main button; the dialog closes only when `done` is called."""

    def __init__(
        self, parent: QWidget | None, title: str, intro: str, button: str, answered: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 18, 20, 16)
        self._column.setSpacing(12)
        self._column.addWidget(sentence(intro))
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setHorizontalSpacing(14)
        self.form.setVerticalSpacing(9)
        self._column.addLayout(self.form)
        self.problem = sentence("", "error")
        self.problem.hide()
        self._column.addWidget(self.problem)
        self._cancel = button_of(tr("Cancel"), self.reject)
        self.agree = button_of(button, answered, primary=True)
        self.agree.setDefault(True)

    def _add_last(self) -> None:
        """So the first field has the focus."""
        self._column.addLayout(self._buttons())

    def ask(self, words: str, field: QWidget) -> None:
        """Add a field with its words as label and accessible name."""
        field.setAccessibleName(words.replace("&", ""))
        self.form.addRow(words, field)

    def complain(self, text: str, field: QLineEdit | None = None) -> None:
        """Say what is not right: under the field it is about, which then has the focus, or else below all fields."""
        self.wait(False)
        self._place_problem(field)
        self.problem.setText(text)
        self.problem.show()
        if field is not None:
            field.setFocus()
            field.selectAll()
            field.setAccessibleDescription(text)

    def wait(self, waiting: bool) -> None:
        """While something is tried the button rests."""
        self.agree.setEnabled(not waiting)
        if waiting:
            self.problem.hide()

    def _place_problem(self, field: QLineEdit | None) -> None:
        for one in self.findChildren(QLineEdit):
            one.setAccessibleDescription("")
        if self.form.indexOf(self.problem) >= 0:
            self.form.takeRow(self.problem)
        else:
            self._column.removeWidget(self.problem)
        if field is not None:
            self.form.insertRow(self.form.getWidgetPosition(field)[0] + 1, "", self.problem)  # type: ignore[index]
        else:
            self._column.insertWidget(self._column.indexOf(self.form) + 1, self.problem)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self.agree)
        return row


def secret_field() -> tuple[QLineEdit, QCheckBox]:
    """A field that hides what is typed, and the box that shows it."""
    field, shown = QLineEdit(), QCheckBox(tr("S&how what I type"))
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoAutoUppercase)
    shown.setAccessibleName(shown.text().replace("&", ""))
    shown.toggled.connect(
        lambda on: field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password))
    return field, shown

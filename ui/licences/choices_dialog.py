"""Choose about interest and costs where the terms leave it open; every option beside what it comes to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from ui.licences.invoice_words import amount_words
from ui.parts.card import bare
from ui.parts.facts import rule, selectable
from ui.parts.form_dialog import FormDialog
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.billing_choices import BillingChoices, Choice


class ChoicesDialog(FormDialog):
    """`submit` gets the value of every setting."""

    def __init__(self, parent: QWidget, told: BillingChoices, submit: Callable[[dict[str, str]], None]) -> None:
        super().__init__(parent, tr("Choices about interest and costs"), tr("&Save"), lambda: submit(self.chosen()))
        self.say(tr("They hold for every invoice, on all computers of {the_organisation}: for the amounts on the "
                    "screen and on paper."))
        self.say(
            tr("Beside each option stands what invoice {number} comes to with it.", number=told.number) if told.number
            else tr("Choose an invoice that is late first, and what it comes to stands beside each option."))
        self.parts = [ChoicePart(one) for one in told.choices]
        page = QWidget()
        column = QVBoxLayout(page)
        bare(column, 14)
        column.setContentsMargins(0, 4, 8, 4)
        for part in self.parts:
            column.addWidget(part)
        column.addStretch(1)
        self.fill(scrolled(page, tr("Choices about interest and costs")))
        self.resize(760, 640)

    def chosen(self) -> dict[str, str]:
        return {part.setting: part.value() for part in self.parts}


class ChoicePart(QWidget):
    """One setting: what it changes, its clause, and its options with their amounts side by side."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.setting: str = choice.setting
        self._values = [option.value for option in choice.options]
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        bare(grid)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(show(choice.title), "heading"), 0, 0)
        clause = label(choice.clause or tr("not regulated"), "muted")
        grid.addWidget(clause, 0, 1, Qt.AlignmentFlag.AlignRight)
        told = " ".join([show(choice.told), *([show(choice.note)] if choice.note is not None else [])])
        grid.addWidget(selectable(label(told, "muted", wrap=True)), 1, 0, 1, 2)
        for at, option in enumerate(choice.options):
            words = show(option.label)
            button = QRadioButton(words[:1].upper() + words[1:])
            button.setChecked(option.value == choice.chosen)
            self._group.addButton(button, at)
            grid.addWidget(button, at + 2, 0)
            if option.amount is not None:
                money = amount_words(option.amount)
                why = option.amount.why
                button.setAccessibleDescription(money if why is None else f"{money}: {show(why)}")
                button.setToolTip("" if why is None else show(why))
                grid.addWidget(selectable(label(money)), at + 2, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(rule(), len(choice.options) + 2, 0, 1, 2)

    def value(self) -> str:
        return self._values[max(0, self._group.checkedId())]

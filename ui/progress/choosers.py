"""The top row of the panel: which group, which programme, who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from ui.parts.headline import Headline
from ui.words import tr

if TYPE_CHECKING:
    from ui.progress.reading import Board


class Choosers(Headline):
    """While presenting only group and programme can be chosen: finding one person is finding a name."""

    group_chosen = Signal(object)
    programme_chosen = Signal(object)
    wish_changed = Signal()

    def __init__(self, presenting: bool, parent: QWidget | None = None) -> None:
        super().__init__(tr("Progress"), parent)
        self.groups = _chooser(tr("{Group}"))
        self.programmes = _chooser(tr("{Programme}"))
        self.help = QPushButton()
        self.help.setCheckable(True)
        self.help.setAutoDefault(False)
        self.name = QLineEdit()
        self.name.setClearButtonEnabled(True)
        self.name.setPlaceholderText(tr("Filter by name"))
        self.name.setAccessibleName(tr("Filter by name"))
        self.name.setFixedWidth(self.name.fontMetrics().averageCharWidth() * 16)
        self.show_help_count(0)
        for widget in (self.groups, self.programmes, self.help, self.name):
            self.add_filter(widget)
        for widget in (self.help, self.name):
            widget.setVisible(not presenting)
        self.groups.activated.connect(self._group_activated)
        self.programmes.activated.connect(self._programme_activated)
        self.help.toggled.connect(self._wish_changed)
        self.name.textChanged.connect(self._wish_changed)

    def show_choices(self, board: Board) -> None:
        """Offer these groups and programmes, with the present ones chosen."""
        matrix = board.reading.matrix
        _fill(self.groups, tr("Everybody"), [(row.name, row.id) for row in board.groups], matrix.group_id)
        columns = [(column.title, column.id) for column in board.programmes]
        _fill(self.programmes, tr("All {programmes}"), columns, matrix.programme_id)

    def show_help_count(self, count: int) -> None:
        self.help.setText(tr("Needs help ({n})", n=count))
        self.help.setAccessibleName(self.help.text())

    def has_group(self, group_id: bytes) -> bool:
        return self.groups.findData(group_id) >= 0

    def typed(self) -> str:
        return self.name.text()

    def only_help(self) -> bool:
        return self.help.isChecked()

    def clear_wishes(self) -> None:
        """Show everybody again."""
        self.help.setChecked(False)
        self.name.clear()

    def _group_activated(self, index: int) -> None:
        self.group_chosen.emit(self.groups.itemData(index))

    def _programme_activated(self, index: int) -> None:
        self.programme_chosen.emit(self.programmes.itemData(index))

    def _wish_changed(self) -> None:
        self.wish_changed.emit()


def _chooser(name: str) -> QComboBox:
    chooser = QComboBox()
    chooser.setAccessibleName(name)
    chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    chooser.setMaximumWidth(168)
    return chooser


def _fill(
    chooser: QComboBox, everything: str, choices: list[tuple[str, bytes]], chosen: bytes | None,
) -> None:
    chooser.blockSignals(True)
    chooser.clear()
    chooser.addItem(everything, None)
    for text, key in choices:
        chooser.addItem(text, key)
    chooser.setCurrentIndex(max(chooser.findData(chosen), 0) if chosen is not None else 0)
    chooser.blockSignals(False)

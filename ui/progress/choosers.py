"""The top row of the panel: which group, which programme, who."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from ui.parts.chooser import Chooser
from ui.parts.headline import Headline
from ui.progress.arrangement import Wish
from ui.progress.attention import ANY, FAR_BEHIND, NOT_SEEN, STUCK, reason_words
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
        self.groups = Chooser(tr("{Group}"))
        self.programmes = Chooser(tr("{Programme}"))
        self.help = QPushButton()
        self.help.setCheckable(True)
        self.help.setAutoDefault(False)
        self.reason = QComboBox()
        self.reason.setAccessibleName(tr("Why help is needed"))
        self.reason.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for reason in (ANY, STUCK, FAR_BEHIND, NOT_SEEN):
            self.reason.addItem("", reason)
        self.late = QPushButton()
        self.late.setCheckable(True)
        self.late.setAutoDefault(False)
        self._is_presenting = presenting
        self.name = QLineEdit()
        self.name.setClearButtonEnabled(True)
        self.name.setPlaceholderText(tr("Filter by name"))
        self.name.setAccessibleName(tr("Filter by name"))
        self.name.setFixedWidth(self.name.fontMetrics().averageCharWidth() * 16)
        self.show_counts({}, 0)
        for widget in (self.groups, self.programmes, self.help, self.reason, self.late, self.name):
            self.add_filter(widget)
        for widget in (self.help, self.name):
            widget.setVisible(not presenting)
        self.reason.hide()
        self.groups.activated.connect(self._group_activated)
        self.programmes.activated.connect(self._programme_activated)
        self.help.toggled.connect(self._wish_changed)
        self.reason.currentIndexChanged.connect(self._wish_changed)
        self.late.toggled.connect(self._wish_changed)
        self.name.textChanged.connect(self._wish_changed)

    def show_choices(self, board: Board) -> None:
        """Offer these groups and programmes, with the present ones chosen."""
        matrix = board.reading.matrix
        self.groups.offer(tr("Everybody"), [(row.name, row.id) for row in board.groups], matrix.group_id)
        columns = [(column.title, column.id) for column in board.programmes]
        self.programmes.offer(tr("All {programmes}"), columns, matrix.programme_id)

    def show_counts(self, helped: Mapping[str, int], late: int) -> None:
        """How many need help, by reason, and how many are late on a learning route; of nobody late there is nothing to
        ask.
        """
        self.help.setText(tr("Needs help ({n})", n=helped.get(ANY, 0)))
        self.help.setAccessibleName(self.help.text())
        for at in range(self.reason.count()):
            reason = self.reason.itemData(at)
            self.reason.setItemText(at, tr("{reason} ({n})", reason=reason_words(reason), n=helped.get(reason, 0)))
        self.late.setText(tr("Late ({n})", n=late))
        self.late.setAccessibleName(self.late.text())
        self.late.setToolTip(tr("Late with a step of the learning route"))
        self.late.setVisible(not self._is_presenting and (late > 0 or self.late.isChecked()))

    def has_group(self, group_id: bytes) -> bool:
        return self.groups.has(group_id)

    def groups_offered(self) -> tuple[bytes, ...]:
        return tuple(key for at in range(self.groups.count()) if (key := self.groups.key(at)) is not None)

    def typed(self) -> str:
        return self.name.text()

    def only_help(self) -> bool:
        return self.help.isChecked()

    def why(self) -> str:
        """For which reason help must be needed; of anybody while everybody is shown."""
        return str(self.reason.currentData()) if self.help.isChecked() else ANY

    def only_late(self) -> bool:
        return self.late.isChecked()

    def show_wishes(self, wish: Wish) -> None:
        """Show what was asked for before, without telling who listens."""
        for widget in (self.name, self.help, self.reason, self.late):
            widget.blockSignals(True)
        self.name.setText(wish.typed)
        self.help.setChecked(wish.only_help)
        self.reason.setCurrentIndex(max(self.reason.findData(wish.reason), 0))
        self.late.setChecked(wish.only_late)
        for widget in (self.name, self.help, self.reason, self.late):
            widget.blockSignals(False)
        self._show_reason()

    def clear_wishes(self) -> None:
        """Show everybody again."""
        self.help.setChecked(False)
        self.reason.setCurrentIndex(0)
        self.late.setChecked(False)
        self.name.clear()

    def _group_activated(self, index: int) -> None:
        self.group_chosen.emit(self.groups.key(index))

    def _programme_activated(self, index: int) -> None:
        self.programme_chosen.emit(self.programmes.key(index))

    def _show_reason(self) -> None:
        self.reason.setVisible(self.help.isChecked() and not self._is_presenting)

    def _wish_changed(self) -> None:
        self._show_reason()
        self.wish_changed.emit()

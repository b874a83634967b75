"""The names as they will be printed: to be read, and corrected before anything is on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from ui.panel import Shell
from ui.theme.tokens import tokens
from ui.words import show_short_date, tr

if TYPE_CHECKING:
    from app.views.certificates import DueCertificate

_NAME, _PROGRAMME, _COMPLETED, _NOTE = range(4)


class LinedDelegate(QStyledItemDelegate):
    """Air at the left and a thin line below, as in the other tables."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect = option.rect
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens().line)
        option.rect = rect.adjusted(5, 0, 0, -1)
        super().paint(painter, option, index)


class NamesTable(QTableWidget):
    """The first column can be typed in. `names_moved` follows every correction."""

    names_moved = Signal()

    def __init__(self, shell: Shell, due: Sequence[DueCertificate]) -> None:
        super().__init__(len(due), 4)
        self._due, self._hidden = list(due), shell.veil.on
        self._lacking: Mapping[str, str] = {}
        self.setAccessibleName(tr("Names as they will be printed"))
        self.setHorizontalHeaderLabels(
            [tr("Name on the certificate"), tr("{Programme}"), tr("Completed"), tr("Note")])
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        for row, one in enumerate(self._due):
            self._fill(row, one, shell)
        self.setItemDelegate(LinedDelegate(self))
        self._arrange()
        self.itemChanged.connect(self._changed)

    def names(self) -> list[str]:
        """What is to be printed, row by row, tidied."""
        if self._hidden:
            return [one.full for one in self._due]
        return [" ".join(self._cell(row, _NAME).text().split()) for row in range(self.rowCount())]

    def mark(self, lacking: Mapping[str, str]) -> None:
        """Show which names cannot be printed, and which signs the fonts lack."""
        self._lacking = lacking
        self.blockSignals(True)
        for row, name in enumerate(self.names()):
            note = self._note(name, self._due[row].full)
            self._cell(row, _NOTE).setText(note)
            self._cell(row, _NOTE).setToolTip(note)
            is_wrong = not name or name in lacking
            self._cell(row, _NOTE).setForeground(QColor(tokens().danger if is_wrong else tokens().muted))
        self.blockSignals(False)

    def unprintable(self) -> list[str]:
        """Names with signs that the fonts lack, or no sign at all."""
        return [name for name in self.names() if not name or name in self._lacking]

    def _fill(self, row: int, one: DueCertificate, shell: Shell) -> None:
        name = QTableWidgetItem(shell.veil.name(one.full, one.participant_id))
        if self._hidden:
            name.setFlags(name.flags() & ~Qt.ItemFlag.ItemIsEditable)
        self.setItem(row, _NAME, name)
        for column, text in ((_PROGRAMME, one.programme), (_COMPLETED, show_short_date(one.completed_on)), (_NOTE, "")):
            item = QTableWidgetItem(text)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.setItem(row, column, item)

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        cell = self.item(row, column)
        assert cell is not None
        return cell

    def _arrange(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column, signs in ((_PROGRAMME, 24), (_COMPLETED, 13), (_NOTE, 32)):
            self.setColumnWidth(column, self.fontMetrics().averageCharWidth() * signs + 16)

    def _changed(self, item: QTableWidgetItem) -> None:
        if item.column() == _NAME:
            self.names_moved.emit()

    def _note(self, name: str, registered: str) -> str:
        if not name:
            return tr("A name is needed")
        if name in self._lacking:
            return tr("Cannot print: {signs}", signs=_shown_signs(self._lacking[name]))
        return "" if name == registered else tr("Corrected for printing")


def _shown_signs(signs: str) -> str:
    """Each sign with its number: it may look like another, or like nothing."""
    return " ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs)

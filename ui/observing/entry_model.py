"""What is filled in on a sheet: over what is kept lies what is not saved yet. Three ways to look at one sheet.

By person the points stand under each other, by point the people; or all people by all points at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from app.domain.observing import LONGEST_REMARK, Seen, step_typed
from ui.observing.words import seen_words
from ui.theme.tokens import tokens
from ui.words import list_name, tr

if TYPE_CHECKING:
    from app.views.observing import ObservationSheet, SheetLine

PERSON, POINT, ALL = "person", "point", "all"
_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_STEP, _REMARK, _BEFORE = "step", "remark", "before"
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
Key = tuple[bytes, bytes]
"""Somebody, and a point."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A place on the sheet; `words` are those of a cell that only names its row."""

    kind: str
    key: Key = (b"", b"")
    words: str = ""


class SheetModel(QAbstractTableModel):
    """`filled` tells that something was filled in."""

    filled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheet: ObservationSheet | None = None
        self._way, self._chosen = PERSON, b""
        self._titles: list[str] = []
        self._rows: list[list[Cell]] = []
        self._typed: dict[Key, dict[str, Any]] = {}
        self._sent: dict[Key, dict[str, Any]] = {}
        self._kept: set[Key] = set()

    # What is shown

    def show_sheet(self, sheet: ObservationSheet, way: str, chosen: bytes) -> None:
        """Another reading, or another way to look; what was filled in and is not saved yet stays."""
        if sheet is not self.sheet:
            for key in self._kept:
                self._sent.pop(key, None)
            self._kept.clear()
        self.sheet, self._way, self._chosen = sheet, way, chosen
        titles, rows = _arranged(sheet, way, chosen)
        is_same = titles == self._titles and rows == self._rows
        if not is_same:
            self.beginResetModel()
        self._titles, self._rows = titles, rows
        if not is_same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(titles) - 1))

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def cell(self, index: _Index) -> Cell:
        return self._rows[index.row()][index.column()]

    def is_step(self, index: _Index) -> bool:
        """Whether a key chooses a step here."""
        return index.isValid() and self.cell(index).kind == _STEP and self._may_write()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return self._rows[section][0].words if role == _ROLE.DisplayRole else None
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return self._titles[section]
        return _WRAPPED if role == _ROLE.TextAlignmentRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsEditable if (
            self.cell(index).kind == _REMARK and self._may_write()) else plain

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        cell = self.cell(index)
        if role in (_ROLE.DisplayRole, _ROLE.EditRole, _ROLE.ToolTipRole):
            return self.text(cell)
        if role == _ROLE.AccessibleTextRole:
            return tr("{point}: {now}", point=self._titles[index.column()], now=self.text(cell) or tr("not seen"))
        if role == _ROLE.ForegroundRole and cell.kind == _BEFORE:
            return tokens().muted
        if role == _ROLE.FontRole and index.column() == 0:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def text(self, cell: Cell) -> str:
        if cell.kind == _STEP:
            step = self.value(cell.key, _STEP)
            return self._words()[step] if step is not None else ""
        if cell.kind == _REMARK:
            return str(self.value(cell.key, _REMARK) or "")
        if cell.kind == _BEFORE:
            line = self._line(cell.key[0])
            seen = line.before.get(cell.key[1]) if line is not None else None
            return seen_words(seen, self.sheet.page) if seen is not None and self.sheet is not None else ""
        return cell.words

    def value(self, key: Key, kind: str) -> Any:
        """What was filled in, else what is kept: the place of a step (None: none), or a remark."""
        for laid_over in (self._typed, self._sent):
            if kind in laid_over.get(key, {}):
                return laid_over[key][kind]
        line = self._line(key[0])
        own = line.own.get(key[1]) if line is not None else None
        return _kept_value(own, kind)

    # What is filled in

    def choose(self, index: _Index, sign: str) -> bool:
        """A key on the cell of a step; false where it chooses nothing."""
        key = self.cell(index).key
        step = step_typed(sign, self._words(), self.value(key, _STEP))
        if step is not None:
            self.fill(index, step)
        return step is not None

    def fill(self, index: _Index, value: Any) -> None:
        """A step (None: none) or a remark in this cell, if it is still there."""
        if not index.isValid():
            return
        cell = self.cell(index)
        if not self._may_write() or cell.kind not in (_STEP, _REMARK) or self.value(cell.key, cell.kind) == value:
            return
        self._typed.setdefault(cell.key, {})[cell.kind] = value
        self.dataChanged.emit(index, index)
        self.filled.emit()

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        self.fill(index, " ".join(str(value).split())[:LONGEST_REMARK])
        return True

    def to_save(self) -> list[dict[str, Any]]:
        """What was filled in and is not saved, as the action takes it; with it goes what was refused before, of who is
        still on the sheet.
        """
        assert self.sheet is not None
        ids = [step for step, _ in self.sheet.page.steps]
        if not any(self._differs(key, typed, self._sent.get(key, {})) for key, typed in self._typed.items()):
            return []
        found = {
            key: laid for key, laid in self._sent.items() if key not in self._kept and self._differs(key, laid, {})}
        for key, typed in self._typed.items():
            if self._differs(key, typed, self._sent.get(key, {})):
                found[key] = found.get(key, {}) | typed
        return [
            {"participant_id": person, "point_id": point}
            | ({"step_id": None if laid[_STEP] is None else ids[laid[_STEP]]} if _STEP in laid else {})
            | ({"remark": laid[_REMARK]} if _REMARK in laid else {})
            for (person, point), laid in found.items()]

    def send(self) -> frozenset[Key]:
        """Everything is on its way; it stands there until the next reading has it. Gives what."""
        for key, typed in self._typed.items():
            laid = self._sent.get(key, {})
            if self._differs(key, typed, laid):
                self._sent[key] = laid | typed
                self._kept.discard(key)
        self._typed.clear()
        return frozenset(self._sent.keys() - self._kept)

    def kept(self, keys: frozenset[Key]) -> None:
        """These are kept: the next reading shows them."""
        self._kept |= keys

    def unsaved(self) -> int:
        """How many are not kept: filled in, on their way, or refused with the reason why."""
        return sum(self._line(person) is not None for person, _ in self._typed.keys() | (
            self._sent.keys() - self._kept))

    def forget(self) -> None:
        """On another sheet nothing that was filled in belongs."""
        self._typed.clear()
        self._sent.clear()
        self._kept.clear()

    def seen(self) -> int:
        """How many points of people stand filled in on this day."""
        return sum(self.value(cell.key, _STEP) is not None for row in self._rows for cell in row if cell.kind == _STEP)

    def steps(self) -> int:
        """How many there are to fill in, as the sheet is looked at now."""
        return sum(cell.kind == _STEP for row in self._rows for cell in row)

    def _differs(self, key: Key, typed: dict[str, Any], laid: dict[str, Any]) -> bool:
        """Whether this is another value than what is laid over what is kept; of who is gone it is none."""
        line = self._line(key[0])
        return line is not None and any(
            value != laid.get(kind, _kept_value(line.own.get(key[1]), kind)) for kind, value in typed.items())

    def _line(self, person: bytes) -> SheetLine | None:
        lines = self.sheet.lines if self.sheet is not None else ()
        return next((line for line in lines if line.participant_id == person), None)

    def _words(self) -> list[str]:
        return [words for _, words in self.sheet.page.steps] if self.sheet is not None else []

    def _may_write(self) -> bool:
        return self.sheet is not None and self.sheet.may_write


def _kept_value(own: Seen | None, kind: str) -> Any:
    if kind == _STEP:
        return own.step if own is not None else None
    return own.remark if own is not None else ""


def _arranged(sheet: ObservationSheet, way: str, chosen: bytes) -> tuple[list[str], list[list[Cell]]]:
    points = sheet.page.points
    ends = [tr("Seen as"), tr("Remark"), tr("Before")]
    if way == PERSON:
        return [tr("Point"), tr("Area"), *ends], [
            [Cell("", words=point.title), Cell("", words=point.area), *_ends((chosen, point.id))] for point in points]
    if way == POINT:
        return [tr("Name"), *ends], [
            [_named(line), *_ends((line.participant_id, chosen))] for line in sheet.lines]
    return [tr("Name"), *(point.title for point in points)], [
        [_named(line), *(Cell(_STEP, (line.participant_id, point.id)) for point in points)] for line in sheet.lines]


def _named(line: SheetLine) -> Cell:
    return Cell("", words=list_name(line.full, line.listed))


def _ends(key: Key) -> Iterator[Cell]:
    for kind in (_STEP, _REMARK, _BEFORE):
        yield Cell(kind, key)

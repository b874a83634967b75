"""What is typed in the grid: over what is kept lies what is not saved yet, with what was refused of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from app.domain.assessment.scores import (
    NOT_MADE,
    Absence,
    score_of_items,
    total_of_parts,
    typed_item,
    typed_score,
)
from app.domain.text import Text
from ui.assessing.words import absence_words
from ui.theme.tokens import tokens
from ui.words import list_name, show, show_number, tr

if TYPE_CHECKING:
    from app.views.sittings import Score, ScoreColumn, ScoreLine, ScoreSheet

_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class EntryField:
    """A column that is typed in: a score, an item of it (`item` from 0), or the remark. `shown` columns only follow."""

    title: str
    part_id: bytes | None = None
    item: int | None = None
    highest: int | None = None
    is_remark: bool = False
    shown: bool = False

    @property
    def key(self) -> tuple[bytes | None, int | None, bool]:
        return self.part_id, self.item, self.is_remark


def fields_of(sheet: ScoreSheet, by_item: ScoreColumn | None = None) -> tuple[EntryField, ...]:
    """The columns: a score per part and for the whole, or the items of one of them with the score that follows."""
    if by_item is not None:
        most = 1 if by_item.highest is not None and by_item.highest == by_item.items else None
        items = tuple(EntryField(show_number(number + 1), by_item.part_id, number, most)
                      for number in range(by_item.items or 0))
        return (*items, EntryField(tr("Score"), by_item.part_id, None, by_item.highest, shown=True))
    scores = tuple(EntryField(
        column.title if len(sheet.columns) > 1 and not column.follows else tr("Score"), column.part_id, None,
        column.highest, shown=column.follows) for column in sheet.columns)
    return (*scores, EntryField(tr("Remark"), is_remark=True))


class EntryModel(QAbstractTableModel):
    """People by columns. `typed_in` tells the row that was typed in."""

    typed_in = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[ScoreLine, ...] = ()
        self.fields: tuple[EntryField, ...] = ()
        self.may_write = False
        self._typed: dict[bytes, dict[Any, str]] = {}
        self._sent: dict[bytes, dict[Any, str]] = {}
        self._kept: set[bytes] = set()

    # What is shown

    def show_sheet(self, sheet: ScoreSheet, fields: Sequence[EntryField], may_write: bool) -> None:
        """Another reading: what was typed and is not saved yet stays, also the cell that is being typed in."""
        for person in self._kept:
            self._sent.pop(person, None)
        self._kept.clear()
        people = [line.participant_id for line in sheet.lines]
        is_same = self.fields == tuple(fields) and people == [line.participant_id for line in self.lines]
        if not is_same:
            self.beginResetModel()
        self.lines, self.fields, self.may_write = sheet.lines, tuple(fields), may_write
        if not is_same:
            self.endResetModel()
        elif self.lines:
            self._tell_all()

    def _tell_all(self) -> None:
        """Of a range Qt draws the cells anew, and leaves the one that is open as it is."""
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, self.columnCount() - 1))

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.fields) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.TextAlignmentRole:
            return _LEFT if section == 0 or self.fields[section - 1].is_remark else _RIGHT
        if role not in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return None
        return tr("Name") if section == 0 else self.fields[section - 1].title

    def flags(self, index: _Index) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        typed_in = index.column() > 0 and self.may_write and not self.fields[index.column() - 1].shown
        return plain | Qt.ItemFlag.ItemIsEditable if typed_in else plain

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if index.column() == 0:
            return self._name(line, role)
        field = self.fields[index.column() - 1]
        wrong = self.fault(line, field)
        if role in (_ROLE.DisplayRole, _ROLE.EditRole):
            return self.text(line, field, role == _ROLE.EditRole)
        if role == _ROLE.AccessibleTextRole:
            said = self.text(line, field, False)
            return f"{said}, {show(wrong)}" if wrong is not None else said
        if role == _ROLE.ToolTipRole:
            return show(wrong) if wrong is not None else self.text(line, field, False)
        if role == _ROLE.TextAlignmentRole:
            return _LEFT if field.is_remark else _RIGHT
        if role == _ROLE.BackgroundRole and wrong is not None:
            return tokens().danger_soft
        if role == _ROLE.ForegroundRole:
            return tokens().danger if wrong is not None else tokens().muted if field.shown else None
        return None

    def _name(self, line: ScoreLine, role: int) -> Any:
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return list_name(line.full, line.listed)
        if role == _ROLE.FontRole:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return _LEFT if role == _ROLE.TextAlignmentRole else None

    def text(self, line: ScoreLine, field: EntryField, to_edit: bool) -> str:
        """What stands in a cell: what was typed, else what is kept."""
        for lain_over in (self._typed, self._sent):
            typed = lain_over.get(line.participant_id, {}).get(field.key)
            if typed is not None:
                return typed
        score = line.scores.get(field.part_id)
        if field.shown:
            return self._following(line, field)
        if score is None:
            return ""
        if field.is_remark:
            return score.remark
        if field.item is not None:
            return _item_text(score, field.item)
        if score.raw is None or score.absent:
            said = absence_words(score.absent)
            return said if score.raw is None else f"{score.raw}" if to_edit else f"{score.raw} ({said})"
        return str(score.raw)

    def _following(self, line: ScoreLine, field: EntryField) -> str:
        """The score that follows from what is typed beside it."""
        if any(one.item is not None for one in self.fields):
            scores = self.items(line, field.part_id)
            return "" if scores is None else str(score_of_items(scores))
        parts = [self._number(line, one) for one in self.fields if not one.shown and not one.is_remark]
        total = total_of_parts(parts)
        return "" if total is None else str(total)

    def _number(self, line: ScoreLine, field: EntryField) -> int | None:
        found = typed_score(self.text(line, field, True), field.highest)
        return found if isinstance(found, int) else None

    # What is typed

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        line, field = self.lines[index.row()], self.fields[index.column() - 1]
        text = str(value).strip()
        if text == self.text(line, field, True):
            return True
        self._typed.setdefault(line.participant_id, {})[field.key] = text
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), self.columnCount() - 1))
        self.typed_in.emit(index.row())
        return True

    def fault(self, line: ScoreLine, field: EntryField) -> Text | None:
        """What is wrong with what was typed here."""
        typed = self._typed.get(line.participant_id, {}).get(field.key)
        if typed is None or field.is_remark:
            return None
        if field.item is not None:
            found = typed_item(typed)
            if isinstance(found, Text):
                return found
            most = field.highest
            return Text("{value} is too much: the highest score is {n}.", value=typed, n=most) if (
                most is not None and found != NOT_MADE and found > most) else None
        read = typed_score(typed, field.highest)
        return read if isinstance(read, Text) else None

    def faults(self) -> list[tuple[ScoreLine, EntryField, Text]]:
        return [(line, field, wrong) for line in self.lines for field in self.fields
                if (wrong := self.fault(line, field)) is not None]

    def unsaved(self) -> list[int]:
        """The rows in which something good was typed that is not saved yet."""
        return [row for row, line in enumerate(self.lines) if self.scores_to_save(line)]

    def scores_to_save(self, line: ScoreLine) -> list[dict[str, Any]]:
        """What was typed in a row, as the action takes it; what is refused stays where it is."""
        typed = self._typed.get(line.participant_id, {})
        found: dict[bytes | None, dict[str, Any]] = {}
        for field in self.fields:
            text = typed.get(field.key)
            if text is None or self.fault(line, field) is not None:
                continue
            score = found.setdefault(field.part_id, {"part_id": field.part_id})
            if field.is_remark:
                score["remark"] = text
            elif field.item is None:
                read = typed_score(text, field.highest)
                score |= {"raw": None if isinstance(read, Absence) else read,
                          "absent": read.value if isinstance(read, Absence) else "", "item_scores": None}
            else:
                scores = self.items(line, field.part_id)
                score |= {"item_scores": bytes(scores or ()) or None, "absent": "",
                          "raw": None if scores is None else score_of_items(scores)}
        return list(found.values())

    def items(self, line: ScoreLine, part_id: bytes | None) -> list[int] | None:
        """The scores per item as they stand now, None where nothing was made."""
        scores = []
        for field in self.fields:
            if field.item is not None and field.part_id == part_id:
                read = typed_item(self.text(line, field, True))
                scores.append(NOT_MADE if isinstance(read, Text) or self.fault(line, field) is not None else read)
        return scores if any(score != NOT_MADE for score in scores) else None

    def send(self, person: bytes, scores: Sequence[dict[str, Any]]) -> None:
        """These are on their way; what was refused is still typed. They stand there until the next reading has them."""
        line = next(one for one in self.lines if one.participant_id == person)
        wrong = {field.key for field in self.fields if self.fault(line, field) is not None}
        parts = {score["part_id"] for score in scores}
        typed = self._typed.pop(person, {})
        goes = {key: text for key, text in typed.items() if key not in wrong and key[0] in parts}
        self._sent.setdefault(person, {}).update(goes)
        self._typed[person] = {key: text for key, text in typed.items() if key not in goes}

    def kept(self, person: bytes) -> None:
        """What was sent of this person is kept: the next reading shows it."""
        self._kept.add(person)

    def not_kept(self) -> int:
        """How many people have something that was sent and is not kept: on its way, or refused with the reason why."""
        return len(self._sent.keys() - self._kept)

    def forget(self) -> None:
        """Of another sitting nothing that was typed belongs here."""
        self._typed.clear()
        self._sent.clear()
        self._kept.clear()


def _item_text(score: Score, item: int) -> str:
    if not score.items or item >= len(score.items):
        return ""
    return "–" if score.items[item] == NOT_MADE else str(score.items[item])

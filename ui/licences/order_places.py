"""For how many people is ordered: a number for each location, or for each group where the terms ask that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from app.domain.contract.order import MOST_PARTICIPANTS
from ui.parts.card import bare
from ui.parts.labels import label
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.orders import OrderedPart, PlaceChoice


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many seats, at this location (None: nowhere in particular) or for this group, where the terms ask which."""

    seats: int
    location_id: bytes | None = None
    group_id: bytes | None = None


NOWHERE = Wanted(0)


class PlacesEditor(QWidget):
    """What there is can be picked, nothing is typed but numbers; 0 is not ordered."""

    def __init__(self, places: Sequence[PlaceChoice], by_group: bool, changed: Callable[[], None]) -> None:
        super().__init__()
        self._fields: list[tuple[PlaceChoice, QSpinBox]] = []
        grid = QGridLayout(self)
        bare(grid, 4)
        grid.setContentsMargins(0, 8, 8, 4)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        for place in places:
            if bool(place.group_id) == by_group:
                self._add(grid, place, changed)
            elif by_group:
                self._add_heading(grid, place)
        grid.setRowStretch(grid.rowCount(), 1)

    def parts(self) -> list[dict[str, Any]]:
        """As the action takes them."""
        return [
            {"location_id": place.location_id, "group_id": place.group_id, "participants": box.value()}
            for place, box in self._fields if box.value()]

    def total(self) -> int:
        return sum(box.value() for _, box in self._fields)

    def show_parts(self, parts: Sequence[OrderedPart]) -> None:
        """As it was ordered before."""
        known = {(part.location_id, part.group_id): part.participants for part in parts}
        for place, box in self._fields:
            box.setValue(known.get((place.location_id, place.group_id), 0))

    def fill_members(self) -> None:
        """As many as are there now."""
        for place, box in self._fields:
            box.setValue(place.members)

    def propose(self, wanted: Wanted) -> None:
        """Fill in so many for the group, else for the location, else for the only place there is."""
        fields = [(place, box) for place, box in self._fields if place.group_id and place.group_id == wanted.group_id]
        fields = fields or [
            (place, box) for place, box in self._fields
            if not place.group_id and place.location_id == wanted.location_id]
        fields = fields or (self._fields if len(self._fields) == 1 else [])
        for _, box in fields[:1]:
            box.setValue(wanted.seats)

    def _add(self, grid: QGridLayout, place: PlaceChoice, changed: Callable[[], None]) -> None:
        row, name = grid.rowCount(), place.group or place.location
        box = QSpinBox()
        box.setRange(0, MOST_PARTICIPANTS)
        box.setGroupSeparatorShown(True)
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        box.setAccessibleName(tr("{Participants} for {name}", name=name))
        box.valueChanged.connect(lambda _value: changed())
        words = label(name, wrap=True)
        words.setBuddy(box)
        grid.addWidget(words, row, 0)
        grid.addWidget(label(tr_count("{n} now", "{n} now", place.members), "muted"), row, 1)
        grid.addWidget(box, row, 2)
        self._fields.append((place, box))

    def _add_heading(self, grid: QGridLayout, place: PlaceChoice) -> None:
        grid.addWidget(label(place.location, "heading"), grid.rowCount(), 0, 1, 3)

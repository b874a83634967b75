"""The list of people as a view keeps it: which shelf, who left too, and the order; what was searched for is no part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui.groups.group_view import GroupView
from ui.groups.shelf import Shelf

Choices = dict[str, Any]
EVERYBODY = "everybody"


def kept(key: object, group: GroupView) -> Choices:
    """`key` is that of the shelf that is open."""
    column, downward = group.table.sorting()
    return {"place": key.hex() if isinstance(key, bytes) else str(key or EVERYBODY), "left": group.shows_left,
            "column": column, "downward": downward}


def place_of(choices: Choices, shelves: Sequence[Shelf]) -> object | None:
    """The key of the shelf that the view was kept with; None where it is not there any more."""
    wanted = choices.get("place", EVERYBODY)
    return next((one.key for one in shelves if _as_text(one.key) == wanted), None)


def arrange(choices: Choices, group: GroupView) -> None:
    """What the view says of the people on whatever shelf."""
    group.search.clear()
    column = choices.get("column", 0)
    if column < group.table.model().columnCount():
        group.table.sort_on(column, choices.get("downward", False))
    group.with_left.setChecked(choices.get("left", False))


def _as_text(key: object) -> str:
    return key.hex() if isinstance(key, bytes) else str(key)

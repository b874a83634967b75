"""The matrix as a view keeps it: group, programme, order and filters; a name that was typed is no part of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ui.progress.arrangement import FIRST_TITLE, NAME, Wish

if TYPE_CHECKING:
    from app.views.progress import GroupMatrix

Choices = dict[str, Any]


def kept(matrix: GroupMatrix | None, wish: Wish) -> Choices:
    """A column of the matrix is kept by what it is about: others may come to stand before it."""
    column: int | str = wish.column
    if matrix is not None and wish.column >= FIRST_TITLE:
        column = matrix.columns[wish.column - FIRST_TITLE].id.hex()
    return {
        "group": as_text(matrix.group_id if matrix is not None else None),
        "programme": as_text(matrix.programme_id if matrix is not None else None),
        "column": column, "downward": wish.downward, "help": (wish.reason or "any") if wish.only_help else "",
        "late": wish.only_late,
    }


def wish_of(choices: Choices) -> Wish:
    """The filters of a view; the column waits for the matrix that it is a column of."""
    asked = choices.get("help", "")
    return Wish(
        downward=choices.get("downward", False), only_help=bool(asked), only_late=choices.get("late", False),
        reason="" if asked == "any" else asked)


def fitted(wish: Wish, choices: Choices, matrix: GroupMatrix) -> tuple[Wish, bool]:
    """The wish with its column, and whether everything that the view was kept with is there."""
    column = _column(choices.get("column", NAME), matrix)
    fits = replace(wish, column=NAME, downward=False) if column is None else replace(wish, column=column)
    same = all(choices.get(name, "") == as_text(there)
               for name, there in (("group", matrix.group_id), ("programme", matrix.programme_id)))
    return fits, same and column is not None


def as_text(key: bytes | None) -> str:
    return key.hex() if key else ""


def as_key(text: str) -> bytes | None:
    return bytes.fromhex(text) if text else None


def _column(kept_as: int | str, matrix: GroupMatrix) -> int | None:
    """None of one that is not there."""
    if isinstance(kept_as, int):
        return kept_as if kept_as < FIRST_TITLE else None
    place = {column.id.hex(): at for at, column in enumerate(matrix.columns, FIRST_TITLE)}
    return place.get(kept_as)

"""What the panel reads, and what it works out about it while still on the reader thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.names import fold
from ui.progress.attention import signs
from ui.words import list_name, list_name_key

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.domain.sight import Sight
    from app.views.groups import GroupRow
    from app.views.progress import GroupMatrix, MatrixColumn


FIRST_GROUP = b""
"""Instead of a group's id: the first group there is, or everybody where there is none."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A matrix with what ordering and filtering need.

    `names` are as the user wants them in lists, `by_name` holds the row numbers in their order; `searched`
    has per row the folded words of the name, each with a space before it. `signs` has per row those that ask for a
    look, one letter each.
    """

    matrix: GroupMatrix
    names: tuple[str, ...]
    by_name: tuple[int, ...]
    searched: tuple[str, ...]
    signs: tuple[str, ...]

    def has(self, participant_id: bytes) -> bool:
        return any(row.participant_id == participant_id for row in self.matrix.rows)


@dataclass(frozen=True, slots=True)
class Board:
    """All that the panel shows without a participant's page: what can be chosen, and what was."""

    groups: tuple[GroupRow, ...]
    programmes: tuple[MatrixColumn, ...]
    reading: Reading


def read_board(
    connection: Connection, sight: Sight, group_id: bytes | None, programme_id: bytes | None,
) -> Board:
    """The matrix of a group, or with None of everybody, for all programmes or the exercises of one.

    A group or programme that is not there (any more) counts as not chosen.
    """
    from app.views import groups, progress

    offered = groups.group_list(connection, sight)
    if group_id == FIRST_GROUP:
        group_id = offered[0].id if offered else None
    elif group_id not in {row.id for row in offered}:
        group_id = None
    whole = progress.group_matrix(connection, sight, group_id)
    shown = whole
    if programme_id in {column.id for column in whole.columns}:
        shown = progress.group_matrix(connection, sight, group_id, programme_id)
    return Board(offered, whole.columns, prepared(shown))


def prepared(matrix: GroupMatrix) -> Reading:
    """Names, their order and their searchable words, worked out once."""
    rows = matrix.rows
    keys = [list_name_key(row.full, row.listed) for row in rows]
    return Reading(
        matrix,
        tuple(list_name(row.full, row.listed) for row in rows),
        tuple(sorted(range(len(rows)), key=keys.__getitem__)),
        tuple(searchable(row.full) for row in rows),
        tuple(signs(row) for row in rows),
    )


def searchable(text: str) -> str:
    """The folded words, each with a space before it: a word begins with 'el' where ' el' is found."""
    return " " + fold(text).replace(",", " ").replace("-", " ")

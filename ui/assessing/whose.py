"""A list of the people of a group, with everybody together first: of whom a growth or a profile is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.table import RowTable
from ui.words import list_name, list_name_key, tr

if TYPE_CHECKING:
    from app.views.people import ParticipantRow

WHOLE = b""
"""The key of the group itself among its people."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody, or the group itself (WHOLE)."""

    id: bytes
    full: str = ""
    listed: str = ""


def whose_table(shell: Shell, title: str) -> RowTable:
    """The table for `whose_rows`."""
    def name(row: Whose) -> str:
        if row.id == WHOLE:
            return tr("Everybody together")
        return shell.veil.name(list_name(row.full, row.listed), row.id)

    def order(row: Whose) -> str:
        return "" if row.id == WHOLE else list_name_key(row.full, row.listed)

    return RowTable(
        (Column(title, name, width=18, stretch=True, bold=True, sort_key=order),), title, lambda row: row.id)


def whose_rows(people: Sequence[ParticipantRow]) -> list[Whose]:
    """Nobody at all where there is nobody in the group."""
    return [Whose(WHOLE), *(Whose(row.id, row.full, row.listed) for row in people)] if people else []

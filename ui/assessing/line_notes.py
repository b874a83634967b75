"""The lines of a list that were not understood, each with what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui.parts.columns import Column
from ui.parts.table import RowTable
from ui.words import show, tr


def line_notes(notes: Sequence[Any]) -> RowTable:
    """`notes` have a `line` (0: the whole list) and a `reason`."""
    table = RowTable((
        Column(tr("Line"), lambda note: str(note.line or "–"), width=5, align="right",
               sort_key=lambda note: note.line),
        Column(tr("What is wrong"), lambda note: show(note.reason), width=60, stretch=True),
    ), tr("Lines to look at"))
    table.setMinimumHeight(110)
    table.set_rows(notes)
    return table

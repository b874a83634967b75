"""Tick some things in a long list that can be searched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ui.parts.form_dialog import FormDialog
from ui.parts.pick_table import PickTable
from ui.words import search_matcher


class PickDialog(FormDialog):
    """Give `search` to the line in which one searches, and then `table` to `fill_picks`."""

    table: PickTable

    def fill_picks(self, table: PickTable, searched: Callable[[Any], str]) -> None:
        """`searched` gives the words that a row is found by."""
        self.table, self._searched = table, searched
        table.picks_moved.connect(self.check)
        self.fill_table(table)

    def is_complete(self) -> bool:
        return bool(self.table.picked())

    def search(self, typed: str) -> None:
        fits = search_matcher(typed)
        self.table.set_filter((lambda one: fits(self._searched(one))) if typed.strip() else None)

"""A list whose chosen row has a page beside it: which row is chosen, and its page read when it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.table import RowTable


def settle_choice(table: RowTable, wanted: bytes | None = None) -> None:
    """After other rows came: the one that was asked for, else the one that was chosen, else the first."""
    if wanted is not None:
        table.choose(wanted)
    rows = table.rows()
    if rows and table.current_key() is None:
        table.choose(rows[0].id)


def read_page_of(
    owner: QWidget, shell: Shell, table: RowTable, view: Callable[..., Any], show: Callable[[Any], None],
) -> None:
    """Show the page of the chosen row, None where there is none; not that of a row that was chosen before."""
    row = table.current()
    if row is None:
        show(None)
        return

    def take(page: Any) -> None:
        if page.row.id == table.current_key():
            show(page)

    shell.read(view, row.id, then=while_alive(owner, take))

"""Taking a table of numbers along: to the clipboard and to a file, the same rows, numbers as numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.domain.permissions import Permission, allowed
from app.domain.text import Text
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.headline import Headline
from ui.words import tr

Cells = list[list[str | int]]


def add_taking_along(page: QWidget, shell: Shell, headline: Headline, cells: Callable[[], Cells], file: str) -> None:
    """Buttons for both at the right; who may not export copies only. `file` is the name that is proposed."""
    headline.add_button(tr("Cop&y table"), lambda: copy_table(shell, cells()))
    if allowed(shell.sight.actor, Permission.EXPORT):
        headline.add_button(tr("E&xport CSV…"), lambda: export_table(page, shell, cells(), file))


def as_text(cells: Sequence[Sequence[str | int]]) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in cells]


def copy_table(shell: Shell, cells: Sequence[Sequence[str | int]]) -> None:
    """Tab-separated text on the clipboard."""
    if cells:
        lines = ("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row) for row in as_text(cells))
        QGuiApplication.clipboard().setText("\n".join(lines))
        shell.say(Text("The table is on the clipboard."))


def export_table(page: QWidget, shell: Shell, cells: Sequence[Sequence[str | int]], file: str) -> None:
    """The same rows in the same order as a file; numbers as numbers."""
    from app.exchange.shown_table import write_shown_table

    target = shell.pick_target(Text("Export progress"), file, "CSV (*.csv)") if cells else ""
    if target:
        shell.work(write_shown_table, Path(target), cells, title=Text("Export progress"), steps=False,
                   then=while_alive(page, lambda path: shell.say(Text("Written to {file}.", file=path.name))))

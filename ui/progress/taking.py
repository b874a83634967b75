"""Taking along what a page shows: on the clipboard, or as a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.domain.text import Text
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.words import tr


def copy_rows(shell: Shell, rows: list[list[str]]) -> None:
    """Tab-separated text on the clipboard."""
    if rows:
        QGuiApplication.clipboard().setText("\n".join("\t".join(_one_line(row)) for row in rows))
        shell.say(Text("The table is on the clipboard."))


def export_rows(shell: Shell, owner: QWidget, rows: list[list[str]]) -> None:
    """The same rows in the same order as a file."""
    from app.exchange.shown_table import write_shown_table

    if not rows:
        return

    def say_exported(path: Path) -> None:
        shell.say(Text("Written to {file}.", file=path.name))

    target = shell.pick_target(Text("Export progress"), tr("progress.csv"), "CSV (*.csv)")
    if target:
        shell.work(
            write_shown_table, Path(target), rows, title=Text("Export progress"),
            then=while_alive(owner, say_exported), steps=False)


def _one_line(row: list[str]) -> list[str]:
    return [cell.replace("\t", " ").replace("\n", " ") for cell in row]

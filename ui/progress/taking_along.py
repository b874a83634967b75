"""What a page of progress shows, on the clipboard or in a file: the same rows in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from app.domain.text import Text
from ui.panel import Shell


def copy_rows(shell: Shell, rows: Sequence[Sequence[str]]) -> None:
    """As text with tabs; nothing where there is nothing."""
    if rows:
        QGuiApplication.clipboard().setText("\n".join("\t".join(_one_line(row)) for row in rows))
        shell.say(Text("The table is on the clipboard."))


def save_rows(shell: Shell, rows: Sequence[Sequence[str]], title: Text, name: str) -> None:
    """As a file where the user says; formulas are made harmless."""
    from app.exchange.shown_table import write_shown_table

    def written(path: Path) -> None:
        shell.say(Text("Written to {file}.", file=path.name))

    target = shell.pick_target(title, name, "CSV (*.csv)") if rows else ""
    if target:
        shell.work(write_shown_table, Path(target), rows, title=title, then=written, steps=False)


def _one_line(row: Sequence[str]) -> list[str]:
    return [cell.replace("\t", " ").replace("\n", " ") for cell in row]

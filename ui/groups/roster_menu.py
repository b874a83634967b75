"""Everybody and every group as a file: chosen from a menu, kept where the user says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from app.domain.text import Text
from ui.panel import Shell
from ui.words import language, tr


class RosterMenu:
    """A menu with an entry for every form in which groups and people are handed over."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        self._shell = shell
        self.menu = QMenu(tr("&Everybody and every {group}"), parent)
        self._add(tr("&List for a spreadsheet (XLSX)…"), "xlsx", "Excel (*.xlsx)")
        self._add(tr("List as &CSV…"), "csv", "CSV (*.csv)")
        self.menu.addSeparator()
        self._add(tr("&OneRoster 1.2 (ZIP)…"), "oneroster-1.2", "ZIP (*.zip)")
        self._add(tr("OneRoster &1.1 (ZIP)…"), "oneroster-1.1", "ZIP (*.zip)")
        self._add(tr("&School Data Sync (ZIP)…"), "sds", "ZIP (*.zip)")

    def _add(self, title: str, form: str, patterns: str) -> None:
        entry = self.menu.addAction(title)
        entry.triggered.connect(lambda _on: self._save(form, patterns))

    def _save(self, form: str, patterns: str) -> None:
        """Ask where to, and write there; nothing happens where no place is chosen."""
        from app.exchange.roster_writing import ENDINGS, write_roster

        name = f"{tr('groups and people')} {self._shell.sight.today.isoformat()}.{ENDINGS[form]}"
        target = self._shell.pick_target(Text("Where should the file be kept?"), name, patterns)
        if not target:
            return

        def done(_counts: Any) -> None:
            self._shell.say(Text("Written to {file}.", file=Path(target).name))

        self._shell.work(
            write_roster, self._shell.desk, form, Path(target), language(), title=Text("Writing the file"), then=done,
            steps=False)

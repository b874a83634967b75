"""The register of permissions as a paper or as rows, kept where the user says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu

from app.domain.text import Text
from ui.panel import Shell
from ui.parts.headline import button_of
from ui.words import language, tr

if TYPE_CHECKING:
    from app.views.rights import PermissionRegister


class RegisterMenu:
    """A button with a menu; both are for the register that was offered last."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._register: PermissionRegister | None = None
        self.button = button_of(tr("Save the register…"), lambda: None)
        self.button.setProperty("menu", True)
        self.menu = QMenu(self.button)
        self.button.setMenu(self.menu)
        self.paper = self.menu.addAction(tr("As a &paper (PDF)…"))
        self.rows = self.menu.addAction(tr("As &rows (CSV)…"))
        self.paper.triggered.connect(lambda _on: self._save_paper())
        self.rows.triggered.connect(lambda _on: self._save_rows())
        self.button.setEnabled(False)

    def offer(self, register: PermissionRegister) -> None:
        self._register = register
        self.button.setEnabled(True)

    def _save_paper(self) -> None:
        from app.documents.permission_paper import write_register

        self._save(write_register, tr("permissions.pdf"), "PDF (*.pdf)")

    def _save_rows(self) -> None:
        from app.exchange.permission_rows import write_register_rows

        self._save(write_register_rows, tr("permissions.csv"), "CSV (*.csv)")

    def _save(self, write: Callable[..., Any], name: str, patterns: str) -> None:
        if self._register is None:
            return
        target = self._shell.pick_target(Text("Where should the file be kept?"), name, patterns)
        if target:
            self._shell.work(
                write, self._shell.desk, self._register.agreement_id, Path(target), language(),
                title=Text("Writing the file"), then=self._say_written, steps=False)

    def _say_written(self, path: Path) -> None:
        self._shell.say(Text("Written to {file}.", file=path.name))

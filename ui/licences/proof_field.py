"""A field for the file that proves something: only its checksum is kept, the file stays where it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.domain.text import Text
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import tr


class ProofField(QWidget):
    """`checksum` is empty until a file was chosen; `changed` is called with each."""

    def __init__(self, shell: Shell, title: str, changed: Callable[[], None]) -> None:
        super().__init__()
        self._shell, self._changed = shell, changed
        self.checksum = ""
        column = QVBoxLayout(self)
        bare(column, 4)
        self.button = button_of(tr("Choose the &file…"), self._choose)
        self.said: QLabel = label(tr("Only its checksum is kept: keep the file itself."), "muted", wrap=True)
        column.addWidget(self.button)
        column.addWidget(self.said)
        self.setAccessibleName(title)
        self.setFocusProxy(self.button)

    def _choose(self) -> None:
        from app.store.files import checksum_of

        found = self._shell.pick_files(Text("Choose the document"), "")
        if found:
            path = Path(found[0])
            self._shell.work(
                checksum_of, path, title=Text("Reading {file}", file=path.name), then=partial(self._show, path),
                steps=False)

    def _show(self, path: Path, checksum: str) -> None:
        self.checksum = checksum
        self.said.setText(tr("{file}, checksum {checksum}", file=path.name, checksum=f"{checksum[:12]}…"))
        self.said.setToolTip(checksum)
        self.button.setAccessibleDescription(self.said.text())
        self._changed()

"""The documents that were accepted: title and version of each, and the checksum of the file that was chosen.

The file itself is not kept: the checksum shows later whether a file is the one that was signed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.text import Text
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import tr

TERMS, DEVIATING, PROCESSING = "agreement", "deviating", "processing"
_SHOWN = 8
_KIND_LENGTH, _TITLE_WIDTH, _EDITION_WIDTH = 9, 140, 56


@dataclass(slots=True)
class DocumentRow:
    """The fields of one document; `checksum` is empty until a file was chosen."""

    kind: QComboBox
    title: QLineEdit
    edition: QLineEdit
    choose: QPushButton
    checksum: str = ""

    def paper(self) -> dict[str, Any]:
        """As the action takes it."""
        return {"title": self.title.text().strip(), "edition": self.edition.text().strip(), "checksum": self.checksum}


class DocumentsEditor(QWidget):
    """`changed` is called after every change. Begins with the terms of the provider."""

    def __init__(self, shell: Shell, title: str, edition: str, changed: Callable[[], None]) -> None:
        super().__init__()
        self._shell, self._changed = shell, changed
        self.rows: list[DocumentRow] = []
        column = QVBoxLayout(self)
        bare(column, 8)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self.more = button_of(tr("Add a doc&ument"), partial(self._add, "", ""))
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        for at, words in enumerate((tr("Kind"), tr("Title"), tr("Version"), tr("File"))):
            self._grid.addWidget(label(words, "muted"), 0, at)
        self._add(title, edition)

    def papers(self, kind: str) -> list[dict[str, Any]]:
        """Those of this kind, as the action takes them."""
        return [row.paper() for row in self.rows if row.kind.currentData() == kind]

    def _add(self, title: str, edition: str) -> None:
        number = len(self.rows) + 1
        row = DocumentRow(QComboBox(), QLineEdit(title), QLineEdit(edition), QPushButton())
        for kind, words in (
            (TERMS, tr("agreement")), (DEVIATING, tr("other terms")),
            (PROCESSING, tr("processing agreement")),
        ):
            row.kind.addItem(words, kind)
        row.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        row.kind.setMinimumContentsLength(_KIND_LENGTH)
        row.title.setMinimumWidth(_TITLE_WIDTH)
        row.title.setCursorPosition(0)
        row.edition.setFixedWidth(_EDITION_WIDTH)
        row.choose.setText(tr("Choose…"))
        row.choose.clicked.connect(partial(self._choose, row))
        for name, field in (
            (tr("Kind of document {n}", n=number), row.kind), (tr("Title of document {n}", n=number), row.title),
            (tr("Version of document {n}", n=number), row.edition),
            (tr("Choose the file of document {n}", n=number), row.choose),
        ):
            field.setAccessibleName(name)
        for at, widget in enumerate((row.kind, row.title, row.edition, row.choose)):
            self._grid.addWidget(widget, number, at)
        for line in (row.title, row.edition):
            line.textChanged.connect(lambda _typed: self._changed())
        row.kind.currentIndexChanged.connect(lambda _index: self._changed())
        self.rows.append(row)
        self._changed()

    def _choose(self, row: DocumentRow, _pressed: bool = False) -> None:
        from app.store.files import checksum_of

        found = self._shell.pick_files(Text("Choose the document"), "")
        if found:
            path = Path(found[0])
            self._shell.work(
                checksum_of, path, title=Text("Reading {file}", file=path.name),
                then=partial(self._show_checksum, row, path), steps=False)

    def _show_checksum(self, row: DocumentRow, path: Path, checksum: str) -> None:
        row.checksum = checksum
        row.choose.setText(f"{checksum[:_SHOWN]}…")
        row.choose.setToolTip(tr("{file}, checksum {checksum}", file=path.name, checksum=checksum))
        row.choose.setAccessibleDescription(row.choose.toolTip())
        if not row.title.text().strip():
            row.title.setText(path.stem)
        self._changed()

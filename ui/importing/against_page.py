"""Before a file of the new year is taken over: who it puts elsewhere than was prepared, and which of the two counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.rollover.differences import DifferencesCard
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.rollover_differences import Difference, FileAgainst


class AgainstPage(QWidget):
    """`chosen` are the rows as they are to stand: nothing is written before the file is taken over."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.chosen: tuple[Difference, ...] = ()
        self.card = DifferencesCard(
            shell, tr("Nothing was changed yet. Choose for each of them, or for all, which counts: it is taken over "
                      "together with the file, and undone with it."),
            lambda rows: self._settle(rows, "file"), lambda rows: self._settle(rows, "ours"))
        column = QVBoxLayout(self)
        bare(column, 10)
        column.addWidget(self.card, 1)

    def show_against(self, against: FileAgainst | None) -> None:
        """Begin with what counts by itself; what was chosen before for who still differs stays chosen."""
        before = {row.id: row for row in self.chosen}
        rows = against.rows if against is not None else ()
        self.chosen = tuple(
            replace(row, stands=before[row.id].stands) if row.id in before else row for row in rows)
        self.card.show_rows(self.chosen)

    def _settle(self, rows: Sequence[Difference], stands: str) -> None:
        meant = {row.id for row in rows}
        self.chosen = tuple(replace(row, stands=stands) if row.id in meant else row for row in self.chosen)
        self.card.show_rows(self.chosen)


class AgainstLine(QWidget):
    """One line of the preview: how many differ from what is prepared, and the way to them."""

    def __init__(self, look: Callable[[], None]) -> None:
        super().__init__()
        self.words = label("", "", wrap=True)
        self.look_button = button_of(tr("&Look and choose…"), look)
        row = QHBoxLayout(self)
        bare(row, 10)
        row.addWidget(self.words, 1)
        row.addWidget(self.look_button)

    def show_against(self, against: FileAgainst | None) -> None:
        self.setVisible(against is not None)
        if against is not None:
            self.words.setText(_words(against))
            self.look_button.setVisible(bool(against.rows))


def _words(against: FileAgainst) -> str:
    year = against.year.label
    if not against.rows:
        return tr_count(
            "{n} {participant} goes where was prepared for {year}.",
            "{n} {participants} go where was prepared for {year}.", against.agree, year=year)
    return tr_count(
        "Of {n} {participant} the file says something else than was prepared for {year}.",
        "Of {n} {participants} the file says something else than was prepared for {year}.", len(against.rows),
        year=year)

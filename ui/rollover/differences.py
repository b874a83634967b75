"""Of whom a file of the new year says another thing than was prepared, and which of the two counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.domain.rollover.kept import Choice
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.columns import Column
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.list_frame import foot
from ui.parts.search_line import people_search
from ui.parts.table import RowTable
from ui.words import list_name, list_name_key, search_matcher, tr

if TYPE_CHECKING:
    from app.views.rollover_differences import Difference

Settle = Callable[[list["Difference"]], None]


class DifferencesCard(Card):
    """`take_file` and `keep_ours` get the chosen rows that stand otherwise, or all such rows where none is chosen."""

    def __init__(self, shell: Shell, about: str, take_file: Settle, keep_ours: Settle) -> None:
        super().__init__(tr("The file says something else"))
        self._shell, self._take_file, self._keep_ours = shell, take_file, keep_ours
        self.table = RowTable(self._columns(), tr("The file says something else"), lambda row: row.id, several=True)
        self.search = people_search(shell.veil, tr("Search by name or {group}"), self._search)
        self.file_button = button_of(tr("&Take over the file's"), lambda: take_file(self._standing("ours")))
        self.ours_button = button_of(tr("Kee&p ours"), lambda: keep_ours(self._standing("file")))
        self.table.selection_moved.connect(self._check)
        self.fill(label(about, "muted", wrap=True))
        self.fill(self.search)
        self.fill(self.table, 1)
        self.fill(foot((self.file_button, self.ours_button)))

    def show_rows(self, rows: Sequence[Difference]) -> None:
        self.table.set_rows(rows)
        self._check()

    def _columns(self) -> tuple[Column, ...]:
        veil = self._shell.veil
        return (
            Column(tr("Name"), lambda row: veil.name(list_name(row.full, row.listed), row.id), width=24, stretch=True,
                   sort_key=lambda row: list_name_key(row.full, row.listed)),
            Column(tr("Prepared"), _ours, width=18),
            Column(tr("In the file"), lambda row: row.file, width=18),
            Column(tr("What counts"), lambda row: tr("Prepared") if row.stands == "ours" else tr("The file"), width=15,
                   tone=lambda row: "info" if row.stands == "ours" else "neutral"),
        )

    def _meant(self) -> list[Difference]:
        return self.table.chosen() or self.table.rows()

    def _standing(self, stands: str) -> list[Difference]:
        return [row for row in self._meant() if row.stands == stands]

    def _check(self) -> None:
        some = bool(self.table.chosen())
        for button, words, stands in (
            (self.file_button, tr("&Take over the file's") if some else tr("&Take over the file's for all"), "ours"),
            (self.ours_button, tr("Kee&p ours") if some else tr("Kee&p ours for all"), "file"),
        ):
            button.setText(words)
            button.setAccessibleName(words.replace("&", ""))
            button.setEnabled(bool(self._standing(stands)))

    def _search(self, typed: str) -> None:
        fits = search_matcher(typed)
        self.table.set_filter(lambda row: fits(" ".join((row.full, row.ours, row.file))))
        self._check()


def _ours(row: Difference) -> str:
    if row.choice is Choice.LEAVE:
        return tr("Leaves")
    return row.ours or tr("In no {group}")

"""Who will have the new groups: staying with the year group, going along with the people, or somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.columns import Column
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.list_frame import foot
from ui.parts.search_line import SearchLine
from ui.parts.table import RowTable
from ui.rollover import steps
from ui.rollover.dialogs import CoachesDialog
from ui.words import search_matcher, show_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.rollover import NewRow, RollOver


class CoachesTab(QWidget):
    """`table` holds the new groups."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._prepared: RollOver | None = None
        self._names: dict[bytes, str] = {}
        self.search = SearchLine(tr("Search {a_group}"), self._search)
        self.table = RowTable(self._columns(), tr("New {groups}"), lambda row: row.id, several=True)
        self.days = label("", "muted", wrap=True)
        self.stay_button = button_of(tr("Stay with the year &group"), self._stay)
        self.along_button = button_of(tr("Go a&long"), self._along)
        self.choose_button = button_of(tr("&Choose…"), self._choose)
        self._arrange()
        self.table.selection_moved.connect(self._check)
        self.table.row_opened.connect(self._opened)

    def show_prepared(self, prepared: RollOver) -> None:
        self._prepared = prepared
        self._names = {one.id: one.full for one in prepared.coaches}
        self.stay_button.setVisible(prepared.year is not None)
        self.table.setColumnHidden(2, prepared.year is None)
        self.table.set_rows(prepared.going_on)
        self.days.setText(self._day_words(prepared))
        self._check()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.search)
        card = Card()
        card.fill(self.table, 1)
        card.fill(foot((self.stay_button, self.along_button, self.choose_button)))
        column.addWidget(card, 1)
        column.addWidget(self.days)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(tr("Name"), lambda row: row.name, width=28, bold=True),
            Column(tr("{Coaches}"), self._coming, width=28, stretch=True,
                   tone=lambda row: "" if row.coaches else "warning"),
            Column(tr("Has this year group now"), lambda row: self._named(row.staying), width=22, muted=True),
            Column(tr("Has these {participants} now"), lambda row: self._named(row.along), width=22, muted=True),
        )

    def _coming(self, row: NewRow) -> str:
        return self._named(tuple(one.id for one in row.coaches)) if row.coaches else tr("Nobody yet")

    def _named(self, coaches: tuple[bytes, ...]) -> str:
        veil = self._shell.veil
        return ", ".join(veil.name(self._names[one], one) for one in coaches if one in self._names) or "–"

    def _check(self) -> None:
        chosen: list[NewRow] = self.table.chosen()
        for button in (self.stay_button, self.along_button, self.choose_button):
            button.setEnabled(bool(chosen))

    def _stay(self) -> None:
        self._set([(row.id, row.staying) for row in self.table.chosen()])

    def _along(self) -> None:
        self._set([(row.id, row.along) for row in self.table.chosen()])

    def _set(self, wanted: list[tuple[bytes, tuple[bytes, ...]]]) -> None:
        if wanted:
            steps.coaches(self._shell, wanted)

    def _opened(self, row: NewRow) -> None:
        if row not in self.table.chosen():
            self.table.choose(row.id)
        self._choose()

    def _choose(self) -> None:
        chosen: list[NewRow] = self.table.chosen()
        if not chosen or self._prepared is None:
            return
        title = chosen[0].name if len(chosen) == 1 else tr_count("{n} {group}", "{n} {groups}", len(chosen))
        ticked = [one.id for one in chosen[0].coaches] if len(chosen) == 1 else []
        CoachesDialog(
            self, self._shell.veil, tr("{Coaches} of {name}", name=title), self._prepared.coaches, ticked,
            lambda people: self._set([(row.id, tuple(people)) for row in chosen])).open()

    def _day_words(self, prepared: RollOver) -> str:
        """Who reads along before and after, and where that is changed."""
        before = tr("Who will have {a_group} sees its {participants} from that day on.")
        if prepared.early_sight:
            before = tr("Who will have {a_group} reads its {participants} before that day.")
        after = tr(
            "Who has {a_group} now reads on until {day}.", day=show_date(prepared.hand_over_on)
        ) if prepared.hand_over_on else tr("Who has {a_group} now stops on that day.")
        return f"{before} {after}"

    def _search(self, typed: str) -> None:
        fits = search_matcher(typed)
        self.table.set_filter(lambda row: fits(" ".join((row.name, *(one.full for one in row.coaches)))))

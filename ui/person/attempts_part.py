"""The attempts with what was answered: of a period, of one visit or of one exercise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import bare
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.table import Column
from ui.person.part import Part
from ui.progress.attempts import outcome_word
from ui.progress.earlier import EarlierLine
from ui.words import show_number, show_short_date, show_time, tr

if TYPE_CHECKING:
    from app.views.person_page import Attempts, PageAttempt
    from app.views.progress_values import EarlierAttempts

_GIVEN, _EXPECTED = 4, 5


class AttemptsPart(Part):
    """`all_wanted`: no longer those of one visit or exercise alone."""

    all_wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        super().__init__((
            Column(tr("Exercise"), lambda row: row.exercise, width=24, stretch=True),
            Column(tr("{Programme}"), lambda row: row.programme, width=16, stretch=True, muted=True),
            Column(tr("Date"), self._day, width=13, sort_key=lambda row: row.at_us, least=16),
            Column(tr("Time"), lambda row: show_time(row.at_us), width=5, sort_key=lambda row: row.at_us, muted=True),
            Column(tr("Answer given"), lambda row: row.given or "–", width=18, stretch=True),
            Column(tr("Right answer"), lambda row: row.expected or "–", width=18, stretch=True, muted=True),
            Column(tr("Outcome"), _outcome, width=9, tone=_tone),
            Column(tr("Score"), _score, "right", width=6, sort_key=lambda row: -1 if row.score is None else row.score),
        ), tr("Attempts"))
        self._earlier: EarlierLine | None = None
        self._under_way: set[bytes] = set()
        self.only = label("", "heading", wrap=True)
        self.every = button_of(tr("&All attempts"), self.all_wanted.emit)
        row = QHBoxLayout()
        bare(row, 12)
        row.addWidget(self.only, 1)
        row.addWidget(self.every, 0, Qt.AlignmentFlag.AlignTop)
        self.column.insertLayout(0, row)
        self.narrow("")

    def narrow(self, words: str) -> None:
        """Of which visit or exercise these are; '' for all."""
        self.only.setText(words)
        for one in (self.only, self.every):
            one.setVisible(bool(words))

    def show_attempts(self, found: Attempts, to_privacy: bool) -> None:
        """`to_privacy`: the reader can switch answers on there."""
        self.put(found.rows, found.more, tr("There are no attempts here of this period."))
        for column in (_GIVEN, _EXPECTED):
            self.table.setColumnHidden(column, found.answers_off)
        if found.rows and found.answers_off:
            self.say(_why_off(to_privacy))

    def forget(self) -> None:
        super().forget()
        self.narrow("")
        self.show_earlier(b"", None)

    def show_earlier(self, person: bytes, earlier: EarlierAttempts | None) -> None:
        """That of earlier years only the sums are here, with a way to fetch the rest (S9)."""
        if self._earlier is not None:
            self.column.removeWidget(self._earlier)
            self._earlier.deleteLater()
            self._earlier = None
        if earlier is not None:
            self._earlier = EarlierLine(earlier, partial(self._fetch, person), person in self._under_way)
            self.column.addWidget(self._earlier)

    def export_rows(self) -> list[list[str]]:
        """Without the columns that are not shown."""
        hidden = {column for column in (_GIVEN, _EXPECTED) if self.table.isColumnHidden(column)}
        return [[cell for at, cell in enumerate(row) if at not in hidden] for row in super().export_rows()]

    def _day(self, row: PageAttempt) -> str:
        return show_short_date(self._shell.sight.day_of(row.at_us))

    def _fetch(self, person: bytes) -> None:
        self._under_way.add(person)
        if self._earlier is not None:
            self._earlier.show_under_way(True)
        fetched: Callable[[bytes], None] = while_alive(self, self._fetched)
        self._shell.fetch_earlier(person, then=fetched)

    def _fetched(self, person: bytes) -> None:
        """What came goes to every page as a change; where nothing came it can be asked for again."""
        self._under_way.discard(person)
        if self._earlier is not None:
            self._earlier.show_under_way(False)


def _why_off(to_privacy: bool) -> str:
    why = tr("Answers are not kept here: they are not on the list of personal data.")
    if to_privacy:
        return f"{why} " + tr("Record the addition under Privacy, in the register, at “Answers given”.")
    return f"{why} " + tr("Ask your {administrator} to record it.")


def _outcome(row: PageAttempt) -> str:
    return outcome_word(row.outcome)


def _tone(row: PageAttempt) -> str:
    return {"made": "good", "failed": "warning"}.get(row.outcome, "neutral")


def _score(row: PageAttempt) -> str:
    return "–" if row.score is None else tr("{number} %", number=show_number(round(row.score / 10)))

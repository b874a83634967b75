"""Deciding about one line of an import: the line beside who it may be, and the answer that is remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.plan import Asked, Choice, Decision
from ui.groups.fields import shown_value
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.flow import FlowLayout
from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.parts.table import RowTable
from ui.privacy.field_words import field_label
from ui.words import show_short_date, tr

if TYPE_CHECKING:
    from app.domain.plan import PlanLine
    from app.views.candidates import CandidateSide

Decided = Callable[[str, Decision | None], None]


class DecideBar(QWidget):
    """The answers that fit the chosen line; hidden for a line about which nothing is to be decided."""

    def __init__(self, shell: Shell, decided: Decided) -> None:
        super().__init__()
        self._shell, self._decided = shell, decided
        self._row = QHBoxLayout(self)
        bare(self._row, 8)
        self._buttons: QWidget | None = None
        self._line: PlanLine | None = None
        self.hide()

    def show_line(self, line: PlanLine | None) -> None:
        """Offer what can be decided about this line."""
        self._line = line
        if self._buttons is not None:
            self._buttons.setParent(None)
            self._buttons.deleteLater()
            self._buttons = None
        asked = line.asked if line is not None else None
        self.setVisible(asked is not None)
        if asked is not None:
            self._buttons = self._offer(asked)
            self._row.addWidget(self._buttons)

    def _offer(self, asked: Asked) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box)
        for button in self._answers(asked):
            flow.addWidget(button)
        return box

    def _answers(self, asked: Asked) -> list[QPushButton]:
        found = []
        if Choice.SAME in asked.choices:
            found.append(button_of(tr("Loo&k side by side…"), partial(self._compare, asked), primary=True))
        titles = {
            Choice.SOMEBODY_NEW: tr("Somebody &new"), Choice.LEAVE_OUT: tr("&Leave out, always"),
            Choice.LEAVE_ALONE: tr("Leave this {participant} a&lone"), Choice.FOLLOW: tr("Follo&w the file again"),
        }
        found += [button_of(titles[one], partial(self._decide, asked, one)) for one in asked.choices if one in titles]
        if asked.decided is not None and asked.ref:
            found.append(button_of(tr("&Decide later"), partial(self._decided, asked.ref, None)))
        return found

    def _decide(self, asked: Asked, choice: Choice) -> None:
        self._decided(asked.ref, Decision(choice))

    def _compare(self, asked: Asked) -> None:
        from app.views.candidates import candidate_sides

        self._shell.read(candidate_sides, asked.candidates, then=partial(self._open, asked))

    def _open(self, asked: Asked, sides: tuple[CandidateSide, ...]) -> None:
        MatchDialog(self, self._shell, asked, sides, self._decided).open()


class MatchDialog(FormDialog):
    """The line of the file and the people whom it may be, side by side."""

    def __init__(
        self, parent: QWidget, shell: Shell, asked: Asked, sides: Sequence[CandidateSide], decided: Decided,
    ) -> None:
        super().__init__(parent, tr("Who is this?"), tr("The same person"))
        self._asked, self._decided, self._sides = asked, decided, list(sides)
        self.say(tr("Left is what the file says, beside it who is here. Your answer is remembered: "
                    "the next import does not ask again."))
        self.table = RowTable(_columns(shell, self._sides), tr("What the file says, and who is here"), lambda row: row)
        self.table.set_rows(_lines(asked, self._sides))
        self.fill_table(self.table)
        self.who = self.add_choice(tr("&Who is it"), [
            (side.id, shell.veil.name(side.full, side.id) + (f" – {side.groups}" if side.groups else ""))
            for side in self._sides])
        self._add_other_answers()
        self.resize(760, 460)
        self.check()

    def is_complete(self) -> bool:
        return bool(self._sides)

    def accept(self) -> None:
        if self.is_complete():
            self._decided(self._asked.ref, Decision(Choice.SAME, self.who.currentData()))
            super().accept()

    def _add_other_answers(self) -> None:
        titles = {Choice.SOMEBODY_NEW: tr("Somebody &new"), Choice.LEAVE_OUT: tr("&Leave out, always")}
        row = QWidget()
        flow = FlowLayout(row)
        for choice, title in titles.items():
            if choice in self._asked.choices:
                flow.addWidget(button_of(title, partial(self._answer, choice)))
        self.fill(row, 0)

    def _answer(self, choice: Choice) -> None:
        self._decided(self._asked.ref, Decision(choice))
        self.reject()


def _columns(shell: Shell, sides: Sequence[CandidateSide]) -> tuple[Column, ...]:
    veil = shell.veil

    def value(place: int, row: tuple[str, ...]) -> str:
        return veil.value(row[place]) or "–"

    here = [
        Column(veil.name(side.full, side.id), partial(value, 2 + at), width=22, stretch=True)
        for at, side in enumerate(sides)]
    return (
        Column(tr("Field"), lambda row: row[0], width=16, muted=True),
        Column(tr("In the file"), partial(value, 1), width=22, stretch=True, bold=True), *here)


def _lines(asked: Asked, sides: Sequence[CandidateSide]) -> list[tuple[str, ...]]:
    said, here = dict(asked.said), [dict(side.fields) for side in sides]
    names = dict.fromkeys([*said, *(name for one in here for name in one)])
    lines = [
        (field_label(name), shown_value(name, said.get(name, "")),
         *(shown_value(name, one.get(name, "")) for one in here))
        for name in names]
    lines.append((tr("{Groups}"), "", *(side.groups for side in sides)))
    lines.append((tr("Added on"), "", *(show_short_date(side.added_on) for side in sides)))
    return lines

"""One thing to check: both values beside each other, who and when, why, and the buttons that settle it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import Text
from ui.panel import Veil
from ui.parts.card import Card
from ui.parts.facts import Facts, selectable
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.side_by_side import SideBySide
from ui.reviews.saying import about_words, choice_meaning, choice_words, moment, what_words
from ui.words import show, tr, tr_count

if TYPE_CHECKING:
    from app.views.reviews import ReviewRow

_OFFERED_FIRST = ("restore", "again", "take")
_LARGE_SIGNS = 24
_WIDE, _ROOM_FOR_TWO, _ROOM_FOR_WORDS = 220, 560, 420


class ReviewDetail(QWidget):
    """`settle` gets the row and what was chosen."""

    def __init__(self, veil: Veil, today: date, settle: Callable[[ReviewRow, str], None]) -> None:
        super().__init__()
        self._veil, self._today, self._settle = veil, today, settle
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget | None = None
        self._retired: QWidget | None = None
        self._first: QWidget | None = None
        self._shown: ReviewRow | None = None

    def show_row(self, row: ReviewRow | None) -> None:
        """Show another one; the same one again leaves the focus where it is."""
        if row == self._shown and self._content is not None:
            return
        self._shown = row
        self._retire()
        if row is not None:
            self._content = self._page(row)
            self._column.addWidget(self._content)

    def _retire(self) -> None:
        """Out of the panel at once, names and all; it goes when whoever called us is done."""
        self._retired, self._content, self._first = self._content, None, None
        if self._retired is not None:
            self._retired.hide()
            self._retired.setParent(None)
            self._retired.deleteLater()

    def take_focus(self) -> None:
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.TabFocusReason)

    def _page(self, row: ReviewRow) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        about = about_words(row, self._veil)
        column.addWidget(selectable(label(tr("{about} · {what}", about=about, what=show(row.what)), "heading", True)))
        column.addWidget(label(_explained(row), "muted", wrap=True))
        if row.reason is not None:
            column.addWidget(self._reason(row.reason, row.person))
        column.addWidget(self._two_values(row) if row.sort == "conflict" and row.lines else self._lines(row))
        proposed = next((choice for choice in _OFFERED_FIRST if choice in row.choices), "")
        for choice in row.choices:
            column.addWidget(self._choice(row, choice, choice == proposed))
        column.addStretch(1)
        return page

    def _reason(self, reason: Text, person: bytes | None) -> QWidget:
        card = Card(tr("Why it was refused"))
        names = any(isinstance(value, str) for value in reason.arguments.values())
        words = self._veil.value(show(reason), person) if names else show(reason)
        card.fill(selectable(label(words or tr("Hidden while presenting"), wrap=True)))
        return card

    def _two_values(self, row: ReviewRow) -> QWidget:
        pair = SideBySide(_ROOM_FOR_TWO)
        pair.row.setSpacing(12)
        line = row.lines[0]
        for heading, value, who, at_us in (
            (tr("Stands now"), line.stands, row.stands_by, row.stands_at_us),
            (tr("The other value"), line.other, row.other_by, row.other_at_us),
        ):
            pair.row.addWidget(self._value_card(heading, value, self._by(who, at_us), row.person), 1)
        return pair

    def _value_card(self, heading: str, value: Text | None, by: str, person: bytes | None) -> Card:
        card = Card(heading)
        card.fill(label(by, "muted", wrap=True))
        words = self._veil.value(show(value), person) if value is not None else ""
        role = "title" if 0 < len(words) <= _LARGE_SIGNS else "heading"
        shown = selectable(label(words or tr("Hidden while presenting"), role, wrap=True))
        shown.setAccessibleName(tr("{heading}: {value}", heading=heading, value=shown.text()))
        card.fill(shown)
        return card

    def _lines(self, row: ReviewRow) -> QWidget:
        """What an operation was to do, or how many rows wait."""
        card = Card(tr("What it was about") if row.sort != "removals" else tr("What would go"))
        if row.sort == "refused":
            card.fill(label(self._by(row.other_by, row.other_at_us), "muted", wrap=True))
        card.fill(Facts([(what_words(line.what), self._change(line.stands, line.other, row)) for line in row.lines]))
        if row.more:
            card.fill(label(tr_count("And {n} more change.", "And {n} more changes.", row.more), "muted"))
        card.setVisible(bool(row.lines))
        return card

    def _change(self, stands: Text | None, other: Text | None, row: ReviewRow) -> str:
        shown = [show(value) for value in (stands, other) if value is not None]
        if row.sort != "removals":  # numbers tell nothing about anybody
            shown = [self._veil.value(words, row.person) or "•••" for words in shown]
        return " → ".join(shown)

    def _by(self, who: Text, at_us: int) -> str:
        when = moment(at_us, self._today)
        name = self._veil.name(show(who))
        return tr("By {name} · {when}", name=name, when=when) if when else tr("By {name}", name=name)

    def _choice(self, row: ReviewRow, choice: str, proposed: bool) -> QWidget:
        line = SideBySide(_ROOM_FOR_WORDS)
        line.row.setSpacing(10)
        button = button_of(choice_words(choice, row.sort), partial(self._settle, row, choice), primary=proposed)
        meaning = choice_meaning(choice, row.sort)
        button.setAccessibleDescription(meaning)
        button.setMinimumWidth(_WIDE)
        self._first = self._first or button
        line.row.addWidget(button)
        line.row.addWidget(label(meaning, "muted", wrap=True), 1)
        return line


def _explained(row: ReviewRow) -> str:
    """What happened and what it means, in a sentence."""
    if row.sort == "removals":
        return tr("The server says that much more is gone than usual. Until somebody has looked, it stays here; "
                  "everything else goes on.")
    if row.sort == "refused":
        return tr("The server did not accept this. Nobody else has it; everything else was sent.")
    if not row.lines:
        return tr("A colleague removed this while somebody changed it. The removal stands.")
    return tr("Two people changed this without knowing of each other. The later one stands; the other is kept.")

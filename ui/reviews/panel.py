"""To check: what two people changed at once, what the server refused, and removals that wait; settled in one click."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from app.domain.text import Text
from ui.panel import Panel, Shell
from ui.parts.card import Card
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline
from ui.parts.scroll import scrolled
from ui.parts.table import RowTable
from ui.reviews.detail import ReviewDetail
from ui.reviews.saying import SETTLED_TEXTS, about_words, moment, sort_tone, sort_word, what_words
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.reviews import ReviewRow

_LEAST = 330  # for both values and the buttons on the smallest window


class ReviewsPanel(Panel):
    """A list with one of them beside it; after settling one the next is chosen."""

    code = "reviews"
    kinds = frozenset({"reviews", "held_removals", "participants", "groups", "memberships", "outbox"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._wanted: bytes | None = None
        self._at = 0
        self.headline = Headline(tr("To check"))
        self.table = RowTable(self._columns(), tr("What is to be checked"), lambda row: row.id)
        self.table.selection_moved.connect(self._chosen)
        self.table.row_opened.connect(self._opened)
        self.detail = ReviewDetail(shell.veil, shell.sight.today, self._settle)
        self.pages = QStackedWidget()
        self._arrange()

    def refresh(self) -> None:
        from app.views.reviews import open_reviews

        self.shell.read(open_reviews, then=self._show)

    def show_target(self, target: bytes) -> None:
        self._wanted = target
        self.table.choose(target)

    def place(self) -> object:
        return self.table.current_key()

    def return_to(self, place: Any) -> None:
        if place is not None:
            self.show_target(place)

    def export_rows(self) -> list[list[str]]:
        return self.table.shown_text()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.headline)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(14)
        list_card = Card()
        list_card.edge_to_edge()
        list_card.fill(self.table, 1)
        detail_card = Card()
        detail_card.fill(scrolled(self.detail, tr("What is chosen")), 1)
        halves.addWidget(list_card)
        halves.addWidget(detail_card)
        detail_card.setMinimumWidth(_LEAST)
        halves.setStretchFactor(1, 1)
        halves.setSizes([470, 650])
        all_well = Card()
        all_well.fill(EmptyState(
            tr("All is well"),
            tr("When two people change the same thing at once, or the server refuses something, it stands here. "
               "Nothing that somebody typed is lost."), picture="check"), 1)
        self.pages.addWidget(halves)
        self.pages.addWidget(all_well)
        column.addWidget(self.pages, 1)

    def _columns(self) -> tuple[Column, ...]:
        veil, today = self.shell.veil, self.shell.sight.today

        return (
            Column(tr("About"), lambda row: about_words(row, veil), width=20, stretch=True,
                   bold=True, under=lambda row: what_words(row.what)),
            Column(tr("What"), lambda row: sort_word(row.sort), width=10, tone=lambda row: sort_tone(row.sort)),
            Column(tr("When"), lambda row: moment(row.other_at_us, today), width=11, muted=True,
                   sort_key=lambda row: row.other_at_us),
        )

    def _show(self, rows: Sequence[ReviewRow]) -> None:
        self.table.set_rows(rows)
        self.headline.set_aside(_counted(rows))
        self.pages.setCurrentIndex(0 if rows else 1)
        self._choose_one(rows)
        self._chosen()

    def _choose_one(self, rows: Sequence[ReviewRow]) -> None:
        """The one that was asked for, else the one that was chosen, else the next in its place."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.table.choose(wanted):
            return
        shown = self.table.rows()
        if shown and not self.table.chosen():
            self.table.choose(shown[min(self._at, len(shown) - 1)].id)

    def _chosen(self) -> None:
        chosen = self.table.chosen()
        self.detail.show_row(chosen[0] if chosen else None)

    def _opened(self, _row: ReviewRow) -> None:
        """Enter in the list goes to the buttons."""
        self.detail.take_focus()

    def _settle(self, row: ReviewRow, choice: str) -> None:
        from app.actions.reviews import settle_review

        self._at = max(0, self.table.currentIndex().row())
        self.table.setFocus()
        self.shell.act(settle_review, review_id=row.id, choice=choice, then=self._told(SETTLED_TEXTS[choice]))

    def _told(self, said: Text) -> Any:
        def told(_changes: Any) -> None:
            self.shell.say(said, undoable=True)
        return told


def _counted(rows: Sequence[ReviewRow]) -> str:
    """How many there are of each sort, as far as there are any."""
    counts = Counter(row.sort for row in rows)
    said = {
        "conflict": tr_count("{n} difference", "{n} differences", counts["conflict"]),
        "refused": tr_count("{n} refused", "{n} refused", counts["refused"]),
        "removals": tr_count("{n} waits", "{n} wait", counts["removals"]),
    }
    return ", ".join(words for sort, words in said.items() if counts[sort])

"""Who looks like somebody else: the pairs above, the chosen one side by side below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSplitter, QVBoxLayout, QWidget

from ui.groups import steps
from ui.groups.pair_view import PairView
from ui.panel import Shell
from ui.parts.card import Card, bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.doubles import DoublePair

_SHARES = (84, 420)
"""The pairs are few, and what is known of both is much."""


class DoublesPage(Card):
    """Reads for itself; after an answer the next pair is chosen."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(tr("Twice here?"))
        self._shell = shell
        self._at = 0
        self.settled = QCheckBox(tr("Who were told a&part"))
        self.settled.setAccessibleName(tr("Who were told apart"))
        self.settled.toggled.connect(self._toggled)
        self.add_aside(self.settled)
        self.table = RowTable(self._columns(), tr("People who look alike"), lambda pair: pair.key)
        self.table.selection_moved.connect(self._chosen)
        self.view = PairView(shell)
        self.same_button = button_of(tr("Same person: put to&gether"), self.put_together, primary=True)
        self.two_button = button_of(tr("&Two different people"), self.tell_apart)
        self.place = TableOrEmpty(self.table, EmptyState(
            tr("Nobody is here twice"),
            tr("Who has the same name as somebody else, or the same key, appears here. "
               "To put two others together, choose both in a list and then More, Same person."), picture="check"))
        self._below = QWidget()
        self._halves = QSplitter(Qt.Orientation.Vertical)
        self._arrange()

    def refresh(self) -> None:
        from app.views.doubles import doubles, told_apart

        self._shell.read(told_apart if self.settled.isChecked() else doubles, then=self._show)

    def put_together(self) -> None:
        if self.view.pair is not None:
            self._remember_place()
            steps.put_together(self._shell, self.view.kept(), self.view.gone())

    def tell_apart(self) -> None:
        if self.view.pair is not None:
            self._remember_place()
            steps.tell_apart(self._shell, self.view.kept(), self.view.gone())

    def _arrange(self) -> None:
        self.fill(label(tr("These people look alike. Look whether they are one person: then both histories count "
                           "together. Nothing is thrown away, and it can be taken apart again."), "muted", wrap=True))
        column = QVBoxLayout(self._below)
        bare(column, 10)
        column.addWidget(scrolled(self.view, tr("Both side by side")), 1)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button in (self.same_button, self.two_button):
            flow.addWidget(button)
        column.addWidget(buttons)
        self._halves.setChildrenCollapsible(False)
        self._halves.setHandleWidth(12)
        self.place.setMinimumHeight(_SHARES[0])  # lower than what it says while nobody is in it
        self._halves.addWidget(self.place)
        self._halves.addWidget(self._below)
        self._below.hide()
        self._halves.setStretchFactor(1, 1)
        self.fill(self._halves, 1)

    def _columns(self) -> tuple[Column, ...]:
        veil = self._shell.veil

        def who(pair: DoublePair) -> str:
            one, other = pair.one.row, pair.other.row
            return tr("{one} and {other}", one=veil.name(one.full, one.id), other=veil.name(other.full, other.id))

        def why(pair: DoublePair) -> str:
            return ", ".join(show(hint) for hint in (*pair.why, *pair.against))

        return (
            Column(tr("Who"), who, width=34, stretch=True, bold=True),
            Column(tr("Why"), why, width=36, muted=True),
        )

    def _show(self, pairs: Sequence[DoublePair]) -> None:
        self.place.set_rows(pairs)
        shown = self.table.rows()
        if shown and not self.table.chosen():
            self.table.choose(shown[min(self._at, len(shown) - 1)].key)
        self._chosen()

    def _chosen(self) -> None:
        chosen = self.table.chosen()
        if chosen and self._below.isHidden():
            self._below.show()
            self._halves.setSizes(list(_SHARES))  # sizes given to what is hidden do not hold
        self._below.setVisible(bool(chosen))
        self.two_button.setVisible(not self.settled.isChecked())
        if chosen:
            self.view.show_pair(chosen[0])

    def _remember_place(self) -> None:
        self._at = max(0, self.table.currentIndex().row())
        self.table.setFocus()

    def _toggled(self, _is_on: bool) -> None:
        self._at = 0
        self.refresh()


class PairDialog(FormDialog):
    """The same for two people who were chosen by hand."""

    def __init__(self, parent: QWidget, shell: Shell, pair: DoublePair) -> None:
        super().__init__(parent, tr("The same person?"), tr("Put together"))
        self._shell = shell
        self.say(tr("Both histories count together from now on. It can be taken apart again."))
        self.view = PairView(shell)
        self.view.show_pair(pair)
        self.fill(self.view)
        self.setMinimumWidth(620)

    def accept(self) -> None:
        steps.put_together(self._shell, self.view.kept(), self.view.gone())
        super().accept()

"""The matrix of a group with what can be asked of it: which group and programme, who, in which order."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.domain.permissions import Permission, allowed
from ui.named_views.menu import ViewsButton
from ui.named_views.steps import say_gone
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.taking_along import copy_table, export_table
from ui.progress.arrangement import NAME, Wish, arranged
from ui.progress.attention import ANY, FAR_BEHIND, NOT_SEEN, STUCK, asks
from ui.progress.choosers import Choosers
from ui.progress.emptiness import show_emptiness
from ui.progress.kept_view import as_key, fitted, kept, wish_of
from ui.progress.matrix_card import MatrixCard
from ui.progress.reading import FIRST_GROUP, Board, Reading, read_board
from ui.progress.report_dialog import Whom
from ui.progress.report_flow import ReportFlow, may_report
from ui.progress.rules_dialog import open_rules, signs_with_rules
from ui.progress.sources import PeopleSource, PiledSource
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.progress import GroupMatrix, MatrixRow


class MatrixView(QWidget):
    """`asked_anew` comes when another group, or a view of one's own, is to be read: what is open beside the matrix goes
    then. `taken` comes when it was read, `row_opened` with the participant of a row.
    """

    asked_anew = Signal()
    taken = Signal()
    row_opened = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.group: bytes | None = FIRST_GROUP
        self.programme: bytes | None = None
        self.wish = Wish()
        self.reading: Reading | None = None
        self._view: dict[str, Any] | None = None
        self._source: PeopleSource | PiledSource | None = None
        self._asked = 0
        self._build()
        self._connect()

    @property
    def rows(self) -> tuple[MatrixRow, ...]:
        return self.reading.matrix.rows if self.reading is not None else ()

    def put_beside(self, widget: QWidget) -> None:
        """At the right of the matrix."""
        self._splitter.addWidget(widget)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([1000, 370])

    def begin_with(self, group: bytes | None, programme: bytes | None, wish: Wish) -> None:
        """Where somebody was before; nothing is read yet."""
        self.group, self.programme, self.wish = group, programme, wish
        self.choosers.show_wishes(wish)

    def mark(self, person: bytes | None) -> None:
        """The row of whose page is open."""
        found = None
        if person is not None:
            found = next((number for number, row in enumerate(self.rows) if row.participant_id == person), None)
        self.matrix.mark(found)

    def read(self) -> None:
        self._asked += 1
        asked = self._asked

        def take(board: Board) -> None:
            # A slow answer to an older question is dropped.
            if asked == self._asked:
                self._take(board)

        self.shell.read(read_board, self.group, self.programme, then=while_alive(self, take))

    def export_rows(self) -> list[list[str]]:
        """What the matrix shows, titles first; nothing while presenting."""
        if not isinstance(self._source, PeopleSource):
            return []
        return [self._source.header(), *(self._source.line(row) for row in self.matrix.order)]

    def choose_group(self, group_id: bytes | None) -> None:
        self.group = group_id
        self.asked_anew.emit()

    # How it is put together

    def _build(self) -> None:
        self.choosers = Choosers(presenting=self.shell.veil.on)
        self.views = ViewsButton(self.shell, "progress", self.kept_view, self.show_view)
        self.card = MatrixCard()
        self.matrix = self.card.matrix
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(14)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.choosers)
        column.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        self.choosers.group_chosen.connect(self.choose_group)
        self.choosers.programme_chosen.connect(self._choose_programme)
        self.choosers.wish_changed.connect(self._filter)
        if self.shell.veil.on:
            return
        self.card.legend.rules_button.show()
        self.card.legend.rules_wanted.connect(partial(open_rules, self, self.shell))
        self.choosers.add_aside(self.views)
        self.choosers.add_button(tr("Cop&y table"), self.copy_table)
        if allowed(self.shell.sight.actor, Permission.EXPORT):
            self.choosers.add_button(tr("E&xport CSV…"), self.export_csv)
        if may_report(self.shell.sight):
            self.choosers.add_button(tr("&Report…"), self.report)
        self.matrix.opened.connect(lambda row: self.row_opened.emit(self.rows[row].participant_id))
        self.matrix.order_wanted.connect(self._order_by)
        self.matrix.copy_wanted.connect(self.copy_table)

    # What was read

    def _take(self, board: Board) -> None:
        self.reading = reading = board.reading
        matrix = reading.matrix
        self.group, self.programme = matrix.group_id, matrix.programme_id
        self.choosers.show_choices(board)
        veiled = self.shell.veil.on
        self._source = PiledSource(matrix) if veiled else PeopleSource(reading, self.shell.sight.today)
        if self._view is not None:
            self._fit_view(self._view)
        self._name(matrix)
        # With the rules in force; on the wall it is nobody's business from which score help is needed.
        self.card.show_source(self._source, "", () if veiled else signs_with_rules(matrix))
        self._show_rows()
        self.taken.emit()

    def _name(self, matrix: GroupMatrix) -> None:
        rows = matrix.rows
        self.matrix.setAccessibleName(tr_count(
            "Progress of {name}: {n} {participant}", "Progress of {name}: {n} {participants}", len(rows),
            name=matrix.group_name or tr("everybody"),
        ))
        self.choosers.show_counts(
            {reason: sum(asks(row, reason) for row in rows) for reason in (ANY, STUCK, FAR_BEHIND, NOT_SEEN)},
            sum(row.late > 0 for row in rows))

    # Which rows, in which order

    def _show_rows(self) -> None:
        if self.reading is None:
            return
        if self.shell.veil.on:
            self.matrix.show_order(range(len(self.rows)))
        else:
            self.matrix.show_order(arranged(self.reading, self.wish), self.wish.column, self.wish.downward)
        self._count(len(self.rows), len(self.matrix.order))
        show_emptiness(
            self.card, self.reading.matrix, bool(self.matrix.order), lambda: self.shell.go("groups", self.group),
            self.choosers.clear_wishes)

    def _count(self, everybody: int, shown: int) -> None:
        if shown == everybody:
            self.choosers.set_aside(tr_count("{n} {participant}", "{n} {participants}", shown))
        else:
            self.choosers.set_aside(tr("{shown} of {n} {participants}", shown=shown, n=everybody))

    def _filter(self) -> None:
        wish = self.wish
        self.wish = Wish(wish.column, wish.downward, self.choosers.typed(), self.choosers.only_help(),
                         self.choosers.only_late(), self.choosers.why())
        self._show_rows()

    def _order_by(self, column: int) -> None:
        self.wish = self.wish.ordered_by(column)
        self._show_rows()

    def _choose_programme(self, programme_id: bytes | None) -> None:
        self.programme = programme_id
        self.wish = replace(self.wish, column=NAME, downward=False)
        self.read()

    # The own views

    def kept_view(self) -> dict[str, Any]:
        return kept(self.reading.matrix if self.reading is not None else None, self.wish)

    def show_view(self, choices: dict[str, Any]) -> None:
        self._view = choices
        group, programme = (as_key(choices.get(name, "")) for name in ("group", "programme"))
        self.begin_with(group, programme, wish_of(choices))
        self.asked_anew.emit()

    def _fit_view(self, choices: dict[str, Any]) -> None:
        self._view = None
        if self.reading is not None:
            self.wish, whole = fitted(self.wish, choices, self.reading.matrix)
            if not whole:
                say_gone(self.shell)

    # Taking it along

    def copy_table(self) -> None:
        """What the matrix shows as tab-separated text on the clipboard."""
        copy_table(self.shell, self.export_rows())

    def export_csv(self) -> None:
        """What the matrix shows as a file; the same rows in the same order."""
        export_table(self, self.shell, self.export_rows(), tr("progress.csv"))

    def report(self) -> None:
        """Of who is shown, in the order in which they stand."""
        if self.reading is not None:
            matrix = self.reading.matrix
            people = tuple(self.rows[number].participant_id for number in self.matrix.order)
            each = self.choosers.groups_offered() if matrix.group_id is None else ()
            together = matrix.group_id, matrix.group_name
            ReportFlow(self, self.shell, Whom(people, together, each, matrix.programme_id)).begin()

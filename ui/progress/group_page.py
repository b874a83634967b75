"""The first part of the progress panel: the matrix of a group, beside it the page of one participant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.permissions import Permission, allowed
from ui.following.page import FollowingPage
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.person.page import PersonPage
from ui.progress.arrangement import Wish, arranged
from ui.progress.choosers import Choosers
from ui.progress.detail import ParticipantDetail
from ui.progress.emptiness import show_emptiness
from ui.progress.matrix_card import MatrixCard
from ui.progress.place import Place
from ui.progress.reading import FIRST_GROUP, Board, Reading, read_board
from ui.progress.sources import PeopleSource, PiledSource
from ui.progress.taking import copy_rows, export_rows
from ui.progress.together import TogetherPage
from ui.words import show, tr, tr_count

if TYPE_CHECKING:
    from app.views.progress import GroupMatrix, MatrixRow, ParticipantProgress

NARROW = 820
"""Narrower than this the page of a participant takes the place of the matrix."""


class GroupPage(QWidget):
    """Everything the page shows passes `shell.veil`; see `sources` for what stays while presenting."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._group: bytes | None = FIRST_GROUP
        self._programme: bytes | None = None
        self._target: bytes | None = None
        self._was_veiled = shell.veil.on  # the window has its next veil already when it asks for the place
        self._veiled_person: bytes | None = None
        self._whole_of: bytes | None = None
        self._part = 0
        self._wish = Wish()
        self._reading: Reading | None = None
        self._source: PeopleSource | PiledSource | None = None
        self._asked = 0
        self._build()
        self._connect()

    # What the panel asks of a page

    def read(self) -> None:
        looked_at = self.shell.veil.looked_at
        if looked_at is not None:
            if self._whole_of == looked_at:
                self._show_whole(looked_at)
            else:
                self._read_person(looked_at, self._show_together)
            return
        if self.whole.participant_id is not None:
            self.whole.read()
        elif self.following.participant_id is not None:
            self.following.show_person(self.following.participant_id)
        else:
            self._body.setCurrentIndex(0)
        self._read_board()

    def show_target(self, target: bytes) -> None:
        """The matrix of a group, or the page of a participant."""
        if target != self._whole_of:
            self._forget_whole()
        if self._reading is None:
            self._target = target
        elif self.choosers.has_group(target):
            self._choose_group(target)
        elif self.shell.veil.on:
            return
        elif self._group is not None and not self._reading.has(target):
            self._target = target  # not beside the matrix of a strange group: everybody is shown first
            self._choose_group(None)
        else:
            self._read_person(target, self._show_detail)

    def place(self) -> Place:
        """While presenting, the page that was open before and is opened again after it."""
        person = self._veiled_person if self._was_veiled else self.detail.participant_id
        part = (self._part or self.whole.part()) if person is not None and person == self._whole_of else None
        return Place(self._group, self._programme, self._wish, person, part)

    def return_to(self, place: object) -> None:
        if not isinstance(place, Place):
            return
        self._group, self._programme, self._wish = place.group, place.programme, place.wish
        self._whole_of, self._part = (None, 0) if place.part is None else (place.person, place.part)
        self.choosers.show_wishes(place.wish.typed, place.wish.only_help, place.wish.only_late)
        if self.shell.veil.on:
            self._veiled_person = place.person
        else:
            self._target = place.person
        if self.shell.veil.looked_at is None:
            self._read_board()
        elif self._whole_of is not None:
            self.read()

    def shows_one_person(self) -> bool:
        """The whole page of somebody, or what is written about somebody."""
        return self._body.currentWidget() in (self.whole, self.following)

    def chosen_person(self) -> bytes | None:
        return self.detail.participant_id

    def export_rows(self) -> list[list[str]]:
        """What the matrix, or the whole page, shows, titles first; nothing while presenting."""
        if self._body.currentWidget() is self.whole:
            return self.whole.export_rows()
        if not isinstance(self._source, PeopleSource):
            return []
        return [self._source.header(), *(self._source.line(row) for row in self.matrix.order)]

    # How it is put together

    def _build(self) -> None:
        self.choosers = Choosers(presenting=self.shell.veil.on)
        self.card = MatrixCard()
        self.matrix = self.card.matrix
        self.detail, self.together = ParticipantDetail(self.shell), TogetherPage(self.shell)
        self.following = FollowingPage(self.shell, self.leave_following)
        self.whole = PersonPage(self.shell, self.leave_whole, self.follow)
        self.detail.hide()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(14)
        self._splitter.setChildrenCollapsible(False)
        for widget in (self.card, self.detail):
            self._splitter.addWidget(widget)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([1000, 370])
        self._body = QStackedWidget()
        self._body.addWidget(_stacked(self.choosers, self._splitter))
        self._body.addWidget(self.together)
        self._body.addWidget(self.following)
        self._body.addWidget(self.whole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._body)

    def _connect(self) -> None:
        self.choosers.group_chosen.connect(self._choose_group)
        self.choosers.programme_chosen.connect(self._choose_programme)
        self.choosers.wish_changed.connect(self._filter)
        self.detail.closed.connect(self._leave_detail)
        self.detail.following_wanted.connect(self.follow)
        self.detail.whole_wanted.connect(self.open_whole)
        if self.shell.veil.on:
            return
        self.choosers.add_button(tr("&Copy table"), self.copy_table)
        if allowed(self.shell.sight.actor, Permission.EXPORT):
            self.choosers.add_button(tr("&Export CSV…"), self.export_csv)
        self.matrix.opened.connect(self._open_row)
        self.matrix.order_wanted.connect(self._order_by)
        self.matrix.copy_wanted.connect(self.copy_table)

    # Reading

    def _read_board(self) -> None:
        self._asked += 1
        asked = self._asked

        def take(board: Board) -> None:
            # A slow answer to an older question is dropped.
            if asked == self._asked:
                self._take_board(board)

        self.shell.read(read_board, self._group, self._programme, then=while_alive(self, take))

    def _read_person(self, participant_id: bytes, then: Callable[[ParticipantProgress], None]) -> None:
        from app.views import progress

        self.shell.read(progress.participant_progress, participant_id, then=while_alive(self, then))

    def _take_board(self, board: Board) -> None:
        self._reading = reading = board.reading
        self._group, self._programme = reading.matrix.group_id, reading.matrix.programme_id
        self.choosers.show_choices(board)
        if self.shell.veil.on:
            self._source = PiledSource(reading.matrix)
        else:
            self._source = PeopleSource(reading, self.shell.sight.today)
        rows = reading.matrix.rows
        self.matrix.setAccessibleName(tr_count(
            "Progress of {name}: {n} {participant}", "Progress of {name}: {n} {participants}", len(rows),
            name=reading.matrix.group_name or tr("everybody"),
        ))
        self.choosers.show_counts(sum(row.needs_help for row in rows), sum(row.late > 0 for row in rows))
        late = tr("The ! also stands with who is late on a learning route.") if any(row.late for row in rows) else ""
        self.card.show_source(self._source, " ".join(filter(None, (show(reading.matrix.rule), late))))
        self._show_rows()
        self._read_open_person(rows)
        if self._target is not None:
            target, self._target = self._target, None
            self.show_target(target)

    def _read_open_person(self, rows: Sequence[MatrixRow]) -> None:
        """The open page anew; that of somebody who is not in the matrix is kept only if it can be read again."""
        person = self.detail.participant_id
        if person is None:
            return
        if any(row.participant_id == person for row in rows):
            self._read_person(person, self._show_detail)
            return
        from app.views.people import is_there

        self._close_detail()
        self.shell.read(is_there, person, then=while_alive(self, partial(self._open_again, person)))

    def _open_again(self, person: bytes, is_there: bool) -> None:
        """Who was erased meanwhile, here or by a colleague, is not asked for again."""
        if is_there:
            self._read_person(person, self._show_detail)
        elif person == self._whole_of:
            self.leave_whole()

    # Which rows, in which order

    def _show_rows(self) -> None:
        if self._reading is None:
            return
        if self.shell.veil.on:
            self.matrix.show_order(range(len(self._reading.matrix.rows)))
        else:
            wish = self._wish
            self.matrix.show_order(arranged(self._reading, wish), wish.column, wish.downward)
            self._mark_open_person()
        self._count(len(self._reading.matrix.rows), len(self.matrix.order))
        self._show_emptiness(self._reading.matrix)

    def _count(self, everybody: int, shown: int) -> None:
        if shown == everybody:
            self.choosers.set_aside(tr_count("{n} {participant}", "{n} {participants}", shown))
        else:
            self.choosers.set_aside(tr("{shown} of {n} {participants}", shown=shown, n=everybody))

    def _show_emptiness(self, matrix: GroupMatrix) -> None:
        show_emptiness(self.card, matrix, bool(self.matrix.order), self._go_to_group, self.choosers.clear_wishes)

    def _go_to_group(self) -> None:
        self.shell.go("groups", self._group)

    def _filter(self) -> None:
        wish = self._wish
        self._wish = Wish(wish.column, wish.downward, self.choosers.typed(), self.choosers.only_help(),
                          self.choosers.only_late())
        self._show_rows()

    def _order_by(self, column: int) -> None:
        self._wish = self._wish.ordered_by(column)
        self._show_rows()

    def _choose_group(self, group_id: bytes | None) -> None:
        self._group = group_id
        self._close_detail()
        self.read()

    def _choose_programme(self, programme_id: bytes | None) -> None:
        self._programme = programme_id
        wish = self._wish
        self._wish = Wish(typed=wish.typed, only_help=wish.only_help, only_late=wish.only_late)
        self._read_board()

    # One participant

    def _open_row(self, row: int) -> None:
        """A second time opens the whole page."""
        if self._reading is None:
            return
        person = self._reading.matrix.rows[row].participant_id
        if person == self.detail.participant_id:
            self.open_whole()
        else:
            self._read_person(person, self._show_detail)

    def _show_detail(self, progress: ParticipantProgress) -> None:
        self.detail.show_progress(progress)
        self.detail.show()
        self._mark_open_person()
        self._share_room()
        if progress.participant_id == self._whole_of and self._body.currentWidget() is not self.whole:
            self.open_whole()

    def _show_together(self, progress: ParticipantProgress) -> None:
        if self._whole_of != progress.participant_id:
            self.together.show_progress(progress)
            self._body.setCurrentWidget(self.together)

    def open_whole(self) -> None:
        """The whole page of whose page is open beside the matrix."""
        if self.detail.participant_id is not None:
            self._show_whole(self.detail.participant_id)
            self.whole.back.setFocus()

    def leave_whole(self) -> None:
        self._forget_whole()
        if self.shell.veil.looked_at is not None:
            self.read()
        else:
            self.matrix.setFocus()

    def _show_whole(self, person: bytes) -> None:
        self._whole_of = person
        self._body.setCurrentWidget(self.whole)
        self.whole.show_person(person, self._part)
        self._part = 0

    def _forget_whole(self) -> None:
        self._whole_of = None
        self.whole.forget()
        if self._body.currentWidget() is self.whole:
            self._body.setCurrentIndex(0)

    def follow(self) -> None:
        """The notes, goals and talks of whose page is open."""
        if self.detail.participant_id is not None:
            self._forget_whole()
            self.following.show_person(self.detail.participant_id)
            self._body.setCurrentWidget(self.following)
            self.following.back.setFocus()

    def leave_following(self) -> None:
        self.following.forget()
        self._body.setCurrentIndex(0)
        self.matrix.setFocus()

    def _close_detail(self) -> None:
        self.detail.forget()
        self.detail.hide()
        self.matrix.mark(None)
        self._share_room()

    def _leave_detail(self) -> None:
        self._close_detail()
        self.matrix.setFocus()

    def _mark_open_person(self) -> None:
        if self._reading is None:
            return
        person, rows = self.detail.participant_id, self._reading.matrix.rows
        found = None
        if person is not None:
            found = next((number for number, row in enumerate(rows) if row.participant_id == person), None)
        self.matrix.mark(found)

    def _share_room(self) -> None:
        """In a narrow window the open page takes the whole width."""
        self.card.setVisible(self.width() >= NARROW or self.detail.participant_id is None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.detail.participant_id is not None:
            self._leave_detail()
        else:
            super().keyPressEvent(event)

    # Taking it along

    def copy_table(self) -> None:
        """What the matrix shows as tab-separated text on the clipboard."""
        copy_rows(self.shell, self.export_rows())

    def export_csv(self) -> None:
        """What the matrix shows as a file; the same rows in the same order."""
        export_rows(self.shell, self, self.export_rows())


def _stacked(*widgets: QWidget) -> QWidget:
    """One below the other; the last takes the room there is."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for widget in widgets:
        column.addWidget(widget, 1 if widget is widgets[-1] else 0)
    return whole

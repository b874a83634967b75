"""The first part of the progress panel: the matrix of a group, beside it the page of one participant."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.following.page import FollowingPage
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.person.page import PersonPage
from ui.progress.detail import ParticipantDetail
from ui.progress.matrix_view import MatrixView
from ui.progress.place import Place
from ui.progress.together import TogetherPage

if TYPE_CHECKING:
    from app.views.progress import ParticipantProgress

NARROW = 820
"""Narrower than this the page of a participant takes the place of the matrix."""


class GroupPage(QWidget):
    """Everything the page shows passes `shell.veil`; see `sources` for what stays while presenting."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._target: bytes | None = None
        self._was_veiled = shell.veil.on  # the window has its next veil already when it asks for the place
        self._veiled_person: bytes | None = None
        self._whole_of: bytes | None = None
        self._part = 0
        self._build()

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
        self.view.read()

    def show_target(self, target: bytes) -> None:
        """The matrix of a group, or the page of a participant."""
        if target != self._whole_of:
            self._forget_whole()
        if self.view.reading is None:
            self._target = target
        elif self.choosers.has_group(target):
            self.view.choose_group(target)
        elif self.shell.veil.on:
            return
        elif self.view.group is not None and not self.view.reading.has(target):
            self._target = target  # not beside the matrix of a strange group: everybody is shown first
            self.view.choose_group(None)
        else:
            self._read_person(target, self._show_detail)

    def place(self) -> Place:
        """While presenting, the page that was open before and is opened again after it."""
        person = self._veiled_person if self._was_veiled else self.detail.participant_id
        part = (self._part or self.whole.part()) if person is not None and person == self._whole_of else None
        return Place(self.view.group, self.view.programme, self.view.wish, person, part)

    def return_to(self, place: object) -> None:
        if not isinstance(place, Place):
            return
        self.view.begin_with(place.group, place.programme, place.wish)
        self._whole_of, self._part = (None, 0) if place.part is None else (place.person, place.part)
        if self.shell.veil.on:
            self._veiled_person = place.person
        else:
            self._target = place.person
        if self.shell.veil.looked_at is None:
            self.view.read()
        elif self._whole_of is not None:
            self.read()

    def shows_one_person(self) -> bool:
        """The whole page of somebody, or what is written about somebody."""
        return self._body.currentWidget() in (self.whole, self.following)

    def chosen_person(self) -> bytes | None:
        return self.detail.participant_id

    def export_rows(self) -> list[list[str]]:
        """What the matrix, or the whole page, shows, titles first; nothing while presenting."""
        return self.whole.export_rows() if self._body.currentWidget() is self.whole else self.view.export_rows()

    # How it is put together

    def _build(self) -> None:
        self.view = MatrixView(self.shell)
        self.choosers, self.card, self.matrix = self.view.choosers, self.view.card, self.view.matrix
        self.detail, self.together = ParticipantDetail(self.shell), TogetherPage(self.shell)
        self.following = FollowingPage(self.shell, self.leave_following)
        self.whole = PersonPage(self.shell, self.leave_whole, self.follow)
        self.detail.hide()
        self.view.put_beside(self.detail)
        self._body = QStackedWidget()
        for page in (self.view, self.together, self.following, self.whole):
            self._body.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._body)
        self.view.asked_anew.connect(self._ask_anew)
        self.view.taken.connect(self._taken)
        self.view.row_opened.connect(self._open_row)
        self.detail.closed.connect(self._leave_detail)
        self.detail.following_wanted.connect(self.follow)
        self.detail.whole_wanted.connect(self.open_whole)

    def _ask_anew(self) -> None:
        self._close_detail()
        self.read()

    def _taken(self) -> None:
        if not self.shell.veil.on:
            self.view.mark(self.detail.participant_id)
        self._read_open_person()
        if self._target is not None:
            target, self._target = self._target, None
            self.show_target(target)

    # One participant

    def _read_person(self, participant_id: bytes, then: Callable[[ParticipantProgress], None]) -> None:
        from app.views import progress

        self.shell.read(progress.participant_progress, participant_id, then=while_alive(self, then))

    def _read_open_person(self) -> None:
        """The open page anew; that of somebody who is not in the matrix is kept only if it can be read again."""
        person = self.detail.participant_id
        if person is None:
            return
        if any(row.participant_id == person for row in self.view.rows):
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

    def _open_row(self, person: bytes) -> None:
        """A second time opens the whole page."""
        if person == self.detail.participant_id:
            self.open_whole()
        else:
            self._read_person(person, self._show_detail)

    def _show_detail(self, progress: ParticipantProgress) -> None:
        self.detail.show_progress(progress)
        self.detail.show()
        self.view.mark(progress.participant_id)
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
        self.view.mark(None)
        self._share_room()

    def _leave_detail(self) -> None:
        self._close_detail()
        self.matrix.setFocus()

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

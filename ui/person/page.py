"""The whole page of one participant: the timeline, the attempts with their answers, visits per week, learning routes.

It shows one person and nobody else. While looking together it shows that person without what coaches write for
themselves; while presenting it shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.moments import Sort
from app.domain.permissions import Permission, allowed
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import bare
from ui.parts.chooser import Chooser
from ui.parts.headline import Headline
from ui.parts.tabs import Tabs
from ui.parts.taking_along import copy_table, export_table
from ui.person import choices
from ui.person.attempts_part import AttemptsPart
from ui.person.part import Part
from ui.person.routes_part import RoutesPart
from ui.person.timeline_part import TimelinePart
from ui.person.weeks_part import WeeksPart
from ui.words import show_day_time, tr

if TYPE_CHECKING:
    from app.views.person_page import Attempts, Moment, Moments, PageAttempt, PersonHead, Span, VisitWeek


class PersonPage(QWidget):
    """`close` goes back to where one came from; `follow` opens the notes and goals of this person."""

    def __init__(self, shell: Shell, close: Callable[[], None], follow: Callable[[], None]) -> None:
        super().__init__()
        self._shell, self._close = shell, close
        self.participant_id: bytes | None = None
        self._asked = 0
        self._latest: dict[Callable[[Any], None], int] = {}
        self._moments = self._attempts = 0  # how many are wanted; 0: so many as are read at first
        self._only: Moment | None = None
        self.headline = Headline("")
        self.period = Chooser(tr("Period"))
        self.timeline, self.attempts = TimelinePart(), AttemptsPart(shell)
        self.sort = self.timeline.sort
        self.weeks, self.routes = WeeksPart(), RoutesPart()
        self.tabs = Tabs(tr("Parts of the page"), inner=True)
        self._arrange(follow)
        self._connect()

    def show_person(self, participant_id: bytes, part: int = 0) -> None:
        """From the beginning: everything, the newest first; this part in front."""
        if participant_id != self.participant_id:
            self.forget()
            self.participant_id = participant_id
            self.tabs.setCurrentIndex(part)
        self.read()

    def part(self) -> int:
        """Which part is in front."""
        return self.tabs.currentIndex()

    def read(self) -> None:
        """Again, as it stands; who was erased meanwhile is not asked for."""
        from app.views.people import is_there

        veil = self._shell.veil
        if self.participant_id is None or (veil.on and veil.looked_at != self.participant_id):
            return
        self._ask(is_there, self._read_head)

    def forget(self) -> None:
        """Let go of the participant; nothing of the page is kept."""
        self._latest.clear()
        self.participant_id = None
        self._moments = self._attempts = 0
        self._only = None
        self.headline.set_title("")
        self.headline.set_aside("")
        self.period.offer(tr("Whole time"), [], None)
        for part in self._parts():
            part.forget()

    def export_rows(self) -> list[list[str]]:
        """What the part in front shows."""
        return self._front().export_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    # How it is put together

    def _arrange(self, follow: Callable[[], None]) -> None:
        self.period.offer(tr("Whole time"), [], None)
        self.sort.offer(tr("All kinds"), choices.sorts(with_written=not self._shell.veil.on), None)
        self.headline.add_filter(self.period)
        self.back = self.headline.add_button(tr("&Back to progress"), self._close)
        if not self._shell.veil.on:
            self.headline.add_button(tr("&Notes and goals"), follow)
            self.headline.add_button(tr("&Look together"), self._look_together)
            self.headline.add_button(tr("Cop&y table"), lambda: copy_table(self._shell, self.export_rows()))
            if allowed(self._shell.sight.actor, Permission.EXPORT):
                self.headline.add_button(
                    tr("E&xport CSV…"), lambda: export_table(
                        self, self._shell, self.export_rows(), tr("progress.csv")))
        titles = (tr("Timeline"), tr("Attempts"), tr("Visits per week"), tr("Learning routes"))
        for part, title in zip(self._parts(), titles, strict=True):
            self.tabs.addTab(part, title)
        column = QVBoxLayout(self)
        bare(column, 12)
        column.addWidget(self.headline)
        column.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.period.activated.connect(self._choose_period)
        self.sort.activated.connect(self._read_front)
        self.tabs.currentChanged.connect(self._read_front)
        self.timeline.table.row_opened.connect(self._open_moment)
        self.timeline.more_wanted.connect(self._more_moments)
        self.attempts.table.row_opened.connect(self._open_attempt)
        self.attempts.more_wanted.connect(self._more_attempts)
        self.attempts.all_wanted.connect(self._every_attempt)

    def _parts(self) -> tuple[Part, ...]:
        return self.timeline, self.attempts, self.weeks, self.routes

    def _front(self) -> Part:
        return next(part for part in self._parts() if part is self.tabs.currentWidget())

    # Reading

    def _ask(self, view: Any, then: Callable[[Any], None], *more: Any) -> None:
        """What is answered after the same was asked anew is dropped; who chooses another part before the name is there
        still gets the name.
        """
        self._asked += 1
        asked = self._latest[then] = self._asked

        def take(value: Any) -> None:
            if asked == self._latest.get(then):
                then(value)

        self._shell.read(view, self.participant_id, *more, then=while_alive(self, take))

    def _read_head(self, is_there: bool) -> None:
        from app.views.person_page import person_head

        if is_there:
            self._ask(person_head, self._show_head)
        else:
            self._close()

    def _show_head(self, head: PersonHead) -> None:
        self.headline.set_title(self._shell.veil.name(head.full, head.participant_id))
        self.headline.set_aside(head.groups or tr("in no group"))
        self.period.offer(tr("Whole time"), choices.periods(head.years), self.period.chosen())
        written = head.keeps_notes and not self._shell.veil.on
        self.sort.offer(tr("All kinds"), choices.sorts(written), self.sort.chosen())
        self.routes.show_routes(head.routes)
        self.attempts.show_earlier(head.participant_id, None if self._shell.veil.on else head.earlier)
        self._read_front()

    def _read_front(self) -> None:
        from app.views import person_page

        front = self._front()
        self.period.setVisible(front is not self.routes)
        if self.participant_id is None:
            return
        if front is self.timeline:
            chosen = (self.sort.chosen() or b"").decode()
            self._ask(person_page.person_moments, self._show_moments, self._span(), chosen,
                      self._moments or person_page.MOMENTS, not self._shell.veil.on)
        elif front is self.attempts:
            exercise = self._only.exercise_id if self._only is not None else None
            self._ask(person_page.person_attempts, self._show_attempts, self._span(), exercise,
                      self._attempts or person_page.ATTEMPTS)
        elif front is self.weeks:
            self._ask(person_page.person_weeks, self._show_weeks, self._span())

    def _span(self) -> Span:
        from app.views.person_page import Span

        if self._front() is self.attempts and self._only is not None:
            return Span(None, None, *(self._only.visit or ()))
        return choices.span_of(self.period.chosen(), self._shell.sight.today)

    def _show_moments(self, found: Moments) -> None:
        self.timeline.show_moments(found)

    def _show_attempts(self, found: Attempts) -> None:
        self.attempts.show_attempts(found, allowed(self._shell.sight.actor, Permission.EDIT_PRIVACY))

    def _show_weeks(self, weeks: tuple[VisitWeek, ...]) -> None:
        self.weeks.show_weeks(weeks)

    # What is asked

    def _choose_period(self) -> None:
        self._moments = self._attempts = 0
        self._narrow(None)
        self._read_front()

    def _more_moments(self) -> None:
        from app.views.person_page import MOMENTS

        self._moments = len(self.timeline.table.all_values()) + MOMENTS
        self._read_front()

    def _more_attempts(self) -> None:
        from app.views.person_page import ATTEMPTS

        self._attempts = len(self.attempts.table.all_values()) + ATTEMPTS
        self._read_front()

    def _open_moment(self, moment: Moment) -> None:
        """The attempts of this visit, or of this exercise."""
        if moment.visit is not None or moment.exercise_id is not None:
            self._narrow(moment)
            self.tabs.setCurrentWidget(self.attempts)

    def _open_attempt(self, attempt: PageAttempt) -> None:
        """Every attempt at the same exercise."""
        from app.domain.text import Text
        from app.views.person_page import Moment

        self._narrow(Moment(self._shell.sight.day_of(attempt.at_us), Sort.MADE, Text("{title}", title=attempt.exercise),
                            exercise_id=attempt.exercise_id))
        self._read_front()

    def _every_attempt(self) -> None:
        self._narrow(None)
        self._read_front()

    def _narrow(self, moment: Moment | None) -> None:
        self._only, self._attempts = moment, 0
        self.attempts.narrow("" if moment is None else _words(moment))

    def _look_together(self) -> None:
        self._shell.look_together(self.participant_id)


def _words(moment: Moment) -> str:
    if moment.visit is not None:
        return tr("The visit of {moment}", moment=show_day_time(moment.visit[0]))
    return tr("Attempts at {title}", title=str(moment.what.arguments.get("title", "")))

"""The page of one participant beside the matrix: how far, since when, and what asks for help."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.permissions import Permission, allowed
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.badge import Badge
from ui.parts.card import Card
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.sparkline import Sparkline
from ui.progress.attempts import attempts_height, attempts_table
from ui.progress.earlier import EarlierLine
from ui.progress.lines import BarLine, ReasonLine
from ui.progress.report_dialog import Whom
from ui.progress.report_flow import ReportFlow, may_report
from ui.progress.route_lines import StepLine
from ui.theme.icons import icon
from ui.words import show, show_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.progress import ParticipantProgress, ProgrammeStanding, RouteStanding


class ParticipantDetail(Card):
    """Shows one `ParticipantProgress` at a time; Escape or the cross closes it."""

    closed = Signal()
    following_wanted = Signal()
    whole_wanted = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._shell = shell
        self.participant_id: bytes | None = None
        self._earlier: EarlierLine | None = None
        self._under_way: set[bytes] = set()
        self.setMinimumWidth(300)
        self.setAccessibleName(tr("{Participant}"))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons = QWidget()
        self.body.setContentsMargins(16, 12, 4, 14)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._buttons)
        self._fill_buttons(FlowLayout(self._buttons))

    def show_progress(self, progress: ParticipantProgress) -> None:
        """Replace the page; the buttons stay."""
        self.participant_id = progress.participant_id
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        self._add_head(column, progress)
        for reason in progress.help:
            column.addWidget(ReasonLine(show(reason)))
        for rule in progress.rules:
            column.addWidget(label(show(rule), "muted", wrap=True))
        for route in progress.routes:
            self._add_route(column, route)
        self._add_growth(column, progress)
        self._add_standings(column, progress)
        self._add_attempts(column, progress)
        self._add_earlier(column, progress)
        column.addStretch(1)
        self._scroll.setWidget(page)

    def forget(self) -> None:
        """Let go of the participant; nothing of the page is kept."""
        self.participant_id = self._earlier = None
        self._scroll.setWidget(QWidget())

    def _fill_buttons(self, row: FlowLayout) -> None:
        row.addWidget(button_of(tr("&Look together"), self._look_together, primary=True))
        row.addWidget(button_of(tr("&Open page"), self.whole_wanted.emit))
        row.addWidget(button_of(tr("&Notes and goals"), self.following_wanted.emit))
        row.addWidget(button_of(tr("&Certificates"), self._go_to_certificates))
        if allowed(self._shell.sight.actor, Permission.SEE_PRIVACY):
            row.addWidget(button_of(tr("&Privacy"), self._go_to_privacy))
        row.addWidget(button_of(tr("Personal &data"), self._go_to_page))
        if may_report(self._shell.sight):
            row.addWidget(button_of(tr("Repor&t…"), self._report))

    def _look_together(self) -> None:
        self._shell.look_together(self.participant_id)

    def _go_to_certificates(self) -> None:
        self._shell.go("certificates", self.participant_id)

    def _go_to_privacy(self) -> None:
        self._shell.go("privacy", self.participant_id)

    def _go_to_page(self) -> None:
        self._shell.go("groups", self.participant_id)

    def _report(self) -> None:
        if self.participant_id is not None:
            ReportFlow(self, self._shell, Whom((self.participant_id,))).begin()

    def _add_head(self, column: QVBoxLayout, progress: ParticipantProgress) -> None:
        head = QHBoxLayout()
        name = self._shell.veil.name(progress.full, progress.participant_id)
        head.addWidget(label(name, "title", wrap=True), 1)
        close = button_of("", self.closed.emit, flat=True)
        close.setIcon(icon("close"))
        close.setAccessibleName(tr("Close"))
        close.setToolTip(tr("Close"))
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        # Whole phrases with a dot between them, not a sentence put together.
        column.addWidget(label(" · ".join(self._facts(progress)), "muted", wrap=True))

    def _facts(self, progress: ParticipantProgress) -> list[str]:
        minutes = progress.minutes_per_week
        return [
            progress.groups or tr("in no group"),
            self._last_seen(progress.last_seen_us),
            tr_count("{n} minute per week", "{n} minutes per week", minutes),
        ]

    def _last_seen(self, at_us: int | None) -> str:
        if at_us is None:
            return tr("not seen yet")
        return tr("last seen {day}", day=show_date(self._shell.sight.day_of(at_us)))

    def _add_route(self, column: QVBoxLayout, route: RouteStanding) -> None:
        column.addWidget(BarLine(tr("Learning route {name}", name=route.name), route.done, route.total))
        if route.introduction:
            column.addWidget(label(route.introduction, "muted", wrap=True))
        for step in route.steps:
            column.addWidget(StepLine(step))

    def _add_growth(self, column: QVBoxLayout, progress: ParticipantProgress) -> None:
        if not any(progress.weeks):
            return
        title = tr("Exercises done per week")
        column.addWidget(label(title, "heading"))
        column.addWidget(growth_line(title, progress.weeks))

    def _add_standings(self, column: QVBoxLayout, progress: ParticipantProgress) -> None:
        column.addWidget(label(tr("{Programmes}"), "heading"))
        for standing in progress.standings:
            column.addWidget(BarLine(standing.title, standing.done, standing.total, _badges(standing)))
        if not progress.standings:
            column.addWidget(label(tr("Nothing started yet."), "muted", wrap=True))

    def _add_attempts(self, column: QVBoxLayout, progress: ParticipantProgress) -> None:
        if not progress.attempts:
            return
        column.addWidget(label(tr("Latest attempts"), "heading"))
        table = attempts_table(self._shell, progress.participant_id)
        table.set_rows(progress.attempts)
        table.setFixedHeight(attempts_height(table))
        column.addWidget(table)

    def _add_earlier(self, column: QVBoxLayout, progress: ParticipantProgress) -> None:
        """While presenting nothing is said of it: a number of attempts is a score too."""
        self._earlier = None
        if progress.earlier is not None and not self._shell.veil.on:
            person = progress.participant_id
            self._earlier = EarlierLine(
                progress.earlier, partial(self._fetch_earlier, person), person in self._under_way)
            column.addWidget(self._earlier)

    def _fetch_earlier(self, person: bytes) -> None:
        """The attempts come with a change set, after which the page is read again."""
        self._under_way.add(person)
        self._show_under_way(person)
        self._shell.fetch_earlier(person, then=while_alive(self, self._earlier_fetched))

    def _earlier_fetched(self, person: bytes) -> None:
        self._under_way.discard(person)
        self._show_under_way(person)

    def _show_under_way(self, person: bytes) -> None:
        if self._earlier is not None and self.participant_id == person:
            self._earlier.show_under_way(person in self._under_way)


def growth_line(title: str, weeks: tuple[int, ...]) -> Sparkline:
    """The growth line of so many weeks up to this one."""
    line = Sparkline()
    first = tr_count("{n} week ago", "{n} weeks ago", max(len(weeks) - 1, 1))
    line.show_values(title, weeks, first, tr("this week"))
    return line


def _badges(standing: ProgrammeStanding) -> list[Badge]:
    if standing.certificate:
        return [Badge(tr("certificate"), "good")]
    return [Badge(tr("done"), "good")] if standing.completed else []

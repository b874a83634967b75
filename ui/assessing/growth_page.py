"""Growth over the years: of a group together, or of one person; a chart per subject and scale."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.assessment.growth import growth_between, is_real_growth
from ui.assessing.growth_chart import GrowthChart
from ui.assessing.whose import WHOLE, whose_rows, whose_table
from ui.assessing.words import mean_points, points
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import Card, bare
from ui.parts.chooser import Chooser
from ui.parts.empty import EmptyState
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.parts.side_by_side import SideBySide
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.growth import Growth, GrowthLine
    from app.views.people import ParticipantRow

_SIDE_BY_SIDE = 760
_HIGH = 240

class GrowthPage(QWidget):
    """Reads by itself; the panel tells it when."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._asked = 0
        self._wanted: bytes | None = None
        self.group = Chooser(tr("{Group}"))
        self.group.currentIndexChanged.connect(lambda _at: self._read_people())
        self.table = whose_table(shell, tr("Whose growth"))
        self.table.selection_moved.connect(self._read_growth)
        self.charts: list[GrowthChart] = []
        self._arrange()

    def read(self) -> None:
        from app.views.sittings import groups_with_tests

        looked_at = self._shell.veil.looked_at
        self.left.setVisible(looked_at is None)
        if looked_at is not None:
            self._read_person(looked_at)
        else:
            self._shell.read(groups_with_tests, then=while_alive(self, self._show_groups))

    def show_person(self, person: bytes) -> None:
        """The growth of this person, in whatever group."""
        self._wanted = person
        self._read_person(person)

    def chosen_person(self) -> bytes | None:
        key: bytes | None = self.table.current_key()
        return key or self._wanted

    def export_rows(self) -> list[list[str]]:
        return [[line] for chart in self.charts for line in chart.lines()]

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 8, 0, 0)
        both = SideBySide(_SIDE_BY_SIDE)
        both.row.setSpacing(14)
        self.left = QWidget()
        inner = QVBoxLayout(self.left)
        bare(inner, 8)
        inner.addWidget(self.group)
        inner.addWidget(self.table, 1)
        both.row.addWidget(self.left, 2)
        self.card = Card(" ")
        self.about = label("", "muted", wrap=True)
        self.card.fill(self.about)
        self._scroller = scrolled(QWidget(), tr("Growth"))
        self.card.fill(self._scroller, 1)
        both.row.addWidget(self.card, 5)
        column.addWidget(both, 1)

    def _show_groups(self, found: tuple[tuple[bytes, str, int | None, bool], ...]) -> None:
        open_ones = [(name, key) for key, name, _, closed in found if not closed]
        chosen = self.group.chosen() or (open_ones[0][1] if open_ones else None)
        self.group.offer(tr("Choose {a_group}"), open_ones, chosen)
        self._read_people()

    def _read_people(self) -> None:
        from app.views.sittings import people_of_group

        group = self.group.chosen()
        if group is None:
            self._show_people(())
        else:
            self._shell.read(people_of_group, group, then=while_alive(self, self._show_people))

    def _show_people(self, people: tuple[ParticipantRow, ...]) -> None:
        self.table.set_rows(whose_rows(people))
        if self._wanted is not None and self.table.choose(self._wanted):
            self._wanted = None
        elif people and self.table.current_key() is None and self._wanted is None:
            self.table.choose(WHOLE)
        if not people:
            self._show_growth(None)
        elif self._wanted is None:
            self._read_growth()

    def _read_growth(self) -> None:
        from app.views.growth import group_growth

        group, key = self.group.chosen(), self.table.current_key()
        if key is None or group is None:
            return
        if key == WHOLE:
            self._ask(group_growth, group)
        else:
            self._read_person(key)

    def _read_person(self, person: bytes) -> None:
        from app.views.growth import person_growth

        self._ask(person_growth, person)

    def _ask(self, view: Callable[..., Growth], whose: bytes) -> None:
        """What is answered after another one was chosen is dropped."""
        self._asked += 1
        asked = self._asked

        def take(found: Growth) -> None:
            if asked == self._asked:
                self._show_growth(found)

        self._shell.read(view, whose, then=while_alive(self, take))

    def _show_growth(self, growth: Growth | None) -> None:
        hidden = self._shell.veil.on and (growth is None or self._shell.veil.looked_at != growth.id)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        bare(column, 12)
        self.charts = []
        if hidden:
            column.addWidget(EmptyState(
                tr("Hidden while presenting"),
                tr("Look at one {participant} together to show the growth of that one."), picture="eye-off"))
        elif growth is None or not growth.lines:
            column.addWidget(EmptyState(tr("There is no growth to show yet"), tr(
                "It takes scores on the scale of a norm; a second test shows a line."), picture="chart"))
        else:
            for line in growth.lines:
                self._add_line(column, line, growth)
        column.addStretch(1)
        self._scroller.setWidget(page)
        self.card.set_heading(" " if growth is None or hidden else growth.full)
        self.about.setText("" if hidden or growth is None else _about(growth))

    def _add_line(self, column: QVBoxLayout, line: GrowthLine, growth: Growth) -> None:
        title = " · ".join(filter(None, (line.subject, line.scale)))
        column.addWidget(label(title, "heading"))
        chart = GrowthChart()
        chart.setMinimumHeight(_HIGH)
        chart.show_points(tr("Growth of {name}: {what}", name=growth.full, what=title), line.points)
        self.charts.append(chart)
        column.addWidget(chart, 1)
        said = _growth_words(line.points)
        if said:
            column.addWidget(label(said, "muted", wrap=True))


def _about(growth: Growth) -> str:
    if growth.people == 1 and all(point.number == 1 for line in growth.lines for point in line.points):
        return tr("The bar is the interval in which the true score lies. A line never goes on over another norm: those "
                  "points do not compare.")
    return tr_count("The mean of who is in {the_group} now ({n} {participant}); the bar is the middle half of them.",
                    "The mean of who is in {the_group} now ({n} {participants}); the bar is the middle half of them.",
                    growth.people)


def _growth_words(line: Any) -> str:
    """What the last two points say, where they compare."""
    if len(line) < 2:
        return ""
    earlier, later = line[-2:]
    grown = growth_between(earlier, later)
    if grown is None:
        return tr("The last two points were normed by different norms ({first} and {second}) and do not compare.",
                  first=earlier.norm, second=later.norm)
    if later.number > 1:
        return tr("Since the time before: {points} points.", points=_signed(grown, mean_points))
    return tr("Since the time before: {points} points. {verdict}", points=_signed(grown, points),
              verdict=_verdict(earlier, later))


def _verdict(earlier: Any, later: Any) -> str:
    real = is_real_growth(earlier, later)
    if real is None:
        return ""
    return tr("The intervals lie apart: this is more than chance.") if real else tr(
        "The intervals overlap: it may be chance.")


def _signed(thousandths: int, words: Callable[[int], str]) -> str:
    sign = "+" if thousandths > 0 else "−" if thousandths < 0 else ""
    return sign + words(abs(thousandths))

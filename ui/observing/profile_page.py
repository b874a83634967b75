"""Profiles: of a group together, or of one person with everything that was seen; no level, and nothing added up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.domain.observing import FIELD
from app.domain.permissions import Permission, allowed
from ui.assessing.whose import WHOLE, whose_rows, whose_table
from ui.observing import steps
from ui.observing.dialogs import SeenDialog
from ui.observing.observe_page import off_state
from ui.observing.profile_chart import ProfileChart
from ui.observing.words import SeenRow, group_rows, named, profile_rows, seen_columns, seen_rows
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import Card, bare
from ui.parts.chooser import Chooser
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.parts.tabs import Tabs
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.observing import GroupProfile, ObservationProfile, SheetGroup
    from app.views.people import ParticipantRow

_SIDE_BY_SIDE, _WIDEST, _CHART = 760, 320, 140

class ProfilePage(QWidget):
    """Reads by itself; the panel tells it when."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._asked = 0
        self._wanted: bytes | None = None
        self._person: ObservationProfile | None = None
        self._whole: GroupProfile | None = None
        self.group, self.instrument = Chooser(tr("{Group}")), Chooser(tr("Instrument"))
        self.group.currentIndexChanged.connect(lambda _at: self._read_people())
        self.instrument.setMaximumWidth(_WIDEST)
        self.instrument.currentIndexChanged.connect(lambda _at: self._read_profile())
        self.table = whose_table(shell, tr("Whose profile"))
        self.table.selection_moved.connect(self._read_profile)
        self.chart = ProfileChart()
        self.seen = RowTable(seen_columns(shell), tr("Everything that was seen"), lambda row: row.seen.id)
        self.seen.selection_moved.connect(self._show_buttons)
        self.seen.row_opened.connect(lambda _row: self.change())
        self._make_buttons()
        self._arrange()

    def read(self) -> None:
        from app.views.observing import groups_to_observe

        looked_at = self._shell.veil.looked_at
        self.left.setVisible(looked_at is None)
        if not self._shell.sight.keeps(*FIELD):
            self._show_empty(off_state(self._shell))
        elif looked_at is not None:
            self._read_person(looked_at)
        elif self._shell.veil.on:
            self._show_empty(EmptyState(
                tr("Hidden while presenting"),
                tr("Look at one {participant} together to show the profile of that one."), picture="eye-off"))
        else:
            self._shell.read(groups_to_observe, then=while_alive(self, self._show_groups))

    def show_person(self, person: bytes) -> None:
        """The profile of this person, in whatever group."""
        self._wanted = person
        self._read_person(person)

    def chosen_person(self) -> bytes | None:
        return self.table.current_key() or self._wanted

    def export_rows(self) -> list[list[str]]:
        if self._person is not None:
            return profile_rows(self._person)
        return group_rows(self._whole) if self._whole is not None else []

    # What is done

    def change(self) -> None:
        row: SeenRow | None = self.seen.current()
        page = self._person.page if self._person is not None else None
        if row is not None and row.seen.is_own and page is not None:
            SeenDialog(self, row.point, row.seen, page, lambda step, remark: steps.change(
                self._shell, row.seen.id, step, remark)).open()

    def take_out(self) -> None:
        row: SeenRow | None = self.seen.current()
        if row is not None:
            steps.take_out(self._shell, row.seen.id)

    def save(self, form: str) -> None:
        """What is shown, as it is shown."""
        profile = self._person or self._whole
        if profile is None or profile.page is None or self._shell.veil.on:
            return
        person = self._person.participant_id if self._person is not None else None
        steps.save_table(self._shell, self._file_name(), form, self.export_rows(), person)

    def save_pdf(self) -> None:
        """The profile of this person, for a talk with the parents."""
        if self._person is not None and self._person.page is not None:
            steps.save_profile(
                self._shell, self._person.participant_id, self._person.page.row.id, self._file_name())

    def _file_name(self) -> str:
        """With the day and nobody's name: a list of files is seen by others."""
        return f"{tr('profile')} {self._shell.sight.today.isoformat()}"

    # Building

    def _make_buttons(self) -> None:
        self.change_button = button_of(tr("&Change this…"), self.change)
        self.out_button = button_of(tr("Ta&ke this out"), self.take_out)
        self.save_button = button_of(tr("&Save as…"), lambda: None)
        self.save_button.setProperty("menu", True)
        menu = QMenu(self.save_button)
        for words, form in ((tr("For a &spreadsheet (XLSX)…"), "xlsx"), (tr("As &CSV…"), "csv")):
            menu.addAction(words).triggered.connect(lambda _on, form=form: self.save(form))
        self.save_button.setMenu(menu)
        self.pdf_button = button_of(tr("On &paper (PDF)…"), self.save_pdf)

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
        both.row.addWidget(self._right(), 6)
        column.addWidget(both, 1)

    def _right(self) -> QWidget:
        self.card = Card(" ")
        self.card.add_aside(self.instrument)
        self.about = label("", "muted", wrap=True)
        self.card.fill(self.about)
        page = QWidget()
        column = QVBoxLayout(page)
        bare(column, 0)
        column.addWidget(self.chart)
        column.addStretch(1)
        self.tabs = Tabs(tr("Parts of a profile"), inner=True)
        scroller = scrolled(page, tr("Profile"))
        scroller.setMinimumHeight(_CHART)
        self.tabs.addTab(scroller, tr("Profile"))
        self.tabs.addTab(self.seen, tr("Everything that was seen"))
        self.tabs.currentChanged.connect(lambda _at: self._show_buttons())
        self.card.fill(self.tabs, 1)
        self._empty_place = QWidget()
        QVBoxLayout(self._empty_place).setContentsMargins(0, 0, 0, 0)
        self.card.fill(self._empty_place, 1)
        self._empty_place.hide()
        self.foot = QWidget()
        flow = FlowLayout(self.foot)
        for button in (self.change_button, self.out_button, self.pdf_button, self.save_button):
            flow.addWidget(button)
        self.card.fill(self.foot)
        return self.card

    # Reading

    def _show_groups(self, found: tuple[SheetGroup, ...]) -> None:
        chosen = self.group.chosen() or next((one.id for one in found if one.may_write), None)
        self.group.offer(tr("Choose {a_group}"), [(one.name, one.id) for one in found], chosen)
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
        if not people and self._wanted is None:
            self._show_nothing()
        elif self._wanted is None:
            self._read_profile()
        else:
            self._read_person(self._wanted)

    def _read_profile(self) -> None:
        from app.views.observing import group_profile

        key, group = self.table.current_key(), self.group.chosen()
        if self._shell.veil.looked_at is not None or (key is None and self._wanted is not None):
            self._read_person(self._shell.veil.looked_at or self._wanted or b"")
        elif key == WHOLE and group is not None:
            self._ask(group_profile, group, self._show_whole)
        elif key is not None:
            self._read_person(key)

    def _read_person(self, person: bytes) -> None:
        from app.views.observing import participant_profile

        self._ask(participant_profile, person, self._show_person)

    def _ask(self, view: Callable[..., Any], whose: bytes, then: Callable[[Any], None]) -> None:
        """What is answered after another one was chosen is dropped."""
        self._asked += 1
        asked = self._asked

        def take(found: Any) -> None:
            if asked == self._asked:
                then(found)

        self._shell.read(view, whose, self.instrument.chosen(), then=while_alive(self, take))

    # Showing

    def _show_whole(self, found: GroupProfile) -> None:
        if self.table.current_key() != WHOLE or found.group_id != self.group.chosen():
            return  # somebody was chosen meanwhile
        self._person, self._whole = None, found
        page = found.page
        if page is None:
            self._show_nothing()
            return
        self._offer(list(found.choices), page.row.id)
        self.chart.show_group(found)
        self.about.setText(tr_count(
            "Of {n} {participant}: how many are on which step, by who looked last.",
            "Of {n} {participants}: how many are on which step, by who looked last.", found.people))
        self._show_parts(found.name, with_list=False)

    def _show_person(self, found: ObservationProfile) -> None:
        veil = self._shell.veil
        if veil.on and veil.looked_at != found.participant_id:
            return
        if found.is_empty and self.instrument.chosen() is not None:
            self.instrument.setCurrentIndex(0)  # not by this one; perhaps by another
            return
        self._person, self._whole = found, None
        if found.page is None or found.is_empty:
            self.instrument.hide()
            self._show_empty(EmptyState(
                tr("Nothing was seen of this {participant} yet"),
                tr("Choose Observe, {a_group} and an instrument, and fill in what you see."), picture="check"))
            self.card.set_heading(found.full)
            return
        self._offer(list(found.choices), found.page.row.id)
        self.chart.show_profile(found)
        self.about.setText(tr(
            "A full dot is what was seen last, an open one what was seen before that; with a ring it is both."))
        self.seen.set_rows(seen_rows(found))
        self._show_parts(found.full, with_list=True)

    def _offer(self, choices: list[tuple[bytes, str, str]], chosen: bytes) -> None:
        known = self.instrument.chosen()
        self.instrument.offer(
            tr("The last one"), [(named(title, edition), key) for key, title, edition in choices],
            chosen if known is not None else None)

    def _show_nothing(self) -> None:
        self._person = self._whole = None
        self.instrument.hide()
        self.card.set_heading(" ")
        self._show_empty(EmptyState(
            tr("There is no profile to show yet"),
            tr("Choose Observe, {a_group} and an instrument, and fill in what you see."), picture="check"))

    def _show_empty(self, state: EmptyState) -> None:
        self._show_parts("", with_list=False, empty=state)

    def _show_parts(self, heading: str, with_list: bool, empty: EmptyState | None = None) -> None:
        place = self._empty_place.layout()
        assert place is not None
        while (item := place.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        if empty is not None:
            place.addWidget(empty)
        elif heading:
            self.card.set_heading(heading)
        self._empty_place.setVisible(empty is not None)
        for widget in (self.tabs, self.about, self.instrument):
            widget.setVisible(empty is None)
        self.tabs.setTabVisible(1, with_list)
        self.foot.setVisible(empty is None and not self._shell.veil.on)
        self._show_buttons()

    def _show_buttons(self) -> None:
        row: SeenRow | None = self.seen.current()
        actor = self._shell.sight.actor
        is_person, in_list = self._person is not None, self.tabs.currentWidget() is self.seen
        self.pdf_button.setVisible(is_person)
        for button in (self.change_button, self.out_button):
            button.setVisible(is_person and in_list)
        self.change_button.setEnabled(row is not None and row.seen.is_own)
        self.out_button.setEnabled(row is not None and (row.seen.is_own or self._shell.sight.sees_all))
        self.save_button.setVisible(allowed(actor, Permission.EXPORT))

"""What is done with a whole group: split, merge, its coaches, its location, what its participants read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.figures.describing import GROUP_COLUMNS, PERSON_FIELDS
from app.domain.grouping import LONGEST_INTRODUCTION
from app.domain.text import Text
from ui.figures import steps as figure_steps
from ui.figures.dialogs import CourseDialog, PeopleDialog
from ui.groups import coach_steps
from ui.groups.assign_dialog import AssignDialog, GroupCoachesDialog
from ui.groups.dialogs import GroupDialog
from ui.groups.shelf import Shelf
from ui.groups.split_dialog import SplitDialog
from ui.panel import Shell
from ui.parts.choose_dialog import OptionDialog
from ui.parts.form_dialog import FormDialog
from ui.words import list_name, tr

if TYPE_CHECKING:
    from app.views.coaches import CoachList
    from app.views.describing import DescribedPerson
    from app.views.groups import CoachRow, GroupDetail, GroupRow
    from app.views.locations import LocationRow


class WholeGroup:
    """Asks and does it. `opened` gives the group that is open, `shelves` all there are."""

    def __init__(
        self, owner: QWidget, shell: Shell, opened: Callable[[], GroupRow | None],
        shelves: Callable[[], Sequence[Shelf]],
    ) -> None:
        self._owner, self._shell, self._opened, self._shelves = owner, shell, opened, shelves

    def split(self) -> None:
        self._with_detail(lambda detail: SplitDialog(
            self._owner, self._shell, detail.row.name, detail.members,
            lambda parts: self._split(detail.row, parts)).open())

    def merge(self) -> None:
        """Into another group, which keeps its name, place and coaches and gets those of this one too."""
        group = self._opened()
        if group is not None:
            others = [shelf for shelf in self._shelves() if shelf.kind == "group" and shelf.key != group.id]
            GroupDialog(self._owner, self._shell.veil, tr("Merge {name} into which {group}?", name=group.name),
                        tr("Merge"), others, lambda shelf: self._merge(group, shelf)).open()

    def coaches(self) -> None:
        """Who has it, to give it to another one or take it back."""
        def opened(detail: GroupDetail) -> None:
            def take(coach: CoachRow) -> None:
                workers = [row for row in detail.coaches if not row.reads_only]
                coach_steps.unassign(
                    self._shell, coach.id, detail.row.id, detail.row.name, workers == [coach])

            GroupCoachesDialog(
                self._owner, self._shell, detail.row.name, detail.coaches, lambda: self._give(detail), take).open()

        self._with_detail(opened)

    def place(self) -> None:
        """At which location it meets."""
        from app.views.locations import location_list

        def chosen(group: GroupRow, rows: tuple[LocationRow, ...]) -> None:
            options: list[tuple[Any, str]] = [(None, tr("No {location}")), *((row.id, row.name) for row in rows)]
            OptionDialog(
                self._owner, tr("{Location} of {name}", name=group.name), tr("&Choose"), options, tr("{Locations}"),
                lambda location: self._place(group, location), group.location_id).open()

        group = self._opened()
        if group is not None:
            self._shell.read(location_list, then=lambda rows: chosen(group, rows))

    @property
    def keeps_course(self) -> bool:
        return any(self._shell.sight.keeps("participant", name) for name in GROUP_COLUMNS)

    @property
    def keeps_people(self) -> bool:
        """Not while presenting: everybody's name would stand there."""
        return not self._shell.veil.on and any(
            self._shell.sight.keeps("participant", name) for name in PERSON_FIELDS)

    def course(self) -> None:
        """Of what kind and type it is, for the tables without names."""
        from app.views.describing import group_course

        kept = [name for name in GROUP_COLUMNS if self._shell.sight.keeps("participant", name)]
        group = self._opened()
        if group is not None:
            self._shell.read(group_course, group.id, then=lambda course: CourseDialog(
                self._owner, course, kept, partial(
                    figure_steps.describe_group, self._shell, group.id, group.name)).open())

    def figures(self) -> None:
        """What the tables without names ask about its people, all in one go."""
        from app.views.describing import described_group

        def opened(group: GroupRow, people: Sequence[DescribedPerson]) -> None:
            if people:
                PeopleDialog(self._owner, tr("{name}: for the figures", name=group.name), people,
                             self._shell.sight.today.year, partial(figure_steps.describe_people, self._shell)).open()

        group = self._opened()
        if group is not None:
            self._shell.read(described_group, group.id, then=partial(opened, group))

    def introduce(self) -> None:
        group = self._opened()
        if group is not None:
            IntroductionDialog(self._owner, group, lambda words: self._introduce(group, words)).open()

    def _with_detail(self, then: Callable[[GroupDetail], None]) -> None:
        from app.views.groups import group_detail

        group = self._opened()
        if group is not None:
            self._shell.read(group_detail, group.id, then=then)

    def _split(self, group: GroupRow, parts: list[dict[str, Any]]) -> None:
        from app.actions.regrouping import split_group

        said = Text("{name} is split: {n} new {group}.", "{name} is split: {n} new {groups}.", n=len(parts),
                    name=group.name)
        self._shell.act(split_group, group_id=group.id, parts=parts, then=self._told(said))

    def _merge(self, group: GroupRow, into: Shelf) -> None:
        from app.actions.regrouping import merge_groups

        if into.group is not None:
            self._shell.act(
                merge_groups, group_ids=[group.id], into_id=into.group.id,
                then=self._told(Text("{name} is merged into {other}.", name=group.name, other=into.title)))

    def _give(self, detail: GroupDetail) -> None:
        from app.views.coaches import coach_list

        def opened(listed: CoachList) -> None:
            has = {coach.id for coach in detail.coaches}
            options = [(line.id, self._shell.veil.name(list_name(line.full, line.listed), line.id))
                       for line in listed.coaches if line.id not in has]
            AssignDialog(
                self._owner, self._shell, tr("{A_coach} for {name}", name=detail.row.name), tr("&Which {coach}"),
                options, lambda coach, reads_only, until: coach_steps.assign(
                    self._shell, coach, detail.row.id, detail.row.name, reads_only, until)).open()

        self._shell.read(coach_list, False, then=opened)

    def _place(self, group: GroupRow, location_id: bytes | None) -> None:
        from app.actions.groups import place_group

        self._shell.act(place_group, group_id=group.id, location_id=location_id,
                        then=self._told(Text("{Location} of {name} changed.", name=group.name)))

    def _introduce(self, group: GroupRow, words: str) -> None:
        from app.actions.groups import introduce_group

        self._shell.act(introduce_group, group_id=group.id, introduction=words,
                        then=self._told(Text("Introduction of {name} changed.", name=group.name)))

    def _told(self, said: Text) -> Callable[[Any], None]:
        return lambda _changes: self._shell.say(said, undoable=True)


class IntroductionDialog(FormDialog):
    """A few lines that participants read about their group; `save` gets them."""

    def __init__(self, parent: QWidget, group: GroupRow, save: Callable[[str], None]) -> None:
        super().__init__(parent, tr("Introduction of {name}", name=group.name), tr("&Save"))
        self._save = save
        self.say(tr("{Participants} of {this_group} read this. Write short sentences, and nothing about one person."))
        self.words = QPlainTextEdit(group.introduction)
        self.words.setTabChangesFocus(True)
        self.words.setMinimumHeight(140)
        self.words.textChanged.connect(self.check)
        self.add_field(tr("&Introduction"), self.words)
        self.told = self.say_below("")
        self.setMinimumWidth(520)
        self.check()

    def is_complete(self) -> bool:
        return not hasattr(self, "words") or len(self.words.toPlainText()) <= LONGEST_INTRODUCTION

    def check(self) -> None:
        super().check()
        if hasattr(self, "told"):
            left = LONGEST_INTRODUCTION - len(self.words.toPlainText())
            self.told.setText(tr("{n} signs left.", n=left) if left >= 0 else tr("{n} signs too many.", n=-left))

    def accept(self) -> None:
        if self.is_complete():
            self._save(self.words.toPlainText())
            super().accept()

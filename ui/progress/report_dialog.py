"""Report…: who reads it, about what, what stands in it, and beside it the first page as it will come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.following import FIELD
from app.domain.reports import (
    MOST_COPIES,
    PERIODS,
    SECTION_WORDS,
    About,
    Receiver,
    ReportOrder,
    Section,
    offered,
    receivers,
)
from ui.panel import Shell
from ui.parts.flow import FlowLayout
from ui.parts.form_dialog import FormDialog
from ui.parts.page_preview import PagePreview
from ui.progress.reporting import first_page
from ui.words import language, show, tr, tr_count

_WIDE, _HIGH = 400, 424


@dataclass(frozen=True, slots=True)
class Whom:
    """`people` in the order of the screen. With a `group` ((id or None for everybody, its name)) the report may be
    about all of them together, by the exercises of `programme` if one is open, and with `each` about each of these
    groups.
    """

    people: tuple[bytes, ...]
    group: tuple[bytes | None, str] | None = None
    each: tuple[bytes, ...] = ()
    programme: bytes | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """An order, and whom it is about: `people` and `groups` as `report_job` takes them."""

    order: ReportOrder
    people: tuple[bytes, ...]
    groups: tuple[bytes | None, ...] = ()

    @property
    def number(self) -> int:
        return {About.GROUP: len(self.groups), About.PEOPLE: len(self.people), About.ORGANISATION: 1}[self.order.about]


_EACH = "each group"
"""Instead of an `About`: every group apart."""


class ReportDialog(FormDialog):
    """`ordered` gets the order; nothing was written by then."""

    def __init__(self, parent: QWidget, shell: Shell, whom: Whom, ordered: Callable[[Asked], None]) -> None:
        super().__init__(parent, tr("Report of progress"), "")
        self._shell, self._whom, self._ordered = shell, whom, ordered
        self.receiver = self.add_choice(tr("&Who reads it"), self._receivers())
        self.about = self.add_choice(tr("Is &about"), self._abouts())
        self.weeks = self.add_choice(tr("Looks &back"), [
            (weeks, tr_count("{n} week", "{n} weeks", weeks)) for weeks in PERIODS], 13)
        self.spoken = self.add_choice(tr("&Language"), (("nl", tr("Dutch")), ("en", tr("English"))), language())
        self.copies = self.add_choice(tr("&Copies of each"), [(n, str(n)) for n in range(1, MOST_COPIES + 1)])
        self.files = self.add_choice(tr("&Files"), (
            (False, tr("One file for the printer")), (True, tr("One file per {participant}"))))
        self.sections = {section: self._box(section) for section in Section}
        self._add_sections()
        self.preview = PagePreview(shell, tr("First page of the report"), _WIDE, _HIGH)
        self.fill_beside(self.preview)
        self.problem = self.say_below("", "error")
        self.say_below(tr("That it was printed, of whom and for whom, is written in the log."))
        for box in (self.receiver, self.about, self.weeks, self.spoken, self.copies, self.files):
            box.currentIndexChanged.connect(self._moved)
        self.resize(900, 600)
        self._moved()

    def order(self) -> ReportOrder:
        receiver = Receiver(self.receiver.currentData())  # Qt gives back the bare word
        given = About.GROUP if self.about.currentData() == _EACH else About(self.about.currentData())
        about = given if receiver is Receiver.COACH else About.PEOPLE
        made = ReportOrder(
            receiver, frozenset(), self.spoken.currentData(), self.weeks.currentData(), about=about,
            programme_id=self._whom.programme)
        chosen = frozenset(one for one in self._offered(made) if self.sections[one].isChecked())
        return replace(
            made, sections=chosen, copies=self.copies.currentData() if receiver is Receiver.PARENTS else 1,
            each=about is About.PEOPLE and len(self._whom.people) > 1 and self.files.currentData())

    def asked(self) -> Asked:
        order = self.order()
        if order.about is About.PEOPLE:
            return Asked(order, self._whom.people)
        if order.about is About.ORGANISATION or self._whom.group is None:
            return Asked(order, ())
        if self.about.currentData() == _EACH:
            return Asked(order, (), self._whom.each)
        return Asked(order, self._whom.people, (self._whom.group[0],))

    def is_complete(self) -> bool:
        return not self._problem()

    def check(self) -> None:
        self.name_verb(tr_count("&Print {n} report…", "&Print {n} reports…", self.asked().number))
        self.problem.setText(self._problem())
        self.problem.setVisible(bool(self._problem()))
        super().check()

    def accept(self) -> None:
        if self.is_complete():
            asked = self.asked()
            super().accept()
            self._ordered(asked)

    def _receivers(self) -> list[tuple[object, str]]:
        words = {
            Receiver.COACH: tr("{The_coach}"), Receiver.PARENTS: tr("The parents or carers"),
            Receiver.PARTICIPANT: tr("{The_participant}")}
        sight = self._shell.sight
        who = receivers(sight.profile.period_kind == "school_year", sight.keeps("participant", "younger_than_16"))
        return [(one, words[one]) for one in who]

    def _abouts(self) -> list[tuple[object, str]]:
        found: list[tuple[object, str]] = []
        if self._whom.group is not None:
            found.append((About.GROUP, self._whom.group[1] or tr("Everybody together")))
        found.append((About.PEOPLE, tr_count(
            "The {participant} alone", "Each of {n} {participants} alone", len(self._whom.people))))
        if self._whom.each:
            found.append((_EACH, tr_count("The {group} alone", "Each of {n} {groups} alone", len(self._whom.each))))
        if self._whom.group is not None and self._shell.sight.sees_all:
            found.append((About.ORGANISATION, tr("{The_organisation} in numbers, without names")))
        return found

    def _box(self, section: Section) -> QCheckBox:
        words = show(SECTION_WORDS[section])
        box = QCheckBox(words.replace("&", "&&"))
        box.setAccessibleName(words)
        box.setChecked(section is not Section.NOTES)
        box.toggled.connect(self._moved)
        return box

    def _add_sections(self) -> None:
        page = QWidget()
        flow = FlowLayout(page, spacing=14)
        for box in self.sections.values():
            flow.addWidget(box)
        self.add_field(tr("What stands in it"), page)

    def _offered(self, order: ReportOrder) -> Sequence[Section]:
        sight = self._shell.sight
        return offered(
            order.receiver, order.about, sight.keeps(*FIELD), not sight.profile.lacks_panel("tests"))

    def _moved(self) -> None:
        asked = self.asked()
        order = asked.order
        given = self._offered(order)
        for section, box in self.sections.items():
            box.setVisible(section in given)
        of_people = order.about is About.PEOPLE
        self.form.setRowVisible(self.about, order.receiver is Receiver.COACH and self.about.count() > 1)
        self.form.setRowVisible(self.copies, order.receiver is Receiver.PARENTS)
        self.form.setRowVisible(self.files, of_people and len(self._whom.people) > 1)
        self.check()
        self._draw(asked)

    def _draw(self, asked: Asked) -> None:
        if self.is_complete():
            order = asked.order
            looked_at = asked.people[0] if order.about is About.PEOPLE else None
            self.preview.draw(
                first_page, looked_at, order, asked.people, asked.groups[:1],
                described=", ".join(show(SECTION_WORDS[one]) for one in Section if order.has(one)),
                instead=tr("This report cannot be printed as it is. Press Print to read why; nothing is printed then."))

    def _problem(self) -> str:
        """What must be put right before printing; nothing where all is well."""
        if self._shell.veil.on:
            return tr("Names are hidden while presenting. Stop presenting to print a report.")
        asked = self.asked()
        if not self._whom.people and asked.order.about is not About.ORGANISATION:
            return tr("There is nobody here to print a report of.")
        if not asked.order.sections:
            return tr("Choose at least one part to stand in the report.")
        return ""

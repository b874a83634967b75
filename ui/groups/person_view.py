"""The page of one participant: the fields that are kept, the groups over time, and where to go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.messages import FIELD as MESSAGES
from ui.groups import steps
from ui.groups.entry_section import EntrySection
from ui.groups.fields import CHECKED, TYPED, kept_value, shown_value, why_wrong
from ui.groups.members import notice_of, notice_tone
from ui.groups.routes_section import RoutesSection
from ui.groups.same_box import SameBox
from ui.panel import Shell
from ui.parts.badge import Badge
from ui.parts.card import Card, bare
from ui.parts.facts import FactLine, Facts
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.parts.side_by_side import SideBySide
from ui.parts.typing_line import TypingLine
from ui.privacy.field_words import field_label
from ui.words import show, show_last_seen, show_short_date, tr

if TYPE_CHECKING:
    from app.views.groups import ParticipantField, ParticipantPage


class PersonView(Card):
    """`back` closes the page; `save` gets the fields that were changed."""

    def __init__(
        self, shell: Shell, may_edit: bool, back: Callable[[], None], save: Callable[[bytes, dict[str, str]], None],
    ) -> None:
        super().__init__(" ")
        self._shell, self._may_edit, self._save = shell, may_edit, save
        self.page: ParticipantPage | None = None
        self.lines: dict[str, QLineEdit] = {}
        self.badge = Badge("")
        self.add_beside_heading(self.badge)
        self.back_button = button_of(tr("&Back to the list"), back)
        if shell.veil.looked_at is None:
            ways = QWidget()
            flow = FlowLayout(ways, right=True)
            for button in (
                self.back_button, button_of(tr("&Progress"), self._to_progress),
                button_of(tr("Priva&cy"), self._to_privacy),
            ):
                flow.addWidget(button)
            if shell.sight.keeps(*MESSAGES):
                flow.addWidget(button_of(tr("&Messages"), self._to_messages))
            self.add_aside(ways)
            QShortcut(QKeySequence(Qt.Key.Key_Escape), self, back, context=_WITHIN)
        self.form, self.facts, self.history = QFormLayout(), Facts(), Facts()
        self.entry = EntrySection(shell)
        self.routes = RoutesSection(shell)
        self.same = SameBox(shell, may_edit)
        self.alone = QCheckBox(tr("I&mports leave this {participant} alone"))
        self.alone.setAccessibleName(tr("Imports leave this {participant} alone"))
        self.alone.setToolTip(tr("Whatever a file says: nothing about this {participant} changes by an import."))
        self.alone.setVisible(may_edit)
        self.alone.clicked.connect(self._alone_clicked)
        self.problem = label("", "error", wrap=True)
        self.save_button = button_of(tr("&Save changes"), self._save_pressed, primary=True)
        self.reset_button = button_of(tr("&Do not save"), self._reset_pressed)
        self.fill(scrolled(self._content(), tr("About {this_participant}")), 1)

    def show_page(self, page: ParticipantPage) -> None:
        """Show this person; what was being typed about the same person stays."""
        typed = self.changed() if self.page is not None and self.page.row.id == page.row.id else {}
        self.page = page
        row, veil = page.row, self._shell.veil
        self.set_heading(veil.name(row.full, row.id))
        self.badge.show_state(notice_of(row) or tr("Active"), notice_tone(row) or "good")
        self._fill_form(page)
        for name, value in typed.items():
            if name in self.lines:
                self.lines[name].setText(shown_value(name, value))
        self.facts.show_lines([
            FactLine(tr("{Groups}"), row.groups or "–"), FactLine(tr("{Location}"), row.location or "–"),
            FactLine(tr("Seat"), tr("Yes") if row.has_seat else tr("No")),
            FactLine(tr("Last visit"), veil.value(show_last_seen(row.last_seen_us, self._shell.sight.today), row.id)),
        ])
        self.history.show_lines([FactLine(*_membership(*one)) for one in page.memberships])
        self.entry.show_person(row)
        self.routes.show_person(row.id)
        self.same.show_names(page.same)
        self.alone.setChecked(page.left_alone)
        self._check()

    def changed(self) -> dict[str, str]:
        """The fields that differ from what is kept, as they will be kept; a day that is none is left out."""
        if self.page is None:
            return {}
        before = {field.name: field.value for field in self.page.fields}
        after: dict[str, str] = {}
        for name, line in self.lines.items():
            try:
                after[name] = kept_value(name, line.text())
            except ValueError:
                continue
        return {name: value for name, value in after.items() if value != before[name]}

    def wrong_fields(self) -> list[str]:
        """Names of the fields that hold something that is none of their values, such as a day that does not exist."""
        wrong = []
        for name in CHECKED & self.lines.keys():
            try:
                kept_value(name, self.lines[name].text())
            except ValueError:
                wrong.append(name)
        return wrong

    def _content(self) -> QWidget:
        page = SideBySide(_SIDE_BY_SIDE)
        page.row.setContentsMargins(0, 6, 8, 0)
        page.row.setSpacing(36)
        for column in (self._fields_column(), self._facts_column()):
            half = QWidget()
            bare(column, column.spacing())
            half.setLayout(column)
            page.row.addWidget(half, 1)
        return page

    def _fields_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(label(tr("What is kept"), "heading"))
        self.form.setHorizontalSpacing(14)
        self.form.setVerticalSpacing(8)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self.form)
        column.addWidget(self.problem)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.save_button)
        flow.addWidget(self.reset_button)
        column.addWidget(buttons)
        column.addStretch(1)
        return column

    def _facts_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(label(tr("Now"), "heading"))
        column.addWidget(self.facts)
        column.addWidget(self.alone)
        column.addWidget(self.same)
        column.addSpacing(10)
        column.addWidget(self.entry)
        column.addSpacing(10)
        column.addWidget(self.routes)
        column.addSpacing(10)
        column.addWidget(label(tr("{Groups} over time"), "heading"))
        column.addWidget(self.history)
        column.addStretch(1)
        return column

    def _fill_form(self, page: ParticipantPage) -> None:
        while self.form.rowCount():
            self.form.removeRow(0)
        self.lines = {}
        hidden = self._shell.veil.on and self._shell.veil.value("x", page.row.id) != "x"
        for field in page.fields:
            if self._may_edit and field.name in TYPED and not hidden:
                self._add_line(field)
            else:
                self._add_fixed(field, self._shell.veil.value(shown_value(field.name, field.value), page.row.id))

    def _add_fixed(self, field: ParticipantField, shown: str) -> None:
        """What is only looked at. A key may be very long, so it stands in a line that scrolls, to copy from."""
        fixed = QLineEdit(shown or "–")
        fixed.setReadOnly(True)
        fixed.setFrame(False)
        fixed.setCursorPosition(0)
        fixed.setAccessibleName(field_label(field.name))
        self.form.addRow(label(field_label(field.name), "muted"), fixed)

    def _add_line(self, field: ParticipantField) -> None:
        line = TypingLine(shown_value(field.name, field.value))
        line.setAccessibleName(field_label(field.name))
        line.textChanged.connect(self._check)
        words = QLabel(field_label(field.name))
        words.setBuddy(line)
        self.form.addRow(words, line)
        self.lines[field.name] = line

    def _check(self) -> None:
        changed, wrong = self.changed(), self.wrong_fields()
        self.save_button.setVisible(bool(self.lines))
        self.reset_button.setVisible(bool(self.lines))
        self.save_button.setEnabled(bool(changed) and not wrong)
        self.reset_button.setEnabled(bool(changed) or bool(wrong))
        self.problem.setText(show(why_wrong(wrong[0])) if wrong else "")
        self.problem.setVisible(bool(wrong))

    def _save_pressed(self) -> None:
        if self.page is not None and self.changed():
            self._save(self.page.row.id, self.changed())

    def _reset_pressed(self) -> None:
        if self.page is not None:
            self._fill_form(self.page)
            self._check()

    def _alone_clicked(self, alone: bool) -> None:
        if self.page is not None:
            steps.leave_alone(self._shell, self.page.row.id, alone)

    def _to_progress(self) -> None:
        if self.page is not None:
            self._shell.go("progress", self.page.row.id)

    def _to_messages(self) -> None:
        if self.page is not None:
            self._shell.go("messages", self.page.row.id)

    def _to_privacy(self) -> None:
        if self.page is not None:
            self._shell.go("privacy", self.page.row.id)


_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut
_SIDE_BY_SIDE = 600


def _membership(group: str, begins: date, ends: date | None) -> tuple[str, str]:
    since = show_short_date(begins)
    if ends is None:
        return group, tr("since {day}", day=since)
    return group, tr("{begins} up to {ends}", begins=since, ends=show_short_date(ends))

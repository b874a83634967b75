"""What happened to an agreement on the way: changes with their clocks, claims, measures, and the steps at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.contract.kept_course import LIFTED, OWN
from app.domain.contract.tasks import EXPORT
from app.domain.permissions import Permission, allowed
from ui.licences.change_dialog import ChangeDialog
from ui.licences.claim_dialog import ClaimDialog, OutcomeDialog, SettleDialog, TellDialog, refund_lines
from ui.licences.course_steps import export_at_the_end
from ui.licences.course_words import (
    SHORT_TASKS,
    change_lines,
    change_state,
    claim_lines,
    claim_state,
    measure_lines,
    measure_state,
    task_line,
)
from ui.licences.damage_dialog import DamageDialog
from ui.licences.measure_dialog import InsolvencyDialog, LiftDialog, MeasureDialog, TaskDialog
from ui.licences.objection_dialog import ChoiceDialog, ObjectionDialog
from ui.licences.who_may import why_no_act, why_no_decision, why_not
from ui.overview.confirm_dialog import look_through
from ui.panel import Shell
from ui.parts.badge import Badge
from ui.parts.card import bare
from ui.parts.empty import EmptyState
from ui.parts.facts import FactLine, Facts
from ui.parts.flow import FlowLayout
from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.words import show, show_short_date, tr

if TYPE_CHECKING:
    from app.domain.contract.tasks import EndTask
    from app.views.course import AgreementCourse, ChangeItem, ClaimItem, MeasureItem

Button = tuple[str, Callable[[], None], Permission]
"""What it says, what it does, and who may."""
_SHARES = (2, 5)


class CourseTab(QWidget):
    """`counted` hears how many changes, claims and measures there are."""

    def __init__(self, shell: Shell, counted: Callable[[int], None]) -> None:
        super().__init__()
        self._shell, self._counted = shell, counted
        self._wanted = b""
        self.course: AgreementCourse | None = None
        self._page: QWidget | None = None
        edit = Permission.EDIT_LICENCES
        self.buttons = [button_of(words, act) for words, act, permission in (
            (tr("&Record a change…"), self.record_change, edit),
            (tr("Record a cla&im…"), self.record_claim, edit),
            (tr("Sus&pension or end…"), self.record_measure, edit),
            (tr("Insolvenc&y…"), self.record_insolvency, edit),
            (tr("D&amage…"), self.show_damage, edit),
            (tr("Co&ntact person…"), lambda: look_through(self, shell), Permission.EDIT_ORGANISATION),
        ) if self._may(permission)]
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 8, 0, 0)
        self._content = QVBoxLayout()
        column.addLayout(self._content, 1)
        row = QWidget()
        flow = FlowLayout(row)
        for button in self.buttons:
            button.setEnabled(False)
            flow.addWidget(button)
        row.setVisible(bool(self.buttons))
        column.addWidget(row)

    def _may(self, permission: Permission) -> bool:
        return allowed(self._shell.sight.actor, permission)

    def show_agreement(self, agreement_id: bytes) -> None:
        """Read what happened to this agreement."""
        from app.views.course import agreement_course

        self._wanted = agreement_id
        self._shell.read(agreement_course, agreement_id, then=self._show)

    def record_change(self) -> None:
        if self.course is not None:
            ChangeDialog(self, self._shell, self.course).open()

    def record_claim(self) -> None:
        if self.course is not None:
            ClaimDialog(self, self._shell, self.course).open()

    def record_measure(self) -> None:
        if self.course is not None:
            MeasureDialog(self, self._shell, self.course).open()

    def record_insolvency(self) -> None:
        if self.course is not None:
            InsolvencyDialog(self, self._shell, self.course).open()

    def show_damage(self) -> None:
        if self.course is not None:
            DamageDialog(self, self._shell, self.course).open()

    def object_to(self, item: ChangeItem) -> None:
        if self.course is not None:
            ObjectionDialog(self, self._shell, self.course, item).open()

    def choose(self, item: ChangeItem) -> None:
        if self.course is not None:
            ChoiceDialog(self, self._shell, self.course, item).open()

    def _show(self, course: AgreementCourse) -> None:
        if course.agreement_id != self._wanted:
            return  # another licence was chosen while this one was being read
        self.course = course
        for button in self.buttons:
            button.setEnabled(True)
        number = len(course.changes) + len(course.claims) + len(course.measures) + len(course.insolvencies)
        self._counted(number)
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
        self._page = self._filled(course) if number or course.tasks else EmptyState(
            tr("Nothing happened on the way"),
            tr("Changes of terms and prices, claims, suspension and the end stand here as soon as they are recorded."))
        self._content.addWidget(self._page)

    def _filled(self, course: AgreementCourse) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        bare(column, 14)
        column.setContentsMargins(0, 6, 8, 0)
        steps = (tr("At the end"), [self._tasks(course)] if course.tasks else [])
        sections = [
            (tr("Suspension and end"), [self._measure(course, one) for one in course.measures]
             + [self._insolvency(course, row) for row in course.insolvencies]),
            (tr("Changes"), [self._change(one) for one in course.changes]),
            (tr("Claims"), [self._claim(course, one) for one in course.claims]),
        ]
        sections.insert(1 if course.is_near_its_end else len(sections), steps)
        for title, items in sections:
            if items:
                column.addWidget(label(title, "heading"))
                for item in items:
                    column.addWidget(item)
        column.addStretch(1)
        return scrolled(page, tr("Changes, claims and the end"))

    def _change(self, item: ChangeItem) -> QWidget:
        buttons: list[Button] = []
        lines = list(change_lines(item))
        if item.course.may_object:
            buttons.append((tr("Object…"), partial(self.object_to, item), Permission.OBJECT))
            lines += why_not(tr("Objecting"), why_no_act(self._shell, Permission.OBJECT))
        if item.course.awaits_choice:
            buttons.append((tr("Choice of the licensor…"), partial(self.choose, item), Permission.DECIDE))
            lines += why_not(tr("Choosing"), why_no_decision(self._shell))
        if any(fee.computation is not None for fee in item.fees):
            buttons.append((tr("Show computation…"), partial(self._show_index, item), Permission.SEE_LICENCES))
        return self._item(show(item.title), change_state(item), lines, buttons)

    def _claim(self, course: AgreementCourse, item: ClaimItem) -> QWidget:
        row, buttons, edit = item.row, list[Button](), Permission.EDIT_LICENCES
        over = bool(row["settled_on"] or row["outcome"])
        if not over and not row["received_on"]:
            buttons.append((tr("Licensor told…"), lambda: TellDialog(self, self._shell, course, item).open(), edit))
        if not over and row["sort"] != OWN:
            buttons.append((tr("Outcome…"), lambda: OutcomeDialog(self, self._shell, course, item).open(), edit))
        if not row["settled_on"]:
            buttons.append((tr("Settled…"), lambda: SettleDialog(self, self._shell, item).open(), edit))
        if item.course.refund is not None:
            buttons.append((tr("Show computation…"), partial(self._show_refund, item), Permission.SEE_LICENCES))
        return self._item(row["about"], claim_state(item), claim_lines(item), buttons)

    def _measure(self, course: AgreementCourse, item: MeasureItem) -> QWidget:
        from app.views.course import MEASURES

        buttons, lines = list[Button](), list(measure_lines(item))
        if item.row["measure"] in LIFTED and item.lifted_on is None:
            buttons.append((
                tr("Lifted…"), lambda: LiftDialog(self, self._shell, item).open(), Permission.DECIDE))
            lines += why_not(tr("Lifting"), why_no_decision(self._shell))
        return self._item(show(MEASURES[item.row["measure"]]), measure_state(item), lines, buttons)

    def _insolvency(self, course: AgreementCourse, row: dict[str, object]) -> QWidget:
        from app.views.course import INSOLVENCIES

        told = row["told_on"]
        state = (tr("Licensor told"), "neutral") if told else (tr("To be told at once"), "danger")
        if not told and course.duty is None:
            state = (tr("Not told"), "neutral")
        lines = [FactLine(tr("Since"), _short(row["began_on"]))]
        if told:
            lines.append(FactLine(tr("Told"), tr("{said}: {note}", said=_short(told), note=row["proof"])))
        buttons: list[Button] = [] if told else [(
            tr("Licensor told…"), lambda: InsolvencyDialog(self, self._shell, course, dict(row)).open(),
            Permission.EDIT_LICENCES)]
        return self._item(show(INSOLVENCIES[str(row["sort"])]), state, lines, buttons)

    def _tasks(self, course: AgreementCourse) -> QWidget:
        """What is to be done around the end; the export is one click."""
        open_tasks = [task for task in course.tasks if task.done_on is None]
        buttons: list[Button] = []
        for task in open_tasks:
            if task.task == EXPORT:
                buttons.append((
                    tr("Export at the end…"), partial(export_at_the_end, self._shell, course), Permission.EXPORT))
            else:
                buttons.append((tr("Done: {step}…", step=show(SHORT_TASKS[task.task])), partial(
                    self._task_done, course, task), Permission.EDIT_LICENCES))
        ending = course.ending
        last = show_short_date(ending.last_day) if ending is not None else "–"
        state = (tr("Last day {day}", day=last), "warning" if open_tasks else "good")
        return self._item(tr("Steps"), state, map(task_line, course.tasks), buttons)

    def _task_done(self, course: AgreementCourse, task: EndTask) -> None:
        TaskDialog(self, self._shell, course, task).open()

    def _show_index(self, item: ChangeItem) -> None:
        lines = [line for fee in item.fees if fee.computation is not None for line in refund_lines(fee.computation)]
        _Lines(self, show(item.title), lines).open()

    def _show_refund(self, item: ClaimItem) -> None:
        if item.course.refund is not None:
            _Lines(self, item.row["about"], refund_lines(item.course.refund)).open()

    def _item(
        self, title: str, state: tuple[str, str], lines: Iterable[FactLine], buttons: list[Button],
    ) -> QWidget:
        item = QWidget()
        item.setAccessibleName(title)
        column = QVBoxLayout(item)
        bare(column, 4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(title, "heading"))
        head.addWidget(Badge(*state))
        head.addStretch(1)
        for words, act, permission in buttons:
            if not self._may(permission):
                continue
            button: QPushButton = button_of(words, act)
            button.setAccessibleDescription(title)
            head.addWidget(button)
        column.addLayout(head)
        column.addWidget(Facts(lines, shares=_SHARES))
        return item


class _Lines(FormDialog):
    """A computation to read, line by line."""

    def __init__(self, parent: QWidget, title: str, lines: list[FactLine]) -> None:
        super().__init__(parent, title, tr("Close"))
        self.close_only()
        self.fill(scrolled(Facts(lines, shares=(1, 3)), title))
        self.resize(640, 360)


def _short(kept: object) -> str:
    return show_short_date(date.fromisoformat(str(kept)))

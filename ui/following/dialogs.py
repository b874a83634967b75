"""The forms of the page of notes: a note, a goal and its end, a talk and its report, and what is about to go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from app.domain.following import (
    CATEGORY_WORDS,
    GOAL_WORDS,
    GoalState,
    check_goal,
    check_note,
    check_report,
    check_settling,
    check_talk,
)
from app.domain.wrong_fields import WrongField
from ui.licences.fault_form import FaultForm, OptionalDay
from ui.parts.form_dialog import FormDialog, day_of
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.following import GoalRow, NoteRow, TalkRow

Submit = Callable[[dict[str, Any]], None]
_LINES = 110


class _Form(FaultForm):
    """`submit` gets what was filled in, by the names of the action."""

    def __init__(self, parent: QWidget, title: str, verb: str, today: date, submit: Submit) -> None:
        super().__init__(parent, title, verb)
        self._today, self._given = today, submit
        self._is_built = False

    def given(self) -> dict[str, Any]:
        raise NotImplementedError

    def wrong(self) -> Sequence[WrongField]:
        raise NotImplementedError

    def built(self) -> None:
        """Every field is there."""
        self._is_built = True
        self.setMinimumWidth(520)
        self.check()

    def faults(self) -> Mapping[str, str]:
        return {one.field: show(one.reason) for one in reversed(self.wrong())} if self._is_built else {}

    def accept(self) -> None:
        if self.is_complete():
            self._given(self.given())
            super().accept()

    def _words(self, name: str, title: str, value: str, lines: int = _LINES) -> QPlainTextEdit:
        edit = QPlainTextEdit(value)
        edit.setTabChangesFocus(True)
        edit.setMinimumHeight(lines)
        self.add_field(title, edit)
        self.watch(name, edit)
        return edit


class NoteDialog(_Form):
    """A new note, or one that is there; who reads it is chosen once, when it is written."""

    def __init__(self, parent: QWidget, today: date, note: NoteRow | None, submit: Submit) -> None:
        new = note is None
        super().__init__(
            parent, tr("New note") if new else tr("Change note"), tr("&Write") if new else tr("&Save"), today, submit)
        self.category = self.add_choice(
            tr("&About what"), [(str(one), show(words)) for one, words in CATEGORY_WORDS.items()],
            note.category if note else None)
        self.day = self.add_date(tr("&Day it is about"), note.about_on if note else today)
        self.watch("about_on", self.day)
        self.body = self._words("body", tr("&Note"), note.body if note else "")
        self.apart: QCheckBox | None = None
        if new:
            self.apart = QCheckBox(tr("Only I and the {administrators} read &it"))
            self.apart.setAccessibleName(self.apart.text().replace("&", ""))
            self.form.addRow("", self.apart)
        self.say_below(tr(
            "The {participant} or the parents may ask to see this. Write facts, no diagnosis. No note is secret for "
            "such a request."))
        self.built()

    def given(self) -> dict[str, Any]:
        found = {"category": self.category.currentData(), "about_on": day_of(self.day).isoformat(),
                 "body": self.body.toPlainText().strip()}
        return found | ({"apart": self.apart.isChecked()} if self.apart is not None else {})

    def wrong(self) -> Sequence[WrongField]:
        given = self.given()
        return check_note(given["category"], given["about_on"], given["body"], self._today)


class GoalDialog(_Form):
    def __init__(self, parent: QWidget, today: date, goal: GoalRow | None, submit: Submit) -> None:
        new = goal is None
        super().__init__(
            parent, tr("New goal") if new else tr("Change goal"), tr("&Set") if new else tr("&Save"), today, submit)
        self.body = self._words("body", tr("&Goal"), goal.body if goal else "", 70)
        self.begins = self.add_date(tr("Set &on"), goal.set_on if goal else today)
        self.watch("set_on", self.begins)
        due = goal.due_on if goal else None
        self.due = OptionalDay(tr("Reached by"), due or today, due is not None)
        self.add_field(tr("&Reached by"), self.due)
        self.watch("due_on", self.due.edit)
        self.due.tick.toggled.connect(lambda _on: self.touch("due_on"))
        self.built()

    def given(self) -> dict[str, Any]:
        return {"body": self.body.toPlainText().strip(), "set_on": day_of(self.begins).isoformat(),
                "due_on": self.due.text()}

    def wrong(self) -> Sequence[WrongField]:
        return check_goal(**self.given())


class SettleDialog(_Form):
    """How a goal ended."""

    def __init__(self, parent: QWidget, today: date, goal: GoalRow, submit: Submit) -> None:
        super().__init__(parent, tr("Close goal"), tr("C&lose"), today, submit)
        self._goal = goal
        self.say(goal.body, "")
        ends = (GoalState.REACHED, GoalState.DROPPED)
        self.state = self.add_choice(tr("The &goal was"), [(str(one), show(GOAL_WORDS[one])) for one in ends])
        self.day = self.add_date(tr("&On"), today)
        self.watch("settled_on", self.day)
        self.remark = self._words("remark", tr("&Remark"), "", 70)
        self.built()

    def given(self) -> dict[str, Any]:
        return {"state": self.state.currentData(), "settled_on": day_of(self.day).isoformat(),
                "remark": self.remark.toPlainText().strip()}

    def wrong(self) -> Sequence[WrongField]:
        return check_settling(**self.given(), set_on=self._goal.set_on.isoformat(), today=self._today)


class TalkDialog(_Form):
    def __init__(self, parent: QWidget, today: date, talk: TalkRow | None, submit: Submit) -> None:
        new = talk is None
        super().__init__(
            parent, tr("Plan a talk") if new else tr("Change talk"), tr("&Plan") if new else tr("&Save"), today,
            submit)
        self.subject = self.watched_line("subject", tr("&About what"), value=talk.subject if talk else "")
        self.whom: QLineEdit = self.watched_line(
            "with_whom", tr("&With whom"), tr("for instance: parents"), value=talk.with_whom if talk else "")
        self.day = self.add_date(tr("&Day"), talk.planned_on if talk else today)
        self.watch("planned_on", self.day)
        self.time = self.watched_line("begins_at", tr("&Time"), "15:30", value=talk.begins_at if talk else "")
        self.built()

    def given(self) -> dict[str, Any]:
        return {"subject": self.subject.text().strip(), "with_whom": self.whom.text().strip(),
                "planned_on": day_of(self.day).isoformat(), "begins_at": self.time.text().strip()}

    def wrong(self) -> Sequence[WrongField]:
        return check_talk(**self.given())


class ReportDialog(_Form):
    """What came of a talk; said again it corrects what was said."""

    def __init__(self, parent: QWidget, today: date, talk: TalkRow, submit: Submit) -> None:
        super().__init__(parent, tr("Report of the talk"), tr("&Save"), today, submit)
        self.say(talk.subject, "")
        self.day = self.add_date(tr("&Held on"), talk.held_on or min(talk.planned_on, today))
        self.watch("held_on", self.day)
        self.report = self._words("report", tr("Re&port"), talk.report)
        self.say_below(tr("The {participant} or the parents may ask to see this."))
        self.built()

    def given(self) -> dict[str, Any]:
        return {"held_on": day_of(self.day).isoformat(), "report": self.report.toPlainText().strip()}

    def wrong(self) -> Sequence[WrongField]:
        return check_report(**self.given(), today=self._today)


class RemoveDialog(FormDialog):
    """What would go, before it goes: it cannot be undone."""

    def __init__(self, parent: QWidget, title: str, words: str, remove: Callable[[], None]) -> None:
        super().__init__(parent, title, tr("Re&move"), remove)
        self.say(words, "")
        self.say(tr("It goes here and on every other computer. This cannot be undone."))
        self.setMinimumWidth(460)
        self.check()

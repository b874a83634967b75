"""The licensor's measures: suspension or end, seen before it is recorded; lifting it; insolvency; steps at the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.contract.ending import AT_ONCE, Ending, Ground, available, check_ending
from app.domain.contract.kept_rows import SPOKEN
from app.domain.provider import NotRegulated
from app.domain.wrong_fields import missing, wrong_future, wrong_order
from ui.licences.course_steps import done, insolvency, lift, measure, tell_of_insolvency
from ui.licences.course_words import task_name
from ui.licences.fault_form import FaultForm, OptionalDay
from ui.licences.sources import consequence_line
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.facts import FactLine, Facts
from ui.parts.form_dialog import day_of
from ui.parts.scroll import scrolled
from ui.words import show, tr

if TYPE_CHECKING:
    from app.domain.contract.tasks import EndTask
    from app.views.course import AgreementCourse, MeasureItem

_CARD = 440
_FIELDS = {"last_day": "last_on", "written": "form"}


class MeasureDialog(FaultForm):
    """What ends for whom stands at the right, and is ticked as seen, before anything is recorded."""

    def __init__(self, parent: QWidget, shell: Shell, course: AgreementCourse) -> None:
        super().__init__(parent, tr("Suspension or end: agreement {number}", number=course.number),
                         tr("&Record measure"), lambda: measure(shell, self.arguments()))
        self._course, today = course, shell.sight.today
        self.say(tr("Record what the licensor told you. Before you record it you see what ends, and for whom."))
        self.ground = self.add_choice(tr("&Ground"), [(str(one), show(one.label)) for one in AT_ONCE])
        self.measure = self.add_choice(tr("&Measure"), [("suspend", "–")])
        self.watch("measure", self.measure)
        self.told_on = self.add_date(tr("&Told on"), today)
        self.watch("told_on", self.told_on)
        self.from_on = self.add_date(tr("In for&ce on"), today)
        self.watch("last_on", self.from_on)
        self.form_told = self.add_choice(tr("&Form"), [
            ("registered", tr("registered letter")), ("letter", tr("letter")), ("email", tr("e-mail")),
            (SPOKEN, tr("spoken"))])
        self.watch("form", self.form_told)
        self.reason = self.watched_line("reason", tr("R&eason"))
        self.proof = self.watched_line("proof", tr("&Proof"))
        self.until = OptionalDay(tr("Account open until, if agreed"), today)
        self.add_field(tr("Account open &until, if agreed"), self.until)
        self.watch("administrator_until", self.until.edit)
        self.seen = QCheckBox(tr("I have &seen what ends and for whom"))
        self.seen.setAccessibleName(self.seen.text().replace("&", ""))
        self.form.addRow("", self.seen)
        self.outcome = Facts(shares=(2, 5))
        card = Card(tr("What ends for whom"))
        card.fill(scrolled(self.outcome, tr("What ends for whom")), 1)
        card.setMinimumWidth(_CARD)
        self.fill_beside(card)
        self.ground.currentIndexChanged.connect(lambda _index: self._ground_chosen())
        for box in (self.measure, self.form_told):
            box.currentIndexChanged.connect(lambda _index: self._follow())
        for day in (self.told_on, self.from_on, self.until.edit):
            day.dateChanged.connect(lambda _day: self._follow())
        self.until.tick.toggled.connect(lambda _on: self._follow())
        self.seen.toggled.connect(lambda _on: self.check())
        self.resize(1000, 600)
        self._ground_chosen()

    def arguments(self) -> dict[str, Any]:
        return {
            "agreement_id": self._course.agreement_id, "ground": self.ground.currentData(),
            "measure": self.measure.currentData(), "told_on": day_of(self.told_on).isoformat(),
            "from_on": day_of(self.from_on).isoformat(), "form": self.form_told.currentData(),
            "reason": self.reason.text().strip(), "proof": self.proof.text().strip(),
            "administrator_until": self.until.text() or None,
        }

    def faults(self) -> Mapping[str, str]:
        ending = self._ending()
        if ending is None:
            return {"measure": tr("The terms give the licensor no measure on this ground.")}
        terms = self._course.terms
        found = check_ending(
            terms.profile, ending, terms.agreement.starts_on, written=self.form_told.currentData() != SPOKEN)
        wrong = {_FIELDS.get(one.field, one.field): show(one.reason) for one in found}
        told, begins = day_of(self.told_on), day_of(self.from_on)
        for one in (wrong_future("told_on", told, terms.today), wrong_order("last_on", told, begins),
                    None if self.reason.text().strip() else missing("reason"),
                    None if self.proof.text().strip() else missing("proof")):
            if one is not None:
                wrong.setdefault(one.field, show(one.reason))
        return wrong

    def is_complete(self) -> bool:
        return super().is_complete() and self.seen.isChecked()

    def _ending(self) -> Ending | None:
        if self.measure.currentData() is None:
            return None
        until = day_of(self.until.edit) if self.until.tick.isChecked() else None
        return Ending(
            Ground(self.ground.currentData()), self.measure.currentData(), day_of(self.from_on), True, until)

    def _ground_chosen(self) -> None:
        """Only the measures that the terms give on this ground."""
        from app.views.course import MEASURES

        may = available(self._course.profile, Ground(self.ground.currentData()))
        self.measure.blockSignals(True)
        self.measure.clear()
        for one in () if isinstance(may, NotRegulated) else may.measures:
            self.measure.addItem(show(MEASURES[one]), one)
        self.measure.setEnabled(self.measure.count() > 0)
        self.measure.blockSignals(False)
        self.touch("measure")
        self._follow()

    def _follow(self) -> None:
        ending = self._ending()
        lines = [FactLine("–", show(NotRegulated().text), tr("not regulated"))] if ending is None else [
            consequence_line(one) for one in self._course.what_ends(ending)]
        self.outcome.show_lines(lines)
        rule = self._course.profile.end.administrator_account
        later = isinstance(rule, NotRegulated) or rule.value.unless_agreed_otherwise
        ends = ending is not None and ending.measure in ("end_access", "dissolve")
        self.form.setRowVisible(self.until, later and ends)
        self.seen.setChecked(False)
        self.check()


class LiftDialog(FaultForm):
    """A suspension or limit that the licensor lifted."""

    def __init__(self, parent: QWidget, shell: Shell, item: MeasureItem) -> None:
        super().__init__(parent, tr("Lifted by the licensor"), tr("&Record"), lambda: lift(shell, self.arguments()))
        self._item, self._today = item, shell.sight.today
        self.say(tr("From this day on the licence can be used again."))
        self.day = self.add_date(tr("&Lifted on"), self._today)
        self.watch("lifted_on", self.day)
        self.proof = self.watched_line("lifted_proof", tr("&Proof"))
        self.setMinimumWidth(460)
        self.check()

    def arguments(self) -> dict[str, Any]:
        return {"measure_id": self._item.id, "lifted_on": day_of(self.day).isoformat(),
                "proof": self.proof.text().strip()}

    def faults(self) -> Mapping[str, str]:
        day = day_of(self.day)
        wrong = (wrong_future("lifted_on", day, self._today), wrong_order("lifted_on", self._item.ending.last_day, day),
                 None if self.proof.text().strip() else missing("lifted_proof"))
        return {one.field: show(one.reason) for one in wrong if one is not None}


class InsolvencyDialog(FaultForm):
    """Bankruptcy or suspension of payment; with `row` only that the licensor was told of it."""

    def __init__(
        self, parent: QWidget, shell: Shell, course: AgreementCourse, row: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(parent, tr("Bankruptcy or suspension of payment"), tr("&Record"), self._record)
        self._shell, self._course, self._row, self._today = shell, course, row, shell.sight.today
        self.say(show(course.duty) if course.duty is not None
                 else tr("The terms do not regulate this. You can record it all the same."))
        self.sort = self.add_choice(tr("&What"), [
            ("bankruptcy", tr("bankruptcy")), ("suspension", tr("suspension of payment"))])
        self.began = self.add_date(tr("&Since"), self._today)
        self.watch("began_on", self.began)
        self.told = OptionalDay(tr("Licensor told on"), self._today, True)
        self.add_field(tr("&Licensor told on"), self.told)
        self.watch("told_on", self.told.edit)
        self.form_told = self.add_choice(tr("&Form"), [
            ("registered", tr("registered letter")), ("letter", tr("letter")), ("email", tr("e-mail"))])
        self.proof = self.watched_line("proof", tr("&Proof"))
        self.told.tick.toggled.connect(lambda _on: self.check())
        for field in (self.sort, self.began):
            self.form.setRowVisible(field, row is None)
        self.told.tick.setEnabled(row is None)
        self.setMinimumWidth(500)
        self.check()

    def arguments(self) -> dict[str, Any]:
        told = {"told_on": self.told.text() or None, "form": self.form_told.currentData(),
                "proof": self.proof.text().strip()}
        if self._row is not None:
            return {"insolvency_id": self._row["id"], **told}
        return {"agreement_id": self._course.agreement_id, "sort": self.sort.currentData(),
                "began_on": day_of(self.began).isoformat(), **told}

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "proof"):
            return {}
        began = day_of(self.began) if self._row is None else date.fromisoformat(self._row["began_on"])
        wrong = [wrong_future("began_on", began, self._today)]
        if self.told.tick.isChecked():
            told = day_of(self.told.edit)
            wrong += [wrong_future("told_on", told, self._today), wrong_order("told_on", began, told),
                      None if self.proof.text().strip() else missing("proof")]
        return {one.field: show(one.reason) for one in wrong if one is not None}

    def _record(self) -> None:
        (insolvency if self._row is None else tell_of_insolvency)(self._shell, self.arguments())


class TaskDialog(FaultForm):
    """A step around the end that was taken."""

    def __init__(self, parent: QWidget, shell: Shell, course: AgreementCourse, task: EndTask) -> None:
        super().__init__(parent, show(task_name(task.task)), tr("&Record"), lambda: done(shell, self.arguments()))
        self._course, self._task, self._today = course, task, shell.sight.today
        self.say(show(task.consequence.what))
        self.day = self.add_date(tr("&Done on"), self._today)
        self.watch("done_on", self.day)
        self.note = self.watched_line("note", tr("&Note"), tr("who was told, or what shows it"))
        self.setMinimumWidth(480)
        self.check()

    def arguments(self) -> dict[str, Any]:
        return {"agreement_id": self._course.agreement_id, "task": self._task.task,
                "done_on": day_of(self.day).isoformat(), "note": self.note.text().strip()}

    def faults(self) -> Mapping[str, str]:
        wrong = wrong_future("done_on", day_of(self.day), self._today)
        return {wrong.field: show(wrong.reason)} if wrong is not None else {}

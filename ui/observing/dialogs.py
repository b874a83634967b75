"""The dialogs of observation: an instrument, what a list would add, and one observation put right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.observing import (
    DefinedInstrument,
    Seen,
    check_instrument,
    check_remark,
    points_text,
    points_typed,
    tidy,
)
from ui.assessing.line_notes import line_notes
from ui.licences.fault_form import FaultForm
from ui.observing.words import loaded_columns
from ui.parts.form_dialog import FormDialog
from ui.parts.table import RowTable
from ui.words import show, show_short_date, tr, tr_count

if TYPE_CHECKING:
    from app.exchange.instrument_files import InstrumentFile
    from app.views.instruments import InstrumentPage, InstrumentPlan, PointLine

_WIDE, _STEPS, _POINTS = 620, 124, 220


class InstrumentDialog(FaultForm):
    """A new instrument, or one that is there with its words filled in. `submit` gets it as it was filled in."""

    def __init__(
        self, parent: QWidget, title: str, given: DefinedInstrument, submit: Callable[[DefinedInstrument], None],
    ) -> None:
        super().__init__(parent, title, tr("&Record"), lambda: submit(self.defined()))
        self._line = given.line
        self.title = self.watched_line("title", tr("&Title"), value=given.title)
        self.edition = self.watched_line("edition", tr("Edit&ion"), tr("for instance 1, or 2026"), value=given.edition)
        self.years = self.watched_line(
            "year_groups", tr("&Year groups"), tr("for instance 1, 2; may stay empty"), value=given.year_groups)
        self.source = self.watched_line("source", tr("Made &by"), tr("may stay empty"), value=given.source)
        self.steps = self._words("steps", tr("&Steps of the scale"), "\n".join(given.steps), _STEPS)
        self.steps.setMaximumHeight(_STEPS)
        self.points = self._words("points", tr("&Points"), points_text(given.points), _POINTS)
        self.say(tr("A step on each line, in words. A point on each line; a line that ends with a colon is the area of "
                    "those below it."))
        self.setMinimumWidth(_WIDE)
        self.check()

    def _words(self, name: str, title: str, value: str, height: int) -> QPlainTextEdit:
        edit = QPlainTextEdit(value)
        edit.setTabChangesFocus(True)
        edit.setMinimumHeight(height)
        self.add_field(title, edit)
        self.watch(name, edit)
        return edit

    def defined(self) -> DefinedInstrument:
        return tidy(DefinedInstrument(
            self.title.text(), self.edition.text(), self.years.text(), self.source.text(),
            tuple(self.steps.toPlainText().splitlines()), points_typed(self.points.toPlainText()), self._line))

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "points"):
            return {}
        return {one.field: show(one.reason) for one in reversed(check_instrument(self.defined()))}


class LoadInstrumentsDialog(FormDialog):
    """What a list would add, and what is wrong with it, before anything is recorded."""

    def __init__(
        self, parent: QWidget, file: InstrumentFile, plan: InstrumentPlan,
        submit: Callable[[list[DefinedInstrument]], None],
    ) -> None:
        super().__init__(parent, tr("Load instruments"), "", lambda: submit(list(plan.defined)))
        self._plan = plan
        refused = sum(line.state == "refused" for line in plan.lines)
        self.say(tr("{file}: {new} new, {refused} left out.", file=file.name, new=plan.adds, refused=refused), "")
        table = RowTable(loaded_columns(), tr("What the list adds"))
        table.setMinimumHeight(150)
        table.set_rows(sorted(plan.lines, key=lambda line: line.state != "refused"))
        self.fill_table(table)
        if file.notes:
            self.fill_table(line_notes(file.notes))
        self.say_below(tr("Many instruments are protected: load only what {the_organisation} has or made itself."))
        self.name_verb(tr_count("&Record {n} instrument", "&Record {n} instruments", plan.adds))
        self.resize(720, 480)
        self.check()

    def is_complete(self) -> bool:
        return self._plan.adds > 0


class SeenDialog(FaultForm):
    """One observation put right, by who made it. `submit` gets the id of the step (None: none) and the remark."""

    def __init__(
        self, parent: QWidget, point: PointLine, seen: Seen, page: InstrumentPage,
        submit: Callable[[bytes | None, str], None],
    ) -> None:
        super().__init__(parent, tr("Change what was seen"), tr("&Record"), lambda: submit(*self.given()))
        self._ids: list[bytes | None] = [None, *(step for step, _ in page.steps)]
        self.say(tr("{point}: {now}", point=point.title, now=show_short_date(seen.day)), "")
        self.step = self.add_choice(
            tr("&Seen as"), list(enumerate([tr("no step, only a remark"), *(words for _, words in page.steps)])),
            0 if seen.step is None else seen.step + 1)
        self.step.currentIndexChanged.connect(lambda _at: self.touch("remark"))
        self.remark = self.watched_line("remark", tr("R&emark"), tr("may stay empty"), value=seen.remark)
        self.say(tr("The {participant} or the parents may ask to see this. Write what you saw, no judgement."))
        self.setMinimumWidth(460)
        self.check()

    def given(self) -> tuple[bytes | None, str]:
        return self._ids[max(self.step.currentIndex(), 0)], self.remark.text().strip()

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "remark"):
            return {}
        step, remark = self.given()
        if step is None and not remark:
            return {"remark": tr("Choose a step, or write a remark.")}
        return {one.field: show(one.reason) for one in check_remark(remark)}

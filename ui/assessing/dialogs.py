"""The dialogs of tests: a sitting, how a test is called, what a file would add, and results for the administration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from app.domain.assessment.scores import check_sitting
from ui.assessing.line_notes import line_notes
from ui.assessing.words import load_columns
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.form_dialog import FormDialog, date_edit, day_of
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import show, tr, tr_count

if TYPE_CHECKING:
    from app.exchange.norm_files import NormFile
    from app.views.results_export import ResultsToGive
    from app.views.sittings import SittingRow
    from app.views.tests import AssessmentRow, LoadPlan

_WIDE = 520
MOMENTS = ("B3", "M3", "E3", "M4", "E4", "M5", "E5", "M6", "E6", "M7", "E7", "B8", "M8")


class SittingDialog(FaultForm):
    """A test that was taken, or another day or moment of one. `submit` gets the arguments of the action.

    `whom` are (id, is a group, words); none where that is settled already.
    """

    def __init__(
        self, parent: QWidget, shell: Shell, tests: Sequence[AssessmentRow], whom: Sequence[tuple[bytes, bool, str]],
        submit: Callable[[dict[str, Any]], None], chosen: bytes | None = None, before: SittingRow | None = None,
    ) -> None:
        title = tr("New sitting") if before is None else tr("Change the sitting of {title}", title=before.title)
        super().__init__(parent, title, tr("&Record"), lambda: submit(self.arguments()))
        self._shell, self._whom = shell, list(whom)
        if before is None:
            self.test = self.add_choice(tr("&Test"), [(row.id, _test_words(row)) for row in tests])
            self.whom = self.add_choice(tr("For &whom"), [(number, words) for number, (_, _, words) in enumerate(whom)])
            at = next((number for number, one in enumerate(self._whom) if one[0] == chosen), 0)
            self.whom.setCurrentIndex(at)
        self.moment = self.watched_line(
            "moment", tr("&Moment"), "M4", value=before.moment if before is not None else "")
        self.moment.setCompleter(QCompleter(MOMENTS, self.moment))
        self.taken_on = date_edit(before.taken_on if before is not None else shell.sight.today)
        self.add_field(tr("Taken &on"), self.taken_on)
        self.watch("taken_on", self.taken_on)
        self.remark: QLineEdit | None = None
        if before is None or before.group_id is not None:
            self.remark = self.watched_line("remark", tr("R&emark"), tr("may stay empty; names nobody"),
                                            value=before.remark if before is not None else "")
        if before is None:
            self._moments = {row.id: row.moments for row in tests}
            self.test.currentIndexChanged.connect(lambda _at: self._propose())
            self._propose()
        self.say(tr("The moment tells which norm counts: M4 is the middle of year 4, E4 its end."))
        self.setMinimumWidth(_WIDE)
        self.check()

    def _propose(self) -> None:
        """The moment that the test has a norm for."""
        known = self._moments.get(self.test.currentData(), ())
        if known and self.moment.text() not in known:
            self.moment.setText(known[0])

    def arguments(self) -> dict[str, Any]:
        given: dict[str, Any] = {
            "moment": self.moment.text().strip(), "taken_on": day_of(self.taken_on).isoformat(),
            "remark": self.remark.text().strip() if self.remark is not None else ""}
        if hasattr(self, "test"):
            key, is_group, _ = self._whom[self.whom.currentIndex()]
            given |= {"test_id": self.test.currentData()}
            given |= {"group_id": key} if is_group else {"participant_ids": [key]}
        return given

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "taken_on"):
            return {}
        remark = self.remark.text() if self.remark is not None else ""
        return {one.field: show(one.reason) for one in check_sitting(
            self.moment.text(), day_of(self.taken_on).isoformat(), remark, self._shell.sight.today)}


class TestDialog(FormDialog):
    """How a test is called."""

    __test__ = False  # no test runner's business

    def __init__(self, parent: QWidget, row: AssessmentRow, submit: Callable[[dict[str, Any]], None]) -> None:
        super().__init__(parent, tr("Change {title}", title=row.title), tr("&Record"),
                         lambda: submit(self.arguments()))
        self.title = self.add_line(tr("&Title"), row.title, required=True)
        self.subject = self.add_line(tr("&Subject"), row.subject)
        self.year_groups = self.add_line(tr("&Year"), row.year_groups)
        self.category = self.add_line(tr("&Category"), row.category)
        self.say(tr("Tests of one subject stand in one growth line where their norms have one scale."))
        self.setMinimumWidth(_WIDE)

    def arguments(self) -> dict[str, Any]:
        return {"title": self.title.text().strip(), "subject": self.subject.text().strip(),
                "year_groups": self.year_groups.text().strip(), "category": self.category.text().strip()}


class LoadDialog(FormDialog):
    """What a file would add, and what is wrong with it, before anything is recorded."""

    def __init__(
        self, parent: QWidget, file: NormFile, plan: LoadPlan, submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("Load tests and norms"), "", lambda: submit(
            {"defined": list(plan.defined), "source": file.name, "checksum": file.checksum}))
        self._plan = plan
        refused = len(plan.lines) - plan.adds - sum(line.state == "known" for line in plan.lines)
        self.say(tr("{file}: {new} new, {refused} left out.", file=file.name, new=plan.adds, refused=refused), "")
        if file.notes:
            self.say(tr_count("{n} line needs a look; it stands below.", "{n} lines need a look; they stand below.",
                              len(file.notes)), "warning")
        table = RowTable(load_columns(), tr("What the file adds"))
        table.setMinimumHeight(190)
        table.set_rows(sorted(plan.lines, key=lambda line: line.state != "refused"))  # what is wrong is seen at once
        self.fill_table(table)
        if file.notes:
            self.fill_table(line_notes(file.notes))
        self.say_below(tr("Norms are of who made the test: load only what {the_organisation} has. A version that is "
                          "here never changes, and nothing is normed anew by loading."))
        self.name_verb(tr_count("&Record {n} line", "&Record {n} lines", plan.adds))
        self.resize(820, 560)
        self.check()

    def is_complete(self) -> bool:
        return self._plan.adds > 0


class GiveResultsDialog(FormDialog):
    """Results of a school year as UWLR: what goes along, and by name what does not. `submit` gets year and code."""

    def __init__(
        self, parent: QWidget, years: Sequence[Any], read: Callable[[int, Callable[[ResultsToGive], None]], None],
        submit: Callable[[int, str], None],
    ) -> None:
        super().__init__(parent, tr("Results for the administration (UWLR 2.2)"), tr("&Save…"),
                         lambda: submit(self.year.currentData(), self.code.text().strip()))
        self._read = read
        self._given: ResultsToGive | None = None
        self.year = self.add_choice(tr("Of which &year"), [(year.first, year.label) for year in years])
        self.year.currentIndexChanged.connect(lambda _at: self._ask())
        self.code = self.add_line(tr("&BRIN or other code"), required=True)
        self.told = self.say("", "")
        self.left = RowTable((
            Column(tr("Left out"), lambda one: one.name, width=22, bold=True),
            Column(tr("Why"), lambda one: show(one.reason), width=40, stretch=True),
            Column(tr("Results"), lambda one: str(one.results), width=7, align="right",
                   sort_key=lambda one: one.results),
        ), tr("What does not go along"))
        self.left.setMinimumHeight(150)
        self._place = TableOrEmpty(self.left, EmptyState(
            tr("Everything of this year goes along"), tr("Nobody and nothing is left out."), picture="check"))
        self.fill_table(self._place)
        self.say_below(tr("The file holds names of nobody: only the numbers that the administration gave itself. Keep "
                          "it only as long as it takes to read it in there."))
        self.resize(720, 480)
        self._ask()

    def is_complete(self) -> bool:
        return super().is_complete() and self._given is not None and self._given.results > 0

    def _ask(self) -> None:
        self._read(self.year.currentData(), self._show)

    def _show(self, given: ResultsToGive) -> None:
        self._given = given
        if not self.code.text():
            self.code.setText(given.school)
        self.told.setText(tr_count("{n} result of {people} {participants}", "{n} results of {people} {participants}",
                                   given.results, people=len(given.people)))
        self._place.set_rows(given.left_out)
        self.check()


def _test_words(row: AssessmentRow) -> str:
    return " · ".join(filter(None, (row.title, row.edition)))

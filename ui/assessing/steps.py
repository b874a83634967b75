"""What is done with tests and their results; the toast says what happened and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.text import Text
from ui.panel import Shell
from ui.words import tr

if TYPE_CHECKING:
    from app.exchange.norm_files import NormFile

Then = Callable[[Any], None]
PATTERNS = "CSV, Excel, UWLR (*.csv *.xlsx *.xml)"


def read_norms(shell: Shell, then: Callable[[NormFile], None]) -> None:
    """Ask for a file and read it; nothing is recorded."""
    from app.exchange.norm_files import read_norm_file

    chosen = shell.pick_files(Text("Which file holds the tests and norms?"), PATTERNS)
    if chosen:
        shell.work(read_norm_file, Path(chosen[0]), str(shell.sight.today.year), title=Text("Reading the file"),
                   then=then, steps=False)


def load(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.norming import load_tests

    def told(changes: Any) -> None:
        shell.say(Text("Recorded: {tests} new tests and {norms} norms.", tests=changes.outcome.tests,
                       norms=changes.outcome.norms), undoable=True)

    shell.act(load_tests, then=told, **given)


def change_test(shell: Shell, test_id: bytes, given: dict[str, Any]) -> None:
    from app.actions.norming import change_test as action

    _act(shell, action, Text("{title} was changed.", title=given["title"]), test_id=test_id, **given)


def withdraw_test(shell: Shell, test_id: bytes, title: str) -> None:
    from app.actions.norming import withdraw_test as action

    _act(shell, action, Text("{title} is withdrawn. Results stay as they are.", title=title), test_id=test_id)


def withdraw_norm(shell: Shell, norm_id: bytes, edition: str) -> None:
    from app.actions.norming import withdraw_norm as action

    _act(shell, action, Text("Norm {edition} is withdrawn. What was normed by it stays so.", edition=edition),
         norm_id=norm_id)


def choose_levels(shell: Shell, system: str) -> None:
    from app.actions.norming import choose_levels as action

    _act(shell, action, Text("Levels are told in another way from now on."), system=system)


def add_sitting(shell: Shell, given: dict[str, Any], then: Then) -> None:
    from app.actions.assessing import add_sitting as action

    _act(shell, action, Text("The sitting was recorded. Type the scores."), then, **given)


def change_sitting(shell: Shell, sitting_id: bytes, given: dict[str, Any]) -> None:
    from app.actions.assessing import change_sitting as action

    _act(shell, action, Text("The sitting was changed."), sitting_id=sitting_id, **given)


def record(shell: Shell, sitting_id: bytes, person: bytes, scores: Sequence[dict[str, Any]], then: Then) -> None:
    """A row of the grid, in silence: the grid itself says what is saved."""
    from app.actions.assessing import record_result

    shell.act(record_result, sitting_id=sitting_id, participant_id=person, scores=list(scores), then=then)


def norm_again(shell: Shell, sitting_id: bytes) -> None:
    from app.actions.assessing import norm_again as action

    def told(changes: Any) -> None:
        shell.say(Text("{n} result was normed again.", "{n} results were normed again.", n=changes.outcome),
                  undoable=True)

    shell.act(action, sitting_id=sitting_id, then=told)


def save_table(shell: Shell, name: str, form: str, rows: list[list[str]]) -> None:
    """What a table shows, in the form 'csv' or 'xlsx', where the user says; the log tells that it went out."""
    from app.actions.privacy import note_export
    from app.exchange.shown_table import write_shown_table
    from app.exchange.shown_workbook import write_shown_workbook

    write, patterns = {"csv": (write_shown_table, "CSV (*.csv)"),
                       "xlsx": (write_shown_workbook, "Excel (*.xlsx)")}[form]
    target = shell.pick_target(Text("Where should the file be kept?"), f"{name}.{form}", patterns)

    def written(path: Path) -> None:
        shell.say(Text("Written to {file}.", file=path.name))
        shell.act(note_export, kind="results", rows={"test_results": len(rows) - 1})

    if target:
        shell.work(write, Path(target), rows, title=Text("Writing the file"), then=written, steps=False)


def save_uwlr(shell: Shell, first_year: int, school: str) -> None:
    """The results of a school year for the administration that everybody came from."""
    from app.exchange.uwlr_writing import write_uwlr

    name = f"{tr('results')} {first_year}-{first_year + 1}.xml"
    target = shell.pick_target(Text("Where should the file be kept?"), name, "UWLR (*.xml)")

    def written(given: Any) -> None:
        shell.say(Text("{n} result was written to {file}.", "{n} results were written to {file}.", n=given.results,
                       file=Path(target).name))

    if target:
        shell.work(write_uwlr, shell.desk, first_year, school, Path(target), title=Text("Writing the file"),
                   then=written, steps=False)


def _act(shell: Shell, action: Any, said: Text, then: Then | None = None, **given: Any) -> None:
    def told(changes: Any) -> None:
        shell.say(said, undoable=True)
        if then is not None:
            then(changes)

    shell.act(action, then=told, **given)

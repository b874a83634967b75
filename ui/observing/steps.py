"""What is done with instruments and observations; the toast says what happened and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.permissions import Permission, allowed
from app.domain.text import Text
from ui.panel import Shell
from ui.words import language, tr

if TYPE_CHECKING:
    from app.domain.observing import DefinedInstrument
    from app.exchange.instrument_files import InstrumentFile
    from app.views.observing import ObservationSheet

Then = Callable[[Any], None]
PATTERNS = "CSV, Excel (*.csv *.xlsx)"


def record(shell: Shell, sheet: ObservationSheet, entries: list[dict[str, Any]], then: Then) -> None:
    """What was filled in, in silence: the sheet itself says what is saved."""
    from app.actions.observing import record_observations

    shell.act(
        record_observations, instrument_id=sheet.page.row.id, observed_on=sheet.day.isoformat(), entries=entries,
        group_id=sheet.group_id, then=then)


def change(shell: Shell, observation_id: bytes, step_id: bytes | None, remark: str) -> None:
    from app.actions.observing import change_observation

    _act(shell, change_observation, Text("The observation was changed."), observation_id=observation_id,
         step_id=step_id, remark=remark)


def take_out(shell: Shell, observation_id: bytes) -> None:
    from app.actions.observing import remove_observations

    _act(shell, remove_observations, Text("The observation was taken out."), observation_ids=[observation_id])


def make(shell: Shell, defined: DefinedInstrument, then: Then) -> None:
    from app.actions.instruments import make_instrument

    _act(shell, make_instrument, Text("{title} was made.", title=defined.title), then, defined=defined)


def change_instrument(shell: Shell, instrument_id: bytes, defined: DefinedInstrument) -> None:
    from app.actions.instruments import change_instrument as action

    _act(shell, action, Text("{title} was changed.", title=defined.title), instrument_id=instrument_id, defined=defined)


def new_edition(shell: Shell, instrument_id: bytes, defined: DefinedInstrument, then: Then) -> None:
    from app.actions.instruments import new_edition as action

    said = Text("The new edition was made. What was seen by the one before stays beside it.")
    _act(shell, action, said, then, instrument_id=instrument_id, defined=defined)


def close_or_open(shell: Shell, instrument_id: bytes, title: str, is_open: bool) -> None:
    from app.actions.instruments import close_instrument, reopen_instrument

    if is_open:
        _act(shell, close_instrument, Text("{title} is closed. What was seen stays.", title=title),
             instrument_id=instrument_id)
    else:
        _act(shell, reopen_instrument, Text("{title} is open again.", title=title), instrument_id=instrument_id)


def read_list(shell: Shell, then: Callable[[InstrumentFile], None]) -> None:
    """Ask for a list and read it; nothing is recorded."""
    chosen = shell.pick_files(Text("Which list holds the instruments?"), PATTERNS)
    if chosen:
        _read(shell, Path(chosen[0]), then)


def read_example(shell: Shell, then: Callable[[InstrumentFile], None]) -> None:
    """The list that comes with the program, in the language of the window."""
    from app.exchange.instrument_files import example_file

    _read(shell, example_file(language()), then)


def _read(shell: Shell, path: Path, then: Callable[[InstrumentFile], None]) -> None:
    from app.exchange.instrument_files import read_instrument_file

    shell.work(read_instrument_file, path, title=Text("Reading the file"), then=then, steps=False)


def load(shell: Shell, defined: list[DefinedInstrument], checksum: str) -> None:
    from app.actions.instruments import load_instruments

    def told(changes: Any) -> None:
        shell.say(Text("{n} instrument was recorded.", "{n} instruments were recorded.", n=changes.outcome),
                  undoable=True)

    shell.act(load_instruments, defined=defined, checksum=checksum, then=told)


def save_list(shell: Shell, defined: DefinedInstrument, form: str) -> None:
    """An instrument as the list that can be loaded elsewhere; there is nobody in it."""
    from app.exchange.instrument_files import list_rows

    _save(shell, defined.title, form, list_rows(defined, language()))


def save_table(shell: Shell, name: str, form: str, rows: list[list[str]], person: bytes | None = None) -> None:
    """What a profile shows, where the user says; the log tells that it went out, and of whom."""
    def told(_path: Path) -> None:
        _note(shell, len(rows) - 1, person)

    _save(shell, name, form, rows, told)


def save_profile(shell: Shell, person: bytes, instrument_id: bytes, name: str) -> None:
    """The profile of one person on paper. That it was looked at is in the log for everybody."""
    from app.documents.observation_papers import write_profile

    target = shell.pick_target(Text("Where should the file be kept?"), f"{_plain(name)}.pdf", "PDF (*.pdf)")

    def told(path: Path) -> None:
        shell.say(Text("Written to {file}.", file=path.name))
        if allowed(shell.sight.actor, Permission.EXPORT):
            _note(shell, 1, person)

    if target:
        shell.work(write_profile, shell.desk, person, instrument_id, Path(target), language(),
                   title=Text("Writing the file"), then=told, steps=False)


def save_form(shell: Shell, instrument_id: bytes, title: str) -> None:
    """An empty form to fill in by hand."""
    from app.documents.observation_papers import write_form

    target = shell.pick_target(
        Text("Where should the file be kept?"), f"{_plain(title)} {tr('form')}.pdf", "PDF (*.pdf)")
    if target:
        shell.work(write_form, shell.desk, instrument_id, Path(target), language(), title=Text("Writing the file"),
                   then=lambda path: shell.say(Text("Written to {file}.", file=path.name)), steps=False)


def _save(shell: Shell, name: str, form: str, rows: list[list[str]], then: Then | None = None) -> None:
    from app.exchange.shown_table import write_shown_table
    from app.exchange.shown_workbook import write_shown_workbook

    write, patterns = {"csv": (write_shown_table, "CSV (*.csv)"),
                       "xlsx": (write_shown_workbook, "Excel (*.xlsx)")}[form]
    target = shell.pick_target(Text("Where should the file be kept?"), f"{_plain(name)}.{form}", patterns)

    def told(path: Path) -> None:
        shell.say(Text("Written to {file}.", file=path.name))
        if then is not None:
            then(path)

    if target:
        shell.work(write, Path(target), rows, title=Text("Writing the file"), then=told, steps=False)


def _note(shell: Shell, rows: int, person: bytes | None) -> None:
    from app.actions.privacy import note_export

    shell.act(note_export, kind="observations", participant_id=person, rows={"observations": rows})


def _plain(name: str) -> str:
    return name.replace("/", "-")


def _act(shell: Shell, action: Any, said: Text, then: Then | None = None, **given: Any) -> None:
    def told(changes: Any) -> None:
        shell.say(said, undoable=True)
        if then is not None:
            then(changes)

    shell.act(action, then=told, **given)

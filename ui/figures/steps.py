"""What is done with figures and what is told for them; the toast says what happened and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.text import Text
from ui.panel import Shell
from ui.words import language, show

if TYPE_CHECKING:
    from app.views.figures_tables import FigureTable
    from app.views.sheets import Sheet

_PATTERNS = {"xlsx": "Excel (*.xlsx)", "csv": "CSV (*.csv)", "pdf": "PDF (*.pdf)"}


def describe_group(shell: Shell, group_id: bytes, name: str, fields: Mapping[str, str]) -> None:
    from app.actions.describing import describe_groups

    _act(shell, describe_groups, Text("Course of {name} recorded.", name=name), group_ids=[group_id],
         fields=dict(fields))


def describe_people(shell: Shell, people: Sequence[Mapping[str, Any]]) -> None:
    from app.actions.describing import describe_people as action

    _act(shell, action, Text("{n} {participant} filled in.", "{n} {participants} filled in.", n=len(people)),
         people=list(people))


def choose(shell: Shell, setting: str, value: str, said: Text) -> None:
    from app.actions.describing import choose_figures

    _act(shell, choose_figures, said, setting=setting, value=value)


def save(shell: Shell, figures: FigureTable, sheet: Sheet, days: str, form: str) -> None:
    """The table as it stands on the screen, where the user says; what left is written down."""
    target = shell.pick_target(Text("Where should the file be kept?"), f"{_named(sheet, days)}.{form}",
                               _PATTERNS[form])
    if target:
        shell.work(_writer(shell, figures, sheet, days, form), Path(target), title=Text("Writing the file"),
                   then=lambda path: _written(shell, figures, path), steps=False)


def _writer(shell: Shell, figures: FigureTable, sheet: Sheet, days: str, form: str) -> Callable[[Path], Path]:
    from dataclasses import replace

    from app.store.texts import Translator

    translator, desk, said = Translator(language(), shell.sight.profile.words), shell.desk, language()

    def write(path: Path) -> Path:
        if form == "pdf":
            from app.documents.figures_paper import write_figures

            return write_figures(desk, replace(figures, sheet=sheet), days, path, said)
        from app.exchange.figure_files import WRITERS

        return WRITERS[form](sheet, path, translator)

    return write


def _written(shell: Shell, figures: FigureTable, path: Path) -> None:
    from app.actions.describing import publish_figures
    from app.actions.privacy import note_export

    shell.say(Text("Written to {file}.", file=path.name))
    if figures.publication is not None:
        shell.act(publish_figures, publication=figures.publication)
    else:
        shell.act(note_export, kind=figures.sheet.code, rows={figures.sheet.code: len(figures.sheet.rows)})


def _named(sheet: Sheet, days: str) -> str:
    return f"{show(sheet.title)} {days}".replace("/", "-").replace(" – ", " ").strip()


def _act(shell: Shell, action: Any, said: Text, **given: Any) -> None:
    shell.act(action, **given, then=lambda _changes: shell.say(said, undoable=True))

"""What the tables of difficult exercises show, and how the same goes into a file: figures as figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.panel import Shell
from ui.parts.columns import Column
from ui.words import list_name, list_name_key, show_number, tr, tr_count

if TYPE_CHECKING:
    from app.views.difficult import ExerciseRow, StuckPerson
    from ui.parts.taking_along import Cells

STUCK_SHARE = 5
"""The column by which the table begins: where most of who tried are stuck."""
_NONE = "–"


def exercise_columns() -> tuple[Column, ...]:
    """Exercise, programme, tried, made, attempts, stuck, mean best score."""
    return (
        Column(tr("Exercise"), lambda row: row.title, width=22, stretch=True, sort_key=lambda row: row.place),
        Column(tr("{Programme}"), lambda row: row.programme, width=16, muted=True),
        Column(tr("Tried"), lambda row: show_number(row.tried), "right", width=6, sort_key=lambda row: row.tried),
        Column(tr("Done"), lambda row: show_number(row.made), "right", width=6, sort_key=lambda row: row.made),
        Column(tr("Attempts"), _attempts, "right", width=7, sort_key=lambda row: row.attempts or 0),
        Column(tr("Are stuck"), _stuck, "right", width=13, sort_key=lambda row: (row.stuck / row.tried, row.stuck)),
        Column(tr("Best score"), _best, "right", width=7,
               sort_key=lambda row: -1 if row.best is None else row.best),
    )


def stuck_columns(shell: Shell) -> tuple[Column, ...]:
    """Who, and under the name after how many attempts and with which best score."""
    def name(row: StuckPerson) -> str:
        return shell.veil.name(list_name(row.full, row.listed), row.participant_id)

    def tries(row: StuckPerson) -> str:
        words = tr_count("{n} attempt", "{n} attempts", row.attempts)
        if row.best is not None:
            words = tr("{attempts}, best score {number} %", attempts=words, number=show_number(round(row.best / 10)))
        return shell.veil.value(words, row.participant_id)

    return (
        Column(tr("Name"), name, width=14, stretch=True, under=tries,
               sort_key=lambda row: list_name_key(row.full, row.listed)),
    )


def exported(rows: Sequence[ExerciseRow]) -> Cells:
    """The rows as they stand, with plain figures that a spreadsheet counts with; shares and scores in per cent."""
    titles: list[str | int] = [
        tr("Exercise"), tr("{Programme}"), tr("Tried"), tr("Done"), tr("Attempts until done (median)"),
        tr("Are stuck"), tr("Are stuck (%)"), tr("Mean best score (%)")]
    return [titles, *(
        [row.title, row.programme, row.tried, row.made, "" if row.attempts is None else _attempts(row), row.stuck,
         row.stuck_percent, "" if row.best is None else round(row.best / 10)]
        for row in rows)] if rows else []


def _attempts(row: ExerciseRow) -> str:
    return _NONE if row.attempts is None else show_number(row.attempts, 0 if row.attempts.is_integer() else 1)


def _stuck(row: ExerciseRow) -> str:
    return tr("{n} ({percent} %)", n=show_number(row.stuck), percent=show_number(row.stuck_percent))


def _best(row: ExerciseRow) -> str:
    return _NONE if row.best is None else tr("{number} %", number=show_number(round(row.best / 10)))

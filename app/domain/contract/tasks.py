"""What is to be done around the end of an agreement, and what of it was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.contract.consequences import Consequence, ConsequenceKind
from app.domain.contract.source import Source
from app.domain.provider_terms import NotRegulated

EXPORT = "export"
END_TASKS: Mapping[str, ConsequenceKind] = {
    EXPORT: ConsequenceKind.EXPORT_BEFORE,
    "sub_processors": ConsequenceKind.SUB_PROCESSORS,
    "destruction": ConsequenceKind.DESTRUCTION,
}
"""A task for each consequence that somebody must see to; the rest happens by itself."""


@dataclass(frozen=True, slots=True)
class EndTask:
    """`day` is when it is due, None where none can be named; `done_on` None while it is still to be done."""

    task: str
    consequence: Consequence
    done_on: date | None
    note: str = ""

    @property
    def day(self) -> date | None:
        return self.consequence.day

    @property
    def source(self) -> Source | NotRegulated:
        return self.consequence.source


def end_tasks(shown: Iterable[Consequence], done: Mapping[str, tuple[date, str]]) -> tuple[EndTask, ...]:
    """The tasks that these consequences ask for; `done` has the day and the note of each that was done.

    Where the terms are silent about it (destruction under A), it stays a task: the processing agreement says how.
    """
    kinds = {kind: task for task, kind in END_TASKS.items()}
    made = []
    for one in shown:
        if one.kind in kinds:
            task = kinds[one.kind]
            day, note = done.get(task, (None, ""))
            made.append(EndTask(task, one, day, note))
    return tuple(made)

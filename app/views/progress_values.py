"""The values of the progress panel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.learning_rules import LearningRules
from app.domain.routes import StepState
from app.domain.text import Text
from app.views.behind import Behind

# Cell states, one byte each, as in `app.domain.progress.CellState`.
NOT_STARTED, BUSY, DONE, HELP = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A programme, or an exercise of the programme that is opened. `total` is the number of exercises."""

    id: bytes
    title: str
    total: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """`states` has one byte per column; `done` the number of exercises done per column (1 or 0 for an exercise).

    `stuck` with an exercise of the columns, `inactive` for longer than the rule lets pass, `behind` in which group:
    each asks for help. `late` counts the steps of the own learning routes that should have been done by now.
    """

    participant_id: bytes
    full: str
    listed: str
    states: bytes
    done: tuple[int, ...]
    last_seen_us: int | None
    stuck: bool
    inactive: bool
    late: int = 0
    behind: Behind | None = None

    @property
    def needs_help(self) -> bool:
        return self.stuck or self.inactive or self.behind is not None


@dataclass(frozen=True, slots=True)
class GroupMatrix:
    group_id: bytes | None
    group_name: str
    programme_id: bytes | None
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    rules: LearningRules


@dataclass(frozen=True, slots=True)
class Attempt:
    """`score` is per mille or None."""

    programme: str
    exercise: str
    at_us: int
    score: int | None
    outcome: str
    seconds: int | None


@dataclass(frozen=True, slots=True)
class ProgrammeStanding:
    programme_id: bytes
    title: str
    done: int
    total: int
    last_us: int
    completed: bool
    certificate: str


@dataclass(frozen=True, slots=True)
class StepStanding:
    """A step of a route as one participant stands in it; `kind` as in `app.views.step_things`, `total` 0 where nothing
    is counted. The days are as kept, '' for none.
    """

    title: str
    below: str
    kind: str
    done: int
    total: int
    starts_on: str
    due_on: str
    state: StepState
    notice: Text | None = None
    thing_id: bytes = b""


@dataclass(frozen=True, slots=True)
class RouteStanding:
    name: str
    done: int
    total: int
    id: bytes = b""
    introduction: str = ""
    steps: tuple[StepStanding, ...] = ()

    @property
    def late(self) -> int:
        return sum(step.state is StepState.LATE for step in self.steps)


@dataclass(frozen=True, slots=True)
class EarlierAttempts:
    """So many attempts of before the day `until` are here as sums only (S9): they count along, but are not listed."""

    number: int
    until: date


@dataclass(frozen=True, slots=True)
class ParticipantProgress:
    """`weeks` is the number of exercises done per week, oldest first, the last 26 weeks.

    `attempts` are the latest of those that are here one by one; `earlier` is None where that is all there is. `rules`
    are those by which help is asked for here, none where it is not.
    """

    participant_id: bytes
    full: str
    listed: str
    groups: str
    last_seen_us: int | None
    minutes_per_week: int
    help: tuple[Text, ...]
    routes: tuple[RouteStanding, ...]
    standings: tuple[ProgrammeStanding, ...]
    attempts: tuple[Attempt, ...]
    weeks: tuple[int, ...]
    earlier: EarlierAttempts | None = None
    rules: tuple[Text, ...] = ()

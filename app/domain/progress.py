"""Progress: what an attempt counts for, how an exercise and a programme stand, when a certificate is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from app.domain.errors import Fault
from app.domain.text import Text


class Outcome(IntEnum):
    """What one attempt counts for; kept as a number with each result."""

    TRIED = 0
    MADE = 1
    FAILED = 2


def outcome_of(completed: bool | None, passed: bool | None) -> Outcome:
    """What the programme itself said of an attempt: `passed` goes before `completed`; silence is tried."""
    if passed is not None:
        return Outcome.MADE if passed else Outcome.FAILED
    return Outcome.MADE if completed else Outcome.TRIED


class CellState(IntEnum):
    """How an exercise or a programme stands for one participant; one byte each in the matrix."""

    NOT_STARTED = 0
    BUSY = 1
    DONE = 2
    HELP = 3

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    CellState.NOT_STARTED: Text("not started"),
    CellState.BUSY: Text("busy"),
    CellState.DONE: Text("done"),
    CellState.HELP: Text("help needed"),
}


@dataclass(frozen=True, slots=True)
class HelpRule:
    """When a coach is asked to look: our own choice. Scores are per mille of the highest possible.

    After `attempts` without success an exercise needs help: not made yet, or its best score is under
    `pass_mark`. After `low_attempts` a best score under `low_score` is enough.
    """

    attempts: int = 3
    pass_mark: int = 550
    low_attempts: int = 2
    low_score: int = 300

    @property
    def text(self) -> Text:
        return Text(
            "Help needed: after {attempts} attempts not done, or best score under {pass_mark} %; "
            "after {low_attempts} attempts best score under {low_score} %.",
            attempts=self.attempts, pass_mark=self.pass_mark // 10,
            low_attempts=self.low_attempts, low_score=self.low_score // 10,
        )


HELP_RULE = HelpRule()


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """All attempts of one participant at one exercise; `best` is the best score per mille, if any."""

    attempts: int
    made: bool
    best: int | None = None


def needs_help(progress: ExerciseProgress, rule: HelpRule = HELP_RULE) -> bool:
    """True when the attempts so far reach a threshold of the rule."""
    best = progress.best
    if best is not None and best < rule.low_score and progress.attempts >= rule.low_attempts:
        return True
    short = not progress.made or (best is not None and best < rule.pass_mark)
    return short and progress.attempts >= rule.attempts


def exercise_state(progress: ExerciseProgress, rule: HelpRule = HELP_RULE) -> CellState:
    """The state of a cell. An exercise that was made, but with too low a score too often, asks for help.

    It counts as done all the same: whether an exercise was made is the programme's word, not ours.
    """
    if progress.attempts == 0:
        return CellState.NOT_STARTED
    if needs_help(progress, rule):
        return CellState.HELP
    return CellState.DONE if progress.made else CellState.BUSY


def programme_state(done: int, total: int, tried: int, needing_help: int) -> CellState:
    """The state of a whole programme from counts of its exercises: done, else help, else busy."""
    if total and done == total:
        return CellState.DONE
    if needing_help:
        return CellState.HELP
    return CellState.BUSY if tried else CellState.NOT_STARTED


def certificate_due(done: int, total: int, has_certificate: bool, already_issued: bool) -> bool:
    """True for who made every exercise of a programme version with a certificate and has none (O-annex 1).

    `done` counts exercises of that very version; more than `total` is our bug.
    """
    if not 0 <= done <= total:
        raise Fault(f"{done} of {total} exercises done")
    return has_certificate and not already_issued and total > 0 and done == total


@dataclass(frozen=True, slots=True)
class InactiveRule:
    """After so many days without a visit or a result somebody is shown as not seen; our own choice."""

    days: int = 21

    @property
    def text(self) -> Text:
        return Text("Not seen for {n} day or longer", "Not seen for {n} days or longer", n=self.days)


INACTIVE_RULE = InactiveRule()


def days_unseen(last_seen: date | None, joined: date, today: date) -> int:
    """Days since the last visit; for who never came, since the first day of membership."""
    return max(0, (today - (last_seen or joined)).days)


def is_inactive(
    last_seen: date | None, joined: date, today: date, rule: InactiveRule = INACTIVE_RULE,
) -> bool:
    return days_unseen(last_seen, joined, today) >= rule.days

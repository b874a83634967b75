"""Notes, goals and talks under the server's hand: under one's own name, and only where notes are kept.

Observations go by the same field, and have a room of their own. Answers beside results too, only where those are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain import answers
from app.domain.errors import Refusal
from app.domain.following import FIELD, NOT_KEPT, SOMEBODY_ELSES, STAYS, is_apart
from app.domain.operation import BRINGS, Patch
from app.server import observing
from app.server.batch import Batch, Trial
from app.server.sessions import Caller
from app.server.talking import FOLLOWED, keeps_field, know_switches

NOTES, ANSWERS = "notes", "answers"
_STAYS = ("participant_id", "account_id")
Row = Mapping[str, Any]


def read_beside(batch: Batch, patches: Sequence[Patch]) -> None:
    """What is switched on, and whose organisation this is."""
    if any(patch.kind in (*FOLLOWED, ANSWERS) and not patch.deletes for patch in patches):
        know_switches(batch)
    observing.read_beside(batch, patches)


def as_taken(trial: Trial, patches: Sequence[Patch]) -> Sequence[Patch]:
    """Without answers that are not kept any more: nobody typed them here, and the results beside them are taken."""
    if not any(map(_answers, patches)) or keeps_field(trial, answers.FIELD):
        return patches
    return [patch for patch in patches if not _answers(patch)]


def _answers(patch: Patch) -> bool:
    return patch.kind == ANSWERS and patch.inserts


def hold(trial: Trial, caller: Caller, action: str) -> None:
    """Raise Refusal where these rows would become something they must not be. What was recorded while it was kept is
    brought as it stands: to refuse it would be to refuse everything that comes with it.
    """
    brings = action in BRINGS
    observing.hold(trial, caller, action)
    for (kind, row_id), record in trial.changes.items():
        if kind == ANSWERS and record.fields is not None:
            _hold_answer(trial, brings, trial.batch.fields((kind, row_id)), record.fields)
        if kind not in FOLLOWED:
            continue
        before, now = trial.batch.fields((kind, row_id)), record.fields
        if before is None:
            if not brings:
                _must_be_kept(trial)
        elif now is None:
            _must_be_writer(before, caller)
        elif dict(before) != dict(now):
            _must_be_kept(trial)
            _must_stay(kind, before, now, caller)


def _hold_answer(trial: Trial, brings: bool, before: Row | None, now: Row) -> None:
    if before is None and not brings and not keeps_field(trial, answers.FIELD):
        raise Refusal(answers.NOT_KEPT)
    if before is not None and dict(before) != dict(now):
        raise Refusal(answers.STAYS)


def _must_be_kept(trial: Trial) -> None:
    if not keeps_field(trial, FIELD):
        raise Refusal(NOT_KEPT)


def _must_be_writer(row: Row, caller: Caller) -> None:
    if not caller.sees_all and row["account_id"] != caller.account_id:
        raise Refusal(SOMEBODY_ELSES)


def _must_stay(kind: str, before: Row, now: Row, caller: Caller) -> None:
    if any(before[name] != now[name] for name in _STAYS) or (kind == NOTES and is_apart(before) != is_apart(now)):
        raise Refusal(STAYS)
    if kind == NOTES:
        _must_be_writer(before, caller)

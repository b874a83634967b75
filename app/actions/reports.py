"""Reports on paper: it is written down that they are printed, of whom and for whom, before they leave (S19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.actions.action import action
from app.actions.certificates import groups_that_hold
from app.actions.journal import IDS_NAMED, append_event
from app.actions.work import Work
from app.domain.permissions import ORGANISATION, Permission, Scope
from app.domain.reports import Receiver


def _own_groups(work: Work, participant_ids: Sequence[bytes], **_others: Any) -> Scope:
    """A coach prints of people in the own groups only; of nobody in particular is of the whole organisation."""
    if work.sight.sees_all or not participant_ids:
        return ORGANISATION
    return Scope(groups_that_hold(work, set(participant_ids)))


@action("report.print", Permission.PRINT_REPORTS, {}, scope=_own_groups, undoable=False,
        recorded=lambda given: {"receiver": given["receiver"], "number": len(given["participant_ids"])})
def note_report(work: Work, receiver: str, participant_ids: Sequence[bytes]) -> None:
    """Write down that a report of these people was printed; nothing else changes. None of them: of nobody by name."""
    people = list(dict.fromkeys(participant_ids))
    append_event(work, f"report.print.{Receiver(receiver).value}", {
        "rows": {"participants": len(people)} if people else {}, "fields": [],
        "ids": people if len(people) <= IDS_NAMED else []})

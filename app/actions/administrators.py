"""There is always somebody who administers the organisation (A-3.5): asked after every action that touched accounts."""

from __future__ import annotations

from sqlalchemy import select

from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.invariants import administrators_needed, without_administrator
from app.store.tables import accounts

_STANDING = frozenset({"role", "from_on", "until_on"})


def keep_an_administrator(work: Work) -> None:
    """Raise Refusal where this work ended, removed or changed the last one; a coach's desk knows its own only."""
    touched = [patch for patch in work.patches if patch.kind == accounts.name]
    if not any(patch.deletes or patch.field in _STANDING for patch in touched):
        return
    rows = [dict(row) for row in work.connection.execute(select(accounts)).mappings()]
    at = work.sight.actor.at
    wrong = without_administrator(rows, work.day, administrators_needed(work.sight.profile, at), at)
    if wrong is not None:
        raise Refusal(wrong)

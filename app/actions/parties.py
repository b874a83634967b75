"""Nobody acts in the name of the other party: asked after every action, as the server does."""

from __future__ import annotations

from app.actions.work import Work
from app.domain.contract.parties import forged
from app.domain.errors import Refusal
from app.domain.operation import Patch
from app.store.tables import metadata


def speak_for_own_party(work: Work) -> None:
    """Raise Refusal where this work made or changed what only the other party can."""
    for patch in work.patches:
        wrong = forged(work.sight.actor, patch.kind, _row(work, patch)) if patch.kind in metadata.tables else None
        if wrong is not None:
            raise Refusal(wrong)


def _row(work: Work, patch: Patch) -> dict[str, object]:
    """As it is now, or was before it went."""
    if patch.field is None:
        return dict(patch.new or patch.old)
    return work.rows_still_there(metadata.tables[patch.kind], [patch.id]).get(patch.id, {})

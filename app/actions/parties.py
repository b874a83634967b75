"""Nobody acts in the name of the other party: asked after every action, as the server does."""

from __future__ import annotations

from app.actions.work import Row, Work
from app.domain.contract.parties import forged
from app.domain.errors import Refusal
from app.store.tables import metadata


def speak_for_own_party(work: Work) -> None:
    """Raise Refusal where this work made or changed what only the other party can."""
    now = _changed_rows(work)
    for patch in work.patches:
        if patch.kind in metadata.tables:
            row = now[patch.kind].get(patch.id, {}) if patch.field is not None else dict(patch.new or patch.old)
            wrong = forged(work.sight.actor, patch.kind, row)
            if wrong is not None:
                raise Refusal(wrong)


def _changed_rows(work: Work) -> dict[str, dict[bytes, Row]]:
    """The rows of which fields were set, as they are now: by kind, so that many are read at once."""
    ids: dict[str, list[bytes]] = {}
    for patch in work.patches:
        if patch.field is not None and patch.kind in metadata.tables:
            ids.setdefault(patch.kind, []).append(patch.id)
    return {kind: work.rows_still_there(metadata.tables[kind], wanted) for kind, wanted in ids.items()}

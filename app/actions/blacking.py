"""Blacking out somebody's name in texts that stay when the person is erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from app.actions.action import action
from app.actions.work import Work
from app.domain.blacking import CHANGED_MEANWHILE, FREE_TEXTS, only_blacked
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.store.blacking import forget_earlier
from app.store.tables import metadata

BLACK_OUT = "texts.black_out"


@action(
    BLACK_OUT, Permission.EDIT_PRIVACY, {kind: set(columns) for kind, columns in FREE_TEXTS.items()}, undoable=False,
    recorded=lambda given: {"texts": len(given["texts"])})
def black_out(work: Work, texts: Sequence[Mapping[str, Any]]) -> int:
    """Set these texts, {kind, id, field, text}, each as it was with a name blacked out; gives how many.

    What stood there goes from the journal too, so it cannot be undone.
    """
    given: dict[tuple[str, bytes], dict[str, str]] = {}
    for one in texts:
        given.setdefault((one["kind"], one["id"]), {})[one["field"]] = one["text"]
    for (kind, row_id), values in given.items():
        table = metadata.tables[kind]
        row = work.rows_by_id(table, [row_id])[row_id]
        if not all(field in FREE_TEXTS[kind] and only_blacked(row[field], text) for field, text in values.items()):
            raise Refusal(CHANGED_MEANWHILE)
        work.change(table, row_id, **values)
    work.patches[:] = [msgspec.structs.replace(patch, old=patch.new) for patch in work.patches]
    forget_earlier(work.connection, given)
    return len(texts)

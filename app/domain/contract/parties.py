"""Which acts are the organisation's own: the licensor, who may record nearly all else, cannot do those in its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.permissions import Actor, Role
from app.domain.text import Text

OF_THE_ORGANISATION = frozenset({"mandates", "signatures", "documents"})
"""Kinds of rows by which the organisation binds itself (O-2.1)."""
ONLY_BY: Mapping[str, Role] = {"audits": Role.LICENSOR, "audit_looks": Role.AUDITOR}
"""Kinds of rows that say what the licensor's own people did (O-12): an administrator makes none of them."""


def forged(actor: Actor, kind: str, row: Mapping[str, Any]) -> Text | None:
    """Why this actor cannot make or change this row: it says what the other party did. None where it may be."""
    if kind in ONLY_BY and actor.role is not ONLY_BY[kind]:
        return Text("Only the licensor itself can do this: it would be done in its name. Nothing was recorded.")
    if actor.role is not Role.LICENSOR or not _is_the_organisations(kind, row):
        return None
    return Text("Only {the_organisation} itself can do this: it would be done in its name. Nothing was recorded.")


def _is_the_organisations(kind: str, row: Mapping[str, Any]) -> bool:
    return kind in OF_THE_ORGANISATION or (kind == "notices" and row.get("party") == "organisation")

"""Which acts are the organisation's own: the licensor, who may record nearly all else, cannot do those in its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.permissions import ONLY_THE_LICENSOR, ONLY_THE_ORGANISATION, Actor, Role
from app.domain.text import Text

OF_THE_ORGANISATION = frozenset({"mandates", "signatures", "documents"})
"""Kinds of rows by which the organisation binds itself (O-2.1)."""
_OBJECTION = tuple(f"objection_{name}" for name in ("on", "form", "reason", "proof", "name", "role", "mandate_id"))
_DECISIONS: Mapping[str, tuple[str, ...]] = {
    "changes": ("outcome", "chosen_on", "ends_on"),
    "measures": ("lifted_on", "lifted_proof"),
    "permissions": ("given_on", "until_on", "conditions", "proof", "checksum", "answered_by", "refused_on",
                    "refused_reason", "withdrawn_on", "withdrawn_reason"),
    "infringements": ("state", "answer", "answered_on", "answered_by"),
    "support_requests": ("state", "answer", "answered_on", "answered_by"),
}
_BEGUN_BY_THE_ORGANISATION = frozenset({"orders", "permissions", "infringements", "support_requests"})
ONLY_BY: Mapping[str, Role] = {"audits": Role.LICENSOR, "audit_looks": Role.AUDITOR}
"""Kinds of rows that say what the licensor's own people did (O-12): an administrator makes none of them."""


def forged(actor: Actor, kind: str, row: Mapping[str, Any]) -> Text | None:
    """Why this actor cannot make or change this row: it says what the other party did. None where it may be."""
    if kind in ONLY_BY and actor.role is not ONLY_BY[kind]:
        return ONLY_THE_LICENSOR
    if actor.role is not Role.LICENSOR or not _is_the_organisations(kind, row):
        return None
    return ONLY_THE_ORGANISATION


def wrong_party(
    kind: str, before: Mapping[str, Any] | None, now: Mapping[str, Any] | None, actor: Role, licensor_here: bool,
    licensors_own: bool, brings: bool = False,
) -> Text | None:
    """Why this role cannot change a row from `before` to `now` (None: it is not there): the other party does that.

    `licensor_here`: the licensor works in this organisation itself; where it does not, the administrator records what
    came on paper. `licensors_own`: the licensor made the row. With `brings` a row comes as it stood elsewhere.
    """
    if actor is Role.LICENSOR:
        return ONLY_THE_ORGANISATION if _is_for_the_organisation(kind, before, now) else None
    if not licensor_here or (before is None and brings):
        return None
    theirs = licensors_own and (kind == "measures" or (kind == "changes" and now is None))
    decides = _differ(before or _unanswered(kind), now or _unanswered(kind), _DECISIONS.get(kind, ()))
    return ONLY_THE_LICENSOR if theirs or decides else None


def _is_for_the_organisation(kind: str, before: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> bool:
    begun = kind in _BEGUN_BY_THE_ORGANISATION and (before is None or now is None)
    return begun or kind == "order_parts" or (kind == "changes" and _differ(before or {}, now or {}, _OBJECTION))


def _unanswered(kind: str) -> Mapping[str, Any]:
    """What the licensor said of a row that is not there: a report that nobody answered is only reported."""
    return {"state": "reported"} if kind in ("infringements", "support_requests") else {}


def _differ(before: Mapping[str, Any], now: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    return any((before.get(name) or "") != (now.get(name) or "") for name in names)


def _is_the_organisations(kind: str, row: Mapping[str, Any]) -> bool:
    return kind in OF_THE_ORGANISATION or (kind == "notices" and row.get("party") == "organisation")

"""What can be done with something under "Te controleren", and who may write what is put back (S10)."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.kinds import KINDS
from app.domain.permissions import Permission

CONFLICT, REFUSED, REMOVALS = "conflict", "refused", "removals"
KEEP, RESTORE, DROP, AGAIN, TAKE, APPLY = "keep", "restore", "drop", "again", "take", "apply"

# Certificates are only ever revoked, devices and reviews speak for themselves, a role is given in one way only, and
# what somebody reported or looked at is nobody else's to write.
LIES_WITH_ITS_ROUTE = frozenset({"routes", "route_steps"})
"""Kinds that lie with the organisation, but are a coach's to settle where the own groups alone have the route."""
_NAMES_ONLY: Mapping[str, frozenset[str]] = {
    "organisations": frozenset({"name", "place"}), "accounts": frozenset({"name"}),
}
_NEVER = frozenset({"devices", "certificates", "reviews", "links", "infringements", "audits", "audit_looks", "messages",
                    "support_requests"})
_NEEDED: Mapping[str, Permission] = {
    "groups": Permission.EDIT_GROUPS, "memberships": Permission.EDIT_GROUPS,
    "coach_assignments": Permission.EDIT_GROUPS,
    "participants": Permission.EDIT_PEOPLE, "placements": Permission.EDIT_PEOPLE, "coaches": Permission.EDIT_PEOPLE,
    "activation_codes": Permission.EDIT_PEOPLE, "join_codes": Permission.LET_IN, "registrations": Permission.LET_IN,
    "acceptances": Permission.LET_IN, "consents": Permission.EDIT_PRIVACY,
    "agreements": Permission.EDIT_LICENCES, "licences": Permission.EDIT_LICENCES, "seats": Permission.EDIT_SEATS,
    "mandates": Permission.EDIT_LICENCES, "signatures": Permission.EDIT_LICENCES,
    "documents": Permission.EDIT_LICENCES, "notices": Permission.EDIT_LICENCES,
    "permissions": Permission.EDIT_LICENCES,
    "changes": Permission.EDIT_LICENCES, "new_fees": Permission.EDIT_LICENCES, "claims": Permission.EDIT_LICENCES,
    "measures": Permission.EDIT_LICENCES, "insolvencies": Permission.EDIT_LICENCES,
    "end_tasks": Permission.EDIT_LICENCES,
    "orders": Permission.EDIT_LICENCES, "order_parts": Permission.EDIT_LICENCES,
    "seat_numbers": Permission.EDIT_LICENCES,
    "invoices": Permission.EDIT_LICENCES, "invoice_lines": Permission.EDIT_LICENCES,
    "bookings": Permission.EDIT_LICENCES, "reminders": Permission.EDIT_LICENCES, "figures": Permission.EDIT_LICENCES,
    "billing_settings": Permission.EDIT_LICENCES,
    "routes": Permission.EDIT_ROUTES, "route_steps": Permission.EDIT_ROUTES,
    "route_assignments": Permission.EDIT_ROUTES, "media_links": Permission.EDIT_ROUTES,
    "materials": Permission.EDIT_ROUTES, "conversations": Permission.WRITE_MESSAGES,
    "notes": Permission.FOLLOW, "goals": Permission.FOLLOW, "talks": Permission.FOLLOW,
    "observations": Permission.FOLLOW, "sittings": Permission.FOLLOW, "test_results": Permission.FOLLOW,
    "named_views": Permission.KEEP_OWN, "read_marks": Permission.KEEP_OWN,
    "instruments": Permission.SET_UP_FOLLOWING, "instrument_steps": Permission.SET_UP_FOLLOWING,
    "instrument_points": Permission.SET_UP_FOLLOWING, "tests": Permission.SET_UP_FOLLOWING,
    "test_parts": Permission.SET_UP_FOLLOWING, "test_norms": Permission.SET_UP_FOLLOWING,
    "norm_rows": Permission.SET_UP_FOLLOWING, "learning_settings": Permission.SET_UP_FOLLOWING,
    "certificate_designs": Permission.SET_UP_FOLLOWING,
    "field_switches": Permission.EDIT_PRIVACY, "import_links": Permission.IMPORT,
    "programmes": Permission.EDIT_CATALOGUE, "programme_versions": Permission.EDIT_CATALOGUE,
    "exercises": Permission.EDIT_CATALOGUE, "packages": Permission.EDIT_CATALOGUE,
    "offered_programmes": Permission.EDIT_CATALOGUE, "terms": Permission.EDIT_CATALOGUE,
    "price_rounds": Permission.EDIT_CATALOGUE, "round_fees": Permission.EDIT_CATALOGUE,
    "maintenances": Permission.EDIT_CATALOGUE, "closed_days": Permission.EDIT_CATALOGUE,
}
WRITABLE: Mapping[str, frozenset[str]] = {
    kind: _NAMES_ONLY.get(kind, frozenset({"*"})) for kind in KINDS if kind not in _NEVER
}
"""Fields per kind that settling may set; '*' is any, and whole rows."""


def may_be_set(kind: str, field: str | None) -> bool:
    """True if settling may set this field; with `field` None a whole row."""
    fields = WRITABLE.get(kind, frozenset())
    return "*" in fields or field in fields


def needed_to_write(kind: str) -> Permission:
    """What somebody must be allowed to put a value of this kind back; the server asks the same."""
    return _NEEDED.get(kind, Permission.EDIT_ORGANISATION)


def choices(sort: str, kind: str, field: str, *, parked_here: bool, may_write: bool, has_values: bool) -> list[str]:
    """What can be chosen, the one that changes nothing first.

    `parked_here`: the refused operation is this desk's own. `may_write`: an administrator for what was refused, and
    whoever may write this kind for a conflict. `has_values`: there is something left to take.
    """
    if sort == REMOVALS:
        return [KEEP, APPLY]
    if sort == REFUSED:
        takes = may_write and has_values
        return [DROP, *([AGAIN] if parked_here else []), *([TAKE] if takes else [])]
    return [KEEP, RESTORE] if field and may_write and may_be_set(kind, field) else [KEEP]

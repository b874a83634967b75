"""The kinds of rows that desks share: which unit a row belongs to, who gets it, and how a difference is settled.

A unit is what enters or leaves a desk's scope as a whole (S8): the organisation, a group, a participant, an account.
Every row about a person lies in that person's unit, so that leaving scope and erasure are one and the same walk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.permissions import Role, TenantKind

EVERYTHING = bytes(16)
"""The unit of who sees the whole organisation: one cursor instead of thousands."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`units` are the columns of which the first that is filled names the unit; none: the organisation itself.

    `parent` is the column that is looked up the other way round. `roles` may see it beside the administrator;
    `hidden` are the columns they do not get. `derived` follow from other columns and are computed, never compared.
    `kept` are set once: where two desks made the same row, the first value stays. `only_of` is the sort of tenant
    in whose stream it can be; None: any. `names` are columns with somebody's name, which no auditor gets (O-12).
    """

    units: tuple[str, ...] = ()
    parent: str = ""
    roles: frozenset[Role] = frozenset({Role.COACH})
    hidden: frozenset[str] = frozenset()
    derived: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    only_of: TenantKind | None = None
    names: frozenset[str] = frozenset()


_ADMINISTRATOR: frozenset[Role] = frozenset()
_CONTRACT = frozenset({Role.COACH, Role.LICENSOR, Role.AUDITOR})
_PARTIES = frozenset({Role.LICENSOR})
_AUDITED = frozenset({Role.LICENSOR, Role.AUDITOR})
_MONEY = frozenset({Role.LICENSOR})
_OFFER = frozenset({Role.LICENSEE})
_NAMES = frozenset({"sort_key", "search"})
_NORMED = frozenset({"scaled", "low", "high", "level"})  # by the norm that the row names, from its score
_WHY = frozenset({"reason", "proof", "form", "lifted_proof"})  # everybody sees that use is paused, not why

# In order of dependence: a row comes after what it refers to, so that a screen never shows half of something long.
KINDS: Mapping[str, Kind] = {
    "organisations": Kind(roles=_CONTRACT, hidden=frozenset({"import_secret"}), kept=frozenset({"kind"})),
    "devices": Kind(kept=frozenset({"public_key", "endorsement"})),
    "accounts": Kind(("id",), roles=_CONTRACT),
    "contacts": Kind(roles=_PARTIES),
    "confirmations": Kind(roles=_PARTIES),
    "locations": Kind(roles=_CONTRACT),
    "coaches": Kind(hidden=frozenset({"username", "email", "confidential_on"}), derived=_NAMES),
    "agreements": Kind(roles=_CONTRACT),
    "mandates": Kind(roles=_PARTIES),
    "signatures": Kind(roles=_AUDITED, parent="agreement_id", names=frozenset({"name", "role", "mandate_id"})),
    "documents": Kind(roles=_AUDITED, parent="signature_id"),
    "notices": Kind(roles=_PARTIES, parent="agreement_id"),
    "permissions": Kind(
        roles=_AUDITED, parent="agreement_id", names=frozenset({"asked_by", "answered_by", "proof"})),
    "infringements": Kind(("unit",), roles=frozenset({Role.COACH, Role.LICENSOR})),
    "audits": Kind(roles=_AUDITED, names=frozenset({"granted_by"})),
    "audit_looks": Kind(roles=_PARTIES, parent="audit_id"),
    "changes": Kind(roles=_PARTIES, parent="agreement_id"),
    "claims": Kind(roles=_PARTIES, parent="agreement_id"),
    "measures": Kind(roles=_CONTRACT, hidden=_WHY, parent="agreement_id"),
    "insolvencies": Kind(roles=_PARTIES, parent="agreement_id"),
    "end_tasks": Kind(roles=_PARTIES, parent="agreement_id"),
    "orders": Kind(roles=_PARTIES),
    "field_switches": Kind(),
    "programmes": Kind(),
    "programme_versions": Kind(),
    "exercises": Kind(),
    "media_links": Kind(("group_id",)),
    "materials": Kind(("group_id",)),
    "learning_settings": Kind(),
    "instruments": Kind(),
    "instrument_steps": Kind(parent="instrument_id"),
    "instrument_points": Kind(parent="instrument_id"),
    "tests": Kind(),
    "test_parts": Kind(parent="test_id"),
    "test_norms": Kind(parent="test_id"),
    "norm_rows": Kind(parent="norm_id"),
    "certificate_designs": Kind(),
    "routes": Kind(),
    "route_steps": Kind(parent="route_id"),
    "groups": Kind(parent="location_id"),
    "join_codes": Kind(("group_id",)),
    "registrations": Kind(("group_id",)),
    "coach_assignments": Kind(("group_id",), parent="coach_id"),
    "coach_acceptances": Kind(parent="coach_id"),
    "participants": Kind(("id",), derived=_NAMES, kept=frozenset({"created_us"}), parent="merged_into"),
    "placements": Kind(("participant_id",)),
    "memberships": Kind(("participant_id",), parent="group_id"),
    "route_assignments": Kind(("participant_id", "group_id"), parent="route_id"),
    "acceptances": Kind(("participant_id",)),
    "consents": Kind(("participant_id",), roles=_ADMINISTRATOR),
    "distinctions": Kind(("participant_id",), roles=_ADMINISTRATOR),
    "conversations": Kind(("participant_id", "group_id")),
    "messages": Kind(("participant_id", "group_id"), parent="conversation_id"),
    "read_marks": Kind(("account_id",)),
    "named_views": Kind(("account_id",)),
    "notes": Kind(("unit",), parent="participant_id"),
    "goals": Kind(("participant_id",)),
    "talks": Kind(("participant_id",)),
    "observations": Kind(("participant_id",), parent="instrument_id"),
    "sittings": Kind(("group_id",), parent="test_id"),
    "test_results": Kind(("participant_id",), parent="sitting_id", derived=_NORMED),
    "answers": Kind(("participant_id",), kept=frozenset({"given", "expected"})),
    "roll_overs": Kind(roles=_ADMINISTRATOR),
    "roll_over_groups": Kind(roles=_ADMINISTRATOR, parent="roll_over_id"),
    "roll_over_coaches": Kind(roles=_ADMINISTRATOR, parent="roll_over_group_id"),
    "roll_over_choices": Kind(("participant_id",), roles=_ADMINISTRATOR, parent="roll_over_id"),
    "support_requests": Kind(("unit",), roles=frozenset({Role.COACH, Role.LICENSOR})),
    "order_parts": Kind(roles=_PARTIES, parent="order_id"),
    "licences": Kind(roles=_MONEY | {Role.AUDITOR}, parent="agreement_id"),
    "new_fees": Kind(roles=_MONEY, parent="change_id"),
    "seat_numbers": Kind(roles=_MONEY | {Role.AUDITOR}, parent="licence_id"),
    "invoices": Kind(roles=_MONEY, parent="agreement_id"),
    "invoice_lines": Kind(roles=_MONEY, parent="invoice_id"),
    "bookings": Kind(roles=_MONEY, parent="invoice_id"),
    "reminders": Kind(roles=_MONEY, parent="invoice_id"),
    "figures": Kind(roles=_MONEY),
    "billing_settings": Kind(roles=_MONEY),
    "seats": Kind(("participant_id",), parent="licence_id", roles=_ADMINISTRATOR),
    "activation_codes": Kind(("participant_id",), roles=_ADMINISTRATOR),
    "certificates": Kind(("participant_id",), kept=frozenset({"code", "issued_us", "logo", "signature"})),
    "import_links": Kind(roles=_ADMINISTRATOR),
    "reviews": Kind(("unit",), roles=frozenset({Role.COACH, Role.LICENSOR})),
    "packages": Kind(roles=_OFFER, only_of=TenantKind.LICENSOR),
    "offered_programmes": Kind(roles=_OFFER, parent="package_id", only_of=TenantKind.LICENSOR),
    "terms": Kind(roles=_OFFER, only_of=TenantKind.LICENSOR),
    "price_rounds": Kind(roles=_OFFER, only_of=TenantKind.LICENSOR),
    "round_fees": Kind(roles=_OFFER, parent="round_id", only_of=TenantKind.LICENSOR),
    "maintenances": Kind(roles=_OFFER, only_of=TenantKind.LICENSOR),
    "closed_days": Kind(roles=_OFFER, only_of=TenantKind.LICENSOR),
    "links": Kind(roles=_ADMINISTRATOR),
}


def unit_of(kind: str, row: Mapping[str, Any], organisation_id: bytes) -> bytes:
    """The unit that this whole row belongs to."""
    if kind == "import_links":
        return row["row_id"] if row.get("kind") == "participant" else organisation_id
    return next((row[name] for name in KINDS[kind].units if row.get(name)), organisation_id)


REPORTS = frozenset({"infringements", "support_requests"})
"""What somebody of the staff tells the licensor, under the own name."""


def reports_unit(account_id: bytes) -> bytes:
    """The unit in which the reports of this account lie: its own and the licensor's to read, and nobody else's."""
    return hashlib.blake2b(b"reports" + account_id, digest_size=16).digest()


def parent_of(kind: str, row: Mapping[str, Any]) -> bytes | None:
    """What this row is looked up by from the other side, None where there is no such thing."""
    return row.get(KINDS[kind].parent) if KINDS[kind].parent else None


TAKEN_BACK = frozenset({"orders"})
"""Kinds of which somebody can have a row and then no more: a sending that was undone."""
COUNTED = frozenset({"seats", "accounts", "infringements"})
"""What licensor and auditor hear the number of, and nothing else."""


def kinds_for(role: Role) -> frozenset[str]:
    """The kinds that somebody in this role may have on a desk. Who sees all of a tenant reads as an administrator."""
    return frozenset(name for name, kind in KINDS.items() if role is Role.ADMINISTRATOR or role in kind.roles)


def may_have(role: Role, kind: str, row: Mapping[str, Any]) -> bool:
    """Whether somebody in this role may have this row: a difference is as secret as the value that it is about."""
    if role is Role.ADMINISTRATOR or role not in KINDS[kind].roles:
        return role is Role.ADMINISTRATOR
    if kind == "orders" and role is Role.LICENSOR:  # what is only being prepared is nobody else's yet
        return row["ordered_on"] is not None
    if kind != "reviews":
        return True
    about = KINDS.get(row["kind"])
    if about is None:  # what was refused is for whose it was, in whose unit it lies
        return role is Role.COACH or row["unit"] == row["lost_by"]
    return role in about.roles and row["field"] not in about.hidden


def hidden_from(role: Role, kind: str) -> frozenset[str]:
    if role is Role.ADMINISTRATOR:
        return frozenset()
    return KINDS[kind].hidden | (KINDS[kind].names if role is Role.AUDITOR else frozenset())


def mark_of(row_id: bytes, number: int) -> int:
    """What one row adds to the sum that server and desk compare (S13): 63 bits, so that any database holds it."""
    digest = hashlib.blake2b(row_id + number.to_bytes(8, "big"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


SUM_LIMIT = 1 << 63
"""Sums wrap here."""


@dataclass(slots=True)
class Sum:
    """Count and sum of a set of rows; what is added can be taken away again."""

    rows: int = 0
    total: int = 0

    def add(self, row_id: bytes, number: int) -> None:
        self.rows, self.total = self.rows + 1, (self.total + mark_of(row_id, number)) % SUM_LIMIT

    def take(self, row_id: bytes, number: int) -> None:
        self.rows, self.total = self.rows - 1, (self.total - mark_of(row_id, number)) % SUM_LIMIT

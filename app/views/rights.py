"""Rights beside the licence as they are shown: the right of use, the register of permissions, reports of infringement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from app.domain.contract.infringements import STATES, may_report
from app.domain.contract.permission_register import (
    KIND_WORDS,
    STATE_WORDS,
    PermissionState,
    UseStanding,
    conditions_of,
    standing_uses,
    state_of,
)
from app.domain.errors import Refusal
from app.domain.permissions import Permission, Role, allowed, require
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import NotRegulated, Regulated, Who
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.invoices import profile_of
from app.store.tables import belongs_to, infringements, permissions
from app.views.agreement_terms import Fact, right_of_use
from app.views.sheets import Sheet


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """One line of the register. `until` is the first day no longer; `row` is as it is kept."""

    id: bytes
    kind: Text
    what: str
    third_party: str
    state: PermissionState
    said: Text
    asked: date
    asked_by: str
    answered: date | None
    answered_by: str
    until: date | None
    conditions: tuple[str, ...]
    reason: str
    proof: str
    checksum: str
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PermissionRegister:
    """The register of one agreement, the newest request first; `uses` says what may be done today and what not."""

    agreement_id: bytes
    profile: ProviderProfile
    right: Fact
    uses: tuple[UseStanding, ...]
    rows: tuple[PermissionRow, ...]


@dataclass(frozen=True, slots=True)
class InfringementRow:
    id: bytes
    what: str
    seen_at: str
    seen: date
    reported: date
    reported_by: str
    state: str
    said: Text
    answer: str
    answered: date | None
    answered_by: str


@dataclass(frozen=True, slots=True)
class Infringements:
    """The reports this reader may see, the newest first. `rule` says in words how soon and how they are made."""

    rows: tuple[InfringementRow, ...]
    may_report: bool
    rule: Text
    clause: str


def permission_register(connection: Connection, sight: Sight, agreement_id: bytes) -> PermissionRegister:
    """Raises Refusal for an agreement that is not here."""
    require(sight.actor, Permission.SEE_LICENCES)
    profile = profile_of(connection, agreement_id)
    if profile is None:
        raise Refusal(Text("This agreement does not exist any more."))
    query = select(permissions).where(permissions.c.agreement_id == agreement_id)
    in_order = query.order_by(permissions.c.asked_on.desc(), permissions.c.id.desc())
    kept = [dict(row) for row in connection.execute(in_order).mappings()]
    return PermissionRegister(
        agreement_id, profile, right_of_use(profile), standing_uses(profile.access, kept, sight.today),
        tuple(_permission(row, sight.today) for row in kept))


def register_sheet(register: PermissionRegister) -> Sheet:
    """Every line of the register with all that is known of it, as it is printed and exported."""
    return Sheet("permissions", Text("Register of permissions"), (
        Text("For what"), Text("Of what"), Text("For whom"), Text("Asked"), Text("State"), Text("Until"),
        Text("Asked by"), Text("Answered"), Text("Answered by"), Text("Conditions"), Text("Reason"), Text("Proof"),
        Text("Checksum"),
    ), tuple(
        (row.kind, row.what, row.third_party, row.asked, row.said, row.until, row.asked_by, row.answered,
         row.answered_by, "; ".join(row.conditions), row.reason, row.proof, row.checksum)
        for row in register.rows))


def infringement_reports(connection: Connection, sight: Sight) -> Infringements:
    """All of them for who sees the licences, else one's own."""
    if not allowed(sight.actor, Permission.SEE_LICENCES):
        require(sight.actor, Permission.REPORT_INFRINGEMENT)
    query = select(infringements).where(reports_in_sight(sight)).order_by(
        infringements.c.reported_on.desc(), infringements.c.id.desc())
    rule = sight.profile.access.infringement
    who: Who = "administrator" if sight.actor.role is Role.ADMINISTRATOR else "coach"
    may = may_report(rule, who) and allowed(sight.actor, Permission.REPORT_INFRINGEMENT)
    return Infringements(
        tuple(_infringement(row) for row in connection.execute(query)), may, _how_soon(rule),
        rule.basis.cited if isinstance(rule, Regulated) else "")


def reports_in_sight(sight: Sight) -> ColumnElement[bool]:
    """The rows of `infringements` that this reader may see."""
    here = belongs_to(infringements, sight.tenant)
    if allowed(sight.actor, Permission.SEE_LICENCES):
        return here
    return here & (infringements.c.account_id == sight.actor.account_id)


def _how_soon(rule: Any) -> Text:
    if isinstance(rule, NotRegulated):
        return rule.text
    if rule.value.told_at_once and rule.value.written:
        return Text("Report it at once and in writing: what you fill in here counts as writing.")
    return Text("Report it at once.") if rule.value.told_at_once else Text("Report it.")


def _permission(row: Mapping[str, Any], day: date) -> PermissionRow:
    state = state_of(row, day)
    answered = row["refused_on"] or row["given_on"]
    ends = [date.fromisoformat(one) for one in (row["until_on"], row["withdrawn_on"]) if one]
    return PermissionRow(
        row["id"], KIND_WORDS[row["kind"]], row["what"], row["third_party"], state, STATE_WORDS[state],
        date.fromisoformat(row["asked_on"]), row["asked_by"], date.fromisoformat(answered) if answered else None,
        row["answered_by"], min(ends, default=None), conditions_of(row["conditions"]),
        row["refused_reason"] or row["withdrawn_reason"], row["proof"], row["checksum"], dict(row))


def _infringement(row: Any) -> InfringementRow:
    return InfringementRow(
        row.id, row.what, row.seen_at, date.fromisoformat(row.seen_on), date.fromisoformat(row.reported_on),
        row.reported_by, row.state, STATES[row.state], row.answer,
        date.fromisoformat(row.answered_on) if row.answered_on else None, row.answered_by)

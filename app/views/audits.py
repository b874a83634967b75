"""Who may look at the licence administration, at what, until when, and what was looked at when (O-12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.contract.audit_looks import COMING, ENDED, RUNNING, access_on, looked_at
from app.domain.permissions import Permission, Role, allowed, require
from app.domain.provider_terms import Regulated
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.tables import accounts, audit_looks, audits, belongs_to

_SAID = {RUNNING: Text("running"), COMING: Text("begins later"), ENDED: Text("ended")}
MOST_LOOKS = 500


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An access that the licensor gave. `until` is the first day no longer; `last_us` when was looked last."""

    id: bytes
    auditor: str
    outside: bool
    purpose: str
    given_by: str
    begins: date
    until: date
    state: str
    said: Text
    looks: int
    last_us: int | None


@dataclass(frozen=True, slots=True)
class LookRow:
    """One time that an auditor looked; `what` in words."""

    id: bytes
    at_us: int
    auditor: str
    what: Text


@dataclass(frozen=True, slots=True)
class Audits:
    """All accesses, the newest first, and what was looked at, the newest first."""

    rows: tuple[AuditRow, ...]
    looks: tuple[LookRow, ...]
    may_open: bool
    clause: str

    @property
    def running(self) -> tuple[AuditRow, ...]:
        return tuple(row for row in self.rows if row.state == RUNNING)


def audits_here(connection: Connection, sight: Sight) -> Audits:
    """The accesses to this organisation's licence administration; an auditor sees the own ones."""
    require(sight.actor, Permission.SEE_LICENCES)
    seen = _looks(connection, sight)
    rule = sight.profile.audit
    return Audits(
        _audits(_kept(connection, sight), seen, sight.today),
        tuple(LookRow(one["id"], one["at_us"], one["auditor"], looked_at(one["what"])) for one in seen[:MOST_LOOKS]),
        allowed(sight.actor, Permission.OPEN_AUDITS), rule.basis.cited if isinstance(rule, Regulated) else "")


def running_audits(connection: Connection, sight: Sight) -> tuple[AuditRow, ...]:
    """Those of `audits_here` that run today, which is seldom: what was looked at is read only then."""
    require(sight.actor, Permission.SEE_LICENCES)
    running = [row for row in _kept(connection, sight) if access_on(row, sight.today) == RUNNING]
    return _audits(running, _looks(connection, sight), sight.today) if running else ()


def _kept(connection: Connection, sight: Sight) -> list[Mapping[str, Any]]:
    query = select(audits).where(belongs_to(audits, sight.tenant))
    if sight.actor.role is Role.AUDITOR:
        query = query.where(audits.c.account_id == sight.actor.account_id)
    newest_first = query.order_by(audits.c.from_on.desc(), audits.c.id.desc())
    return [dict(row) for row in connection.execute(newest_first).mappings()]


def _audits(
    kept: list[Mapping[str, Any]], seen: list[Mapping[str, Any]], day: date,
) -> tuple[AuditRow, ...]:
    return tuple(_audit(row, [one for one in seen if one["audit_id"] == row["id"]], day) for row in kept)


def _audit(row: Mapping[str, Any], seen: list[Mapping[str, Any]], day: date) -> AuditRow:
    state = access_on(row, day)
    return AuditRow(
        row["id"], row["auditor"], bool(row["outside"]), row["purpose"], row["granted_by"],
        date.fromisoformat(row["from_on"]), date.fromisoformat(row["until_on"]), state, _SAID[state], len(seen),
        max((one["at_us"] for one in seen), default=None))


def _looks(connection: Connection, sight: Sight) -> list[Mapping[str, Any]]:
    query = select(audit_looks).where(belongs_to(audit_looks, sight.tenant))
    newest_first = query.order_by(audit_looks.c.at_us.desc(), audit_looks.c.id)
    return [dict(row) for row in connection.execute(newest_first).mappings()]


@dataclass(frozen=True, slots=True)
class Auditor:
    """Somebody with an auditor's account at the licensor."""

    account_id: bytes
    name: str


def auditors(connection: Connection, sight: Sight) -> tuple[Auditor, ...]:
    """Whom the licensor can let look, by name: the auditors' accounts of this desk's own tenant that stand today."""
    require(sight.actor, Permission.OPEN_AUDITS)
    day = sight.today.isoformat()
    query = select(accounts.c.id, accounts.c.name).where(
        accounts.c.role == Role.AUDITOR.value, belongs_to(accounts, None), accounts.c.from_on <= day,
        accounts.c.until_on.is_(None) | (accounts.c.until_on > day))
    return tuple(Auditor(row.id, row.name) for row in connection.execute(query.order_by(accounts.c.name)))

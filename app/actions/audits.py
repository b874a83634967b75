"""Licence audits (O-12): the licensor lets somebody look for some time, and ends it; what is looked at is written down.

An access is a row of the organisation it is about, so that its administrator sees it the moment it is there; only the
licensor makes one.
"""

from __future__ import annotations

from app.actions.action import ANY_FIELD, action
from app.actions.journal import append_event
from app.actions.work import Row, Work
from app.domain.contract.rights import AuditAccess, check_audit_access
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import day_or_refuse, missing, refuse
from app.store.tables import audit_looks, audits

SCOPE = "agreements,locations,seats,accounts,permissions,infringements,documents"
"""What an access to the licence administration covers; there is one sort."""


@action("audit.open", Permission.OPEN_AUDITS, {"audits": set(ANY_FIELD)}, undoable=False)
def open_audit(
    work: Work, organisation_id: bytes, account_id: bytes, auditor: str, from_on: str, until_on: str, purpose: str,
    outside: bool = False,
) -> bytes:
    """Let the auditor with this account look at the licence administration; gives its id.

    `until_on` is the first day no longer; `outside` is true for somebody who does not work at the licensor.
    """
    access = AuditAccess(
        auditor.strip(), work.sight.actor.name, (SCOPE,), day_or_refuse("from_on", from_on),
        day_or_refuse("until_on", until_on), outside)
    refuse([*check_audit_access(work.sight.profile.audit, access), *([] if purpose.strip() else [missing("purpose")])])
    return work.add(
        audits, organisation_id=organisation_id, account_id=account_id, auditor=access.auditor, from_on=from_on,
        until_on=until_on, scope=SCOPE, purpose=purpose.strip(), granted_by=access.designated_by,
        outside=int(outside))


@action("audit.end", Permission.OPEN_AUDITS, {"audits": {"until_on"}}, undoable=False)
def end_audit(work: Work, audit_id: bytes) -> None:
    """End it at once: from today on nothing can be looked at any more."""
    row = work.rows_by_id(audits, [audit_id])[audit_id]
    if row["until_on"] <= work.day:
        raise Refusal(Text("This access has ended already. Nothing was recorded."))
    work.change(audits, audit_id, until_on=max(work.day, row["from_on"]))


@action("audit.look", Permission.LOOK_IN_AUDIT, {"audit_looks": set(ANY_FIELD)}, undoable=False)
def note_look(work: Work, audit_id: bytes, what: str) -> bytes:
    """Write down that an auditor looked at something ('screen', 'dossier'); only ever added to."""
    row: Row = work.rows_by_id(audits, [audit_id])[audit_id]
    return work.add(audit_looks, audit_id=audit_id, auditor=row["auditor"], at_us=work.now_us, what=what)


@action("audit.dossier", Permission.SEE_LICENCES, {}, undoable=False)
def note_dossier(work: Work) -> None:
    """Write to the log that a licence audit dossier was made; nothing else changes."""
    append_event(work, "audit.dossier", {"rows": {}, "fields": [], "ids": []})

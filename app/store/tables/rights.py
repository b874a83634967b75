"""Rights beside the licence: permissions, reports of infringement, and who looked at the licence administration."""

from __future__ import annotations

from sqlalchemy import Index, Table

from app.store.tables.columns import Personal, metadata, number, period, ref, row_id, tenant, text, version

permissions = Table(  # asked, then given or refused, perhaps withdrawn; `checksum` is that of the proof
    "permissions", metadata, row_id(), ref("agreement_id"), text("kind"), text("what"), text("third_party"),
    text("asked_on"), text("asked_by"), text("answered_by"), text("given_on", nullable=True),
    text("until_on", nullable=True), text("conditions"), text("proof"), text("checksum"),
    text("refused_on", nullable=True), text("refused_reason"), text("withdrawn_on", nullable=True),
    text("withdrawn_reason"), version(), tenant(),
    Index("permissions_by_agreement", "agreement_id"),
    info={"personal": Personal("customer", "id")},
)

infringements = Table(  # `account_id` reported it; `seen_at` is a web address or a place in words
    "infringements", metadata, row_id(), ref("unit"), ref("account_id"), text("reported_by"), text("reported_on"),
    text("what"), text("seen_at"), text("seen_on"), text("state"), text("answer"), text("answered_on", nullable=True),
    text("answered_by"), version(), tenant(),
    info={"personal": Personal("customer", "id")},
)

audits = Table(  # whom the licensor lets look at this organisation; `until_on` is the first day no longer
    "audits", metadata, row_id(), ref("organisation_id"), ref("account_id"), text("auditor"), *period(),
    text("scope"), text("purpose"), text("granted_by"), number("outside"), version(), tenant(),
    Index("audits_by_organisation", "organisation_id"),
    info={"personal": Personal("customer", "id")},
)

audit_looks = Table(  # only ever added: what an auditor looked at, and when
    "audit_looks", metadata, row_id(), ref("audit_id"), text("auditor"), number("at_us"), text("what"), version(),
    tenant(),
    Index("audit_looks_by_audit", "audit_id", "at_us"),
    info={"personal": Personal("customer", "id")},
)

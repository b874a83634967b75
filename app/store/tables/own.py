"""The organisation itself, who works in it on which device, and what was recorded of that."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from app.store.tables.columns import (
    Bytes,
    Personal,
    metadata,
    number,
    period,
    ref,
    row_id,
    tenant,
    text,
    version,
)

organisations = Table(  # `kind` is a `TenantKind`; the own one is the row without a tenant
    "organisations", metadata, row_id(), text("code"), text("name"), text("place"), text("provider"),
    text("zone"), Column("import_secret", Bytes, nullable=False),
    Column("logo", Bytes, nullable=True), number("created_us"), version(),
    Column("kind", String, nullable=False, server_default="organisation"), tenant(),
    info={"personal": None},
)

accounts = Table(
    "accounts", metadata, row_id(), text("role"), text("name"), ref("coach_id", nullable=True), *period(), version(),
    info={"personal": Personal("customer", "id")},
)

contacts = Table(  # whom the licensor tells what, such as a breach (O-annex 3: 10.5); closed, never overwritten
    "contacts", metadata, row_id(), text("purpose"), text("name"), text("role"), text("email"), text("phone"),
    *period(), version(), tenant(),
    info={"personal": Personal("customer", "id")},
)

confirmations = Table(  # somebody looked, and what is kept of the organisation was still right
    "confirmations", metadata, row_id(), text("what"), text("confirmed_on"), ref("account_id"), version(), tenant(),
    info={"personal": Personal("customer", "account_id")},
)

devices = Table(
    "devices", metadata, row_id(), text("label"), Column("public_key", Bytes, nullable=False),
    number("created_us"), version(), Column("endorsement", Bytes, nullable=True),
    info={"personal": None},
)

secrets = Table(  # never leaves the device: the device's own signing key
    "secrets", metadata, Column("name", String, primary_key=True), Column("value", Bytes, nullable=False),
    info={"personal": None},
)

settings = Table(  # of this database, not of the person at the keyboard
    "settings", metadata, Column("name", String, primary_key=True), text("value"),
    info={"personal": None},
)

field_switches = Table(  # D6: what the organisation switched on, on what ground; the newest row counts
    "field_switches", metadata, row_id(), text("subject"), text("field"), number("is_on"), text("purpose"),
    text("ground"), text("retention"), text("addition_on"), number("recorded_us"),
    ref("recorded_by", nullable=True), version(),
    info={"personal": None},
)

audit_events = Table(  # S19: a chain per device; erasing empties salt and payload and the chain still verifies
    "audit_events", metadata,
    Column("number", Integer, primary_key=True), Column("id", Bytes, nullable=False, unique=True),
    ref("device_id"), ref("actor_id"), number("at_us"), text("action"),
    Column("salt", Bytes, nullable=True), Column("payload", Bytes, nullable=True),
    Column("commitment", Bytes, nullable=False), Column("previous", Bytes, nullable=False),
    Column("hash", Bytes, nullable=False),
    info={"personal": Personal("participant", "")},
)

"""Permissions, reports of infringement, who may look at the licence administration and what was looked at.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SCHEMA = """
CREATE TABLE permissions (id BLOB NOT NULL, agreement_id BLOB NOT NULL, kind VARCHAR DEFAULT '' NOT NULL, what
    VARCHAR DEFAULT '' NOT NULL, third_party VARCHAR DEFAULT '' NOT NULL, asked_on VARCHAR DEFAULT '' NOT NULL,
    asked_by VARCHAR DEFAULT '' NOT NULL, answered_by VARCHAR DEFAULT '' NOT NULL, given_on VARCHAR, until_on
    VARCHAR, conditions VARCHAR DEFAULT '' NOT NULL, proof VARCHAR DEFAULT '' NOT NULL, checksum VARCHAR DEFAULT
    '' NOT NULL, refused_on VARCHAR, refused_reason VARCHAR DEFAULT '' NOT NULL, withdrawn_on VARCHAR,
    withdrawn_reason VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY
    (id));

CREATE INDEX permissions_by_agreement ON permissions (agreement_id);

CREATE TABLE infringements (id BLOB NOT NULL, unit BLOB NOT NULL, account_id BLOB NOT NULL, reported_by VARCHAR
    DEFAULT '' NOT NULL, reported_on VARCHAR DEFAULT '' NOT NULL, what VARCHAR DEFAULT '' NOT NULL, seen_at
    VARCHAR DEFAULT '' NOT NULL, seen_on VARCHAR DEFAULT '' NOT NULL, state VARCHAR DEFAULT '' NOT NULL, answer
    VARCHAR DEFAULT '' NOT NULL, answered_on VARCHAR, answered_by VARCHAR DEFAULT '' NOT NULL, version INTEGER
    DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY (id));

CREATE TABLE audits (id BLOB NOT NULL, organisation_id BLOB NOT NULL, account_id BLOB NOT NULL, auditor VARCHAR
    DEFAULT '' NOT NULL, from_on VARCHAR NOT NULL, until_on VARCHAR, scope VARCHAR DEFAULT '' NOT NULL, purpose
    VARCHAR DEFAULT '' NOT NULL, granted_by VARCHAR DEFAULT '' NOT NULL, outside INTEGER DEFAULT '0' NOT NULL,
    version INTEGER DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY (id));

CREATE INDEX audits_by_organisation ON audits (organisation_id);

CREATE TABLE audit_looks (id BLOB NOT NULL, audit_id BLOB NOT NULL, auditor VARCHAR DEFAULT '' NOT NULL, at_us
    INTEGER DEFAULT '0' NOT NULL, what VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, tenant
    BLOB, PRIMARY KEY (id));

CREATE INDEX audit_looks_by_audit ON audit_looks (audit_id, at_us);"""


def upgrade() -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip().removesuffix(";"))


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")

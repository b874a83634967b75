"""How an agreement was concluded and by whom, mandates, notice, and the day of delivery.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCHEMA = """
ALTER TABLE agreements ADD COLUMN delivered_on VARCHAR;

ALTER TABLE agreements ADD COLUMN consumer INTEGER DEFAULT '0' NOT NULL;

CREATE TABLE mandates (id BLOB NOT NULL, holder VARCHAR DEFAULT '' NOT NULL, given_by VARCHAR DEFAULT '' NOT
    NULL, acts VARCHAR DEFAULT '' NOT NULL, from_on VARCHAR NOT NULL, until_on VARCHAR, version INTEGER
    DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE signatures (id BLOB NOT NULL, agreement_id BLOB NOT NULL, kind VARCHAR DEFAULT '' NOT NULL,
    signed_on VARCHAR DEFAULT '' NOT NULL, name VARCHAR DEFAULT '' NOT NULL, role VARCHAR DEFAULT '' NOT NULL,
    mandate_id BLOB, form VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX signatures_by_agreement ON signatures (agreement_id);

CREATE TABLE documents (id BLOB NOT NULL, signature_id BLOB NOT NULL, position INTEGER DEFAULT '0' NOT NULL,
    title VARCHAR DEFAULT '' NOT NULL, edition VARCHAR DEFAULT '' NOT NULL, checksum VARCHAR DEFAULT '' NOT
    NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX documents_by_signature ON documents (signature_id, position);

CREATE TABLE notices (id BLOB NOT NULL, agreement_id BLOB NOT NULL, party VARCHAR DEFAULT '' NOT NULL,
    received_on VARCHAR DEFAULT '' NOT NULL, form VARCHAR DEFAULT '' NOT NULL, proof VARCHAR DEFAULT '' NOT
    NULL, name VARCHAR DEFAULT '' NOT NULL, role VARCHAR DEFAULT '' NOT NULL, mandate_id BLOB, ends_on VARCHAR
    DEFAULT '' NOT NULL, withdrawn_on VARCHAR, withdrawn_proof VARCHAR DEFAULT '' NOT NULL, version INTEGER
    DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX notices_by_agreement ON notices (agreement_id);"""


def upgrade() -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip().removesuffix(";"))


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")

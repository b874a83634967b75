"""Orders with their parts, numbers of seats over time, and agreements that add to another.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SCHEMA = """
ALTER TABLE agreements ADD COLUMN supplements_id BLOB;

CREATE TABLE orders (id BLOB NOT NULL, number VARCHAR DEFAULT '' NOT NULL, provider VARCHAR DEFAULT '' NOT
    NULL, package VARCHAR DEFAULT '' NOT NULL, participants INTEGER DEFAULT '0' NOT NULL, fee_cents INTEGER,
    starts_on VARCHAR DEFAULT '' NOT NULL, months INTEGER DEFAULT '0' NOT NULL, supplements_id BLOB,
    purchase_order VARCHAR DEFAULT '' NOT NULL, cost_centre VARCHAR DEFAULT '' NOT NULL, state VARCHAR DEFAULT ''
    NOT NULL, prepared_on VARCHAR DEFAULT '' NOT NULL, prepared_by VARCHAR DEFAULT '' NOT NULL, ordered_on
    VARCHAR, name VARCHAR DEFAULT '' NOT NULL, role VARCHAR DEFAULT '' NOT NULL, mandate_id BLOB, answered_on
    VARCHAR, answered_by VARCHAR DEFAULT '' NOT NULL, answer_proof VARCHAR DEFAULT '' NOT NULL, reason VARCHAR
    DEFAULT '' NOT NULL, withdrawn_on VARCHAR, agreement_id BLOB, version INTEGER DEFAULT '0' NOT NULL, tenant
    BLOB, PRIMARY KEY (id));

CREATE TABLE order_parts (id BLOB NOT NULL, order_id BLOB NOT NULL, position INTEGER DEFAULT '0' NOT NULL,
    location_id BLOB, group_id BLOB, participants INTEGER DEFAULT '0' NOT NULL, version INTEGER DEFAULT '0' NOT
    NULL, tenant BLOB, PRIMARY KEY (id));

CREATE INDEX order_parts_by_order ON order_parts (order_id, position);

CREATE TABLE seat_numbers (id BLOB NOT NULL, licence_id BLOB NOT NULL, seats INTEGER DEFAULT '0' NOT NULL,
    fee_cents INTEGER, order_id BLOB, proof VARCHAR DEFAULT '' NOT NULL, from_on VARCHAR DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY (id));

CREATE INDEX seat_numbers_by_licence ON seat_numbers (licence_id);"""


def upgrade() -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip().removesuffix(";"))


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")

"""Mistakes are withdrawn with a reason, lines may be exempt from VAT, and choices about interest and costs are kept.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCHEMA = """
ALTER TABLE invoices ADD COLUMN vat_reason VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE invoices ADD COLUMN withdrawn_us INTEGER;

ALTER TABLE invoices ADD COLUMN withdrawn_reason VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE invoice_lines ADD COLUMN withdrawn_reason VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE invoice_lines ADD COLUMN vat_category VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE bookings ADD COLUMN withdrawn_us INTEGER;

ALTER TABLE bookings ADD COLUMN withdrawn_reason VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE reminders ADD COLUMN withdrawn_us INTEGER;

ALTER TABLE reminders ADD COLUMN withdrawn_reason VARCHAR DEFAULT '' NOT NULL;

CREATE TABLE billing_settings (id BLOB NOT NULL, setting VARCHAR DEFAULT '' NOT NULL, value VARCHAR DEFAULT '' NOT
    NULL, decided_us INTEGER DEFAULT '0' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY
    (id));"""


def upgrade() -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip().removesuffix(";"))


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")

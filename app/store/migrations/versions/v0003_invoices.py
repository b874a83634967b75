"""Invoices with their lines, what was booked and sent about them, and the organisation's own figures.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SCHEMA = """
CREATE TABLE invoices (id BLOB NOT NULL, agreement_id BLOB NOT NULL, number VARCHAR DEFAULT '' NOT NULL,
    invoiced_on VARCHAR DEFAULT '' NOT NULL, received_on VARCHAR, pay_by_on VARCHAR, currency VARCHAR DEFAULT
    '' NOT NULL, consumer INTEGER DEFAULT '0' NOT NULL, purchase_order VARCHAR DEFAULT '' NOT NULL,
    cost_centre VARCHAR DEFAULT '' NOT NULL, oin VARCHAR DEFAULT '' NOT NULL, customer_street VARCHAR DEFAULT
    '' NOT NULL, customer_postcode VARCHAR DEFAULT '' NOT NULL, customer_place VARCHAR DEFAULT '' NOT NULL,
    seller_street VARCHAR DEFAULT '' NOT NULL, seller_postcode VARCHAR DEFAULT '' NOT NULL, seller_place
    VARCHAR DEFAULT '' NOT NULL, seller_kvk VARCHAR DEFAULT '' NOT NULL, seller_vat VARCHAR DEFAULT '' NOT
    NULL, seller_iban VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX invoices_by_agreement ON invoices (agreement_id);

CREATE TABLE invoice_lines (id BLOB NOT NULL, invoice_id BLOB NOT NULL, position INTEGER DEFAULT '0' NOT
    NULL, description VARCHAR DEFAULT '' NOT NULL, quantity VARCHAR DEFAULT '' NOT NULL, unit_cents INTEGER
    DEFAULT '0' NOT NULL, vat_percent VARCHAR DEFAULT '' NOT NULL, withdrawn_us INTEGER, version INTEGER
    DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX invoice_lines_by_invoice ON invoice_lines (invoice_id, position);

CREATE TABLE bookings (id BLOB NOT NULL, invoice_id BLOB NOT NULL, kind VARCHAR DEFAULT '' NOT NULL,
    booked_on VARCHAR DEFAULT '' NOT NULL, amount_cents INTEGER DEFAULT '0' NOT NULL, reference VARCHAR
    DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX bookings_by_invoice ON bookings (invoice_id);

CREATE TABLE reminders (id BLOB NOT NULL, invoice_id BLOB NOT NULL, kind VARCHAR DEFAULT '' NOT NULL, form
    VARCHAR DEFAULT '' NOT NULL, sent_on VARCHAR DEFAULT '' NOT NULL, received_on VARCHAR, pay_by_on VARCHAR,
    version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX reminders_by_invoice ON reminders (invoice_id);

CREATE TABLE figures (id BLOB NOT NULL, kind VARCHAR DEFAULT '' NOT NULL, series VARCHAR DEFAULT '' NOT NULL,
    begins_on VARCHAR DEFAULT '' NOT NULL, value VARCHAR DEFAULT '' NOT NULL, source VARCHAR DEFAULT '' NOT
    NULL, read_on VARCHAR DEFAULT '' NOT NULL, confirmed INTEGER DEFAULT '0' NOT NULL, version INTEGER
    DEFAULT '0' NOT NULL, PRIMARY KEY (id));"""


def upgrade() -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip().removesuffix(";"))


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")

"""What a licensor publishes: terms by edition, and rounds of prices with their fees; how another licensor was told.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SCHEMA = """
ALTER TABLE links ADD COLUMN told_on VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE links ADD COLUMN proof VARCHAR DEFAULT '' NOT NULL;

CREATE TABLE terms (id BLOB NOT NULL, sort VARCHAR DEFAULT '' NOT NULL, title VARCHAR DEFAULT '' NOT NULL, edition
    VARCHAR DEFAULT '' NOT NULL, checksum VARCHAR DEFAULT '' NOT NULL, published_on VARCHAR DEFAULT '' NOT NULL,
    applies_from VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY (id));

CREATE TABLE price_rounds (id BLOB NOT NULL, way VARCHAR DEFAULT '' NOT NULL, announced_on VARCHAR DEFAULT '' NOT
    NULL, applies_from VARCHAR DEFAULT '' NOT NULL, source VARCHAR DEFAULT '' NOT NULL, series VARCHAR DEFAULT ''
    NOT NULL, base_month VARCHAR DEFAULT '' NOT NULL, base_value VARCHAR DEFAULT '' NOT NULL, new_month VARCHAR
    DEFAULT '' NOT NULL, new_value VARCHAR DEFAULT '' NOT NULL, percent VARCHAR DEFAULT '' NOT NULL, version
    INTEGER DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY (id));

CREATE TABLE round_fees (id BLOB NOT NULL, round_id BLOB NOT NULL, package_id BLOB NOT NULL, part VARCHAR DEFAULT ''
    NOT NULL, old_cents INTEGER DEFAULT '0' NOT NULL, new_cents INTEGER DEFAULT '0' NOT NULL, version INTEGER
    DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY (id));

CREATE INDEX round_fees_by_round ON round_fees (round_id);"""


def upgrade() -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip().removesuffix(";"))


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")

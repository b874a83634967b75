"""What sync keeps beside the rows: outbox, confirmed rows, cursors, and what somebody must still look at.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The outbox was always empty until now, so it is made anew.
SCHEMA = """
ALTER TABLE devices ADD COLUMN endorsement BLOB;

DROP TABLE outbox;

CREATE TABLE outbox (operation_id BLOB NOT NULL, state VARCHAR DEFAULT '' NOT NULL, attempts INTEGER DEFAULT
    '0' NOT NULL, answer TEXT, seen INTEGER DEFAULT '0' NOT NULL, epoch VARCHAR DEFAULT '' NOT NULL, parts
    INTEGER DEFAULT '1' NOT NULL, parts_done INTEGER DEFAULT '0' NOT NULL, number INTEGER DEFAULT '0' NOT
    NULL, results_sent INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (operation_id));

CREATE INDEX outbox_by_state ON outbox (state);

CREATE INDEX outbox_by_results ON outbox (results_sent);

CREATE TABLE outbox_rows (row_id BLOB NOT NULL, operation_id BLOB NOT NULL, kind VARCHAR DEFAULT '' NOT
    NULL, PRIMARY KEY (row_id, operation_id))
 WITHOUT ROWID;

CREATE INDEX outbox_rows_by_operation ON outbox_rows (operation_id);

CREATE TABLE confirmed (id BLOB NOT NULL, kind VARCHAR DEFAULT '' NOT NULL, fields BLOB, version INTEGER
    DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE sync_units (unit BLOB NOT NULL, lane VARCHAR NOT NULL, cursor INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (unit, lane))
 WITHOUT ROWID;

CREATE TABLE sync_touched (participant INTEGER NOT NULL, PRIMARY KEY (participant));

CREATE TABLE held_removals (id BLOB NOT NULL, kind VARCHAR DEFAULT '' NOT NULL, number INTEGER DEFAULT '0'
    NOT NULL, PRIMARY KEY (id));

CREATE TABLE earlier_progress (participant INTEGER NOT NULL, exercise INTEGER NOT NULL, attempts INTEGER
    DEFAULT '0' NOT NULL, failed INTEGER DEFAULT '0' NOT NULL, best INTEGER, done_us INTEGER, last_us
    INTEGER DEFAULT '0' NOT NULL, seconds INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (participant, exercise))
 WITHOUT ROWID;

CREATE TABLE reviews (id BLOB NOT NULL, sort VARCHAR DEFAULT '' NOT NULL, unit BLOB NOT NULL, operation_id
    BLOB, action VARCHAR DEFAULT '' NOT NULL, kind VARCHAR DEFAULT '' NOT NULL, row_id BLOB, field VARCHAR
    DEFAULT '' NOT NULL, kept BLOB, lost BLOB, kept_by BLOB, kept_at_us INTEGER DEFAULT '0' NOT NULL,
    lost_by BLOB, lost_at_us INTEGER DEFAULT '0' NOT NULL, reason VARCHAR DEFAULT '' NOT NULL, settled_us
    INTEGER, settled_by BLOB, choice VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id));"""


def upgrade() -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip().removesuffix(";"))


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")

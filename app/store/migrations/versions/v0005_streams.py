"""Rows of several streams beside each other, how far the sync of each is, and what a licensor offers.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from typing import Any

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TENANTED = (
    "organisations", "locations", "agreements", "mandates", "signatures", "documents", "notices", "licences",
    "invoices", "invoice_lines", "bookings", "reminders", "figures", "operations", "confirmed", "held_removals",
    "reviews")
SCHEMA = """
ALTER TABLE organisations ADD COLUMN kind VARCHAR DEFAULT 'organisation' NOT NULL;

CREATE TABLE packages (id BLOB NOT NULL, provider VARCHAR DEFAULT '' NOT NULL, code VARCHAR DEFAULT '' NOT NULL,
    title VARCHAR DEFAULT '' NOT NULL, title_en VARCHAR DEFAULT '' NOT NULL, school_fee_cents INTEGER DEFAULT
    '0' NOT NULL, seat_fee_cents INTEGER DEFAULT '0' NOT NULL, months INTEGER DEFAULT '0' NOT NULL, from_on
    VARCHAR NOT NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY (id));

CREATE TABLE offered_programmes (id BLOB NOT NULL, package_id BLOB, iri VARCHAR DEFAULT '' NOT NULL, code VARCHAR
    DEFAULT '' NOT NULL, title VARCHAR DEFAULT '' NOT NULL, title_en VARCHAR DEFAULT '' NOT NULL,
    has_certificate INTEGER DEFAULT '0' NOT NULL, number INTEGER DEFAULT '0' NOT NULL, from_on VARCHAR NOT
    NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY (id));

CREATE INDEX offered_programmes_by_package ON offered_programmes (package_id);

CREATE TABLE links (id BLOB NOT NULL, licensor_id BLOB NOT NULL, licensor_code VARCHAR DEFAULT '' NOT NULL,
    licensor_name VARCHAR DEFAULT '' NOT NULL, organisation_id BLOB NOT NULL, organisation_code VARCHAR
    DEFAULT '' NOT NULL, organisation_name VARCHAR DEFAULT '' NOT NULL, organisation_place VARCHAR DEFAULT ''
    NOT NULL, from_on VARCHAR NOT NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, tenant BLOB,
    PRIMARY KEY (id));

CREATE INDEX links_by_organisation ON links (organisation_id);

CREATE TABLE counts (tenant BLOB, licence_id BLOB, what VARCHAR DEFAULT '' NOT NULL, number INTEGER DEFAULT '0'
    NOT NULL, as_of_us INTEGER DEFAULT '0' NOT NULL);

CREATE INDEX counts_by_tenant ON counts (tenant);

CREATE TABLE sync_streams (stream BLOB NOT NULL, role VARCHAR DEFAULT '' NOT NULL, code VARCHAR DEFAULT '' NOT
    NULL, name VARCHAR DEFAULT '' NOT NULL, epoch VARCHAR DEFAULT '' NOT NULL, seen INTEGER DEFAULT '0' NOT
    NULL, oldest INTEGER DEFAULT '0' NOT NULL, heard INTEGER DEFAULT '0' NOT NULL, named_epoch VARCHAR DEFAULT
    '' NOT NULL, named INTEGER DEFAULT '0' NOT NULL, proof BLOB, rows INTEGER DEFAULT '0' NOT NULL, total
    INTEGER DEFAULT '0' NOT NULL, differed_us INTEGER DEFAULT '0' NOT NULL, afresh VARCHAR DEFAULT '' NOT
    NULL, forgetting INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (stream))
 WITHOUT ROWID;

ALTER TABLE sync_units RENAME TO sync_units_of_one;

CREATE TABLE sync_units (stream BLOB NOT NULL, unit BLOB NOT NULL, lane VARCHAR NOT NULL, cursor INTEGER DEFAULT
    '0' NOT NULL, PRIMARY KEY (stream, unit, lane))
 WITHOUT ROWID;

INSERT INTO sync_units (stream, unit, lane, cursor) SELECT x'', unit, lane, cursor FROM sync_units_of_one;

DROP TABLE sync_units_of_one;"""


def upgrade() -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip().removesuffix(";"))
    for table in TENANTED:
        op.execute(f"ALTER TABLE {table} ADD COLUMN tenant BLOB")
    _lift_settings(op.get_bind())


def _lift_settings(connection: Any) -> None:
    """How far the one stream was, which stood among the settings."""
    rows = connection.exec_driver_sql("SELECT name, value FROM settings WHERE name LIKE 'sync.%'")
    kept = {name.removeprefix("sync."): value for name, value in rows}
    count, _, total = (kept.get("sum") or "0 0").partition(" ")
    epoch, number, proof = (kept.get("named") or " 0 ").rsplit(" ", 2)
    connection.exec_driver_sql(
        "INSERT INTO sync_streams (stream, epoch, seen, oldest, named_epoch, named, proof, rows, total, differed_us,"
        " afresh, forgetting) VALUES (x'', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (kept.get("epoch") or "", int(kept.get("seen") or 0), int(kept.get("oldest") or 0), epoch, int(number),
         bytes.fromhex(proof) or None, int(count), int(total), int(kept.get("differed_us") or 0),
         kept.get("afresh") or "", int(bool(kept.get("forgetting")))))
    connection.exec_driver_sql(
        "DELETE FROM settings WHERE name IN ('sync.epoch', 'sync.seen', 'sync.named', 'sync.oldest', 'sync.sum',"
        " 'sync.differed_us', 'sync.afresh', 'sync.forgetting')")


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")

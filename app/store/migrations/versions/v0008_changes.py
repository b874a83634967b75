"""What happens to an agreement on the way: changes, claims, measures and the end; contacts and confirmations.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SCHEMA = """
CREATE TABLE changes (id BLOB NOT NULL, agreement_id BLOB NOT NULL, kind VARCHAR DEFAULT '' NOT NULL, form
    VARCHAR DEFAULT '' NOT NULL, announced_on VARCHAR DEFAULT '' NOT NULL, received_on VARCHAR, proof VARCHAR
    DEFAULT '' NOT NULL, applies_from VARCHAR, title VARCHAR DEFAULT '' NOT NULL, edition VARCHAR DEFAULT ''
    NOT NULL, checksum VARCHAR DEFAULT '' NOT NULL, objection_on VARCHAR, objection_form VARCHAR DEFAULT ''
    NOT NULL, objection_reason VARCHAR DEFAULT '' NOT NULL, objection_proof VARCHAR DEFAULT '' NOT NULL,
    objection_name VARCHAR DEFAULT '' NOT NULL, objection_role VARCHAR DEFAULT '' NOT NULL,
    objection_mandate_id BLOB, outcome VARCHAR DEFAULT '' NOT NULL, chosen_on VARCHAR, ends_on VARCHAR,
    version INTEGER DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY (id));

CREATE INDEX changes_by_agreement ON changes (agreement_id);

CREATE TABLE new_fees (id BLOB NOT NULL, change_id BLOB NOT NULL, licence_id BLOB NOT NULL, before_cents
    INTEGER DEFAULT '0' NOT NULL, fee_cents INTEGER DEFAULT '0' NOT NULL, series VARCHAR DEFAULT '' NOT NULL,
    base_month VARCHAR DEFAULT '' NOT NULL, base_value VARCHAR DEFAULT '' NOT NULL, new_month VARCHAR DEFAULT
    '' NOT NULL, new_value VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, tenant BLOB,
    PRIMARY KEY (id));

CREATE INDEX new_fees_by_change ON new_fees (change_id);

CREATE TABLE claims (id BLOB NOT NULL, agreement_id BLOB NOT NULL, sort VARCHAR DEFAULT '' NOT NULL, about
    VARCHAR DEFAULT '' NOT NULL, claimant VARCHAR DEFAULT '' NOT NULL, known_on VARCHAR DEFAULT '' NOT NULL,
    could_be_known_on VARCHAR, sent_on VARCHAR, received_on VARCHAR, form VARCHAR DEFAULT '' NOT NULL, proof
    VARCHAR DEFAULT '' NOT NULL, amount_cents INTEGER DEFAULT '0' NOT NULL, handling_left INTEGER DEFAULT '0'
    NOT NULL, outcome VARCHAR DEFAULT '' NOT NULL, outcome_on VARCHAR, settled_on VARCHAR, settlement VARCHAR
    DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY (id));

CREATE INDEX claims_by_agreement ON claims (agreement_id);

CREATE TABLE measures (id BLOB NOT NULL, agreement_id BLOB NOT NULL, ground VARCHAR DEFAULT '' NOT NULL,
    measure VARCHAR DEFAULT '' NOT NULL, told_on VARCHAR DEFAULT '' NOT NULL, last_on VARCHAR DEFAULT '' NOT
    NULL, "immediate" INTEGER DEFAULT '0' NOT NULL, form VARCHAR DEFAULT '' NOT NULL, reason VARCHAR DEFAULT
    '' NOT NULL, proof VARCHAR DEFAULT '' NOT NULL, administrator_until VARCHAR, claim_id BLOB, change_id
    BLOB, lifted_on VARCHAR, lifted_proof VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL,
    tenant BLOB, PRIMARY KEY (id));

CREATE INDEX measures_by_agreement ON measures (agreement_id);

CREATE TABLE insolvencies (id BLOB NOT NULL, agreement_id BLOB NOT NULL, sort VARCHAR DEFAULT '' NOT NULL,
    began_on VARCHAR DEFAULT '' NOT NULL, told_on VARCHAR, form VARCHAR DEFAULT '' NOT NULL, proof VARCHAR
    DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY (id));

CREATE INDEX insolvencies_by_agreement ON insolvencies (agreement_id);

CREATE TABLE end_tasks (id BLOB NOT NULL, agreement_id BLOB NOT NULL, task VARCHAR DEFAULT '' NOT NULL,
    done_on VARCHAR DEFAULT '' NOT NULL, note VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT
    NULL, tenant BLOB, PRIMARY KEY (id));

CREATE INDEX end_tasks_by_agreement ON end_tasks (agreement_id);

CREATE TABLE contacts (id BLOB NOT NULL, purpose VARCHAR DEFAULT '' NOT NULL, name VARCHAR DEFAULT '' NOT
    NULL, role VARCHAR DEFAULT '' NOT NULL, email VARCHAR DEFAULT '' NOT NULL, phone VARCHAR DEFAULT '' NOT
    NULL, from_on VARCHAR NOT NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, tenant BLOB,
    PRIMARY KEY (id));

CREATE TABLE confirmations (id BLOB NOT NULL, what VARCHAR DEFAULT '' NOT NULL, confirmed_on VARCHAR DEFAULT
    '' NOT NULL, account_id BLOB NOT NULL, version INTEGER DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY
    (id));"""


def upgrade() -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip().removesuffix(";"))


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")

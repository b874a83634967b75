"""The first tables.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = """
CREATE TABLE organisations (id BLOB NOT NULL, code VARCHAR DEFAULT '' NOT NULL, name VARCHAR DEFAULT '' NOT
    NULL, place VARCHAR DEFAULT '' NOT NULL, provider VARCHAR DEFAULT '' NOT NULL, zone VARCHAR DEFAULT ''
    NOT NULL, import_secret BLOB NOT NULL, logo BLOB, created_us INTEGER DEFAULT '0' NOT NULL, version
    INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE accounts (id BLOB NOT NULL, role VARCHAR DEFAULT '' NOT NULL, name VARCHAR DEFAULT '' NOT NULL,
    coach_id BLOB, from_on VARCHAR NOT NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY
    KEY (id));

CREATE TABLE devices (id BLOB NOT NULL, label VARCHAR DEFAULT '' NOT NULL, public_key BLOB NOT NULL,
    created_us INTEGER DEFAULT '0' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE secrets (name VARCHAR NOT NULL, value BLOB NOT NULL, PRIMARY KEY (name));

CREATE TABLE settings (name VARCHAR NOT NULL, value VARCHAR DEFAULT '' NOT NULL, PRIMARY KEY (name));

CREATE TABLE locations (id BLOB NOT NULL, name VARCHAR DEFAULT '' NOT NULL, from_on VARCHAR NOT NULL,
    until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE groups (id BLOB NOT NULL, name VARCHAR DEFAULT '' NOT NULL, kind VARCHAR DEFAULT '' NOT NULL,
    year_group VARCHAR DEFAULT '' NOT NULL, location_id BLOB, school_year INTEGER, from_on VARCHAR NOT NULL,
    until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE participants (local INTEGER NOT NULL, id BLOB NOT NULL, given VARCHAR DEFAULT '' NOT NULL,
    prefix VARCHAR DEFAULT '' NOT NULL, family VARCHAR DEFAULT '' NOT NULL, sort_key VARCHAR DEFAULT '' NOT
    NULL, search VARCHAR DEFAULT '' NOT NULL, state VARCHAR DEFAULT '' NOT NULL, year_group VARCHAR DEFAULT
    '' NOT NULL, username VARCHAR DEFAULT '' NOT NULL, email VARCHAR DEFAULT '' NOT NULL, postcode VARCHAR
    DEFAULT '' NOT NULL, eckid VARCHAR DEFAULT '' NOT NULL, birth_date VARCHAR DEFAULT '' NOT NULL, gender
    VARCHAR DEFAULT '' NOT NULL, younger_than_16_until VARCHAR DEFAULT '' NOT NULL, created_us INTEGER
    DEFAULT '0' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (local), UNIQUE (id));

CREATE INDEX participants_by_name ON participants (sort_key);

CREATE TABLE coaches (id BLOB NOT NULL, given VARCHAR DEFAULT '' NOT NULL, prefix VARCHAR DEFAULT '' NOT
    NULL, family VARCHAR DEFAULT '' NOT NULL, sort_key VARCHAR DEFAULT '' NOT NULL, search VARCHAR DEFAULT
    '' NOT NULL, kind VARCHAR DEFAULT '' NOT NULL, username VARCHAR DEFAULT '' NOT NULL, email VARCHAR
    DEFAULT '' NOT NULL, from_on VARCHAR NOT NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id));

CREATE TABLE placements (id BLOB NOT NULL, participant_id BLOB NOT NULL, location_id BLOB, school_year
    INTEGER, year_group VARCHAR DEFAULT '' NOT NULL, from_on VARCHAR NOT NULL, until_on VARCHAR, version
    INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX placements_by_participant ON placements (participant_id);

CREATE TABLE memberships (id BLOB NOT NULL, participant_id BLOB NOT NULL, group_id BLOB NOT NULL, from_on
    VARCHAR NOT NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX memberships_by_group ON memberships (group_id, participant_id);

CREATE INDEX memberships_by_participant ON memberships (participant_id);

CREATE TABLE coach_assignments (id BLOB NOT NULL, coach_id BLOB NOT NULL, group_id BLOB NOT NULL,
    proposed_role VARCHAR DEFAULT '' NOT NULL, from_on VARCHAR NOT NULL, until_on VARCHAR, version INTEGER
    DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE activation_codes (id BLOB NOT NULL, participant_id BLOB NOT NULL, code VARCHAR DEFAULT '' NOT
    NULL, made_us INTEGER DEFAULT '0' NOT NULL, used_us INTEGER, withdrawn_us INTEGER, version INTEGER
    DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX activation_codes_by_participant ON activation_codes (participant_id);

CREATE TABLE agreements (id BLOB NOT NULL, number VARCHAR DEFAULT '' NOT NULL, provider VARCHAR DEFAULT ''
    NOT NULL, package VARCHAR DEFAULT '' NOT NULL, concluded_on VARCHAR DEFAULT '' NOT NULL, starts_on
    VARCHAR DEFAULT '' NOT NULL, months INTEGER DEFAULT '0' NOT NULL, ended_on VARCHAR, version INTEGER
    DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE licences (id BLOB NOT NULL, agreement_id BLOB NOT NULL, kind VARCHAR DEFAULT '' NOT NULL, seats
    INTEGER DEFAULT '0' NOT NULL, location_id BLOB, fee_cents INTEGER DEFAULT '0' NOT NULL, from_on VARCHAR
    NOT NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE seats (id BLOB NOT NULL, licence_id BLOB NOT NULL, participant_id BLOB NOT NULL, from_on
    VARCHAR NOT NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX seats_by_licence ON seats (licence_id, participant_id);

CREATE INDEX seats_by_participant ON seats (participant_id);

CREATE TABLE programmes (id BLOB NOT NULL, code VARCHAR DEFAULT '' NOT NULL, iri VARCHAR DEFAULT '' NOT
    NULL, title VARCHAR DEFAULT '' NOT NULL, title_en VARCHAR DEFAULT '' NOT NULL, has_certificate INTEGER
    DEFAULT '0' NOT NULL, provider VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id));

CREATE TABLE programme_versions (id BLOB NOT NULL, programme_id BLOB NOT NULL, number INTEGER DEFAULT '0'
    NOT NULL, from_on VARCHAR NOT NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY
    (id));

CREATE TABLE exercises (local INTEGER NOT NULL, id BLOB NOT NULL, programme_version_id BLOB NOT NULL, iri
    VARCHAR DEFAULT '' NOT NULL, title VARCHAR DEFAULT '' NOT NULL, position INTEGER DEFAULT '0' NOT NULL,
    version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (local), UNIQUE (id));

CREATE INDEX exercises_by_programme ON exercises (programme_version_id, position);

CREATE TABLE routes (id BLOB NOT NULL, name VARCHAR DEFAULT '' NOT NULL, from_on VARCHAR NOT NULL, until_on
    VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE route_steps (id BLOB NOT NULL, route_id BLOB NOT NULL, programme_id BLOB NOT NULL, position
    INTEGER DEFAULT '0' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE route_assignments (id BLOB NOT NULL, route_id BLOB NOT NULL, group_id BLOB, participant_id
    BLOB, from_on VARCHAR NOT NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY
    (id));

CREATE TABLE results (participant INTEGER NOT NULL, exercise INTEGER NOT NULL, at_us INTEGER NOT NULL, id
    BLOB NOT NULL, offset_minutes INTEGER DEFAULT '0' NOT NULL, score INTEGER, outcome INTEGER DEFAULT '0'
    NOT NULL, seconds INTEGER, batch INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (participant, exercise,
    at_us, id))
 WITHOUT ROWID;

CREATE TABLE progress (participant INTEGER NOT NULL, exercise INTEGER NOT NULL, attempts INTEGER DEFAULT '0'
    NOT NULL, failed INTEGER DEFAULT '0' NOT NULL, best INTEGER, done_us INTEGER, last_us INTEGER DEFAULT
    '0' NOT NULL, seconds INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (participant, exercise))
 WITHOUT ROWID;

CREATE TABLE standings (participant INTEGER NOT NULL, programme_version_id BLOB NOT NULL, done INTEGER
    DEFAULT '0' NOT NULL, tried INTEGER DEFAULT '0' NOT NULL, attempts INTEGER DEFAULT '0' NOT NULL, last_us
    INTEGER DEFAULT '0' NOT NULL, completed_us INTEGER, PRIMARY KEY (participant, programme_version_id))
 WITHOUT ROWID;

CREATE TABLE batch_days (batch INTEGER NOT NULL, day VARCHAR NOT NULL, results INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (batch, day))
 WITHOUT ROWID;

CREATE TABLE certificates (id BLOB NOT NULL, serial VARCHAR DEFAULT '' NOT NULL, participant_id BLOB NOT
    NULL, programme_version_id BLOB NOT NULL, name_printed VARCHAR DEFAULT '' NOT NULL, programme_printed
    VARCHAR DEFAULT '' NOT NULL, organisation_printed VARCHAR DEFAULT '' NOT NULL, place VARCHAR DEFAULT ''
    NOT NULL, issued_on VARCHAR DEFAULT '' NOT NULL, completed_on VARCHAR DEFAULT '' NOT NULL, language
    VARCHAR DEFAULT '' NOT NULL, design VARCHAR DEFAULT '' NOT NULL, code VARCHAR DEFAULT '' NOT NULL, logo
    BLOB, correction INTEGER DEFAULT '0' NOT NULL, issued_us INTEGER DEFAULT '0' NOT NULL, revoked_us
    INTEGER, revoked_reason VARCHAR DEFAULT '' NOT NULL, replaced_by BLOB, version INTEGER DEFAULT '0' NOT
    NULL, PRIMARY KEY (id));

CREATE INDEX certificates_by_participant ON certificates (participant_id);

CREATE TABLE field_switches (id BLOB NOT NULL, subject VARCHAR DEFAULT '' NOT NULL, field VARCHAR DEFAULT ''
    NOT NULL, is_on INTEGER DEFAULT '0' NOT NULL, purpose VARCHAR DEFAULT '' NOT NULL, ground VARCHAR
    DEFAULT '' NOT NULL, retention VARCHAR DEFAULT '' NOT NULL, addition_on VARCHAR DEFAULT '' NOT NULL,
    recorded_us INTEGER DEFAULT '0' NOT NULL, recorded_by BLOB, version INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id));

CREATE TABLE imports (local INTEGER NOT NULL, id BLOB NOT NULL, at_us INTEGER DEFAULT '0' NOT NULL, format
    VARCHAR DEFAULT '' NOT NULL, source VARCHAR DEFAULT '' NOT NULL, digest VARCHAR DEFAULT '' NOT NULL,
    visible INTEGER DEFAULT '0' NOT NULL, operation_id BLOB, undo_state VARCHAR DEFAULT '' NOT NULL, PRIMARY
    KEY (local), UNIQUE (id));

CREATE TABLE import_links (id BLOB NOT NULL, source VARCHAR DEFAULT '' NOT NULL, kind VARCHAR DEFAULT '' NOT
    NULL, "key" VARCHAR DEFAULT '' NOT NULL, row_id BLOB NOT NULL, taken BLOB NOT NULL, version INTEGER
    DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX import_links_by_row ON import_links (row_id);

CREATE TABLE erased_ids (id BLOB NOT NULL, at_us INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE operations (number INTEGER NOT NULL, id BLOB NOT NULL, action VARCHAR DEFAULT '' NOT NULL,
    action_version INTEGER DEFAULT '0' NOT NULL, arguments BLOB NOT NULL, patches BLOB NOT NULL, depends_on
    BLOB NOT NULL, actor_id BLOB NOT NULL, device_id BLOB NOT NULL, at_us INTEGER DEFAULT '0' NOT NULL,
    undoes BLOB, undone_by BLOB, PRIMARY KEY (number), UNIQUE (id));

CREATE TABLE outbox (operation_id BLOB NOT NULL, state VARCHAR DEFAULT '' NOT NULL, attempts INTEGER DEFAULT
    '0' NOT NULL, answer TEXT, PRIMARY KEY (operation_id));

CREATE TABLE audit_events (number INTEGER NOT NULL, id BLOB NOT NULL, device_id BLOB NOT NULL, actor_id BLOB
    NOT NULL, at_us INTEGER DEFAULT '0' NOT NULL, action VARCHAR DEFAULT '' NOT NULL, salt BLOB, payload
    BLOB, commitment BLOB NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (number), UNIQUE
    (id));"""


def upgrade() -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")

"""Groups and people: coaches, consents, doubles, the turn of the year, routes with materials, messages, help desk.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SCHEMA = """
ALTER TABLE groups ADD COLUMN introduction VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE participants ADD COLUMN merged_into BLOB;

CREATE INDEX participants_by_merged ON participants (merged_into);

ALTER TABLE coaches ADD COLUMN confidential_on VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE coaches ADD COLUMN keeps_offline INTEGER DEFAULT '1' NOT NULL;

ALTER TABLE coaches ADD COLUMN shows_surnames INTEGER DEFAULT '1' NOT NULL;

ALTER TABLE coach_assignments ADD COLUMN reads_only INTEGER DEFAULT '0' NOT NULL;

ALTER TABLE activation_codes ADD COLUMN until_on VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE import_links ADD COLUMN aside INTEGER DEFAULT '0' NOT NULL;

ALTER TABLE routes ADD COLUMN introduction VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE routes ADD COLUMN is_template INTEGER DEFAULT '0' NOT NULL;

ALTER TABLE routes ADD COLUMN copied_from BLOB;

ALTER TABLE route_steps RENAME TO earlier_route_steps;

CREATE TABLE route_steps (id BLOB NOT NULL, route_id BLOB NOT NULL, programme_id BLOB, position INTEGER DEFAULT
    '0' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, exercise_id BLOB, media_link_id BLOB, material_id BLOB,
    starts_on VARCHAR DEFAULT '' NOT NULL, due_on VARCHAR DEFAULT '' NOT NULL, PRIMARY KEY (id));

INSERT INTO route_steps (id, route_id, programme_id, position, version)
    SELECT id, route_id, programme_id, position, version FROM earlier_route_steps;

DROP TABLE earlier_route_steps;

CREATE TABLE media_links (id BLOB NOT NULL, title VARCHAR DEFAULT '' NOT NULL, address VARCHAR DEFAULT '' NOT
    NULL, programme_id BLOB, checked_us INTEGER, check_state VARCHAR DEFAULT '' NOT NULL, from_on VARCHAR NOT
    NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE materials (id BLOB NOT NULL, title VARCHAR DEFAULT '' NOT NULL, file_name VARCHAR DEFAULT '' NOT
    NULL, media_type VARCHAR DEFAULT '' NOT NULL, size INTEGER DEFAULT '0' NOT NULL, checksum VARCHAR DEFAULT ''
    NOT NULL, programme_id BLOB, from_on VARCHAR NOT NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT
    NULL, PRIMARY KEY (id));

CREATE TABLE files (checksum VARCHAR NOT NULL, size INTEGER DEFAULT '0' NOT NULL, chunks INTEGER DEFAULT '0' NOT
    NULL, state VARCHAR DEFAULT '' NOT NULL, PRIMARY KEY (checksum));

CREATE TABLE file_chunks (checksum VARCHAR NOT NULL, number INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY
    (checksum, number));

CREATE TABLE acceptances (id BLOB NOT NULL, participant_id BLOB NOT NULL, title VARCHAR DEFAULT '' NOT NULL,
    edition VARCHAR DEFAULT '' NOT NULL, checksum VARCHAR DEFAULT '' NOT NULL, way VARCHAR DEFAULT '' NOT NULL,
    accepted_on VARCHAR DEFAULT '' NOT NULL, recorded_by BLOB, recorded_us INTEGER DEFAULT '0' NOT NULL, version
    INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX acceptances_by_participant ON acceptances (participant_id);

CREATE TABLE coach_acceptances (id BLOB NOT NULL, coach_id BLOB NOT NULL, title VARCHAR DEFAULT '' NOT NULL,
    edition VARCHAR DEFAULT '' NOT NULL, checksum VARCHAR DEFAULT '' NOT NULL, way VARCHAR DEFAULT '' NOT NULL,
    accepted_on VARCHAR DEFAULT '' NOT NULL, recorded_by BLOB, recorded_us INTEGER DEFAULT '0' NOT NULL, version
    INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX coach_acceptances_by_coach ON coach_acceptances (coach_id);

CREATE TABLE consents (id BLOB NOT NULL, participant_id BLOB NOT NULL, purpose VARCHAR DEFAULT '' NOT NULL,
    given_by VARCHAR DEFAULT '' NOT NULL, relation VARCHAR DEFAULT '' NOT NULL, form VARCHAR DEFAULT '' NOT
    NULL, given_on VARCHAR DEFAULT '' NOT NULL, proof VARCHAR DEFAULT '' NOT NULL, recorded_by BLOB, recorded_us
    INTEGER DEFAULT '0' NOT NULL, withdrawn_on VARCHAR, withdrawn_by VARCHAR DEFAULT '' NOT NULL, version
    INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX consents_by_participant ON consents (participant_id);

CREATE TABLE distinctions (id BLOB NOT NULL, participant_id BLOB NOT NULL, other_id BLOB NOT NULL, decided_on
    VARCHAR DEFAULT '' NOT NULL, decided_by BLOB, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX distinctions_by_participant ON distinctions (participant_id);

CREATE TABLE join_codes (id BLOB NOT NULL, group_id BLOB NOT NULL, code VARCHAR DEFAULT '' NOT NULL, from_on
    VARCHAR NOT NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX join_codes_by_group ON join_codes (group_id);

CREATE TABLE registrations (id BLOB NOT NULL, group_id BLOB NOT NULL, participant_id BLOB NOT NULL, given
    VARCHAR DEFAULT '' NOT NULL, prefix VARCHAR DEFAULT '' NOT NULL, family VARCHAR DEFAULT '' NOT NULL,
    username VARCHAR DEFAULT '' NOT NULL, email VARCHAR DEFAULT '' NOT NULL, asked_us INTEGER DEFAULT '0' NOT
    NULL, state VARCHAR DEFAULT '' NOT NULL, answered_us INTEGER, answered_by BLOB, version INTEGER DEFAULT '0'
    NOT NULL, PRIMARY KEY (id));

CREATE INDEX registrations_by_group ON registrations (group_id);

CREATE TABLE roll_overs (id BLOB NOT NULL, school_year INTEGER, state VARCHAR DEFAULT '' NOT NULL, effective_on
    VARCHAR DEFAULT '' NOT NULL, hand_over_on VARCHAR DEFAULT '' NOT NULL, early_sight INTEGER DEFAULT '0' NOT
    NULL, prepared_us INTEGER DEFAULT '0' NOT NULL, prepared_by BLOB, done_us INTEGER, version INTEGER DEFAULT
    '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE roll_over_groups (id BLOB NOT NULL, roll_over_id BLOB NOT NULL, group_id BLOB, name VARCHAR DEFAULT
    '' NOT NULL, kind VARCHAR DEFAULT '' NOT NULL, year_group VARCHAR DEFAULT '' NOT NULL, location_id BLOB,
    dropped INTEGER DEFAULT '0' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX roll_over_groups_by_roll_over ON roll_over_groups (roll_over_id);

CREATE TABLE roll_over_coaches (id BLOB NOT NULL, roll_over_group_id BLOB NOT NULL, coach_id BLOB NOT NULL,
    dropped INTEGER DEFAULT '0' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX roll_over_coaches_by_group ON roll_over_coaches (roll_over_group_id);

CREATE TABLE roll_over_choices (id BLOB NOT NULL, roll_over_id BLOB NOT NULL, participant_id BLOB NOT NULL,
    choice VARCHAR DEFAULT '' NOT NULL, to_id BLOB, year_group VARCHAR DEFAULT '' NOT NULL, version INTEGER
    DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX roll_over_choices_by_roll_over ON roll_over_choices (roll_over_id);

CREATE TABLE conversations (id BLOB NOT NULL, group_id BLOB, participant_id BLOB, title VARCHAR DEFAULT '' NOT
    NULL, state VARCHAR DEFAULT '' NOT NULL, opened_us INTEGER DEFAULT '0' NOT NULL, opened_by BLOB, closed_us
    INTEGER, closed_by BLOB, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE messages (id BLOB NOT NULL, conversation_id BLOB NOT NULL, group_id BLOB, participant_id BLOB,
    account_id BLOB, body VARCHAR DEFAULT '' NOT NULL, sent_us INTEGER DEFAULT '0' NOT NULL, hidden_us INTEGER,
    hidden_by BLOB, hidden_reason VARCHAR DEFAULT '' NOT NULL, reported_us INTEGER, reported_by BLOB,
    reported_reason VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX messages_by_conversation ON messages (conversation_id, sent_us);

CREATE INDEX messages_by_participant ON messages (participant_id);

CREATE TABLE drafts (id BLOB NOT NULL, participant_id BLOB, body VARCHAR DEFAULT '' NOT NULL, at_us INTEGER
    DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE support_requests (id BLOB NOT NULL, unit BLOB NOT NULL, account_id BLOB NOT NULL, asked_by VARCHAR
    DEFAULT '' NOT NULL, asked_on VARCHAR DEFAULT '' NOT NULL, sort VARCHAR DEFAULT '' NOT NULL, subject VARCHAR
    DEFAULT '' NOT NULL, body VARCHAR DEFAULT '' NOT NULL, diagnosis VARCHAR DEFAULT '' NOT NULL, state VARCHAR
    DEFAULT '' NOT NULL, answer VARCHAR DEFAULT '' NOT NULL, answered_by VARCHAR DEFAULT '' NOT NULL,
    answered_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, tenant BLOB, PRIMARY KEY (id));

CREATE TABLE maintenances (id BLOB NOT NULL, starts_us INTEGER DEFAULT '0' NOT NULL, ends_us INTEGER DEFAULT '0'
    NOT NULL, what VARCHAR DEFAULT '' NOT NULL, meanwhile VARCHAR DEFAULT '' NOT NULL, urgent INTEGER DEFAULT
    '0' NOT NULL, published_us INTEGER DEFAULT '0' NOT NULL, withdrawn_us INTEGER, version INTEGER DEFAULT '0'
    NOT NULL, tenant BLOB, PRIMARY KEY (id));"""


def upgrade() -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip().removesuffix(";"))


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")

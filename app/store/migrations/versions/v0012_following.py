"""Following people: notes, goals, talks, observations, tests with their norms, designs of certificates, own accounts.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SCHEMA = """
ALTER TABLE groups ADD COLUMN course_kind VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE groups ADD COLUMN course_type VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE participants ADD COLUMN birth_year VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE participants ADD COLUMN mother_tongue VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE participants ADD COLUMN own_account_id BLOB;

ALTER TABLE media_links ADD COLUMN group_id BLOB;

ALTER TABLE materials ADD COLUMN group_id BLOB;

ALTER TABLE certificates ADD COLUMN valid_until VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE certificates ADD COLUMN signer_name VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE certificates ADD COLUMN signer_role VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE certificates ADD COLUMN signature BLOB;

ALTER TABLE terms ADD COLUMN body VARCHAR DEFAULT '' NOT NULL;

CREATE TABLE notes (id BLOB NOT NULL, unit BLOB NOT NULL, participant_id BLOB NOT NULL, account_id BLOB,
    category VARCHAR DEFAULT '' NOT NULL, about_on VARCHAR DEFAULT '' NOT NULL, body VARCHAR DEFAULT '' NOT
    NULL, written_us INTEGER DEFAULT '0' NOT NULL, changed_us INTEGER, version INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id));

CREATE INDEX notes_by_participant ON notes (participant_id);

CREATE TABLE goals (id BLOB NOT NULL, participant_id BLOB NOT NULL, account_id BLOB, body VARCHAR DEFAULT '' NOT
    NULL, set_on VARCHAR DEFAULT '' NOT NULL, due_on VARCHAR DEFAULT '' NOT NULL, state VARCHAR DEFAULT '' NOT
    NULL, settled_on VARCHAR, remark VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY
    KEY (id));

CREATE INDEX goals_by_participant ON goals (participant_id);

CREATE TABLE talks (id BLOB NOT NULL, participant_id BLOB NOT NULL, account_id BLOB, subject VARCHAR DEFAULT ''
    NOT NULL, with_whom VARCHAR DEFAULT '' NOT NULL, planned_on VARCHAR DEFAULT '' NOT NULL, begins_at VARCHAR
    DEFAULT '' NOT NULL, held_on VARCHAR, cancelled_on VARCHAR, report VARCHAR DEFAULT '' NOT NULL, version
    INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX talks_by_participant ON talks (participant_id);

CREATE TABLE instruments (id BLOB NOT NULL, title VARCHAR DEFAULT '' NOT NULL, edition VARCHAR DEFAULT '' NOT
    NULL, year_groups VARCHAR DEFAULT '' NOT NULL, source VARCHAR DEFAULT '' NOT NULL, from_on VARCHAR NOT NULL,
    until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, copied_from BLOB, PRIMARY KEY (id));

CREATE TABLE instrument_steps (id BLOB NOT NULL, instrument_id BLOB NOT NULL, position INTEGER DEFAULT '0' NOT
    NULL, title VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX instrument_steps_by_instrument ON instrument_steps (instrument_id, position);

CREATE TABLE instrument_points (id BLOB NOT NULL, instrument_id BLOB NOT NULL, position INTEGER DEFAULT '0' NOT
    NULL, area VARCHAR DEFAULT '' NOT NULL, title VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT
    NULL, PRIMARY KEY (id));

CREATE INDEX instrument_points_by_instrument ON instrument_points (instrument_id, position);

CREATE TABLE observations (id BLOB NOT NULL, participant_id BLOB NOT NULL, instrument_id BLOB NOT NULL, point_id
    BLOB NOT NULL, step_id BLOB, remark VARCHAR DEFAULT '' NOT NULL, observed_on VARCHAR DEFAULT '' NOT NULL,
    group_id BLOB, account_id BLOB, recorded_us INTEGER DEFAULT '0' NOT NULL, version INTEGER DEFAULT '0' NOT
    NULL, PRIMARY KEY (id));

CREATE INDEX observations_by_instrument ON observations (instrument_id);

CREATE INDEX observations_by_participant ON observations (participant_id);

CREATE TABLE named_views (id BLOB NOT NULL, account_id BLOB NOT NULL, panel VARCHAR DEFAULT '' NOT NULL, name
    VARCHAR DEFAULT '' NOT NULL, choices VARCHAR DEFAULT '' NOT NULL, saved_us INTEGER DEFAULT '0' NOT NULL,
    version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE learning_settings (id BLOB NOT NULL, setting VARCHAR DEFAULT '' NOT NULL, value VARCHAR DEFAULT ''
    NOT NULL, decided_us INTEGER DEFAULT '0' NOT NULL, decided_by BLOB, version INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id));

CREATE TABLE answers (id BLOB NOT NULL, participant_id BLOB NOT NULL, given VARCHAR DEFAULT '' NOT NULL,
    expected VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX answers_by_participant ON answers (participant_id);

CREATE TABLE certificate_designs (id BLOB NOT NULL, name VARCHAR DEFAULT '' NOT NULL, design VARCHAR DEFAULT ''
    NOT NULL, programme_id BLOB, language VARCHAR DEFAULT '' NOT NULL, valid_months INTEGER, signer_name VARCHAR
    DEFAULT '' NOT NULL, signer_role VARCHAR DEFAULT '' NOT NULL, signature BLOB, from_on VARCHAR NOT NULL,
    until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE tests (id BLOB NOT NULL, code VARCHAR DEFAULT '' NOT NULL, edition VARCHAR DEFAULT '' NOT NULL,
    title VARCHAR DEFAULT '' NOT NULL, subject VARCHAR DEFAULT '' NOT NULL, year_groups VARCHAR DEFAULT '' NOT
    NULL, category VARCHAR DEFAULT '' NOT NULL, highest INTEGER, items INTEGER, from_on VARCHAR NOT NULL,
    until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE TABLE test_parts (id BLOB NOT NULL, test_id BLOB NOT NULL, position INTEGER DEFAULT '0' NOT NULL, code
    VARCHAR DEFAULT '' NOT NULL, title VARCHAR DEFAULT '' NOT NULL, highest INTEGER, items INTEGER, version
    INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX test_parts_by_test ON test_parts (test_id, position);

CREATE TABLE test_norms (id BLOB NOT NULL, test_id BLOB NOT NULL, part_id BLOB, edition VARCHAR DEFAULT '' NOT
    NULL, moment VARCHAR DEFAULT '' NOT NULL, scale VARCHAR DEFAULT '' NOT NULL, source VARCHAR DEFAULT '' NOT
    NULL, checksum VARCHAR DEFAULT '' NOT NULL, loaded_us INTEGER DEFAULT '0' NOT NULL, loaded_by BLOB, from_on
    VARCHAR NOT NULL, until_on VARCHAR, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX test_norms_by_test ON test_norms (test_id);

CREATE TABLE norm_rows (id BLOB NOT NULL, norm_id BLOB NOT NULL, sort VARCHAR DEFAULT '' NOT NULL, position
    INTEGER DEFAULT '0' NOT NULL, begins INTEGER DEFAULT '0' NOT NULL, ends INTEGER DEFAULT '0' NOT NULL, value
    INTEGER, low INTEGER, high INTEGER, term VARCHAR DEFAULT '' NOT NULL, description VARCHAR DEFAULT '' NOT
    NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX norm_rows_by_norm ON norm_rows (norm_id, sort, position);

CREATE TABLE sittings (id BLOB NOT NULL, test_id BLOB NOT NULL, group_id BLOB, moment VARCHAR DEFAULT '' NOT
    NULL, taken_on VARCHAR DEFAULT '' NOT NULL, account_id BLOB, recorded_us INTEGER DEFAULT '0' NOT NULL,
    remark VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX sittings_by_test ON sittings (test_id);

CREATE TABLE test_results (id BLOB NOT NULL, sitting_id BLOB NOT NULL, participant_id BLOB NOT NULL, test_id
    BLOB NOT NULL, part_id BLOB, taken_on VARCHAR DEFAULT '' NOT NULL, raw INTEGER, items_right INTEGER,
    items_wrong INTEGER, items_read INTEGER, seconds INTEGER, norm_id BLOB, scaled INTEGER, low INTEGER, high
    INTEGER, level VARCHAR DEFAULT '' NOT NULL, absent VARCHAR DEFAULT '' NOT NULL, remark VARCHAR DEFAULT ''
    NOT NULL, item_scores BLOB, recorded_us INTEGER DEFAULT '0' NOT NULL, recorded_by BLOB, version INTEGER
    DEFAULT '0' NOT NULL, PRIMARY KEY (id));

CREATE INDEX test_results_by_participant ON test_results (participant_id);

CREATE INDEX test_results_by_sitting ON test_results (sitting_id);

CREATE TABLE closed_days (id BLOB NOT NULL, day_on VARCHAR DEFAULT '' NOT NULL, what VARCHAR DEFAULT '' NOT
    NULL, published_us INTEGER DEFAULT '0' NOT NULL, withdrawn_us INTEGER, version INTEGER DEFAULT '0' NOT NULL,
    tenant BLOB, PRIMARY KEY (id));

CREATE TABLE read_marks (id BLOB NOT NULL, account_id BLOB NOT NULL, conversation_id BLOB NOT NULL, read_us
    INTEGER DEFAULT '0' NOT NULL, version INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id))"""


def upgrade() -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip().removesuffix(";"))


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")

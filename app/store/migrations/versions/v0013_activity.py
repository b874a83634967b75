"""Days on which something was done, and which programmes hold exercises that ask for help; made from what is there.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# What a later program counts otherwise it makes again in a migration of its own: this one stays as it was.
SCHEMA = """
CREATE TABLE activity (participant INTEGER NOT NULL, day INTEGER NOT NULL, visits INTEGER DEFAULT '0' NOT NULL,
    attempts INTEGER DEFAULT '0' NOT NULL, made INTEGER DEFAULT '0' NOT NULL, seconds INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (participant, day)) WITHOUT ROWID;

INSERT INTO activity (participant, day, visits, attempts, made, seconds)
SELECT owner, day, sum(begins), count(*), count(DISTINCT first), sum(seconds) FROM (
  SELECT owner, day, first, seconds, coalesce(
    at_us - lag(at_us) OVER (PARTITION BY owner ORDER BY at_us) > 1800000000, 1) AS begins
  FROM (
    SELECT o.local AS owner, r.at_us, (r.at_us + r.offset_minutes * 60000000) / 86400000000 AS day,
           coalesce(r.seconds, 0) AS seconds,
           CASE WHEN r.outcome = 1 AND r.at_us = p.done_us THEN r.exercise END AS first
    FROM results r JOIN participants m ON m.local = r.participant
    JOIN participants o ON o.id = coalesce((SELECT id FROM participants WHERE id = m.merged_into), m.id)
    JOIN progress p ON p.participant = o.local AND p.exercise = r.exercise
    WHERE r.batch NOT IN (SELECT local FROM imports WHERE visible = 0)))
GROUP BY owner, day;

ALTER TABLE standings ADD COLUMN stuck INTEGER DEFAULT '0' NOT NULL;

UPDATE standings SET stuck = (
  SELECT count(*) FROM exercises e JOIN progress p ON p.participant = standings.participant AND p.exercise = e.local
  WHERE e.programme_version_id = standings.programme_version_id AND (
    p.best < 300 AND p.attempts >= 2 OR (p.done_us IS NULL OR p.best < 550) AND p.attempts >= 3))"""


def upgrade() -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip().removesuffix(";"))


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")

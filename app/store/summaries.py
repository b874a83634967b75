"""The kept summaries of results: `progress` per exercise, `standings` per programme and `activity` per day, made again
for some people.

Whole-organisation figures are read from these, never from the million results; of school years whose results are not
here (S9) the sums in `earlier_progress` count along, but in no day. A result counts as made when its
outcome says so (see OUTCOME_*): the rule itself is `app.domain.progress.outcome_of`. Who turned out to be somebody
else has no summaries: all results count with the person who was kept.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from app.domain.progress import HelpRule
from app.domain.visits import MINUTE_US, VISIT_RULE
from app.store.learning import learning_rules

OUTCOME_TRIED, OUTCOME_MADE, OUTCOME_FAILED = 0, 1, 2

_PROGRESS = """
INSERT INTO progress (participant, exercise, attempts, failed, best, done_us, last_us, seconds)
SELECT owner, exercise, sum(attempts), sum(failed), max(best), min(done_us), max(last_us), sum(seconds) FROM (
  SELECT participant, exercise, count(*) AS attempts, sum(outcome = 2) AS failed, max(score) AS best,
         min(CASE WHEN outcome = 1 THEN at_us END) AS done_us, max(at_us) AS last_us,
         coalesce(sum(seconds), 0) AS seconds
  FROM results WHERE participant IN (SELECT local FROM temp.touched)
    AND batch NOT IN (SELECT local FROM imports WHERE visible = 0)
  GROUP BY participant, exercise
  UNION ALL
  SELECT participant, exercise, attempts, failed, best, done_us, last_us, seconds
  FROM earlier_progress WHERE participant IN (SELECT local FROM temp.touched)
) JOIN temp.touched ON local = participant
GROUP BY owner, exercise
"""

# Whoever is touched, with everybody who is counted with the same person; `owner` is the local number of that person.
_OWNERS = """
INSERT OR IGNORE INTO temp.touched
SELECT p.local, o.local FROM temp.named n
JOIN participants m ON m.local = n.local
JOIN participants o ON o.id = coalesce((SELECT id FROM participants WHERE id = m.merged_into), m.id)
JOIN participants p ON p.id = o.id OR p.merged_into = o.id
"""

# `app.domain.progress.needs_help` for the database.
_STUCK = """(
  p.best < {low_score} AND p.attempts >= {low_attempts}
  OR (p.done_us IS NULL OR p.best < {pass_mark}) AND p.attempts >= {attempts})"""

_STANDINGS = """
INSERT INTO standings (participant, programme_version_id, done, tried, attempts, last_us, completed_us, stuck)
SELECT p.participant, e.programme_version_id, count(p.done_us), count(*), sum(p.attempts), max(p.last_us),
       CASE WHEN count(p.done_us) = t.total THEN max(p.done_us) END, count(CASE WHEN {stuck} THEN 1 END)
FROM progress p JOIN exercises e ON e.local = p.exercise
JOIN (SELECT programme_version_id, count(*) AS total FROM exercises GROUP BY 1) t
  ON t.programme_version_id = e.programme_version_id
WHERE p.participant IN (SELECT local FROM temp.touched)
GROUP BY p.participant, e.programme_version_id
"""

_MARKED_ANEW = """
UPDATE standings SET stuck = (
  SELECT count(*) FROM exercises e JOIN progress p ON p.participant = standings.participant AND p.exercise = e.local
  WHERE e.programme_version_id = standings.programme_version_id AND {stuck})
"""

# The attempts of each person in order of time. Each is then read beside the one before it: asking SQLite for that by a
# window took twice as long over a million results.
_MOMENTS = """
INSERT INTO temp.moments (owner, at_us, day, seconds)
SELECT t.owner, r.at_us, (r.at_us + r.offset_minutes * 60000000) / 86400000000, coalesce(r.seconds, 0)
FROM temp.touched t CROSS JOIN results r ON r.participant = t.local
WHERE r.batch NOT IN (SELECT local FROM imports WHERE visible = 0) ORDER BY t.owner, r.at_us
"""

# A visit is counted on the day on which it begins; the rule is `app.domain.visits.visits_of`.
_ACTIVITY = f"""
INSERT INTO activity (participant, day, visits, attempts, seconds)
SELECT m.owner, m.day, sum(before.number IS NULL OR m.at_us - before.at_us > {VISIT_RULE.gap_minutes * MINUTE_US}),
       count(*), sum(m.seconds)
FROM temp.moments m LEFT JOIN temp.moments before ON before.number = m.number - 1 AND before.owner = m.owner
GROUP BY m.owner, m.day
"""

# An exercise is made for the first time where its result is the one that `progress` names, so not where it was made in
# an earlier year.
_FIRST_MADE = """
UPDATE activity SET made = first.made FROM (
  SELECT t.owner, (r.at_us + r.offset_minutes * 60000000) / 86400000000 AS day, count(DISTINCT p.exercise) AS made
  FROM temp.touched t CROSS JOIN progress p ON p.participant = t.owner
  CROSS JOIN results r ON r.participant = t.local AND r.exercise = p.exercise AND r.at_us = p.done_us AND r.outcome = 1
  WHERE r.batch NOT IN (SELECT local FROM imports WHERE visible = 0)
  GROUP BY 1, 2) first
WHERE activity.participant = first.owner AND activity.day = first.day
"""
_MADE_OF_MOMENTS = (
    "CREATE TEMP TABLE IF NOT EXISTS moments (number INTEGER PRIMARY KEY, owner INTEGER, at_us INTEGER, day INTEGER,"
    " seconds INTEGER)")


def summarise(connection: Connection, participants: Iterable[int]) -> None:
    """Make the summaries of these participants (local numbers) again from their visible results."""
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS named (local INTEGER PRIMARY KEY)")
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS touched (local INTEGER PRIMARY KEY, owner INTEGER)")
    for table in ("named", "touched"):
        connection.exec_driver_sql(f"DELETE FROM temp.{table}")
    rows = [(local,) for local in set(participants)]
    if not rows:
        return
    connection.exec_driver_sql("INSERT INTO temp.named VALUES (?)", rows)
    connection.exec_driver_sql(_OWNERS)
    connection.exec_driver_sql("INSERT OR IGNORE INTO temp.touched SELECT local, local FROM temp.named")
    for table in ("progress", "standings", "activity"):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE participant IN (SELECT local FROM temp.touched)")
    standings = _STANDINGS.format(stuck=_stuck(connection))
    for made in (_PROGRESS, standings, _MADE_OF_MOMENTS, _MOMENTS, _ACTIVITY, _FIRST_MADE, "DELETE FROM temp.moments"):
        connection.exec_driver_sql(made)


def mark_stuck(connection: Connection, before: HelpRule) -> None:
    """Who is stuck, of everybody, where another rule counts now than `before`, whoever chose it or took it back."""
    if learning_rules(connection).help != before:
        connection.exec_driver_sql(_MARKED_ANEW.format(stuck=_stuck(connection)))


def _stuck(connection: Connection) -> str:
    return _STUCK.format_map(_thresholds(learning_rules(connection).help))


def _thresholds(rule: HelpRule) -> dict[str, int]:
    return {"attempts": rule.attempts, "pass_mark": rule.pass_mark, "low_attempts": rule.low_attempts,
            "low_score": rule.low_score}


def remove_batch(connection: Connection, batch: int) -> list[int]:
    """Delete the results of one import; gives the participants (local numbers) whose summaries must be made again."""
    found = connection.exec_driver_sql("SELECT DISTINCT participant FROM results WHERE batch = ?", (batch,))
    touched = [int(row[0]) for row in found]
    connection.exec_driver_sql("DELETE FROM results WHERE batch = ?", (batch,))
    connection.exec_driver_sql("DELETE FROM batch_days WHERE batch = ?", (batch,))
    return touched


def remove_unfinished(connection: Connection) -> int:
    """What a crash left of imports that never became visible (D7); gives the number of such imports."""
    found = connection.exec_driver_sql("SELECT local FROM imports WHERE visible = 0").fetchall()
    for (batch,) in found:
        remove_batch(connection, batch)
        connection.exec_driver_sql("DELETE FROM imports WHERE local = ?", (batch,))
    return len(found)

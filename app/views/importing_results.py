"""The preview of a file of results: whose they are, which exercise they belong to, and which are here already."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.plan import NEW, REFUSED, UNCHANGED, ImportPlan, PackedResults, PlanLine, no_counts
from app.domain.progress import outcome_of
from app.domain.roster import Statement, Statements
from app.domain.sight import Sight
from app.domain.text import Text
from app.store import tables

LINES_SHOWN = 1000
_ABSENT = -1


def plan_statements(
    connection: Connection,
    sight: Sight,
    batches: Iterable[Statements],
    digest: str = "",
) -> ImportPlan:
    """Work out what a file of statements would add; `batches` are read one by one, so the file may be large."""
    planner = _Planner(connection)
    for batch in batches:
        planner.take(batch)
    return planner.plan(digest)


class _Planner:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.counts = no_counts()
        self.lines: list[PlanLine] = []
        self.left_out: Counter[str] = Counter()
        self.not_taken_over: Counter[str] = Counter()
        self.results = PackedResults()
        self.people = _people(connection)
        self.exercises: dict[str, int] = dict(
            connection.execute(select(tables.exercises.c.iri, tables.exercises.c.local)).all()
        )
        self.index_of: dict[bytes, int] = {}
        self.stored: dict[bytes, Mapping[bytes, tuple[int, int]]] = {}
        self.seen: set[bytes] = set()

    def take(self, batch: Statements) -> None:
        for statement in batch.statements:
            self._take_one(statement)
        self.results.voided += batch.voided
        self.not_taken_over.update(batch.not_taken_over)
        for note in batch.notes:
            self._line(note.file, note.line, str(note.severity), note.reason)
            self.counts["results"][REFUSED] += note.severity == "refused"

    def plan(self, digest: str) -> ImportPlan:
        as_of = self.connection.execute(select(func.coalesce(func.max(tables.operations.c.number), 0))).scalar_one()
        return ImportPlan(
            "xapi",
            "xapi",
            digest,
            self.counts,
            dict(self.not_taken_over),
            tuple(self.lines),
            {},
            {},
            (),
            self.results,
            as_of,
        )

    def _take_one(self, statement: Statement) -> None:
        person = self.people.get((statement.actor_kind, statement.actor_key))
        exercise = self.exercises.get(statement.exercise)
        if person is None or exercise is None:
            self._refuse(statement, person)
        elif statement.id in self.seen:
            self.counts["results"][UNCHANGED] += 1
        else:
            self.seen.add(statement.id)
            self._compare(statement, person, exercise)

    def _compare(self, statement: Statement, person: tuple[bytes, int | None], exercise: int) -> None:
        row_id, local = person
        before = self._stored_of(row_id, local).get(statement.id)
        if before is None:
            self._add(statement, row_id, exercise)
        elif before == (exercise, statement.at_us):
            self.counts["results"][UNCHANGED] += 1
        else:
            self._refused(
                statement,
                Text("A result with this id is already here with other content. Left out; the first one stays."),
            )

    def _add(self, statement: Statement, row_id: bytes, exercise: int) -> None:
        results = self.results
        if row_id not in self.index_of:
            self.index_of[row_id] = len(results.people)
            results.people.append(row_id)
        results.participant.append(self.index_of[row_id])
        results.exercise.append(exercise)
        results.at_us.append(statement.at_us)
        results.offset_minutes.append(statement.offset_minutes)
        results.score.append(_ABSENT if statement.score is None else statement.score)
        results.outcome.append(outcome_of(statement.completed, statement.passed))
        results.seconds.append(_ABSENT if statement.seconds is None else statement.seconds)
        results.ids += statement.id
        self.counts["results"][NEW] += 1

    def _stored_of(self, row_id: bytes, local: int | None) -> Mapping[bytes, tuple[int, int]]:
        """What is already kept of this participant: statement id -> (exercise, instant)."""
        if row_id not in self.stored:
            query = "SELECT id, exercise, at_us FROM results WHERE participant = ?"
            found = self.connection.exec_driver_sql(query, (local,)) if local is not None else ()
            self.stored[row_id] = {bytes(row[0]): (row[1], row[2]) for row in found}
        return self.stored[row_id]

    def _refuse(self, statement: Statement, person: Any) -> None:
        if person is None:
            self._refused(
                statement,
                Text("Nobody here has the account that this result names. Left out; import the people first."),
            )
        else:
            self._refused(
                statement,
                Text("The exercise {exercise} is not in any programme here. Left out.", exercise=statement.exercise),
            )

    def _refused(self, statement: Statement, reason: Text) -> None:
        self.counts["results"][REFUSED] += 1
        self._line(statement.origin.file, statement.origin.line, REFUSED, reason)

    def _line(self, file: str, line: int, severity: str, reason: Text) -> None:
        """The first thousand are shown; the counts tell the rest."""
        if len(self.lines) < LINES_SHOWN:
            self.lines.append(PlanLine(file, line, severity, "results", "", reason))


def _people(connection: Connection) -> dict[tuple[str, str], tuple[bytes, int | None]]:
    """(kind, key) -> (row id, local number). A key or mail address that two people share names nobody."""
    participants, links = tables.participants, tables.import_links
    found: dict[tuple[str, str], set[tuple[bytes, int | None]]] = defaultdict(set)
    local_of: dict[bytes, int] = {}
    for row in connection.execute(
        select(
            participants.c.id, participants.c.local, participants.c.username, participants.c.email, participants.c.eckid
        )
    ):
        local_of[row.id] = row.local
        for kind, key in (("account", row.username), ("account", row.eckid), ("mail", row.email)):
            if key:
                found[kind, key].add((row.id, row.local))
    linked = select(links.c.key, links.c.row_id).where(links.c.kind == "participant")
    for key, row_id in connection.execute(linked):
        if row_id in local_of:
            found["account", key].add((row_id, local_of[row_id]))
    return {key: next(iter(people)) for key, people in found.items() if len(people) == 1}

"""The preview of a file of results: whose they are, which exercise they belong to, and which are here already."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.answers import FIELD
from app.domain.permissions import Permission, require
from app.domain.plan import NEW, REFUSED, UNCHANGED, ImportPlan, PackedResults, PlanLine, no_counts
from app.domain.progress import outcome_of
from app.domain.roster import Statement, Statements
from app.domain.sight import Sight
from app.domain.text import Text
from app.store import tables
from app.store.merged import all_merged

LINES_SHOWN = 1000
_ABSENT = -1
_VOIDED = Text("Taken back by its own source in this file.")
_OTHER_CONTENT = Text("A result with this id is already here with other content. Left out; the first one stays.")
_TWO_HOMES = Text("This account name stands on two home pages, so it names two people. Left out.")


def plan_statements(
    connection: Connection,
    sight: Sight,
    batches: Iterable[Statements],
    digest: str = "",
) -> ImportPlan:
    """Work out what a file of statements would add; `batches` are read one by one, so the file may be large."""
    require(sight.actor, Permission.IMPORT)
    planner = _Planner(connection, keeps_answers=sight.keeps(*FIELD))
    for batch in batches:
        planner.take(batch)
    return planner.plan(digest)


class _Planner:
    def __init__(self, connection: Connection, *, keeps_answers: bool) -> None:
        self.connection = connection
        self.keeps_answers = keeps_answers
        self.counts = no_counts()
        self.lines: list[PlanLine] = []
        self.left_out: Counter[str] = Counter()
        self.not_taken_over: Counter[str] = Counter()
        self.results = PackedResults()
        self.people = _people(connection)
        self.eckids = set(connection.execute(select(tables.participants.c.eckid)).scalars())
        self.exercises: dict[str, int] = dict(
            connection.execute(select(tables.exercises.c.iri, tables.exercises.c.local)).all()
        )
        self.index_of: dict[bytes, int] = {}
        self.stored: dict[bytes, Mapping[bytes, tuple[int, int]]] = {}
        self.answered: dict[bytes, frozenset[bytes]] = {}
        self.texts: dict[str, str] = {}
        self.added: dict[bytes, int] = {}
        self.home_of: dict[str, str] = {}
        self.on_two_homes: set[bytes] = set()

    def take(self, batch: Statements) -> None:
        for statement in batch.statements:
            self._take_one(statement)
        self.results.voided += batch.voided
        self.not_taken_over.update(batch.not_taken_over)
        for note in batch.notes:
            self._line(note.file, note.line, str(note.severity), note.reason)
            self.counts["results"][REFUSED] += note.severity == "refused"

    def plan(self, digest: str) -> ImportPlan:
        self._settle()
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
        person = self.people.get((statement.actor_kind, _comparable(statement.actor_kind, statement.actor_key)))
        exercise = self.exercises.get(statement.exercise)
        if person is None or exercise is None:
            self._refuse(statement, person)
        else:
            self._look_at_home(statement, person[0])
            self._compare(statement, person, exercise)

    def _look_at_home(self, statement: Statement, row_id: bytes) -> None:
        """The same account name on two home pages is two accounts, and only one of them can be this person's.

        An ECK iD is the same person's wherever it stands.
        """
        key, home = statement.actor_key, statement.actor_home
        if key not in self.eckids and self.home_of.setdefault(key, home) != home:
            self.on_two_homes.add(row_id)

    def _compare(self, statement: Statement, person: tuple[bytes, int | None], exercise: int) -> None:
        before = self._content_of(statement.id, person)
        if before is None:
            self._add(statement, person[0], exercise)
            self._answer(statement, person[0])
        elif before == (person[0], exercise, statement.at_us):
            self.counts["results"][UNCHANGED] += 1
            self._answer(statement, person[0])
        else:
            self._refused(statement, _OTHER_CONTENT)

    def _content_of(self, statement_id: bytes, person: tuple[bytes, int | None]) -> tuple[bytes, int, int] | None:
        """(participant, exercise, instant) under this id, earlier in the file or kept of this participant."""
        at = self.added.get(statement_id)
        if at is not None:
            results = self.results
            return results.people[results.participant[at]], results.exercise[at], results.at_us[at]
        stored = self._stored_of(*person).get(statement_id)
        return None if stored is None else (person[0], *stored)

    def _settle(self) -> None:
        """What only shows when the whole file is read: voided results, ids of somebody else's, doubtful accounts."""
        results = self.results
        known = self._known_of(self.added.keys() | set(results.voided))
        voided = dict.fromkeys(results.voided)
        if voided or self.on_two_homes or not known.isdisjoint(self.added):
            self._leave_out(known, voided.keys())
        self.results.voided = [statement for statement in voided if statement in known]
        for statement in voided:
            self.results.answers.pop(statement, None)
        self._tell_of_answers()

    def _answer(self, statement: Statement, row_id: bytes) -> None:
        """What was answered, also in a result that came here without it: the field may have been switched on since."""
        if not statement.given:
            return
        if not self.keeps_answers:
            self.not_taken_over["result.response"] += 1
        elif statement.id not in self._answered_of(row_id):
            one_text = self.texts.setdefault  # of one exercise the same is answered over and over
            said = one_text(statement.given, statement.given), one_text(statement.expected, statement.expected)
            self.results.answers.setdefault(statement.id, (row_id, *said))

    def _answered_of(self, row_id: bytes) -> frozenset[bytes]:
        """The results of this participant that have an answer here."""
        if row_id not in self.answered:
            answers = tables.answers
            query = select(answers.c.id).where(answers.c.participant_id == row_id)
            self.answered[row_id] = frozenset(self.connection.execute(query).scalars())
        return self.answered[row_id]

    def _tell_of_answers(self) -> None:
        later = sum(statement not in self.added for statement in self.results.answers)
        if later:
            self._line("", 0, "note", Text(
                "The answer is added to one result that is here already.",
                "The answers are added to {n} results that are here already.", n=later))

    def _leave_out(self, known: Set[bytes], voided: Set[bytes]) -> None:
        reasons = {statement: self._reason(statement, at, known, voided) for statement, at in self.added.items()}
        self.results = self.results.only([at for statement, at in self.added.items() if reasons[statement] is None])
        for reason, number in Counter(reason for reason in reasons.values() if reason is not None).items():
            outcome = UNCHANGED if reason == _VOIDED else REFUSED
            self.counts["results"][NEW] -= number
            self.counts["results"][outcome] += number
            self._line("", 0, outcome, Text("{reason} ({n})", reason=reason, n=number))

    def _known_of(self, statements: set[bytes]) -> set[bytes]:
        """Those of these ids that any result here has: one reading of all ids, since results have no index on them."""
        if not statements:
            return set()
        found = self.connection.exec_driver_sql("SELECT id FROM results")
        return {statement for (statement,) in found if statement in statements}

    def _reason(self, statement: bytes, at: int, known: Set[bytes], voided: Set[bytes]) -> Text | None:
        if statement in voided:
            return _VOIDED
        if self.results.people[self.results.participant[at]] in self.on_two_homes:
            return _TWO_HOMES
        return _OTHER_CONTENT if statement in known else None

    def _add(self, statement: Statement, row_id: bytes, exercise: int) -> None:
        results = self.results
        self.added[statement.id] = len(results)
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
    """(kind, key) -> (row id, local number). A key or mail address that two people share names nobody.

    Two rows that are one person are no two people: what names both is of the one who was kept.
    """
    participants, links = tables.participants, tables.import_links
    found: dict[tuple[str, str], set[tuple[bytes, int | None]]] = defaultdict(set)
    local_of: dict[bytes, int] = {}
    for row in connection.execute(
        select(
            participants.c.id, participants.c.local, participants.c.username, participants.c.email, participants.c.eckid
        )
    ):
        local_of[row.id] = row.local
        for kind, key in _ways_to_name(row):
            found[kind, key].add((row.id, row.local))
    linked = select(links.c.key, links.c.row_id).where(links.c.kind == "participant", links.c.key.not_like("#%"))
    for key, row_id in connection.execute(linked):
        if row_id in local_of:
            found["account", key].add((row_id, local_of[row_id]))
    same = all_merged(connection)
    kept = {key: people if len(people) == 1 else {(one, local_of.get(one)) for one in {
        same.get(row_id, row_id) for row_id, _ in people}} for key, people in found.items()}
    return {key: next(iter(people)) for key, people in kept.items() if len(people) == 1}


def _ways_to_name(row: Any) -> Iterator[tuple[str, str]]:
    yield from (("account", key) for key in (row.username, row.eckid) if key)
    if row.email:
        yield "mail", _comparable("mail", row.email)
        for address in {row.email, row.email.casefold()}:
            yield "mail_sha1", hashlib.sha1(f"mailto:{address}".encode(), usedforsecurity=False).hexdigest()


def _comparable(kind: str, key: str) -> str:
    """Mail addresses compare without case; nothing else does."""
    return key.casefold() if kind == "mail" else key

"""xAPI statements (2.0 and 1.0.3) made into results: who did which exercise, when, how well."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from app.domain.roster import Note, Origin, Statement, Statements
from app.domain.text import Text
from app.exchange import statement_parts as parts
from app.exchange import statement_stream as stream
from app.exchange.notebook import Notebook
from app.exchange.sources import MAX_STATEMENT_BYTES, SourceFile, refused
from app.exchange.statement_answers import answer_of
from app.exchange.statement_checks import (
    Invalid,
    actor_of,
    checked_duration,
    checked_score,
    checked_target,
    checked_verb,
)
from app.exchange.statement_summary import Summary

BATCH = 10_000
_Line = tuple[int, bytes]


def read_statements(source: SourceFile, received_us: int | None = None) -> Statements:
    """All statements of a file at once; see `read_batches`."""
    found: list[Statement] = []
    voided: list[bytes] = []
    passed_over: Counter[str] = Counter()
    notes: list[Note] = []
    for batch in read_batches(source, received_us=received_us):
        found += batch.statements
        voided += batch.voided
        passed_over.update(batch.not_taken_over)
        notes += batch.notes
    return Statements(tuple(found), tuple(voided), dict(passed_over), tuple(notes))


def read_batches(source: SourceFile, size: int = BATCH, received_us: int | None = None) -> Iterator[Statements]:
    """The statements of a file of any length, at most `size` at a time; memory does not grow with the file.

    `line` in origins and notes is the line of a file with one statement per line, else the number of the statement.
    Doubles are not sought: the id of a statement tells them apart. A statement without id gets one made of what it
    says, so that it is the same whenever it is read. `received_us` (UTC microseconds) is the instant for statements
    without time, as xAPI prescribes; without it they are left out. Notes of the file as a whole come with the last
    batch. Raises `Refusal` when the first piece is no statement at all, or the file is over `MAX_STATEMENT_BYTES`.
    """
    source.refuse_if_larger(MAX_STATEMENT_BYTES)
    reader = _Reader(source.name, received_us)
    in_lines = stream.are_lines(source.head(stream.MAX_STATEMENT_LENGTH))
    with source.reading() as opened:
        pieces = stream.lines(opened) if in_lines else stream.values(opened)
        if not in_lines:
            reader.notes.note(0, Text("The line numbers of this file are the numbers of the results in it."))
        yield from reader.batches(_until_broken(pieces, reader), size)
    if not reader.summary.seen:
        raise refused(
            source.name,
            Text("{file} holds no results in the form of xAPI statements.", file=source.name),
            Text("Ask for an export of statements as JSON, one per line or in one list."),
        )
    yield reader.rest()


def _until_broken(pieces: Iterable[_Line], reader: _Reader) -> Iterator[_Line]:
    """The pieces up to where the file stops being JSON, which is noted."""
    try:
        yield from pieces
    except stream.CutOff as broken:
        if broken.number:
            reason = Text("After this result the file was cut off or is damaged. The rest was not read.")
            reader.notes.refused(broken.number, reason)
    except stream.TooLong as long:
        reader.notes.refused(int(str(long)), _too_long())


def _too_long() -> Text:
    return Text(
        "This result is larger than {limit} KB, which no real one is. It is left out.",
        limit=stream.MAX_STATEMENT_LENGTH // 1024,
    )


class _Reader:
    """Turns the bytes of one statement after another into results."""

    def __init__(self, file: str, received_us: int | None) -> None:
        self._file = file
        self._received_us = received_us
        self._decoder = msgspec.json.Decoder(parts.Parts)
        self.notes = Notebook(file)
        self.summary = Summary()
        self._statements: list[Statement] = []
        self._voided: list[bytes] = []

    def batches(self, pieces: Iterator[_Line], size: int) -> Iterator[Statements]:
        for line, piece in pieces:
            self._take(line, piece)
            if len(self._statements) + len(self._voided) >= size:
                yield self._batch()

    def _batch(self) -> Statements:
        batch = Statements(tuple(self._statements), tuple(self._voided))
        self._statements, self._voided = [], []
        return batch

    def rest(self) -> Statements:
        """What is left, with all notes and counts of the file."""
        self.summary.write(self.notes)
        left = self._batch()
        counts = dict(self.summary.not_taken_over)
        return Statements(left.statements, left.voided, counts, self.notes.notes())

    def _take(self, line: int, piece: bytes) -> None:
        try:
            if not piece:
                raise Invalid(_too_long())
            self._read(line, self._decoded(piece), piece)
        except Invalid as fault:
            self.notes.refused(line, fault.reason)

    def _decoded(self, piece: bytes) -> parts.Parts:
        try:
            return self._decoder.decode(piece)
        except msgspec.ValidationError as error:
            place = re.search(r"`\$\.?(.*?)`", str(error))
            element = place[1] if place and place[1] else "statement"
            self.summary.seen += element != "statement"
            reason = Text("{element} is not of the kind that xAPI prescribes. It is left out.", element=element)
            raise Invalid(reason) from error
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise Invalid(Text("This is not JSON. It is left out.")) from error

    def _read(self, line: int, statement: parts.Parts, piece: bytes) -> None:
        if statement.actor is not None or statement.verb is not None or statement.target is not None:
            self.summary.seen += 1
        actor = actor_of(statement.actor)
        verb = checked_verb(statement.verb)
        target = checked_target(statement.target)
        own_id = self._id(statement, piece)
        if target.kind == "StatementRef" and verb in parts.VOIDED:
            self._void(target.id)
        elif target.kind != "Activity":
            self.summary.other_object(target.kind)
        elif actor is None:
            self.summary.groups += 1
        else:
            self._add(line, statement, own_id, actor, verb, target)
        self.summary.count(statement)

    def _void(self, reference: str) -> None:
        target = parts.id_bytes(reference)
        if target is None:
            raise Invalid(Text("{element} is not a UUID: {value}. It is left out.", element="object.id",
                               value=reference[:50]))  # fmt: skip
        self._voided.append(target)

    def _add(
        self,
        line: int,
        statement: parts.Parts,
        own_id: bytes,
        actor: tuple[str, str, str],
        verb: str,
        target: parts.Target,
    ) -> None:
        at_us, offset = self._instant(statement)
        completed, passed = self._meaning(verb)
        score = seconds = None
        given = expected = ""
        if (result := statement.result) is not None:
            score = checked_score(result.score) if result.score is not None else None
            seconds = checked_duration(result.duration) if result.duration is not None else None
            completed = completed if result.completion is None else result.completion
            passed = passed if result.success is None else result.success
            given, expected = answer_of(target.definition, result.response)
        kind, key, home = actor
        self._statements.append(
            Statement(
                Origin(self._file, line), own_id, kind, key, target.id, at_us, offset, score, completed, passed,
                seconds, home, given, expected,
            )
        )  # fmt: skip

    def _meaning(self, verb: str) -> tuple[bool | None, bool | None]:
        found = parts.VERBS.get(verb)
        if found is None:
            self.summary.unknown_verb(verb)
            return None, None
        return found

    def _instant(self, statement: parts.Parts) -> tuple[int, int]:
        raw = statement.timestamp or statement.stored
        if not raw:
            return self._received()
        found = parts.instant(raw)
        if found is None:
            raise Invalid(Text("{element} is not a moment in time: {value}. It is left out.", element="timestamp",
                               value=raw[:50]))  # fmt: skip
        if not found[2]:
            self.summary.without_offset += 1
        return found[0], found[1]

    def _received(self) -> tuple[int, int]:
        if self._received_us is None:
            raise Invalid(Text("It is not said when this was done ({element}). It is left out.", element="timestamp"))
        self.summary.without_time += 1
        return self._received_us, 0

    def _made_id(self, piece: bytes) -> bytes:
        """Parts that are read past are looked at here for the first time: they may hold anything."""
        try:
            return made_id(piece)
        except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError) as error:
            raise Invalid(Text("This is not JSON. It is left out.")) from error

    def _id(self, statement: parts.Parts, piece: bytes) -> bytes:
        if not statement.id:
            self.summary.without_id += 1
            return self._made_id(piece)
        found = parts.id_bytes(statement.id)
        if found is None:
            raise Invalid(Text("{element} is not a UUID: {value}. It is left out.", element="id",
                               value=statement.id[:50]))  # fmt: skip
        return found


def made_id(piece: bytes) -> bytes:
    """A UUID (version 8) made of what a statement says, whatever the order of its parts; not of who stored it when."""
    said = msgspec.json.decode(piece)
    for name in ("stored", "authority", "version"):
        said.pop(name, None)
    digest = bytearray(hashlib.sha256(msgspec.json.encode(said, order="sorted")).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return bytes(digest)

"""What is the same for many statements is counted while reading and said once."""

from __future__ import annotations

from collections import Counter

from msgspec import UNSET

from app.domain.text import Text
from app.exchange.notebook import Notebook
from app.exchange.statement_parts import Parts

_MAX_KINDS = 100
"""Kinds of objects that are told apart."""
_MAX_VERBS = 100
"""Unknown verbs that are told apart."""


class Summary:
    """Counts over a whole file."""

    def __init__(self) -> None:
        self.seen = 0
        self.groups = 0
        self.without_id = 0
        self.without_time = 0
        self.without_offset = 0
        self.other_objects: Counter[str] = Counter()
        self.not_taken_over: Counter[str] = Counter()
        self._verbs: Counter[str] = Counter()

    def other_object(self, kind: str) -> None:
        if kind in self.other_objects or len(self.other_objects) < _MAX_KINDS:
            self.other_objects[kind] += 1

    def unknown_verb(self, verb: str) -> None:
        if verb in self._verbs or len(self._verbs) < _MAX_VERBS:
            self._verbs[verb] += 1

    def count(self, statement: Parts) -> None:
        """Count the values that are read past."""
        passed = self.not_taken_over
        if statement.actor is not None and statement.actor.name is not UNSET:
            passed["actor.name"] += 1
        if statement.context is not UNSET:
            passed["context"] += 1
        if statement.authority is not UNSET:
            passed["authority"] += 1
        if statement.attachments is not UNSET:
            passed["attachments"] += 1
        if statement.result is not None and statement.result.extensions is not UNSET:
            passed["result.extensions"] += 1

    def write(self, notes: Notebook) -> None:
        """Say it all, on line 0: the file as a whole."""
        self._write_missing(notes)
        for kind, number in self.other_objects.items():
            reason = Text(
                "One statement is about something else than an exercise ({kind}). It is left out.",
                "{n} statements are about something else than an exercise ({kind}). They are left out.",
                n=number,
                kind=kind,
            )
            notes.note(0, reason)
        if self.groups:
            reason = Text(
                "One result is that of a group and not of a {participant}. It is left out.",
                "{n} results are those of a group and not of a {participant}. They are left out.",
                n=self.groups,
            )
            notes.warning(0, reason)
        for verb, number in self._verbs.items():
            reason = Text(
                "The verb {verb} is not known, so one result does not say by its verb whether the exercise is done.",
                "The verb {verb} is not known, so {n} results do not say by their verb whether the exercise is done.",
                n=number,
                verb=verb[:200],
            )
            notes.note(0, reason)

    def _write_missing(self, notes: Notebook) -> None:
        if self.without_id:
            reason = Text(
                "One result had no number of its own ({element}). It got one that is made of what it says.",
                "{n} results had no number of their own ({element}). They got one that is made of what they say.",
                n=self.without_id,
                element="id",
            )
            notes.note(0, reason)
        if self.without_time:
            reason = Text(
                "One result does not say when it was made. It got the moment of the file.",
                "{n} results do not say when they were made. They got the moment of the file.",
                n=self.without_time,
            )
            notes.warning(0, reason)
        if self.without_offset:
            reason = Text(
                "One result has a time without a time zone. It was read as UTC.",
                "{n} results have a time without a time zone. They were read as UTC.",
                n=self.without_offset,
            )
            notes.warning(0, reason)

"""Where a reader writes down what it has to say about the lines of one file."""

from __future__ import annotations

from collections import Counter

from app.domain.roster import Note, Severity
from app.domain.text import Text

MAX_NOTES = 20_000
"""Notes kept per file; past that they are only counted, so that a hopeless file cannot fill the memory."""


class Notebook:
    """Collects notes about one file, in the order of its lines."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._notes: list[Note] = []
        self._left_out: Counter[Severity] = Counter()

    def refused(self, line: int, reason: Text) -> None:
        """The line is left out."""
        self._add(line, Severity.REFUSED, reason)

    def doubtful(self, line: int, reason: Text) -> None:
        """The line is read, and somebody has to look at it."""
        self._add(line, Severity.DOUBTFUL, reason)

    def warning(self, line: int, reason: Text) -> None:
        """The line is read but for one part of it."""
        self._add(line, Severity.WARNING, reason)

    def note(self, line: int, reason: Text) -> None:
        """Good to know; nothing is lost."""
        self._add(line, Severity.NOTE, reason)

    def _add(self, line: int, severity: Severity, reason: Text) -> None:
        if len(self._notes) < MAX_NOTES:
            self._notes.append(Note(self.file, line, severity, reason))
        else:
            self._left_out[severity] += 1

    def notes(self) -> tuple[Note, ...]:
        """All notes by line; what was only counted closes the list."""
        closing = [
            Note(self.file, 0, severity, Text("And {n} more like it.", "And {n} more like these.", n=number))
            for severity, number in self._left_out.items()
        ]
        return (*sorted(self._notes, key=lambda note: note.line), *closing)

    def has_refused(self) -> bool:
        """Whether any line was left out."""
        return any(note.severity is Severity.REFUSED for note in self._notes)

"""What a file from elsewhere says, in our own terms: the one shape that every reader makes and the import matches.

A reader (EDEXML, CSV, XLSX, School Data Sync, OneRoster) knows its format and nothing of the database. It gives a
`Roster`; what could not be read stands in `notes` with file and line. Keys are the source's own, stripped; a key that
is missing or a dummy (EDEXML: it starts with '#') is None, and such a row is matched by eye, never by key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.calendar import SchoolYear as SchoolYear
from app.domain.names import PersonName
from app.domain.text import Text


class Severity(StrEnum):
    """How much a note weighs: `refused` leaves the line out (or the file, when `line` is 0 and nothing was read)."""

    REFUSED = "refused"
    DOUBTFUL = "doubtful"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to say about one line of one file; `line` counts from 1, 0 is the file as a whole."""

    file: str
    line: int
    severity: Severity
    reason: Text


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row stands: file name (no folder) and line."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class RosterLocation:
    origin: Origin
    key: str | None
    name: str


@dataclass(frozen=True, slots=True)
class RosterGroup:
    """`kind` is 'base' (stamgroep) or 'combined' (samengestelde groep, lesson group).

    `school_year` is there where the source says it per group; else that of the roster counts.
    """

    origin: Origin
    key: str | None
    name: str
    kind: str = "base"
    year_group: str = ""
    location_key: str | None = None
    school_year: int | None = None
    course_kind: str = ""
    course_type: str = ""


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """A participant or a coach.

    `fields` holds further personal data under our own field names (`username`, `email`, `postcode`, `birth_date`,
    `gender`, `eckid`, `year_group`, `younger_than_16`, …) as text, dates as YYYY-MM-DD. Which of them are kept is
    decided by the provider profile, not by the reader. `group_keys` point at groups of the same roster, first the
    base group. `left` is true where the source says the person has gone. `proposed_roles` are the source's own
    words or codes for roles (EDEXML: LRK, ICT, ...): something to show, never a right. `left_group_keys` are the groups
    that a source of changes says the person is out of.
    """

    origin: Origin
    key: str | None
    name: PersonName
    fields: Mapping[str, str] = field(default_factory=dict)
    group_keys: tuple[str, ...] = ()
    location_key: str | None = None
    left: bool = False
    proposed_roles: tuple[str, ...] = ()
    left_group_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything one import says.

    `source` names where keys come from, stable over repeated imports of the same organisation's files (for
    instance 'edexml:99ZZ00' or 'csv'); rows of two sources never share a key. `school_year` is the first calendar
    year (2026 for 2026-2027) or None where the source has no years. `not_taken_over` counts, per field name as the
    file spells it, the filled values that were read past. `complete` is true where the source lists everybody, so
    that who is missing is 'gone'; false where it is only a list of people to add. `refused_keys` are keys of
    persons whose line was left out: they stand in the file, so they are not gone. `only_changes` is true where the
    source names what changed since last time and nothing else: then a group that is not named is not left.
    `places_groups` is true where the source says of every group where it lies, so that nothing is to be guessed from
    its people.
    """

    source: str
    format: str
    school_year: int | None = None
    organisation_name: str = ""
    locations: tuple[RosterLocation, ...] = ()
    groups: tuple[RosterGroup, ...] = ()
    participants: tuple[RosterPerson, ...] = ()
    coaches: tuple[RosterPerson, ...] = ()
    not_taken_over: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    complete: bool = True
    refused_keys: tuple[str, ...] = ()
    only_changes: bool = False
    places_groups: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One result as a programme reports it (xAPI): who did which exercise, when, how well.

    `actor_key` is the account name (`actor_kind` 'account'), the mail address ('mail'), its SHA-1 ('mail_sha1') or
    the OpenID ('openid') that names the participant; `actor_home` is the home page of the account: the same name on
    two home pages is two accounts. `given` is what was answered and `expected` what is right, both readable, '' where
    the source is silent; whether they are kept is decided by the provider profile, not by the reader.
    `at_us` is the instant in UTC microseconds, `offset_minutes` the source's own offset. `score` is per mille
    (0 to 1000) or None; `seconds` the duration or None; `completed` and `passed` None where the source is silent.
    """

    origin: Origin
    id: bytes
    actor_kind: str
    actor_key: str
    exercise: str
    at_us: int
    offset_minutes: int
    score: int | None = None
    completed: bool | None = None
    passed: bool | None = None
    seconds: int | None = None
    actor_home: str = ""
    given: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Statements:
    """A file of results. `voided` are ids of statements that a later statement takes back."""

    statements: tuple[Statement, ...] = ()
    voided: tuple[bytes, ...] = ()
    not_taken_over: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

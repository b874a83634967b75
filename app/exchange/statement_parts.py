"""The parts of an xAPI statement that are read (xAPI 2.0 and 1.0.3, data part 2.4), and the values in them.

What is not named here is read past by the decoder and never becomes a value: above all the names of people.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType


class Account(Struct):
    home: str = msgspec.field(name="homePage", default="")
    name: str = ""


class Actor(Struct):
    kind: str = msgspec.field(name="objectType", default="Agent")
    account: Account | None = None
    mbox: str = ""
    mbox_sha1sum: str = ""
    openid: str = ""
    name: Raw | UnsetType = UNSET


class Verb(Struct):
    id: str = ""
    display: dict[str, Raw] | None = None


class Definition(Struct):
    """Of an interaction also its kind, what is right, and its parts: read where there is an answer, else read past."""

    name: dict[str, Raw] | None = None
    description: dict[str, Raw] | None = None
    interaction: Raw | UnsetType = msgspec.field(name="interactionType", default=UNSET)
    patterns: Raw | UnsetType = msgspec.field(name="correctResponsesPattern", default=UNSET)
    choices: Raw | UnsetType = UNSET
    scale: Raw | UnsetType = UNSET
    source: Raw | UnsetType = UNSET
    target: Raw | UnsetType = UNSET
    steps: Raw | UnsetType = UNSET


class Target(Struct):
    kind: str = msgspec.field(name="objectType", default="Activity")
    id: str = ""
    definition: Definition | None = None


class Score(Struct):
    scaled: float | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None


class Result(Struct):
    score: Score | None = None
    success: bool | None = None
    completion: bool | None = None
    duration: str | None = None
    response: Raw | UnsetType = UNSET
    extensions: Raw | UnsetType = UNSET


class Parts(Struct):
    """One statement."""

    id: str = ""
    actor: Actor | None = None
    verb: Verb | None = None
    target: Target | None = msgspec.field(name="object", default=None)
    result: Result | None = None
    timestamp: str = ""
    stored: str = ""
    context: Raw | UnsetType = UNSET
    authority: Raw | UnsetType = UNSET
    attachments: Raw | UnsetType = UNSET


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST, _LATEST = 1970, 2200
_DURATION = re.compile(
    r"P(?=[\dT])(?:(?P<weeks>\d+(?:[.,]\d+)?)W|"
    r"(?:(?P<years>\d+(?:[.,]\d+)?)Y)?(?:(?P<months>\d+(?:[.,]\d+)?)M)?(?:(?P<days>\d+(?:[.,]\d+)?)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+(?:[.,]\d+)?)H)?(?:(?P<minutes>\d+(?:[.,]\d+)?)M)?"
    r"(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?)",
    re.ASCII,
)
_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1}
_LANGUAGE = re.compile(
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8}|[xXiI](?=-))(?:-[A-Za-z0-9]{1,8})*", re.ASCII
)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", re.ASCII)
MAX_IRI_LENGTH = 2000


def instant(raw: str) -> tuple[int, int, bool] | None:
    """UTC microseconds, the offset in minutes, and whether the offset was given; None when it is no instant."""
    try:
        found = datetime.fromisoformat(raw)
        offset = found.utcoffset()
        if offset is None:
            found = found.replace(tzinfo=UTC)
        since = found - _EPOCH
    except (ValueError, OverflowError):
        return None
    if not _EARLIEST <= found.year <= _LATEST:
        return None
    us = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return us, 0 if offset is None else (offset.days * 86_400 + offset.seconds) // 60, offset is not None


@lru_cache(maxsize=4096)
def duration_seconds(raw: str) -> int | None:
    """Whole seconds of an ISO 8601 duration, -1 when it counts in months or years, None when it is none."""
    found = _DURATION.fullmatch(raw) if len(raw) <= 100 else None
    if found is None:
        return None
    parts = {name: float(text.replace(",", ".")) for name, text in found.groupdict().items() if text}
    if parts.pop("years", 0) or parts.pop("months", 0):
        return -1
    seconds = sum(_SECONDS[name] * number for name, number in parts.items() if name in _SECONDS)
    return int(seconds + 0.5) if seconds < 10**9 else -1


@lru_cache(maxsize=4096)
def is_language(tag: str) -> bool:
    """Whether a key of a language map has the form of a language tag (RFC 5646)."""
    return bool(_LANGUAGE.fullmatch(tag))


@lru_cache(maxsize=16_384)
def is_iri(raw: str) -> bool:
    """An identifier with a scheme."""
    return len(raw) <= MAX_IRI_LENGTH and bool(_IRI.fullmatch(raw))


def id_bytes(raw: str) -> bytes | None:
    """The 16 bytes of a UUID in its usual form."""
    if len(raw) != 36 or raw[8] != "-" or raw[13] != "-" or raw[18] != "-" or raw[23] != "-":
        return None
    try:
        found = bytes.fromhex(raw.replace("-", ""))
    except ValueError:
        return None
    return found if len(found) == 16 else None


_BASES = (
    "http://adlnet.gov/expapi/verbs/",
    "https://adlnet.gov/expapi/verbs/",
    "https://w3id.org/xapi/adl/verbs/",
    "http://w3id.org/xapi/adl/verbs/",
    "https://w3id.org/xapi/dod-isd/verbs/",
    "http://activitystrea.ms/schema/1.0/",
)
VOIDED = frozenset(f"{base}voided" for base in _BASES[:2])
_MEANINGS: dict[str, tuple[bool | None, bool | None]] = {
    "completed": (True, None),
    "complete": (True, None),
    "passed": (True, True),
    "mastered": (True, True),
    "satisfied": (True, None),
    "waived": (True, None),
    "answered": (True, None),
    "failed": (None, False),
    "scored": (None, None),
    "experienced": (None, None),
    "interacted": (None, None),
    "attended": (None, None),
    "terminated": (None, None),
    "exited": (None, None),
    "attempted": (False, None),
    "initialized": (False, None),
    "launched": (False, None),
    "progressed": (False, None),
    "suspended": (False, None),
    "resumed": (False, None),
    "abandoned": (False, None),
}
VERBS = {f"{base}{word}": meaning for base in _BASES for word, meaning in _MEANINGS.items()}
"""Verb -> (completed, passed) as far as the verb itself says; what the result says goes first."""

"""What desks and server say to each other: the shapes on the wire (S1, S6, S7), in msgpack or in JSON.

Ids are 16 bytes (base64 in JSON); instants are integer UTC microseconds; numbers are the server's, of one
organisation's stream. A field that a program does not know is left alone, so that versions can differ.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from app.domain.operation import Patch

PROTOCOL = 2
"""Raised when an older program cannot go on with a newer one; said in every request (S15)."""
OLDEST_PROTOCOL = 1
OLDEST_OF_LICENSORS = 2
"""Desks of before other streams than the own one do not know the roles and kinds in a licensor's; those of an
organisation go on as they did.
"""
PROTOCOL_HEADER = "Leerspoor-Protocol"
MSGPACK, JSON = "application/msgpack", "application/json"

Id = Annotated[bytes, Meta(min_length=16, max_length=16)]
Number = Annotated[int, Meta(ge=0, le=2**62)]
StreamId = Annotated[bytes, Meta(max_length=16)]
"""The id of the tenant whose stream it is; empty: the own one (D10)."""
Whole = Annotated[int, Meta(ge=-(2**62), le=2**62)]
NO_ZERO = r"^[^\x00]*$"
"""PostgreSQL keeps no text with a zero in it."""
Word = Annotated[str, Meta(max_length=64, pattern=NO_ZERO)]
Line = Annotated[str, Meta(max_length=256, pattern=NO_ZERO)]

MOST_OPERATIONS = 500
MOST_PATCHES = 2_000
MOST_RESULTS = 20_000
MOST_UNITS = 20_000
PROOF_BYTES = 16


class Saying(Struct, frozen=True, omit_defaults=True):
    """A `Text` on its way: a template from the list of texts, and what goes into it."""

    template: Annotated[str, Meta(max_length=1000)]
    many: str | None = None
    arguments: dict[str, str | int] = {}


class Problem(Struct, frozen=True, omit_defaults=True):
    """Every answer that is no success. `code` is for programs; `says` for people; `retry_after` in seconds."""

    code: Word
    says: list[Saying] = []
    retry_after: int | None = None


class Named(Struct, frozen=True, array_like=True):
    """The newest number that the server named to this device, with its own proof of that.

    The device shows it again: a server that proved it and does not remember was put back (S13).
    """

    number: Number
    proof: Annotated[bytes, Meta(min_length=PROOF_BYTES, max_length=PROOF_BYTES)]


# --- Accounts and devices ------------------------------------------------------------------------------------


class LogIn(Struct, frozen=True):
    """`instance` is kept outside the database: a copied database comes with the device of another (S13)."""

    organisation: Word
    username: Line
    password: Annotated[str, Meta(max_length=1024)]
    device_id: Id
    instance: Annotated[bytes, Meta(min_length=16, max_length=16)]
    public_key: Annotated[bytes, Meta(min_length=32, max_length=32)]
    label: Line = ""


class Refresh(Struct, frozen=True):
    refresh: Annotated[str, Meta(max_length=256)]


class Session(Struct, frozen=True):
    """`access` lasts minutes and goes with every request; `refresh` lasts until it is used (S14).

    `must_choose`: a first password let this device in, and nothing else is answered before another was chosen.
    `keeps_offline`: what comes here may stay when the program is closed (O-1).
    """

    access: str
    access_seconds: int
    refresh: str
    device_id: Id
    account_id: Id
    role: Word
    name: str
    organisation: OrganisationCard
    server_us: int
    must_choose: bool = False
    keeps_offline: bool = True


class OrganisationCard(Struct, frozen=True):
    """`empty`: the server has nothing of it yet, so a desk may bring its own id and rows (S16)."""

    id: Id
    code: str
    name: str
    place: str
    provider: str
    zone: str
    empty: bool
    epoch: str
    server_key: bytes
    offline_days: int
    kind: Word = "organisation"


class ChoosePassword(Struct, frozen=True):
    """`old` is not looked at where a first password has just let this device in."""

    new: Annotated[str, Meta(max_length=1024)]
    old: Annotated[str, Meta(max_length=1024)] = ""


class PasswordChosen(Struct, frozen=True):
    """`ended` is how many other devices of the account must log in anew."""

    ended: int


class Adopt(Struct, frozen=True):
    """The id that an empty organisation takes over from the desk that was there first (S16)."""

    organisation_id: Id


BEFORE_CHOOSING = (Adopt, ChoosePassword)
"""What is answered before somebody chose a password of the own: nothing that shows a row."""


# --- Push ----------------------------------------------------------------------------------------------------


class Sent(Struct, frozen=True):
    """One operation, or one part of a large one. `seen` is how far the desk had read when it was made (S8)."""

    id: Id
    action: Word
    action_version: Annotated[int, Meta(ge=1, le=10_000)]
    arguments: dict[str, Any]
    patches: Annotated[list[Patch], Meta(max_length=MOST_PATCHES)]
    depends_on: Annotated[list[Id], Meta(max_length=500)]
    at_us: Whole
    seen: Number = 0
    epoch: Word = ""
    part: Annotated[int, Meta(ge=0, le=100_000)] = 0
    parts: Annotated[int, Meta(ge=1, le=100_000)] = 1


class AuditHead(Struct, frozen=True):
    """The newest link of a device's audit chain (S19)."""

    number: Number
    hash: Annotated[bytes, Meta(min_length=32, max_length=32)]


class Push(Struct, frozen=True):
    operations: Annotated[list[Sent], Meta(max_length=MOST_OPERATIONS)]
    audit: AuditHead | None = None
    named: Named | None = None
    stream: StreamId = b""


Status = Literal["applied", "merged", "conflict", "rejected", "gone"]


class Answer(Struct, frozen=True, omit_defaults=True):
    """`number` is the newest that the operation got in the stream; `rejected` and `gone` say why (S6)."""

    id: Id
    part: int
    status: Status
    number: Number = 0
    reason: Saying | None = None


class Answers(Struct, frozen=True, omit_defaults=True):
    """`countersigned` is the server's signature over the audit head that was sent."""

    answers: list[Answer]
    epoch: str
    server_us: int
    countersigned: bytes = b""
    named: Named | None = None


class Results(Struct, frozen=True):
    """Results in columns. `participant`, `exercise` and `batch` count into the tables of ids; -1 is none.

    On the way up `numbers` is empty. A removed result has outcome -1 and nothing else.
    """

    people: list[Id]
    exercises: list[Id]
    batches: list[Id]
    ids: bytes
    participant: list[Whole]
    exercise: list[Whole]
    batch: list[Whole]
    at_us: list[Whole]
    offset_minutes: list[Whole]
    score: list[Whole]
    outcome: list[Whole]
    seconds: list[Whole]

    def __len__(self) -> int:
        return len(self.participant)


class PushResults(Struct, frozen=True):
    """A slice of an append-only batch (S6): repeating it changes nothing."""

    operation_id: Id
    results: Results
    named: Named | None = None


class ResultsTaken(Struct, frozen=True):
    """`refused` are those of people or exercises that are not there (any more)."""

    taken: int
    refused: int
    number: Number
    epoch: str
    named: Named | None = None


# --- Pull ----------------------------------------------------------------------------------------------------


class Reach(Struct, frozen=True):
    """Units that were read up to the same number."""

    cursor: Number
    units: Annotated[list[Id], Meta(max_length=MOST_UNITS)]


class Pull(Struct, frozen=True):
    """Ask for one page. `rows` and `results` say how far each lane was read; rows come first. `bound` is 0, then what
    the first page said. `epoch` is the one the cursors belong to. `since_year` is the oldest school year whose results
    are wanted (S9). `oldest` is up to where the server had forgotten removed rows when this desk heard it last.
    `hides`: what is here came without last names; None: nothing is here. Who has it otherwise now starts afresh.
    """

    rows: Annotated[list[Reach], Meta(max_length=1000)] = []
    results: Annotated[list[Reach], Meta(max_length=1000)] = []
    bound: Number = 0
    epoch: Word = ""
    oldest: Number = 0
    named: Named | None = None
    since_year: Annotated[int, Meta(ge=0, le=9999)] = 0
    page_bytes: Annotated[int, Meta(ge=1_000, le=8_000_000)] = 1_000_000
    stream: StreamId = b""
    hides: bool | None = None


class Rows(Struct, frozen=True):
    """Rows of one kind: the names of the columns, and per row its id, number and values."""

    kind: Word
    columns: list[str]
    ids: list[bytes]
    numbers: list[int]
    values: list[list[Any]]


class Removed(Struct, frozen=True, array_like=True):
    """A row that went; `intended` where somebody meant many to go at once (S13)."""

    kind: str
    id: bytes
    number: int
    intended: bool


class SumOfRows(Struct, frozen=True):
    rows: int
    total: int


class OtherStream(Struct, frozen=True):
    """A stream that this account reads beside its own (D10), in a role. `number` is the newest of what it can see
    there, `code` and `name` are whose stream it is.
    """

    id: Id
    role: Word
    number: int
    epoch: str
    code: str
    name: str


class Count(Struct, frozen=True, array_like=True):
    """How many there are now of what this account may not see; `what` as in `app.domain.counting`."""

    licence_id: bytes | None
    what: Word
    number: int


class Page(Struct, frozen=True, omit_defaults=True):
    """`reached` and `results_reached` say how far the named units now are in each lane; `more` that there is another
    page up to `bound`.

    `enter` and `leave` are units that came into or went out of scope; leaving is not deletion (S8). `removals` counts
    removals to come that nobody marked as meant, per kind, on the first page. `earlier_of` are participants whose
    sums of earlier years changed. `sum` comes with the last page, of everything in scope. `named` is left out where
    the device has just shown it.

    The last page of the own stream tells `streams`, all the others that this account reads; the last page of one of
    those tells `heard`, the number under which it stands there, and `counts`. `hides`: rows come without last names.
    """

    bound: Number
    epoch: str
    server_us: int
    reached: Reach | None = None
    results_reached: Reach | None = None
    more: bool = False
    rows: list[Rows] = []
    removed: list[Removed] = []
    erased: list[bytes] = []
    results: Results | None = None
    enter: list[bytes] = []
    leave: list[bytes] = []
    removals: dict[str, int] = {}
    earlier_of: list[bytes] = []
    sum: SumOfRows | None = None
    offline_days: int = 0
    oldest: int = 0
    named: Named | None = None
    streams: list[OtherStream] | None = None
    heard: int = 0
    counts: list[Count] | None = None
    hides: bool = False


class AskSums(Struct, frozen=True):
    """Which units differ, for who found that the sum of everything in scope does (S13)?"""

    stream: StreamId = b""


class SumOfUnit(Struct, frozen=True, array_like=True):
    unit: Id
    rows: int
    total: int


class Sums(Struct, frozen=True):
    """Those of all units in scope that have rows, as they are at this number of the stream."""

    number: Number
    units: list[SumOfUnit]


class AskEarlier(Struct, frozen=True):
    """Sums of results from before a school year, of these participants; none: of all in scope (S9)."""

    before_year: Annotated[int, Meta(ge=1, le=9999)]
    participants: Annotated[list[Id], Meta(max_length=MOST_UNITS)] = []
    whole: bool = False
    after: bytes = b""


class Earlier(Struct, frozen=True, omit_defaults=True):
    """Per participant and exercise: [attempts, failed, best or -1, done_us or 0, last_us, seconds].

    `after` names where to go on, empty at the end. `results` instead of sums where they were asked for whole.
    """

    people: list[bytes]
    exercises: list[bytes]
    participant: list[int] = []
    exercise: list[int] = []
    sums: list[list[int]] = []
    results: Results | None = None
    after: bytes = b""


def encode(message: Struct, kind: str = MSGPACK) -> bytes:
    return msgspec.json.encode(message) if kind == JSON else msgspec.msgpack.encode(message)

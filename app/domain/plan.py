"""What an import would do, worked out before anything is written: shown as a preview, then applied as it is."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.text import Text

NEW, CHANGED, UNCHANGED, GONE, DOUBTFUL, REFUSED = "new", "changed", "unchanged", "gone", "doubtful", "refused"
OUTCOMES = (NEW, CHANGED, UNCHANGED, GONE, DOUBTFUL, REFUSED)
KINDS = ("participants", "groups", "coaches", "results")


class Choice(StrEnum):
    """What somebody decides about one line: of a doubtful one the first three, of a known person the last two."""

    SAME = "same"
    SOMEBODY_NEW = "new"
    LEAVE_OUT = "out"
    LEAVE_ALONE = "alone"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class Decision:
    """`row_id` says who it is, where the choice is SAME."""

    choice: Choice
    row_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What can be decided about a line: `ref` names it over repeated readings, `said` are the line's own fields.

    `candidates` are the people whom it may be about, `choices` what may be decided; `decided` what was.
    """

    ref: str
    choices: tuple[Choice, ...]
    said: tuple[tuple[str, str], ...] = ()
    candidates: tuple[bytes, ...] = ()
    decided: Decision | None = None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the preview. `severity` is an outcome above, 'warning' or 'note'; `who` names the row for a human.

    `asked` is there where something can be decided about it.
    """

    file: str
    line: int
    severity: str
    kind: str
    who: str
    reason: Text
    asked: Asked | None = None


@dataclass(slots=True)
class PackedResults:
    """Many results in columns, about fifty bytes each. `participant` counts into `people` (row ids).

    `answers` are by the id of their result, also of results that are here already: (row id of the person, given,
    expected).
    """

    people: list[bytes] = field(default_factory=list)
    participant: array[int] = field(default_factory=lambda: array("l"))
    exercise: array[int] = field(default_factory=lambda: array("l"))
    at_us: array[int] = field(default_factory=lambda: array("q"))
    offset_minutes: array[int] = field(default_factory=lambda: array("h"))
    score: array[int] = field(default_factory=lambda: array("h"))  # -1: none
    outcome: array[int] = field(default_factory=lambda: array("b"))
    seconds: array[int] = field(default_factory=lambda: array("l"))  # -1: none
    ids: bytearray = field(default_factory=bytearray)
    voided: list[bytes] = field(default_factory=list)
    answers: dict[bytes, tuple[bytes, str, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.participant)

    def id_at(self, index: int) -> bytes:
        return bytes(self.ids[index * 16:index * 16 + 16])

    def only(self, places: Sequence[int]) -> PackedResults:
        """The results at these places, in this order."""
        kept = PackedResults(people=self.people, voided=self.voided)
        for name in ("participant", "exercise", "at_us", "offset_minutes", "score", "outcome", "seconds"):
            column = getattr(self, name)
            setattr(kept, name, array(column.typecode, [column[place] for place in places]))
        kept.ids = bytearray(b"".join(self.id_at(place) for place in places))
        left_out = set(map(self.id_at, range(len(self)))) - set(map(kept.id_at, range(len(kept))))
        kept.answers = {one: said for one, said in self.answers.items() if one not in left_out}
        return kept

    @property
    def does_something(self) -> bool:
        return bool(len(self) or self.voided or self.answers)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """`inserts` holds whole rows per table, `changes` fields per table and row id; `gone` the ids of people who are
    no longer in the source. `as_of` is the number of the newest operation it was worked out on.
    """

    format: str
    source: str
    digest: str
    counts: Mapping[str, Mapping[str, int]]
    not_taken_over: Mapping[str, int]
    lines: tuple[PlanLine, ...]
    inserts: Mapping[str, Sequence[dict[str, Any]]]
    changes: Mapping[str, Mapping[bytes, dict[str, Any]]]
    gone: tuple[bytes, ...]
    results: PackedResults | None
    as_of: int

    @property
    def undecided(self) -> int:
        """Doubtful lines that somebody could decide about and did not: they are left out, and asked again next time."""
        return sum(1 for line in self.lines if line.severity == DOUBTFUL and line.asked is not None)

    @property
    def does_something(self) -> bool:
        """False where applying it would change nothing."""
        return bool(
            any(self.inserts.values()) or any(self.changes.values())
            or (self.results is not None and self.results.does_something))


def no_counts() -> dict[str, dict[str, int]]:
    """All kinds and outcomes at zero: the stable shape of the command line's answer."""
    return {kind: dict.fromkeys(OUTCOMES, 0) for kind in KINDS}

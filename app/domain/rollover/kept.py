"""What a roll-over is made of, and what must hold for its rows whoever wrote them (S1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from app.domain.rollover.years import CODES
from app.domain.text import Text

ROLL_OVER = b"roll-over".ljust(16)
"""The target of the groups panel that opens the page of the new year."""


class State(StrEnum):
    PREPARED = "prepared"
    DONE = "done"
    DROPPED = "dropped"


class Fate(IntEnum):
    """What becomes of a present group; a group that is new altogether goes on, or ends before it began."""

    GOES_ON = 0
    ENDS = 1
    STAYS = 2


class Choice(StrEnum):
    """What becomes of a person; PROPOSED where nobody chose. EXTEND is a longer time in the first two year groups."""

    PROPOSED = ""
    PROMOTE = "promote"
    REPEAT = "repeat"
    EXTEND = "extend"
    LEAVE = "leave"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PresentGroup:
    """A group as it is; `years` are the year groups in it, none where it has no such thing."""

    id: bytes
    name: str
    year_group: str = ""
    location_id: bytes | None = None
    years: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group as it will be; `from_id` is the present group that goes on as it, if any."""

    id: bytes
    name: str
    kind: str = "base"
    year_group: str = ""
    location_id: bytes | None = None
    from_id: bytes | None = None
    fate: Fate = Fate.GOES_ON
    years: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """`groups` are the present groups in which this person takes part in the roll-over, the first one first.

    `year_group` is that of the year that ends. `already` are the groups of the new year in which the person is already,
    put there by an import or by hand, and `former` those of now that were left for them since it is prepared.
    """

    id: bytes
    year_group: str
    groups: tuple[bytes, ...]
    already: tuple[bytes, ...] = ()
    former: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose for one person; `to_id` is the new group where that was named."""

    choice: Choice
    to_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What was chosen for these people, whom a file puts elsewhere than was prepared: PROPOSED for what the file says.
    """

    roll_over_id: bytes
    people: tuple[bytes, ...]
    choice: Choice
    to_id: bytes | None


@dataclass(frozen=True, slots=True)
class Place:
    """What becomes of one person: into the new groups `to`, in `year_group`. `was_chosen`: not only proposed."""

    choice: Choice
    to: tuple[bytes, ...]
    year_group: str
    was_chosen: bool = False

    @property
    def is_open(self) -> bool:
        """Somebody who goes on without a group to go to: a human must say where."""
        return not self.to and self.choice not in (Choice.LEAVE, Choice.NONE)


def broken_roll_over(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a row of a roll-over, None where nothing is."""
    if kind not in ("roll_overs", "roll_over_groups", "roll_over_choices"):
        return None
    return None if _is_known(kind, row) else Text(
        "This change has a shape that the server does not know. It was refused.")


def _is_known(kind: str, row: Mapping[str, Any]) -> bool:
    if kind == "roll_overs":
        done = row.get("state") == State.DONE
        return row.get("state") in set(State) and done == (row.get("done_us") is not None)
    if kind == "roll_over_choices":
        return row.get("choice") in set(Choice)
    named = bool(str(row.get("name", "")).strip())
    return named and row.get("dropped") in set(Fate) and row.get("year_group", "") in CODES


def not_now(before: Mapping[str, Any] | None, now: Mapping[str, Any], today: date) -> Text | None:
    """Why a roll-over cannot become so: it is done once, and not before its day (A-1.13). None where it can.

    `before` is the row as it stood, None where there was none. Days compare as text.
    """
    if now["state"] != State.DONE:
        return None
    if before is not None and before["state"] == State.DONE:
        return ALREADY_DONE
    if str(now["effective_on"]) > today.isoformat():
        return Text(
            "The new {groups} begin on {day}. Until then everything stays prepared, and nothing was changed.",
            day=date.fromisoformat(now["effective_on"]))
    return None


ALREADY_DONE = Text(
    "A colleague made the new {groups} already. What you did was not taken over; look at the {groups} as they are now.")

"""Whether a licence can be used on a day: open, limited, paused or ended, by its dates and by the licensor's measures.

Reading, printing what was made, and exporting are never stopped here: what the law makes one keep stays within reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from app.domain.calendar import DAY
from app.domain.contract.agreement import Agreement
from app.domain.contract.ending import Ending, Ground
from app.domain.contract.kept_rows import day_of
from app.domain.contract.periods import renews_silently
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import Regulated
from app.domain.text import Text

Row = Mapping[str, Any]


class Use(IntEnum):
    """Higher leaves less."""

    OPEN = 0
    LIMITED = 1
    PAUSED = 2
    ENDED = 3


@dataclass(frozen=True, slots=True)
class UseState:
    """`since` is the first day on which it is so, and `ground` why; None while it is open."""

    use: Use
    since: date | None = None
    ground: Ground | None = None

    @property
    def is_stopped(self) -> bool:
        return self.use in (Use.PAUSED, Use.ENDED)


OPEN = UseState(Use.OPEN)
_BY_MEASURE = {
    "suspend": Use.PAUSED, "limit": Use.LIMITED, "end_access": Use.ENDED, "dissolve": Use.ENDED,
}


def ending_of(row: Row) -> Ending:
    """A row of `measures` as the rules take it."""
    return Ending(
        Ground(row["ground"]), row["measure"], date.fromisoformat(row["last_on"]), bool(row["immediate"]),
        day_of(row["administrator_until"]))


def use_on(profile: ProviderProfile, agreement: Agreement, measures: Iterable[Row], day: date) -> UseState:
    """What can be done with this agreement on that day; of several measures the one that leaves least."""
    found = [OPEN, *(_by_measure(row) for row in measures if _is_in_force(row, day))]
    last = agreement.last_day(renews_silently(profile.duration))
    if last is not None and day > last:
        ground = Ground.EXPIRY if agreement.ended_on is None else Ground.NOTICE
        found.append(UseState(Use.ENDED, last + DAY, ground))
    most = max(state.use for state in found)
    return min((one for one in found if one.use is most), key=lambda one: one.since or date.max)


def suspension_stands(row: Row, day: date) -> bool:
    """Whether this row of `measures` pauses or limits use on that day: of everybody, or of one user (abuse)."""
    if row["measure"] not in ("suspend", "limit") or ending_of(row).stops_on > day:
        return False
    return not (row["lifted_on"] and row["lifted_on"] <= day.isoformat())


def _is_in_force(row: Row, day: date) -> bool:
    """Abuse by one user pauses that user only; what was lifted holds up to the day before."""
    if row["ground"] == Ground.SUSPECTED_ABUSE or ending_of(row).stops_on > day:
        return False
    return not (row["lifted_on"] and row["lifted_on"] <= day.isoformat())


def _by_measure(row: Row) -> UseState:
    ending = ending_of(row)
    return UseState(_BY_MEASURE[row["measure"]], ending.stops_on, ending.ground)


def stopped(state: UseState) -> Text | None:
    """Why the licence cannot be used, None where it can."""
    if not state.is_stopped or state.since is None:
        return None
    if state.use is Use.PAUSED:
        return Text(
            "The licence is suspended since {day}. Nothing was changed. Reading, printing what was made, and "
            "exporting go on. Ask the licensor when the suspension is lifted.", day=state.since)
    return Text(
        "The licence ended: it cannot be used since {day}. Nothing was changed. Reading, printing what was made, and "
        "exporting go on. Record a new agreement to go on.", day=state.since)


def told(state: UseState, package: str) -> Text | None:
    """The line over everything while use is limited, suspended or ended."""
    if state.since is None:
        return None
    match state.use:
        case Use.LIMITED:
            return Text("The licensor limits the use of {package} since {day}. Ask to what.",
                        package=package, day=state.since)
        case Use.PAUSED:
            return Text("{package} is suspended since {day}. You can read, print and export; using the licence waits.",
                        package=package, day=state.since)
        case Use.ENDED:
            return Text("{package} ended: it is not used any more since {day}. You can read, print and export.",
                        package=package, day=state.since)
    return None


def certificates_stopped(found: Iterable[tuple[ProviderProfile, UseState]]) -> Text | None:
    """Why no new certificate can be issued: the product gives them, and no agreement about it can be used.

    Where the terms know no certificates, the organisation gives its own and goes on (A); likewise without any
    agreement.
    """
    return _all_stopped([state for profile, state in found if isinstance(profile.learning.certificate, Regulated)])


def tests_stopped(found: Iterable[tuple[ProviderProfile, UseState]]) -> Text | None:
    """Why no test can be taken: its content is blocked with the product that has it (A-10.1, A-10.2).

    `found` are the states on the day of taking: what was taken before can be typed in after it. Without any agreement
    the organisation follows its own tests and goes on.
    """
    return _all_stopped([state for profile, state in found if not profile.lacks_panel("tests")])


def _all_stopped(given: Sequence[UseState]) -> Text | None:
    if not given or not all(state.is_stopped for state in given):
        return None
    return stopped(min(given, key=lambda state: (state.use, state.since or date.max)))

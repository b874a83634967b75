"""Licences: how full one is, who still fits, and the days of the agreement that matter.

A seat is a participant licence. A participant takes one seat, in however many groups he or she is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from app.domain.calendar import DAY, NoticeDay, last_day_for_notice
from app.domain.contract.periods import period_on, renews_silently
from app.domain.provider_access import LicenceRules
from app.domain.provider_terms import DurationRules, NotRegulated
from app.domain.text import Text

Person = TypeVar("Person", bound=Hashable)

NEARLY_FULL_PERCENT = 5
"""Our own choice: nearly full is when at most this share of the seats is free, or the last one."""


class LicenceState(StrEnum):
    UPCOMING = "upcoming"
    ACTIVE = "active"
    NEARLY_FULL = "nearly_full"
    FULL = "full"
    SUSPENDED = "suspended"
    ENDED = "ended"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    LicenceState.UPCOMING: Text("Not yet started"),
    LicenceState.ACTIVE: Text("Active"),
    LicenceState.NEARLY_FULL: Text("Nearly full"),
    LicenceState.FULL: Text("Full"),
    LicenceState.SUSPENDED: Text("Suspended"),
    LicenceState.ENDED: Text("Ended"),
}


def licence_state(today: date, begins: date, ends: date | None, bought: int, used: int) -> LicenceState:
    """The state on `today`; `ends` is the last day, None where the licence goes on."""
    if today < begins:
        return LicenceState.UPCOMING
    if ends is not None and today > ends:
        return LicenceState.ENDED
    return _fullness(bought, used)


def _fullness(bought: int, used: int) -> LicenceState:
    free = bought - used
    if free <= 0:
        return LicenceState.FULL
    if used > 0 and free <= max(1, bought * NEARLY_FULL_PERCENT // 100):
        return LicenceState.NEARLY_FULL
    return LicenceState.ACTIVE


def usable_seats(rules: LicenceRules, organisation_licences: int, participant_licences: int) -> int:
    """The seats that can be used; where a licence has two parts (A-1.8), none without the organisation's."""
    if "organisation" in rules.parts.value.parts and organisation_licences == 0:
        return 0
    return participant_licences


def seats_needed(seated: Iterable[Person], wanted: Iterable[Person]) -> tuple[Person, ...]:
    """Those of `wanted` without a seat, in the order given and each once, whatever their groups."""
    already = set(seated)
    return tuple(person for person in dict.fromkeys(wanted) if person not in already)


@dataclass(frozen=True, slots=True)
class SeatPlan(Generic[Person]):
    """Who fits and who does not, both in the order in which they were asked for."""

    fits: tuple[Person, ...]
    left_out: tuple[Person, ...]

    @property
    def short(self) -> int:
        """How many seats would have to be ordered or freed."""
        return len(self.left_out)


def seat_plan(free: int, wanted: Sequence[Person]) -> SeatPlan[Person]:
    """Seats go in the order given; who comes after the last free seat is left out. Nobody is displaced."""
    once = tuple(dict.fromkeys(wanted))
    fitting = max(0, min(free, len(once)))
    return SeatPlan(once[:fitting], once[fitting:])


@dataclass(frozen=True, slots=True)
class AgreementDates:
    """The current period of an agreement and what happens at its end.

    `notice` is the last day on which notice can be received, `renews_on` the first day of the next period.
    Each is `NotRegulated` where the terms are silent, and None where it no longer applies: notice was given,
    or there is no silent renewal.
    """

    begins: date
    ends: date
    notice: NoticeDay | NotRegulated | None
    renews_on: date | NotRegulated | None


def agreement_dates(
    rules: DurationRules, starts: date, months: int, today: date, ended_on: date | None = None,
) -> AgreementDates:
    """The period that `today` falls in, of an agreement for `months` (1 or more) from `starts` (O-11.1).

    With silent renewal the period is the last one that has begun; before `starts` it is the first.
    `ended_on` is the last day of an agreement that notice was given for.
    """
    last = min(today, ended_on) if ended_on is not None else today
    current = period_on(starts, months, last, renews_silently(rules))
    if ended_on is not None:
        return AgreementDates(current.begins, min(current.ends, ended_on), None, None)
    return AgreementDates(
        current.begins, current.ends, _notice_day(rules, current.ends), _renewal_day(rules, current.ends))


def _notice_day(rules: DurationRules, ends: date) -> NoticeDay | NotRegulated:
    if isinstance(rules.notice, NotRegulated):
        return rules.notice
    return last_day_for_notice(ends, rules.notice.value.months)


def _renewal_day(rules: DurationRules, ends: date) -> date | NotRegulated | None:
    if isinstance(rules.renewal, NotRegulated):
        return rules.renewal
    return ends + DAY if rules.renewal.value.silent else None

"""The periods of an agreement: each begins the day after the one before it ends, and all are equally long.

Every period is counted from the first day of the agreement, so that one of the 31st keeps its day number through
short months.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.calendar import add_months, last_day_of
from app.domain.errors import Fault
from app.domain.provider_terms import DurationRules, Regulated


@dataclass(frozen=True, slots=True)
class Period:
    """`number` is 0 for the first period; `ends` is its last day."""

    number: int
    begins: date
    ends: date


def period(starts_on: date, months: int, number: int) -> Period:
    """The period with this number, of an agreement for `months` (1 or more) from `starts_on`."""
    if months < 1:
        raise Fault(f"an agreement for {months} months")
    return Period(number, add_months(starts_on, months * number), last_day_of(starts_on, months * (number + 1)))


def period_on(starts_on: date, months: int, day: date, renews: bool) -> Period:
    """The period that `day` falls in; the first one before `starts_on`, and always where nothing renews."""
    first = period(starts_on, months, 0)
    if not renews or day <= first.ends:
        return first
    number = ((day.year - starts_on.year) * 12 + day.month - starts_on.month) // months
    found = period(starts_on, months, number)
    return found if found.begins <= day else period(starts_on, months, number - 1)


def renews_silently(rules: DurationRules) -> bool:
    """True where the terms say so; terms that are silent about renewal renew nothing."""
    return isinstance(rules.renewal, Regulated) and rules.renewal.value.silent

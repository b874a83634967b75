"""Whether seats may be freed for others here, and after how long unseen: the provider's profile says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.calendar import add_months
from app.domain.sight import Sight


@dataclass(frozen=True, slots=True)
class Reuse:
    """`before` is the day since when somebody was not seen; `months` and `clause` say where that comes from."""

    allowed: bool
    months: int
    before: date
    before_us: int
    clause: str


def reuse_of(sight: Sight) -> Reuse:
    """The rule of the profile in force, counted back from today."""
    rule = sight.profile.licence.seat_reuse
    before = add_months(sight.today, -rule.value.unseen_months)
    return Reuse(rule.value.allowed, rule.value.unseen_months, before, sight.start_of(before), rule.basis.cited)


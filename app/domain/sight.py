"""Through whose eyes something is read: the actor, the profile in force, the day and the fields switched on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.domain.permissions import Actor
from app.domain.provider import ProviderProfile


@dataclass(frozen=True, slots=True)
class Sight:
    """`zone` is the organisation's time zone, in which legal days count; `switched_on` holds (subject, field).

    `tenant` is whose rows are seen where that is another than the desk's own (D10): everything else is then theirs.
    """

    actor: Actor
    profile: ProviderProfile
    today: date
    zone: str = "Europe/Amsterdam"
    switched_on: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    tenant: bytes | None = None

    @property
    def sees_all(self) -> bool:
        return self.actor.sees_all

    def keeps(self, subject: str, name: str) -> bool:
        """True if the profile keeps this field of this subject, by its clauses or because it was switched on."""
        return self.profile.keeps(subject, name) or (subject, name) in self.switched_on

    def day_of(self, at_us: int) -> date:
        """The day an instant falls on in the organisation's zone."""
        return datetime.fromtimestamp(at_us / 1_000_000, ZoneInfo(self.zone)).date()

    def start_of(self, day: date) -> int:
        """The first instant of a day in the organisation's zone, UTC microseconds."""
        return int(datetime.combine(day, time(), ZoneInfo(self.zone)).timestamp()) * 1_000_000

    def days_ago(self, days: int) -> int:
        return self.start_of(self.today - timedelta(days=days))

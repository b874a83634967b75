"""Announced maintenance (A-6.3, A-6.7, O-4.7): what an announcement holds, which hours it should avoid, what is shown.

Instants are UTC microseconds; what counts as a day or an hour is said by the clock of a zone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum
from typing import Any

from app.domain.calendar import DAY, is_working_day
from app.domain.provider_service import Maintenance
from app.domain.provider_terms import NotRegulated, Rule
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, only_wrong, wrong_words

LONGEST_TEXT = 500
LONGEST_DAYS = 31
"""Our own choice: what takes longer is a slip of the keyboard."""
_DAY_US = 86_400_000_000


class MaintenanceState(StrEnum):
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    WITHDRAWN = "withdrawn"


STATES: Mapping[MaintenanceState, Text] = {
    MaintenanceState.COMING: Text("announced"), MaintenanceState.RUNNING: Text("going on now"),
    MaintenanceState.OVER: Text("over"), MaintenanceState.WITHDRAWN: Text("withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Announced:
    """From `starts_us` up to and not at `ends_us`. `meanwhile` says what works all the same."""

    id: bytes
    starts_us: int
    ends_us: int
    what: str
    meanwhile: str
    urgent: bool
    withdrawn: bool = False

    def state(self, now_us: int) -> MaintenanceState:
        if self.withdrawn:
            return MaintenanceState.WITHDRAWN
        if now_us >= self.ends_us:
            return MaintenanceState.OVER
        return MaintenanceState.RUNNING if now_us >= self.starts_us else MaintenanceState.COMING


def instant(field: str, day: date, clock: time, zone: tzinfo) -> int | WrongField:
    """The instant of a time on the clock; the first of the two where the clock goes back. In the night in which the
    clock goes forward an hour is not there.
    """
    local = datetime.combine(day, clock, zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        return WrongField(field, Text(
            "This time is not there: the clock goes forward in that night. Nothing was announced."))
    return int(local.timestamp()) * 1_000_000


def check_announcement(
    starts_us: int, ends_us: int, what: str, meanwhile: str, now_us: int,
) -> tuple[WrongField, ...]:
    """What is wrong with an announcement, at its field."""
    return only_wrong((
        _wrong_end(starts_us, ends_us, now_us), wrong_words("what", what, LONGEST_TEXT),
        wrong_words("meanwhile", meanwhile, LONGEST_TEXT)))


def in_avoided_hours(rule: Rule[Maintenance], starts_us: int, ends_us: int, zone: tzinfo) -> bool:
    """Whether it falls, if only in part, within hours of a working day that the terms would rather keep free."""
    if isinstance(rule, NotRegulated) or ends_us <= starts_us:
        return False
    day, last = (datetime.fromtimestamp(at / 1_000_000, zone).date() for at in (starts_us, ends_us))
    while day <= last:
        begins, ends = (_at(day, clock, zone) for clock in (rule.value.avoid_from, rule.value.avoid_until))
        if is_working_day(day) and starts_us < ends and begins < ends_us:
            return True
        day += DAY
    return False


def to_show(every: Iterable[Announced], now_us: int, dismissed: Collection[bytes]) -> tuple[Announced, ...]:
    """What stands over the window now, the first to begin first: what goes on always, what is coming unless it was
    dismissed.
    """
    shown = (
        one for one in every
        if one.state(now_us) is MaintenanceState.RUNNING
        or (one.state(now_us) is MaintenanceState.COMING and one.id not in dismissed))
    return tuple(sorted(shown, key=lambda one: (one.starts_us, one.ends_us, one.id)))


def announced_of(row: Mapping[str, Any]) -> Announced:
    """A row of `maintenances`."""
    return Announced(row["id"], row["starts_us"], row["ends_us"], row["what"], row["meanwhile"], bool(row["urgent"]),
                     row["withdrawn_us"] is not None)


def broken_maintenance(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with an announcement, whoever sends it (S1)."""
    if kind != "maintenances":
        return None
    proper = (
        not check_announcement(row["starts_us"], row["ends_us"], row["what"], row["meanwhile"], row["starts_us"])
        and row["urgent"] in (0, 1) and row["published_us"] > 0)
    return None if proper else Text("This change has a shape that the server does not know. It was refused.")


def _wrong_end(starts_us: int, ends_us: int, now_us: int) -> WrongField | None:
    if ends_us <= starts_us:
        return WrongField("ends", Text("The end must come after the beginning. Nothing was announced."))
    if ends_us <= now_us:
        return WrongField("ends", Text("This is over already. Nothing was announced."))
    if ends_us - starts_us > LONGEST_DAYS * _DAY_US:
        return WrongField("ends", Text("This takes longer than {n} days. Nothing was announced.", n=LONGEST_DAYS))
    return None




def _at(day: date, clock: time, zone: tzinfo) -> int:
    return int(datetime.combine(day, clock, zone).timestamp()) * 1_000_000

"""The help desk: open or closed now, when it opens, and who may ask or report."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from app.domain.calendar import DAY, is_holiday
from app.domain.provider_service import DeskHours, HelpDeskRules
from app.domain.provider_terms import NotRegulated, Roles, Rule, Who
from app.domain.text import Text

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEARCHED_DAYS = 60
"""No desk is closed for longer than this; one that opens on no day at all is a fault of its profile."""


@dataclass(frozen=True, slots=True)
class DeskState:
    """`until` is when it closes (open) or opens (closed), in the zone that was passed in; None: never."""

    open: bool
    until: datetime | None

    @property
    def text(self) -> Text:
        if self.until is None:
            return Text("The help desk has no opening hours.")
        if self.open:
            return Text("Help desk open until {time}", time=self.until.time())
        day, clock = self.until.date(), self.until.time()
        return Text("Help desk closed, opens on {day} at {time}", day=day, time=clock)


def desk_state(
    hours: Rule[DeskHours], now: datetime, zone: tzinfo, extra: Collection[date] = (),
) -> DeskState | NotRegulated:
    """Whether the desk is open at `now` (an aware datetime) by the clock of `zone`, the organisation's own.

    `extra` are days off that the organisation keeps besides the official holidays. The desk is open from the
    first second of its opening time up to, and not at, its closing time.
    """
    if isinstance(hours, NotRegulated):
        return hours
    local = now.astimezone(zone)
    desk = hours.value
    if _is_desk_day(desk, local.date(), extra) and desk.opens <= local.time() < desk.closes:
        return DeskState(True, datetime.combine(local.date(), desk.closes, zone))
    opening = _next_opening(desk, local, extra)
    return DeskState(False, None if opening is None else datetime.combine(opening, desk.opens, zone))


def _next_opening(desk: DeskHours, local: datetime, extra: Collection[date]) -> date | None:
    first = local.date() if local.time() < desk.opens else local.date() + DAY
    days = (first + timedelta(days=number) for number in range(_SEARCHED_DAYS))
    return next((day for day in days if _is_desk_day(desk, day, extra)), None)


def _is_desk_day(desk: DeskHours, day: date, extra: Collection[date]) -> bool:
    if _WEEKDAYS[day.weekday()] not in desk.days:
        return False
    return not (desk.except_holidays and is_holiday(day, extra))


def may_ask(rules: HelpDeskRules, who: Who) -> bool:
    """Who may ask how something works (A-6.5, O-7); where the terms are silent, nobody is turned away."""
    return _includes(rules.questions, who)


def may_report(rules: HelpDeskRules, who: Who) -> bool:
    """Who may report that something does not work (A-6.5, O-annex 2)."""
    return _includes(rules.faults, who)


def whom_to_ask(rules: HelpDeskRules, who: Who) -> Text:
    """Where somebody in this role goes with a question."""
    if may_ask(rules, who):
        return Text("Ask the help desk.")
    return Text("Ask your {administrator}: the help desk answers questions of {the_administrator} only.")


def _includes(rule: Rule[Roles], who: Who) -> bool:
    return isinstance(rule, NotRegulated) or who in rule.value.roles

"""What the indicator says about sync: quiet while all is well, plain where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ui.sync.state import CHOOSE, FAULT, LATER, LOG_IN, PAUSED, SETTLE, UPGRADE, SyncState
from ui.words import show, show_day_time, tr, tr_count

if TYPE_CHECKING:
    from datetime import date

    from app.views.sync import SyncStanding

_CLOCK_MATTERS = 300
"""Seconds."""


class SyncWords(NamedTuple):
    """`tone` is 'good', 'busy', 'alone' or 'warning'; `text` stands in the bar, `detail` explains it.

    `short` stands there instead where the bar has little room.
    """

    tone: str
    text: str
    detail: str
    short: str = ""


def sync_words(standing: SyncStanding, state: SyncState, today: date, is_slow: bool = False) -> SyncWords:
    """`is_slow`: it runs for so long that it is worth saying."""
    if not standing.is_connected:
        return SyncWords("alone", tr("Only on this computer"), tr(
            "Everything you do is kept here, encrypted. Press to connect with the server of your {organisation}."))
    tone, text = _now(standing, state, today, is_slow)
    if standing.waiting:
        text = tr("{state} · {n} to send", state=text, n=standing.waiting)
    last = tr("Last synchronised: {time}.", time=last_success(standing, today))
    short = last_success(standing, today) if tone == "good" else ""
    return SyncWords(tone, text, "\n".join([last, *sync_reasons(standing, state)]), short)


def sync_reasons(standing: SyncStanding, state: SyncState) -> list[str]:
    """Why it does not work, what that means, and whether the clock is right; empty while all is well."""
    reasons = [show(reason) for reason in state.reasons]
    if not reasons and standing.problem is not None:
        reasons = [show(standing.problem)]
    further = {
        FAULT: tr("Something went wrong in Leerspoor itself. Your data was not changed, and it is tried again."),
        PAUSED: tr("You stopped it, so not everything is here yet. Synchronise now to go on where it was."),
    }
    reasons += [further[state.trouble]] if state.trouble in further else []
    clock = clock_words(standing.clock_off_seconds)
    return [*reasons, clock] if clock else reasons


def to_check(standing: SyncStanding) -> str:
    """The words of the badge; '' where nothing is to be checked."""
    number = standing.to_review or standing.parked
    return tr_count("{n} to check", "{n} to check", number) if number else ""


def last_success(standing: SyncStanding, today: date) -> str:
    """14:02, or with the day where it was not today."""
    return show_day_time(_last_us(standing), today) if _last_us(standing) else tr("never")


def _last_us(standing: SyncStanding) -> int:
    """Where nothing is kept, what is here goes each time, and so does that it was ever whole."""
    return standing.last_success_us or (standing.last_contact_us if standing.only_connected else 0)


def clock_words(seconds: int) -> str:
    """'' while the clock is right enough; what was made here keeps its order, but not its hour."""
    if abs(seconds) < _CLOCK_MATTERS:
        return ""
    ahead = tr(
        "The clock of this computer is {time} ahead of the server's. Set it right, or what you do bears a wrong time.",
        time=_span(seconds))
    behind = tr(
        "The clock of this computer is {time} behind the server's. Set it right, or what you do bears a wrong time.",
        time=_span(seconds))
    return ahead if seconds > 0 else behind


def _now(standing: SyncStanding, state: SyncState, today: date, is_slow: bool) -> tuple[str, str]:
    if state.running and (is_slow or not standing.last_success_us):
        if standing.last_success_us:
            return "busy", tr("Synchronising…")
        first = not standing.only_connected
        return "busy", tr("Synchronising for the first time…") if first else tr("Fetching your data…")
    if state.trouble == LOG_IN:
        return "warning", tr("Log in again")
    if state.trouble == CHOOSE:
        return "warning", tr("Choose your password")
    if state.trouble == UPGRADE:
        return "warning", tr("A newer version is needed")
    if state.trouble in (FAULT, SETTLE):
        return "warning", tr("Synchronising does not work")
    if state.trouble == PAUSED:
        return "warning", tr("Synchronising was stopped")
    if not _last_us(standing):
        return "busy", tr("Not synchronised yet")
    when = last_success(standing, today)
    if state.trouble == LATER:
        return "warning", tr("No connection since {time}", time=when)
    return "good", tr("Synchronised at {time}", time=when)


def _span(seconds: int) -> str:
    minutes = abs(seconds) // 60
    if minutes < 120:
        return tr_count("{n} minute", "{n} minutes", minutes)
    if minutes < 48 * 60:
        return tr_count("{n} hour", "{n} hours", minutes // 60)
    return tr_count("{n} day", "{n} days", minutes // (24 * 60))

"""How a coach stands in the table of the coaches, and what each column says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.coaches import KIND_WORDS, CoachKind
from ui.panel import Veil
from ui.parts.columns import Column
from ui.words import list_name, list_name_key, search_matcher, show, show_short_date, tr

if TYPE_CHECKING:
    from app.views.coaches import CoachGroup, CoachLine


def coach_columns(veil: Veil) -> tuple[Column, ...]:
    """Name with user name, kind, groups, last day, statement, what is kept and shown, login."""
    def name(line: CoachLine) -> str:
        return veil.name(list_name(line.full, line.listed), line.id)

    def below(line: CoachLine) -> str:
        also = tr("Also {a_participant}") if line.takes_part else ""
        return " · ".join(part for part in (veil.name(line.given.username, line.id), also) if part)

    return (
        Column(tr("Name"), name, width=22, sort_key=coach_order, under=below, bold=True),
        Column(tr("Kind"), kind_of, width=12),
        Column(tr("{Groups}"), groups_of, width=22, stretch=True, muted=True),
        Column(tr("Ended from"), until_of, width=10, sort_key=_until_order, tone=_tone_until),
        Column(tr("Confidentiality"), signed_of, width=14, tone=_tone_signed),
        Column(tr("Limits"), connected_of, width=19, muted=True, under=surnames_of),
        Column(tr("Login"), login_of, width=11, tone=_tone_login),
    )


def coach_key(line: CoachLine) -> bytes:
    return line.id


def coach_order(line: CoachLine) -> Any:
    return list_name_key(line.full, line.listed)


def coach_matcher(typed: str) -> Callable[[CoachLine], bool] | None:
    """Who fits what was typed, by name, user name or group; None where nothing was typed."""
    if not typed.strip():
        return None
    fits = search_matcher(typed)
    return lambda line: fits(" ".join((line.full, line.given.username, groups_of(line))))


def kind_of(line: CoachLine) -> str:
    return show(KIND_WORDS[CoachKind(line.given.kind)]) if line.given.kind in set(CoachKind) else line.given.kind


def groups_of(line: CoachLine) -> str:
    return ", ".join(group_words(group) for group in line.groups)


def group_words(group: CoachGroup) -> str:
    """The name, and what is not ordinary about it."""
    if group.reads_only and group.until_on is not None:
        return tr("{name} (looks on, up to {day})", name=group.name, day=show_short_date(group.until_on))
    if group.until_on is not None:
        return tr("{name} (up to {day})", name=group.name, day=show_short_date(group.until_on))
    return tr("{name} (looks on)", name=group.name) if group.reads_only else group.name


def until_of(line: CoachLine) -> str:
    """The first day on which it has ended, as everywhere in the program."""
    return shown_day(line.given.until_on)


def signed_of(line: CoachLine) -> str:
    return shown_day(line.given.confidential_on) or tr("Not signed")


def connected_of(line: CoachLine) -> str:
    """What differs from most: nothing kept without a network."""
    return "" if line.given.keeps_offline else tr("Only when connected")


def surnames_of(line: CoachLine) -> str:
    """What differs from most: no last names."""
    return "" if line.given.shows_surnames else tr("No last names")


def login_of(line: CoachLine) -> str:
    return {"none": tr("None yet"), "works": tr("Works"), "ended": tr("Ended")}[line.login]


def shown_day(kept: str) -> str:
    return show_short_date(date.fromisoformat(kept)) if kept else ""


def _until_order(line: CoachLine) -> str:
    return line.given.until_on or "9"


def _tone_until(line: CoachLine) -> str:
    return "neutral" if line.has_ended else ""


def _tone_signed(line: CoachLine) -> str:
    return "" if line.given.confidential_on else "warning"


def _tone_login(line: CoachLine) -> str:
    if line.login == "works" and not line.has_ended:
        return "good"
    return "neutral"

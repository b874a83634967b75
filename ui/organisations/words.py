"""How the organisations of a licensor are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.parts.columns import Column
from ui.words import search_matcher, show, show_money, show_number, tr, tr_count

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.views.organisations import OrganisationRow

_TONES = {"upcoming": "info", "running": "good", "ending": "warning", "ended": "neutral", "none": "neutral"}
_LAST = 9_999_999


def organisation_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Organisation"), lambda row: row.name, width=12, stretch=True, bold=True,
               under=lambda row: row.place),
        Column(tr("Agreement"), lambda row: row.package or "–", width=11, under=lambda row: row.agreement),
        Column(tr("State"), state_label, width=10, tone=state_tone),
        Column(tr("Seats"), seats_label, align="right", width=8, sort_key=lambda row: row.bought),
        Column(tr("Open amount"), lambda row: show_money(row.open_cents) if row.open_cents else "–", align="right",
               width=11, sort_key=lambda row: row.open_cents, under=_late),
        Column(tr("Next date"), lambda row: show(row.next_date), width=29, stretch=True, muted=True,
               sort_key=_next_day, under=_waiting),
    )


def state_label(row: OrganisationRow) -> str:
    if row.suspended:
        return tr("Suspension")
    states = {
        "upcoming": tr("Starts later"), "running": tr("Active"), "ending": tr("Ends"), "ended": tr("Ended"),
        "none": tr("No agreement"),
    }
    return states[row.state]


def state_tone(row: OrganisationRow) -> str:
    return "danger" if row.suspended else _TONES[row.state]


def seats_label(row: OrganisationRow) -> str:
    """'38 / 40'; a dash where nothing runs, and for what the server has not counted."""
    if not row.bought:
        return "–"
    used = "–" if row.used is None else show_number(row.used)
    return tr("{used} / {bought}", used=used, bought=show_number(row.bought))


def matcher(typed: str) -> Callable[[OrganisationRow], bool]:
    """Who fits what was typed: beginnings of words of the name, the place, the code or the agreement."""
    fits = search_matcher(typed)
    return lambda row: fits(f"{row.name} {row.place} {row.code} {row.agreement} {row.package}")


def id_of(row: OrganisationRow) -> bytes:
    return row.id


def _waiting(row: OrganisationRow) -> str:
    """Orders that the licensor has to answer."""
    return tr_count("{n} order waits for an answer", "{n} orders wait for an answer", row.orders) if row.orders else ""


def _late(row: OrganisationRow) -> str:
    return tr("late: {money}", money=show_money(row.late_cents)) if row.late_cents else ""


def _next_day(row: OrganisationRow) -> int:
    """What has no date to come is last: what ended, and what has no agreement."""
    over = row.next_day is None or row.state == "ended"
    return _LAST if over or row.next_day is None else row.next_day.toordinal()

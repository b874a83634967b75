"""What the states of a licence are called, and in which tone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import show_number, tr

if TYPE_CHECKING:
    from app.views.licences import LicenceRow

_TONES = {"upcoming": "info", "active": "good", "nearly_full": "warning", "full": "danger",
           "suspended": "danger", "ended": "neutral"}


def state_label(row: LicenceRow) -> str:
    states = {
        "upcoming": tr("Starts later"), "active": tr("Active"), "nearly_full": tr("Nearly full"),
        "full": tr("Full"), "suspended": tr("Suspended"), "ended": tr("Ended"),
    }
    return states[row.state]


def state_tone(row: LicenceRow) -> str:
    return _TONES[row.state]


def has_seats(row: LicenceRow) -> bool:
    """False for the organisation's own part of a licence: that is one licence, not a number of seats."""
    return row.kind == "participant"


def seats_label(row: LicenceRow) -> str:
    """'38 / 40', or a dash for a licence without seats of its own."""
    if not has_seats(row):
        return "–"
    return tr("{used} / {bought}", used=show_number(row.used), bought=show_number(row.bought))


def seats_sentence(row: LicenceRow) -> str:
    """'Nearly full: 38 of 40'."""
    if not has_seats(row):
        return state_label(row)
    return tr(
        "{state}: {used} of {bought}", state=state_label(row), used=show_number(row.used),
        bought=show_number(row.bought),
    )

"""Tables of people with or without a seat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.panel import Shell
from ui.parts.columns import Column
from ui.words import list_name, list_name_key, search_matcher, show_last_seen, show_short_date, tr

if TYPE_CHECKING:
    from app.views.licences import SeatHolder


def person_columns(shell: Shell, with_since: bool) -> list[Column]:
    """Name, groups, (since when,) last visit; names behind the veil."""
    today, veil = shell.sight.today, shell.veil

    def name(holder: SeatHolder) -> str:
        return veil.name(list_name(holder.name, holder.listed), holder.participant_id)

    def seen(holder: SeatHolder) -> str:
        return veil.value(show_last_seen(holder.last_seen_us, today), holder.participant_id)

    columns = [
        Column(tr("Name"), name, width=24, stretch=True, sort_key=name_key),
        Column(tr("{Groups}"), lambda holder: holder.groups, width=22, muted=True),
    ]
    if with_since:
        columns.append(Column(
            tr("Seat since"), _since, width=14, sort_key=lambda row: row.since,
        ))
    columns.append(Column(tr("Last visit"), seen, width=14, sort_key=lambda row: row.last_seen_us or 0))
    return columns


def _since(holder: SeatHolder) -> str:
    """The first day, and where one was chosen the day on which the seat ends."""
    since = show_short_date(holder.since)
    return since if holder.until is None else tr("{day}, until {until}", day=since,
                                                 until=show_short_date(holder.until))


def name_key(holder: SeatHolder) -> str:
    return list_name_key(holder.name, holder.listed)


def matcher(typed: str) -> Callable[[SeatHolder], bool]:
    """Who fits what was typed: beginnings of words of the name or the groups, without accents."""
    fits = search_matcher(typed)
    return lambda holder: fits(f"{holder.name} {holder.groups}")

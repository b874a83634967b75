"""How this desk stands with its server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, Table, func, select

from app.domain.sayings import text_of
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.limits import own_limits
from app.store.settings import (
    CLOCK_OFF,
    CONNECTED,
    ENDED,
    IN_CONTACT,
    LAST_CONTACT,
    LAST_SUCCESS,
    OFFLINE_DAYS,
    ORGANISATION,
    PROBLEM,
    USERNAME,
    all_settings,
    setting,
)
from app.store.tables import drafts, outbox
from app.views.reviews import open_count


@dataclass(frozen=True, slots=True)
class SyncStanding:
    """`connected_to` is the server's address, '' for a desk that works on its own.

    `waiting` operations are to be sent, `parked` were refused and wait for somebody, `to_review` is what is under
    "Te controleren". Instants are UTC microseconds, 0 for never. `locked`: not heard of the server for longer than
    `offline_days` (0: no limit), or the account has ended (`ended`, since `ended_on` where that is known here), or it
    works only while it is connected and is not (`only_connected`): it keeps nothing here, and `unsent` of what waits,
    which the server does not have, is all that stays; `drafts` of messages would go.
    """

    connected_to: str = ""
    username: str = ""
    organisation: str = ""
    last_success_us: int = 0
    last_contact_us: int = 0
    waiting: int = 0
    parked: int = 0
    to_review: int = 0
    problem: Text | None = None
    clock_off_seconds: int = 0
    offline_days: int = 0
    locked: bool = False
    ended: bool = False
    ended_on: date | None = None
    only_connected: bool = False
    unsent: int = 0
    drafts: int = 0

    @property
    def is_connected(self) -> bool:
        return bool(self.connected_to)


def sync_standing(connection: Connection, sight: Sight) -> SyncStanding:
    kept = all_settings(connection)
    counts = {row[0]: row[1] for row in connection.execute(
        select(outbox.c.state, func.count()).group_by(outbox.c.state))}
    contact, days = _whole(kept.get(LAST_CONTACT)), _whole(kept.get(OFFLINE_DAYS))
    limits = own_limits(connection, sight.actor.account_id, sight.today.isoformat())
    ended = limits.ended_on is not None or bool(kept.get(ENDED))
    only_connected = bool(kept.get(CONNECTED)) and not limits.keeps_offline
    away = only_connected and not kept.get(IN_CONTACT)
    return SyncStanding(
        kept.get(CONNECTED, ""), kept.get(USERNAME, ""), kept.get(ORGANISATION, ""),
        last_success_us=_whole(kept.get(LAST_SUCCESS)), last_contact_us=contact,
        waiting=counts.get("waiting", 0) + counts.get("sent", 0), parked=counts.get("parked", 0),
        to_review=open_count(connection, sight), problem=text_of(kept.get(PROBLEM, "")),
        clock_off_seconds=_whole(kept.get(CLOCK_OFF)), offline_days=days,
        locked=_is_locked(sight, contact, days) or ended or away, ended=ended, ended_on=limits.ended_on,
        only_connected=only_connected, unsent=counts.get("waiting", 0), drafts=_count(connection, drafts))


def is_coming_in(connection: Connection) -> bool:
    """True from the connecting until the first sync was whole: then not everything of the server is here yet."""
    return bool(setting(connection, CONNECTED)) and not setting(connection, LAST_SUCCESS)


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _is_locked(sight: Sight, contact_us: int, days: int) -> bool:
    return bool(days and contact_us) and sight.day_of(contact_us) + timedelta(days=days) < sight.today


def _whole(kept: str | None) -> int:
    """A number that is kept as text; what is no number counts as nothing."""
    try:
        return int(kept or 0)
    except ValueError:
        return 0

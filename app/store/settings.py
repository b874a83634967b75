"""What a database remembers of itself, by name: to which server it belongs, as whom, and when it last reached it.

How far the sync of each stream is stands in `sync_streams`.

Of this database, not of the person at the keyboard: those preferences are the window's.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from app.domain.text import Text
from app.store.tables import settings

CONNECTED, ACCOUNT = "connected_to", "account_id"
"""The address of the server, and whose desk this is; neither is there before the first connection."""
USERNAME, ORGANISATION, SERVER_KEY = "sync.username", "sync.organisation", "sync.server_key"
BRINGING = "sync.bringing"
"""Not empty while rows must be laid in the outbox yet."""
CARD_ADDRESS = "cards.address"
"""Where participants log in, as it was printed on a card last."""
SINCE_YEAR, SCHEMA, COUNTERSIGNED = "sync.since_year", "sync.schema", "sync.countersigned"
LAST_SUCCESS, LAST_CONTACT, OFFLINE_DAYS = "sync.last_success_us", "sync.last_contact_us", "sync.offline_days"
PROBLEM, CLOCK_OFF = "sync.problem", "sync.clock_off_seconds"
IN_CONTACT, ENDED = "sync.in_contact", "sync.ended"
"""Not empty while the last sync since the opening reached the server; and where the server said that the account of
this desk has ended.
"""
KEEPS_NOTHING, HIDES, UNSWEPT = "sync.keeps_nothing", "sync.hides_surnames", "sync.unswept"
"""Not empty where the server said at the log-in that nothing may be kept here, before the coach's own row said so;
where the rows here came without last names; and while what was forgotten may still stand in the files.
"""
ACCOUNT_ENDED = Text(
    "Your account has ended. The data on this computer are locked; nothing was deleted. Ask your {administrator}.")
SENDING = "sync.sending"
"""How far a batch of results was sent."""
EARLIER, EARLIER_CHANGED = "sync.earlier", "sync.earlier_changed"
"""How far the sums of earlier school years were read, and of whom they must be read again."""


def setting(connection: Connection, name: str) -> str | None:
    value = connection.exec_driver_sql("SELECT value FROM settings WHERE name = ?", (name,)).scalar()
    return None if value is None else str(value)


def all_settings(connection: Connection) -> dict[str, str]:
    return {row.name: row.value for row in connection.execute(select(settings))}


def set_settings(connection: Connection, values: Mapping[str, str]) -> None:
    if not values:
        return
    statement = insert(settings)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value})
    connection.execute(statement, [{"name": name, "value": value} for name, value in values.items()])


def forget_setting(connection: Connection, name: str) -> None:
    connection.execute(settings.delete().where(settings.c.name == name))

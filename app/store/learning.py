"""What was chosen for looking at progress and levels, as it is kept: of one setting the newest counts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from app.domain.learning_rules import SETTING, LearningRules, chosen_rules
from app.store.tables import learning_settings


def newest_choice(connection: Connection, setting: str) -> Row[Any] | None:
    """The row that counts; of two desks that chose in the same instant both take the same."""
    query = select(learning_settings).where(learning_settings.c.setting == setting).order_by(
        learning_settings.c.decided_us.desc(), learning_settings.c.id.desc())
    return connection.execute(query.limit(1)).first()


def chosen_us(connection: Connection, setting: str, now_us: int) -> int:
    """The instant to write a choice down with: later than the one that counts, whose clock may have run ahead, or
    nobody could choose anything else until that day.
    """
    newest = newest_choice(connection, setting)
    return now_us if newest is None else max(now_us, int(newest.decided_us) + 1)


def learning_rules(connection: Connection) -> LearningRules:
    """When a coach is asked to look at somebody."""
    row = newest_choice(connection, SETTING)
    return chosen_rules(row.value if row is not None else "")

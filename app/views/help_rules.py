"""When a coach is asked to look at somebody, and who chose it so."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.domain.learning_rules import PROPOSED, SETTING, LearningRules, chosen_rules
from app.domain.sight import Sight
from app.store.learning import newest_choice
from app.store.tables import accounts


@dataclass(frozen=True, slots=True)
class HelpRules:
    """`decided_us` is None where nobody chose; `decided_by` is '' of an account that is not known here."""

    rules: LearningRules
    decided_us: int | None
    decided_by: str

    @property
    def as_proposed(self) -> bool:
        return self.rules == PROPOSED


def help_rules(connection: Connection, sight: Sight) -> HelpRules:
    row = newest_choice(connection, SETTING)
    if row is None:
        return HelpRules(PROPOSED, None, "")
    name = connection.execute(select(accounts.c.name).where(accounts.c.id == row.decided_by)).scalar()
    return HelpRules(chosen_rules(row.value), row.decided_us, name or "")

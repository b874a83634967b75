"""An account that ended does not work any more, also without a network."""

from __future__ import annotations

import pytest

from app.actions.desk import Desk
from app.actions.groups import create_group
from app.domain.errors import Refusal
from app.store.tables import accounts
from tests.desks import Clock


def test_an_account_ends_on_its_day(desk: Desk, clock: Clock) -> None:
    account = desk.sight.actor.account_id
    with desk.database.writing() as connection:
        connection.execute(accounts.update().where(accounts.c.id == account).values(until_on="2026-11-22"))
    desk.do(create_group, name="Nog net")
    clock.forward(1)
    with pytest.raises(Refusal, match="ended on 2026-11-22"):
        Desk(desk.database, clock, account)

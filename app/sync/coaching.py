"""The logins of coaches as an administrator's window asks for them, each on a line of its own (O-1)."""

from __future__ import annotations

from sqlalchemy import select

from app.actions.desk import Desk
from app.domain.credentials import Credentials
from app.domain.names import PersonName
from app.domain.permissions import Role
from app.store.tables import coaches
from app.sync.engine import Syncer
from app.sync.handing_out import MakeSyncer, asking
from app.sync.wire_coaches import CoachLogin, CoachLoginEnded, CoachPassword, EndCoachLogin


def hand_out_login(desk: Desk, coach_id: bytes, username: str, make_syncer: MakeSyncer = Syncer) -> Credentials:
    """A first password for a coach, for a new login or for the one there is. What waits here, such as the coach
    himself, goes to the server first. Raises Refusal.
    """
    with asking(desk, make_syncer) as (syncer, address):
        syncer.send()
        answer = syncer.ask("/v1/coach-login", CoachLogin(coach_id, username), CoachPassword)
    with desk.database.reading() as connection:
        row = connection.execute(select(coaches).where(coaches.c.id == coach_id)).one()
    here = desk.organisation
    return Credentials(here.name, here.place, address, answer.code, PersonName(row.given, row.prefix, row.family).full,
                       answer.username, answer.password, Role.COACH)


def end_login(desk: Desk, coach_id: bytes, make_syncer: MakeSyncer = Syncer) -> int:
    """Nobody logs in as this coach any more. Gives how many computers wipe themselves at their next contact. Raises
    Refusal.
    """
    with asking(desk, make_syncer) as (syncer, _):
        syncer.send()
        return syncer.ask("/v1/coach-login-end", EndCoachLogin(coach_id), CoachLoginEnded).devices

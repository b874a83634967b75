"""People who are in the demo twice, who left and who came in between: as it goes in an organisation that works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from app.actions.desk import Desk
from app.actions.doubles import merge_people
from app.actions.participants import add_participant, leave, suspend
from app.domain.sight import Sight
from app.store.tables import memberships, participants

MANY = 20
"""A smaller demo has nobody twice."""


def come_twice(desk: Desk, at: Callable[[date], None], today: date) -> None:
    """Two were put down again at the desk, one of whom was put together already; one left, and one is suspended."""
    people = desk.read(_people)
    if len(people) < MANY:
        return
    at(today - timedelta(days=24))
    for place, name in ((2, str.upper), (9, str)):
        _put_down_again(desk, people[place], name)
    desk.do(merge_people, kept_id=people[9]["id"], gone_id=_newest(desk, people[9]))
    at(today - timedelta(days=11))
    desk.do(leave, participant_ids=[people[14]["id"]])
    desk.do(suspend, participant_ids=[people[17]["id"]])


def _put_down_again(desk: Desk, person: dict[str, Any], written: Callable[[str], str]) -> None:
    """As somebody does who does not look first: the family name as it is said, and nothing of what is known."""
    fields = {"given_name": person["given"], "prefix": person["prefix"], "family_name": written(person["family"])}
    desk.do(add_participant, fields=fields, group_id=person["group_id"])


def _newest(desk: Desk, person: dict[str, Any]) -> bytes:
    return bytes(next(one["id"] for one in desk.read(_namesakes, person["search"]) if one["id"] != person["id"]))


def _people(connection: Connection, sight: Sight) -> list[dict[str, Any]]:
    query = select(participants, memberships.c.group_id).join(
        memberships, memberships.c.participant_id == participants.c.id).where(
        memberships.c.until_on.is_(None), participants.c.state == "active")
    found = connection.execute(query.order_by(participants.c.sort_key, participants.c.id)).mappings()
    return [dict(row) for row in found]


def _namesakes(connection: Connection, sight: Sight, search: str) -> list[dict[str, Any]]:
    query = select(participants).where(participants.c.search == search).order_by(participants.c.created_us.desc())
    return [dict(row) for row in connection.execute(query).mappings()]

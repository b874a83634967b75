"""What the tests of the promises start from: a school with two groups, a coach with one of them, two desks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import select

from app.actions.groups import create_group
from app.actions.participants import add_participant
from app.domain.operation import Patch
from app.server.records import load, write_rows
from app.store.tables import reviews
from app.sync.wire import Answer, Answers, Push, Sent
from tests.syncing import SyncedDesk, World


@dataclass
class School:
    """`one` and `two` are desks of administrators; `own` is the group of the coach Ben, `other` is not."""

    world: World
    one: SyncedDesk
    two: SyncedDesk
    own: bytes
    other: bytes
    amira: bytes
    bram: bytes
    coach: SyncedDesk | None = None

    def ben(self) -> SyncedDesk:
        """A desk of the coach, with everything he may have."""
        desk = self.world.join("ben")
        desk.sync()
        return desk

    def assign(self, group: bytes, *, until: str | None = None, row_id: bytes = b"") -> bytes:
        """Give the coach a group, or take it away again, as an administrator's import does."""
        office = self.world.office
        made = row_id or secrets.token_bytes(16)
        with office.database.writing() as connection:
            account = load(connection, office.id, [("accounts", office.accounts["ben"])]).popitem()[1].fields
            assert account is not None
            write_rows(connection, office.id, [("coach_assignments", {
                "id": made, "coach_id": account["coach_id"], "group_id": group, "proposed_role": "",
                "from_on": "2026-08-01", "until_on": until})], office.accounts["anna"], office.clock())
        return made

    def sync(self, *desks: SyncedDesk) -> None:
        for desk in [*desks, *desks]:
            desk.sync()


def make_school(world: World) -> School:
    return world.set_up(fresh_school)


def make_followed_school(world: World) -> School:
    """With a desk `coach` of the coach, who follows the own group."""
    return world.set_up(_followed_school)


def _followed_school(world: World) -> School:
    school = make_school(world)
    school.assign(school.own)
    school.coach = school.ben()
    return school


def fresh_school(world: World) -> School:
    one, two = world.join(), world.join()
    one.sync()
    own, other = (one.do(create_group, name=name).outcome for name in ("Dinsdag", "Donderdag"))
    amira = one.do(add_participant, fields={"given_name": "Amira", "family_name": "Bakker"}, group_id=own).outcome
    bram = one.do(add_participant, fields={"given_name": "Bram", "family_name": "Smit"}, group_id=other).outcome
    one.sync()
    two.sync()
    return School(world, one, two, own, other, amira, bram)


def open_reviews(desk: SyncedDesk) -> list[dict[str, Any]]:
    """What is under "Te controleren" on this desk, with the values readable."""
    with desk.desk.database.reading() as connection:
        found = connection.execute(select(reviews).where(reviews.c.settled_us.is_(None))).mappings().all()
    return [dict(row) | {"kept": _value(row["kept"]), "lost": _value(row["lost"])} for row in found]


def send(desk: SyncedDesk, action: str, patches: list[Patch], **more: Any) -> Answer:
    """What a desk that is not ours could send: one operation by hand, with this desk's token."""
    talk = desk.syncer._talking()
    made = {"id": secrets.token_bytes(16), "action_version": 1, "arguments": {}, "depends_on": [], "at_us": 1} | more
    answers = talk.ask("/v1/push", Push([Sent(action=action, patches=patches, **made)]), Answers)
    return answers.answers[0]


def _value(packed: bytes | None) -> Any:
    return msgspec.msgpack.decode(packed) if packed is not None else None

"""Desks and server come together: joining, connecting later, following each other."""

from __future__ import annotations

from app.actions.desk import Desk
from app.actions.groups import create_group, rename_group
from app.actions.participants import add_participant
from tests.desks import bring_in, person, roster
from tests.syncing import World


def test_one_desk_follows_the_other(world: World) -> None:
    one, two = world.join(), world.join()
    one.sync(), two.sync()
    group = one.do(create_group, name="Dinsdag").outcome
    one.do(add_participant, fields={"given_name": "Amira", "family_name": "Bakker"}, group_id=group)
    report = one.sync()
    assert (report.pushed, report.requests) == (2, 2)
    two.sync()
    assert two.one("groups", id=group)["name"] == "Dinsdag"
    assert two.one("participants", given="Amira")["family"] == "Bakker"
    world.agree()
    two.do(rename_group, group_id=group, name="Woensdag")
    two.sync()
    one.sync()
    assert one.one("groups", id=group)["name"] == "Woensdag"
    world.agree()
    assert one.sync().requests == 1


def test_what_was_made_without_a_server_is_brought_there(world: World, desk: Desk) -> None:
    bring_in(desk, roster(person("1", "Amira", "Bakker", groups=("a",)), person("2", "Bram", "Smit"), groups=("a",)))
    one = world.connect(desk)
    one.sync()
    two = world.join()
    two.sync()
    assert {row["given"] for row in two.rows("participants").values()} == {"Amira", "Bram"}
    world.agree()

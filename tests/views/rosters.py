"""A small roster, what a plan says about it, and other versions of it."""

from __future__ import annotations

from dataclasses import replace

from app.actions.desk import Desk
from app.domain.plan import ImportPlan
from app.domain.roster import Roster, RosterPerson
from app.views.groups import all_participants
from app.views.importing import plan_roster
from tests.desks import person, roster
from tests.dumps import rows_of

MARK = "Merkteken"


def planned(desk: Desk, given: Roster) -> ImportPlan:
    return desk.read(plan_roster, given)


def outcomes(plan: ImportPlan, kind: str = "participants") -> dict[str, int]:
    """The counts of one kind that are not zero."""
    return {outcome: number for outcome, number in plan.counts[kind].items() if number}


def said(plan: ImportPlan, severity: str) -> list[tuple[str, str]]:
    """(who, template) of the lines of one weight."""
    return [(line.who, line.reason.template) for line in plan.lines if line.severity == severity]


def names(desk: Desk) -> list[str]:
    return [row.full for row in desk.read(all_participants)]


def the(desk: Desk, given: str) -> bytes:
    return next(bytes(row["id"]) for row in rows_of(desk, "participants") if row["given"] == given)


def groups_of(desk: Desk, given: str) -> str:
    return next(row.groups for row in desk.read(all_participants, True) if row.id == the(desk, given))


FILE = roster(
    person("1", "Amira", "Bakker", groups=("a",), email="amira@example.org"),
    person("2", "Bram", "Cools", groups=("b",)),
    person("3", "Chi", "Dang", prefix="van", groups=("a", "b")),
    groups=("a", "b"),
)


def without(file: Roster, *keys: str) -> Roster:
    return replace(file, participants=tuple(one for one in file.participants if one.key not in keys))


def changed(file: Roster, key: str, **values: object) -> Roster:
    """The file with another line for this key; `groups` and fields as in `person`."""
    return replace(
        file, participants=tuple(_other(one, dict(values)) if one.key == key else one for one in file.participants)
    )


def _other(one: RosterPerson, values: dict[str, object]) -> RosterPerson:
    name = replace(one.name, **{part: values.pop(part) for part in ("given", "prefix", "family") if part in values})
    made = person(
        one.key, name.given, name.family, name.prefix, **(dict(one.fields) | {"groups": one.group_keys} | values)
    )
    return replace(made, origin=one.origin)

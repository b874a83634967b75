"""Learning routes (O-annex 1): steps in order with days, whose route counts for whom, what is due and what is late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.domain.text import Text
from app.domain.wrong_fields import WrongField, day_typed, missing

MOST_STEPS = 100
"""Our own choice: a longer list is no route that anybody follows."""
LONGEST_NAME = 120
LONGEST_INTRODUCTION = 2_000
SOON = timedelta(days=7)
TAKEN_OUT = 0
"""The position of a step that is not in its route any more: rows of desks are not deleted, so that a merge is one."""
_THINGS = ("programme_id", "media_link_id", "material_id")


class StepState(StrEnum):
    """How a step stands for one participant."""

    DONE = "done"
    LATE = "late"
    SOON = "soon"
    OPEN = "open"
    COMING = "coming"


def check_route(name: str, introduction: str, steps: Sequence[Mapping[str, Any]]) -> tuple[WrongField, ...]:
    """What is wrong with a route as it is filled in. `steps` have the columns of `route_steps`, as far as given."""
    found: list[WrongField] = []
    if not name.strip():
        found.append(missing("name"))
    if len(name.strip()) > LONGEST_NAME:
        found.append(_too_long("name", LONGEST_NAME))
    if len(introduction.strip()) > LONGEST_INTRODUCTION:
        found.append(_too_long("introduction", LONGEST_INTRODUCTION))
    if len(steps) > MOST_STEPS:
        found.append(WrongField("steps", Text(
            "A learning route has at most {n} steps. Nothing was recorded. Make two routes of it.", n=MOST_STEPS)))
    for number, step in enumerate(steps):
        wrong = check_step(step, f"steps[{number}].")
        found += [wrong] if wrong is not None else []
    return tuple(found)


def check_step(step: Mapping[str, Any], before: str = "") -> WrongField | None:
    """A step is one thing: a programme or a part of one, a link or a material; it is not due before it begins."""
    if sum(1 for name in _THINGS if step.get(name)) != 1 or (step.get("exercise_id") and not step.get("programme_id")):
        return WrongField(f"{before}step", Text("A step is one thing. Nothing was recorded. Choose what the step is."))
    return check_days(str(step.get("starts_on") or ""), str(step.get("due_on") or ""), before)


def check_days(starts_on: str, due_on: str, before: str = "") -> WrongField | None:
    """Both days may be empty."""
    starts = day_typed(f"{before}starts_on", starts_on) if starts_on else None
    due = day_typed(f"{before}due_on", due_on) if due_on else None
    for one in (starts, due):
        if isinstance(one, WrongField):
            return one
    if isinstance(starts, date) and isinstance(due, date) and due < starts:
        return WrongField(f"{before}due_on", Text(
            "{due} lies before {starts}: a step cannot be due before it begins. Nothing was recorded.",
            due=due, starts=starts))
    return None


def step_state(done: int, total: int, starts_on: str, due_on: str, today: date) -> StepState:
    """`total` is the number of exercises in the step; 0 for a link or a material, of which nobody knows that it was
    read: it is never done, and never late.
    """
    day = today.isoformat()
    if total and done >= total:
        return StepState.DONE
    if starts_on and day < starts_on:
        return StepState.COMING
    if not total or not due_on:
        return StepState.OPEN
    if due_on < day:
        return StepState.LATE
    return StepState.SOON if due_on <= (today + SOON).isoformat() else StepState.OPEN


def forebears(route_id: bytes, copied_from: Mapping[bytes, bytes | None]) -> frozenset[bytes]:
    """The routes that this one was made from, one after the other; a circle, which no desk makes, ends where it began.
    """
    found: set[bytes] = set()
    at = copied_from.get(route_id)
    while at is not None and at not in found:
        found.add(at)
        at = copied_from.get(at)
    return frozenset(found - {route_id})


def counting(
    own: Iterable[bytes], of_groups: Iterable[bytes], copied_from: Mapping[bytes, bytes | None],
) -> tuple[bytes, ...]:
    """The routes that count for one person, own ones first: a copy made for the person takes the place of the route of
    the group that it was made from.
    """
    mine = tuple(dict.fromkeys(own))
    replaced = frozenset().union(*(forebears(one, copied_from) for one in mine))
    return tuple(dict.fromkeys((*mine, *(one for one in of_groups if one not in replaced))))


def broken_route(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a row of a route whoever wrote it, None where nothing is."""
    if kind == "routes":
        wrong: WrongField | None = next(iter(check_route(str(row.get("name")), str(row.get("introduction") or ""), ())),
                                        None)
    elif kind == "route_steps":
        wrong = check_step(row)
        if wrong is None and not TAKEN_OUT <= int(row.get("position") or 0) <= MOST_STEPS:
            return _shapeless()
    elif kind == "route_assignments":
        return None if bool(row.get("group_id")) != bool(row.get("participant_id")) else _shapeless()
    else:
        return None
    return wrong.reason if wrong is not None else None


@dataclass(frozen=True, slots=True)
class RouteUse:
    """Who has a route now: ids of groups, and of people who have it themselves."""

    groups: frozenset[bytes] = frozenset()
    people: frozenset[bytes] = frozenset()

    @property
    def units(self) -> frozenset[bytes]:
        return self.groups | self.people


def route_groups(use: RouteUse, through: Mapping[bytes, frozenset[bytes]]) -> frozenset[bytes]:
    """The groups by which a route is reached: those that have it, and those of the people who have it themselves.

    `through` gives the own groups somebody is in; who is in none of them stands for himself, so that nobody's scope
    holds him. Empty for a route that nobody has.
    """
    return use.groups.union(*(through.get(one) or frozenset({one}) for one in use.people))


def _too_long(field: str, most: int) -> WrongField:
    return WrongField(field, Text("This is too long: at most {n} characters. Nothing was recorded.", n=most))


def _shapeless() -> Text:
    return Text("This change has a shape that the server does not know. It was refused.")

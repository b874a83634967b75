"""Coaches: made, changed and closed by the administrator alone, and the groups that each of them has (O-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.groups import must_be_open
from app.actions.work import Row, Work
from app.domain.coaches import CoachGiven, check_coach, has_ended
from app.domain.errors import Refusal
from app.domain.names import PersonName, fold
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, day_or_refuse, only_wrong, refuse, wrong_order
from app.store.tables import coach_assignments, coaches

_COLUMNS = {column.name for column in coaches.c} - {"id", "version"}
_ASSIGNMENTS = {"coach_assignments": set(ANY_FIELD)}
_CLOSING = {"coaches": {"until_on"}, "coach_assignments": {"until_on"}}


@action("coach.add", Permission.EDIT_PEOPLE, {"coaches": set(ANY_FIELD), **_ASSIGNMENTS})
def add_coach(work: Work, given: Mapping[str, Any], group_ids: Sequence[bytes] = ()) -> bytes:
    """A coach with what `CoachGiven` names, and the groups to begin with; gives the id. The login is the server's."""
    row = _row(work, given, None)
    coach_id = work.insert(coaches, [row])[0]
    for group_id in dict.fromkeys(group_ids):
        _assign(work, coach_id, group_id)
    return coach_id


@action("coach.change", Permission.EDIT_PEOPLE, {"coaches": _COLUMNS - {"from_on"}})
def change_coach(work: Work, coach_id: bytes, given: Mapping[str, Any]) -> None:
    """Set what is given; an end that is taken away lets somebody work again."""
    now = work.rows_by_id(coaches, [coach_id])[coach_id]
    row = _row(work, given, now)
    work.change(coaches, coach_id, **{name: value for name, value in row.items() if name != "from_on"})


@action("coach.close", Permission.EDIT_PEOPLE, _CLOSING)
def close_coach(work: Work, coach_id: bytes, until_on: str = "") -> None:
    """The coach works no longer from this day, or from today, and has no groups from then on. Nothing is deleted."""
    now = work.rows_by_id(coaches, [coach_id])[coach_id]
    day = day_or_refuse("until_on", until_on or work.day).isoformat()
    if has_ended(now["until_on"], work.day):
        raise Refusal(Text("{This_coach} does not work here any more. Nothing was changed."))
    begun = day_or_refuse("from_on", now["from_on"])
    refuse(only_wrong([wrong_order("until_on", begun, day_or_refuse("until_on", day))]))
    work.change(coaches, coach_id, until_on=day)
    work.change_each(coach_assignments, {
        row["id"]: {"until_on": max(day, row["from_on"])} for row in _open(work, coach_id=coach_id)
        if row["until_on"] is None or row["until_on"] > day})


@action("coach.assign", Permission.EDIT_GROUPS, _ASSIGNMENTS)
def assign_coach(
    work: Work, coach_id: bytes, group_id: bytes, reads_only: bool = False, until_on: str | None = None
) -> None:
    """The coach has this group from today, `until_on` is the first day no longer. With `reads_only` to look at only.

    Who has it already has it from now on as is said here.
    """
    must_be_open(work, group_id)
    _must_work(work, coach_id)
    if until_on is not None:
        day = day_or_refuse("until_on", until_on)
        if day <= work.today:
            raise Refusal(Text(
                "{day} is not after today: from then on it has ended. Nothing was changed. Choose a later day.",
                day=day), remedy="until_on")
    there = _open(work, coach_id=coach_id, group_id=group_id)
    if there:
        work.change_all(
            coach_assignments, [row["id"] for row in there], reads_only=int(reads_only), until_on=until_on)
    else:
        _assign(work, coach_id, group_id, reads_only, until_on)


@action("coach.unassign", Permission.EDIT_GROUPS, {"coach_assignments": {"until_on"}})
def unassign_coach(work: Work, coach_id: bytes, group_id: bytes) -> None:
    """The coach has this group no longer. The last one of a group may go: it then has none."""
    still = [row["id"] for row in _open(work, coach_id=coach_id, group_id=group_id)]
    work.change_all(coach_assignments, still, until_on=work.day)


def _assign(
    work: Work, coach_id: bytes, group_id: bytes, reads_only: bool = False, until_on: str | None = None
) -> None:
    must_be_open(work, group_id)
    work.add(coach_assignments, coach_id=coach_id, group_id=group_id, from_on=work.day, until_on=until_on,
             reads_only=int(reads_only))


def _row(work: Work, given: Mapping[str, Any], now: Row | None) -> Row:
    """The columns as they will be. Raises RefusedFields."""
    known = CoachGiven(from_on=work.day) if now is None else _as_given(now)
    wanted = {name: value for name, value in given.items() if name in {field.name for field in fields(CoachGiven)}}
    filled = replace(known, **wanted)
    filled = replace(filled, from_on=filled.from_on or work.day)
    wrong = list(check_coach(filled, work.today))
    username = fold(filled.username)
    if username and _is_taken(work, username, now["id"] if now is not None else b""):
        wrong.append(WrongField("username", Text(
            "Another {coach} has this user name already. Nothing was recorded. Choose another one.")))
    refuse(wrong)
    name = PersonName(*(" ".join(part.split()) for part in (filled.given, filled.prefix, filled.family)))
    return {
        "given": name.given, "prefix": name.prefix, "family": name.family, "sort_key": name.sort_key,
        "search": name.search, "kind": filled.kind, "username": username, "email": filled.email.strip(),
        "from_on": filled.from_on, "until_on": filled.until_on or None, "confidential_on": filled.confidential_on,
        "keeps_offline": int(filled.keeps_offline), "shows_surnames": int(filled.shows_surnames)}


def _as_given(row: Row) -> CoachGiven:
    return CoachGiven(
        row["given"], row["prefix"], row["family"], row["kind"], row["username"], row["email"], row["from_on"],
        row["until_on"] or "", row["confidential_on"], bool(row["keeps_offline"]), bool(row["shows_surnames"]))


def _is_taken(work: Work, username: str, but: bytes) -> bool:
    query = select(coaches.c.id).where(
        coaches.c.username == username, coaches.c.id != but,
        coaches.c.until_on.is_(None) | (coaches.c.until_on > work.day))
    return work.connection.execute(query).first() is not None


def _must_work(work: Work, coach_id: bytes) -> None:
    row = work.rows_by_id(coaches, [coach_id])[coach_id]
    if has_ended(row["until_on"], work.day):
        raise Refusal(Text("{This_coach} does not work here any more. Nothing was changed. Choose another one."))


def _open(work: Work, **named: bytes) -> list[Row]:
    query = select(coach_assignments).where(
        coach_assignments.c.until_on.is_(None) | (coach_assignments.c.until_on > work.day),
        *(coach_assignments.c[column] == value for column, value in named.items()))
    return [dict(row) for row in work.connection.execute(query).mappings()]

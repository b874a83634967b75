"""Observing: many points of one person at once, or one point of a whole group; put right, and taken out again.

Nothing is deleted: what is taken out is emptied, so that it can be undone, and two desks that do so agree. A coach does
this for people in the own groups and under the own name; the server holds the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.actions.action import ANY_FIELD, action
from app.actions.using import must_give_tests
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.observing import (
    CLOSED,
    FIELD,
    NOT_KEPT,
    NOT_OF_IT,
    SOMEBODY_ELSES,
    check_day,
    check_remark,
    is_empty,
    observation_id,
)
from app.domain.permissions import ORGANISATION, Permission, Scope
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.merged import one_person
from app.store.messages import groups_of
from app.store.observing import points_of, steps_of
from app.store.tables import groups, instruments, observations, participants

Entry = Mapping[str, Any]
"""{participant_id, point_id, step_id (None: none), remark}; what is not given of the last two stays as it is."""


def _of_people(work: Work, people: Sequence[bytes]) -> Scope:
    """The groups through which these people are reached: of a coach the own ones, where there are any."""
    reached: set[bytes] = set()
    for one in set(people):
        of = groups_of(work.connection, {"group_id": None, "participant_id": one}, work.day)
        if not of:
            return ORGANISATION
        reached |= of & work.sight.actor.works_in or of
    return Scope(frozenset(reached)) if reached else ORGANISATION


def _of_entries(work: Work, entries: Sequence[Entry], **_given: Any) -> Scope:
    return _of_people(work, [entry["participant_id"] for entry in entries])


def _of_one(work: Work, observation_id: bytes, **_given: Any) -> Scope:
    return _of_several(work, [observation_id])


def _of_several(work: Work, observation_ids: Sequence[bytes], **_given: Any) -> Scope:
    rows = work.rows_by_id(observations, observation_ids).values()
    return _of_people(work, [row["participant_id"] for row in rows])


def _ids(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was seen stands in the rows, and nowhere else."""
    return {name: value for name, value in given.items() if name.endswith(("_id", "_ids"))}


@action("observation.record", Permission.FOLLOW, {"observations": set(ANY_FIELD)}, scope=_of_entries, recorded=_ids)
def record_observations(
    work: Work, instrument_id: bytes, observed_on: str, entries: Sequence[Entry], group_id: bytes | None = None,
) -> int:
    """What the actor saw on this day, of one person or of many; gives how many observations are others than before.

    What the actor saw of the same point on the same day is replaced by it; what anybody else saw stays beside it.
    """
    _must_be_kept(work)
    refuse(check_day(observed_on, work.today))
    if work.rows_by_id(instruments, [instrument_id])[instrument_id]["until_on"]:
        raise Refusal(CLOSED)
    must_give_tests(work, date.fromisoformat(observed_on))
    if group_id is not None:
        work.rows_by_id(groups, [group_id])
    work.rows_by_id(participants, {entry["participant_id"] for entry in entries})
    _must_be_of_it(work, instrument_id, entries)
    given = {"instrument_id": instrument_id, "observed_on": observed_on, "group_id": group_id,
             "account_id": work.sight.actor.account_id, "recorded_us": work.now_us}
    people = {entry["participant_id"] for entry in entries}
    same = {one: [row_id for row_id, _ in one_person(work.connection, one)] for one in people}
    rows = (_placed(work, entry, given, same[entry["participant_id"]]) for entry in entries)
    written = _write(work, list({row["id"]: row for row in rows}.values()))
    if not written:
        raise Refusal(Text("It is so already. Nothing was changed."))
    return written


@action("observation.change", Permission.FOLLOW, {"observations": {"step_id", "remark", "recorded_us"}},
        scope=_of_one, recorded=_ids)
def change_observation(work: Work, observation_id: bytes, step_id: bytes | None, remark: str) -> None:
    """By who made it; another day is another observation: take this one out, and record it on that day."""
    row = work.rows_by_id(observations, [observation_id])[observation_id]
    _must_be_kept(work)
    if row["account_id"] != work.sight.actor.account_id:
        raise Refusal(SOMEBODY_ELSES)
    refuse(check_remark(remark))
    _must_be_of_it(work, row["instrument_id"], [{"point_id": row["point_id"], "step_id": step_id}])
    if step_id is None and not remark.strip():
        raise Refusal(Text(
            "Choose a step, or write a remark. Nothing was changed. To take it out, choose Take this out."))
    if (row["step_id"], row["remark"]) == (step_id, remark.strip()):
        raise Refusal(Text("It is so already. Nothing was changed."))
    work.change(observations, observation_id, step_id=step_id, remark=remark.strip(), recorded_us=work.now_us)


@action("observation.remove", Permission.FOLLOW, {"observations": {"step_id", "remark", "recorded_us"}},
        scope=_of_several, recorded=_ids)
def remove_observations(work: Work, observation_ids: Sequence[bytes]) -> int:
    """Take out what was seen, by who saw it or an administrator; gives how many. Also where it is not kept any more."""
    rows = work.rows_by_id(observations, observation_ids)
    actor = work.sight.actor
    if any(row["account_id"] != actor.account_id for row in rows.values()) and not work.sight.sees_all:
        raise Refusal(SOMEBODY_ELSES)
    filled = [row_id for row_id, row in rows.items() if not is_empty(row)]
    if not filled:
        raise Refusal(Text("This was taken out already. Nothing was changed."))
    return work.change_all(observations, filled, step_id=None, remark="", recorded_us=work.now_us)


def _placed(work: Work, entry: Entry, given: Row, same: Sequence[bytes]) -> Row:
    """An entry as the row that it becomes: of who this person turned out to be, the first of `same`, unless the look of
    that day already stands with a row that was put together with it.
    """
    person, remark = same[0], entry.get("remark")
    refuse(check_remark(remark or ""))
    row_id, *others = (
        observation_id(one, entry["point_id"], given["observed_on"], given["account_id"]) for one in same)
    there = work.rows_still_there(observations, [row_id, *others]) if others else {}
    row_id = max(there.values(), key=lambda row: row["recorded_us"])["id"] if there else row_id
    typed = {"step_id": entry["step_id"]} if "step_id" in entry else {}
    typed |= {"remark": remark.strip()} if remark is not None else {}
    return {"id": row_id, "participant_id": person, "point_id": entry["point_id"], **given, **typed}


def _write(work: Work, rows: Sequence[Row]) -> int:
    """Those that are not here yet and say something are new; the others put right what stands."""
    known = work.rows_still_there(observations, [row["id"] for row in rows])
    fresh = [{"step_id": None, "remark": "", **row} for row in rows if row["id"] not in known]
    changed = {}
    for row in rows:
        before = known.get(row["id"])
        now = {name: row[name] for name in ("step_id", "remark") if name in row}
        if before is not None and any(before[name] != value for name, value in now.items()):
            changed[row["id"]] = now | {"recorded_us": row["recorded_us"]}
    fresh = [row for row in fresh if not is_empty(row)]
    work.insert(observations, fresh)
    return len(fresh) + work.change_each(observations, changed)


def _must_be_of_it(work: Work, instrument_id: bytes, entries: Sequence[Entry]) -> None:
    points = {row["id"] for row in points_of(work.connection, [instrument_id])[instrument_id]}
    steps = {row["id"] for row in steps_of(work.connection, [instrument_id])[instrument_id]} | {None}
    if not all(entry["point_id"] in points and entry.get("step_id") in steps for entry in entries):
        raise Refusal(NOT_OF_IT)


def _must_be_kept(work: Work) -> None:
    if not work.sight.keeps(*FIELD):
        raise Refusal(NOT_KEPT)

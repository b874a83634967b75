"""What a coach writes about somebody, with or without a network: notes, goals and talks (D6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table

from app.actions.action import ANY_FIELD, action
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.following import (
    FIELD,
    NOT_KEPT,
    SOMEBODY_ELSES,
    GoalState,
    check_goal,
    check_note,
    check_report,
    check_settling,
    check_talk,
    unit_apart,
)
from app.domain.permissions import ORGANISATION, Permission, Scope
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.messages import groups_of
from app.store.tables import goals, notes, participants, talks


def _about(work: Work, participant_id: bytes, **_given: Any) -> Scope:
    """The groups through which this person is reached: of a coach the own ones, where there are any."""
    of = groups_of(work.connection, {"group_id": None, "participant_id": participant_id}, work.day)
    return Scope(of & work.sight.actor.works_in or of) if of else ORGANISATION


def _through(table: Table, name: str) -> Any:
    """The scope of an action that is given the id of a row of this table."""
    def scope(work: Work, **given: Any) -> Scope:
        return _about(work, work.rows_by_id(table, [given[name]])[given[name]]["participant_id"])
    return scope


def _ids(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was written stands in the rows, and nowhere else."""
    return {name: value for name, value in given.items() if name.endswith("_id")}


# Notes


@action("note.add", Permission.FOLLOW, {"notes": set(ANY_FIELD)}, scope=_about, recorded=_ids)
def add_note(
    work: Work, participant_id: bytes, category: str, about_on: str, body: str, apart: bool = False,
) -> bytes:
    """Gives the id of the note. `apart`: only the writer and the administrator read it, beside who asks to see it."""
    _must_be_kept(work, participant_id)
    refuse(check_note(category, about_on, body, work.today))
    writer = work.sight.actor.account_id
    return work.add(
        notes, unit=unit_apart(participant_id, writer) if apart else participant_id, participant_id=participant_id,
        account_id=writer, category=category, about_on=about_on, body=body.strip(), written_us=work.now_us,
        changed_us=None)


@action("note.change", Permission.FOLLOW, {"notes": {"category", "about_on", "body", "changed_us"}},
        scope=_through(notes, "note_id"), recorded=_ids)
def change_note(work: Work, note_id: bytes, category: str, about_on: str, body: str) -> None:
    """By its writer or an administrator; who reads it stays as it is."""
    row = _own(work, note_id)
    _must_be_kept(work, row["participant_id"])
    refuse(check_note(category, about_on, body, work.today))
    work.change(
        notes, note_id, category=category, about_on=about_on, body=body.strip(), changed_us=work.now_us)


@action("note.remove", Permission.FOLLOW, {"notes": set(ANY_FIELD)}, scope=_through(notes, "note_id"), recorded=_ids,
        undoable=False, removes=frozenset({"notes"}))
def remove_note(work: Work, note_id: bytes) -> None:
    """By its writer or an administrator. It goes here at once and everywhere by the next sync, and cannot come back."""
    _own(work, note_id)
    work.remove_all(notes, [note_id])


# Goals


@action("goal.add", Permission.FOLLOW, {"goals": set(ANY_FIELD)}, scope=_about, recorded=_ids)
def add_goal(work: Work, participant_id: bytes, body: str, set_on: str, due_on: str = "") -> bytes:
    """Gives the id of the goal; `due_on` is a day or ''."""
    _must_be_kept(work, participant_id)
    refuse(check_goal(body, set_on, due_on))
    return work.add(
        goals, participant_id=participant_id, account_id=work.sight.actor.account_id, body=body.strip(),
        set_on=set_on, due_on=due_on, state=GoalState.OPEN, settled_on=None, remark="")


@action("goal.change", Permission.FOLLOW, {"goals": {"body", "set_on", "due_on"}}, scope=_through(goals, "goal_id"),
        recorded=_ids)
def change_goal(work: Work, goal_id: bytes, body: str, set_on: str, due_on: str = "") -> None:
    _standing(work, goals, goal_id)
    refuse(check_goal(body, set_on, due_on))
    work.change(goals, goal_id, body=body.strip(), set_on=set_on, due_on=due_on)


@action("goal.settle", Permission.FOLLOW, {"goals": {"state", "settled_on", "remark"}},
        scope=_through(goals, "goal_id"), recorded=_ids)
def settle_goal(work: Work, goal_id: bytes, state: str, settled_on: str, remark: str = "") -> None:
    """It was reached or dropped on this day."""
    row = _standing(work, goals, goal_id)
    refuse(check_settling(state, settled_on, remark, row["set_on"], work.today))
    work.change(goals, goal_id, state=state, settled_on=settled_on, remark=remark.strip())


@action("goal.reopen", Permission.FOLLOW, {"goals": {"state", "settled_on", "remark"}},
        scope=_through(goals, "goal_id"), recorded=_ids)
def reopen_goal(work: Work, goal_id: bytes) -> None:
    _standing(work, goals, goal_id)
    work.change(goals, goal_id, state=GoalState.OPEN, settled_on=None, remark="")


@action("goal.remove", Permission.FOLLOW, {"goals": set(ANY_FIELD)}, scope=_through(goals, "goal_id"), recorded=_ids,
        undoable=False, removes=frozenset({"goals"}))
def remove_goal(work: Work, goal_id: bytes) -> None:
    """By who set it or an administrator; others drop it, so that it can be read back."""
    _set_by(work, goals, goal_id)
    work.remove_all(goals, [goal_id])


# Talks


@action("talk.plan", Permission.FOLLOW, {"talks": set(ANY_FIELD)}, scope=_about, recorded=_ids)
def plan_talk(
    work: Work, participant_id: bytes, subject: str, with_whom: str, planned_on: str, begins_at: str = "",
) -> bytes:
    """Gives the id of the talk."""
    _must_be_kept(work, participant_id)
    refuse(check_talk(subject, with_whom, planned_on, begins_at))
    return work.add(
        talks, participant_id=participant_id, account_id=work.sight.actor.account_id, subject=subject.strip(),
        with_whom=with_whom.strip(), planned_on=planned_on, begins_at=begins_at, held_on=None, cancelled_on=None,
        report="")


@action("talk.change", Permission.FOLLOW, {"talks": {"subject", "with_whom", "planned_on", "begins_at"}},
        scope=_through(talks, "talk_id"), recorded=_ids)
def change_talk(
    work: Work, talk_id: bytes, subject: str, with_whom: str, planned_on: str, begins_at: str = "",
) -> None:
    _standing(work, talks, talk_id)
    refuse(check_talk(subject, with_whom, planned_on, begins_at))
    work.change(
        talks, talk_id, subject=subject.strip(), with_whom=with_whom.strip(), planned_on=planned_on,
        begins_at=begins_at)


@action("talk.report", Permission.FOLLOW, {"talks": {"held_on", "cancelled_on", "report"}},
        scope=_through(talks, "talk_id"), recorded=_ids)
def report_talk(work: Work, talk_id: bytes, held_on: str, report: str = "") -> None:
    """It was held on this day, and this came of it; said again it corrects what was said."""
    _standing(work, talks, talk_id)
    refuse(check_report(held_on, report, work.today))
    work.change(talks, talk_id, held_on=held_on, cancelled_on=None, report=report.strip())


@action("talk.cancel", Permission.FOLLOW, {"talks": {"cancelled_on"}}, scope=_through(talks, "talk_id"),
        recorded=_ids)
def cancel_talk(work: Work, talk_id: bytes) -> None:
    """It will not be held; it stays to be read."""
    row = _standing(work, talks, talk_id)
    if row["held_on"] is not None:
        raise Refusal(Text("This talk was held already, so it cannot be cancelled. Nothing was changed."))
    work.change(talks, talk_id, cancelled_on=work.day)


@action("talk.remove", Permission.FOLLOW, {"talks": set(ANY_FIELD)}, scope=_through(talks, "talk_id"), recorded=_ids,
        undoable=False, removes=frozenset({"talks"}))
def remove_talk(work: Work, talk_id: bytes) -> None:
    """By who planned it or an administrator; others cancel it."""
    _set_by(work, talks, talk_id)
    work.remove_all(talks, [talk_id])


def _must_be_kept(work: Work, participant_id: bytes) -> None:
    work.rows_by_id(participants, [participant_id])
    if not work.sight.keeps(*FIELD):
        raise Refusal(NOT_KEPT)


def _standing(work: Work, table: Table, row_id: bytes) -> Row:
    row = work.rows_by_id(table, [row_id])[row_id]
    _must_be_kept(work, row["participant_id"])
    return row


def _own(work: Work, note_id: bytes) -> Row:
    return _set_by(work, notes, note_id)


def _set_by(work: Work, table: Table, row_id: bytes) -> Row:
    row = work.rows_by_id(table, [row_id])[row_id]
    if row["account_id"] != work.sight.actor.account_id and not work.sight.sees_all:
        raise Refusal(SOMEBODY_ELSES)
    return row

"""Notes, goals and planned talks about one participant: what may be written, and who reads it (D6).

A note is facts, and no note is secret for a request: the participant or a representative may ask to see every one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.answers import is_proper_answer
from app.domain.calendar import is_day
from app.domain.text import Text
from app.domain.wrong_fields import (
    WrongField,
    day_typed,
    missing,
    only_wrong,
    too_long,
    wrong_future,
    wrong_order,
    wrong_words,
)

FIELD = ("participant", "notes")
"""Whose and which field of the register of processing this is (D6)."""
LONGEST_BODY, LONGEST_SUBJECT, LONGEST_WHOM = 4_000, 120, 120
"""Signs; our own choice."""
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
NOT_KEPT = Text("Notes are not kept here. Nothing was recorded. Switch them on under Privacy first.")
SOMEBODY_ELSES = Text("This was written by somebody else. Only the writer or your {administrator} changes it.")
STAYS = Text("Who it is about and who wrote it stays as it was. The change was not taken over.")


class Category(StrEnum):
    """What a note is about. There is none for health or for a diagnosis: those are not kept here."""

    LEARNING = "learning"
    ATTENDANCE = "attendance"
    CONTACT = "contact"
    AGREED = "agreed"
    OTHER = "other"


CATEGORY_WORDS: Mapping[Category, Text] = {
    Category.LEARNING: Text("Learning"), Category.ATTENDANCE: Text("Attendance"), Category.CONTACT: Text("Contact"),
    Category.AGREED: Text("What was agreed"), Category.OTHER: Text("Something else"),
}


class GoalState(StrEnum):
    OPEN = "open"
    REACHED = "reached"
    DROPPED = "dropped"


GOAL_WORDS: Mapping[GoalState, Text] = {
    GoalState.OPEN: Text("open"), GoalState.REACHED: Text("reached"), GoalState.DROPPED: Text("dropped"),
}


def unit_apart(participant_id: bytes, account_id: bytes) -> bytes:
    """Where a note lies that its writer keeps apart: it goes with the person, and no other coach has the unit."""
    return hashlib.blake2b(b"notes" + participant_id + account_id, digest_size=16).digest()


def is_apart(note: Mapping[str, Any]) -> bool:
    """Whether only its writer and an administrator read this note."""
    return bool(note["unit"] != note["participant_id"])


def check_note(category: str, about_on: str, body: str, today: date) -> tuple[WrongField, ...]:
    """What is wrong with a note, each at its field."""
    return only_wrong((
        _one_of("category", category, Category), _happened("about_on", about_on, today),
        wrong_words("body", body, LONGEST_BODY)))


def check_goal(body: str, set_on: str, due_on: str) -> tuple[WrongField, ...]:
    """What is wrong with a goal; `due_on` is a day or ''."""
    begins = day_typed("set_on", set_on)
    due = day_typed("due_on", due_on) if due_on else None
    wrong = [one for one in (begins, due) if isinstance(one, WrongField)]
    if isinstance(begins, date) and isinstance(due, date):
        wrong += only_wrong((wrong_order("due_on", begins, due),))
    return (*only_wrong((wrong_words("body", body, LONGEST_BODY),)), *wrong)


def check_settling(state: str, settled_on: str, remark: str, set_on: str, today: date) -> tuple[WrongField, ...]:
    """What is wrong with saying that a goal was reached or dropped."""
    wrong = _happened("settled_on", settled_on, today)
    order = None if wrong else wrong_order("settled_on", date.fromisoformat(set_on), date.fromisoformat(settled_on))
    closes = GoalState.REACHED, GoalState.DROPPED
    return only_wrong((
        None if state in closes else missing("state"), wrong, order, too_long("remark", remark, LONGEST_BODY)))


def check_talk(subject: str, with_whom: str, planned_on: str, begins_at: str) -> tuple[WrongField, ...]:
    """What is wrong with a talk that is planned; `begins_at` is HH:MM or ''."""
    day = day_typed("planned_on", planned_on)
    return only_wrong((
        wrong_words("subject", subject, LONGEST_SUBJECT), too_long("with_whom", with_whom, LONGEST_WHOM),
        day if isinstance(day, WrongField) else None, _time("begins_at", begins_at)))


def check_report(held_on: str, report: str, today: date) -> tuple[WrongField, ...]:
    """What is wrong with the report of a talk that was held."""
    return only_wrong((_happened("held_on", held_on, today), too_long("report", report, LONGEST_BODY)))


def broken_following(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a row of a note, a goal, a talk or an answer, whoever sends it (S1)."""
    proper = _PROPER.get(kind)
    if proper is None or proper(row):
        return None
    return Text("This change has a shape that the server does not know. It was refused.")


def _proper_note(row: Mapping[str, Any]) -> bool:
    lies = {row["participant_id"], unit_apart(row["participant_id"], row["account_id"] or b"")}
    return bool(
        row["body"].strip() and len(row["body"]) <= LONGEST_BODY and row["category"] in set(Category)
        and is_day(row["about_on"]) and row["unit"] in lies)


def _proper_goal(row: Mapping[str, Any]) -> bool:
    is_open = row["state"] == GoalState.OPEN
    return bool(
        row["body"].strip() and max(len(row["body"]), len(row["remark"])) <= LONGEST_BODY
        and row["state"] in set(GoalState) and is_day(row["set_on"]) and (not row["due_on"] or is_day(row["due_on"]))
        and is_open == (row["settled_on"] is None))


def _proper_talk(row: Mapping[str, Any]) -> bool:
    both = row["held_on"] is not None and row["cancelled_on"] is not None
    return bool(
        row["subject"].strip() and len(row["subject"]) <= LONGEST_SUBJECT and len(row["with_whom"]) <= LONGEST_WHOM
        and is_day(row["planned_on"]) and len(row["report"]) <= LONGEST_BODY and not both
        and _time("begins_at", row["begins_at"]) is None and (row["held_on"] is not None or not row["report"]))


def _one_of(field: str, value: str, allowed: type[StrEnum]) -> WrongField | None:
    return None if value in set(allowed) else missing(field)


def _happened(field: str, typed: str, today: date) -> WrongField | None:
    day = day_typed(field, typed)
    return day if isinstance(day, WrongField) else wrong_future(field, day, today)


def _time(field: str, typed: str) -> WrongField | None:
    if not typed or _TIME.fullmatch(typed):
        return None
    return WrongField(field, Text(
        "{value} is not a time of the day. Fill in hours and minutes, such as 15:30. Nothing was recorded.",
        value=typed[:20]))


_PROPER = {"notes": _proper_note, "goals": _proper_goal, "talks": _proper_talk, "answers": is_proper_answer}

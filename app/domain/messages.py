"""Messages of coaches with participants (O-annex 1: forum): what may be written, what stays, and when it goes.

A conversation is of a group or with one participant. What was written is never written over: a message is hidden, with
a reason, or goes as a whole when its time is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from app.domain.ids import derived_id
from app.domain.provider_service import MessageRules
from app.domain.provider_terms import Regulated, Rule
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, only_wrong, wrong_words

OPEN, CLOSED = "open", "closed"
FIELD = ("participant", "messages")
"""Whose and which field of the register of processing this is (D6)."""
LONGEST_BODY, LONGEST_TITLE, LONGEST_REASON = 4_000, 120, 500
"""Signs; our own choice."""
DAYS_KEPT = 365
"""After closing, where the profile says nothing: our own choice."""
MARKS = "read_marks"
WRITTEN = ("conversation_id", "group_id", "participant_id", "account_id", "body", "sent_us")
BEGUN = ("group_id", "participant_id", "title", "opened_us", "opened_by")
"""What stays as it was once it was made."""
STAYS = Text("What was written stays as it was. The change was not taken over.")
NOT_KEPT = Text("Messages are not kept here. Nothing was sent. Switch them on under Privacy first.")
CONVERSATION_CLOSED = Text(
    "This conversation was closed in the meantime. Your message was not sent; it is kept under To check. "
    "Open the conversation again to send it.")
ONLY_READS = Text("You only look along in {this_group}. Nothing was sent. Ask whoever follows {the_group} now.")
SOMEBODY_ELSES = Text("This was done in the name of somebody else. It was not taken over.")


def check_message(body: str) -> tuple[WrongField, ...]:
    """What is wrong with a message, at its field."""
    return only_wrong((wrong_words("body", body, LONGEST_BODY),))


def check_conversation(title: str, body: str) -> tuple[WrongField, ...]:
    """What is wrong with a new conversation and its first message."""
    return only_wrong((wrong_words("title", title, LONGEST_TITLE), wrong_words("body", body, LONGEST_BODY)))


def check_reason(reason: str) -> tuple[WrongField, ...]:
    """What is wrong with the reason for hiding or reporting."""
    return only_wrong((wrong_words("reason", reason, LONGEST_REASON),))


def days_kept(rule: Rule[MessageRules]) -> int:
    """For how many days after its closing a conversation is kept."""
    return rule.value.days_after_closing if isinstance(rule, Regulated) else DAYS_KEPT


def is_over(closed: date | None, group_until: date | None, days: int, today: date) -> bool:
    """Whether the time of a conversation is over: it was closed, or its group ended, that many days ago."""
    ends = [day for day in (closed, group_until) if day is not None]
    return bool(ends) and min(ends) + timedelta(days=days) <= today


class ReadMark(NamedTuple):
    """Up to when an account read a conversation: `read_us` is when the newest message of it was sent, `version` the
    number under which the server has the mark. With `waits` it is not at the server yet.
    """

    read_us: int = 0
    version: int = 0
    waits: bool = False


def mark_id(account_id: bytes, conversation_id: bytes) -> bytes:
    """The same on every desk of a person (D4)."""
    return derived_id(account_id, "reading", MARKS, conversation_id.hex())


def is_unread(message: Mapping[str, Any], mark: ReadMark) -> bool:
    """Sent after what was read, or come to the server after the mark did: what somebody wrote without a network is new
    whenever it was written.
    """
    return bool(message["sent_us"] > mark.read_us or (not mark.waits and message["version"] > mark.version))


def read_up_to(sent_us: int, mark: ReadMark) -> int:
    """What the mark becomes once a message that was sent at `sent_us` at the latest was read; always later than it was,
    so that the server has it anew.
    """
    return max(sent_us, mark.read_us + 1)


def broken_talk(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a row of a conversation, whoever sends it (S1)."""
    proper = {"conversations": _proper_conversation, "messages": _proper_message, MARKS: _proper_mark}.get(kind)
    if proper is None or proper(row):
        return None
    return Text("This change has a shape that the server does not know. It was refused.")


def changes_words(kind: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether what was written or begun would become something else."""
    kept = WRITTEN if kind == "messages" else BEGUN
    return any(before[name] != now[name] for name in kept)


def fits(message: Mapping[str, Any], conversation: Mapping[str, Any]) -> bool:
    """Whether a message is of this conversation: of its group, or of the one participant it is with."""
    if conversation["participant_id"]:
        return bool(message["participant_id"] == conversation["participant_id"] and not message["group_id"])
    own = message["participant_id"] is None or message["account_id"] is None
    return bool(message["group_id"] == conversation["group_id"] and own)


def _proper_conversation(row: Mapping[str, Any]) -> bool:
    of_one = bool(row["group_id"]) != bool(row["participant_id"])
    return bool(
        of_one and row["title"].strip() and len(row["title"]) <= LONGEST_TITLE and row["state"] in (OPEN, CLOSED)
        and (row["state"] == CLOSED) == bool(row["closed_us"]) and bool(row["closed_by"]) == bool(row["closed_us"]))


def _proper_mark(row: Mapping[str, Any]) -> bool:
    return bool(row["id"] == mark_id(row["account_id"], row["conversation_id"]) and row["read_us"] > 0)


def _proper_message(row: Mapping[str, Any]) -> bool:
    return bool(
        row["body"].strip() and len(row["body"]) <= LONGEST_BODY and (row["account_id"] or row["participant_id"])
        and _explained(row, "hidden") and _explained(row, "reported"))


def _explained(row: Mapping[str, Any], what: str) -> bool:
    """By whom, when and why, or none of the three."""
    parts = [bool(row[f"{what}_us"]), bool(row[f"{what}_by"]), bool(row[f"{what}_reason"].strip())]
    return len(set(parts)) == 1 and len(row[f"{what}_reason"]) <= LONGEST_REASON



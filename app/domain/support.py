"""What is asked of the help desk, a question or a fault, by whom the terms let ask, and the answer (A-6.5, O-7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.helpdesk import may_ask, may_report
from app.domain.provider_service import HelpDeskRules
from app.domain.provider_terms import Who
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, only_wrong

QUESTION, FAULT = "question", "fault"
SORTS: Mapping[str, Text] = {QUESTION: Text("Question"), FAULT: Text("Fault")}
ASKED, UNDER_WAY, CLOSED = "reported", "under way", "closed"
STATES: Mapping[str, Text] = {
    ASKED: Text("asked"), UNDER_WAY: Text("being looked into"), CLOSED: Text("closed"),
}
LONGEST_SUBJECT, LONGEST_BODY, LONGEST_DIAGNOSIS = 120, 2_000, 3_500
"""Signs; our own choice."""
NOT_YOURS = Text(
    "Your {administrator} asks the help desk: under the terms it answers questions of {the_administrator} only. "
    "Nothing was sent.")


def sorts_for(rules: HelpDeskRules, who: Who) -> tuple[str, ...]:
    """What somebody in this role may send."""
    allowed = ((QUESTION, may_ask(rules, who)), (FAULT, may_report(rules, who)))
    return tuple(sort for sort, may in allowed if may)


def check_request(subject: str, body: str) -> tuple[WrongField, ...]:
    """What is wrong with a request, at its field."""
    return only_wrong((_text("subject", subject, LONGEST_SUBJECT), _text("body", body, LONGEST_BODY)))


def check_answer(state: str, answer: str) -> tuple[WrongField, ...]:
    """What is wrong with an answer."""
    return only_wrong((
        None if state in (UNDER_WAY, CLOSED) else missing("state"), _text("answer", answer, LONGEST_BODY)))


def broken_request(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a request, whoever sends it (S1)."""
    if kind != "support_requests" or _is_proper(row):
        return None
    return Text("This change has a shape that the server does not know. It was refused.")


def _is_proper(row: Mapping[str, Any]) -> bool:
    answered = bool(row["answered_on"])
    return bool(
        row["sort"] in SORTS and not check_request(row["subject"], row["body"]) and row["asked_by"].strip()
        and row["asked_on"] and len(row["diagnosis"]) <= LONGEST_DIAGNOSIS and row["state"] in STATES
        and answered == (row["state"] != ASKED) and (not answered or row["answer"].strip()))


def _text(field: str, words: str, most: int) -> WrongField | None:
    if not words.strip():
        return missing(field)
    if len(words) > most:
        return WrongField(field, Text("This is longer than {n} signs. Nothing was recorded.", n=most))
    return None

"""Reports of infringement (A-7.3, O-9.2): what somebody of the staff saw, where, and what the licensor answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from app.domain.provider_access import Infringement
from app.domain.provider_terms import NotRegulated, Rule, Who
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, only_wrong, too_long, wrong_day, wrong_future, wrong_order

Row = Mapping[str, Any]
REPORTED, UNDER_WAY, CLOSED = "reported", "under way", "closed"
STATES: Mapping[str, Text] = {
    REPORTED: Text("reported"), UNDER_WAY: Text("being looked into"), CLOSED: Text("closed"),
}
LONGEST = 2_000
LONGEST_PLACE = 500
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Report:
    """What was seen, at which web address or place, on which day."""

    what: str
    seen_at: str
    seen_on: date


def may_report(rule: Rule[Infringement], who: Who) -> bool:
    """Who of the staff may report; where the terms are silent nobody is turned away."""
    return isinstance(rule, NotRegulated) or who in rule.value.reporters


def check_report(report: Report, today: date) -> tuple[WrongField, ...]:
    """What is wrong with a report, each at its field."""
    return only_wrong((
        missing("what") if not report.what.strip() else too_long("what", report.what, LONGEST),
        wrong_place("seen_at", report.seen_at),
        wrong_day("seen_on", report.seen_on) or wrong_future("seen_on", report.seen_on, today),
    ))


def check_answer(row: Row, state: str, answer: str, answered_on: date, today: date) -> tuple[WrongField, ...]:
    """What is wrong with an answer of the licensor to the report in `row`."""
    return only_wrong((
        None if state in (UNDER_WAY, CLOSED) else missing("state"),
        missing("answer") if not answer.strip() else too_long("answer", answer, LONGEST),
        wrong_future("answered_on", answered_on, today),
        wrong_order("answered_on", date.fromisoformat(row["reported_on"]), answered_on),
    ))


def is_link(place: str) -> bool:
    """Something that begins like a web address is taken for one."""
    return place.strip().lower().startswith(("http:", "https:", "www."))


def wrong_place(field: str, place: str) -> WrongField | None:
    """Where it was seen: a web address that can be one, or a place in words. Nothing is fetched."""
    if not place.strip():
        return missing(field)
    wrong = too_long(field, place, LONGEST_PLACE)
    if wrong is not None or not is_link(place):
        return wrong
    if _is_proper_link(place.strip()):
        return None
    return WrongField(field, Text(
        "This is no web address, such as https://example.org/page. Nothing was recorded. Copy it from the browser."))


def _is_proper_link(link: str) -> bool:
    """http or https, a host with a dot, nothing of who looked in it, no blanks."""
    try:
        parts = urlsplit(link if "//" in link else f"https://{link}")
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return bool(
        parts.scheme in ("http", "https") and parts.hostname and _HOST.fullmatch(parts.hostname) and port_is_fine
        and parts.username is None and not re.search(r"\s", link))


def proper_infringement(row: Row) -> bool:
    """False for a row that no desk of ours makes (S1)."""
    answered = bool(row["answered_on"])
    return bool(
        row["what"].strip() and wrong_place("seen_at", row["seen_at"]) is None and row["reported_by"].strip()
        and row["reported_on"] and row["seen_on"] and row["seen_on"] <= row["reported_on"] and row["state"] in STATES
        and answered == (row["state"] != REPORTED) and (not answered or row["answer"].strip()))

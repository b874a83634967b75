"""The register of permissions (O-4.2, O-4.5, O-4.9): asked by the organisation, given or refused by the licensor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, get_args

from app.domain.contract.rights import PermissionKind, WrittenPermission, check_permission, needs_permission
from app.domain.provider_access import AccessRules
from app.domain.provider_terms import NotRegulated, Regulated
from app.domain.text import Text
from app.domain.wrong_fields import (
    WrongField,
    missing,
    only_wrong,
    too_long,
    wrong_day,
    wrong_future,
    wrong_order,
    wrong_words,
)

Row = Mapping[str, Any]
LONGEST = 1_000

KIND_WORDS: Mapping[PermissionKind, Text] = {
    "reuse": Text("re-use"),
    "integration": Text("integration"),
    "third_party": Text("use by third parties"),
    "credentials": Text("passing on log-in details"),
    "modification": Text("change of the content"),
}
_SHA256 = re.compile(r"[0-9a-f]{64}")


class PermissionState(StrEnum):
    """How a permission stands on a day. `ENDED` is one whose time is over."""

    ASKED = "asked"
    GIVEN = "given"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATE_WORDS: Mapping[PermissionState, Text] = {
    PermissionState.ASKED: Text("asked"),
    PermissionState.GIVEN: Text("given"),
    PermissionState.ENDED: Text("time is over"),
    PermissionState.REFUSED: Text("refused"),
    PermissionState.WITHDRAWN: Text("withdrawn"),
}


def state_of(row: Row, day: date) -> PermissionState:
    """Of a row of `permissions`; one that was withdrawn stands until that day."""
    if row["refused_on"]:
        return PermissionState.REFUSED
    if not row["given_on"]:
        return PermissionState.ASKED
    if row["withdrawn_on"] and day >= date.fromisoformat(row["withdrawn_on"]):
        return PermissionState.WITHDRAWN
    if row["until_on"] and day >= date.fromisoformat(row["until_on"]):
        return PermissionState.ENDED
    return PermissionState.GIVEN


def permission_of(row: Row) -> WrittenPermission | None:
    """A row as the rules take it, None where nothing was given; a withdrawal ends it earlier."""
    if not row["given_on"]:
        return None
    ends = [date.fromisoformat(day) for day in (row["until_on"], row["withdrawn_on"]) if day]
    return WrittenPermission(
        row["kind"], row["what"], row["third_party"], conditions_of(row["conditions"]),
        date.fromisoformat(row["given_on"]), min(ends, default=None), row["proof"])


def conditions_of(kept: str) -> tuple[str, ...]:
    """One a line."""
    return tuple(line.strip() for line in kept.splitlines() if line.strip())


# --- what is typed ---


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: for what kind of use, of what, for whom (a third party, or '' for the organisation itself)."""

    kind: str
    what: str
    third_party: str
    asked_on: date
    asked_by: str


@dataclass(frozen=True, slots=True)
class Given:
    """What was given; `until_on` is the first day no longer, `checksum` the SHA-256 of the file that proves it."""

    given_on: date
    until_on: date | None
    conditions: str
    proof: str
    checksum: str
    answered_by: str


def check_request(rules: AccessRules, asked: Request, today: date) -> tuple[WrongField, ...]:
    """What is wrong with a request that is to be recorded, each at its field."""
    return tuple(_wrong_in_request(rules, asked, today))


def _wrong_in_request(rules: AccessRules, asked: Request, today: date) -> Iterator[WrongField]:
    if asked.kind not in get_args(PermissionKind):
        yield missing("kind")
        return
    if needs_permission(rules, asked.kind) is False:  # type: ignore[arg-type]
        yield WrongField("kind", Text("The terms ask for no permission for this. Nothing was recorded."))
    if asked.kind == "third_party" and third_parties_never(rules):
        yield WrongField("kind", Text("The terms never allow use by third parties. Nothing was recorded."))
    for field in ("what", "asked_by", *(["third_party"] if asked.kind == "third_party" else [])):
        yield from only_wrong((_wrong_words(field, getattr(asked, field), needed=True),))
    if asked.kind != "third_party":
        yield from only_wrong((_wrong_words("third_party", asked.third_party),))
    wrong = wrong_day("asked_on", asked.asked_on) or wrong_future("asked_on", asked.asked_on, today)
    yield from only_wrong((wrong,))


def check_given(rules: AccessRules, row: Row, given: Given, today: date) -> tuple[WrongField, ...]:
    """What is wrong with an answer that gives what was asked in `row`."""
    made = WrittenPermission(
        row["kind"], row["what"], row["third_party"], conditions_of(given.conditions), given.given_on, given.until_on,
        given.proof)
    return only_wrong((
        *check_permission(rules, made, today),
        wrong_order("given_on", date.fromisoformat(row["asked_on"]), given.given_on),
        wrong_day("until_on", given.until_on) if given.until_on is not None else None,
        WrongField("until_on", Text("It must hold for one day at least. Nothing was recorded. Choose a later day."))
        if given.until_on == given.given_on else None,
        _wrong_words("conditions", given.conditions), _wrong_words("answered_by", given.answered_by, needed=True),
        None if _SHA256.fullmatch(given.checksum) else WrongField("checksum", Text(
            "Choose the file that shows the permission. Nothing was recorded.")),
    ))


def check_refused(row: Row, refused_on: date, reason: str, answered_by: str, today: date) -> tuple[WrongField, ...]:
    """What is wrong with an answer that refuses what was asked in `row`."""
    return only_wrong((
        wrong_day("refused_on", refused_on) or wrong_future("refused_on", refused_on, today),
        wrong_order("refused_on", date.fromisoformat(row["asked_on"]), refused_on),
        _wrong_words("refused_reason", reason, needed=True), _wrong_words("answered_by", answered_by, needed=True),
    ))


def check_withdrawn(row: Row, withdrawn_on: date, reason: str) -> tuple[WrongField, ...]:
    """What is wrong with taking back what was given in `row`; it may be told ahead, so the day may still come."""
    return only_wrong((
        wrong_day("withdrawn_on", withdrawn_on),
        wrong_order("withdrawn_on", date.fromisoformat(row["given_on"]), withdrawn_on),
        _wrong_words("withdrawn_reason", reason, needed=True),
    ))


def _wrong_words(field: str, words: str, needed: bool = False) -> WrongField | None:
    return (wrong_words if needed else too_long)(field, words, LONGEST)


# --- what may be done today ---


@dataclass(frozen=True, slots=True)
class UseStanding:
    """Whether a kind of use is allowed on a day; `until` is the first day no longer, None where no end is known."""

    kind: PermissionKind
    allowed: bool
    said: Text
    clause: str


def third_parties_never(rules: AccessRules) -> bool:
    """True where the terms forbid use by third parties and know no permission for it (A-3.3)."""
    rule = rules.third_parties
    return isinstance(rule, Regulated) and not rule.value.with_written_permission


def standing_uses(rules: AccessRules, register: Iterable[Row], day: date) -> tuple[UseStanding, ...]:
    """For each kind of use that takes permission, and for use by third parties always: whether it is allowed."""
    given = [one for one in map(permission_of, register) if one is not None]
    return tuple(
        _standing(rules, kind, given, day) for kind in get_args(PermissionKind)
        if needs_permission(rules, kind) is True or (kind == "third_party" and third_parties_never(rules)))


def _standing(
    rules: AccessRules, kind: PermissionKind, given: Iterable[WrittenPermission], day: date,
) -> UseStanding:
    if kind == "third_party" and third_parties_never(rules):
        return UseStanding(kind, False, Text("Not allowed: the terms never allow it."), _cited(rules.third_parties))
    clause = _cited(rules.permissions)
    holding = [one for one in given if one.kind == kind and one.holds_on(day)]
    if not holding:
        return UseStanding(
            kind, False, Text("Not allowed: the register holds no permission for it. Ask the licensor first."), clause)
    whom = ", ".join(dict.fromkeys(one.third_party or one.what for one in holding))
    return UseStanding(kind, True, Text("Allowed, only for: {whom}", whom=whom), clause)


def _cited(rule: Regulated[Any] | NotRegulated) -> str:
    return rule.basis.cited if isinstance(rule, Regulated) else ""


# --- what must hold whoever wrote it ---


def proper_permission(row: Row) -> bool:
    """False for a row that no desk of ours makes (S1)."""
    if row["kind"] not in get_args(PermissionKind) or not (row["what"].strip() and row["asked_by"].strip()):
        return False
    if row["kind"] == "third_party" and not row["third_party"].strip():
        return False
    given, refused, withdrawn = row["given_on"], row["refused_on"], row["withdrawn_on"]
    if not row["asked_on"] or (given and refused) or (withdrawn and not given):
        return False
    return _answer_is_proper(row, given, refused, withdrawn)


def _answer_is_proper(row: Row, given: str | None, refused: str | None, withdrawn: str | None) -> bool:
    if (given or refused) and not row["answered_by"].strip():
        return False
    if given and not (_SHA256.fullmatch(row["checksum"]) and row["proof"].strip() and given >= row["asked_on"]):
        return False
    if row["until_on"] and not (given and row["until_on"] > given):
        return False
    if refused and not (row["refused_reason"].strip() and refused >= row["asked_on"]):
        return False
    return not withdrawn or bool(row["withdrawn_reason"].strip() and withdrawn >= str(given))

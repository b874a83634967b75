"""Rights beside the licence: written permissions (O-4), assignment to another licensor (O-13), audit access (O-12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from app.domain.contract.source import Source, source_of
from app.domain.provider_access import AccessRules
from app.domain.provider_service import Audit, Transfer
from app.domain.provider_terms import NotRegulated, Regulated, Rule
from app.domain.text import Text
from app.domain.wrong_fields import (
    WrongField,
    missing,
    only_wrong,
    wrong_day,
    wrong_future,
    wrong_order,
)

PermissionKind: TypeAlias = Literal["reuse", "integration", "third_party", "credentials", "modification"]


# --- written permissions ---


@dataclass(frozen=True, slots=True)
class WrittenPermission:
    """What the licensor allowed in writing: for what, to whom, on which conditions, shown by which proof.

    `until_on` is the first day no longer, None while it stands.
    """

    kind: PermissionKind
    what: str
    third_party: str
    conditions: tuple[str, ...]
    given_on: date
    until_on: date | None
    proof: str

    def holds_on(self, day: date) -> bool:
        return self.given_on <= day and (self.until_on is None or day < self.until_on)


def needs_permission(rules: AccessRules, kind: PermissionKind) -> bool | NotRegulated:
    """True where the terms ask for written permission for this kind of use."""
    if isinstance(rules.permissions, NotRegulated):
        return rules.permissions
    return kind in rules.permissions.value.kinds


def is_permitted(
    rules: AccessRules, register: Iterable[WrittenPermission], kind: PermissionKind, day: date,
) -> bool | NotRegulated:
    """True where no permission is needed, or one in the register holds on that day."""
    needed = needs_permission(rules, kind)
    if isinstance(needed, NotRegulated):
        return needed
    return not needed or any(one.kind == kind and one.holds_on(day) for one in register)


def check_permission(rules: AccessRules, given: WrittenPermission, today: date) -> tuple[WrongField, ...]:
    """What is wrong with a permission that is to be recorded, each at its field."""
    return tuple(_wrong_in_permission(rules, given, today))


def _wrong_in_permission(rules: AccessRules, given: WrittenPermission, today: date) -> Iterator[WrongField]:
    if needs_permission(rules, given.kind) is False:
        yield WrongField("kind", Text("The terms ask for no permission for this. Nothing was recorded."))
    for field in ("what", "proof"):
        if not getattr(given, field).strip():
            yield missing(field)
    if given.kind == "third_party" and not given.third_party.strip():
        yield missing("third_party")
    wrong = (
        wrong_day("given_on", given.given_on) or wrong_future("given_on", given.given_on, today),
        wrong_order("until_on", given.given_on, given.until_on),
    )
    yield from (one for one in wrong if one is not None)


# --- another licensor ---


@dataclass(frozen=True, slots=True)
class Assignment:
    """The licensor's rights and duties go to another; `whole` is false where only a part does."""

    to_licensor: str
    told_on: date
    written: bool
    effective_on: date
    whole: bool


@dataclass(frozen=True, slots=True)
class AssignmentEffect:
    """From `day` on the new licensor stands in the place of the old one for what was assigned."""

    day: date
    explanation: tuple[Text, ...]
    source: Source


def assignment_effect(rule: Rule[Transfer], assignment: Assignment) -> AssignmentEffect | NotRegulated:
    """It counts for the organisation from the day it names, but not before it was told in writing (O-13)."""
    if isinstance(rule, NotRegulated):
        return rule
    day = max(assignment.effective_on, assignment.told_on) if rule.value.written_notice else assignment.effective_on
    said = []
    if day > assignment.effective_on:
        said.append(Text("Told only on {told}: it does not count before that day.", told=assignment.told_on))
    if not assignment.whole:
        said.append(Text("Only a part was assigned: for the rest the old licensor stays."))
    return AssignmentEffect(day, tuple(said), source_of(rule.basis))


def check_assignment(rule: Rule[Transfer], assignment: Assignment, today: date) -> tuple[WrongField, ...]:
    """What is wrong with an assignment that is to be recorded, each at its field."""
    needed = isinstance(rule, Regulated) and rule.value.written_notice
    return only_wrong((
        None if assignment.to_licensor.strip() else missing("to_licensor"),
        wrong_future("told_on", assignment.told_on, today),
        wrong_day("effective_on", assignment.effective_on),
        WrongField("written", Text("This takes a written notice. Without one nothing has changed. "
                                   "Nothing was recorded.")) if needed and not assignment.written else None,
    ))


# --- audit ---


@dataclass(frozen=True, slots=True)
class AuditAccess:
    """Somebody whom the licensor designated looks at the licence administration, read-only.

    `until_on` is the first day no longer: access to an audit always has an end.
    """

    auditor: str
    designated_by: str
    subjects: tuple[str, ...]
    from_on: date
    until_on: date
    outside_licensor: bool

    def open_on(self, day: date) -> bool:
        return self.from_on <= day < self.until_on


def check_audit_access(rule: Rule[Audit], access: AuditAccess) -> tuple[WrongField, ...]:
    """What is wrong with an access that is to be opened, each at its field."""
    third = isinstance(rule, Regulated) and not rule.value.by_third_parties
    return only_wrong((
        WrongField("auditor", Text("The terms give the licensor no right to an audit. Nothing was recorded."))
        if isinstance(rule, NotRegulated) else None,
        None if access.auditor.strip() else missing("auditor"),
        None if access.designated_by.strip() else missing("designated_by"),
        None if access.subjects else missing("subjects"),
        wrong_day("from_on", access.from_on),
        WrongField("until_on", Text("Access ends after it begins. Nothing was recorded. Choose a later day."))
        if access.until_on <= access.from_on else None,
        WrongField("outside_licensor", Text(
            "The terms let only the licensor itself look. Nothing was recorded."))
        if third and access.outside_licensor else None,
    ))

"""An objection to a change: in time or not, what the licensor then chooses, and what comes of it (O-2.3, O-5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.calendar import DAY
from app.domain.contract.authority import Act, Signatory, wrong_signatory
from app.domain.contract.changes import ObjectionTerm
from app.domain.contract.periods import Period
from app.domain.provider_terms import Authority, EndDay, NotRegulated, Outcome, Rule
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, wrong_future, wrong_order


@dataclass(frozen=True, slots=True)
class FiledObjection:
    """An objection as the licensor received it."""

    received_on: date
    written: bool
    reasons: str
    by: Signatory


@dataclass(frozen=True, slots=True)
class Decision:
    """The licensor's choice after an objection; `ends_on` is the last day it named, if it ends the agreement."""

    outcome: Outcome
    told_on: date
    ends_on: date | None = None


class ObjectionState(StrEnum):
    OPEN = "open"
    CONSENTED = "consented"
    WAITING = "waiting for the licensor"
    CONTINUES_UNCHANGED = "continues unchanged"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class ObjectionResult:
    """`day` belongs to the state: the last day to object, the day from which consent or the unchanged agreement
    counts, or the last day of the agreement; NotRegulated where the terms name none."""

    state: ObjectionState
    day: date | NotRegulated | None
    what: Text


def check_objection(
    authority: Rule[Authority], term: ObjectionTerm, filed: FiledObjection, today: date,
) -> tuple[WrongField, ...]:
    """What is wrong with an objection that is to be recorded; being late is not wrong, it has a result."""
    return tuple(_wrong_in_objection(authority, term, filed, today))


def _wrong_in_objection(
    authority: Rule[Authority], term: ObjectionTerm, filed: FiledObjection, today: date,
) -> Iterator[WrongField]:
    if term.written and not filed.written:
        yield WrongField("written", Text(
            "An objection counts only in writing. Nothing was recorded. Object by letter or e-mail."))
    if term.with_reasons and not filed.reasons.strip():
        yield missing("reasons")
    wrong = (
        wrong_order("received_on", term.counted_from, filed.received_on),
        wrong_future("received_on", filed.received_on, today),
        wrong_signatory(authority, filed.by, Act.OBJECT, filed.received_on, "by"),
    )
    yield from (one for one in wrong if one is not None)


def check_decision(term: ObjectionTerm, decision: Decision) -> tuple[WrongField, ...]:
    """What is wrong with a decision that is to be recorded."""
    if decision.outcome not in term.outcomes:
        return (WrongField("outcome", Text("The terms do not give this choice. Nothing was recorded.")),)
    wrong = wrong_order("ends_on", decision.told_on, decision.ends_on)
    return (wrong,) if wrong is not None else ()


def objection_result(
    term: ObjectionTerm, end_day: Rule[EndDay], period: Period, today: date,
    filed: FiledObjection | None = None, decision: Decision | None = None,
) -> ObjectionResult:
    """Where an objection stands today. `period` is the period that the change was announced in."""
    last = term.deadline.last
    if filed is None and today <= last:
        return ObjectionResult(ObjectionState.OPEN, last, Text("Object by {day} at the latest.", day=last))
    if filed is None:
        return _consented(last, Text("Nobody objected. Silence is consent, from {day}.", day=last + DAY))
    if filed.received_on > last:
        return _consented(last, Text(
            "The objection was received after {last}. It is too late and the change counts from {day}.",
            last=last, day=last + DAY))
    if decision is None:
        return ObjectionResult(ObjectionState.WAITING, None, Text(
            "The objection was received in time. The licensor now chooses: end the agreement, or go on unchanged. "
            "The terms set no day for that choice."))
    if decision.outcome == "continues_unchanged":
        return ObjectionResult(ObjectionState.CONTINUES_UNCHANGED, decision.told_on, Text(
            "The agreement goes on as it was before the change."))
    return _ended(end_day, period, decision)


def _consented(last: date, what: Text) -> ObjectionResult:
    return ObjectionResult(ObjectionState.CONSENTED, last + DAY, what)


def _ended(end_day: Rule[EndDay], period: Period, decision: Decision) -> ObjectionResult:
    day = decision.ends_on or _end_by_terms(end_day, period, decision)
    if isinstance(day, NotRegulated):
        return ObjectionResult(ObjectionState.ENDS, day, Text(
            "The licensor ends the agreement. The terms do not name the last day: ask for it in writing."))
    return ObjectionResult(ObjectionState.ENDS, day, Text("The licensor ends the agreement. Last day: {day}.", day=day))


def _end_by_terms(rule: Rule[EndDay], period: Period, decision: Decision) -> date | NotRegulated:
    if isinstance(rule, NotRegulated):
        return rule
    return decision.told_on if rule.value.day == "decision" else max(period.ends, decision.told_on)

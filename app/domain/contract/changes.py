"""Announced changes, each kind by its own rule: terms, user terms, prices.

A change counts from the day on which it reached the organisation: of a publication the day it appeared, of a letter
or an e-mail the day of receipt (BW 3:37), and the day of sending only while the receipt is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.calendar import DAY, last_day_for_notice
from app.domain.contract.agreement import Agreement
from app.domain.contract.deadline import UNMOVED, Deadline, WorkingDays, days_after
from app.domain.contract.periods import renews_silently
from app.domain.contract.source import ASSUMPTION, SETTING, Source, source_of
from app.domain.contract.timeline import Entry, EntryKind
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import (
    Announcement,
    NotRegulated,
    Objection,
    Outcome,
    PriceChange,
    Regulated,
    Rule,
    Start,
    Way,
)
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, wrong_day, wrong_future, wrong_order


@dataclass(frozen=True, slots=True)
class Announced:
    """A change as it was announced. `sent_on` is the day of sending or publication; `effective_on` is the first day
    on which it is said to hold, None where it names none; `proof` is what shows the announcement."""

    way: Way
    sent_on: date
    received_on: date | None = None
    effective_on: date | None = None
    proof: str = ""

    @property
    def counted_from(self) -> date:
        return self.sent_on if self.way == "publication" else self.received_on or self.sent_on


@dataclass(frozen=True, slots=True)
class ObjectionTerm:
    """The right to object up to and including `deadline.last`; silence is consent.

    `counted_from` is the event that set it running and `start_source` says who chose that: the clause, or we.
    """

    counted_from: date
    deadline: Deadline
    written: bool
    with_reasons: bool
    outcomes: tuple[Outcome, ...]
    source: Source
    start_source: Source


@dataclass(frozen=True, slots=True)
class ChangeEffect:
    """What an announced change comes to.

    `in_time` is None where the terms set no time ahead. `holds_from` is the first day on which it counts if nobody
    objects, None where none can be named. `objection` is None where this announcement gives no right to object,
    NotRegulated where the terms give none at all.
    """

    in_time: bool | None
    holds_from: date | None
    objection: ObjectionTerm | NotRegulated | None
    explanation: tuple[Text, ...]
    source: Source


def check_announced(rule: Rule[Announcement], announced: Announced, today: date) -> tuple[WrongField, ...]:
    """What is wrong with an announcement that is to be recorded, each at its field."""
    return tuple(_wrong_in_announced(rule, announced, today))


def _wrong_in_announced(rule: Rule[Announcement], announced: Announced, today: date) -> Iterator[WrongField]:
    days = (
        wrong_day("sent_on", announced.sent_on) or wrong_future("sent_on", announced.sent_on, today),
        wrong_order("received_on", announced.sent_on, announced.received_on),
        wrong_future("received_on", announced.received_on, today) if announced.received_on else None,
        wrong_day("effective_on", announced.effective_on) if announced.effective_on else None,
    )
    yield from (one for one in days if one is not None)
    if isinstance(rule, Regulated) and announced.way not in rule.value.ways:
        yield WrongField("way", Text("The terms do not let a change be announced in this way. Nothing was recorded."))
    if announced.way != "publication" and not announced.proof.strip():
        yield missing("proof")


def terms_change(
    profile: ProviderProfile, announced: Announced, working: WorkingDays = UNMOVED,
) -> ChangeEffect | NotRegulated:
    """Changed terms of the agreement (A-2.3, O-2.3)."""
    rules = profile.terms_change
    if isinstance(rules.announcement, NotRegulated):
        return rules.announcement
    effect = _announced_ahead(rules.announcement, announced)
    if isinstance(rules.objection, NotRegulated):
        return _with_objection(effect, rules.objection)
    return _with_objection(effect, _terms_objection(rules.objection, announced, working))


def user_terms_change(profile: ProviderProfile, announced: Announced) -> ChangeEffect | NotRegulated:
    """Changed user terms: nobody objects, going on is accepting (O-annex 2)."""
    rule, continued = profile.users.terms_change, profile.users.continued_use
    if isinstance(rule, NotRegulated):
        return rule
    effect = _announced_ahead(rule, announced)
    accepts = isinstance(continued, Regulated) and continued.value.is_acceptance
    said = (Text("Who goes on using it from then on has accepted the change."),) if accepts else ()
    return ChangeEffect(effect.in_time, effect.holds_from, None, (*effect.explanation, *said), effect.source)


def price_change(
    profile: ProviderProfile, agreement: Agreement, announced: Announced, working: WorkingDays = UNMOVED,
) -> ChangeEffect | NotRegulated:
    """New prices from the next period; told late they can be objected to (O-5.3)."""
    rule = profile.price.change
    if isinstance(rule, NotRegulated):
        return rule
    told, renews = announced.counted_from, renews_silently(profile.duration)
    current, last = agreement.period_on(told, renews), agreement.last_day(renews)
    if last is not None and last <= current.ends:
        said_end = Text("The agreement ends on {day}: there is no new period for new prices.", day=last)
        return ChangeEffect(None, None, None, (said_end,), source_of(rule.basis))
    measured = last_day_for_notice(current.ends, rule.value.notice_months)
    said = list(_receipt_unknown(announced))
    objection = None
    if told > measured.last:
        objection = _price_objection(profile, rule, announced, working)
        if told <= measured.later:
            said.append(Text(
                "Counted another way, this was told in time and cannot be objected to. Object in time all the same."))
    if announced.effective_on is not None and announced.effective_on != current.ends + DAY:
        said.append(Text(
            "New prices begin with a new period: not on {day} but on {begins}.",
            day=announced.effective_on, begins=current.ends + DAY))
    return ChangeEffect(
        told <= measured.last, current.ends + DAY, objection, tuple(said), source_of(rule.basis))


def _announced_ahead(rule: Regulated[Announcement], announced: Announced) -> ChangeEffect:
    """From its day, but no earlier than the time ahead that the terms promise."""
    source, said = source_of(rule.basis), list(_receipt_unknown(announced))
    earliest = announced.counted_from + timedelta(days=rule.value.days)
    wanted = announced.effective_on or earliest
    in_time = wanted >= earliest
    if not in_time:
        said.append(Text(
            "Announced too late for {day}: the terms promise {n} day ahead. They do not say what a late announcement "
            "means. Count on {earliest} at the earliest, and ask for a written answer.",
            "Announced too late for {day}: the terms promise {n} days ahead. They do not say what a late announcement "
            "means. Count on {earliest} at the earliest, and ask for a written answer.",
            day=wanted, n=rule.value.days, earliest=earliest))
    return ChangeEffect(
        in_time if rule.value.days else None, max(wanted, earliest), None, tuple(said),
        source if in_time else ASSUMPTION)


def _receipt_unknown(announced: Announced) -> Iterator[Text]:
    if announced.way != "publication" and announced.received_on is None:
        yield Text("The day of receipt is not recorded, so this is counted from the day of sending, {day}.",
                   day=announced.sent_on)


def _with_objection(effect: ChangeEffect, objection: ObjectionTerm | NotRegulated) -> ChangeEffect:
    """Silence is consent, so nothing holds before the last day for objection has passed."""
    holds = effect.holds_from
    if isinstance(objection, ObjectionTerm) and holds is not None:
        holds = max(holds, objection.deadline.last + DAY)
    return ChangeEffect(effect.in_time, holds, objection, effect.explanation, effect.source)


def _terms_objection(rule: Regulated[Objection], announced: Announced, working: WorkingDays) -> ObjectionTerm:
    source = source_of(rule.basis)
    start = _start(rule.value.starts, announced)
    return ObjectionTerm(
        start, days_after(start, rule.value.days, working), rule.value.written, rule.value.with_reasons,
        rule.value.outcomes, source, source)


def _price_objection(
    profile: ProviderProfile, rule: Regulated[PriceChange], announced: Announced, working: WorkingDays,
) -> ObjectionTerm:
    source, starts = source_of(rule.basis), profile.price.objection_start
    if isinstance(starts, Regulated):
        start, start_source = _start(starts.value.starts, announced), source_of(starts.basis)
    else:
        start, start_source = announced.counted_from, ASSUMPTION
    return ObjectionTerm(
        start, days_after(start, rule.value.objection_days, working), rule.value.written, False,
        rule.value.outcomes, source, start_source)


def _start(starts: Start, announced: Announced) -> date:
    return announced.sent_on if starts == "publication" else announced.counted_from


def change_entries(what: Text, effect: ChangeEffect) -> tuple[Entry, ...]:
    """The days of a change for the timeline: when it holds, and up to when it can be objected to."""
    found = []
    if effect.holds_from is not None:
        found.append(Entry(EntryKind.CHANGE, effect.holds_from, what, effect.source, explanation=effect.explanation))
    term = effect.objection
    if isinstance(term, ObjectionTerm):
        found.append(Entry(
            EntryKind.OBJECTION, term.counted_from, Text("Objection possible: {what}", what=what),
            SETTING if term.deadline.by_setting else term.source,
            until=term.deadline.last, other=term.deadline.other,
            explanation=(*_whose_start(term), *term.deadline.explanation)))
    return tuple(found)


def _whose_start(term: ObjectionTerm) -> tuple[Text, ...]:
    """Where the clause names no start, the day we count from is said."""
    if term.start_source == term.source:
        return ()
    return (Text("The terms name no beginning of this term. It is counted from {day}: {source}.",
                 day=term.counted_from, source=term.start_source.text),)

"""Notice: what one that is received on a certain day ends, and when (O-11.1, O-11.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.calendar import NoticeDay, last_day_for_notice, last_day_within
from app.domain.contract.agreement import Agreement
from app.domain.contract.authority import Act, Signatory, wrong_signatory
from app.domain.contract.periods import Period, renews_silently
from app.domain.contract.source import Source, source_of
from app.domain.provider_terms import Authority, DurationRules, NotRegulated, Party, Regulated, Rule
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, wrong_future


@dataclass(frozen=True, slots=True)
class Notice:
    """Notice as recorded. `proof` says what shows the receipt; `signatory` is who gave it for the organisation."""

    by: Party
    received_on: date
    written: bool
    proof: str
    signatory: Signatory | None = None


@dataclass(frozen=True, slots=True)
class NoticeEffect:
    """What a notice comes to.

    `ends_on` is the last day of the agreement. `measured` is the last day for notice of the period in which it was
    received, `in_time` whether it was kept. `otherwise` is the last day that another way of counting gives.
    """

    ends_on: date
    in_time: bool
    measured: NoticeDay | None
    otherwise: date | None
    explanation: tuple[Text, ...]
    source: Source


def check_notice(
    rules: DurationRules, authority: Rule[Authority], agreement: Agreement, notice: Notice, today: date,
) -> tuple[WrongField, ...]:
    """What is wrong with a notice that is to be recorded, each at its field."""
    return tuple(_wrong_in_notice(rules, authority, agreement, notice, today))


def _wrong_in_notice(
    rules: DurationRules, authority: Rule[Authority], agreement: Agreement, notice: Notice, today: date,
) -> Iterator[WrongField]:
    if agreement.ended_on is not None:
        yield WrongField("received_on", Text(
            "This agreement already ends on {day}. Nothing was recorded.", day=agreement.ended_on))
    if agreement.concluded_on is not None and notice.received_on < agreement.concluded_on:
        yield WrongField("received_on", Text(
            "{day} lies before the agreement was concluded. Nothing was recorded.", day=notice.received_on))
    future = wrong_future("received_on", notice.received_on, today)
    if future is not None:
        yield future
    if isinstance(rules.notice, Regulated):
        if rules.notice.value.written and not notice.written:
            yield WrongField("written", Text(
                "Notice counts only in writing. Nothing was recorded. Give notice by letter or e-mail."))
        if notice.by not in rules.notice.value.by:
            yield WrongField("by", Text("The terms give this party no right to give notice. Nothing was recorded."))
    if not notice.proof.strip():
        yield missing("proof")
    yield from _wrong_giver(authority, notice)


def _wrong_giver(authority: Rule[Authority], notice: Notice) -> Iterator[WrongField]:
    if notice.by != "organisation":
        return
    if notice.signatory is None:
        yield missing("signatory")
        return
    wrong = wrong_signatory(authority, notice.signatory, Act.GIVE_NOTICE, notice.received_on, "signatory")
    if wrong is not None:
        yield wrong


def notice_effect(
    rules: DurationRules, agreement: Agreement, by: Party, received_on: date,
) -> NoticeEffect | NotRegulated:
    """What notice by this party ends, received on that day; NotRegulated where the terms give no such notice."""
    if isinstance(rules.notice, NotRegulated):
        return rules.notice
    if by not in rules.notice.value.by:
        return NotRegulated()
    ordinary = _ordinary(rules, agreement, received_on)
    consumer = _consumer(rules, agreement, received_on) if by == "organisation" else None
    return consumer if consumer is not None and consumer.ends_on < ordinary.ends_on else ordinary


def _ordinary(rules: DurationRules, agreement: Agreement, received_on: date) -> NoticeEffect:
    """At the end of the first period whose last day for notice was kept, counted either way (O-11.1)."""
    assert isinstance(rules.notice, Regulated)
    months, renews = rules.notice.value.months, renews_silently(rules)
    current = agreement.period_on(received_on, renews)
    ending = _first_kept(agreement, current, months, received_on, keep_later=False) if renews else current
    other = _first_kept(agreement, current, months, received_on, keep_later=True) if renews else current
    measured = last_day_for_notice(current.ends, months)
    otherwise = other.ends if other.number < ending.number else None
    return NoticeEffect(
        ending.ends, received_on <= measured.last, measured, otherwise,
        tuple(_explained(measured, current, ending, otherwise, received_on)), source_of(rules.notice.basis),
    )


def _first_kept(
    agreement: Agreement, current: Period, months: int, received_on: date, *, keep_later: bool,
) -> Period:
    period = current
    while True:
        day = last_day_for_notice(period.ends, months)
        if received_on <= (day.later if keep_later else day.last):
            return period
        period = agreement.period(period.number + 1)


def _explained(
    measured: NoticeDay, current: Period, ending: Period, otherwise: date | None, received_on: date,
) -> Iterator[Text]:
    if received_on <= measured.last:
        return
    if ending == current:
        yield Text("Notice is not needed: the agreement ends by itself on {day}.", day=current.ends)
        return
    yield Text(
        "Notice had to be received by {last} at the latest. The agreement goes on and ends on {day}.",
        last=measured.last, day=ending.ends)
    if otherwise is not None:
        yield Text(
            "Counted another way, the notice was in time and the agreement ends on {day}. "
            "Ask the other party to confirm in writing which day counts.", day=otherwise)


def _consumer(rules: DurationRules, agreement: Agreement, received_on: date) -> NoticeEffect | None:
    """Any day once the agreement was renewed, with this notice; the day that is no later either way (O-11.2)."""
    rule = rules.consumer_notice
    if not agreement.consumer or isinstance(rule, NotRegulated) or not renews_silently(rules):
        return None
    renewed_on = agreement.period(1).begins
    counted_from = max(received_on, renewed_on) if rule.value.only_after_renewal else received_on
    counted = last_day_within(counted_from, rule.value.months)
    said = [Text("Outside profession or business a renewed agreement can be ended at any time, with {n} month.",
                 "Outside profession or business a renewed agreement can be ended at any time, with {n} months.",
                 n=rule.value.months)]
    if counted_from > received_on:
        said.append(Text(
            "This holds for a renewed agreement only, so the term is counted from {day}, when it renews.",
            day=counted_from))
    if counted.later != counted.last:
        said.append(Text("Counted another way, the agreement ends on {day}.", day=counted.later))
    otherwise = counted.later if counted.later != counted.last else None
    return NoticeEffect(counted.last, True, None, otherwise, tuple(said), source_of(rule.basis))

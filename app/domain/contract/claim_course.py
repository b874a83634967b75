"""A logged claim from the day it was known: until when it can be made, what a third party's asks for, what it ends in.

Rows of `claims`. Of an own claim `sent_on` and `received_on` say when the licensor was told, of a third party's when
the licensor was told of it. `amount_cents` is what is claimed, or of a third party's what was paid ahead for the
period (without VAT), or the fee of a school year, whichever the terms count with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.billing.computation import Computation
from app.domain.billing.refund import Prepaid, third_party_refund
from app.domain.contract.agreement import Agreement
from app.domain.contract.claims import (
    LoggedThirdPartyClaim,
    OwnClaim,
    check_claim,
    claim_deadline,
    end_on_third_party_claim,
    has_lapsed,
    indemnity_at_risk,
)
from app.domain.contract.deadline import Deadline
from app.domain.contract.kept_course import OWN, THIRD_PARTY, WRITTEN
from app.domain.contract.kept_rows import day_of
from app.domain.contract.periods import Period, renews_silently
from app.domain.contract.source import AGREEMENT, source_of
from app.domain.contract.timeline import Entry, EntryKind
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import NotRegulated, Regulated
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, only_wrong, wrong_future, wrong_order

Row = Mapping[str, Any]
OUTCOMES: Mapping[str, Text] = {
    "changed": Text("The licensor changes the product; the use goes on"),
    "replaced": Text("The licensor replaces it; the use goes on"),
    "ended": Text("The licensor ends the agreement"),
}
LARGEST_CENTS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ClaimCourse:
    """One claim as it stands on a day.

    `deadline` is the last day on which the licensor must have received an own claim; `to_do` what still must be done
    about a third party's. `ends` and `refund` only where that one ended the agreement. NotRegulated: the terms are
    silent.
    """

    deadline: Deadline | NotRegulated | None
    lapsed: bool
    to_do: tuple[Text, ...] | NotRegulated
    ends: Deadline | NotRegulated | None
    refund: Computation | NotRegulated | None


def check_logged(profile: ProviderProfile, row: Row, today: date) -> tuple[WrongField, ...]:
    """What is wrong with a claim that is to be logged, each at its field (the columns of `claims`)."""
    return tuple(_wrong_in_claim(profile, row, today))


def _wrong_in_claim(profile: ProviderProfile, row: Row, today: date) -> Iterator[WrongField]:
    if not row["about"].strip():
        yield missing("about")
    if row["sort"] == THIRD_PARTY and not row["claimant"].strip():
        yield missing("claimant")
    yield from check_claim(own_claim(row), today)
    could = day_of(row["could_be_known_on"])
    if could is not None and could > date.fromisoformat(row["known_on"]):
        yield WrongField("could_be_known_on", Text(
            "{day} lies after the day on which it was known. Nothing was recorded.", day=could))
    yield from _wrong_in_telling(profile, row, today)
    if not 0 <= row["amount_cents"] <= LARGEST_CENTS:
        yield WrongField("amount_cents", Text("An amount is 0 or more. Nothing was recorded. Correct the amount."))


def _wrong_in_telling(profile: ProviderProfile, row: Row, today: date) -> Iterator[WrongField]:
    """What counts only in writing is not recorded as said on the telephone."""
    sent, received, known = day_of(row["sent_on"]), day_of(row["received_on"]), date.fromisoformat(row["known_on"])
    if sent is None:
        if received is not None:
            yield missing("sent_on")
        return
    yield from only_wrong((
        wrong_future("sent_on", sent, today), wrong_order("sent_on", known, sent) if row["sort"] == THIRD_PARTY
        else None, wrong_order("received_on", sent, received)))
    if row["form"] not in WRITTEN and must_be_written(profile, row["sort"]):
        yield WrongField("form", Text(
            "This counts only in writing. Nothing was recorded. Send a letter or an e-mail and record that."))
    if not row["proof"].strip():
        yield missing("proof")


def must_be_written(profile: ProviderProfile, sort: str) -> bool:
    """Whether the terms ask for writing (A-9.3, A-7.5)."""
    lapse, third = profile.claims.lapse, profile.claims.third_party
    if sort == OWN:
        return isinstance(lapse, Regulated) and lapse.value.written
    return isinstance(third, Regulated) and third.value.told_at_once_in_writing


def own_claim(row: Row) -> OwnClaim:
    return OwnClaim(date.fromisoformat(row["known_on"]), day_of(row["could_be_known_on"]), day_of(row["received_on"]))


def check_outcome(
    profile: ProviderProfile, row: Row, outcome: str, outcome_on: date, named: date | None, today: date,
) -> tuple[WrongField, ...]:
    """What is wrong with how a third party's claim ended; `named` is the last day that the licensor named."""
    rule = profile.claims.third_party_outcome
    if isinstance(rule, NotRegulated) or outcome not in rule.value.outcomes:
        return (WrongField("outcome", Text("The terms do not name this outcome. Nothing was recorded. "
                                           "Choose another.")),)
    if row["outcome"]:
        return (WrongField("outcome", Text("The outcome was recorded already. Nothing was recorded.")),)
    ends = outcome == "ended"
    unnamed = ends and named is None and rule.value.notice_months == 0
    return only_wrong((
        wrong_order("outcome_on", date.fromisoformat(row["known_on"]), outcome_on),
        wrong_future("outcome_on", outcome_on, today),
        missing("ends_on") if unnamed else None,
        wrong_order("ends_on", outcome_on, named) if ends else None,
    ))


def last_day_by_claim(profile: ProviderProfile, outcome_on: date, named: date | None) -> date | None:
    """The last day of an agreement that ends over a claim, None where the terms and the licensor name none."""
    found = end_on_third_party_claim(profile.claims.third_party_outcome, outcome_on, named)
    return None if isinstance(found, NotRegulated) else found.last


def claim_course(
    profile: ProviderProfile, agreement: Agreement, row: Row, today: date, named: date | None = None,
) -> ClaimCourse:
    """Where this claim stands; `named` is the last day that was recorded with its outcome."""
    if row["sort"] == OWN:
        deadline = claim_deadline(profile.claims.lapse, own_claim(row))
        lapsed = not isinstance(deadline, NotRegulated) and has_lapsed(deadline, own_claim(row), today)
        return ClaimCourse(deadline, lapsed, (), None, None)
    third = LoggedThirdPartyClaim(
        date.fromisoformat(row["known_on"]), day_of(row["sent_on"]), row["form"] in WRITTEN,
        bool(row["handling_left"]))
    to_do = () if row["outcome"] else indemnity_at_risk(profile.claims.third_party, third, today)
    if row["outcome"] != "ended":
        return ClaimCourse(None, False, to_do, None, None)
    ends = end_on_third_party_claim(
        profile.claims.third_party_outcome, date.fromisoformat(row["outcome_on"]), named)
    last = named if isinstance(ends, NotRegulated) else ends.last
    refund = claim_refund(profile, agreement, row["amount_cents"], last) if last is not None else None
    return ClaimCourse(None, False, to_do, ends, refund)


def claim_refund(
    profile: ProviderProfile, agreement: Agreement, amount_cents: int, last_day: date,
) -> Computation | NotRegulated:
    """What comes back when the agreement ends over a third party's claim (O-11.4, A-7.6)."""
    period = period_of(profile, agreement, last_day)
    prepaid = Prepaid(amount_cents, period.begins, period.ends)
    return third_party_refund(profile.claims, "ended", prepaid, min(last_day, period.ends), amount_cents)


def period_of(profile: ProviderProfile, agreement: Agreement, last_day: date) -> Period:
    """The period in which the agreement then ends, as if nothing had ended it yet."""
    whole = Agreement(agreement.starts_on, agreement.months)
    return whole.period_on(last_day, renews_silently(profile.duration))


def claim_entries(profile: ProviderProfile, course: ClaimCourse, row: Row) -> tuple[Entry, ...]:
    """The claim on the timeline: until when it must be received, when it was, and how it ended."""
    about, found = row["about"], []
    if isinstance(course.deadline, Deadline) and isinstance(profile.claims.lapse, Regulated):
        done = bool(row["received_on"] or row["settled_on"])
        found.append(Entry(
            EntryKind.CLAIM, course.deadline.last, Text("Claim received by this day at the latest: {about}",
                                                        about=about),
            source_of(profile.claims.lapse.basis), other=course.deadline.other,
            explanation=course.deadline.explanation, done=done))
    days = (
        (row["known_on"], Text("Claim known: {about}", about=about) if row["sort"] == OWN
         else Text("Claim of a third party: {about}", about=about)),
        (row["received_on"], Text("Claim received by the licensor: {about}", about=about)),
        (row["outcome_on"], OUTCOMES.get(row["outcome"], Text("Claim: {about}", about=about))),
        (row["settled_on"], Text("Claim settled: {about}", about=about)),
    )
    found += [
        Entry(EntryKind.CLAIM, date.fromisoformat(day), what, AGREEMENT, done=True) for day, what in days if day]
    return tuple(found)

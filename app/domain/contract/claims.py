"""Claims: until when an own claim can be made (A-9.3), and what a third party's claim asks for and leads to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.calendar import last_day_within
from app.domain.contract.deadline import UNMOVED, Deadline, WorkingDays, months_after
from app.domain.provider_service import ClaimLapse, ThirdPartyClaim, ThirdPartyOutcome
from app.domain.provider_terms import NotRegulated, Regulated, Rule
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, only_wrong, wrong_future, wrong_order


@dataclass(frozen=True, slots=True)
class OwnClaim:
    """A claim on the licensor. `could_be_known_on` is the day it could reasonably have been known, if earlier."""

    known_on: date
    could_be_known_on: date | None = None
    received_on: date | None = None

    @property
    def counted_from(self) -> date:
        return min(self.known_on, self.could_be_known_on or self.known_on)


def claim_deadline(
    rule: Rule[ClaimLapse], claim: OwnClaim, working: WorkingDays = UNMOVED,
) -> Deadline | NotRegulated:
    """The last day on which the licensor must have received the claim (A-9.3)."""
    if isinstance(rule, NotRegulated):
        return rule
    return months_after(claim.counted_from, rule.value.months, working)


def has_lapsed(deadline: Deadline, claim: OwnClaim, today: date) -> bool:
    """True once the last day has passed without the licensor having received the claim."""
    return (claim.received_on or today) > deadline.last


def check_claim(claim: OwnClaim, today: date) -> tuple[WrongField, ...]:
    """What is wrong with a claim that is to be logged."""
    return only_wrong((
        wrong_future("known_on", claim.known_on, today),
        wrong_order("received_on", claim.counted_from, claim.received_on),
        wrong_future("received_on", claim.received_on, today) if claim.received_on else None,
    ))


@dataclass(frozen=True, slots=True)
class LoggedThirdPartyClaim:
    """What a third party holds against the use of the product, and what the organisation did about it."""

    known_on: date
    told_on: date | None
    told_in_writing: bool
    handling_left: bool


def indemnity_at_risk(
    rule: Rule[ThirdPartyClaim], claim: LoggedThirdPartyClaim, today: date,
) -> tuple[Text, ...] | NotRegulated:
    """What the organisation must still do to stay indemnified (A-7.4, A-7.5, O-9.1); empty where nothing."""
    if isinstance(rule, NotRegulated):
        return rule
    found = []
    if rule.value.told_at_once_in_writing and not (claim.told_on and claim.told_in_writing):
        found.append(Text(
            "Tell the licensor at once and in writing. The claim is known for {n} day.",
            "Tell the licensor at once and in writing. The claim is known for {n} days.",
            n=(today - claim.known_on).days))
    if rule.value.handled_by_licensor and not claim.handling_left:
        found.append(Text("Leave the handling to the licensor, talks about a settlement included."))
    return tuple(found)


def end_on_third_party_claim(
    rule: Rule[ThirdPartyOutcome], received_on: date, named: date | None = None,
) -> Deadline | NotRegulated:
    """The last day where the licensor ends the agreement over a claim (A-7.6, O-11.4).

    Notice protects who receives it, so the later of two ways of counting a month is kept. Without a notice period
    the licensor's own last day `named` counts; where it names none the terms do not either.
    """
    if isinstance(rule, NotRegulated):
        return rule
    if "ended" not in rule.value.outcomes:
        return NotRegulated()
    if rule.value.notice_months == 0:
        return Deadline(named) if named is not None else NotRegulated()
    return _after_notice(rule, received_on, named)


def _after_notice(rule: Regulated[ThirdPartyOutcome], received_on: date, named: date | None) -> Deadline:
    counted = last_day_within(received_on, rule.value.notice_months)
    said = []
    if counted.later != counted.last:
        said.append(Text("Counted another way, the agreement ends on {day}.", day=counted.last))
    if named is not None and named < counted.later:
        said.append(Text(
            "The licensor named {day}. That is earlier than its notice period allows.", day=named))
    last = max(counted.later, named or counted.later)
    return Deadline(last, counted.last if counted.last != counted.later else None, tuple(said))

"""The ways in which use stops: on which ground, by which measure, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.calendar import DAY
from app.domain.contract.source import Source, source_of
from app.domain.provider import ProviderProfile
from app.domain.provider_service import Measure
from app.domain.provider_terms import NotRegulated, Regulated
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, only_wrong, wrong_order


class Ground(StrEnum):
    EXPIRY = "expiry"
    NOTICE = "notice"
    MISUSE = "misuse"
    SUSPECTED_ABUSE = "suspected abuse"
    INSOLVENCY = "insolvency"
    THIRD_PARTY_CLAIM = "third-party claim"
    OBJECTION = "objection"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Ground.EXPIRY: Text("The duration is over"),
    Ground.NOTICE: Text("Notice was given"),
    Ground.MISUSE: Text("Use outside the right"),
    Ground.SUSPECTED_ABUSE: Text("Suspected abuse by one user"),
    Ground.INSOLVENCY: Text("Bankruptcy or suspension of payment"),
    Ground.THIRD_PARTY_CLAIM: Text("A claim of a third party"),
    Ground.OBJECTION: Text("An objection to a change"),
}


AT_ONCE = (Ground.MISUSE, Ground.SUSPECTED_ABUSE, Ground.INSOLVENCY)
"""What the licensor does at once on its own ground; an end over a claim or an objection comes with those."""


@dataclass(frozen=True, slots=True)
class Available:
    """What the licensor may do on a ground, and where that stands."""

    measures: tuple[Measure, ...]
    source: Source


def available(profile: ProviderProfile, ground: Ground) -> Available | NotRegulated:
    """The licensor's measures on misuse, suspected abuse of an account and insolvency (A-3.7, A-10.1, O-11.3).

    The other grounds have an end only.
    """
    if ground is Ground.SUSPECTED_ABUSE:
        return _blocking(profile)
    if ground is Ground.MISUSE:
        misuse = profile.end.misuse
        if isinstance(misuse, NotRegulated):
            return misuse
        return Available((misuse.value.measure,), source_of(misuse.basis))
    if ground is Ground.INSOLVENCY:
        insolvency = profile.end.insolvency
        if isinstance(insolvency, NotRegulated):
            return insolvency
        return Available(insolvency.value.measures, source_of(insolvency.basis))
    return NotRegulated()


def _blocking(profile: ProviderProfile) -> Available | NotRegulated:
    rule = profile.access.credentials
    if isinstance(rule, NotRegulated):
        return rule
    return Available(("suspend",) if rule.value.licensor_may_block else (), source_of(rule.basis))


def duty_to_tell(profile: ProviderProfile, ground: Ground) -> Text | None:
    """What the organisation itself must do at once, None where the terms ask nothing (A-3.7)."""
    rule = profile.end.insolvency
    told = ground is Ground.INSOLVENCY and isinstance(rule, Regulated) and rule.value.told_at_once_in_writing
    return Text("Tell the licensor of this at once and in writing.") if told else None


@dataclass(frozen=True, slots=True)
class Ending:
    """How use stops. `last_day` is the last day of use.

    `immediate`: it stops in the course of that day, by a message, so that no day is left to prepare.
    `administrator_until` is the last day of the administrator's account where the parties agreed on a later one.
    """

    ground: Ground
    measure: Measure
    last_day: date
    immediate: bool
    administrator_until: date | None = None

    @property
    def stops_on(self) -> date:
        """The day from which what ends is ended."""
        return self.last_day if self.immediate else self.last_day + DAY

    @property
    def ends_agreement(self) -> bool:
        return self.measure == "dissolve"


def at_the_end(ground: Ground, last_day: date, administrator_until: date | None = None) -> Ending:
    """The end of the agreement at the close of a day that is known before."""
    return Ending(ground, "dissolve", last_day, False, administrator_until)


def at_once(ground: Ground, measure: Measure, told_on: date) -> Ending:
    """A measure with immediate effect, from the day on which the organisation was told."""
    return Ending(ground, measure, told_on, True)


def check_ending(
    profile: ProviderProfile, ending: Ending, starts_on: date, *, written: bool,
) -> tuple[WrongField, ...]:
    """What is wrong with an end or a measure that is to be recorded, each at its field."""
    return only_wrong((
        wrong_order("last_day", starts_on, ending.last_day),
        wrong_order("administrator_until", ending.last_day, ending.administrator_until),
        _wrong_measure(profile, ending),
        _wrong_form(profile, ending, written),
        _wrong_extension(profile, ending),
    ))


def _wrong_measure(profile: ProviderProfile, ending: Ending) -> WrongField | None:
    may = available(profile, ending.ground)
    if ending.immediate and (isinstance(may, NotRegulated) or ending.measure not in may.measures):
        return WrongField("measure", Text("The terms do not give this choice. Nothing was recorded."))
    return None


def _wrong_form(profile: ProviderProfile, ending: Ending, written: bool) -> WrongField | None:
    rule = profile.end.misuse
    needed = ending.ground is Ground.MISUSE and isinstance(rule, Regulated) and rule.value.by_written_notice
    if needed and not written:
        return WrongField("written", Text(
            "This takes a written notice. Without one nothing has ended. Nothing was recorded."))
    return None


def _wrong_extension(profile: ProviderProfile, ending: Ending) -> WrongField | None:
    rule = profile.end.administrator_account
    fixed = isinstance(rule, Regulated) and not rule.value.unless_agreed_otherwise
    if ending.administrator_until is not None and fixed:
        return WrongField("administrator_until", Text(
            "The terms close the account of the {administrator} at once, without an exception. Nothing was recorded."))
    return None

"""What ends for whom, when, and what is kept: worked out from the profile and shown before it happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.calendar import DAY
from app.domain.contract.ending import Ending, Ground, available
from app.domain.contract.source import AGREEMENT, Source, source_of
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import NotRegulated, Regulated, Who
from app.domain.text import Text


class ConsequenceKind(StrEnum):
    EXPORT_BEFORE = "export before"
    ADMINISTRATOR_CLOSED = "administrator closed"
    USERS_OUT = "users out"
    CONTENT_BLOCKED = "content blocked"
    PARTICIPANTS = "participants"
    PROCESSING_AGREEMENT = "processing agreement"
    DESTRUCTION = "destruction"
    LEGAL_KEEPING = "legal keeping"
    SUB_PROCESSORS = "sub-processors"
    COSTS = "costs"
    REFUND = "refund"
    ACCESS_PAUSED = "access paused"
    ACCESS_LIMITED = "access limited"
    RECORDS_KEPT = "records kept"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that happens. `day` is when, None where no day can be named.

    `source` is NotRegulated where the terms are silent: `what` then says that, and nothing is filled in.
    """

    kind: ConsequenceKind
    who: Who
    what: Text
    day: date | None
    source: Source | NotRegulated


def consequences(profile: ProviderProfile, ending: Ending, participants: int) -> tuple[Consequence, ...]:
    """In the order in which they matter; `participants` is how many take part now."""
    if ending.ground is Ground.SUSPECTED_ABUSE:
        return tuple(_paused(profile, ending, ConsequenceKind.ACCESS_PAUSED, Text(
            "The account of this one user is paused; everybody else goes on")))
    if ending.measure == "suspend":
        return tuple(_paused(profile, ending, ConsequenceKind.ACCESS_PAUSED, Text(
            "Access is paused for everybody until the licensor lifts it")))
    if ending.measure == "limit":
        return tuple(_paused(profile, ending, ConsequenceKind.ACCESS_LIMITED, Text(
            "Access is limited; the licensor says to what")))
    return tuple(_ended(profile, ending, participants))


def _paused(profile: ProviderProfile, ending: Ending, kind: ConsequenceKind, what: Text) -> Iterator[Consequence]:
    yield Consequence(kind, "coach", what, ending.stops_on, _source(profile, ending.ground))
    yield Consequence(
        ConsequenceKind.RECORDS_KEPT, "participant", Text("Nothing is removed; the agreement goes on"), None, AGREEMENT)


def _ended(profile: ProviderProfile, ending: Ending, participants: int) -> Iterator[Consequence]:
    yield from _export_before(profile, ending)
    yield _administrator(profile, ending)
    yield from _users(profile, ending)
    yield _participants(profile, ending, participants)
    if ending.ends_agreement:
        yield _processing(profile, ending)
        yield from _destruction(profile, ending)
    yield from _legal_keeping(profile, ending)
    yield from _refund(profile, ending)


def _export_before(profile: ProviderProfile, ending: Ending) -> Iterator[Consequence]:
    rule = profile.end.export
    if isinstance(rule, NotRegulated) or not rule.value.asked_before:
        return
    if ending.immediate:
        what, day = Text("No day is left to export before. Ask the licensor for the export at once."), None
    else:
        what, day = Text("Ask for the export by this day at the latest"), ending.last_day
    yield Consequence(ConsequenceKind.EXPORT_BEFORE, "administrator", what, day, source_of(rule.basis))


def _administrator(profile: ProviderProfile, ending: Ending) -> Consequence:
    rule, kind = profile.end.administrator_account, ConsequenceKind.ADMINISTRATOR_CLOSED
    if isinstance(rule, NotRegulated):
        what = Text("The terms do not say what happens to the account of the {administrator}")
        return Consequence(kind, "administrator", what, None, rule)
    until = ending.administrator_until
    if until is not None and rule.value.unless_agreed_otherwise:
        what = Text("The account of the {administrator} closes later, as agreed")
        return Consequence(kind, "administrator", what, until + DAY, AGREEMENT)
    what = Text("The account of the {administrator} closes at once")
    return Consequence(kind, "administrator", what, ending.stops_on, source_of(rule.basis))


def _users(profile: ProviderProfile, ending: Ending) -> Iterator[Consequence]:
    rule = profile.end.access
    if isinstance(rule, NotRegulated):
        what = Text("The terms do not say what happens to the accounts of the {coaches}")
        yield Consequence(ConsequenceKind.USERS_OUT, "coach", what, None, rule)
        return
    source = source_of(rule.basis)
    if rule.value.everyone_out:
        what = Text("Every user of {the_organisation} is out")
        yield Consequence(ConsequenceKind.USERS_OUT, "coach", what, ending.stops_on, source)
    if rule.value.content_blocked:
        what = Text("The content of the tests is blocked")
        yield Consequence(ConsequenceKind.CONTENT_BLOCKED, "coach", what, ending.stops_on, source)


def _participants(profile: ProviderProfile, ending: Ending, participants: int) -> Consequence:
    own, access = profile.end.own_account, profile.end.access
    if isinstance(own, Regulated) and own.value.may_apply:
        what = Text(
            "{n} {participant} is cut loose from {the_organisation} and the {coaches}, and can ask for an own account",
            "{n} {participants} are cut loose from {the_organisation} and the {coaches}, and can ask for own accounts",
            n=participants)
        return _of_participants(what, ending.stops_on, source_of(own.basis))
    if isinstance(access, Regulated) and access.value.everyone_out:
        what = Text("{n} {participant} loses access", "{n} {participants} lose access", n=participants)
        return _of_participants(what, ending.stops_on, source_of(access.basis))
    what = Text("The terms do not say what happens to {n} {participant}",
                "The terms do not say what happens to {n} {participants}", n=participants)
    return _of_participants(what, None, NotRegulated())


def _of_participants(what: Text, day: date | None, source: Source | NotRegulated) -> Consequence:
    return Consequence(ConsequenceKind.PARTICIPANTS, "participant", what, day, source)


def _processing(profile: ProviderProfile, ending: Ending) -> Consequence:
    rule, kind = profile.privacy.agreement_end, ConsequenceKind.PROCESSING_AGREEMENT
    if isinstance(rule, Regulated) and rule.value.with_the_agreement:
        what = Text("The processing agreement ends with it")
        return Consequence(kind, "representative", what, ending.stops_on, source_of(rule.basis))
    what = Text("The terms do not say when the processing agreement ends: look in that agreement")
    return Consequence(kind, "representative", what, None, rule if isinstance(rule, NotRegulated) else NotRegulated())


def _destruction(profile: ProviderProfile, ending: Ending) -> Iterator[Consequence]:
    rule = profile.end.data
    if isinstance(rule, NotRegulated):
        what = Text("The terms do not say when personal data is destroyed: look in the processing agreement")
        yield Consequence(ConsequenceKind.DESTRUCTION, "licensor", what, None, rule)
        return
    source, day = source_of(rule.basis), ending.stops_on
    what = Text("Personal data is planned to be destroyed, except for: {kept}",
                kept=tuple(_KEPT[reason] for reason in rule.value.kept_for))
    yield Consequence(ConsequenceKind.DESTRUCTION, "licensor", what, day, source)
    if rule.value.sub_processors_told:
        what = Text("Sub-processors are told, and asked to destroy what they hold")
        yield Consequence(ConsequenceKind.SUB_PROCESSORS, "licensor", what, day, source)
    payer: Who = "representative" if rule.value.costs_for == "organisation" else "licensor"
    what = (Text("The destruction is paid by {the_organisation}") if rule.value.costs_for == "organisation"
            else Text("The destruction is paid by the licensor"))
    yield Consequence(ConsequenceKind.COSTS, payer, what, None, source)


_KEPT = {
    "legal_duty": Text("what the law makes one keep"),
    "controller": Text("what {the_organisation} asks to keep"),
    "data_subject": Text("what somebody asks to keep about himself or herself"),
}


def _legal_keeping(profile: ProviderProfile, ending: Ending) -> Iterator[Consequence]:
    rule = profile.end.export
    if isinstance(rule, Regulated) and rule.value.legal_duty_stays:
        what = Text("What the law makes {the_organisation} keep can still be exported")
        yield Consequence(
            ConsequenceKind.LEGAL_KEEPING, "representative", what, ending.stops_on, source_of(rule.basis))


def _refund(profile: ProviderProfile, ending: Ending) -> Iterator[Consequence]:
    """Whether something is paid back; how much is another rule's work."""
    refunded, source = _refunded(profile, ending.ground)
    what = _REFUND[refunded] if isinstance(source, Source) else Text(
        "The terms do not say whether something is paid back")
    yield Consequence(ConsequenceKind.REFUND, "representative", what, None, source)


_REFUND = {True: Text("Something is paid back"), False: Text("What was paid is not paid back")}


def _refunded(profile: ProviderProfile, ground: Ground) -> tuple[bool, Source | NotRegulated]:
    """By the clause nearest to the ground: insolvency and third parties' claims have their own."""
    insolvency, claim, rule = profile.end.insolvency, profile.claims.third_party_outcome, profile.end.refund
    if ground is Ground.INSOLVENCY and isinstance(insolvency, Regulated):
        return insolvency.value.refund, source_of(insolvency.basis)
    if ground is Ground.THIRD_PARTY_CLAIM and isinstance(claim, Regulated):
        return True, source_of(claim.basis)
    if isinstance(rule, NotRegulated):
        return False, rule
    return rule.value.refunded, source_of(rule.basis)


def _source(profile: ProviderProfile, ground: Ground) -> Source | NotRegulated:
    may = available(profile, ground)
    return may if isinstance(may, NotRegulated) else may.source

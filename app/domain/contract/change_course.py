"""An announced change from the day it was told to what came of it: who may object until when, and from when it holds.

`changes` rows are read here as the rules of `changes` and `objections` take them, so that desk and server judge alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias, cast

from app.domain.billing.indexation import PriceRound, RoundKind, price_for
from app.domain.calendar import DAY
from app.domain.contract.agreement import Agreement
from app.domain.contract.authority import Mandate, Signatory
from app.domain.contract.changes import (
    Announced,
    ChangeEffect,
    ObjectionTerm,
    change_entries,
    check_announced,
    price_change,
    terms_change,
    user_terms_change,
)
from app.domain.contract.kept_rows import PUBLISHED, SPOKEN, day_of
from app.domain.contract.objections import (
    Decision,
    FiledObjection,
    ObjectionResult,
    ObjectionState,
    check_decision,
    check_objection,
    objection_result,
)
from app.domain.contract.periods import renews_silently
from app.domain.contract.source import AGREEMENT, source_of
from app.domain.contract.timeline import Entry, EntryKind
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import Announcement, EndDay, NotRegulated, Regulated, Rule, Way
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, only_wrong, wrong_future, wrong_order

Row = Mapping[str, Any]
ChangeKind: TypeAlias = Literal["terms", "prices", "indexation", "user_terms"]
CHANGE_KINDS: tuple[ChangeKind, ...] = ("terms", "prices", "indexation", "user_terms")
WITH_FEES = ("prices", "indexation")
LABELS: Mapping[str, Text] = {
    "terms": Text("Changed terms"), "prices": Text("New prices"), "indexation": Text("Indexation of the prices"),
    "user_terms": Text("Changed user terms"),
}
_WAYS: Mapping[str, Way] = {PUBLISHED: "publication", "letter": "letter", "registered": "letter", "email": "email"}
_FIELDS = {"sent_on": "announced_on", "way": "form", "effective_on": "applies_from"}
_WRITTEN = Announcement(0, ("letter", "email"))
_ANY_WAY = Announcement(0, ("letter", "email", "publication"))


@dataclass(frozen=True, slots=True)
class ChangeCourse:
    """One change as it stands on a day. `result` is None where nobody can object to it.

    `no_right` says why nobody can; None where somebody can, or could.
    """

    kind: ChangeKind
    effect: ChangeEffect | NotRegulated
    result: ObjectionResult | None
    filed: FiledObjection | None
    decision: Decision | None
    today: date

    @property
    def term(self) -> ObjectionTerm | None:
        found = None if isinstance(self.effect, NotRegulated) else self.effect.objection
        return found if isinstance(found, ObjectionTerm) else None

    @property
    def no_right(self) -> Text | None:
        if self.term is not None:
            return None
        if isinstance(self.effect, NotRegulated) or isinstance(self.effect.objection, NotRegulated):
            return Text("The terms give no right to object.")
        if self.effect.holds_from is None and self.effect.explanation:
            return self.effect.explanation[0]
        return _NO_RIGHT[self.kind]

    @property
    def may_object(self) -> bool:
        return self.filed is None and self.term is not None and self.today <= self.term.deadline.last

    @property
    def awaits_choice(self) -> bool:
        """True while the licensor has still to choose, or to name the last day."""
        if self.result is None:
            return False
        unnamed = self.result.state is ObjectionState.ENDS and not isinstance(self.result.day, date)
        return self.result.state is ObjectionState.WAITING or unnamed

    @property
    def holds_from(self) -> date | None:
        """The first day on which it holds; None while that is open, and where it never will."""
        if isinstance(self.effect, NotRegulated):
            return None
        if self.result is None or self.result.state is ObjectionState.CONSENTED:
            return self.effect.holds_from
        return None

    @property
    def ends_on(self) -> date | None:
        """The last day of an agreement that the licensor ends over the objection."""
        if self.result is None or self.result.state is not ObjectionState.ENDS:
            return None
        return self.result.day if isinstance(self.result.day, date) else None


_NO_RIGHT: Mapping[str, Text] = {
    "terms": Text("The terms give no right to object."),
    "prices": Text("The new prices were told in time, so nobody can object to them. Who does not want them gives "
                   "notice."),
    "indexation": Text("The yearly indexation stands in the terms already, so nobody can object to it."),
    "user_terms": Text("Nobody objects to changed user terms: who goes on using it has accepted them."),
}


def announcement_rule(profile: ProviderProfile, kind: str) -> Rule[Announcement]:
    """How a change of this kind must be announced; prices are told in writing, or in any way."""
    if kind == "terms":
        return profile.terms_change.announcement
    if kind == "user_terms":
        return profile.users.terms_change
    rule: Rule[Any] = profile.price.change if kind == "prices" else profile.price.indexation
    if isinstance(rule, NotRegulated):
        return rule
    return Regulated(_WRITTEN if kind == "prices" else _ANY_WAY, rule.basis)


def announced_of(row: Row) -> Announced:
    """A row of `changes` as the rules take it."""
    return Announced(
        _WAYS[row["form"]], date.fromisoformat(row["announced_on"]), day_of(row["received_on"]),
        day_of(row["applies_from"]), row["proof"])


def wrong_announcement(profile: ProviderProfile, row: Row, today: date) -> tuple[WrongField, ...]:
    """What is wrong with how and when it was told, whatever the agreement."""
    return tuple(
        WrongField(_FIELDS.get(one.field, one.field), one.reason)
        for one in check_announced(announcement_rule(profile, row["kind"]), announced_of(row), today))


def check_change(profile: ProviderProfile, agreement: Agreement, row: Row, today: date) -> tuple[WrongField, ...]:
    """What is wrong with a change that is to be recorded, each at its field (the columns of `changes`)."""
    announced, wrong = announced_of(row), [*wrong_announcement(profile, row, today)]
    ended, begins = agreement.ended_on, agreement.concluded_on or agreement.starts_on
    wrong += only_wrong((
        wrong_order("announced_on", begins, announced.sent_on),
        WrongField("announced_on", Text(
            "The agreement ended on {day}. Nothing was recorded.", day=ended))
        if ended is not None and announced.sent_on > ended else None))
    return (*wrong, *_wrong_paper(row))


def _wrong_paper(row: Row) -> Iterator[WrongField]:
    if row["kind"] not in WITH_FEES and not row["title"].strip():
        yield WrongField("title", Text("This must be filled in. Nothing was recorded."))


def change_course(
    profile: ProviderProfile, agreement: Agreement, row: Row, today: date, mandate: Mandate | None = None,
) -> ChangeCourse:
    """Where this change stands; `mandate` is that of who objected, if any."""
    announced, kind = announced_of(row), cast(ChangeKind, row["kind"])
    effect = _effect(profile, agreement, kind, announced)
    filed, decision = _filed(row, mandate), _decision(row)
    term = None if isinstance(effect, NotRegulated) else effect.objection
    result = None
    if isinstance(term, ObjectionTerm):
        period = agreement.period_on(announced.counted_from, renews_silently(profile.duration))
        result = objection_result(term, _end_day(profile, kind), period, today, filed, decision)
    return ChangeCourse(kind, effect, result, filed, decision, today)


def check_filed(
    profile: ProviderProfile, course: ChangeCourse, filed: FiledObjection, today: date,
) -> tuple[WrongField, ...]:
    """What is wrong with an objection that is to be recorded; one that came too late is nobody's right any more."""
    term = course.term
    if term is None:
        return (WrongField("objection_on", course.no_right or _NO_RIGHT["terms"]),)
    if course.filed is not None:
        return (WrongField("objection_on", Text("An objection was recorded already. Nothing was recorded.")),)
    late = filed.received_on > term.deadline.last
    wrong = [WrongField("objection_on", Text(
        "Objecting was possible until {last} at the latest. Nothing was recorded: the change counts.",
        last=term.deadline.last))] if late else []
    found = check_objection(profile.order.authority, term, filed, today)
    return (*wrong, *(WrongField(_OBJECTION_FIELDS[one.field], one.reason) for one in found))


_OBJECTION_FIELDS = {
    "written": "objection_form", "reasons": "objection_reason", "received_on": "objection_on", "by": "signatory",
}


def check_choice(course: ChangeCourse, decision: Decision, today: date) -> tuple[WrongField, ...]:
    """What is wrong with the choice of the licensor that is to be recorded."""
    if course.term is None or course.filed is None or not course.awaits_choice:
        return (WrongField("outcome", Text("Nothing is waiting for a choice of the licensor. Nothing was recorded.")),)
    return (*only_wrong((
        wrong_order("chosen_on", course.filed.received_on, decision.told_on),
        wrong_future("chosen_on", decision.told_on, today),
    )), *check_decision(course.term, decision))


def course_entries(course: ChangeCourse, row: Row) -> tuple[Entry, ...]:
    """The change on the timeline; a term that was used or is over asks for nothing any more."""
    if isinstance(course.effect, NotRegulated):
        return ()
    what = LABELS[course.kind]
    made = change_entries(what, course.effect)
    if course.result is not None and course.holds_from is None and course.result.state is not ObjectionState.OPEN:
        made = tuple(one for one in made if one.kind is not EntryKind.CHANGE)
    entries = [
        Entry(one.kind, one.day, one.what, one.source, one.until, one.other, one.explanation,
              done=one.kind is EntryKind.OBJECTION and not course.may_object)
        for one in made]
    if course.filed is not None:
        entries.append(Entry(
            EntryKind.OBJECTION, course.filed.received_on, Text("Objected: {what}", what=what), AGREEMENT, done=True))
    if course.decision is not None and course.result is not None:
        entries.append(Entry(
            EntryKind.OBJECTION, course.decision.told_on, course.result.what, AGREEMENT, done=True))
    return tuple(entries)


# fees ------------------------------------------------------------------------------------------------------------


def fee_rounds(
    agreement: Agreement, fee_cents: int, changed: Iterable[tuple[ChangeCourse, int]],
) -> tuple[PriceRound, ...]:
    """The fee of one seat from day to day: as agreed, then each change that holds; `changed` has its new fee."""
    rounds = [PriceRound(agreement.starts_on, fee_cents, "agreed")]
    for course, cents in changed:
        if course.holds_from is not None:
            kind: RoundKind = "indexed" if course.kind == "indexation" else "new"
            rounds.append(PriceRound(course.holds_from, cents, kind))
    return tuple(sorted(rounds, key=lambda one: one.begins))


def fee_on(rounds: Iterable[PriceRound], period_begins: date) -> PriceRound:
    """The fee of the period that begins on this day."""
    return price_for(tuple(rounds), period_begins)


def next_fee(rounds: Iterable[PriceRound], today: date) -> PriceRound | None:
    """The first fee that is still to come."""
    return next((one for one in rounds if one.begins > today), None)


# the pieces ------------------------------------------------------------------------------------------------------


def _effect(
    profile: ProviderProfile, agreement: Agreement, kind: ChangeKind, announced: Announced,
) -> ChangeEffect | NotRegulated:
    match kind:
        case "terms":
            return terms_change(profile, announced)
        case "user_terms":
            return user_terms_change(profile, announced)
        case "prices":
            return price_change(profile, agreement, announced)
        case "indexation":
            return _indexation(profile, agreement, announced)


def _indexation(profile: ProviderProfile, agreement: Agreement, announced: Announced) -> ChangeEffect | NotRegulated:
    """From the day named, else from the next period (O-5.2); the terms ask for no announcement ahead."""
    rule = profile.price.indexation
    if isinstance(rule, NotRegulated):
        return rule
    renews = renews_silently(profile.duration)
    begins = agreement.period_on(announced.counted_from, renews).ends + DAY
    last = agreement.last_day(renews)
    if announced.effective_on is None and last is not None and last < begins:
        said = (Text("The agreement ends on {day}: there is no new period for new prices.", day=last),)
        return ChangeEffect(None, None, None, said, source_of(rule.basis))
    return ChangeEffect(None, announced.effective_on or begins, None, (), source_of(rule.basis))


def _end_day(profile: ProviderProfile, kind: ChangeKind) -> Rule[EndDay]:
    return profile.price.end_after_objection if kind in WITH_FEES else profile.terms_change.end_after_objection


def _filed(row: Row, mandate: Mandate | None) -> FiledObjection | None:
    if not row["objection_on"]:
        return None
    by = Signatory(row["objection_name"], row["objection_role"], mandate)
    return FiledObjection(
        date.fromisoformat(row["objection_on"]), row["objection_form"] != SPOKEN, row["objection_reason"], by)


def _decision(row: Row) -> Decision | None:
    if not row["outcome"] or not row["chosen_on"]:
        return None
    return Decision(row["outcome"], date.fromisoformat(row["chosen_on"]), day_of(row["ends_on"]))

"""What an agreement's dates and terms come to: for the list, the timeline and "what ends for whom"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from app.domain.calendar import DAY, NoticeDay
from app.domain.contract.agreement import Agreement
from app.domain.contract.consequences import Consequence, consequences
from app.domain.contract.ending import Ending, Ground, at_the_end
from app.domain.contract.kept_rows import agreement_of
from app.domain.contract.notice import NoticeEffect, notice_effect
from app.domain.contract.periods import renews_silently
from app.domain.contract.timeline import Entry, EntryKind, Timeline, still_to_come, timeline
from app.domain.licence import AgreementDates, agreement_dates
from app.domain.provider import NotRegulated, ProviderProfile, Regulated, Rule
from app.domain.provider_terms import Party
from app.domain.text import Text

_DRAWN = {
    EntryKind.ASSIGNED: (Text("Other licensor"), "warning"),
    EntryKind.PERIOD: (Text("First day"), "info"),
    EntryKind.DELIVERED: (Text("Delivered"), "info"),
    EntryKind.PRICE_ANNOUNCEMENT: (Text("New prices told by"), "neutral"),
    EntryKind.NOTICE: (Text("Last day for notice"), "danger"),
    EntryKind.CONSUMER_NOTICE: (Text("Notice at any time"), "info"),
    EntryKind.CHANGE: (Text("Change"), "info"),
    EntryKind.OBJECTION: (Text("Last day to object"), "danger"),
    EntryKind.RENEWAL: (Text("Renewal"), "warning"),
    EntryKind.END: (Text("End"), "warning"),
    EntryKind.CLAIM: (Text("Claim by"), "danger"),
    EntryKind.MEASURE: (Text("Measure"), "warning"),
}
"""What is drawn on the line, in short words; the list under it has every date with where it comes from."""


@dataclass(frozen=True, slots=True)
class DateMark:
    """A point on the line; `source` is the clause it comes from; `tone` as in the overview."""

    day: date
    label: Text
    tone: str
    source: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line 'what: how', with the clause it rests on ('' where it is only data)."""

    label: Text
    value: Text
    clause: str


@dataclass(frozen=True, slots=True)
class AtEnd:
    """What ends when and for whom.

    `notice` is what notice comes to that is received today: NotRegulated where the terms know none, None where the
    agreement was ended already. `ending` is then the one it leads to, else that of the last day.
    """

    notice: NoticeEffect | NotRegulated | None
    ending: Ending
    consequences: tuple[Consequence, ...]


@dataclass(frozen=True)
class AgreementTerms:
    """An agreement seen on one day under its provider's profile. Lists ask for its dates many times over.

    `happened` are the entries of what happened on the way, `confirmed_on` when the organisation's data was last
    confirmed, `ended_by` what ended it, None where only notice did or nothing.
    """

    profile: ProviderProfile
    agreement: Agreement
    today: date
    happened: tuple[Entry, ...] = ()
    confirmed_on: date | None = None
    ended_by: Ending | None = None

    @cached_property
    def dates(self) -> AgreementDates:
        """The period that runs today, and what happens at its end."""
        made = self.agreement
        return agreement_dates(self.profile.duration, made.starts_on, made.months, self.today, made.ended_on)

    @cached_property
    def ends_for_good(self) -> date | None:
        """The last day, where the agreement does not go on by itself."""
        return self.agreement.last_day(renews_silently(self.profile.duration))

    def next_date(self) -> Text:
        """The date that comes first for the administrator."""
        dates = self.dates
        if dates.ends < self.today:
            return Text("Ended on {day}", day=dates.ends)
        if isinstance(dates.notice, NoticeDay) and dates.notice.last >= self.today:
            return Text("Give notice by {day} at the latest", day=dates.notice.last)
        if isinstance(dates.renews_on, date):
            return Text("Renews on {day}", day=dates.renews_on)
        return Text("Ends on {day}", day=dates.ends)

    def next_day(self) -> date:
        """The day of `next_date`."""
        dates = self.dates
        if dates.ends >= self.today and isinstance(dates.notice, NoticeDay) and dates.notice.last >= self.today:
            return dates.notice.last
        renews = dates.renews_on if dates.ends >= self.today else None
        return renews if isinstance(renews, date) else dates.ends

    def timeline(self) -> Timeline:
        """Every date that matters, in order, with where it comes from."""
        return timeline(
            self.profile, self.agreement, self.today, confirmed_on=self.confirmed_on, changes=self.happened)

    def to_come(self) -> tuple[Entry, ...]:
        """What of the timeline a list of agreements asks for: without the years that are over."""
        return still_to_come(
            self.profile, self.agreement, self.today, confirmed_on=self.confirmed_on, changes=self.happened)

    def marks(self) -> tuple[DateMark, ...]:
        """What of the timeline is drawn: the running period, up to the day on which the next one would begin."""
        dates = self.dates
        shown = self.timeline().within(dates.begins, dates.ends + DAY)
        return tuple(_mark(entry) for entry in shown if _is_drawn(entry) and not _told_twice(entry, dates))

    def at_end(self, participants: int, party: Party = "organisation") -> AtEnd:
        """What notice of this party today would end, else what the last day ends; `participants` take part."""
        notice = self._notice_today(party)
        if isinstance(notice, NoticeEffect):
            ending = at_the_end(Ground.NOTICE, notice.ends_on)
        elif self.ended_by is not None:
            ending = self.ended_by
        else:
            ground = Ground.EXPIRY if self.agreement.ended_on is None else Ground.NOTICE
            ending = at_the_end(ground, self.dates.ends)
        return AtEnd(notice, ending, consequences(self.profile, ending, participants))

    def _notice_today(self, party: Party) -> NoticeEffect | NotRegulated | None:
        if self.agreement.ended_on is not None:
            return None
        return notice_effect(self.profile.duration, self.agreement, party, self.today)

    def facts(self, fee_cents: int) -> tuple[Fact, ...]:
        """The terms that a reader of the licence asks for first; what the terms are silent about is said."""
        duration, payment = self.profile.duration, self.profile.payment
        found = [Fact(Text("Licensor"), Text("{name}", name=self.profile.licensor), "")]
        if self.agreement.concluded_on:
            found.append(Fact(Text("Concluded on"), Text("{day}", day=self.agreement.concluded_on), ""))
        if fee_cents:
            found.append(
                Fact(
                    Text("Fee per seat, without VAT"),
                    Text("€ {amount}", amount=Decimal(fee_cents).scaleb(-2)),
                    _cited(self.profile.price.vat),
                )
            )
        found.append(right_of_use(self.profile))
        found.append(Fact(Text("Renewal"), self._renewal(), _cited(duration.renewal)))
        found.append(Fact(Text("Notice"), self._notice(), _cited(duration.notice)))
        found.append(
            Fact(
                Text("Payment term"),
                _told(payment.term, lambda term: Text("{n} day", "{n} days", n=term.days)),
                _cited(payment.term),
            )
        )
        found.append(Fact(Text("Seats used again"), self._reuse(), _cited(self.profile.licence.seat_reuse)))
        found.append(user_terms(self.profile))
        return tuple(found)

    def _renewal(self) -> Text:
        return _told(
            self.profile.duration.renewal,
            lambda renewal: Text("silently, for the same duration") if renewal.silent else Text("only by a new order"),
        )

    def _notice(self) -> Text:
        def told(notice: Any) -> Text:
            return Text(
                "in writing, at least {n} month before the end",
                "in writing, at least {n} months before the end",
                n=notice.months,
            )

        day = self.dates.notice
        explained = day.explanation if isinstance(day, NoticeDay) else None
        said = _told(self.profile.duration.notice, told)
        return Text("{said}. {explained}", said=said, explained=explained) if explained else said

    def _reuse(self) -> Text:
        rule = self.profile.licence.seat_reuse
        said = Text("allowed") if rule.value.allowed else Text("not allowed")
        return Text("{said} (our assumption)", said=said) if rule.basis.assumption else said


def agreement_terms(profile: ProviderProfile, row: Any, today: date, **more: Any) -> AgreementTerms:
    """`row` has the columns of an agreement as they are stored; `more` are the further fields of AgreementTerms."""
    return AgreementTerms(profile, agreement_of(row._mapping), today, **more)


def right_of_use(profile: ProviderProfile) -> Fact:
    """What the right is and is not (O-4.1, O-4.8), with the clause; what the terms are silent about is said."""
    rule, label = profile.access.right_of_use, Text("Right of use")
    if isinstance(rule, NotRegulated):
        return Fact(label, rule.text, "")
    transferable = Text("may be passed on") if rule.value.transferable else Text("may not be passed on to others")
    exclusive = Text("exclusive") if rule.value.exclusive else Text("not exclusive: others get it too")
    return Fact(
        label, Text("{transferable}; {exclusive}", transferable=transferable, exclusive=exclusive), rule.basis.cited)


def user_terms(profile: ProviderProfile) -> Fact:
    """Who accepts the terms of use, in person: nobody does it for another (O-6.2)."""
    rule, label = profile.users.acceptance, Text("Terms of use")
    if isinstance(rule, NotRegulated):
        return Fact(label, rule.text, "")
    if "participant" in rule.value.roles:
        told = Text("accepted in person by every {coach} and every {participant}")
    else:
        told = Text("accepted in person by every {coach}")
    return Fact(label, told, rule.basis.cited)


def terms_facts(profile: ProviderProfile) -> tuple[tuple[Text, str], ...]:
    """What the terms say and the program does nothing with (A-3.6, 5.2, 6.4, 11; O-14, 15), each with its clause."""
    return tuple((one.value.text, one.basis.cited) for one in profile.facts)


def _mark(entry: Entry) -> DateMark:
    label, tone = _DRAWN[entry.kind]
    day = entry.last if entry.kind is EntryKind.OBJECTION else entry.day
    return DateMark(day, label, tone, entry.source.cited)


def _is_drawn(entry: Entry) -> bool:
    """What is over is in the list; on the line only what still counts, and measures."""
    return entry.kind in _DRAWN and (not entry.done or entry.kind is EntryKind.MEASURE)


def _told_twice(entry: Entry, dates: AgreementDates) -> bool:
    """A renewal and the first day of the period it leads to are one point: the renewal as long as it is to come."""
    if entry.kind is EntryKind.PERIOD:
        return entry.day != dates.begins
    return entry.kind is EntryKind.RENEWAL and entry.day == dates.begins


def _told(rule: Rule[Any], say: Any) -> Text:
    told: Text = rule.text if isinstance(rule, NotRegulated) else say(rule.value)
    return told


def _cited(rule: Rule[Any]) -> str:
    return rule.basis.cited if isinstance(rule, Regulated) else ""

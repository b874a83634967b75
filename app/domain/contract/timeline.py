"""Every date of one agreement that matters, in order, each with where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.billing.warranty import Delivery, warranty_terms
from app.domain.calendar import SchoolYear, add_months, last_day_for_notice
from app.domain.contract.agreement import Agreement
from app.domain.contract.deadline import UNMOVED, WorkingDays, advice_for_receipt
from app.domain.contract.periods import Period, renews_silently
from app.domain.contract.source import AGREEMENT, Source, source_of
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import NotRegulated, Regulated
from app.domain.text import Text


class EntryKind(StrEnum):
    CONCLUDED = "concluded"
    DELIVERED = "delivered"
    ASSIGNED = "assigned"
    PERIOD = "period"
    NOTICE = "notice"
    CONSUMER_NOTICE = "consumer notice"
    PRICE_ANNOUNCEMENT = "price announcement"
    RENEWAL = "renewal"
    END = "end"
    WARRANTY = "warranty"
    CONFIRMATION = "confirmation"
    YEAR_END = "year end"
    CHANGE = "change"
    OBJECTION = "objection"
    CLAIM = "claim"
    INSOLVENCY = "insolvency"
    MEASURE = "measure"


_ORDER = {kind: number for number, kind in enumerate(EntryKind)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A date, or with `until` a range of days, both included.

    `other` is the day that another reading gives, `explanation` says why there are two or what to mind. `done`: it
    asks for nothing any more.
    """

    kind: EntryKind
    day: date
    what: Text
    source: Source
    until: date | None = None
    other: date | None = None
    explanation: tuple[Text, ...] = ()
    done: bool = False

    @property
    def last(self) -> date:
        return self.until or self.day


@dataclass(frozen=True, slots=True)
class Silent:
    """Something that a reader looks for and the terms do not regulate; `rule` may carry a note."""

    kind: EntryKind
    what: Text
    rule: NotRegulated


@dataclass(frozen=True, slots=True)
class Timeline:
    """`entries` by day, then in the order of EntryKind; `silent` is what the terms give no date for."""

    entries: tuple[Entry, ...]
    silent: tuple[Silent, ...]

    def within(self, first: date, last: date) -> tuple[Entry, ...]:
        """The entries of these days, ranges that overlap them included."""
        return tuple(entry for entry in self.entries if entry.day <= last and entry.last >= first)

    def of(self, kind: EntryKind) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.kind is kind)


def timeline(
    profile: ProviderProfile, agreement: Agreement, today: date, *,
    confirmed_on: date | None = None, changes: Iterable[Entry] = (), working: WorkingDays = UNMOVED,
) -> Timeline:
    """From the conclusion up to the end of the period after the one of `today`, or the end of the agreement.

    `confirmed_on` is when the organisation last confirmed its data; `changes` are the entries of what else happened:
    announced changes, claims, measures.
    """
    periods = _periods(profile, agreement, today)
    found = [
        *_beginnings(agreement), *_of_periods(profile, agreement, periods, today, working),
        *_warranties(profile, agreement), *_confirmation(profile, agreement, confirmed_on),
        *_year_ends(profile, agreement.starts_on, periods[-1].ends), *changes,
    ]
    return Timeline(_in_order(found), tuple(_silent(profile)))


def still_to_come(
    profile: ProviderProfile, agreement: Agreement, today: date, *,
    confirmed_on: date | None = None, changes: Iterable[Entry] = (), working: WorkingDays = UNMOVED,
) -> tuple[Entry, ...]:
    """The timeline without its beginnings and the periods and years that are over, which lists do not ask for.

    What else is over on `today` is still in it.
    """
    running = agreement.period_on(today, renews_silently(profile.duration)).number
    periods = _periods(profile, agreement, today, running)
    return _in_order([
        *_of_periods(profile, agreement, periods, today, working),
        *_warranties(profile, agreement), *_confirmation(profile, agreement, confirmed_on),
        *_year_ends(profile, max(agreement.starts_on, today), periods[-1].ends), *changes,
    ])


def _in_order(found: list[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(found, key=lambda entry: (entry.day, _ORDER[entry.kind])))


def _periods(profile: ProviderProfile, agreement: Agreement, today: date, first: int = 0) -> tuple[Period, ...]:
    """From the `first` all that have begun, and the next where it renews; the last is cut off where it ended within it.
    """
    renews = renews_silently(profile.duration)
    current = agreement.period_on(agreement.ended_on or today, renews)
    last = current.number + (1 if renews and agreement.ended_on is None else 0)
    whole = [agreement.period(number) for number in range(first, last + 1)]
    if agreement.ended_on is not None:
        final = whole[-1]
        whole[-1] = Period(final.number, final.begins, min(final.ends, max(final.begins, agreement.ended_on)))
    return tuple(whole)


def _beginnings(agreement: Agreement) -> Iterator[Entry]:
    if agreement.concluded_on is not None:
        yield Entry(EntryKind.CONCLUDED, agreement.concluded_on, Text("Concluded"), AGREEMENT)
    if agreement.delivered_on is not None:
        yield Entry(EntryKind.DELIVERED, agreement.delivered_on, Text("Delivered"), AGREEMENT)


def _of_periods(
    profile: ProviderProfile, agreement: Agreement, periods: tuple[Period, ...], today: date, working: WorkingDays,
) -> Iterator[Entry]:
    for period in periods:
        yield Entry(
            EntryKind.PERIOD, period.begins, Text("Period {number}", number=period.number + 1), AGREEMENT, period.ends)
        if period.number > 0:
            yield _renewal(profile, period)
    if agreement.last_day(renews_silently(profile.duration)) is not None:
        yield Entry(EntryKind.END, periods[-1].ends, Text("Last day"), AGREEMENT)
        return
    for period in periods:
        if period.ends >= today:
            yield from _notice(profile, period, working)
            yield from _price_announcement(profile, period)
    yield from _consumer_notice(profile, agreement)


def _renewal(profile: ProviderProfile, period: Period) -> Entry:
    rule = profile.duration.renewal
    assert isinstance(rule, Regulated)
    return Entry(
        EntryKind.RENEWAL, period.begins, Text("Silent renewal for the same duration"), source_of(rule.basis))


def _notice(profile: ProviderProfile, period: Period, working: WorkingDays) -> Iterator[Entry]:
    rule = profile.duration.notice
    if isinstance(rule, Regulated):
        kept = advice_for_receipt(last_day_for_notice(period.ends, rule.value.months), working)
        yield Entry(
            EntryKind.NOTICE, kept.last, Text("Notice received by this day at the latest"), source_of(rule.basis),
            other=kept.other, explanation=kept.explanation)


def _price_announcement(profile: ProviderProfile, period: Period) -> Iterator[Entry]:
    rule = profile.price.change
    if isinstance(rule, Regulated):
        counted = last_day_for_notice(period.ends, rule.value.notice_months)
        said = counted.explanation
        yield Entry(
            EntryKind.PRICE_ANNOUNCEMENT, counted.last,
            Text("New prices told after this day can be objected to"), source_of(rule.basis),
            other=counted.later if said is not None else None, explanation=(said,) if said is not None else ())


def _consumer_notice(profile: ProviderProfile, agreement: Agreement) -> Iterator[Entry]:
    rule = profile.duration.consumer_notice
    if agreement.consumer and isinstance(rule, Regulated):
        begins = agreement.period(1).begins if rule.value.only_after_renewal else agreement.starts_on
        yield Entry(
            EntryKind.CONSUMER_NOTICE, begins,
            Text("From this day it can be ended at any time, with {n} month of notice",
                 "From this day it can be ended at any time, with {n} months of notice", n=rule.value.months),
            source_of(rule.basis))


def _warranties(profile: ProviderProfile, agreement: Agreement) -> Iterator[Entry]:
    """From each delivery; an update ends the warranty of the version before it (O-10.1)."""
    rule = profile.warranty
    if isinstance(rule, NotRegulated) or agreement.delivered_on is None:
        return
    updates = sorted({day for day in agreement.updates if day > agreement.delivered_on})
    terms = warranty_terms(rule, [Delivery("", day) for day in (agreement.delivered_on, *updates)])
    for term in () if isinstance(terms, NotRegulated) else terms:
        said = (Text("An update followed: from then on its own warranty counts."),) if term.replaced else ()
        yield Entry(
            EntryKind.WARRANTY, term.begins, Text("Warranty on what was delivered"), source_of(rule.basis),
            until=term.ends, explanation=said)


def _confirmation(
    profile: ProviderProfile, agreement: Agreement, confirmed_on: date | None,
) -> Iterator[Entry]:
    rule = profile.administrator.confirmation
    if isinstance(rule, Regulated):
        due = add_months(confirmed_on or agreement.starts_on, rule.value.months)
        last = agreement.last_day(renews_silently(profile.duration))
        if last is None or due <= last:
            yield Entry(
                EntryKind.CONFIRMATION, due, Text("Confirm that the data of {the_organisation} is still right"),
                source_of(rule.basis))


def _year_ends(profile: ProviderProfile, first: date, last: date) -> Iterator[Entry]:
    source = source_of(profile.period.basis)
    if profile.period_kind == "school_year":
        year = SchoolYear.of(first)
        while year.ends <= last:
            yield Entry(EntryKind.YEAR_END, year.ends, Text("End of school year {label}", label=year.label), source)
            year = year.next
    elif profile.period_kind == "calendar_year":
        for number in range(first.year, last.year + 1):
            if (day := date(number, 12, 31)) <= last:
                yield Entry(EntryKind.YEAR_END, day, Text("End of year {label}", label=str(number)), source)


def _silent(profile: ProviderProfile) -> Iterator[Silent]:
    rules = (
        (EntryKind.RENEWAL, Text("Renewal"), profile.duration.renewal),
        (EntryKind.NOTICE, Text("Notice"), profile.duration.notice),
        (EntryKind.PRICE_ANNOUNCEMENT, Text("New prices"), profile.price.change),
        (EntryKind.WARRANTY, Text("Warranty"), profile.warranty),
        (EntryKind.OBJECTION, Text("Objection to changed terms"), profile.terms_change.objection),
    )
    for kind, what, rule in rules:
        if isinstance(rule, NotRegulated):
            yield Silent(kind, what, rule)

"""Interest on an invoice that is paid late (O-8.2), month by month, in both ways of choosing the rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from app.domain.billing.computation import Computation, Figure, Line, Setting, Source, euros, half_up, plain
from app.domain.billing.figures import InterestKind, InterestRate
from app.domain.billing.rates import INTEREST_NAMES, RateTable
from app.domain.billing.receivable import Receivable
from app.domain.calendar import DAY, add_months
from app.domain.errors import Refusal
from app.domain.provider_terms import Basis, NotRegulated, PaymentRules, RateDay
from app.domain.text import Text

DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class InterestSettings:
    """What the organisation chose itself; None leaves it to the provider's profile."""

    rate_day: RateDay | None = None
    on_interest: bool | None = None


@dataclass(frozen=True, slots=True)
class LateInterest:
    """Both ways of choosing the rate; `chosen` counts. Where the other cannot be computed, `other` says why."""

    rate_day: RateDay
    rate_day_source: Source
    chosen: Computation
    other: Computation | Text

    @property
    def cents(self) -> int:
        return self.chosen.cents


class _Terms(NamedTuple):
    """Under which the interest runs. `whole_months`: a started month counts whole; otherwise days are counted."""

    kind: InterestKind
    whole_months: bool
    on_interest: bool
    basis: Basis
    begins: date


class _Slice(NamedTuple):
    """A time with one principal and one rate; `part` is the part of a year that it counts for."""

    begins: date
    ends: date
    principal: int
    part: Fraction


def late_interest(
    rules: PaymentRules, table: RateTable, receivable: Receivable, until: date, *, consumer: bool = False,
    settings: InterestSettings = InterestSettings(),
) -> LateInterest | NotRegulated:
    """The interest at the close of `until` on what is open since the day after the due day.

    Months run by day number from that day. What is paid in the course of a month makes the next one cheaper;
    a payment on the first day of a month comes too late for it. Of a consumer only the statutory interest of
    BW 6:119 can be asked, to which the law itself adds each year's interest. Refusal where a rate is missing.
    """
    terms = _terms(rules, receivable, consumer, settings)
    if isinstance(terms, NotRegulated):
        return terms
    rate_day, source = _rate_day(rules, terms, settings)
    other_day: RateDay = "default" if rate_day == "period" else "period"
    chosen = _computed(terms, table, receivable, until, rate_day)
    try:
        other: Computation | Text = _computed(terms, table, receivable, until, other_day)
    except Refusal as refusal:
        other = refusal.reasons[0]
    return LateInterest(rate_day, source, chosen, other)


def _terms(
    rules: PaymentRules, receivable: Receivable, consumer: bool, settings: InterestSettings,
) -> _Terms | NotRegulated:
    if isinstance(rules.interest, NotRegulated):
        return rules.interest
    if isinstance(receivable.due, NotRegulated):
        return receivable.due
    if consumer and isinstance(rules.consumer, NotRegulated):
        return rules.consumer
    whole, begins = rules.interest.value.started_month_counts_whole, receivable.due + DAY
    if consumer and not isinstance(rules.consumer, NotRegulated):
        return _Terms(rules.consumer.value.interest, whole, True, rules.consumer.basis, begins)
    return _Terms(rules.interest.value.kind, whole, _on_interest(rules, settings), rules.interest.basis, begins)


def _rate_day(rules: PaymentRules, terms: _Terms, settings: InterestSettings) -> tuple[RateDay, Source]:
    if settings.rate_day is not None:
        return settings.rate_day, Setting(terms.basis.cited)
    if isinstance(rules.interest_rate, NotRegulated):
        return "default", terms.basis
    return rules.interest_rate.value.rate_day, rules.interest_rate.basis


def _on_interest(rules: PaymentRules, settings: InterestSettings) -> bool:
    if settings.on_interest is not None:
        return settings.on_interest
    return not isinstance(rules.interest_on_interest, NotRegulated) and rules.interest_on_interest.value.added


def _computed(
    terms: _Terms, table: RateTable, receivable: Receivable, until: date, rate_day: RateDay,
) -> Computation:
    lines: list[Line] = []
    added = of_this_year = year = 0
    for piece in _slices(terms, receivable, until):
        if terms.on_interest and piece.begins >= add_months(terms.begins, 12 * (year + 1)):
            added, of_this_year, year = added + of_this_year, 0, year + 1
        rate = table.rate_on(terms.kind, terms.begins if rate_day == "default" else piece.begins)
        line = _line(piece, piece.principal + added, rate, terms.whole_months)
        of_this_year += line.cents
        lines.append(line)
    label = Text("{interest} until {day}", interest=INTEREST_NAMES[terms.kind], day=until)
    return Computation(label, tuple(lines), terms.basis, _notes(terms, rate_day, added))


def _notes(terms: _Terms, rate_day: RateDay, added: int) -> tuple[Text, ...]:
    rate = (
        Text("The rate is that of {day}, the first day too late.", day=terms.begins) if rate_day == "default"
        else Text("The rate is that of the first day of each line.")
    )
    if not added:
        return (rate,)
    return rate, Text("The interest of each full year was added to the principal: € {added}.", added=euros(added))


def _line(piece: _Slice, base: int, rate: InterestRate, whole_months: bool) -> Line:
    cents = half_up(base * Fraction(rate.percent) / 100 * piece.part)
    percent = plain(rate.percent)
    if whole_months:
        label = Text("{begins} to {ends}: € {base} × {percent} % ÷ 12",
                     begins=piece.begins, ends=piece.ends, base=euros(base), percent=percent)
    else:
        label = Text("{begins} to {ends}: € {base} × {percent} % × {days} ÷ 365", begins=piece.begins,
                     ends=piece.ends, base=euros(base), percent=percent, days=(piece.ends - piece.begins).days + 1)
    return Line(label, cents, rate.figure)


def _slices(terms: _Terms, receivable: Receivable, until: date) -> Iterator[_Slice]:
    """The pieces in which the debt runs until it is paid, in order; none where it was paid in time."""
    pieces = _months(terms.begins, until) if terms.whole_months else _days(terms.begins, receivable, until)
    for begins, ends, part in pieces:
        principal = receivable.open_on(begins - DAY)
        if principal <= 0:
            return
        yield _Slice(begins, ends, principal, part)


def _months(begins: date, until: date) -> Iterator[tuple[date, date, Fraction]]:
    """Whole months by day number, counted from the first day each time, so that one of the 31st keeps its day."""
    number = 0
    while (first := add_months(begins, number)) <= until:
        number += 1
        yield first, add_months(begins, number) - DAY, Fraction(1, 12)


def _days(begins: date, receivable: Receivable, until: date) -> Iterator[tuple[date, date, Fraction]]:
    """Pieces between the days on which principal, rate or year change. The day of a payment still counts."""
    cuts = {begins, until + DAY} | {booking.day + DAY for booking in receivable.bookings}
    cuts |= {date(year, month, 1) for year in range(begins.year, until.year + 1) for month in (1, 7)}
    cuts |= {add_months(begins, 12 * number) for number in range(1, until.year - begins.year + 1)}
    days = sorted(day for day in cuts if begins <= day <= until + DAY)
    for first, after in pairwise(days):
        yield first, after - DAY, Fraction((after - first).days, DAYS_A_YEAR)


def unconfirmed(computation: Computation) -> tuple[Figure, ...]:
    """The figures in it that were not yet laid beside the official ones, each once."""
    figures = (line.source for line in computation.lines if isinstance(line.source, Figure))
    return tuple(dict.fromkeys(figure for figure in figures if not figure.confirmed))

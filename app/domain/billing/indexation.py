"""Prices from one contract period to the next: indexation by a consumer price index (O-5.2), and new prices."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from app.domain.billing.computation import Computation, Figure, Line, Record, euros, half_up, plain
from app.domain.billing.figures import IndexSeries, IndexValue
from app.domain.calendar import add_months
from app.domain.errors import Refusal
from app.domain.provider_terms import Basis, IndexMonths, NotRegulated, PriceRules
from app.domain.text import Text

RoundKind: TypeAlias = Literal["agreed", "indexed", "new"]


@dataclass(frozen=True, slots=True)
class IndexedPrice:
    """A price of one, indexed and rounded to cents, with the series and both figures it was computed with."""

    series: str
    base: IndexValue
    new: IndexValue
    unit: Computation

    def times(self, quantity: Decimal) -> Computation:
        """So many at the new price: the rounded price is what is multiplied."""
        label = Text("{quantity} × € {price}", quantity=plain(quantity), price=euros(self.unit.cents))
        line = Line(label, half_up(Fraction(quantity) * self.unit.cents), self.unit.source)
        return Computation(Text("Indexed price"), (line,), self.unit.source)


def indexed_price(
    rules: PriceRules, series: Sequence[IndexSeries], unit_cents: int, begins: date,
    months: IndexMonths | None = None,
) -> IndexedPrice | NotRegulated:
    """The price of one (in cents, without VAT) for the contract period that begins on `begins`.

    new = old × index of the new month ÷ index of the base month, both from one series. `months` is the
    organisation's own choice of the months; None leaves it to the profile. Refusal where no series of the
    name that the terms give holds both.
    """
    if isinstance(rules.indexation, NotRegulated):
        return rules.indexation
    wanted = index_months(rules, begins, months)
    if isinstance(wanted, NotRegulated):
        return wanted
    found = _both(series, rules.indexation.value.series, *wanted)
    return IndexedPrice(found[0].title, found[1], found[2], _computation(unit_cents, *found, rules.indexation.basis))


def index_months(
    rules: PriceRules, begins: date, months: IndexMonths | None = None,
) -> tuple[date, date] | NotRegulated:
    """(base, new): the first days of the months whose indexes price the period from `begins`."""
    if months is None:
        if isinstance(rules.index_months, NotRegulated):
            return rules.index_months
        months = rules.index_months.value
    new = add_months(begins.replace(day=1), -months.before)
    return add_months(new, -months.apart), new


def series_for(
    series: Sequence[IndexSeries], name: str, wanted: Collection[date],
) -> tuple[IndexSeries | None, tuple[date, ...]]:
    """Of the series of this name the one that lacks the fewest of these months, with what it lacks.

    Where two lack equally many it is the newest, which stands last.
    """
    best: tuple[IndexSeries | None, tuple[date, ...]] = (None, tuple(wanted))
    for one in reversed([each for each in series if each.name == name]):
        there = {value.month for value in one.values}
        lacking = tuple(month for month in wanted if month not in there)
        if best[0] is None or len(lacking) < len(best[1]):
            best = one, lacking
    return best


def _both(
    series: Sequence[IndexSeries], name: str, base: date, new: date,
) -> tuple[IndexSeries, IndexValue, IndexValue]:
    """The last series of this name with both months: the newest stands last."""
    for one in reversed(series):
        values = {value.month: value for value in one.values}
        if one.name == name and base in values and new in values:
            return one, values[base], values[new]
    raise Refusal(Text(
        "No series of {name} has both {base} and {new}. Nothing was computed. "
        "Add the figures of one series, with its source.", name=name, base=_month(base), new=_month(new),
    ), remedy="indexes")


def _month(month: date) -> str:
    return f"{month:%m-%Y}"


def _computation(
    unit_cents: int, series: IndexSeries, base: IndexValue, new: IndexValue, basis: Basis,
) -> Computation:
    price = half_up(unit_cents * Fraction(new.value) / Fraction(base.value))
    change = Text(
        "× {new} ({new_month}) ÷ {base} ({base_month}), {series}", new=new.value, new_month=_month(new.month),
        base=base.value, base_month=_month(base.month), series=series.title)
    lines = (
        Line(Text("Price until now"), unit_cents, Record(Text("the price of the period before"))),
        Line(change, price - unit_cents, Figure(series.source, base.confirmed and new.confirmed)),
    )
    return Computation(Text("Indexed price of one"), lines, basis)


def with_figures(series: Sequence[IndexSeries], own: Sequence[IndexSeries]) -> tuple[IndexSeries, ...]:
    """With the organisation's own figures over them, and its own series after them; Refusal for an absurd one."""
    table = {one.title: one for one in series}
    for one in own:
        _check_figures(one)
        before = table.get(one.title)
        values = {value.month: value for value in (*(before.values if before else ()), *one.values)}
        table[one.title] = one._replace(values=tuple(values.values()))
    return tuple(table.values())


def _check_figures(series: IndexSeries) -> None:
    if not (series.name.strip() and series.reference.strip() and series.source.strip()):
        raise Refusal(Text(
            "A series has a name, a reference year and a source. Nothing was recorded. Fill them in."), remedy="series")
    for value in series.values:
        if value.month.day != 1 or not (value.value.is_finite() and value.value > 0):
            raise Refusal(Text(
                "The index of {month} must be a number above 0. Nothing was recorded. Correct the figure.",
                month=_month(value.month)), remedy="value")


@dataclass(frozen=True, slots=True)
class PriceRound:
    """The price of one from a day on, in cents without VAT: as agreed, indexed, or new for the period."""

    begins: date
    unit_cents: int
    kind: RoundKind


def price_for(rounds: Sequence[PriceRound], period_begins: date) -> PriceRound:
    """The round that holds for the period that begins on this day: the last one that had begun by then."""
    begun = [each for each in rounds if each.begins <= period_begins]
    if not begun:
        raise Refusal(Text(
            "There is no price yet for the period from {begins}. Nothing was computed. Record the price first.",
            begins=period_begins), remedy="unit_cents")
    return max(begun, key=lambda each: each.begins)


def check_round(
    rules: PriceRules, rounds: Sequence[PriceRound], new: PriceRound, periods: Collection[date],
) -> None:
    """Refusal for a price that cannot hold; `periods` are the first days of the contract periods (O-5.2, O-5.3)."""
    if new.unit_cents < 0:
        raise Refusal(Text("A price is 0 or more. Nothing was recorded. Correct the price."), remedy="unit_cents")
    if any(each.begins == new.begins for each in rounds):
        raise Refusal(Text(
            "There is a price from {begins} already. Nothing was recorded. Change that one.", begins=new.begins,
        ), remedy="begins")
    if new.kind == "new" and new.begins not in periods:
        raise Refusal(Text(
            "New prices hold from the first day of a contract period, not from {begins}. Nothing was recorded. "
            "Correct the day.", begins=new.begins), remedy="begins")
    if new.kind == "indexed":
        _check_indexed(rules, rounds, new)


def _check_indexed(rules: PriceRules, rounds: Sequence[PriceRound], new: PriceRound) -> None:
    if isinstance(rules.indexation, NotRegulated):
        raise Refusal(Text("The terms do not provide for indexation. Nothing was recorded."), remedy="kind")
    apart = 12 // max(1, rules.indexation.value.times_a_year)
    for each in rounds:
        early, late = sorted([each.begins, new.begins])
        if each.kind == "indexed" and late < add_months(early, apart):
            raise Refusal(Text(
                "Prices were indexed from {begins} already, and that is done {n} time a year. Nothing was recorded.",
                "Prices were indexed from {begins} already, and that is done {n} times a year. Nothing was recorded.",
                n=rules.indexation.value.times_a_year, begins=each.begins), remedy="begins")

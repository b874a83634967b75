"""The table of statutory interest, half-year by half-year, each rate with its source. A gap is a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.billing.figures import InterestKind, InterestRate
from app.domain.errors import Refusal
from app.domain.text import Text

INTEREST_NAMES: Mapping[InterestKind, Text] = {
    "commercial": Text("statutory commercial interest"),
    "ordinary": Text("statutory interest"),
}


@dataclass(frozen=True, slots=True)
class RateTable:
    """Statutory interest for trade (BW 6:119a) and otherwise (BW 6:119), by the first day of each half-year."""

    rates: Mapping[InterestKind, Mapping[date, InterestRate]]

    def rate_on(self, kind: InterestKind, day: date) -> InterestRate:
        """The rate in force on a day; Refusal names the half-year that is missing."""
        begins = half_year_of(day)
        found = self.rates[kind].get(begins)
        if found is None:
            raise Refusal(Text(
                "The {interest} from {begins} is not in the table. Nothing was computed. "
                "Record this rate with its source; the Dutch central bank and the government publish it.",
                interest=INTEREST_NAMES[kind], begins=begins), remedy="rates")
        return found

    def with_rates(self, kind: InterestKind, own: Iterable[InterestRate]) -> RateTable:
        """With rates of the organisation itself; they stand in the place of those of the same half-year."""
        return RateTable({**self.rates, kind: {**self.rates[kind], **_by_half_year(own)}})


def rate_table(commercial: Iterable[InterestRate], ordinary: Iterable[InterestRate]) -> RateTable:
    """A table of these rates; Refusal for a rate that begins halfway a half-year, or is absurd."""
    return RateTable({"commercial": _by_half_year(commercial), "ordinary": _by_half_year(ordinary)})


def half_year_of(day: date) -> date:
    """The first day of the half-year that a day falls in."""
    return date(day.year, 1 if day.month < 7 else 7, 1)


def _by_half_year(rates: Iterable[InterestRate]) -> Mapping[date, InterestRate]:
    table: dict[date, InterestRate] = {}
    for rate in rates:
        _check(rate)
        table[rate.begins] = rate
    return table


def _check(rate: InterestRate) -> None:
    if rate.begins != half_year_of(rate.begins):
        raise Refusal(Text(
            "A rate begins on 1 January or 1 July, not on {day}. Nothing was recorded. Correct the day.",
            day=rate.begins), remedy="begins")
    if not (rate.percent.is_finite() and 0 <= rate.percent <= 100):
        raise Refusal(Text("A rate is from 0 to 100 per cent. Nothing was recorded. Correct the rate."),
                      remedy="percent")
    if not rate.source.strip():
        raise Refusal(Text("A rate says where it was read. Nothing was recorded. Fill in the source."),
                      remedy="source")

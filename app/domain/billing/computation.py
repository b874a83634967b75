"""An amount with the lines that make it, so that each one can be opened and followed on paper.

Amounts are whole cents of a euro. What is computed is exact (fractions) until it is a line; a line is rounded
once, half up, and a total is the sum of its lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from app.domain.provider_terms import Basis
from app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Setting:
    """A choice that the organisation made itself, where the terms (`clause`) leave one."""

    clause: str

    @property
    def cited(self) -> str:
        return self.clause

    @property
    def text(self) -> Text:
        return Text("your own setting")


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of a table that is kept beside the program: an interest rate, a price index.

    `source` says where it was read. Not `confirmed`: nobody has laid it beside the official figure yet.
    """

    source: str
    confirmed: bool = True

    @property
    def cited(self) -> str:
        return self.source

    @property
    def text(self) -> Text:
        if self.confirmed:
            return Text("{source}", source=self.source)
        return Text("{source}; not yet confirmed", source=self.source)


@dataclass(frozen=True, slots=True)
class Record:
    """What was recorded here: an invoice, a payment, an agreement; `what` names it."""

    what: Text

    @property
    def cited(self) -> str:
        return ""

    @property
    def text(self) -> Text:
        return self.what


Source: TypeAlias = Basis | Setting | Figure | Record
"""Where a line comes from. Each has `text` (as it is read) and `cited` (as it is recorded and tested)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a computation: what it is, what it adds (below zero: takes off), in cents, and why.

    `opens` is the computation of these cents, where they are themselves a sum that can be opened.
    """

    label: Text
    cents: int
    source: Source
    opens: Computation | None = None


@dataclass(frozen=True, slots=True)
class Computation:
    """An amount: the sum of its lines, in the order in which they are read. `notes` add to it in words."""

    label: Text
    lines: tuple[Line, ...]
    source: Source
    notes: tuple[Text, ...] = ()

    @property
    def cents(self) -> int:
        return sum(line.cents for line in self.lines)


def summed(label: Text, parts: Sequence[Computation], source: Source) -> Computation:
    """One amount of several, each of which can be opened in turn."""
    lines = (Line(part.label, part.cents, part.source, part) for part in parts)
    return Computation(label, tuple(lines), source)


def half_up(exact: Fraction) -> int:
    """Rounded to a whole number; a half goes away from zero, so that a credit mirrors its invoice."""
    return _rounded(exact.numerator, exact.denominator)


def times(number: Decimal, cents: int) -> int:
    """So many times an amount, rounded half up to the cent."""
    above, below = number.as_integer_ratio()
    return _rounded(above * cents, below)


def percent_of(cents: int, percent: Decimal) -> int:
    """So many per cent of an amount, rounded half up to the cent."""
    above, below = percent.as_integer_ratio()
    return _rounded(above * cents, 100 * below)


def _rounded(above: int, below: int) -> int:
    size = (2 * abs(above) + below) // (2 * below)
    return size if above >= 0 else -size


def euros(cents: int) -> Decimal:
    """An amount as it goes into a text: euros with two decimals."""
    return Decimal(cents).scaleb(-2)


def plain(number: Decimal) -> Decimal:
    """A number as it goes into a text: no zeros at the end, and no exponent."""
    return Decimal(f"{number.normalize():f}")


def adjusted_to(lines: Sequence[Line], least: Line | None, most: Line | None) -> tuple[Line, ...]:
    """The lines, with one more that brings their sum to a minimum or a maximum (the cents of `least`, `most`)."""
    total = sum(line.cents for line in lines)
    if least is not None and total < least.cents:
        return (*lines, Line(least.label, least.cents - total, least.source))
    if most is not None and total > most.cents:
        return (*lines, Line(most.label, most.cents - total, most.source))
    return tuple(lines)

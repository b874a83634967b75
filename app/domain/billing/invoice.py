"""Invoices: lines, VAT per rate, totals, and the day on which an invoice must be paid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

from app.domain.billing.computation import Computation, Line, Record, euros, percent_of, plain, times
from app.domain.calendar import is_day
from app.domain.errors import Refusal
from app.domain.provider_terms import Basis, NotRegulated, PaymentTerm, Rule
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, refuse

VatCategory: TypeAlias = Literal["S", "Z", "E", "AE"]
"""UNCL 5305: a rate above nought, a rate of nought, exempt, and reverse charge (the customer accounts for the VAT)."""
BY_RATE, EXEMPT, REVERSED = "", "E", "AE"
CATEGORIES = (BY_RATE, EXEMPT, REVERSED)
"""What a line says itself; '' leaves it to the rate."""
LONGEST_REASON = 200
CURRENCY = "EUR"
MOST_QUANTITY = 1_000_000
MOST_CENTS = 100_000_000_000
OLDEST = date(2000, 1, 1)
FURTHEST = timedelta(days=366)
"""Ours: no licence costs a thousand million euros, and no invoice is from before 2000 or dated over a year ahead. What
is outside these bounds is a typing error."""
ROUNDING = Basis(standard="EN 16931")
"""Each line is rounded to cents; VAT is computed on the sum per rate (BR-CO-10, BR-CO-17)."""


@dataclass(frozen=True)
class InvoiceLine:
    """`unit_cents` is the price of one, without VAT; `vat_percent` is the rate of this line.

    `vat` is one of CATEGORIES: where a line is exempt or the VAT is reversed, its rate is nought.
    """

    description: str
    quantity: Decimal
    unit_cents: int
    vat_percent: Decimal
    vat: str = BY_RATE

    @cached_property
    def net_cents(self) -> int:
        return times(self.quantity, self.unit_cents)

    @property
    def category(self) -> VatCategory:
        if self.vat == EXEMPT:
            return "E"
        if self.vat == REVERSED:
            return "AE"
        return "S" if self.vat_percent else "Z"


@dataclass(frozen=True, slots=True)
class InvoiceDraft:
    """An invoice as it is filled in: the day as text (2026-11-30), nothing checked yet."""

    number: str
    day: str
    lines: tuple[InvoiceLine, ...]
    currency: str = CURRENCY
    vat_reason: str = ""


@dataclass(frozen=True, slots=True)
class VatGroup:
    """The lines of one category and rate together, in cents."""

    percent: Decimal
    net_cents: int
    vat_cents: int
    category: VatCategory = "S"


@dataclass(frozen=True)
class Invoice:
    """Lists and sums ask for its totals many times over."""

    number: str
    day: date
    lines: tuple[InvoiceLine, ...]

    @cached_property
    def net_cents(self) -> int:
        return sum(group.net_cents for group in self.vat)

    @cached_property
    def vat(self) -> tuple[VatGroup, ...]:
        return vat_groups(self.lines)

    @cached_property
    def total_cents(self) -> int:
        return sum(group.net_cents + group.vat_cents for group in self.vat)

    @property
    def computation(self) -> Computation:
        """The total with VAT, line by line."""
        source = Record(Text("invoice {number}", number=self.number))
        lines = [Line(_line_label(line), line.net_cents, source) for line in self.lines]
        vat = [Line(vat_label(group), group.vat_cents, ROUNDING) for group in self.vat]
        return Computation(Text("Invoice {number}", number=self.number), (*lines, *vat), ROUNDING)


def vat_groups(lines: Iterable[InvoiceLine]) -> tuple[VatGroup, ...]:
    """Per category and rate, the highest rate first: the VAT on the sum of its lines, rounded once."""
    nets: dict[tuple[Decimal, VatCategory], int] = {}
    for line in lines:
        kind = line.vat_percent, line.category
        nets[kind] = nets.get(kind, 0) + line.net_cents
    return tuple([
        VatGroup(rate, net, percent_of(net, rate), category)
        for (rate, category), net in sorted(nets.items(), key=lambda one: (-one[0][0], one[0][1]))])


def totals(lines: Iterable[InvoiceLine]) -> tuple[int, int]:
    """What lines come to in cents, without VAT and with: for lists, that ask for nothing else of an invoice."""
    groups = vat_groups(lines)
    net = sum([group.net_cents for group in groups])
    return net, net + sum([group.vat_cents for group in groups])


def _line_label(line: InvoiceLine) -> Text:
    return Text(
        "{description}: {quantity} × € {price}",
        description=line.description, quantity=plain(line.quantity), price=euros(line.unit_cents),
    )


def vat_label(group: VatGroup) -> Text:
    """What a line of VAT says: the rate, or why there is none."""
    if group.category == EXEMPT:
        return Text("Exempt from VAT, of € {net}", net=euros(group.net_cents))
    if group.category == REVERSED:
        return Text("VAT reverse-charged, of € {net}", net=euros(group.net_cents))
    return Text("VAT {percent} % of € {net}", percent=plain(group.percent), net=euros(group.net_cents))


def invoice_of(draft: InvoiceDraft, today: date) -> Invoice:
    """The invoice; Refusal gives every reason, its `remedy` names the first field that is wrong."""
    refuse(invoice_faults(draft, today))
    return Invoice(draft.number.strip(), date.fromisoformat(draft.day), draft.lines)


def invoice_faults(draft: InvoiceDraft, today: date) -> tuple[WrongField, ...]:
    """Everything that is wrong, in the order of the form; a field of a line is named with it: lines[2].quantity."""
    found = list(_head_faults(draft, today))
    for number, line in enumerate(draft.lines, 1):
        found += [WrongField(f"lines[{number}].{name}", reason) for name, reason in line_faults(line)]
    return tuple(found)


def _head_faults(draft: InvoiceDraft, today: date) -> Iterator[WrongField]:
    if not draft.number.strip():
        yield WrongField("number", Text("An invoice has a number. Nothing was recorded. Fill in the number."))
    day = day_fault(draft.day, today)
    if day is not None:
        yield WrongField("day", day)
    if draft.currency != CURRENCY:
        yield WrongField("currency", Text(
            "This invoice is in {currency}. Only euros can be recorded. Ask for an invoice in euros.",
            currency=draft.currency or "–",
        ))
    if any(line.vat == EXEMPT for line in draft.lines) and not draft.vat_reason.strip():
        yield WrongField("vat_reason", Text(
            "A line is exempt from VAT, and an invoice says why. Nothing was recorded. Fill in the reason."))
    if len(draft.vat_reason) > LONGEST_REASON:
        yield WrongField(
            "vat_reason", Text("This is longer than {n} signs. Nothing was recorded.", n=LONGEST_REASON))
    if not draft.lines:
        yield WrongField("lines", Text("An invoice has one line or more. Nothing was recorded. Add a line."))


def day_fault(day: str, today: date) -> Text | None:
    """What is wrong with a day given as text, None where nothing is."""
    if not is_day(day):
        return Text("{value} is not a day. Nothing was recorded. Give a day that exists.", value=day[:20] or "–")
    if not OLDEST <= date.fromisoformat(day) <= today + FURTHEST:
        return Text("{day} cannot be right. Nothing was recorded. Check the year.", day=date.fromisoformat(day))
    return None


def line_faults(line: InvoiceLine) -> Iterator[tuple[str, Text]]:
    """(field, what is wrong) of one line."""
    if not line.description.strip():
        yield "description", Text("A line says what it is for. Nothing was recorded. Fill in a description.")
    if not (line.quantity.is_finite() and 0 < line.quantity <= MOST_QUANTITY):
        yield "quantity", Text(
            "A quantity is more than 0 and at most {most}. Nothing was recorded. Correct the quantity. "
            "To take something off, make a credit note.", most=MOST_QUANTITY,
        )
    if not 0 <= line.unit_cents <= MOST_CENTS:
        yield "unit_cents", Text(
            "A price is 0 or more, and at most € {most}. Nothing was recorded. Correct the price. "
            "To take something off, make a credit note.", most=euros(MOST_CENTS),
        )
    if not (line.vat_percent.is_finite() and 0 <= line.vat_percent <= 100):
        yield "vat_percent", Text("VAT is from 0 to 100 per cent. Nothing was recorded. Correct the rate.")
    elif line.vat and line.vat_percent:
        yield "vat_percent", Text(
            "A line that is exempt or reverse-charged has a rate of 0. Nothing was recorded. Correct the rate.")
    if line.vat not in CATEGORIES:
        yield "vat", Text("This kind of VAT is not known. Nothing was recorded.")


def due_day(rule: Rule[PaymentTerm], invoiced: date, received: date | None = None) -> date | NotRegulated:
    """The last day on which an invoice is paid in time (O-8.1); no weekend or holiday moves it.

    Refusal where the term runs from receipt and that day is not known.
    """
    if isinstance(rule, NotRegulated):
        return rule
    starts = invoiced if rule.value.starts == "invoice_date" else received
    if starts is None:
        raise Refusal(Text(
            "The term of payment runs from the day the invoice was received, and that day is not known. "
            "Nothing was computed. Fill in the day of receipt."), remedy="received")
    return starts + timedelta(days=rule.value.days)

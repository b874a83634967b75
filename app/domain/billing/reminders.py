"""Written reminders, the fourteen-day letter to a consumer, and what stage an unpaid invoice is in on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.billing.receivable import Receivable
from app.domain.calendar import DAY
from app.domain.errors import Refusal
from app.domain.provider_terms import NotRegulated, PaymentRules
from app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Reminder:
    """A written reminder. `pay_by` is the last day that it gives; without one it is the day it was sent."""

    sent: date
    pay_by: date | None = None

    @property
    def last_day(self) -> date:
        return self.sent if self.pay_by is None else self.pay_by


@dataclass(frozen=True, slots=True)
class CostsLetter:
    """The letter that tells a consumer what costs will be asked (BW 6:96(6)), by the day it was received."""

    received: date


@dataclass(frozen=True, slots=True)
class Dunning:
    """What was sent about one invoice. `consumer`: a natural person outside profession or business."""

    consumer: bool = False
    reminders: tuple[Reminder, ...] = ()
    letter: CostsLetter | None = None


class InvoiceState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    REMINDED = "reminded"
    LETTER_RUNNING = "letter_running"
    COLLECTION = "collection"
    PAID = "paid"
    CREDITED = "credited"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    InvoiceState.OPEN: Text("Not yet due"),
    InvoiceState.OVERDUE: Text("Overdue"),
    InvoiceState.REMINDED: Text("Reminded in writing"),
    InvoiceState.LETTER_RUNNING: Text("Fourteen days of the letter are running"),
    InvoiceState.COLLECTION: Text("Collection costs are due"),
    InvoiceState.PAID: Text("Paid"),
    InvoiceState.CREDITED: Text("Credited"),
    InvoiceState.WITHDRAWN: Text("Withdrawn"),
}


def check_reminder(receivable: Receivable, sent: date) -> None:
    """Refusal for a reminder of an invoice that is not late, or of which nothing was open (O-8.2)."""
    check_late(receivable, sent)
    if receivable.open_on(sent) <= 0:
        raise Refusal(Text("Nothing was open on {day}. No reminder was recorded.", day=sent), remedy="sent")


def check_late(receivable: Receivable, day: date) -> None:
    """Refusal for a day on which the invoice could still be paid in time."""
    if isinstance(receivable.due, NotRegulated):
        raise Refusal(Text(
            "The terms do not say when this invoice must be paid, so it cannot be late. Nothing was recorded. "
            "Record the day that was agreed."), remedy="due")
    if day <= receivable.due:
        raise Refusal(Text(
            "This invoice can be paid until {due}. Nothing was recorded. A reminder is possible from {first}.",
            due=receivable.due, first=receivable.due + DAY), remedy="sent")


def letter_ends(letter: CostsLetter, days: int) -> date:
    """The last day of the letter: `days` days of which the first is the day after receipt (BW 6:96(6))."""
    return letter.received + timedelta(days=days)


def costs_wait_until(rules: PaymentRules, dunning: Dunning) -> date | NotRegulated | None:
    """The last day to pay without collection costs; None where what must come before was not sent yet."""
    if dunning.consumer:
        if isinstance(rules.consumer, NotRegulated):
            return rules.consumer
        return None if dunning.letter is None else letter_ends(dunning.letter, rules.consumer.value.letter_days)
    if isinstance(rules.collection, NotRegulated):
        return rules.collection
    return _reminded_until(dunning.reminders, rules.collection.value.reminders)


def _reminded_until(reminders: Sequence[Reminder], needed: int) -> date | None:
    in_order = sorted(reminders, key=lambda reminder: reminder.sent)
    if len(in_order) < needed or not in_order:
        return None
    return in_order[max(needed, 1) - 1].last_day


def invoice_state(rules: PaymentRules, receivable: Receivable, dunning: Dunning, day: date) -> InvoiceState:
    """The stage at the close of `day`. What was sent later than that day does not count yet."""
    if receivable.open_on(day) <= 0:
        paid = any(booking.kind == "payment" and booking.day <= day for booking in receivable.bookings)
        return InvoiceState.PAID if paid or receivable.total_cents == 0 else InvoiceState.CREDITED
    if isinstance(receivable.due, NotRegulated) or day <= receivable.due:
        return InvoiceState.OPEN
    return _late_state(rules, _sent_by(dunning, day), day)


def _late_state(rules: PaymentRules, dunning: Dunning, day: date) -> InvoiceState:
    until = costs_wait_until(rules, dunning)
    if isinstance(until, date) and day > until:
        return InvoiceState.COLLECTION
    if dunning.consumer and dunning.letter is not None:
        return InvoiceState.LETTER_RUNNING
    return InvoiceState.REMINDED if dunning.reminders else InvoiceState.OVERDUE


def _sent_by(dunning: Dunning, day: date) -> Dunning:
    letter = dunning.letter if dunning.letter is not None and dunning.letter.received <= day else None
    return Dunning(dunning.consumer, tuple(each for each in dunning.reminders if each.sent <= day), letter)

"""What an invoice comes to on a day: every amount with the computation behind it, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.domain.billing.amount import Amount, known, tried
from app.domain.billing.choices import BillingSettings
from app.domain.billing.collection import collection_costs, costs_if_unpaid
from app.domain.billing.computation import Computation, Record, summed
from app.domain.billing.interest import LateInterest, late_interest
from app.domain.billing.rates import RateTable
from app.domain.billing.reminders import CostsLetter, Dunning, Reminder
from app.domain.errors import Refusal
from app.domain.provider_terms import NotRegulated
from app.domain.text import Text
from app.store.invoices import KeptInvoice
from app.store.money import load_collection_scale


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What amounts are worked out with: the rates, and what the organisation chose itself, on a day."""

    rates: RateTable
    settings: BillingSettings
    today: date


def interest(kept: KeptInvoice, by: Reckoning) -> tuple[Amount, Amount]:
    """By the way of choosing the rate that counts, and by the other."""
    label, beside = Text("Interest"), Text("Interest, the other way")
    try:
        found: LateInterest | NotRegulated = late_interest(
            kept.profile.payment, by.rates, kept.receivable, by.today, consumer=kept.dunning.consumer,
            settings=by.settings.interest)
    except Refusal as refusal:
        missing, remedy = refusal.reasons[0], refusal.remedy or ""
        return Amount(label, None, missing, remedy=remedy), Amount(beside, None, missing, remedy=remedy)
    if isinstance(found, NotRegulated):
        return Amount(label, None, found.text, True), Amount(beside, None, found.text, True)
    if isinstance(found.other, Text):
        return Amount(label, found.chosen), Amount(beside, None, found.other)
    return Amount(label, found.chosen), Amount(beside, found.other)


def costs(kept: KeptInvoice, by: Reckoning) -> Amount:
    return tried(Text("Collection costs"), lambda: collection_costs(
        kept.profile.payment, load_collection_scale(), kept.profile.price.vat_rate, kept.receivable, kept.dunning,
        by.today, by.settings.collection))


def owed(today: date, *parts: Amount) -> Amount:
    """What is open with what can be asked on top of it; what could not be computed is said in the notes."""
    computed = [part.computation for part in parts if part.computation is not None]
    notes = tuple(Text("{label}: {why}", label=part.label, why=part.why) for part in parts if part.why is not None)
    whole = summed(Text("Owed on {day}", day=today), computed, Record(Text("this invoice")))
    return known(Computation(whole.label, whole.lines, whole.source, notes))


def costs_announced(
    kept: KeptInvoice, settings: BillingSettings, *, letter: bool, sent: date, received: date | None,
    pay_by: date | None,
) -> Computation | None:
    """The collection costs that a reminder or letter announces, by what had been booked when it was sent."""
    bookings = tuple(booking for booking in kept.receivable.bookings if booking.day <= sent)
    if letter:
        dunning = Dunning(True, (), CostsLetter(received or sent))
    else:
        dunning = Dunning(kept.dunning.consumer, (Reminder(sent, pay_by),))
    return costs_if_unpaid(
        kept.profile.payment, load_collection_scale(), kept.profile.price.vat_rate,
        replace(kept.receivable, bookings=bookings), dunning, settings.collection)

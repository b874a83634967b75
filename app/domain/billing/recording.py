"""An invoice as it is recorded: what stands on it beside its lines, and everything that is wrong, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.billing.invoice import InvoiceDraft, day_fault, invoice_faults
from app.domain.billing.kept_rows import FORMS, amount_fault, figure_fault
from app.domain.billing.rates import half_year_of
from app.domain.billing.receivable import Booking, BookingKind, Receivable
from app.domain.billing.reminders import check_reminder
from app.domain.errors import Refusal
from app.domain.provider_terms import NotRegulated, PaymentTerm, Rule
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, only_wrong, refuse, wrong_future

DETAILS = (
    "purchase_order", "cost_centre", "oin", "customer_street", "customer_postcode", "customer_place",
    "seller_street", "seller_postcode", "seller_place", "seller_kvk", "seller_vat", "seller_iban",
)
"""What an electronic invoice asks for (EN 16931, NLCIUS); each may stay empty here."""
LONGEST_DETAIL = 100
_OIN, _KVK, _VAT = re.compile(r"\d{20}"), re.compile(r"\d{8}"), re.compile(r"NL\d{9}B\d{2}")
_POSTCODE, _IBAN = re.compile(r"\d{4} ?[A-Z]{2}"), re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


@dataclass(frozen=True, slots=True)
class InvoiceForm:
    """An invoice as it is filled in; days as text, '' where there is none. `details` holds any of DETAILS."""

    draft: InvoiceDraft
    received: str = ""
    pay_by: str = ""
    consumer: bool = False
    details: Mapping[str, str] = field(default_factory=dict)

    def detail(self, name: str) -> str:
        """What was filled in, as it is kept: numbers without spaces."""
        typed = " ".join(self.details.get(name, "").split())
        return typed.replace(" ", "").upper() if name in _WITHOUT_SPACES else typed


def form_faults(form: InvoiceForm, term: Rule[PaymentTerm], today: date) -> tuple[WrongField, ...]:
    """Everything that is wrong, in the order of the form."""
    return (*invoice_faults(form.draft, today), *_day_faults(form, term, today), *_detail_faults(form))


def check_form(form: InvoiceForm, term: Rule[PaymentTerm], today: date) -> None:
    """Refusal with every reason; its `remedy` names the first field that is wrong."""
    refuse(form_faults(form, term, today))


@dataclass(frozen=True, slots=True)
class SentForm:
    """A reminder or letter as it is filled in. `kind` is one of REMINDERS, `form` one of FORMS; days as text."""

    kind: str
    form: str
    sent: str
    received: str | None = None
    pay_by: str | None = None


def checked_booking(
    receivable: Receivable, kind: BookingKind, day: str, cents: int, reference: str, today: date,
) -> Booking:
    """A payment or credit note that can be; Refusal with the field (`remedy`) where it cannot."""
    check_past_day(day, today, "day")
    wrong = amount_fault(cents)
    if wrong is not None:
        raise Refusal(wrong, remedy="cents")
    booking = Booking(date.fromisoformat(day), cents, kind, reference.strip())
    receivable.with_booking(booking)
    return booking


def check_sent(receivable: Receivable, consumer: bool, form: SentForm, today: date) -> None:
    """Refusal with the field for what cannot have been sent about this invoice, or received."""
    check_sent_days(form, today)
    if form.form not in FORMS:
        raise Refusal(Text("Say how it was sent. Nothing was recorded."), remedy="form")
    check_reminder(receivable, date.fromisoformat(form.sent))
    if form.kind == "letter" and not consumer:
        raise Refusal(Text(
            "The letter of fourteen days is for a consumer, and this customer is none. Nothing was recorded. "
            "Record a reminder."), remedy="kind")


def check_sent_days(form: SentForm, today: date) -> None:
    """Refusal for a day that has not come yet, or lies before the day it was sent."""
    check_day(form.sent, today, "sent")
    for name, day in (("received", form.received), ("pay_by", form.pay_by)):
        if day is not None:
            check_day(day, today, name)
            if day < form.sent:
                raise Refusal(Text("{day} is before the day it was sent. Nothing was recorded. Correct the day.",
                                   day=date.fromisoformat(day)), remedy=name)
    for name, day in (("sent", form.sent), ("received", form.received)):
        if day is not None and day > today.isoformat():
            raise Refusal(Text(
                "That day has not come yet. Nothing was recorded. Record it once it was sent or received."),
                remedy=name)


def check_figure(row: Mapping[str, object], today: date) -> None:
    """Refusal with the field for a row of `figures` that cannot be."""
    begins = str(row["begins_on"])
    check_day(begins, today, "begins")
    check_past_day(str(row["read_on"]), today, "read")
    wrong = figure_fault(row)
    if wrong is not None:
        raise Refusal(wrong, remedy="value" if str(row["source"]).strip() else "source")
    if row["kind"] != "price_index" and date.fromisoformat(begins) != half_year_of(date.fromisoformat(begins)):
        raise Refusal(Text(
            "A rate begins on 1 January or 1 July, not on {day}. Nothing was recorded. Correct the day.",
            day=date.fromisoformat(begins)), remedy="begins")


def check_past_day(day: str, today: date, name: str) -> None:
    """Refusal for a day of something that happened, and that has not come yet."""
    check_day(day, today, name)
    refuse(only_wrong((wrong_future(name, date.fromisoformat(day), today),)))


def check_day(day: str, today: date, name: str) -> None:
    wrong = day_fault(day, today)
    if wrong is not None:
        raise Refusal(wrong, remedy=name)


def _day_faults(form: InvoiceForm, term: Rule[PaymentTerm], today: date) -> Iterator[WrongField]:
    for name, typed in (("received", form.received), ("pay_by", form.pay_by)):
        wrong = day_fault(typed, today) if typed else None
        if wrong is None and typed and typed < form.draft.day:
            wrong = Text("{day} is before the day of the invoice. Nothing was recorded. Correct the day.",
                         day=date.fromisoformat(typed))
        if wrong is not None:
            yield WrongField(name, wrong)
    counts_from_receipt = not isinstance(term, NotRegulated) and term.value.starts == "receipt"
    if counts_from_receipt and not (form.received or form.pay_by):
        yield WrongField("received", Text(
            "The term of payment runs from the day the invoice was received, and that day is not known. "
            "Nothing was computed. Fill in the day of receipt."))


def _detail_faults(form: InvoiceForm) -> Iterator[WrongField]:
    for name in DETAILS:
        typed = form.detail(name)
        if len(typed) > LONGEST_DETAIL:
            yield WrongField(name, Text("This is longer than {n} signs. Nothing was recorded.", n=LONGEST_DETAIL))
        elif typed and name in _CHECKS:
            is_right, wrong = _CHECKS[name]
            if not is_right(typed):
                yield WrongField(name, wrong)


def _is_iban(typed: str) -> bool:
    """The check of ISO 13616: letters count from 10, the whole is 1 modulo 97."""
    if not _IBAN.fullmatch(typed):
        return False
    return int("".join(str(int(sign, 36)) for sign in typed[4:] + typed[:4])) % 97 == 1


_POSTCODE_WRONG = Text("A postcode looks like 1234 AB. Nothing was recorded. Correct the postcode.")
_CHECKS: Mapping[str, tuple[Callable[[str], object], Text]] = {
    "oin": (_OIN.fullmatch, Text("An OIN has twenty digits. Nothing was recorded. Correct the number.")),
    "customer_postcode": (_POSTCODE.fullmatch, _POSTCODE_WRONG),
    "seller_postcode": (_POSTCODE.fullmatch, _POSTCODE_WRONG),
    "seller_kvk": (_KVK.fullmatch, Text(
        "A Chamber of Commerce number has eight digits. Nothing was recorded. Correct the number.")),
    "seller_vat": (_VAT.fullmatch, Text(
        "A Dutch VAT number looks like NL001234567B01. Nothing was recorded. Correct the number.")),
    "seller_iban": (_is_iban, Text("This IBAN is not right. Nothing was recorded. Correct the number.")),
}
_WITHOUT_SPACES = frozenset({"oin", "seller_kvk", "seller_vat", "seller_iban"})

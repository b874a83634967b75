"""Invoices of an agreement: recorded, corrected, paid or credited, reminded of; and figures with their source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.billing.invoice import CURRENCY, InvoiceDraft
from app.domain.billing.kept_rows import decimal_of, line_of
from app.domain.billing.receivable import BookingKind
from app.domain.billing.recording import (
    DETAILS,
    InvoiceForm,
    SentForm,
    check_figure,
    check_form,
    check_sent,
    check_sent_days,
    checked_booking,
)
from app.domain.billing.withdrawal import check_standing
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.text import Text
from app.store.invoices import KeptInvoice, kept_invoice, profile_of
from app.store.tables import bookings, figures, invoice_lines, invoices, reminders

_GONE = Text("This invoice does not exist any more. Nothing was recorded.")


@action("invoice.record", Permission.EDIT_LICENCES, {"invoices": set(ANY_FIELD), "invoice_lines": set(ANY_FIELD)})
def record_invoice(
    work: Work, agreement_id: bytes, head: Mapping[str, Any], lines: Sequence[Mapping[str, Any]],
) -> bytes:
    """An invoice that was received or sent; gives its id.

    `head`: number, invoiced_on, received_on, pay_by_on, currency, consumer and any of DETAILS. `lines`:
    {description, quantity, unit_cents, vat_percent}, quantity and percentage as decimal text.
    """
    profile = profile_of(work.connection, agreement_id)
    if profile is None:
        raise Refusal(Text("This agreement does not exist any more. Nothing was recorded."))
    form = _form(head, lines)
    check_form(form, profile.payment.term, work.today)
    _must_be_new(work, agreement_id, form.draft.number)
    invoice = work.add(invoices, agreement_id=agreement_id, **_head(form))
    work.insert(invoice_lines, [
        _line(given) | {"invoice_id": invoice, "position": at, "withdrawn_us": None}
        for at, given in enumerate(lines, 1)])
    return invoice


@action("invoice.correct", Permission.EDIT_LICENCES, {"invoices": set(ANY_FIELD), "invoice_lines": set(ANY_FIELD)})
def correct_invoice(
    work: Work, invoice_id: bytes, head: Mapping[str, Any], lines: Sequence[Mapping[str, Any]],
) -> None:
    """As it should have been recorded; only while nothing was booked on it."""
    kept = standing_invoice(work, invoice_id)
    if kept.receivable.bookings:
        raise Refusal(Text(
            "Something was booked on this invoice, so it stays as it is. Nothing was recorded. "
            "Record a credit note for what is wrong."), remedy="credit")
    form = _form(head, lines)
    check_form(form, kept.profile.payment.term, work.today)
    _must_be_new(work, kept.row["agreement_id"], form.draft.number, invoice_id)
    work.change(invoices, invoice_id, **_head(form))
    _correct_lines(work, kept, lines)


@action("invoice.book", Permission.EDIT_LICENCES, {"bookings": set(ANY_FIELD)})
def book(
    work: Work, invoice_id: bytes, kind: BookingKind, booked_on: str, amount_cents: int, reference: str = "",
) -> bytes:
    """A payment or a credit note on an invoice, with VAT; gives its id."""
    kept = standing_invoice(work, invoice_id)
    booking = checked_booking(kept.receivable, kind, booked_on, amount_cents, reference, work.today)
    return work.add(bookings, invoice_id=invoice_id, kind=kind, booked_on=booked_on, amount_cents=booking.cents,
                    reference=booking.reference)


@action("invoice.remind", Permission.EDIT_LICENCES, {"reminders": set(ANY_FIELD)})
def remind(
    work: Work, invoice_id: bytes, kind: str, form: str, sent_on: str, received_on: str | None = None,
    pay_by_on: str | None = None,
) -> bytes:
    """A written reminder, or to a consumer the letter that gives fourteen days, that was sent; gives its id."""
    kept = standing_invoice(work, invoice_id)
    check_sent(
        kept.receivable, kept.dunning.consumer, SentForm(kind, form, sent_on, received_on, pay_by_on), work.today)
    return work.add(reminders, invoice_id=invoice_id, kind=kind, form=form, sent_on=sent_on, received_on=received_on,
                    pay_by_on=pay_by_on)


@action("invoice.letter_received", Permission.EDIT_LICENCES, {"reminders": {"received_on"}})
def letter_received(work: Work, reminder_id: bytes, received_on: str) -> None:
    """The day on which a letter was received: from the day after it the fourteen days run."""
    row = work.rows_by_id(reminders, [reminder_id])[reminder_id]
    check_standing(row)
    check_sent_days(SentForm(row["kind"], row["form"], row["sent_on"], received_on), work.today)
    work.change(reminders, reminder_id, received_on=received_on)


@action("figure.enter", Permission.EDIT_LICENCES, {"figures": set(ANY_FIELD)})
def enter_figure(
    work: Work, kind: str, begins_on: str, value: str, source: str, read_on: str, series: str = "",
    confirmed: bool = False,
) -> bytes:
    """A rate or an index of a first day, with where and when it was read; it goes before the one that ships."""
    row = {"kind": kind, "series": series, "begins_on": begins_on, "value": value, "source": source.strip(),
           "read_on": read_on, "confirmed": int(confirmed)}
    check_figure(row, work.today)
    return work.add(figures, **row)


def _form(head: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> InvoiceForm:
    draft = InvoiceDraft(
        head["number"], head["invoiced_on"], tuple(map(line_of, lines)), head.get("currency", CURRENCY),
        head.get("vat_reason", ""))
    details = {name: head[name] for name in DETAILS if name in head}
    return InvoiceForm(
        draft, head.get("received_on") or "", head.get("pay_by_on") or "", bool(head.get("consumer")), details)


def _head(form: InvoiceForm) -> dict[str, Any]:
    return {
        "number": form.draft.number.strip(), "invoiced_on": form.draft.day, "received_on": form.received or None,
        "pay_by_on": form.pay_by or None, "currency": form.draft.currency, "consumer": int(form.consumer),
        "vat_reason": form.draft.vat_reason.strip(), **{name: form.detail(name) for name in DETAILS},
    }


def _line(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "description": given["description"].strip(), "quantity": f"{decimal_of(given['quantity']):f}",
        "unit_cents": given["unit_cents"], "vat_percent": f"{decimal_of(given['vat_percent']):f}",
        "vat_category": given.get("vat_category", ""),
    }


def _correct_lines(work: Work, kept: KeptInvoice, lines: Sequence[Mapping[str, Any]]) -> None:
    """Lines keep their place; what is too many is withdrawn, what is more is added."""
    there = [row["id"] for row in kept.lines]
    work.change_each(invoice_lines, {one: _line(given) for one, given in zip(there, lines, strict=False)})
    work.change_all(invoice_lines, there[len(lines):], withdrawn_us=work.now_us)
    last = max((row["position"] for row in kept.lines), default=0)
    work.insert(invoice_lines, [
        _line(given) | {"invoice_id": kept.row["id"], "position": last + at, "withdrawn_us": None}
        for at, given in enumerate(lines[len(there):], 1)])


def standing_invoice(work: Work, invoice_id: bytes) -> KeptInvoice:
    """Refusal for one that is not here any more, or was withdrawn."""
    kept = kept_invoice(work.connection, invoice_id)
    if kept is None:
        raise Refusal(_GONE)
    check_standing(kept.row)
    return kept


def _must_be_new(work: Work, agreement_id: bytes, number: str, itself: bytes = b"") -> None:
    """Two desks may still record one number without knowing (S11); then both are shown, marked."""
    query = select(invoices.c.id).where(
        invoices.c.agreement_id == agreement_id, invoices.c.number == number.strip(), invoices.c.id != itself,
        invoices.c.withdrawn_us.is_(None))
    if work.connection.execute(query).first() is not None:
        raise Refusal(Text(
            "Invoice {number} was recorded already. Nothing was recorded. Correct the number.",
            number=number.strip()), remedy="number")

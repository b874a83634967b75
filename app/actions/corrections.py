"""What was recorded about money and was a mistake: withdrawn with the reason; and an invoice credited as a whole."""

from __future__ import annotations

from dataclasses import replace

from app.actions.action import ANY_FIELD, action
from app.actions.invoices import standing_invoice
from app.actions.work import Row, Work
from app.domain.billing.kept_rows import line_of
from app.domain.billing.recording import checked_booking
from app.domain.billing.withdrawal import (
    MARKS,
    WITHDRAWABLE,
    check_invoice,
    check_line,
    check_reason,
    check_standing,
)
from app.domain.errors import Fault, Refusal
from app.domain.permissions import Permission
from app.domain.text import Text
from app.store.invoices import KeptInvoice
from app.store.tables import bookings, metadata


@action("invoice.withdraw", Permission.EDIT_LICENCES, {kind: set(MARKS) for kind in WITHDRAWABLE})
def withdraw(work: Work, kind: str, row_id: bytes, reason: str) -> None:
    """A row of one of WITHDRAWABLE counts no more; it stays, with the reason and the day."""
    if kind not in WITHDRAWABLE:
        raise Fault(f"{kind} is not withdrawn")
    check_reason(reason)
    table = metadata.tables[kind]
    row = work.rows_by_id(table, [row_id])[row_id]
    check_standing(row)
    kept = standing_invoice(work, row_id if kind == "invoices" else row["invoice_id"])
    _check_rest(kind, row, kept)
    work.change(table, row_id, withdrawn_us=work.now_us, withdrawn_reason=reason.strip())


@action("invoice.credit", Permission.EDIT_LICENCES, {"bookings": set(ANY_FIELD)})
def credit_whole(work: Work, invoice_id: bytes, number: str, booked_on: str) -> bytes:
    """A credit note for all of an invoice that was not credited yet; `number` is that of the note. Gives its id."""
    if not number.strip():
        raise Refusal(
            Text("A credit note has a number. Nothing was recorded. Fill in the number."), remedy="reference")
    kept = standing_invoice(work, invoice_id)
    booking = checked_booking(
        kept.receivable, "credit", booked_on, kept.receivable.left_to_credit, number, work.today)
    return work.add(bookings, invoice_id=invoice_id, kind="credit", booked_on=booked_on, amount_cents=booking.cents,
                    reference=booking.reference)


def _check_rest(kind: str, row: Row, kept: KeptInvoice) -> None:
    """Whether what stands beside it can do without this row."""
    if kind == "invoices":
        check_invoice(kept.booked)
    if kind == "invoice_lines":
        rest = tuple(line_of(one) for one in kept.lines if one["id"] != row["id"])
        check_line(replace(kept.invoice, lines=rest), sum(one.cents for one in kept.receivable.bookings))

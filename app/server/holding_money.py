"""What must hold over the rows of one invoice: no more is booked than was asked, and what was withdrawn stays so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from app.domain.billing.invoice import Invoice
from app.domain.billing.kept_rows import line_of
from app.domain.billing.withdrawal import WITHDRAWABLE, changed_after_all, check_invoice, check_standing, stands
from app.domain.errors import Refusal
from app.domain.merging import Fields
from app.domain.operation import Patch
from app.domain.text import Text
from app.server import records
from app.server.batch import Batch, Trial
from app.server.records import Key, Record

INVOICES, LINES, BOOKINGS, REMINDERS = WITHDRAWABLE
_JUDGED = frozenset({BOOKINGS, REMINDERS})


def read_beside(batch: Batch, patches: Sequence[Patch]) -> None:
    """Read the invoices that something is booked on or sent about, or that are withdrawn, with what belongs to them."""
    wanted = {one for one in (_invoice_judged(batch, patch) for patch in patches) if one is not None}
    if wanted:
        batch.read((INVOICES, one) for one in wanted)
        for kind in (LINES, BOOKINGS):
            batch.know(records.children(batch.connection, batch.organisation_id, kind, wanted))


def hold_money(trial: Trial, key: Key, now: Fields | None) -> None:
    """Raise Refusal where this change breaks a rule of its invoice."""
    if key[0] not in WITHDRAWABLE or now is None:
        return
    before = trial.batch.fields(key)
    if before is not None:
        _refuse(changed_after_all(before, now))
    if key[0] in _JUDGED and stands(now) and (before is None or not stands(before)):
        _must_be_bookable(trial, now)
    if key[0] == LINES and before is not None and stands(before):
        _must_cover_what_is_booked(trial, now["invoice_id"])
    if key[0] == INVOICES and before is not None and stands(before) and not stands(now):
        check_invoice(_of_invoice(trial, BOOKINGS, key[1]))


def _invoice_judged(batch: Batch, patch: Patch) -> bytes | None:
    if patch.kind in _JUDGED and patch.inserts:
        found: bytes = patch.new["invoice_id"]
        return found
    if patch.kind not in WITHDRAWABLE or (patch.kind != LINES and patch.field != "withdrawn_us"):
        return None
    row = batch.fields((patch.kind, patch.id))
    return patch.id if patch.kind == INVOICES else row["invoice_id"] if row is not None else None


def _must_be_bookable(trial: Trial, row: Fields) -> None:
    """Two desks that record the same payment are told so: the second one is not taken over."""
    invoice = trial.record((INVOICES, row["invoice_id"]))
    if invoice is None or invoice.fields is None:
        return
    check_standing(invoice.fields)
    if "amount_cents" in row:
        _must_cover_what_is_booked(trial, invoice.id)


def _must_cover_what_is_booked(trial: Trial, invoice_id: bytes) -> None:
    """Of each sort, payments and credit notes, no more stands than the lines that stand come to."""
    booked = Counter[str]()
    for one in _of_invoice(trial, BOOKINGS, invoice_id):
        booked[one["kind"]] += one["amount_cents"] if stands(one) else 0
    if max(booked.values(), default=0) > _total(_of_invoice(trial, LINES, invoice_id)):
        raise Refusal(Text(
            "More would be booked on this invoice than it comes to; somebody else may have recorded the same. "
            "The change was not taken over."))


def _total(lines: Iterable[Fields]) -> int:
    return Invoice("", date.min, tuple(line_of(one) for one in lines if stands(one))).total_cents


def _of_invoice(trial: Trial, kind: str, invoice_id: bytes) -> list[Fields]:
    every: dict[Key, Record] = trial.batch.stands | trial.changes
    return [
        row.fields for key, row in every.items()
        if key[0] == kind and row.lives and row.fields is not None and row.fields["invoice_id"] == invoice_id]


def _refuse(wrong: Text | None) -> None:
    if wrong is not None:
        raise Refusal(wrong)

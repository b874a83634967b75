"""The papers about one invoice: itself, a credit note, a reminder, and the letter of fourteen days."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from app.actions.desk import Desk
from app.documents.paper import Block, Heading, Lines, Paragraph, Table, paper_pdf
from app.domain.billing.computation import Computation, euros, plain
from app.domain.billing.credit_note import credit_note
from app.domain.billing.invoice import BY_RATE, REVERSED, InvoiceLine, vat_label
from app.domain.text import Text
from app.store.files import write_atomically
from app.store.texts import Translator
from app.views.invoices import BookingRow, InvoicePage, Party, SentRow, announced_costs, invoice_page

_RIGHT_OF_TWO = frozenset({1})


def write_invoice(desk: Desk, invoice_id: bytes, path: Path, language: str) -> Path:
    """Write the invoice and give the path back; Refusal where it cannot be printed or written, as with both."""
    page = desk.read(invoice_page, invoice_id)
    write_atomically(path, invoice_pdf(page, translator_of(desk, language)))
    return path


def write_reminder(desk: Desk, invoice_id: bytes, reminder_id: bytes, path: Path, language: str) -> Path:
    """Write one reminder or letter of this invoice."""
    page = desk.read(invoice_page, invoice_id)
    sent = next(one for one in page.sent if one.id == reminder_id)
    write_atomically(path, reminder_pdf(page, sent, announced_costs(page, sent), translator_of(desk, language)))
    return path


def write_credit_note(desk: Desk, invoice_id: bytes, booking_id: bytes, path: Path, language: str) -> Path:
    """Write one credit note on this invoice."""
    page = desk.read(invoice_page, invoice_id)
    booking = next(one for one in page.booked if one.id == booking_id)
    write_atomically(path, credit_note_pdf(page, booking, translator_of(desk, language)))
    return path


def invoice_pdf(page: InvoicePage, translator: Translator) -> bytes:
    """The invoice as it was recorded, with VAT per rate and the last day to pay."""
    say, invoice = translator.render, page.kept.invoice
    title = say(Text("Invoice {number}", number=invoice.number))
    rows = [
        (line.description, translator.number(plain(line.quantity)), money(translator, line.unit_cents),
         _vat(line, translator), money(translator, line.net_cents))
        for line in invoice.lines]
    blocks: list[Block] = [
        Heading(title), *_parties(page, translator), _facts(page, translator),
        Table(headings(translator, Text("Description"), Text("Quantity"), Text("Unit price"), Text("VAT"),
                        Text("Amount")), tuple(rows), (5, 1.2, 1.6, 1.0, 1.6), frozenset({1, 2, 3, 4})),
        Table(headings(translator, Text("Together"), Text("Amount")), _totals(page, translator), (5, 1.6),
              _RIGHT_OF_TWO, strong=1),
    ]
    blocks += [Paragraph(say(told)) for told in _exemptions(page)]
    if page.seller.iban:
        blocks.append(Paragraph(say(Text(
            "Please pay to {iban} in the name of {seller}, with the number of the invoice.",
            iban=page.seller.iban, seller=page.seller.name))))
    blocks.append(Paragraph(say(Text(
        "Made from what was recorded in Leerspoor. The invoice that the seller sent goes before it.")), quiet=True))
    return paper_pdf(blocks, title, translator.language, invoice.day)


def credit_note_pdf(page: InvoicePage, booking: BookingRow, translator: Translator) -> bytes:
    """A credit note as it was recorded on this invoice, split over the rates of the invoice."""
    say, note = translator.render, credit_note(page.kept.invoice, booking.cents)
    title = say(Text("Credit note {number}", number=booking.reference or "–"))
    rows = [
        (line.description, _vat(line, translator), money(translator, line.net_cents)) for line in note.lines]
    totals = [(say(Text("Without VAT")), money(translator, note.net_cents))]
    totals += [(say(vat_label(group)), money(translator, group.vat_cents)) for group in note.vat]
    blocks: list[Block] = [
        Heading(title), *_parties(page, translator),
        Lines((say(Text("Date of the credit note: {day}", day=booking.day)),
               say(Text("On invoice {number} of {day}", number=page.row.number, day=page.row.day)),
               *_references(page, translator))),
        Table(headings(translator, Text("Description"), Text("VAT"), Text("Amount")), tuple(rows), (6, 1.2, 1.6),
              frozenset({1, 2})),
        Table(headings(translator, Text("Together"), Text("Amount")),
              (*totals, (say(Text("Credited")), money(translator, note.total_cents))), (5, 1.6), _RIGHT_OF_TWO,
              strong=1),
        *(Paragraph(say(told)) for told in _exemptions(page)),
        Paragraph(say(Text("Made from what was recorded in Leerspoor. The credit note that the seller sent goes "
                           "before it.")), quiet=True),
    ]
    return paper_pdf(blocks, title, translator.language, booking.day)


def reminder_pdf(page: InvoicePage, sent: SentRow, costs: Computation | None, translator: Translator) -> bytes:
    """The reminder or letter that was recorded as `sent`; `costs` is what may be asked when it is not followed."""
    say = translator.render
    number = page.row.number
    letter = sent.kind == "letter"
    title = say(Text("Letter about invoice {number}", number=number) if letter
                else Text("Reminder of invoice {number}", number=number))
    open_then = page.kept.receivable.open_on(sent.sent)
    blocks: list[Block] = [
        Heading(title), *_parties(page, translator),
        Lines((say(Text("{place}, {day}", place=page.seller.place or page.seller.name, day=sent.sent)),)),
        Paragraph(say(Text(
            "Our invoice {number} of {day} was due on {due}. We have not received the whole amount yet. "
            "€ {open} is still open.", number=number, day=page.row.day, due=page.row.due or "–",
            open=euros(open_then)))),
        *(_letter_words(costs, translator) if letter else _reminder_words(sent, costs, translator)),
        Heading(say(Text("What is open")), 2), _opened(page.kept.receivable.open_computation(sent.sent), translator),
    ]
    if costs is not None:
        blocks += [Heading(say(Text("Collection costs if it is not paid in time")), 2), _opened(costs, translator)]
    return paper_pdf(blocks, title, translator.language, sent.sent)


def translator_of(desk: Desk, language: str) -> Translator:
    return Translator(language, desk.sight.profile.words)


def _parties(page: InvoicePage, translator: Translator) -> Sequence[Block]:
    say = translator.render
    return (
        Heading(say(Text("Seller")), 2), Lines((*_address(page.seller), *_numbers(page.seller, translator))),
        Heading(say(Text("Customer")), 2), Lines((*_address(page.customer), *_numbers(page.customer, translator))),
    )


def _address(party: Party) -> tuple[str, ...]:
    return party.name, party.street, f"{party.postcode} {party.place}".strip()


def _numbers(party: Party, translator: Translator) -> tuple[str, ...]:
    told = ((Text("Chamber of Commerce {number}", number=party.kvk), party.kvk),
            (Text("VAT number {number}", number=party.vat), party.vat),
            (Text("OIN {number}", number=party.oin), party.oin))
    return tuple(translator.render(text) for text, value in told if value)


def _facts(page: InvoicePage, translator: Translator) -> Block:
    say, due = translator.render, page.row.due
    lines = [
        say(Text("Date of the invoice: {day}", day=page.row.day)),
        say(Text("To be paid by: {day}", day=due)) if due is not None
        else say(Text("To be paid by: the terms do not regulate this")),
        *_references(page, translator),
    ]
    return Lines(tuple(lines))


def _references(page: InvoicePage, translator: Translator) -> Sequence[str]:
    """By what the customer knows it: agreement, purchase order, cost centre."""
    order, centre = page.details["purchase_order"], page.details["cost_centre"]
    told = ((Text("Agreement: {number}", number=page.agreement_number), page.agreement_number),
            (Text("Purchase order: {value}", value=order), order), (Text("Cost centre: {value}", value=centre), centre))
    return [translator.render(text) for text, value in told if value]


def _vat(line: InvoiceLine, translator: Translator) -> str:
    if line.vat == BY_RATE:
        return f"{translator.number(plain(line.vat_percent))} %"
    return translator.render(Text("reversed") if line.vat == REVERSED else Text("exempt"))


def _exemptions(page: InvoicePage) -> Sequence[Text]:
    """Why there is no VAT, as the law wants it on the invoice."""
    categories = {group.category for group in page.kept.invoice.vat}
    told = [Text("Exempt from VAT: {reason}", reason=page.kept.row["vat_reason"])] if "E" in categories else []
    return [*told, *([Text("VAT reverse-charged: the customer accounts for it.")] if "AE" in categories else [])]


def _totals(page: InvoicePage, translator: Translator) -> tuple[tuple[str, str], ...]:
    say, invoice = translator.render, page.kept.invoice
    vat = [
        (say(vat_label(group)), money(translator, group.vat_cents))
        for group in invoice.vat]
    return ((say(Text("Without VAT")), money(translator, invoice.net_cents)), *vat,
            (say(Text("To be paid")), money(translator, invoice.total_cents)))


def _reminder_words(sent: SentRow, costs: Computation | None, translator: Translator) -> Sequence[Block]:
    say = translator.render
    words = [Paragraph(
        say(Text("Please pay this amount at once.")) if sent.pay_by is None
        else say(Text("Please pay this amount by {day} at the latest.", day=sent.pay_by)))]
    if costs is not None:
        words.append(Paragraph(say(Text(
            "If it is not paid in time, collection costs of € {costs} can be asked ({clause}).",
            costs=euros(costs.cents), clause=costs.source.text))))
    return words


def _letter_words(costs: Computation | None, translator: Translator) -> Sequence[Block]:
    words = [Paragraph(translator.render(Text(
        "You have fourteen days to pay without further costs. They begin on the day after the day on which you "
        "received this letter.")))]
    if costs is not None:
        words.append(Paragraph(translator.render(Text(
            "If you do not pay within those days, you owe collection costs of € {costs}, all VAT included.",
            costs=euros(costs.cents)))))
    return words


def _opened(computation: Computation, translator: Translator) -> Table:
    """A computation line by line, with the sum and where each line comes from."""
    say = translator.render
    rows = [(say(line.label), say(line.source.text), money(translator, line.cents)) for line in computation.lines]
    rows.append((say(Text("Together")), say(computation.source.text), money(translator, computation.cents)))
    return Table(headings(translator, Text("What"), Text("Source"), Text("Amount")), tuple(rows), (4, 3, 1.5),
                 frozenset({2}), strong=1)


def headings(translator: Translator, *texts: Text) -> tuple[str, ...]:
    return tuple(translator.render(text) for text in texts)


def money(translator: Translator, cents: int) -> str:
    return f"€ {translator.number(Decimal(cents).scaleb(-2))}"

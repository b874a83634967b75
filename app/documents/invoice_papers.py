"""The papers about invoices: an invoice, a reminder, the letter of fourteen days, and a statement of an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.actions.desk import Desk
from app.documents.paper import Block, Heading, Lines, Paragraph, Table, paper_pdf
from app.domain.billing.computation import Computation, euros, plain
from app.domain.text import Text
from app.store.files import write_atomically
from app.store.texts import Translator
from app.views.invoices import InvoicePage, Party, SentRow, Statement, announced_costs, invoice_page, statement

_RIGHT_OF_TWO = frozenset({1})


def write_invoice(desk: Desk, invoice_id: bytes, path: Path, language: str) -> Path:
    """Write the invoice and give the path back; Refusal where it cannot be printed or written, as with all three."""
    page = desk.read(invoice_page, invoice_id)
    write_atomically(path, invoice_pdf(page, _translator(desk, language)))
    return path


def write_reminder(desk: Desk, invoice_id: bytes, reminder_id: bytes, path: Path, language: str) -> Path:
    """Write one reminder or letter of this invoice."""
    page = desk.read(invoice_page, invoice_id)
    sent = next(one for one in page.sent if one.id == reminder_id)
    write_atomically(path, reminder_pdf(page, sent, announced_costs(page, sent), _translator(desk, language)))
    return path


def write_statement(desk: Desk, agreement_id: bytes, path: Path, language: str) -> Path:
    """Write the statement of an agreement up to today."""
    write_atomically(path, statement_pdf(desk.read(statement, agreement_id), _translator(desk, language)))
    return path


def invoice_pdf(page: InvoicePage, translator: Translator) -> bytes:
    """The invoice as it was recorded, with VAT per rate and the last day to pay."""
    say, invoice = translator.render, page.kept.invoice
    title = say(Text("Invoice {number}", number=invoice.number))
    rows = [
        (line.description, translator.number(plain(line.quantity)), _money(translator, line.unit_cents),
         f"{translator.number(plain(line.vat_percent))} %", _money(translator, line.net_cents))
        for line in invoice.lines]
    blocks: list[Block] = [
        Heading(title), *_parties(page, translator), _facts(page, translator),
        Table(_headings(translator, Text("Description"), Text("Quantity"), Text("Unit price"), Text("VAT"),
                        Text("Amount")), tuple(rows), (5, 1.2, 1.6, 1.0, 1.6), frozenset({1, 2, 3, 4})),
        Table(_headings(translator, Text("Together"), Text("Amount")), _totals(page, translator), (5, 1.6),
              _RIGHT_OF_TWO, strong=1),
    ]
    if page.seller.iban:
        blocks.append(Paragraph(say(Text(
            "Please pay to {iban} in the name of {seller}, with the number of the invoice.",
            iban=page.seller.iban, seller=page.seller.name))))
    blocks.append(Paragraph(say(Text(
        "Made from what was recorded in Leerspoor. The invoice that the seller sent goes before it.")), quiet=True))
    return paper_pdf(blocks, title, translator.language, invoice.day)


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


def statement_pdf(told: Statement, translator: Translator) -> bytes:
    """Everything that was invoiced, paid and credited under one agreement."""
    say = translator.render
    title = say(Text("Statement of agreement {number}", number=told.agreement_number))
    rows = tuple(
        (_day(line.day), say(line.what), _money(translator, line.cents), _money(translator, line.balance))
        for line in told.lines)
    blocks: list[Block] = [
        Heading(title),
        Lines((say(Text("{seller} to {customer}", seller=told.seller or "–", customer=told.customer)),
               told.package)),
        Table(_headings(translator, Text("Date"), Text("What"), Text("Amount"), Text("Balance")), rows,
              (1.3, 5, 1.5, 1.5), frozenset({2, 3})),
        Paragraph(say(Text("Open on {day}: € {open}", day=told.until, open=euros(told.open_cents)))),
    ]
    return paper_pdf(blocks, title, translator.language, told.until)


def _translator(desk: Desk, language: str) -> Translator:
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
        say(Text("Agreement: {number}", number=page.agreement_number)),
    ]
    for text, value in (
        (Text("Purchase order: {value}", value=page.details["purchase_order"]), page.details["purchase_order"]),
        (Text("Cost centre: {value}", value=page.details["cost_centre"]), page.details["cost_centre"]),
    ):
        lines += [say(text)] if value else []
    return Lines(tuple(lines))


def _totals(page: InvoicePage, translator: Translator) -> tuple[tuple[str, str], ...]:
    say, invoice = translator.render, page.kept.invoice
    vat = [
        (say(Text("VAT {percent} % of € {net}", percent=plain(group.percent), net=euros(group.net_cents))),
         _money(translator, group.vat_cents))
        for group in invoice.vat]
    return ((say(Text("Without VAT")), _money(translator, invoice.net_cents)), *vat,
            (say(Text("To be paid")), _money(translator, invoice.total_cents)))


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
    rows = [(say(line.label), say(line.source.text), _money(translator, line.cents)) for line in computation.lines]
    rows.append((say(Text("Together")), say(computation.source.text), _money(translator, computation.cents)))
    return Table(_headings(translator, Text("What"), Text("Source"), Text("Amount")), tuple(rows), (4, 3, 1.5),
                 frozenset({2}), strong=1)


def _headings(translator: Translator, *texts: Text) -> tuple[str, ...]:
    return tuple(translator.render(text) for text in texts)


def _money(translator: Translator, cents: int) -> str:
    return f"€ {translator.number(Decimal(cents).scaleb(-2))}"


def _day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"

"""The statement on paper: everything in order of time with the balance, the sums, and how late what is open is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.actions.desk import Desk
from app.documents.invoice_papers import headings, money, translator_of
from app.documents.paper import Block, Heading, Lines, Paragraph, Table, paper_pdf
from app.domain.billing.computation import euros
from app.domain.text import Text
from app.store.files import write_atomically
from app.store.texts import Translator
from app.views.statements import Statement, statement

_LAST = frozenset({1})


def write_statement(desk: Desk, agreement_id: bytes | None, path: Path, language: str) -> Path:
    """Write the statement of an agreement up to today, or with None that of all agreements."""
    write_atomically(path, statement_pdf(desk.read(statement, agreement_id), translator_of(desk, language)))
    return path


def statement_pdf(told: Statement, translator: Translator) -> bytes:
    """Everything that was invoiced, paid and credited; what was withdrawn is not in it."""
    say = translator.render
    title = (
        say(Text("Statement of all agreements")) if told.agreement_number is None
        else say(Text("Statement of agreement {number}", number=told.agreement_number)))
    parties = say(Text("{seller} to {customer}", seller=told.seller or "–", customer=told.customer))
    up_to = say(Text("Up to and including {day}", day=told.until))
    blocks: list[Block] = [Heading(title), Lines(tuple(line for line in (parties, told.package, up_to) if line))]
    if not told.lines:
        blocks.append(Paragraph(say(Text("Nothing was invoiced yet."))))
        return paper_pdf(blocks, title, translator.language, told.until)
    blocks += [
        _moves(told, translator),
        Heading(say(Text("Together")), 2), _totals(told, translator),
        Heading(say(Text("How late it is")), 2), _aging(told, translator),
        Paragraph(say(Text("Open on {day}: € {open}", day=told.until, open=euros(told.open_cents)))),
    ]
    return paper_pdf(blocks, title, translator.language, told.until)


def _moves(told: Statement, translator: Translator) -> Table:
    """Of one agreement its number stands above; of all of them each line names its own."""
    say, every = translator.render, told.agreement_number is None
    rows = tuple(
        (_day(line.day), *((line.agreement,) if every else ()), say(line.what), money(translator, line.cents),
         money(translator, line.balance))
        for line in told.lines)
    titles: Sequence[Text] = (
        Text("Date"), *((Text("Agreement"),) if every else ()), Text("What"), Text("Amount"), Text("Balance"))
    widths = (1.3, 2.0, 4.0, 1.6, 1.6) if every else (1.3, 5, 1.6, 1.6)
    return Table(headings(translator, *titles), rows, widths, frozenset({len(titles) - 2, len(titles) - 1}))


def _totals(told: Statement, translator: Translator) -> Table:
    say, totals = translator.render, told.totals
    rows = (
        (say(Text("Invoiced")), money(translator, totals.invoiced)),
        (say(Text("Paid")), money(translator, -totals.paid)),
        (say(Text("Credited")), money(translator, -totals.credited)),
        (say(Text("Open")), money(translator, totals.open_cents)),
    )
    return Table(headings(translator, Text("What"), Text("Amount")), rows, (5, 1.6), _LAST, strong=1)


def _aging(told: Statement, translator: Translator) -> Block:
    say = translator.render
    if not told.aging:
        return Paragraph(say(Text("Nothing is open.")))
    rows = [(say(one.label), str(one.invoices), money(translator, one.cents)) for one in told.aging]
    whole = sum(one.invoices for one in told.aging)
    rows.append((say(Text("Together")), str(whole), money(translator, sum(one.cents for one in told.aging))))
    return Table(headings(translator, Text("Since the last day to pay"), Text("Invoices"), Text("Amount")),
                 tuple(rows), (4, 1.2, 1.6), frozenset({1, 2}), strong=1)


def _day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"

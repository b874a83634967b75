"""The papers about a licence: the confirmation of an order, and how an agreement stands with all that was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.actions.desk import Desk
from app.documents.paper import Block, Heading, Lines, Paragraph, Table, paper_pdf
from app.domain.billing.computation import euros
from app.domain.contract.order_states import OrderState
from app.domain.contract.seat_numbers import month_ends, uses_on
from app.domain.contract.timeline import Entry
from app.domain.text import Text
from app.store.files import write_atomically
from app.store.resources import load_profile
from app.store.texts import Translator
from app.views.agreement_state import AgreementState, agreement_state
from app.views.agreement_terms import Fact
from app.views.licences import LicenceRow
from app.views.orders import OrderRow, one_order, orderer
from app.views.seat_picture import SeatPicture, SeatsAt

_NUMBERS = frozenset({1, 2, 3})


def write_order(desk: Desk, order_id: bytes, path: Path, language: str, tenant: bytes | None = None) -> Path:
    """Write the confirmation and give the path back; Refusal where it cannot be printed or written, as with both.

    `tenant` is who ordered where that is another than the desk's own (D10).
    """
    translator = _translator(desk, language)
    if tenant is None:
        row, ordered_by = desk.read(one_order, order_id), desk.organisation.name
    else:
        row, ordered_by = desk.read_within(tenant, one_order, order_id), desk.read_within(tenant, orderer)
    write_atomically(path, order_pdf(row, ordered_by, desk.sight.today, translator))
    return path


def write_state(desk: Desk, agreement_id: bytes, path: Path, language: str) -> Path:
    """Write how the agreement stands today."""
    write_atomically(path, state_pdf(desk.read(agreement_state, agreement_id), _translator(desk, language)))
    return path


def order_pdf(row: OrderRow, organisation: str, today: date, translator: Translator) -> bytes:
    """What was ordered, for whom, on which terms, and how far it has come (A-1.2)."""
    say, kept = translator.render, row.kept.row
    title = say(Text("Order {number}", number=row.number))
    rows = tuple(
        (part.location or organisation, part.group or "–", translator.number(part.participants)) for part in row.parts)
    total = (say(Text("Together")), "", translator.number(row.participants))
    profile = load_profile(kept["provider"])
    blocks: list[Block] = [
        Heading(title), Paragraph(say(_standing(row))),
        Heading(say(Text("Parties")), 2),
        Lines((say(Text("{The_organisation}: {name}", name=organisation)),
               say(Text("Licensor: {name}", name=profile.licensor)))),
        Heading(say(Text("What was ordered")), 2),
        Lines((say(Text("Package: {name}", name=row.package)),
               say(Text("First day: {day}", day=row.starts_on)))),
        Table(_headings(translator, Text("{Location}"), Text("{Group}"), Text("{Participants}")), (*rows, total),
              (5, 3, 1.6), frozenset({2}), strong=1),
        Heading(say(Text("Terms and steps")), 2), _facts(row.facts, translator),
        Paragraph(say(Text("Printed from Leerspoor on {day}, from what was recorded there.", day=today)), quiet=True),
    ]
    return paper_pdf(blocks, title, translator.language, today)


def state_pdf(told: AgreementState, translator: Translator) -> bytes:
    """All dates with their source, seats, locations, parties, documents with their checksums, and amounts."""
    say = translator.render
    title = say(Text("How agreement {number} stands", number=told.kept.row["number"]))
    blocks: list[Block] = [
        Heading(title), Lines((say(Text("{package}, on {day}", package=told.kept.row["package"], day=told.today)),)),
        Heading(say(Text("Parties")), 2),
        Lines((say(Text("{The_organisation}: {name}", name=", ".join(filter(None, (told.organisation, told.place))))),
               say(Text("Licensor: {name}", name=told.kept.profile.licensor)))),
        Heading(say(Text("All dates")), 2), _dates(told, translator),
        Heading(say(Text("Terms")), 2), _facts(told.facts, translator),
        *_signed(told, translator), *_seats(told, translator), *_ordered(told, translator), *_money(told, translator),
        Paragraph(say(Text("Printed from Leerspoor on {day}, from what was recorded there.", day=told.today)),
                  quiet=True),
    ]
    return paper_pdf(blocks, title, translator.language, told.today)


def _standing(row: OrderRow) -> Text:
    """In one sentence what this paper is."""
    if row.state is OrderState.PREPARED:
        return Text("This order is being prepared. It binds nobody yet.")
    if row.state is OrderState.SENT:
        return Text("This order was sent and waits for the answer of the licensor.")
    if row.state is OrderState.ACCEPTED:
        return Text("The licensor accepted this order.")
    if row.state is OrderState.CONCLUDED:
        return Text("The licensor accepted this order, and it was taken up in an agreement.")
    return Text("This order does not stand: {state}.", state=row.state.label)


def _dates(told: AgreementState, translator: Translator) -> Table:
    say = translator.render
    rows = [
        (_days(entry), " ".join([say(entry.what), *map(say, entry.explanation)]), say(entry.source.text))
        for entry in told.timeline.entries]
    rows += [("–", f"{say(one.what)}: {say(one.rule.text)}", "–") for one in told.timeline.silent]
    return Table(_headings(translator, Text("Date"), Text("What"), Text("Source")), tuple(rows), (2.2, 5, 2.4))


def _days(entry: Entry) -> str:
    if entry.until is not None and entry.until != entry.day:
        return f"{_day(entry.day)} – {_day(entry.until)}"
    return _day(entry.day)


def _signed(told: AgreementState, translator: Translator) -> Iterator[Block]:
    """Who signed what: of each document the whole checksum, so that a file can be compared with it."""
    say = translator.render
    yield Heading(say(Text("Signed and given notice")), 2)
    if not told.recorded:
        yield Paragraph(say(Text("Nobody recorded how this agreement was concluded.")))
        return
    papers = {paper["title"] for paper in told.kept.documents}
    yield _facts([fact for fact in told.recorded if fact.label.arguments.get("name") not in papers], translator)
    rows = tuple((paper["title"], paper["edition"] or "–", _in_two(paper["checksum"])) for paper in told.kept.documents)
    if rows:
        yield Table(
            _headings(translator, Text("Document"), Text("Version"), Text("Checksum (SHA-256)")), rows, (3.4, 1.4, 5))


def _in_two(checksum: str) -> str:
    """A line breaks only where there is a space."""
    return f"{checksum[:32]} {checksum[32:]}"


def _seats(told: AgreementState, translator: Translator) -> Iterator[Block]:
    say, picture = translator.render, told.picture
    yield Heading(say(Text("Licences and seats")), 2)
    rows = [_licence(row, translator) for row in told.licences]
    yield Table(_headings(translator, Text("For"), Text("Bought"), Text("In use"), Text("Free")), tuple(rows),
                (5, 1.4, 1.4, 1.4), _NUMBERS)
    changes = [
        (row.location or say(Text("{The_organisation}")), _day(day), translator.number(seats))
        for row in told.licences for day, seats in row.later]
    if changes:
        yield Table(_headings(translator, Text("For"), Text("From"), Text("Bought")), tuple(changes), (5, 2, 1.4),
                    frozenset({2}))
    yield Heading(say(Text("Seats over time")), 2)
    yield _months(picture, picture.total, translator)
    for place in picture.places if len(picture.places) > 1 else ():
        yield Heading(place.name or say(Text("No {location} in particular")), 2)
        yield _months(picture, place, translator)
    yield Paragraph(say(Text("Somebody counts once, in however many {groups} and {locations}.")), quiet=True)


def _licence(row: LicenceRow, translator: Translator) -> tuple[str, str, str, str]:
    number, say = translator.number, translator.render
    if row.kind != "participant":
        return say(Text("{The_organisation}")), number(row.bought), "–", "–"
    return (row.location or say(Text("{Participants}")), number(row.bought), number(row.used),
            number(max(0, row.bought - row.used)))


def _months(picture: SeatPicture, place: SeatsAt, translator: Translator) -> Table:
    """At the end of each month, and today."""
    last = min(picture.today, picture.last)
    days = [day for day in month_ends(picture.first, last) if day >= picture.first] if last >= picture.first else []
    rows = tuple(
        (_day(use.day), translator.number(use.bought), translator.number(use.used),
         translator.number(use.bought - use.used))
        for use in uses_on(place.series, days))
    return Table(_headings(translator, Text("On"), Text("Bought"), Text("In use"), Text("Free")), rows,
                 (5, 1.4, 1.4, 1.4), _NUMBERS)


def _ordered(told: AgreementState, translator: Translator) -> Iterator[Block]:
    if told.orders:
        say = translator.render
        yield Heading(say(Text("Orders")), 2)
        rows = tuple(
            (row.number, _day(row.starts_on), translator.number(row.participants), row.kept.row["name"])
            for row in told.orders)
        yield Table(_headings(translator, Text("Order"), Text("First day"), Text("{Participants}"), Text("Ordered by")),
                    rows, (2, 2, 1.6, 4), frozenset({2}))


def _money(told: AgreementState, translator: Translator) -> Iterator[Block]:
    say, money = translator.render, told.money
    yield Heading(say(Text("Amounts")), 2)
    if not money.lines:
        yield Paragraph(say(Text("No invoice was recorded.")))
        return
    rows = tuple((_day(line.day), say(line.what), _euros(translator, line.cents), _euros(translator, line.balance))
                 for line in money.lines)
    yield Table(_headings(translator, Text("Date"), Text("What"), Text("Amount"), Text("Balance")), rows,
                (1.3, 5, 1.5, 1.5), frozenset({2, 3}))
    yield Paragraph(say(Text("Open on {day}: € {open}", day=money.until, open=euros(money.open_cents))))


def _facts(facts: Iterable[Fact], translator: Translator) -> Table:
    """With the clauses, where there are any."""
    say, told = translator.render, tuple(facts)
    if not any(fact.clause for fact in told):
        pairs = tuple((say(fact.label), say(fact.value)) for fact in told)
        return Table(_headings(translator, Text("What"), Text("How")), pairs, (3, 6.6))
    rows = tuple((say(fact.label), say(fact.value), fact.clause or "–") for fact in told)
    return Table(_headings(translator, Text("What"), Text("How"), Text("Clause")), rows, (3, 5, 1.6))


def _translator(desk: Desk, language: str) -> Translator:
    return Translator(language, desk.sight.profile.words)


def _headings(translator: Translator, *texts: Text) -> tuple[str, ...]:
    return tuple(translator.render(text) for text in texts)


def _euros(translator: Translator, cents: int) -> str:
    return f"€ {translator.number(Decimal(cents).scaleb(-2))}"


def _day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"

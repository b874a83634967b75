"""Invoice, reminder, letter and statement on paper: what stands on them, and the standards that they keep."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.actions.corrections import credit_whole, withdraw
from app.actions.desk import Desk
from app.actions.invoices import book, record_invoice, remind
from app.documents.invoice_papers import write_credit_note, write_invoice, write_reminder
from app.documents.paper import Heading, Lines, Paragraph, Table, paper_pdf
from app.documents.statement_paper import write_statement
from app.domain.errors import Refusal
from app.views.invoices import invoice_page
from tests.documents.sheets import reader, standards_broken, text_of
from tests.invoices import concluded, line, recorded

PARTIES = {
    "purchase_order": "PO-1", "cost_centre": "K 12", "oin": "00000001001234567000", "customer_street": "Plein 3",
    "customer_postcode": "1234 AB", "customer_place": "Lindenveen", "seller_street": "Kade 1",
    "seller_postcode": "2511 CV", "seller_place": "Den Haag", "seller_kvk": "12345678",
    "seller_vat": "NL001234567B01", "seller_iban": "NL91ABNA0417164300",
}


def words(path: Path) -> str:
    """All text of a file in its reading order."""
    return " ".join(text for place in range(len(reader(path).pages)) for text in text_of(path, place))


def test_an_invoice_holds_what_an_invoice_must(desk: Desk, tmp_path: Path) -> None:
    head = {"number": "2026-017", "invoiced_on": "2026-11-02", **PARTIES}
    lines = [line(), line("2.5", 1_000, "9", "Cursus “Łódź”")]
    invoice = desk.do(record_invoice, agreement_id=concluded(desk), head=head, lines=lines).outcome
    path = write_invoice(desk, invoice, tmp_path / "f.pdf", "nl")
    told = words(path)
    for part in (
        "Factuur 2026-017", "Factuurdatum: 2 november 2026", "Uiterlijk te betalen: 2 december 2026", "PO-1", "K 12",
        "OIN 00000001001234567000", "KvK 12345678", "NL001234567B01", "NL91ABNA0417164300", "De Proef",
        "Plaatsen 40 € 35,00 21 % € 1.400,00", "Cursus “Łódź” 2,5 € 10,00 9 % € 25,00", "Zonder btw € 1.425,00",
        "€ 294,00", "€ 2,25", "Te betalen € 1.721,25",
    ):
        assert part in told, part
    assert standards_broken(path) == []
    assert write_invoice(desk, invoice, tmp_path / "g.pdf", "nl").read_bytes() == path.read_bytes()


def test_an_invoice_in_english_under_silent_terms(school_desk: Desk, tmp_path: Path) -> None:
    path = write_invoice(
        school_desk, recorded(school_desk, concluded(school_desk)), tmp_path / "f.pdf", "en")
    assert "the terms do not regulate this" in words(path) and "€ 1,694.00" in words(path)
    assert standards_broken(path) == []


@pytest.mark.clause("O-8.2")
def test_a_reminder_says_what_is_open_and_what_follows(desk: Desk, tmp_path: Path) -> None:
    invoice = recorded(desk, concluded(desk))
    desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=69_400)
    sent = desk.do(remind, invoice_id=invoice, kind="reminder", form="letter", sent_on="2026-09-15",
                   pay_by_on="2026-09-29").outcome
    desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-09-20", amount_cents=100_000)
    path = write_reminder(desk, invoice, sent, tmp_path / "r.pdf", "nl")
    told = words(path)
    for part in ("Aanmaning van factuur 2026-017", "31 augustus 2026", "€ 1.000,00 open", "29 september 2026",
                 "incassokosten van € 500,00", "artikel 8.2"):
        assert part in told, part
    assert standards_broken(path) == []


@pytest.mark.clause("O-8.2")
def test_the_letter_to_a_consumer_gives_fourteen_days_and_names_the_costs(desk: Desk, tmp_path: Path) -> None:
    """15 % of € 1,694.00 by the statutory scale."""
    invoice = recorded(desk, concluded(desk), consumer=True)
    sent = desk.do(remind, invoice_id=invoice, kind="letter", form="registered", sent_on="2026-09-15").outcome
    path = write_reminder(desk, invoice, sent, tmp_path / "l.pdf", "nl")
    told = words(path)
    assert "veertien dagen" in told and "de dag na de dag waarop u deze brief ontving" in told
    assert "€ 254,10" in told and standards_broken(path) == []


def test_a_statement_goes_on_over_pages(desk: Desk, tmp_path: Path) -> None:
    agreement = concluded(desk)
    for number in range(60):
        recorded(desk, agreement, f"N-{number:02d}", "2026-08-01")
    path = write_statement(desk, agreement, tmp_path / "s.pdf", "nl")
    assert len(reader(path).pages) == 3  # the lines on two, the sums on the third
    told = words(path)
    assert told.index("N-00") < told.index("N-59") and "Open op 21 november 2026: € 101.640,00" in told
    assert "1 / 3" in told and "3 / 3" in told
    assert standards_broken(path) == []


def test_a_statement_over_all_agreements_has_its_sums_and_how_late_it_is(desk: Desk, tmp_path: Path) -> None:
    """On 21 November: 1694.00 of August is 82 days late, of November not yet due; one is half paid, one credited."""
    first = concluded(desk)
    second = concluded(desk, supplements_id=first)
    recorded(desk, first, "A-1")
    recorded(desk, second, "B-1", "2026-11-01")
    half = recorded(desk, second, "B-2", "2026-10-01")
    desk.do(book, invoice_id=half, kind="payment", booked_on="2026-10-20", amount_cents=84_700)
    desk.do(credit_whole, invoice_id=recorded(desk, first, "A-2", "2026-10-01"), number="C-9", booked_on="2026-10-05")
    desk.do(withdraw, kind="invoices", row_id=recorded(desk, first, "A-3", "2026-10-01"), reason="van een ander")
    path = write_statement(desk, None, tmp_path / "s.pdf", "nl")
    told = words(path)
    for part in (
        "Rekeningoverzicht van alle overeenkomsten", "1-8-2026 2026-7 Factuur A-1 € 1.694,00 € 1.694,00",
        "Creditnota C-9 van 5 oktober 2026 op factuur A-2", "Gefactureerd € 6.776,00", "Betaald € -847,00",
        "Gecrediteerd € -1.694,00", "Open € 4.235,00", "Nog niet vervallen 1 € 1.694,00",
        "1 tot 30 dagen te laat 1 € 847,00", "61 tot 90 dagen te laat 1 € 1.694,00", "Samen 3 € 4.235,00",
    ):
        assert part in told, part
    assert "A-3" not in told and standards_broken(path) == []


def test_a_statement_without_anything(desk: Desk, tmp_path: Path) -> None:
    path = write_statement(desk, concluded(desk), tmp_path / "s.pdf", "en")
    assert "Nothing was invoiced yet." in words(path) and standards_broken(path) == []


def test_a_credit_note_mirrors_its_invoice(desk: Desk, tmp_path: Path) -> None:
    head = {"number": "F-1", "invoiced_on": "2026-11-02", "vat_reason": "artikel 11", **PARTIES}
    lines = [line(), line("1", 1_000, "0", "Examen") | {"vat_category": "E"}]
    invoice = desk.do(record_invoice, agreement_id=concluded(desk), head=head, lines=lines).outcome
    note = desk.do(credit_whole, invoice_id=invoice, number="C-1", booked_on="2026-11-05").outcome
    path = write_credit_note(desk, invoice, note, tmp_path / "c.pdf", "nl")
    told = words(path)
    for part in ("Creditnota C-1", "Op factuur F-1 van 2 november 2026", "PO-1", "K 12", "OIN 00000001001234567000",
                 "Plaatsen 21 % € 1.400,00", "Examen vrijgesteld € 10,00", "Vrijgesteld van btw: artikel 11",
                 "Gecrediteerd € 1.704,00"):
        assert part in told, part
    assert standards_broken(path) == []


def test_a_sign_that_no_font_has_is_refused_before_anything_is_written(desk: Desk, tmp_path: Path) -> None:
    head = {"number": "2026-漢", "invoiced_on": "2026-11-02"}
    invoice = desk.do(record_invoice, agreement_id=concluded(desk), head=head, lines=[line()]).outcome
    with pytest.raises(Refusal, match="cannot be printed"):
        write_invoice(desk, invoice, tmp_path / "f.pdf", "nl")
    assert list(tmp_path.glob("*.pdf")) == []
    assert desk.read(invoice_page, invoice).row.number == "2026-漢"


def test_a_long_cell_wraps_and_keeps_to_its_column() -> None:
    long = "Een omschrijving die veel te lang is voor haar kolom " * 6
    data = paper_pdf(
        [Heading("Kop"), Lines(("Een", "", "Twee")), Paragraph(long),
         Table(("Wat", "Bedrag"), ((long, "€ 1,00"), ("Samen", "€ 1,00")), (3, 1), frozenset({1}), strong=1)],
        "Kop", "nl", date(2026, 11, 30))
    assert len(text_of(data)) > 10 and standards_broken(data) == []

"""The list of invoices by state, year and number; mistakes, credit notes, choices, the next fee and refunds by menu."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QDialog, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from app.actions.corrections import withdraw
from app.actions.desk import Desk
from app.actions.invoices import book, enter_figure, remind
from tests.documents.test_invoice_papers import PARTIES
from tests.dumps import rows_of
from tests.invoices import concluded, recorded
from tests.ui.licences.test_invoices_tab import RECORD, DeskShell, invoices, save, write
from tests.ui.rooms import button, column, dialog, named, no_dialog, press
from tests.ui.seen_text import nameless, painted_text, seen_text
from ui.licences.invoices_tab import InvoicesTab
from ui.words import use_language

NEW = "CBS, consumentenprijsindex, alle huishoudens (2025=100)"


def choose(tab: InvoicesTab, entry: str) -> None:
    """Choose this entry of the menu under "Meer…"."""
    (found,) = [one for one in tab.more.menu.actions() if one.text().replace("&", "") == entry]
    assert found.isEnabled(), entry
    found.trigger()
    QApplication.processEvents()


def pick(box: QComboBox, words: str) -> None:
    at = box.findText(words)
    assert at >= 0, [box.itemText(number) for number in range(box.count())]
    box.setCurrentIndex(at)
    QApplication.processEvents()


def test_the_list_is_found_by_state_year_and_number_and_says_what_it_comes_to(qtbot: QtBot, desk: Desk) -> None:
    agreement = concluded(desk)
    recorded(desk, agreement, "A-25", "2025-10-01")
    paid = recorded(desk, agreement, "B-26", "2026-09-01")
    recorded(desk, agreement, "C-26", "2026-11-02")
    desk.do(book, invoice_id=paid, kind="payment", booked_on="2026-09-10", amount_cents=169_400)
    wrong = recorded(desk, agreement, "D-26", "2026-11-03")
    desk.do(withdraw, kind="invoices", row_id=wrong, reason="van een ander")
    tab = invoices(qtbot, desk)
    assert tab.sums.text() == "3 facturen, samen € 5.082,00, waarvan € 3.388,00 openstaat"
    assert column(tab.table, "Stand")[0] == "Ingetrokken" and len(tab.table.rows()) == 4
    pick(named(tab, QComboBox, "Stand"), "Te laat")
    assert column(tab.table, "Factuur") == ["A-25"]
    pick(named(tab, QComboBox, "Stand"), "Betaald")
    assert column(tab.table, "Factuur") == ["B-26"]
    assert tab.sums.text() == "1 factuur, samen € 1.694,00, waarvan € 0,00 openstaat"
    pick(named(tab, QComboBox, "Stand"), "Elke stand")
    pick(named(tab, QComboBox, "Jaar"), "2025")
    assert column(tab.table, "Factuur") == ["A-25"]
    pick(named(tab, QComboBox, "Jaar"), "Elk jaar")
    line = named(tab, QLineEdit, "Zoek op nummer of overeenkomst")
    qtbot.keyClicks(line, "c-2")
    assert column(tab.table, "Factuur") == ["C-26"]
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert len(tab.table.rows()) == 4
    assert isinstance(tab._shell, DeskShell) and tab._shell.panel is not None
    shown = tab._shell.panel.export_rows()  # what is on the screen, and its sums
    assert shown[1:-1] == tab.table.shown_text(header=False)
    assert shown[-1] == ["Samen", "", "", "", "€ 5.082,00", "€ 3.388,00", ""]


def test_the_invoices_of_all_agreements(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    first = concluded(desk)
    second = concluded(desk, supplements_id=first)
    recorded(desk, first, "A-1")
    recorded(desk, second, "B-1", **PARTIES)
    tab = invoices(qtbot, desk)
    assert len(tab.table.rows()) == 1 and tab.table.isColumnHidden(1)
    pick(named(tab, QComboBox, "Van welke overeenkomst"), "Alle overeenkomsten")
    assert column(tab.table, "Factuur") == ["B-1", "A-1"] and column(tab.table, "Overeenkomst") == ["2026-7", "2026-7"]
    assert tab.sums.text().startswith("2 facturen, samen € 3.388,00")
    assert isinstance(tab._shell, DeskShell)
    tab._shell.folder = str(tmp_path)
    save(tab, "Rekeningoverzicht van alle overeenkomsten (pdf)…")
    assert (tmp_path / "overzicht.pdf").read_bytes().startswith(b"%PDF-")
    save(tab, "Lijst voor de boekhouding (csv)…")
    assert {b"A-1", b"B-1"} <= set((tmp_path / "facturen.csv").read_bytes().split(b";"))


def test_a_mistake_is_withdrawn_with_a_reason_and_stays_struck_through(qtbot: QtBot, desk: Desk) -> None:
    invoice = recorded(desk, concluded(desk))
    desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=169_400)
    tab = invoices(qtbot, desk)
    choose(tab, "Een vergissing intrekken…")
    form = dialog("Een vergissing op factuur 2026-017 intrekken")
    box = named(form, QComboBox, "Wat was een vergissing")
    assert box.currentText() == "Betaling van 20-8-2026: € 1.694,00"
    assert not button(form, "Intrekken").isEnabled() and nameless(form) == []
    named(form, QLineEdit, "Reden").setText("twee keer geboekt")
    press(qtbot, form, "Intrekken")
    assert no_dialog() and column(tab.table, "Open") == ["€ 1.694,00"]
    assert any("twee keer geboekt" in text for text in seen_text(tab.amounts))
    struck = [one for one in tab.amounts.findChildren(type(tab.sums)) if one.font().strikeOut()]
    assert len(struck) == 1 and "1.694,00" in struck[0].text()


def test_an_invoice_is_credited_as_a_whole_and_its_papers_are_there(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    recorded(desk, concluded(desk), **PARTIES)
    tab = invoices(qtbot, desk)
    assert not tab.saving.credit.isEnabled()
    choose(tab, "De hele factuur crediteren…")
    form = dialog("Factuur 2026-017 helemaal crediteren")
    assert any("€ 1.694,00" in text for text in painted_text(form)) and not button(form, "Vastleggen").isEnabled()
    named(form, QLineEdit, "Nummer van de creditnota").setText("C-1")
    named(form, QDateEdit, "Datum van de creditnota").setDate(QDate(2026, 7, 1))
    QApplication.processEvents()
    assert "1 augustus 2026" in named(form, QDateEdit, "Datum van de creditnota").accessibleDescription()
    named(form, QDateEdit, "Datum van de creditnota").setDate(QDate(2026, 9, 1))
    press(qtbot, form, "Vastleggen")
    assert column(tab.table, "Stand") == ["Gecrediteerd"]
    assert isinstance(tab._shell, DeskShell)
    tab._shell.folder = str(tmp_path)
    save(tab, "Laatste creditnota (pdf)…")
    save(tab, "Laatste creditnota, elektronisch (UBL)…")
    assert (tmp_path / "creditnota C-1.pdf").read_bytes().startswith(b"%PDF-")
    assert b"<CreditNote" in (tmp_path / "creditnota C-1.xml").read_bytes()


@pytest.mark.clause("O-8.2")
def test_a_choice_is_made_between_amounts_side_by_side(qtbot: QtBot, desk: Desk) -> None:
    invoice = recorded(desk, concluded(desk), on="2026-05-01")
    for begins, value in (("2026-01-01", "8.00"), ("2026-07-01", "10.00")):
        desk.do(enter_figure, kind="commercial", begins_on=begins, value=value, source="Stcrt.", read_on="2026-11-01")
    desk.do(remind, invoice_id=invoice, kind="reminder", form="email", sent_on="2026-07-01")
    tab = invoices(qtbot, desk)
    choose(tab, "Keuzes over rente en kosten…")
    form = dialog("Keuzes over rente en kosten")
    assert {"€ 67,74", "€ 81,89", "€ 500,00", "€ 605,00", "O-8.2"} <= seen_text(form) and nameless(form) == []
    (wanted,) = [one for one in form.findChildren(QRadioButton) if one.text() == "De rente van de eerste dag te laat"]
    assert wanted.accessibleDescription() == "€ 67,74"
    wanted.click()
    press(qtbot, form, "Opslaan")
    assert [(row["setting"], row["value"]) for row in rows_of(desk, "billing_settings")] == [("rate_day", "default")]
    assert "€ 67,74" in seen_text(tab.amounts)


@pytest.mark.clause("O-5.2")
def test_the_next_fee_asks_for_the_figures_and_goes_into_an_invoice(qtbot: QtBot, desk: Desk) -> None:
    concluded(desk)
    tab = invoices(qtbot, desk)
    for month, value in (("10-2025", "100,00"), ("10-2026", "103,00")):
        choose(tab, "Vergoeding van de volgende periode, met het prijscijfer…")
        form = dialog("Vergoeding van de volgende periode: overeenkomst 2026-7")
        assert any("10-2026" in text for text in seen_text(form))
        press(qtbot, form, f"Het cijfer van {month} vastleggen…")
        form = dialog("Rente of index invoeren")
        assert named(form, QComboBox, "Soort").currentText() == NEW
        assert any("StatLine" in one for one in seen_text(form))
        write(form, value=value, source="CBS StatLine")
        press(qtbot, form, "Vastleggen")
    choose(tab, "Vergoeding van de volgende periode, met het prijscijfer…")
    form = dialog("Vergoeding van de volgende periode: overeenkomst 2026-7")
    assert {"€ 35,00", "€ 1,05", "€ 36,05", "€ 1.442,00"} <= seen_text(form) and nameless(form) == []
    press(qtbot, form, "Een factuur met deze prijzen vastleggen…")
    form = dialog("Factuur vastleggen")
    assert named(form, QLineEdit, "Regel 1: prijs per stuk").text() == "36,05"
    assert named(form, QLineEdit, "Regel 1: aantal").text() == "40" and "€ 1.442,00" in painted_text(form)


@pytest.mark.clause("O-11.4")
def test_a_refund_is_computed_for_the_day_that_is_chosen(qtbot: QtBot, desk: Desk) -> None:
    invoice = recorded(desk, concluded(desk))
    desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=169_400)
    tab = invoices(qtbot, desk)
    choose(tab, "Terugbetaling bij een eerder einde…")
    form = dialog("Terugbetaling bij een eerder einde: overeenkomst 2026-7")
    named(form, QDateEdit, "Laatste dag").setDate(QDate(2026, 11, 30))
    QApplication.processEvents()
    assert {"€ 1.400,00", "€ 237,81"} <= seen_text(form) and nameless(form) == []
    named(form, QDateEdit, "Laatste dag").setDate(QDate(2028, 1, 1))
    QApplication.processEvents()
    assert any("na de periode" in text for text in seen_text(form))
    named(form, QLineEdit, "Vooruitbetaald, zonder btw (€)").setText("veel")
    QApplication.processEvents()
    assert any("geen bedrag" in text for text in seen_text(form))


def test_a_line_that_is_exempt_says_why(qtbot: QtBot, desk: Desk) -> None:
    concluded(desk)
    tab = invoices(qtbot, desk)
    press(qtbot, tab, RECORD)
    form = dialog("Factuur vastleggen")
    write(form, number="1", what="Examen", quantity="1", price="10,00")
    pick(named(form, QComboBox, "Regel 1: soort btw"), "vrijgesteld")
    assert named(form, QLineEdit, "Regel 1: btw-tarief").text() == "0" and not button(form, "Vastleggen").isEnabled()
    why = named(form, QLineEdit, "Waarom vrijgesteld van btw")
    assert "zegt waarom" in why.accessibleDescription()
    why.setText("artikel 11 lid 1 o Wet OB")
    press(qtbot, form, "Vastleggen")
    (row,) = rows_of(desk, "invoice_lines")
    assert (row["vat_category"], row["vat_percent"], rows_of(desk, "invoices")[0]["vat_reason"]) == (
        "E", "0.0", "artikel 11 lid 1 o Wet OB")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_dialog_fits_a_small_screen_and_has_names(qtbot: QtBot, desk: Desk, language: str) -> None:
    recorded(desk, concluded(desk))
    use_language(language)
    tab = invoices(qtbot, desk)
    opens: tuple[Any, ...] = (
        tab.more.credit_invoice, tab.more.withdraw_mistake, tab.more.show_next_fee, tab.more.show_refund,
        tab.more.show_choices)
    for open_it in opens:
        open_it()
        QApplication.processEvents()
        (form,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        assert form.height() <= 700 and form.width() <= 1_000 and nameless(form) == [], form.windowTitle()
        qtbot.keyClick(form, Qt.Key.Key_Escape)
        QApplication.processEvents()
    assert no_dialog()

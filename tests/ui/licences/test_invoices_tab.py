"""The invoices of a licence on a real desk: the list, what is recorded, and every amount line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDateEdit, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.invoices import remind
from app.domain.text import Text
from app.views.invoices import invoices_of
from tests.coaching import coach_of
from tests.documents.test_invoice_papers import PARTIES
from tests.dumps import rows_of
from tests.invoices import concluded, recorded
from tests.ui.fake_shell import FakeShell, FakeVeil
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import accessible_text, nameless, painted_text, seen_text
from ui.licences.invoices_tab import InvoicesTab
from ui.licences.panel import LicencesPanel
from ui.words import use_language, use_words

RECORD, PAY, REMIND = "Factuur vastleggen…", "Betaling vastleggen…", "Aanmanen…"
COMPUTE, CORRECT, RATE = "Berekening tonen…", "Verbeteren…", "Rente invoeren…"


class DeskShell(FakeShell):
    """Reads and acts on a real desk; after an action the panel reads again, as the window makes it do."""

    def __init__(self, desk: Desk, **more: Any) -> None:
        super().__init__(sight=desk.sight, **more)
        use_words(desk.sight.profile.words)
        self.desk = desk
        self.panel: LicencesPanel | None = None

    def read(self, view: Callable[..., Any], *arguments: Any, then: Callable[[Any], None]) -> None:
        then(self.desk.read(view, *arguments))

    def act(self, action: Any, *, then: Callable[[Any], None] | None = None, **arguments: Any) -> None:
        changes = self.desk.do(action, **arguments)
        assert self.panel is not None and changes.touches(self.panel.kinds)
        self.panel.refresh()
        if then is not None:
            then(changes)


    def work(
        self, function: Callable[..., Any], *arguments: Any, title: Text, then: Callable[[Any], None],
        steps: bool = True,
    ) -> None:
        then(function(*arguments))

    def pick_target(self, title: Text, proposal: str, patterns: str) -> str:
        return str(Path(self.folder) / proposal) if self.folder else ""


def invoices(qtbot: QtBot, desk: Desk, **more: Any) -> InvoicesTab:
    """The tab of the only licence, in front."""
    shell = DeskShell(desk, **more)
    panel = LicencesPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    panel.detail.tabs.bring_forward(panel.detail.invoices)
    QApplication.processEvents()
    return panel.detail.invoices


def write(where: QWidget, **typed: str) -> None:
    for name, value in typed.items():
        named(where, QLineEdit, FIELDS[name]).setText(value)
    for _ in range(2):  # new labels are laid out in one round and shown in the next
        QApplication.processEvents()


FIELDS = {
    "number": "Factuurnummer", "order": "Inkoopordernummer", "centre": "Kostenplaats", "oin": "OIN van de klant",
    "what": "Regel 1: omschrijving", "quantity": "Regel 1: aantal", "price": "Regel 1: prijs per stuk",
    "vat": "Regel 1: btw-tarief", "what2": "Regel 2: omschrijving", "price2": "Regel 2: prijs per stuk",
    "amount": "Bedrag met btw (€)", "value": "Cijfer (een rente in procenten)", "source": "Bron",
}


def test_without_an_invoice_the_tab_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    concluded(desk)
    tab = invoices(qtbot, desk)
    assert "Er is nog geen factuur" in painted_text(tab)
    assert not button(tab, PAY).isEnabled() and button(tab, RECORD).isEnabled()


@pytest.mark.clause("O-8.1")
def test_an_invoice_is_typed_and_the_total_follows(qtbot: QtBot, desk: Desk) -> None:
    agreement = concluded(desk)
    tab = invoices(qtbot, desk)
    press(qtbot, tab, RECORD)
    form = dialog("Factuur vastleggen")
    assert named(form, QLineEdit, FIELDS["vat"]).text() == "21" and not button(form, "Vastleggen").isEnabled()
    write(form, number="2026-017", order="PO-1", centre="K 12", what="Plaatsen", quantity="40", price="35,00")
    assert {"€ 1.400,00", "€ 294,00", "€ 1.694,00", "21-12-2026", "O-8.1"} <= painted_text(form)
    press(qtbot, form, "Regel toevoegen")
    write(form, what2="Toeslag", price2="1.250,50")
    assert "€ 3.207,11" in painted_text(form)  # (1400.00 + 1250.50) × 1.21
    press(qtbot, form, "Vastleggen")
    assert no_dialog() and column(tab.table, "Factuur") == ["2026-017"]
    assert column(tab.table, "Totaal") == ["€ 3.207,11"] and column(tab.table, "Uiterlijk") == ["21-12-2026"]
    assert column(tab.table, "Stand") == ["Nog niet vervallen"]
    (row,) = rows_of(desk, "invoices")
    assert (row["purchase_order"], row["cost_centre"], row["agreement_id"]) == ("PO-1", "K 12", agreement)


def test_a_fault_is_said_at_its_field(qtbot: QtBot, desk: Desk) -> None:
    recorded(desk, concluded(desk))
    tab = invoices(qtbot, desk)
    press(qtbot, tab, RECORD)
    form = dialog("Factuur vastleggen")
    assert not any("Er is niets vastgelegd" in text for text in painted_text(form))  # nothing was typed yet
    write(form, number="2026-017", oin="123", what="Plaatsen", quantity="0", price="veel", vat="210")
    assert named(form, QLineEdit, FIELDS["number"]).accessibleDescription() == "Dit nummer is al vastgelegd."
    for name, words in (("oin", "twintig cijfers"), ("quantity", "meer dan 0"), ("price", "prijs"), ("vat", "btw")):
        assert words in named(form, QLineEdit, FIELDS[name]).accessibleDescription().lower(), name
    assert any("twintig cijfers" in text for text in painted_text(form))
    assert not button(form, "Vastleggen").isEnabled()


def test_an_invoice_is_corrected_until_something_is_booked(qtbot: QtBot, desk: Desk) -> None:
    recorded(desk, concluded(desk), on="2026-11-02")
    tab = invoices(qtbot, desk)
    press(qtbot, tab, CORRECT)
    form = dialog("Factuur verbeteren")
    assert named(form, QLineEdit, FIELDS["quantity"]).text() == "40"
    write(form, quantity="41")
    press(qtbot, form, "Verbeteren")
    assert column(tab.table, "Totaal") == ["€ 1.736,35"]
    press(qtbot, tab, PAY)
    form = dialog("Betaling of creditnota op factuur 2026-017")
    named(form, QDateEdit, "Dag").setDate(QDate(2026, 11, 20))
    write(form, amount="1.800")
    assert "€ 1.736,35" in named(form, QLineEdit, FIELDS["amount"]).accessibleDescription()
    assert not button(form, "Vastleggen").isEnabled()
    write(form, amount="700,35")
    press(qtbot, form, "Vastleggen")
    assert column(tab.table, "Open") == ["€ 1.036,00"] and not button(tab, CORRECT).isEnabled()
    press(qtbot, tab, PAY)
    form = dialog("Betaling of creditnota op factuur 2026-017")
    named(form, QComboBox, "Soort").setCurrentIndex(1)
    press(qtbot, form, "Vastleggen")
    assert column(tab.table, "Stand") == ["Betaald"]


@pytest.mark.clause("O-8.2")
def test_a_reminder_is_recorded_and_costs_are_due(qtbot: QtBot, desk: Desk) -> None:
    recorded(desk, concluded(desk))
    tab = invoices(qtbot, desk)
    assert column(tab.table, "Stand") == ["Te laat"] and any("aanmaning" in text for text in seen_text(tab.amounts))
    press(qtbot, tab, REMIND)
    form = dialog("Aanmaning van factuur 2026-017")
    named(form, QDateEdit, "Verstuurd op").setDate(QDate(2026, 8, 20))
    QApplication.processEvents()
    assert "31 augustus 2026" in named(form, QDateEdit, "Verstuurd op").accessibleDescription()
    assert not button(form, "Vastleggen").isEnabled()
    named(form, QDateEdit, "Verstuurd op").setDate(QDate(2026, 9, 15))
    press(qtbot, form, "Vastleggen")
    assert rows_of(desk, "reminders")[0]["sent_on"] == "2026-09-15"
    assert {"€ 500,00", "Aanmaning verstuurd", "15-9-2026, per e-mail"} <= seen_text(tab.amounts)


@pytest.mark.clause("O-8.2")
def test_a_consumer_gets_a_letter_and_its_receipt_is_recorded(qtbot: QtBot, desk: Desk) -> None:
    recorded(desk, concluded(desk), consumer=True)
    tab = invoices(qtbot, desk)
    press(qtbot, tab, REMIND)
    form = dialog("Aanmaning van factuur 2026-017")
    assert named(form, QComboBox, "Soort").currentText() == "veertiendagenbrief"
    named(form, QDateEdit, "Verstuurd op").setDate(QDate(2026, 11, 2))
    press(qtbot, form, "Vastleggen")
    press(qtbot, tab, "Brief ontvangen…")
    form = dialog("Brief ontvangen")
    named(form, QDateEdit, "Ontvangen op").setDate(QDate(2026, 11, 1))
    QApplication.processEvents()
    assert not button(form, "Vastleggen").isEnabled()
    named(form, QDateEdit, "Ontvangen op").setDate(QDate(2026, 11, 4))
    press(qtbot, form, "Vastleggen")
    assert rows_of(desk, "reminders")[0]["received_on"] == "2026-11-04"
    assert "Brief ontvangen…" not in buttons(tab)


@pytest.mark.clause("O-8.2")
def test_a_gap_is_said_and_closed_with_a_figure_and_its_source(qtbot: QtBot, desk: Desk) -> None:
    recorded(desk, concluded(desk))
    tab = invoices(qtbot, desk)
    assert "niet berekend" in seen_text(tab.amounts)
    assert any("staat niet in de tabel" in text for text in seen_text(tab.amounts))
    press(qtbot, tab, RATE)
    form = dialog("Rente of index invoeren")
    write(form, value="10,00")
    assert not button(form, "Vastleggen").isEnabled()
    write(form, source="Stcrt. 2026, 1")
    press(qtbot, form, "Vastleggen")
    assert "€ 42,36" in seen_text(tab.amounts)
    assert rows_of(desk, "figures")[0]["confirmed"] == 0
    press(qtbot, tab, RATE)
    form = dialog("Rente of index invoeren")
    assert column(table(form, "Hier ingevoerde cijfers"), "Waarde") == ["10,00"]
    assert "niet bevestigd" in seen_text(form) and nameless(form) == []
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    press(qtbot, tab, COMPUTE)
    opened = dialog("Berekening van factuur 2026-017")
    opened.tabs.setCurrentIndex(2)
    QApplication.processEvents()
    told = painted_text(opened)
    assert {"Deze telt", "Op de andere manier", "€ 14,12", "€ 42,36", "artikel 8.2"} <= told
    assert any("nog niet" in text for text in told)


def test_every_amount_opens_line_by_line(qtbot: QtBot, desk: Desk) -> None:
    invoice = recorded(desk, concluded(desk))
    desk.do(remind, invoice_id=invoice, kind="reminder", form="email", sent_on="2026-09-15")
    tab = invoices(qtbot, desk)
    costs = [one for one in buttons(tab.amounts) if "500,00" in one]
    assert costs == ["€ 500,00"]
    press(qtbot, tab.amounts, "€ 500,00")
    opened = dialog("Berekening van factuur 2026-017")
    told = " ".join(sorted(seen_text(opened.tabs.currentWidget())))
    assert "15 % van de factuur met btw, € 1.694,00: € 254,10" in told
    assert "minimum van € 500,00: € 245,90" in told
    assert nameless(opened) == []
    qtbot.keyClick(opened, Qt.Key.Key_Escape)
    assert no_dialog()


def test_where_the_terms_are_silent_that_is_shown(qtbot: QtBot, school_desk: Desk) -> None:
    recorded(school_desk, concluded(school_desk))
    tab = invoices(qtbot, school_desk)
    assert column(tab.table, "Uiterlijk") == ["niet geregeld"] and not button(tab, REMIND).isEnabled()
    assert "niet geregeld" in seen_text(tab.amounts)
    assert "De voorwaarden regelen dit niet." in painted_text(tab.amounts)
    press(qtbot, tab, RECORD)
    form = dialog("Factuur vastleggen")
    assert "De voorwaarden regelen dit niet." in painted_text(form)
    named(form, QCheckBox, "Andere uiterste betaaldag afgesproken").setChecked(True)
    named(form, QDateEdit, "Andere uiterste betaaldag afgesproken").setDate(QDate(2026, 12, 15))
    QApplication.processEvents()
    assert "15-12-2026" in painted_text(form)


def test_all_of_it_goes_by_keyboard_and_has_a_name(qtbot: QtBot, desk: Desk) -> None:
    recorded(desk, concluded(desk))
    tab = invoices(qtbot, desk)
    assert nameless(tab) == []
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    qtbot.keyClick(dialog("Berekening van factuur 2026-017"), Qt.Key.Key_Escape)
    for opens, title in (
        (RECORD, "Factuur vastleggen"), (PAY, "Betaling of creditnota op factuur 2026-017"),
        (REMIND, "Aanmaning van factuur 2026-017"), (RATE, "Rente of index invoeren"),
    ):
        wanted = button(tab, opens)
        wanted.setFocus()
        qtbot.keyClick(wanted, Qt.Key.Key_Return)
        form = dialog(title)
        assert nameless(form) == [] and form.height() <= 680
        qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert no_dialog()


def test_presenting_hides_no_amount_but_names_nobody(qtbot: QtBot, desk: Desk) -> None:
    """F9 hides people and their scores; what an invoice comes to is neither."""
    recorded(desk, concluded(desk))
    tab = invoices(qtbot, desk, veil=FakeVeil(True))
    assert column(tab.table, "Totaal") == ["€ 1.694,00"]


def test_a_coach_has_no_licences_to_open(desk: Desk) -> None:
    agreement = concluded(desk)
    with pytest.raises(Exception, match="role does not allow"):
        coach_of(desk).read(invoices_of, agreement)


def test_it_holds_on_a_small_window_and_in_english(qtbot: QtBot, desk: Desk) -> None:
    recorded(desk, concluded(desk))
    use_language("en")
    tab = invoices(qtbot, desk)
    tab.window().resize(710, 480)
    QApplication.processEvents()
    assert {"Record invoice…", "Not yet due"} & accessible_text(tab) and tab.window().minimumSizeHint().width() <= 710
    assert table(tab, "Invoices").rows()


def save(tab: InvoicesTab, entry: str) -> None:
    """Choose this entry of the menu under "Opslaan als…"."""
    (found,) = [one for one in tab.saving.menu.actions() if one.text().replace("&", "") == entry]
    assert found.isEnabled(), entry
    found.trigger()


def test_the_papers_are_written_where_the_user_says(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    invoice = recorded(desk, concluded(desk), "2026/017")
    tab = invoices(qtbot, desk)
    assert not tab.saving.reminder.isEnabled()
    desk.do(remind, invoice_id=invoice, kind="reminder", form="email", sent_on="2026-09-15")
    shell = tab._shell
    assert isinstance(shell, DeskShell) and shell.panel is not None
    shell.panel.refresh()
    for entry, name in (
        ("Factuur (pdf)…", "factuur 2026-017.pdf"), ("Laatste aanmaning of brief (pdf)…", "aanmaning 2026-017.pdf"),
        ("Overzicht van de overeenkomst (pdf)…", "overzicht.pdf"),
    ):
        shell.folder = str(tmp_path)
        save(tab, entry)
        assert (tmp_path / name).read_bytes().startswith(b"%PDF-"), entry
        assert shell.said[-1].arguments["file"] == name


def test_invoices_go_to_the_bookkeeper_and_as_electronic_invoice(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    recorded(desk, concluded(desk), **PARTIES)
    tab = invoices(qtbot, desk)
    assert isinstance(tab._shell, DeskShell)
    tab._shell.folder = str(tmp_path)
    save(tab, "Elektronische factuur (UBL)…")
    save(tab, "Lijst voor de boekhouding (csv)…")
    assert b"PO-1" in (tmp_path / "factuur 2026-017.xml").read_bytes()
    assert b"1694,00" in (tmp_path / "facturen.csv").read_bytes()


def test_where_no_place_is_chosen_nothing_is_written(qtbot: QtBot, desk: Desk) -> None:
    recorded(desk, concluded(desk))
    tab = invoices(qtbot, desk)
    save(tab, "Factuur (pdf)…")
    assert isinstance(tab._shell, DeskShell) and tab._shell.said == []

"""The catalogue of a licensor through its panel: recorded, computed line by line, refused at its field, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.actions.agreements import record_notice
from app.actions.desk import Desk
from app.actions.offering import offer_programme
from app.actions.publishing import publish_terms, record_price_round
from app.actions.undo import undo_last
from app.domain.contract.published_terms import text_checksum
from app.domain.errors import Refusal
from app.store.files import checksum_of, plain_text_of
from tests.dumps import rows_of
from tests.licensing import TERMS as TERMS_GIVEN
from tests.licensing import agree, belongs, package
from tests.ui.desk_shell import DeskShell
from tests.ui.keyboard import clashes
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import nameless
from ui.catalogue.panel import CataloguePanel
from ui.words import use_language

PACKAGES, PROGRAMMES, TERMS, ROUNDS, MAINTENANCE, DAYS = range(6)


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def opened(qtbot: QtBot, desk: Desk, tab: int = PACKAGES) -> tuple[CataloguePanel, DeskShell]:
    shell = DeskShell(desk)
    panel = CataloguePanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    panel.tabs.setCurrentIndex(tab)
    return panel, shell


def test_a_package_is_recorded_and_changed(qtbot: QtBot, licensor: Desk) -> None:
    panel, shell = opened(qtbot, licensor)
    press(qtbot, panel, "New package…")
    form = dialog("New package")
    named(form, QLineEdit, "Code").setText("compleet")
    named(form, QLineEdit, "Title in Dutch").setText("Compleet")
    fee = named(form, QLineEdit, "Fee per seat (€)")
    fee.setText("duur")
    assert "This is no fee" in fee.accessibleDescription()
    assert not button(form, "Record").isEnabled()
    fee.setText("32,50")
    press(qtbot, form, "Record")
    assert column(table(panel, "Packages"), "Per seat") == ["€ 32.50"]
    press(qtbot, panel, "Change…")
    form = dialog("Change package Compleet")
    named(form, QLineEdit, "Fee per seat (€)").setText("35")
    press(qtbot, form, "Record")
    assert column(table(panel, "Packages"), "Per seat") == ["€ 35.00"]
    assert not shell.refused and no_dialog()


def test_the_same_package_twice_is_said_at_the_day(qtbot: QtBot, licensor: Desk) -> None:
    package(licensor)
    panel, _ = opened(qtbot, licensor)
    press(qtbot, panel, "New package…")
    form = dialog("New package")
    named(form, QLineEdit, "Code").setText("compleet")
    named(form, QLineEdit, "Title in Dutch").setText("Compleet")
    form.touch_all()
    assert any("offered on some of these days already" in one.text() for one in form.findChildren(QLabel))
    assert not button(form, "Record").isEnabled()
    form.close()


def test_a_programme_is_offered_and_withdrawn(qtbot: QtBot, licensor: Desk) -> None:
    panel, shell = opened(qtbot, licensor, PROGRAMMES)
    press(qtbot, panel, "Offer a programme…")
    form = dialog("Offer a programme")
    named(form, QLineEdit, "Address (IRI)").setText("koken")
    named(form, QLineEdit, "Code").setText("koken")
    named(form, QLineEdit, "Title in Dutch").setText("Koken")
    assert "no address" in named(form, QLineEdit, "Address (IRI)").accessibleDescription()
    named(form, QLineEdit, "Address (IRI)").setText("https://voorbeeld.example/koken")
    press(qtbot, form, "Record")
    names = table(panel, "Programmes")
    assert column(names, "State") == ["On offer"]
    press(qtbot, panel, "Withdraw…")
    form = dialog("Withdraw Koken")
    assert not button(form, "Withdraw").isEnabled(), "it was offered today, so it ends tomorrow at the earliest"
    form.day.setDate(form.day.date().addDays(1))
    press(qtbot, form, "Withdraw")
    assert rows_of(licensor, "offered_programmes")[0]["until_on"] == "2026-11-22"
    assert not shell.refused


def test_a_programme_names_its_package_in_the_language_of_the_window(qtbot: QtBot, licensor: Desk) -> None:
    """Where the licensor gave no English title, there is the Dutch one."""
    made = {package(licensor): "Complete", package(licensor, code="b", title="Basis", title_en=""): "Basis"}
    for number, one in enumerate(made):
        licensor.do(offer_programme, iri=f"https://voorbeeld.example/{number}", code=f"p{number}", title=f"P{number}",
                    from_on="2026-01-01", package_id=one)
    panel, _ = opened(qtbot, licensor, PROGRAMMES)
    assert sorted(column(table(panel, "Programmes"), "In package")) == ["Basis", "Complete"]
    press(qtbot, panel, "Offer a programme…")
    form = dialog("Offer a programme")
    assert {form.package.itemText(at) for at in range(form.package.count())} == {"all", "Basis", "Complete"}
    form.close()


@pytest.mark.clause("O-2.3")
def test_an_edition_needs_its_file_and_says_what_it_comes_to(qtbot: QtBot, licensor: Desk, tmp_path: Path) -> None:
    file = tmp_path / "voorwaarden.pdf"
    file.write_bytes(b"%PDF-1.7 voorwaarden")
    panel, shell = opened(qtbot, licensor, TERMS)
    press(qtbot, panel, "New edition…")
    form = dialog("New edition of the terms")
    named(form, QLineEdit, "Edition").setText("2027-1")
    assert not button(form, "Record").isEnabled()
    shell.files = [str(file)]
    form.choose_file()
    assert named(form, QLineEdit, "Title").text() == "voorwaarden"
    said = " ".join(one.text() for one in form.findChildren(QLabel))
    assert "Last day to object, in writing" in said and "5 Dec 2026" in said
    press(qtbot, form, "Record")
    (row,) = rows_of(licensor, "terms")
    assert (row["edition"], row["checksum"]) == ("2027-1", checksum_of(file))
    assert column(table(panel, "Terms"), "Document") == ["voorwaarden"]


@pytest.mark.clause("O-6.2")
def test_user_terms_are_pasted_or_loaded_as_a_text(qtbot: QtBot, licensor: Desk, tmp_path: Path) -> None:
    file = tmp_path / "regels.txt"
    file.write_bytes("Regels voor iedereen\r\n1. Wees aardig, ook in een café.\r\n".encode("cp1252"))
    panel, shell = opened(qtbot, licensor, TERMS)
    press(qtbot, panel, "New edition…")
    form = dialog("New edition of the terms")
    named(form, QComboBox, "Kind of document").setCurrentText("User terms")
    named(form, QLineEdit, "Title").setText("Spelregels")
    named(form, QLineEdit, "Edition").setText("2")
    assert not button(form, "Record").isEnabled() and clashes(form) == {}
    shell.files = [str(file)]
    press(qtbot, form, "Load a text file…")
    body = "Regels voor iedereen\n1. Wees aardig, ook in een café."
    assert named(form, QPlainTextEdit, "Text").toPlainText() == body
    press(qtbot, form, "Record")
    (row,) = rows_of(licensor, "terms")
    assert (row["body"], row["checksum"]) == (body, text_checksum(body))
    for wrong in (b"%PDF\x00", b"x" * 11):
        file.write_bytes(wrong)
        with pytest.raises(Refusal, match="no plain text"):
            plain_text_of(file, 10)


@pytest.mark.clause("A-6.6")
def test_days_off_of_the_help_desk_are_said_and_withdrawn(qtbot: QtBot, licensor: Desk) -> None:
    panel, shell = opened(qtbot, licensor, DAYS)
    press(qtbot, panel, "Help desk closed…")
    form = dialog("Help desk closed")
    assert clashes(form) == {} and nameless(form) == [] and not button(form, "Record").isEnabled()
    named(form, QDateEdit, "From").setDate(QDate(2026, 12, 28))
    named(form, QDateEdit, "Up to and including").setDate(QDate(2026, 12, 31))
    named(form, QLineEdit, "Why").setText("Kerstvakantie")
    press(qtbot, form, "Record")
    days = table(panel, "Days off of the help desk")
    assert column(days, "Why") == ["Kerstvakantie"] * 4 and set(column(days, "State")) == {"announced"}
    days.selectAll()
    press(qtbot, panel, "Withdraw")
    assert set(column(days, "State")) == {"withdrawn"} and not button(panel, "Withdraw").isEnabled()
    assert shell.undoable == [True, True]


@pytest.mark.clause("O-5.2")
def test_a_round_shows_every_fee_before_it_is_recorded_and_opens_it(qtbot: QtBot, licensor: Desk) -> None:
    package(licensor)
    panel, shell = opened(qtbot, licensor, ROUNDS)
    press(qtbot, panel, "New round…")
    form = dialog("New round of prices")
    assert not button(form, "Record").isEnabled(), "the figures of the index are not there"
    way = named(form, QComboBox, "How")
    way.setCurrentIndex(way.findData("percent"))
    percent = named(form, QLineEdit, "Percentage")
    percent.setText("101")
    assert "between" in percent.accessibleDescription()
    percent.setText("2,5")
    fee = named(form, QLineEdit, "New fee: Complete, per seat")
    assert (fee.text(), fee.isReadOnly()) == ("33.31", True)
    press(qtbot, form, "Record")
    assert not shell.refused
    fees = table(panel, "Fees of this round")
    assert (column(fees, "Package"), column(fees, "New")) == (["Complete"], ["€ 33.31"])
    use_language("nl")
    assert column(fees, "Package") == ["Compleet"], "a title per language"
    use_language("en")
    press(qtbot, panel, "Show computation…")
    opened_fee = dialog("Computation of the fee: Complete")
    assert any("2.5 %" in one.text() for one in opened_fee.findChildren(QLabel))
    opened_fee.close()
    licensor.do(undo_last)
    panel.refresh()
    assert rows_of(licensor, "round_fees") == []


def test_new_fees_are_typed_and_refused_at_their_field(qtbot: QtBot, licensor: Desk) -> None:
    package(licensor)
    panel, shell = opened(qtbot, licensor, ROUNDS)
    press(qtbot, panel, "New round…")
    form = dialog("New round of prices")
    way = named(form, QComboBox, "How")
    way.setCurrentIndex(way.findData("new"))
    fee = named(form, QLineEdit, "New fee: Complete, per seat")
    assert fee.text() == "" and not button(form, "Record").isEnabled()
    fee.clear()
    qtbot.keyClicks(fee, "abc")
    assert "cannot be meant" in fee.accessibleDescription()
    fee.clear()
    qtbot.keyClicks(fee, "34")
    press(qtbot, form, "Record")
    assert not shell.refused
    assert [row["new_cents"] for row in rows_of(licensor, "round_fees")] == [3_400]


def test_an_organisation_reads_the_offer_and_changes_nothing(qtbot: QtBot, desk: Desk) -> None:
    panel, _ = opened(qtbot, desk)
    assert not {"New package…", "New edition…", "New round…"} & buttons(panel)


@pytest.mark.clause("O-2.3")
def test_an_edition_is_announced_to_the_organisations_that_are_chosen(qtbot: QtBot, licensor: Desk) -> None:
    north, south = belongs(licensor, "noord", "Noord"), belongs(licensor, "zuid", "Zuid")
    first, _ = (agree(licensor, one, f"L-{number}") for number, one in enumerate((north, south), 1))
    second = agree(licensor, north, "L-3", starts_on="2026-03-01", supplements_id=first)
    ends = agree(licensor, north, "L-4", supplements_id=first)
    licensor.do(record_notice, within=north, agreement_id=ends, party="licensor", received_on="2026-11-16",
                form="letter", proof="brief")
    belongs(licensor, "oost", "Oost")
    licensor.do(publish_terms, **TERMS_GIVEN | {"published_on": "2026-11-16", "applies_from": "2027-01-01"})
    panel, shell = opened(qtbot, licensor, TERMS)
    press(qtbot, panel, "Announce…")
    form = dialog("Announce Voorwaarden, edition 2026-1")
    assert column(form.table, "Organisation") == ["Noord", "Zuid"]
    assert column(form.table, "Agreements") == ["L-4, L-1, L-3", "L-2"]
    assert not button(form, "Announce").isEnabled()
    form.table.selectRow(0)
    press(qtbot, form, "Announce")
    assert not shell.refused
    told = rows_of(licensor, "changes")
    assert {(row["tenant"], row["kind"], row["edition"]) for row in told} == {(north, "terms", "2026-1")}
    assert len(told) == len({row["agreement_id"] for row in told}) == 3 and second in {
        row["agreement_id"] for row in told}
    press(qtbot, panel, "Announce…")
    again = dialog("Announce Voorwaarden, edition 2026-1")
    assert column(again.table, "Agreements") == ["L-2"], "who was told is not told again"
    again.close()


@pytest.mark.clause("O-5.3")
def test_a_round_is_announced_with_the_new_fees_of_each_organisation(qtbot: QtBot, licensor: Desk) -> None:
    package(licensor)
    north, south = belongs(licensor, "noord", "Noord"), belongs(licensor, "zuid", "Zuid")
    first, other = (agree(licensor, one, f"L-{number}") for number, one in enumerate((north, south), 1))
    agree(licensor, south, "L-3", starts_on="2026-03-01", supplements_id=other)
    ends = agree(licensor, north, "L-4", supplements_id=first)
    licensor.do(record_notice, within=north, agreement_id=ends, party="licensor", received_on="2026-11-16",
                form="letter", proof="brief")
    belongs(licensor, "oost", "Oost")
    licensor.do(
        record_price_round, way="percent", percent="4", announced_on="2026-11-16", applies_from="2027-04-01",
        source="brief")
    panel, shell = opened(qtbot, licensor, ROUNDS)
    press(qtbot, panel, "Announce…")
    form = dialog("Announce the prices from 1 Apr 2027")
    assert column(form.table, "Organisation") == ["Noord", "Zuid"]
    assert column(form.table, "Agreements") == ["L-1", "L-2, L-3"], "L-4 ends before"
    assert column(form.table, "Fees") == ["€ 32.50 → € 33.80", "€ 32.50 → € 33.80, € 32.50 → € 33.80"]
    form.table.selectAll()
    assert not button(form, "Announce").isEnabled(), "new prices are told in writing"
    how = named(form, QComboBox, "How")
    assert "in this way" in how.accessibleDescription()
    how.setCurrentIndex(how.findData("email"))
    named(form, QLineEdit, "Proof").setText("mailing 12")
    press(qtbot, form, "Announce")
    assert not shell.refused
    assert [(row["tenant"], row["kind"], row["applies_from"]) for row in rows_of(licensor, "changes")] == [
        (north, "prices", "2027-04-01"), (south, "prices", "2027-04-01"), (south, "prices", "2027-04-01")]
    assert [(row["before_cents"], row["fee_cents"]) for row in rows_of(licensor, "new_fees")] == [(3_250, 3_380)] * 3
    press(qtbot, panel, "Announce…")
    again = dialog("Announce the prices from 1 Apr 2027")
    assert column(again.table, "Organisation") == []
    again.close()

"""What an organisation sends to its licensor, and what is done with it: orders, reports, access for an audit."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.domain.counting import SEATS, SEATS_ON
from app.domain.ids import derived_id
from app.domain.permissions import Role
from app.store.tables import accounts, counts, infringements, order_parts, orders, support_requests
from app.views.organisations import organisation_list
from tests.documents.sheets import text_of
from tests.dumps import rows_of
from tests.licensing import agree, belongs
from tests.ui.desk_shell import DeskShell
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.organisations.overview import LicensorOverviewPanel
from ui.organisations.panel import OrganisationsPanel
from ui.words import use_language


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture
def north(licensor: Desk) -> bytes:
    """An organisation that sent two orders and a report, beside one that sent nothing."""
    made = belongs(licensor, "noord", "Bibliotheek Noord", "Noordkade")
    agree(licensor, made)
    agree(licensor, belongs(licensor, "zuid", "Taalhuis Zuid", "Zuidhaven"), "L-2")
    for number, day in (("B-1", "2026-03-01"), ("B-2", "2026-03-03")):
        send(licensor, made, number, day)
    _came(licensor, infringements, made, "report", unit=b"", account_id=b"a", what="Een account werd gedeeld",
          seen_at="leslokaal 2", seen_on="2026-03-01", reported_on="2026-03-02", reported_by="Cor Coach",
          state="reported", answer="", answered_on=None, answered_by="")
    return made


def send(desk: Desk, organisation: bytes, number: str, day: str) -> bytes:
    """An order as it came over the line; gives its id."""
    made = _came(
        desk, orders, organisation, number, number=number, provider="oefenen", package="Basis", participants=12,
        fee_cents=3_250, starts_on="2027-02-01", months=12, supplements_id=None, purchase_order="", cost_centre="",
        state="sent", prepared_on=day, prepared_by="Noor Visser", ordered_on=day, name="Noor Visser",
        role="director", mandate_id=None, answered_on=None, answered_by="", answer_proof="", reason="",
        withdrawn_on=None, agreement_id=None)
    _came(desk, order_parts, organisation, f"{number} part", order_id=made, position=1, location_id=None,
          group_id=None, participants=12)
    return made


def _came(desk: Desk, kind: Any, organisation: bytes, key: str, **values: Any) -> bytes:
    made = derived_id(b"", "tests", kind.name, key)
    with desk.database.writing() as connection:
        connection.execute(kind.insert().values(id=made, tenant=organisation, **values))
    return made


def opened(qtbot: QtBot, desk: Desk, tab: str) -> tuple[OrganisationsPanel, DeskShell]:
    shell = DeskShell(desk)
    panel = OrganisationsPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    north = next(row.id for row in desk.read(organisation_list) if row.name == "Bibliotheek Noord")
    panel.show_target(north)
    open_tab(panel, tab)
    return panel, shell


def open_tab(panel: OrganisationsPanel, title: str) -> None:
    """Also where it lies behind the tabs within one."""
    pages = {
        tabs.tabText(at).replace("&", ""): tabs.widget(at)
        for tabs in (panel.detail.tabs, panel.detail.reports) for at in range(tabs.count())}
    panel.detail.tabs.bring_forward(pages[title])


@pytest.mark.clause("A-6.5")
def test_a_question_is_answered_within_the_organisation(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    with licensor.database.writing() as connection:
        connection.execute(support_requests.insert().values(
            id=b"q" * 16, tenant=north, unit=b"u" * 16, account_id=b"a" * 16, asked_by="Hanna de Wit",
            asked_on="2026-11-19", sort="question", subject="Account", body="Hoe sluiten we het?", diagnosis="v 1",
            state="reported", answer="", answered_by="", answered_on=None))
    panel, shell = opened(qtbot, licensor, "Questions and faults (1)")
    assert {"Hoe sluiten we het?", "v 1"} <= seen_text(panel.detail.support)
    press(qtbot, panel.detail.support, "Record the answer…")
    form = dialog("Answer of the help desk")
    assert not nameless(form)
    named(form, QPlainTextEdit, "Answer").setPlainText("Onder Instellingen.")
    press(qtbot, form, "Record the answer")
    assert no_dialog() and not shell.refused
    (row,) = rows_of(licensor, "support_requests")
    assert (row["state"], row["answer"], row["answered_by"]) == ("closed", "Onder Instellingen.", "Lies Licentie")


@pytest.mark.clause("A-1.2")
def test_an_order_is_accepted_within_the_organisation(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    panel, shell = opened(qtbot, licensor, "Orders (2)")
    page = panel.detail.orders
    page.table.choose(next(row["id"] for row in rows_of(licensor, "orders") if row["number"] == "B-1"))
    assert "Withdraw…" not in buttons(page)
    press(qtbot, page, "Accept…")
    form = dialog("Order B-1 is accepted")
    press(qtbot, form, "Accept")
    assert no_dialog() and not shell.refused
    answered = next(row for row in rows_of(licensor, "orders") if row["number"] == "B-1")
    assert (answered["state"], answered["answered_by"], answered["tenant"]) == ("accepted", "Lies Licentie", north)
    assert [row.orders for row in licensor.read(organisation_list)] == [1, 0]


@pytest.mark.clause("A-1.2")
def test_an_order_is_declined_with_the_reason(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    panel, shell = opened(qtbot, licensor, "Orders (2)")
    press(qtbot, panel.detail.orders, "Decline…")
    form = dialog("Order B-2 is declined")
    assert not button(form, "Decline").isEnabled()
    named(form, QLineEdit, "Reason").setText("de locatie is geen onderwijslocatie")
    press(qtbot, form, "Decline")
    assert not shell.refused
    declined = next(row for row in rows_of(licensor, "orders") if row["number"] == "B-2")
    assert (declined["state"], declined["reason"]) == ("declined", "de locatie is geen onderwijslocatie")


def test_the_confirmation_names_who_ordered(
    qtbot: QtBot, licensor: Desk, north: bytes, tmp_path: Path,
) -> None:
    panel, shell = opened(qtbot, licensor, "Orders (2)")
    shell.target = str(tmp_path / "bestelling.pdf")
    press(qtbot, panel.detail.orders, "Confirmation (PDF)…")
    words = " ".join(text_of(tmp_path / "bestelling.pdf", 0))
    assert "Bibliotheek Noord" in words and "Licentiehuis" not in words


def test_another_organisation_shows_only_its_own(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    panel, _ = opened(qtbot, licensor, "Orders (2)")
    panel.table.choose(next(row.id for row in licensor.read(organisation_list) if row.name == "Taalhuis Zuid"))
    open_tab(panel, "Orders (0)")
    open_tab(panel, "Infringements (0)")


def test_what_waits_on_the_overview_leads_to_the_orders(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    shell = DeskShell(licensor)
    overview = shown(qtbot, LicensorOverviewPanel(shell))
    looks = [one for one in overview.findChildren(QPushButton) if one.text() == "Look"]
    looks[0].click()
    name, target = shell.went[0]
    first = next(row["id"] for row in rows_of(licensor, "orders") if row["number"] == "B-1")
    assert (name, target) == ("organisations", first)
    panel = OrganisationsPanel(shell)
    panel.show_target(first)  # before anything was read, as the window does it
    shown(qtbot, panel)
    assert panel.place() == north
    assert panel.detail.tabs.tabText(panel.detail.tabs.currentIndex()) == "Orders (2)"


@pytest.mark.clause("A-7.3", "O-9.2")
def test_a_report_is_answered_within_the_organisation(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    panel, shell = opened(qtbot, licensor, "Infringements (1)")
    assert "Report an infringement…" not in buttons(panel.detail.infringements)
    press(qtbot, panel.detail.infringements, "Record the answer…")
    form = dialog("Answer to the report")
    named(form, QPlainTextEdit, "Answer").setPlainText("Het account is gesloten.")
    press(qtbot, form, "Record the answer")
    assert not shell.refused
    assert [(row["answer"], row["tenant"]) for row in rows_of(licensor, "infringements")] == [
        ("Het account is gesloten.", north)]


@pytest.mark.clause("O-12")
def test_an_auditor_gets_access_and_it_is_ended(qtbot: QtBot, licensor: Desk, north: bytes, tmp_path: Path) -> None:
    auditor = _auditor(licensor)
    panel, shell = opened(qtbot, licensor, "Audit")
    press(qtbot, panel.detail.audits, "Give access…")
    form = dialog("Give access for a licence audit")
    assert named(form, QComboBox, "Who").currentText() == "Arie Auditor"
    named(form, QLineEdit, "What for").setText("de jaarlijkse controle")
    press(qtbot, form, "Give access")
    assert not shell.refused
    assert [(row["organisation_id"], row["account_id"], row["tenant"]) for row in rows_of(licensor, "audits")] == [
        (north, auditor, north)]
    there = table(panel.detail.audits, "Access for licence audits")
    assert column(there, "State") == ["running"]
    there.choose(rows_of(licensor, "audits")[0]["id"])
    press(qtbot, panel.detail.audits, "End the access…")
    press(qtbot, dialog("End the access"), "End it now")
    assert not shell.refused and column(there, "State") == ["ended"]


@pytest.mark.clause("O-12")
def test_the_dossier_is_of_the_organisation_that_is_shown(
    qtbot: QtBot, licensor: Desk, north: bytes, tmp_path: Path,
) -> None:
    panel, shell = opened(qtbot, licensor, "Audit")
    shell.target = str(tmp_path / "controle.zip")
    press(qtbot, panel.detail.audits, "Save the audit dossier…")
    with ZipFile(shell.target) as archive:
        told = archive.read("audit.json").decode()
    assert "Bibliotheek Noord" in told and "L-1" in told and "L-2" not in told


def test_the_picture_shows_seats_in_use_by_month(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    licence = next(row["id"] for row in rows_of(licensor, "licences") if row["tenant"] == north)
    with licensor.database.writing() as connection:
        connection.execute(counts.insert(), [
            {"tenant": north, "licence_id": licence, "what": what, "number": number, "as_of_us": licensor.clock()}
            for what, number in ((f"{SEATS_ON}2026-10-01", 31), (SEATS, 33))])
    panel, _ = opened(qtbot, licensor, "Seats and accounts")
    told = panel.detail.seats.chart.lines()
    assert [line for line in told if line.endswith("in use")] == ["Oct: 31 in use", "Nov: 33 in use"]


def _auditor(desk: Desk) -> bytes:
    made = derived_id(b"", "tests", "accounts", "auditor")
    with desk.database.writing() as connection:
        lies = dict(connection.execute(accounts.select()).mappings().first() or {})
        connection.execute(accounts.insert().values(
            lies | {"id": made, "name": "Arie Auditor", "role": Role.AUDITOR}))
    return made

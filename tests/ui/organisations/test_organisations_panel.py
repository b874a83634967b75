"""The organisations of a licensor through its panel: found, shown in tabs, and worked on within each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.domain.credentials import Credentials
from app.domain.errors import Refusal
from app.domain.text import Text
from app.views.organisations import organisation_list
from app.views.sync import SyncStanding
from tests.documents.sheets import reader, text_of
from tests.dumps import rows_of
from tests.licensing import agree, belongs, bill, count, package
from tests.ui.desk_shell import DeskShell
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from ui.organisations.overview import LicensorOverviewPanel
from ui.organisations.panel import OrganisationsPanel
from ui.words import use_language

ACCESS = Credentials(
    "Bibliotheek Zuid", "Zuidhaven", "https://server.example.nl", "bibliotheek-zuid", "Noor Visser", "n.visser",
    "kano-9-helder-boom")


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture
def north(licensor: Desk) -> bytes:
    """An organisation with an agreement that runs and an invoice that is late, beside one that has nothing yet."""
    made = belongs(licensor, "noord", "Bibliotheek Noord", "Noordkade")
    bill(licensor, made, agree(licensor, made))
    count(licensor, made, seats=38)
    belongs(licensor, "zuid", "Taalhuis Zuid", "Zuidhaven")
    return made


def opened(qtbot: QtBot, desk: Desk) -> tuple[OrganisationsPanel, DeskShell]:
    shell = DeskShell(desk)
    panel = OrganisationsPanel(shell)
    shell.panel = panel
    return shown(qtbot, panel), shell


def connected(shell: DeskShell) -> None:
    shell.answers["sync_standing"] = SyncStanding("https://server.example.nl")


def test_the_list_is_searched_and_sorted(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    panel, _ = opened(qtbot, licensor)
    names = table(panel, "Organisations")
    assert column(names, "Organisation") == ["Bibliotheek Noord", "Taalhuis Zuid"]
    assert column(names, "Seats") == ["38 / 40", "–"]
    assert column(names, "Open amount") == ["€ 1,694.00", "–"]
    assert column(names, "State") == ["Active", "No agreement"]
    search = named(panel, QLineEdit, "Search by name, place or agreement")
    search.setText("zuidh")
    assert column(names, "Organisation") == ["Taalhuis Zuid"]
    search.setText("L-1")
    assert column(names, "Organisation") == ["Bibliotheek Noord"]
    search.clear()
    names.sort_on(0, descending=True)
    assert column(names, "Organisation") == ["Taalhuis Zuid", "Bibliotheek Noord"]


def test_nobody_who_takes_part_can_be_read_anywhere(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    panel, _ = opened(qtbot, licensor)
    tabs = panel.detail.tabs
    titles = [tabs.tabText(number).replace("&", "") for number in range(tabs.count()) if tabs.isTabVisible(number)]
    assert titles[:3] == ["Dates and agreement", "Seats and accounts", "Invoices (1)"]
    assert not any("with a seat" in title or "Without a seat" in title for title in titles)


def test_a_payment_is_recorded_within_the_organisation(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    panel, shell = opened(qtbot, licensor)
    panel.detail.tabs.setCurrentIndex(2)
    press(qtbot, panel.detail, "Record payment…")
    form = dialog("Payment or credit note on invoice F-1")
    press(qtbot, form, "Record")
    assert no_dialog() and not shell.refused
    assert rows_of(licensor, "bookings")[0]["tenant"] == north
    assert licensor.read(organisation_list)[0].open_cents == 0


def test_a_licensor_gives_only_its_own_notice(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    panel, shell = opened(qtbot, licensor)
    press(qtbot, panel.detail, "Give notice…")
    form = dialog("Give notice: agreement L-1")
    given_by = named(form, QComboBox, "Given by")
    assert [given_by.itemData(number) for number in range(given_by.count())] == ["licensor"]
    named(form, QLineEdit, "Proof of receipt").setText("RR 123")
    press(qtbot, form, "Record notice")
    assert not shell.refused
    assert [(row["party"], row["tenant"]) for row in rows_of(licensor, "notices")] == [("licensor", north)]
    assert column(table(panel, "Organisations"), "State")[0] == "Ends"


def test_a_further_agreement_takes_its_fee_from_the_catalogue(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    package(licensor)
    panel, shell = opened(qtbot, licensor)
    panel.table.choose(next(row.id for row in licensor.read(organisation_list) if row.name == "Taalhuis Zuid"))
    press(qtbot, panel.detail, "New agreement…")
    form = dialog("New agreement of Taalhuis Zuid")
    assert named(form, QLineEdit, "Fee per seat (€)").text() == "32.50"
    assert not button(form, "Record").isEnabled()
    named(form, QLineEdit, "Agreement number").setText("L-2")
    named(form, QLineEdit, "Fee per seat (€)").setText("veel")
    assert not button(form, "Record").isEnabled()
    named(form, QLineEdit, "Fee per seat (€)").setText("30")
    press(qtbot, form, "Record")
    assert not shell.refused
    assert [row["number"] for row in rows_of(licensor, "agreements")] == ["L-1", "L-2"]
    assert max(row["fee_cents"] for row in rows_of(licensor, "licences") if row["seats"] == 1) == 3_000


@pytest.mark.clause("A-1.2")
def test_an_agreement_over_one_that_runs_is_refused_at_its_day(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    package(licensor)
    panel, shell = opened(qtbot, licensor)
    panel.table.choose(north)
    press(qtbot, panel.detail, "New agreement…")
    form = dialog("New agreement of Bibliotheek Noord")
    named(form, QLineEdit, "Agreement number").setText("L-9")
    starts = named(form, QDateEdit, "Starts on")
    assert "L-1" in starts.accessibleDescription()
    assert not button(form, "Record").isEnabled()
    beside = named(form, QComboBox, "Beside")
    beside.setCurrentIndex(1)
    assert starts.accessibleDescription() == ""
    press(qtbot, form, "Record")
    assert no_dialog() and not shell.refused
    assert [row["number"] for row in rows_of(licensor, "agreements") if row["supplements_id"]] == ["L-9"]


def test_without_a_server_a_new_organisation_says_so(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    panel, _ = opened(qtbot, licensor)
    for press_it in ("New organisation…", "New password…", "Other licensor…"):
        press(qtbot, panel, press_it)
        dialog("This needs the server").close()


@pytest.mark.clause("A-1.1", "O-6.1")
def test_a_new_organisation_gets_access_that_is_shown_once(
    qtbot: QtBot, licensor: Desk, north: bytes, tmp_path: Path,
) -> None:
    package(licensor)
    panel, shell = opened(qtbot, licensor)
    connected(shell)
    made: list[bytes] = []

    def make(desk: Desk, organisation_id: bytes, _given: object) -> Credentials:
        made.append(organisation_id)
        belongs(desk, ACCESS.organisation_code, ACCESS.organisation, organisation=organisation_id)
        return ACCESS

    shell.outcomes["hand_out_organisation"] = make
    press(qtbot, panel, "New organisation…")
    form = dialog("New organisation")
    _type(qtbot, named(form, QLineEdit, "Name of the organisation"), "Bibliotheek Zuid")
    assert named(form, QLineEdit, "Code, typed at the first log-in").text() == "bibliotheek-zuid"
    _type(qtbot, named(form, QLineEdit, "Name of the administrator"), "Noor Visser")
    assert named(form, QLineEdit, "User name").text() == "n.visser"
    assert not button(form, "Make").isEnabled()
    named(form, QLineEdit, "Agreement number").setText("L-3")
    press(qtbot, form, "Make")
    _, (_, _, organisation) = shell.works[-1]
    assert (organisation.code, organisation.username) == ("bibliotheek-zuid", "n.visser")
    assert {(row["number"], row["package"], row["tenant"]) for row in rows_of(licensor, "agreements")} >= {
        ("L-3", "Compleet", made[0])}
    access = dialog("Access for Bibliotheek Zuid")
    assert not button(access, "Close").isEnabled()
    access.reject()
    assert access.isVisible()
    shell.target = str(tmp_path / "toegang.pdf")
    press(qtbot, access, "Save as a sheet (PDF)…")
    words = " ".join(text_of(tmp_path / "toegang.pdf", 0))
    for part in (ACCESS.password, ACCESS.username, ACCESS.server, ACCESS.organisation_code, "Noor Visser"):
        assert part in words
    assert len(reader(tmp_path / "toegang.pdf").pages) == 1
    named(access, QCheckBox, "I have saved or written this down").setChecked(True)
    press(qtbot, access, "Close")
    assert no_dialog()


def test_what_was_typed_stays_when_the_server_cannot(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    package(licensor)
    panel, shell = opened(qtbot, licensor)
    connected(shell)
    shell.outcomes["hand_out_organisation"] = Refusal(Text("There already is an organisation {code} here.", code="x"))
    press(qtbot, panel, "New organisation…")
    form = dialog("New organisation")
    _type(qtbot, named(form, QLineEdit, "Name of the organisation"), "Bibliotheek Zuid")
    _type(qtbot, named(form, QLineEdit, "Name of the administrator"), "Noor Visser")
    named(form, QLineEdit, "Agreement number").setText("L-3")
    press(qtbot, form, "Make")
    assert len(shell.refused) == 1
    assert form.isVisible() and named(form, QLineEdit, "Agreement number").text() == "L-3"
    form.close()


def test_a_wrong_code_is_said_at_its_field(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    panel, shell = opened(qtbot, licensor)
    connected(shell)
    press(qtbot, panel, "New organisation…")
    form = dialog("New organisation")
    code = named(form, QLineEdit, "Code, typed at the first log-in")
    _type(qtbot, code, "Met spatie")
    assert "small letters" in code.accessibleDescription()
    form.close()


@pytest.mark.clause("A-1.1")
def test_a_new_password_is_asked_by_user_name_and_shown_once(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    panel, shell = opened(qtbot, licensor)
    connected(shell)
    shell.outcomes["hand_out_password"] = ACCESS
    press(qtbot, panel, "New password…")
    form = dialog("New password for Bibliotheek Noord")
    named(form, QLineEdit, "User name of the administrator").setText("a.devries")
    press(qtbot, form, "Make a new password")
    assert shell.works[-1] == ("hand_out_password", (licensor, north, "a.devries"))
    access = dialog("Access for Bibliotheek Zuid")
    named(access, QCheckBox, "I have saved or written this down").setChecked(True)
    access.close()


@pytest.mark.clause("O-13")
def test_assigning_takes_a_written_notice_with_proof(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    panel, shell = opened(qtbot, licensor)
    connected(shell)
    shell.outcomes["hand_over_organisation"] = "De Taalgroep"
    press(qtbot, panel, "Other licensor…")
    form = dialog("Other licensor for Bibliotheek Noord")
    named(form, QLineEdit, "Code of the other licensor").setText("taalgroep")
    named(form, QLineEdit, "Proof of that").setText("RR 9")
    assert not button(form, "Assign").isEnabled()
    named(form, QCheckBox, "Told in writing").setChecked(True)
    press(qtbot, form, "Assign")
    name, (_, organisation, given) = shell.works[-1]
    assert (name, organisation, given["licensor_code"], given["proof"]) == (
        "hand_over_organisation", north, "taalgroep", "RR 9")
    assert no_dialog()


def test_the_overview_goes_to_the_organisation(qtbot: QtBot, licensor: Desk, north: bytes) -> None:
    shell = DeskShell(licensor)
    panel = shown(qtbot, LicensorOverviewPanel(shell))
    assert [figure[1] for figure in panel.export_rows()] == ["2", "38 / 40", "0", "€ 1,694.00"]
    first = next(one for one in panel.findChildren(QPushButton) if one.text() == "Look")
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert shell.went[0] == ("organisations", north)


def test_the_first_organisation_is_offered(qtbot: QtBot, licensor: Desk) -> None:
    panel, _ = opened(qtbot, licensor)
    assert "New organisation…" in buttons(panel)
    assert panel.export_rows()[1:] == []


def _type(qtbot: QtBot, line: QLineEdit, words: str) -> None:
    line.clear()
    qtbot.keyClicks(line, words)


"""Letting people in from the window: cards, lists, user terms, registrations; over a real desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.domain.contract.published_terms import text_checksum
from app.store import tables
from app.views.acceptances import person_terms
from tests.coaching import coach_of
from tests.desks import bring_in, person, roster
from tests.documents.sheets import text_of
from tests.dumps import rows_of
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.keyboard import clashes
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.groups.panel import GroupsPanel
from ui.overview.panel import OverviewPanel
from ui.words import use_language


@pytest.fixture
def library(desk: Desk) -> Iterator[Desk]:
    """Amira and Bram in one group, Chi in another."""
    bring_in(desk, roster(
        person("1", "Amira", "Bakker", groups=("Dinsdag",)), person("2", "Bram", "Cools", groups=("Dinsdag",)),
        person("3", "Chi", "Dang", groups=("Donderdag",)), groups=("Dinsdag", "Donderdag")))
    yield desk


def open_panel(qtbot: QtBot, desk: Desk, veil: FakeVeil | None = None) -> tuple[GroupsPanel, DeskShell]:
    """On the group of Tuesday."""
    shell = DeskShell(desk)
    shell.veil = veil or shell.veil
    panel = GroupsPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    group = next(row["id"] for row in rows_of(desk, "groups") if row["name"] == "Groep Dinsdag")
    panel.show_target(group)
    QApplication.processEvents()
    return panel, shell


def settled() -> None:
    """What was replaced is gone, and what came in its place is laid out."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def papers(panel: GroupsPanel, words: str) -> None:
    """An entry of the menu 'Kaartjes en lijsten'."""
    entries = {one.text().replace("&", ""): one for one in panel.group.papers.menu.actions()}
    entries[words].trigger()
    QApplication.processEvents()


def entries(panel: GroupsPanel) -> list[str]:
    return [one.text().replace("&", "") for one in panel.group.papers.menu.actions() if one.text()]


def test_a_report_is_of_who_is_chosen_and_takes_part(qtbot: QtBot, library: Desk) -> None:
    panel, _ = open_panel(qtbot, library)
    panel.group.table.choose(panel.group.table.rows()[1].id)
    papers(panel, "Rapportage van de voortgang (PDF)…")
    form = dialog("Rapportage van de voortgang")
    assert named(form, QComboBox, "Gaat over").itemText(0) == "Groep Dinsdag"
    assert form._whom.people == (panel.group.table.rows()[1].id,)
    assert clashes(form) == {}
    form.close()
    use_language("en")
    papers(open_panel(qtbot, library)[0], "Report of progress (PDF)…")
    form = dialog("Report of progress")
    assert clashes(form) == {}
    form.close()


@pytest.mark.clause("A-1.1")
def test_a_group_gets_cards_in_the_order_of_the_list(
    qtbot: QtBot, library: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, shell = open_panel(qtbot, library)
    shell.target = str(tmp_path / "kaartjes.pdf")
    papers(panel, "Inlogkaartjes…")
    form = dialog("Inlogkaartjes")
    people = table(form, "Deelnemers die een kaartje krijgen")
    assert column(people, "Naam") == ["Bakker, Amira", "Cools, Bram"]
    assert column(people, "Kaartje nu") == ["Nog geen kaartje"] * 2
    assert not button(form, "2 kaartjes printen…").isEnabled(), "nobody said where they log in"
    named(form, QLineEdit, "Waar zij inloggen").setText("inloggen.voorbeeld.nl")
    assert any("kunt u niet" in text and "ongedaan maken" in text for text in seen_text(form))
    assert nameless(form) == [] and clashes(form) == {}
    press(qtbot, form, "2 kaartjes printen…")
    told = text_of(Path(shell.target).read_bytes(), 1)
    assert [line for line in told if line in ("Amira", "Bram")] == ["Amira", "Bram"]
    assert "Bakker" not in " ".join(told)
    assert {row["username"] for row in rows_of(library, "participants")} == {"amira", "bram", ""}
    ready = dialog("Kaartjes klaar")
    assert any("gooi het bestand weg" in text for text in seen_text(ready))
    opened: list[Path] = []
    monkeypatch.setattr("ui.groups.cards_flow.open_folder", opened.append)
    press(qtbot, ready, "Map openen")
    assert opened == [tmp_path]


def test_who_goes_back_before_a_place_is_chosen_has_cancelled_nothing(qtbot: QtBot, library: Desk) -> None:
    panel, _shell = open_panel(qtbot, library)
    before = rows_of(library, "activation_codes")
    papers(panel, "Inlogkaartjes…")
    form = dialog("Inlogkaartjes")
    named(form, QLineEdit, "Waar zij inloggen").setText("inloggen.voorbeeld.nl")
    press(qtbot, form, "2 kaartjes printen…")
    assert rows_of(library, "activation_codes") == before and no_dialog()


class Printer:
    """In place of the dialog of the system and of what is behind it; what was sent is kept, and lies on no disk."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, chooses: bool = True) -> None:
        self.sent: list[bytes] = []

        def choose(parent: Any, name: str, pages: int, chosen: Any, *, some_pages: bool = True) -> None:
            if chooses:
                chosen("the printer")

        monkeypatch.setattr("ui.parts.printing.choose_printer", choose)
        monkeypatch.setattr("ui.parts.printing.send", lambda shell, pdf, printer, then: self.sent.append(pdf))


@pytest.mark.clause("A-1.1")
def test_cards_go_to_a_printer_without_touching_a_disk(
    qtbot: QtBot, library: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer, (panel, _shell) = Printer(monkeypatch), open_panel(qtbot, library)
    before = sorted(tmp_path.glob("*"))
    papers(panel, "Inlogkaartjes…")
    form = dialog("Inlogkaartjes")
    named(form, QLineEdit, "Waar zij inloggen").setText("inloggen.voorbeeld.nl")
    where = named(form, QComboBox, "Naar")
    where.setCurrentIndex(where.findText("Meteen naar de printer"))
    press(qtbot, form, "2 kaartjes printen…")
    (pdf,) = printer.sent
    assert [line for line in text_of(pdf, 1) if line in ("Amira", "Bram")] == ["Amira", "Bram"]
    assert sorted(tmp_path.glob("*")) == before and no_dialog()


def test_who_leaves_the_printers_has_cancelled_no_card(
    qtbot: QtBot, library: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer, (panel, _shell) = Printer(monkeypatch, chooses=False), open_panel(qtbot, library)
    before = rows_of(library, "activation_codes")
    papers(panel, "Inlogkaartjes…")
    form = dialog("Inlogkaartjes")
    named(form, QLineEdit, "Waar zij inloggen").setText("inloggen.voorbeeld.nl")
    named(form, QComboBox, "Naar").setCurrentIndex(1)
    press(qtbot, form, "2 kaartjes printen…")
    assert rows_of(library, "activation_codes") == before and printer.sent == []


@pytest.mark.parametrize(("entry", "name", "words"), [
    ("Namenlijst (PDF)…", "namenlijst", ["Bakker, Amira", "Cools, Bram"]),
    ("Aanwezigheidslijst (PDF)…", "aanwezigheidslijst", ["Bakker, Amira"]),
    ("Wie heeft een kaartje (PDF)…", "lijst van kaartjes", ["Amira", "Nog geen kaartje"])])
def test_a_list_is_looked_at_and_printed_or_kept_of_whom_is_chosen_or_of_everybody(
    qtbot: QtBot, library: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, name: str,
    words: list[str],
) -> None:
    printer, (panel, shell) = Printer(monkeypatch), open_panel(qtbot, library)
    papers(panel, entry)
    form = dialog(f"Afdrukken: {name}")
    assert nameless(form) == [] and clashes(form) == {} and not form.sheet.pixmap().isNull()
    press(qtbot, form, "Afdrukken…")
    told = " ".join(text_of(printer.sent[0], 0))
    assert all(word in told for word in words)
    people = table(panel, "Deelnemers")
    assert people.choose(people.rows()[1].id)
    shell.target = str(tmp_path / "lijst.pdf")
    papers(panel, entry)
    press(qtbot, dialog(f"Afdrukken: {name}"), "Als bestand opslaan…")
    told = " ".join(text_of(Path(shell.target).read_bytes(), 0))
    assert "Amira" not in told and "Bram" in told and no_dialog()


@pytest.mark.parametrize(("entry", "file"), [
    ("Deze lijst als CSV…", "lijst.csv"), ("Deze lijst voor een rekenblad (XLSX)…", "lijst.xlsx")])
def test_the_list_on_the_screen_becomes_a_file(
    qtbot: QtBot, library: Desk, tmp_path: Path, entry: str, file: str
) -> None:
    panel, shell = open_panel(qtbot, library)
    shell.target = str(tmp_path / file)
    papers(panel, entry)
    made = Path(shell.target).read_bytes()
    if file.endswith("csv"):
        assert made.decode("utf-8-sig").splitlines() == [
            "Naam;Opmerking;Gebruikersvoorwaarden",
            "Bakker, Amira;Geen plaats;Nog niet gevraagd", "Cools, Bram;Geen plaats;Nog niet gevraagd"]
    else:
        assert made.startswith(b"PK")


def test_nothing_leaves_a_screen_that_hides_names(qtbot: QtBot, library: Desk) -> None:
    panel, _shell = open_panel(qtbot, library, FakeVeil(on=True))
    assert not panel.group.papers.button.isEnabled()


def test_a_coach_prints_lists_and_no_cards(qtbot: QtBot, library: Desk) -> None:
    group = next(row["id"] for row in rows_of(library, "groups") if row["name"] == "Groep Dinsdag")
    panel, _shell = open_panel(qtbot, coach_of(library, group))
    assert "Inlogkaartjes…" not in entries(panel) and "Namenlijst (PDF)…" in entries(panel)
    assert "Aanmeldingen…" in buttons(panel)


# User terms


@pytest.mark.clause("O-6.2")
def test_the_person_ticks_at_this_screen_and_nothing_is_ticked_before(qtbot: QtBot, library: Desk) -> None:
    panel, shell = open_panel(qtbot, library)
    amira = next(row["id"] for row in rows_of(library, "participants") if row["given"] == "Amira")
    panel.open_person(amira)
    assert "Nog niet gevraagd" in seen_text(panel.person)
    press(qtbot, panel, "Toetsenbord geven…")
    page = dialog("Geef het toetsenbord")
    tick = named(page, QCheckBox, "Ik heb de regels gelezen en ik ga akkoord.")
    assert not tick.isChecked() and not button(page, "Klaar").isEnabled()
    assert tick.font().pointSize() >= 14
    press(qtbot, page, "Annuleren")
    assert rows_of(library, "acceptances") == []
    press(qtbot, panel, "Toetsenbord geven…")
    page = dialog("Geef het toetsenbord")
    named(page, QCheckBox, "Ik heb de regels gelezen en ik ga akkoord.").click()
    press(qtbot, page, "Klaar")
    assert library.read(person_terms, amira).rows[0].way == "tick"
    assert "zelf aangevinkt op 21-11-2026" in seen_text(panel)
    assert "Toetsenbord geven…" not in buttons(panel) and shell.undoable == [True]


@pytest.mark.clause("O-6.2")
def test_who_ticks_reads_the_text_and_it_is_read_again_later(qtbot: QtBot, library: Desk) -> None:
    body = "Regels.\n\n1. Houd uw wachtwoord voor uzelf."
    with library.database.writing() as connection:
        connection.execute(tables.terms.insert().values(
            id=b"t" * 16, sort="users", title="Spelregels", edition="3", checksum=text_checksum(body),
            published_on="2026-01-01", applies_from="2026-01-01", body=body))
    panel, _shell = open_panel(qtbot, library)
    amira = next(row["id"] for row in rows_of(library, "participants") if row["given"] == "Amira")
    panel.open_person(amira)
    assert "Gebruikersvoorwaarden lezen…" not in buttons(panel)
    press(qtbot, panel, "Toetsenbord geven…")
    page = dialog("Geef het toetsenbord")
    text = named(page, QPlainTextEdit, "Tekst van de gebruikersvoorwaarden")
    assert text.toPlainText() == body and text.isReadOnly() and text.font().pointSize() >= 14
    named(page, QCheckBox, "Ik heb de regels gelezen en ik ga akkoord.").click()
    press(qtbot, page, "Klaar")
    (row,) = rows_of(library, "acceptances")
    assert (row["edition"], row["checksum"]) == ("3", text_checksum(body))
    with library.database.writing() as connection:
        connection.execute(tables.terms.insert().values(
            id=b"u" * 16, sort="users", title="Spelregels", edition="4", checksum=text_checksum("Anders."),
            published_on="2026-01-02", applies_from="2026-01-02", body="Anders."))
    panel.open_person(amira)
    press(qtbot, panel, "Gebruikersvoorwaarden lezen…")
    page = dialog("Gebruikersvoorwaarden")
    assert named(page, QPlainTextEdit, "Tekst van de gebruikersvoorwaarden").toPlainText() == body
    assert {"Spelregels, versie 3", "zelf aangevinkt op 21-11-2026"} <= seen_text(page)


@pytest.mark.clause("O-6.2")
def test_signed_papers_of_a_group_are_recorded_with_their_date(qtbot: QtBot, library: Desk) -> None:
    panel, _shell = open_panel(qtbot, library)
    papers(panel, "Getekende gebruikersvoorwaarden vastleggen…")
    form = dialog("Getekende gebruikersvoorwaarden")
    assert clashes(form) == {} and nameless(form) == []
    press(qtbot, form, "Vastleggen")
    assert [row["accepted_on"] for row in rows_of(library, "acceptances")] == ["2026-11-21"] * 2
    assert column(table(panel, "Deelnemers"), "Gebruikersvoorwaarden") == ["Aanvaard", "Aanvaard"]


@pytest.mark.clause("O-6.2")
def test_a_coach_is_asked_once_the_first_panel_opens(qtbot: QtBot, library: Desk) -> None:
    group = next(row["id"] for row in rows_of(library, "groups") if row["name"] == "Groep Dinsdag")
    coach = coach_of(library, group)
    shell = DeskShell(coach)
    panel = OverviewPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    page = dialog("Gebruikersvoorwaarden")
    assert clashes(page) == {}
    press(qtbot, page, "Annuleren")
    panel.refresh()
    settled()
    assert no_dialog(), "asked once, and then it stands among what to do"
    press(qtbot, panel, "Lezen…")
    page = dialog("Gebruikersvoorwaarden")
    named(page, QCheckBox, "Ik heb de gebruikersvoorwaarden gelezen en aanvaard ze.").click()
    press(qtbot, page, "Klaar")
    assert len(rows_of(library, "coach_acceptances")) == 1
    settled()
    assert "Lees de gebruikersvoorwaarden" not in seen_text(panel)


# Registrations


def _registered(desk: Desk, given: str = "Amira", family: str = "Bakker") -> None:
    group = next(row["id"] for row in rows_of(desk, "groups") if row["name"] == "Groep Dinsdag")
    with desk.database.writing() as connection:
        connection.execute(tables.registrations.insert().values(
            id=given.encode().ljust(16), group_id=group, participant_id=family.encode().ljust(16), given=given,
            family=family, asked_us=desk.clock(), state="waiting"))


@pytest.mark.clause("O-annex 1")
def test_who_waits_is_let_in_or_declined(qtbot: QtBot, library: Desk) -> None:
    for given, family in (("Amira", "Bakker"), ("Nour", "Haddad")):
        _registered(library, given, family)
    panel, _shell = open_panel(qtbot, library)
    press(qtbot, panel, "Aanmeldingen (2)…")
    form = dialog("Aanmeldingen")
    waiting = table(form, "Wie wacht op antwoord")
    assert column(waiting, "Naam") == ["Bakker, Amira", "Haddad, Nour"]
    assert "is er misschien al: Bakker, Amira" in seen_text(form)
    assert not button(form, "Toelaten").isEnabled() and clashes(form) == {}
    assert waiting.choose(waiting.rows()[1].id)
    press(qtbot, form, "Toelaten")
    assert column(waiting, "Naam") == ["Bakker, Amira"]
    assert waiting.choose(waiting.rows()[0].id)
    press(qtbot, form, "Afwijzen")
    assert "Niemand wacht" in seen_text(form)
    press(qtbot, form, "Sluiten")
    assert "Haddad, Nour" in column(table(panel, "Deelnemers"), "Naam") and "Aanmeldingen…" in buttons(panel)


def test_a_code_is_made_printed_and_ended(qtbot: QtBot, library: Desk, tmp_path: Path) -> None:
    panel, shell = open_panel(qtbot, library)
    shell.target = str(tmp_path / "code.pdf")
    press(qtbot, panel, "Aanmeldingen…")
    form = dialog("Aanmeldingen")
    press(qtbot, form, "Nieuwe code…")
    asked = dialog("Nieuwe code")
    assert clashes(asked) == {} and nameless(asked) == []
    press(qtbot, asked, "Maken")
    codes = table(form, "Codes om mee te doen")
    (code,) = column(codes, "Code")
    assert codes.choose(codes.rows()[0].id)
    press(qtbot, form, "Code printen…")
    assert code in " ".join(text_of(Path(shell.target).read_bytes(), 0))
    press(qtbot, form, "Code beëindigen")
    assert "Nog geen code" in seen_text(form)
    press(qtbot, form, "Sluiten")


def test_in_english_no_letter_reaches_two_things(qtbot: QtBot, library: Desk) -> None:
    use_language("en")
    panel, _shell = open_panel(qtbot, library)
    press(qtbot, panel, "Registrations…")
    form = dialog("Registrations")
    assert clashes(form) == {}
    press(qtbot, form, "New code…")
    assert clashes(dialog("New code")) == {}
    press(qtbot, dialog("New code"), "Cancel")
    press(qtbot, form, "Close")
    papers(panel, "Log-in cards…")
    assert clashes(dialog("Log-in cards")) == {}
    press(qtbot, dialog("Log-in cards"), "Cancel")

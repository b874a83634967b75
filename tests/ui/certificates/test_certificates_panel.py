"""The certificates panel: who is due, printing with names checked first, the register of what was issued."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QLineEdit, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from app.domain.certificates import CertificateSheet
from tests.ui.fake_shell import FakeShell
from tests.ui.keyboard import clashes
from tests.ui.room_values import DUE as WHO_IS_DUE
from tests.ui.room_values import KLIK, NAMES, PROGRAMME, TODAY, key, sheet
from tests.ui.rooms import (
    COACH,
    button,
    buttons,
    column,
    dialog,
    named,
    names_in,
    no_dialog,
    press,
    room_shell,
    shown,
    table,
)
from tests.ui.seen_text import nameless, painted_text, seen_text
from ui.certificates import printing
from ui.certificates.habits import forget_habits
from ui.certificates.panel import CertificatesPanel
from ui.parts.chooser import Chooser

DUE, ISSUED = "Deelnemers voor wie een certificaat klaar is", "Uitgegeven certificaten"
NAMES_TABLE = "Namen zoals ze worden afgedrukt"


@pytest.fixture(autouse=True)
def fresh_session() -> Iterator[None]:
    forget_habits()
    yield
    forget_habits()


@pytest.fixture
def opened_folders(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    folders: list[Path] = []
    monkeypatch.setattr("ui.certificates.dialogs.open_folder", folders.append)
    return folders


def open_panel(qtbot: QtBot, shell: FakeShell | None = None) -> CertificatesPanel:
    shell = shell or room_shell()
    shell.target, shell.folder = "/home/m/certificaten.pdf", "/home/m/klaar"
    shell.outcomes |= {
        "issue_certificates": lambda due, **_: tuple(key(0xA00 + number) for number in range(len(due))),
        "correct_certificate": key(0xB01), "print_single": lambda sheets, _: len(sheets),
        "print_files": lambda sheets, _: len(sheets),
    }
    return shown(qtbot, CertificatesPanel(shell))


def issued_page(qtbot: QtBot, panel: CertificatesPanel, *serials: str) -> None:
    """Show what was issued and choose these."""
    panel.tabs.setCurrentIndex(1)
    rows = table(panel, ISSUED)
    mode = rows.selectionModel().SelectionFlag
    for number, row in enumerate(rows.rows()):
        if row.serial in serials:
            rows.selectionModel().select(rows.model().index(number, 0), mode.Select | mode.Rows)
    QApplication.processEvents()


def printing_dialog(qtbot: QtBot, panel: CertificatesPanel) -> QWidget:
    """For everybody who is due."""
    press(qtbot, panel, "Alles aanvinken")
    press(qtbot, panel, "7 certificaten afdrukken…")
    return dialog("Certificaten afdrukken")


@pytest.mark.clause("O-annex 1")
def test_it_shows_who_is_due_and_since_when(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    due = table(panel, DUE)
    assert column(due, "Naam")[:2] == ["Demir, Yıldız", "Kowalski, Łukasz"]
    assert column(due, "Afgerond")[0] == "9-11-2026"
    assert panel.tabs.tabText(0) == "Af te &drukken (7)"
    assert not button(panel, "Afdrukken…").isEnabled()


def test_one_group_is_chosen(qtbot: QtBot) -> None:
    shell = room_shell(due_certificates=lambda group: () if group == KLIK else WHO_IS_DUE)
    panel = open_panel(qtbot, shell)
    groups = named(panel, Chooser, "Groep")
    assert groups.itemText(0) == "Alle groepen"
    groups.choose(KLIK)
    assert shell.reads[-2:] == [("due_certificates", (KLIK,)), ("issued_count", (KLIK,))]
    assert "Er is geen certificaat af te drukken" in painted_text(panel)


def test_many_are_chosen_by_keyboard_and_search(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    due = table(panel, DUE)
    due.setFocus()
    qtbot.keyClick(due, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "7 aangevinkt" in painted_text(panel)
    press(qtbot, panel, "Niets aanvinken")
    search = named(panel.due, QLineEdit, "Zoek op naam, groep of programma")
    qtbot.keyClicks(search, "kowal")
    press(qtbot, panel, "Alles aanvinken")
    search.clear()
    assert [row.full for row in panel.due.picked()] == ["Łukasz Kowalski"]
    assert button(panel, "1 certificaat afdrukken…").isEnabled()


@pytest.mark.clause("O-annex 1")
def test_printing_issues_reads_the_sheets_and_makes_one_file(qtbot: QtBot, opened_folders: list[Path]) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    form = printing_dialog(qtbot, panel)
    qtbot.keyClicks(named(form, QLineEdit, "Plaats"), "Noord")
    named(form, QDateEdit, "Datum op het certificaat").setDate(QDate(2026, 12, 1))
    press(qtbot, form, "7 certificaten afdrukken")
    (name, given), = shell.acts
    assert name == "issue_certificates"
    assert given["due"][0] == (key(1), PROGRAMME, "Yıldız Demir") and len(given["due"]) == 7
    assert (given["place"], given["issued_on"], given["language"], given["design"]) == (
        "Noord", date(2026, 12, 1), "nl", "classic")
    (ids,), = [given for name, given in shell.reads if name == "certificate_sheets"]
    assert ids == tuple(key(0xA00 + number) for number in range(7))
    assert [work[0] for work in shell.works] == ["print_single"]
    assert any("certificaten.pdf" in text for text in seen_text(dialog("Afgedrukt"))), seen_text(dialog("Afgedrukt"))
    press(qtbot, dialog("Afgedrukt"), "Map openen")
    assert opened_folders == [Path("/home/m")]


def test_one_file_per_participant_goes_into_a_folder(qtbot: QtBot) -> None:
    shell = room_shell()
    form = printing_dialog(qtbot, open_panel(qtbot, shell))
    files = named(form, QComboBox, "Naar")
    files.setCurrentIndex(files.findText("Eén bestand per deelnemer"))
    named(form, QComboBox, "Taal").setCurrentIndex(1)
    press(qtbot, form, "7 certificaten afdrukken")
    assert shell.acts[0][1]["language"] == "en"
    assert [(work[0], work[1][1]) for work in shell.works] == [("print_files", "/home/m/klaar")]


def test_who_goes_back_at_the_choice_of_a_file_has_issued_nothing(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    shell.target = ""
    press(qtbot, printing_dialog(qtbot, panel), "7 certificaten afdrukken")
    assert shell.acts == [] and shell.works == []


def test_place_and_files_are_remembered_for_the_session_and_the_date_is_not(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    form = printing_dialog(qtbot, panel)
    qtbot.keyClicks(named(form, QLineEdit, "Plaats"), "Noord")
    named(form, QDateEdit, "Datum op het certificaat").setDate(QDate(2026, 12, 1))
    press(qtbot, form, "7 certificaten afdrukken")
    dialog("Afgedrukt").reject()
    press(qtbot, panel, "7 certificaten afdrukken…")
    form = dialog("Certificaten afdrukken")
    assert named(form, QLineEdit, "Plaats").text() == "Noord"
    assert named(form, QDateEdit, "Datum op het certificaat").date() == QDate(TODAY.year, TODAY.month, TODAY.day)


def test_a_name_is_corrected_before_printing(qtbot: QtBot) -> None:
    shell = room_shell()
    form = printing_dialog(qtbot, open_panel(qtbot, shell))
    names = named(form, QTableWidget, NAMES_TABLE)
    names.item(2, 0).setText("  Wilma  van het Hoff ")
    assert names.item(2, 3).text() == "Gecorrigeerd voor het afdrukken"
    press(qtbot, form, "7 certificaten afdrukken")
    assert shell.acts[0][1]["due"][2][2] == "Wilma van het Hoff"


def test_a_sign_that_cannot_be_printed_is_told_before_anything_is_issued(qtbot: QtBot) -> None:
    form = printing_dialog(qtbot, open_panel(qtbot))
    names = named(form, QTableWidget, NAMES_TABLE)
    names.item(1, 0).setText("Łukasz 漢")
    assert names.item(1, 3).text() == "Kan niet worden afgedrukt: 漢 (U+6F22)"
    assert "1 naam kan niet worden afgedrukt. Corrigeer die in de lijst." in painted_text(form)
    assert not button(form, "7 certificaten afdrukken").isEnabled()
    names.item(1, 0).setText("")
    assert not button(form, "7 certificaten afdrukken").isEnabled()
    names.item(1, 0).setText("Łukasz Kowalski")
    assert button(form, "7 certificaten afdrukken").isEnabled()


def test_a_date_before_the_last_exercise_is_told(qtbot: QtBot) -> None:
    form = printing_dialog(qtbot, open_panel(qtbot))
    named(form, QDateEdit, "Datum op het certificaat").setDate(QDate(2026, 11, 10))
    assert "De datum op het certificaat ligt voor de dag van de laatste oefening." in painted_text(form)
    assert not button(form, "7 certificaten afdrukken").isEnabled()


def test_it_says_that_paper_cannot_be_undone(qtbot: QtBot) -> None:
    form = printing_dialog(qtbot, open_panel(qtbot))
    assert any("kunt u niet ongedaan maken" in text for text in seen_text(form))


def test_a_print_run_that_was_stopped_says_where_the_certificates_are(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    shell.outcomes["print_single"] = 0
    press(qtbot, printing_dialog(qtbot, panel), "7 certificaten afdrukken")
    assert "Issued" in shell.said[-1].template and no_dialog()


# Straight to the printer


class Paper:
    """In place of the dialog of the system: a printer is chosen, or not; what was sent is kept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, chooses: bool = True) -> None:
        self.asked: list[tuple[str, int, bool]] = []
        self.sent: list[bytes] = []

        def choose(parent: QWidget, name: str, pages: int, chosen: Any, *, some_pages: bool = True) -> None:
            self.asked.append((name, pages, some_pages))
            if chooses:
                chosen("the printer")

        def send(shell: Any, pdf: bytes, printer: Any, then: Any) -> None:
            assert printer == "the printer"
            self.sent.append(pdf)
            then(7)

        monkeypatch.setattr("ui.parts.printing.choose_printer", choose)
        monkeypatch.setattr("ui.parts.printing.send", send)


def to_printer(qtbot: QtBot, panel: CertificatesPanel) -> None:
    form = printing_dialog(qtbot, panel)
    where = named(form, QComboBox, "Naar")
    where.setCurrentIndex(where.findText("Meteen naar de printer"))
    press(qtbot, form, "7 certificaten afdrukken")


def printer_shell() -> FakeShell:
    shell = room_shell(
        example_run=b"examples", page_sizes=lambda pdf: ((842, 595),) * 7, page_drawn=lambda *_: None)
    shell.outcomes["print_in_memory"] = b"as issued"
    return shell


@pytest.mark.clause("O-annex 1")
def test_examples_are_looked_at_and_issued_once_a_printer_was_chosen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, shell = Paper(monkeypatch), printer_shell()
    panel = open_panel(qtbot, shell)
    to_printer(qtbot, panel)
    ((names, _),) = [given for name, given in shell.reads if name == "example_run"]
    assert [name for name, _ in names][:2] == ["Yıldız Demir", "Łukasz Kowalski"], "in the order of the list"
    preview = dialog("Afdrukken: Certificaten")
    assert shell.acts == [] and any("Dit is een voorbeeld" in text for text in painted_text(preview))
    press(qtbot, preview, "Afdrukken…")
    assert [name for name, _ in shell.acts] == ["issue_certificates"]
    assert paper.asked == [("Certificaten", 7, False)] and paper.sent == [b"as issued"]
    assert no_dialog() and shell.said[-1].arguments["n"] == 7


def test_who_leaves_the_preview_or_the_printers_has_issued_nothing(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, shell = Paper(monkeypatch, chooses=False), printer_shell()
    panel = open_panel(qtbot, shell)
    to_printer(qtbot, panel)
    press(qtbot, dialog("Afdrukken: Certificaten"), "Afdrukken…")
    press(qtbot, dialog("Afdrukken: Certificaten"), "Annuleren")
    assert shell.acts == [] and shell.works == [] and paper.sent == [] and no_dialog()


def test_what_was_issued_is_looked_at_itself_and_some_pages_may_be_printed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, shell = Paper(monkeypatch), printer_shell()
    panel = open_panel(qtbot, shell)
    issued_page(qtbot, panel, "BN-26-7KQ4-0M", "BN-26-9TTA-2X")
    press(qtbot, panel, "Opnieuw afdrukken…")
    again = dialog("Opnieuw afdrukken")
    where = named(again, QComboBox, "Naar")
    where.setCurrentIndex(where.findText("Meteen naar de printer"))
    press(qtbot, again, "2 certificaten afdrukken")
    assert ("page_sizes", (b"as issued",)) in shell.reads
    press(qtbot, dialog("Afdrukken: Certificaten"), "Afdrukken…")
    assert paper.asked == [("Certificaten", 7, True)] and paper.sent == [b"as issued"] and shell.acts == []


# What was issued


def test_the_register_shows_serial_state_and_what_changed(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    issued_page(qtbot, panel, "BN-26-9TTA-2X")
    rows = table(panel, ISSUED)
    assert column(rows, "Nummer")[0] == "BN-26-7KQ4-0M"
    assert column(rows, "Stand") == ["Geldig", "Naam gewijzigd", "Vervangen", "Ingetrokken"]
    assert any("In de administratie staat nu Şahin, Soraya." in text for text in painted_text(panel))


def test_reprinting_prints_the_sheet_as_it_was_issued(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    issued_page(qtbot, panel, "BN-26-7KQ4-0M", "BN-26-9TTA-2X")
    press(qtbot, panel, "Opnieuw afdrukken…")
    again = dialog("Opnieuw afdrukken")
    assert any("Alles blijft zoals het is uitgegeven" in text for text in painted_text(again))
    press(qtbot, again, "2 certificaten afdrukken")
    assert shell.acts == []
    assert ("certificate_sheets", ((key(0x901), key(0x902)),)) in shell.reads
    assert shell.works[0][0] == "print_single"


def test_a_corrected_name_gives_a_new_serial_and_offers_to_print_it(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    issued_page(qtbot, panel, "BN-26-9TTA-2X")
    press(qtbot, panel, "Naam corrigeren…")
    form = dialog("Naam corrigeren")
    assert any("BN-26-9TTA-2X wordt ingetrokken" in text for text in seen_text(form))
    assert not button(form, "Opnieuw uitgeven").isEnabled()
    named(form, QLineEdit, "Naam op het certificaat").setText("Soraya Şahin")
    press(qtbot, form, "Opnieuw uitgeven")
    assert shell.acts == [("correct_certificate", {"certificate_id": key(0x902), "name": "Soraya Şahin"})]
    assert shell.undoable == [False]
    press(qtbot, dialog("Opnieuw afdrukken"), "1 certificaat afdrukken")
    assert ("certificate_sheets", ((key(0xB01),),)) in shell.reads


def test_revoking_asks_a_reason_and_says_that_it_cannot_be_undone(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    issued_page(qtbot, panel, "BN-26-7KQ4-0M")
    press(qtbot, panel, "Intrekken…")
    form = dialog("Certificaat intrekken")
    assert "Dit kunt u niet ongedaan maken." in painted_text(form)
    assert not button(form, "Intrekken").isEnabled()
    qtbot.keyClicks(named(form, QLineEdit, "Reden"), "Verkeerde persoon")
    press(qtbot, form, "Intrekken")
    assert shell.acts == [("revoke_certificate", {"certificate_id": key(0x901), "reason": "Verkeerde persoon"})]


def test_what_is_not_valid_any_more_can_only_be_looked_at(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    issued_page(qtbot, panel, "BN-26-5VNW-4R")
    assert "Ingetrokken: Verkeerd programma" in painted_text(panel)
    for words in ("Opnieuw afdrukken…", "Naam corrigeren…", "Intrekken…"):
        assert not button(panel, words).isEnabled()


def test_a_serial_is_found_by_its_beginning(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    issued_page(qtbot, panel)
    qtbot.keyClicks(named(panel.issued, QLineEdit, "Zoek op naam, programma of nummer"), "bn-26-7k")
    assert column(table(panel, ISSUED), "Nummer") == ["BN-26-7KQ4-0M"]


# Coming from elsewhere, presenting, permissions


def test_a_target_chooses_a_group_or_goes_to_a_participant_and_ticks_nothing(qtbot: QtBot) -> None:
    panel = CertificatesPanel(room_shell())
    panel.show_target(key(1))
    shown(qtbot, panel)
    assert not panel.due.picked() and not button(panel, "Afdrukken…").isEnabled()
    assert panel.due.table.rows()[panel.due.table.currentIndex().row()].full == NAMES[0].full
    panel.show_target(KLIK)
    assert panel.groups.chosen() == KLIK


def test_a_panel_built_anew_returns_to_tab_and_group(qtbot: QtBot) -> None:
    before = open_panel(qtbot)
    before.tabs.setCurrentIndex(1)
    before.groups.choose(KLIK)
    after = CertificatesPanel(room_shell())
    after.return_to(before.place())
    shown(qtbot, after)
    assert (after.tabs.currentIndex(), after.groups.chosen()) == (1, KLIK)


def test_presenting_hides_names_and_nothing_can_be_printed_unseen(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell(presenting=True))
    assert not names_in(seen_text(panel))
    form = printing_dialog(qtbot, panel)
    assert not names_in(seen_text(form))
    assert not button(form, "7 certificaten afdrukken").isEnabled()
    form.reject()
    issued_page(qtbot, panel, "BN-26-9TTA-2X")
    assert not names_in(seen_text(panel))
    press(qtbot, panel, "Naam corrigeren…")
    assert not names_in(seen_text(dialog("Naam corrigeren")))


def test_who_may_not_print_sees_the_lists_only(qtbot: QtBot) -> None:
    nobody = COACH.__class__(COACH.account_id, COACH.role, COACH.name, frozenset())
    panel = open_panel(qtbot, room_shell(nobody))
    assert not any("fdrukken" in text for text in buttons(panel))


def test_a_coach_prints_for_the_own_groups(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell(COACH))
    press(qtbot, panel, "Alles aanvinken")
    assert button(panel, "7 certificaten afdrukken…").isEnabled()


def test_everything_can_be_reached_and_has_a_name(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    for tab in range(panel.tabs.count()):
        panel.tabs.setCurrentIndex(tab)
        QApplication.processEvents()
        assert nameless(panel) == [] and clashes(panel, ("&Bestand", "B&ewerken", "Bee&ld", "&Help")) == {}
    panel.tabs.setCurrentIndex(0)
    form = printing_dialog(qtbot, panel)
    assert nameless(form) == []
    assert form.focusWidget() is named(form, QComboBox, "Taal")


# The parts that run off the GUI thread


def test_the_fonts_say_which_signs_they_lack() -> None:
    assert printing.lacking_signs(None, None, ("Łukasz Trần", "漢 Li")) == {"漢 Li": "漢"}


def test_the_designs_that_are_offered_are_those_there_are() -> None:
    codes = [code for code, _, _ in printing.offered_designs(None, None)]
    assert "classic" in codes


def nothing(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def test_sheets_become_files(tmp_path: Path) -> None:
    sheets: tuple[CertificateSheet, ...] = (sheet("Łukasz Kowalski"),)
    assert printing.print_single(sheets, str(tmp_path / "a.pdf"), progress=nothing, cancelled=lambda: False) == 1
    assert printing.print_files(sheets, str(tmp_path / "map"), progress=nothing, cancelled=lambda: False) == 1
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert [file.name for file in (tmp_path / "map").iterdir()] == ["BN-26-7KQ4-0M.pdf"]


def test_a_stopped_run_leaves_nothing_and_counts_nothing(tmp_path: Path) -> None:
    sheets = (sheet("Łukasz Kowalski"),)
    assert printing.print_files(sheets, str(tmp_path / "map"), progress=nothing, cancelled=lambda: True) == 0
    assert printing.print_single(sheets, str(tmp_path / "a.pdf"), progress=nothing, cancelled=lambda: True) == 0
    assert not (tmp_path / "a.pdf").exists()


def test_a_group_that_is_asked_for_is_found_by_an_equal_id(qtbot: QtBot) -> None:
    """Qt compares bytes by object; an id that came by another way must still be found."""
    panel = open_panel(qtbot)
    panel.show_target(bytes(bytearray(KLIK)))
    assert panel.groups.chosen() == KLIK


def test_what_is_ticked_is_printed_under_due_only(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    panel.due.tick_all()
    assert "7 certificaten afdrukken…" in buttons(panel)
    panel.tabs.setCurrentIndex(1)
    assert not any(text.endswith("afdrukken…") and text[0].isdigit() for text in buttons(panel))
    panel.tabs.setCurrentIndex(0)
    assert "7 certificaten afdrukken…" in buttons(panel)


def test_while_presenting_nobody_can_be_searched_for(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell(presenting=True))
    for tab in (0, 1):
        panel.tabs.setCurrentIndex(tab)
        assert not [one for one in panel.findChildren(QLineEdit) if one.isVisible() or one.isEnabled()]

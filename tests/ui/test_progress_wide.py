"""The wide pages of the progress panel: what stands there, goes along, and what is not there while presenting."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.groups import close_group, place_group
from app.actions.locations import add_location
from app.store.database import DATABASE_FILE
from app.store.home import Home
from app.store.protection import PASSPHRASE_FILE
from tests.coaching import coach_of
from tests.desks import PASSPHRASE, bring_in, person, roster
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, statement
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.rooms import named, press, shown, table
from tests.views.test_wide_progress import groups_of, since
from ui.progress.panel import ProgressPanel


@pytest.fixture
def library(desk: Desk) -> Desk:
    """Amira and Bram in A at the Lindelaan, Chi in B at no location; all made something, Amira last month too."""
    add_programme(desk, "koken", 3)
    bring_in(desk, roster(*(person(str(at), name, "Proef", groups=(group,)) for at, (name, group) in enumerate(
        (("Amira", "a"), ("Bram", "a"), ("Chi", "b")), 1)), groups=("a", "b")))
    place = desk.do(add_location, name="Lindelaan").outcome
    desk.do(place_group, group_id=groups_of(desk)["Groep a"], location_id=place)
    since(desk, "2026-09-01")
    bring_results(desk, [
        statement(key, exercise_iri("koken", number), at_us(day), seconds=90_000)
        for key, number, day in (("1", 1, -20), ("1", 2, 1), ("2", 1, 2), ("3", 1, 3))])
    return desk


def panel_of(qtbot: QtBot, desk: Desk, veil: FakeVeil | None = None) -> tuple[ProgressPanel, DeskShell]:
    shell = DeskShell(desk)
    if veil is not None:
        shell.veil = veil
    panel = ProgressPanel(shell)
    shell.panel = panel
    return shown(qtbot, panel), shell


def tabs(panel: ProgressPanel) -> list[str]:
    return [panel.tabs.tabText(at) for at in range(panel.tabs.count())]


def front(panel: ProgressPanel, title: str) -> None:
    panel.tabs.setCurrentIndex(tabs(panel).index(title))


def choose(panel: ProgressPanel, name: str, text: str) -> None:
    """In the drop-down of the page in front, as a user does."""
    found = [one for one in panel.findChildren(QComboBox) if one.accessibleName() == name and one.isVisibleTo(panel)]
    assert len(found) == 1
    at = found[0].findText(text)
    assert at >= 0, [found[0].itemText(number) for number in range(found[0].count())]
    found[0].setCurrentIndex(at)
    found[0].activated.emit(at)


def said(panel: ProgressPanel) -> str:
    return "\n".join(one.text() for one in panel.findChildren(QLabel) if one.isVisibleTo(panel))


def test_the_whole_stands_per_location_and_per_group(qtbot: QtBot, library: Desk, tmp_path: Path) -> None:
    panel, shell = panel_of(qtbot, library)
    front(panel, "Bibliotheek als geheel")
    rows = panel.export_rows()
    assert rows[0] == ["Locatie", "Groep", "Deelnemers", "Actief", "Niet gezien", "Lopen vast", "Oefeningen af",
                       "Pogingen", "Minuten", "Programma's af", "Certificaten"]
    assert [row[:7] for row in rows[1:]] == [
        ["Alles samen", "", "3", "3", "0", "0", "4"], ["Lindelaan", "", "2", "2", "0", "0", "3"],
        ["Zonder locatie", "", "1", "1", "0", "0", "1"],
        ["Lindelaan", "Groep a", "2", "2", "0", "0", "3"], ["Zonder locatie", "Groep b", "1", "1", "0", "0", "1"]]
    assert [line[7] for line in table(panel, "Subtotalen").shown_text()] == ["Minuten", "6.000", "4.500", "1.500"]
    shell.target = str(tmp_path / "cijfers.csv")
    press(qtbot, panel, "CSV exporteren…")
    written = Path(shell.target).read_text("utf-8-sig").splitlines()
    assert list(csv.reader(written, delimiter=";")) == rows, "the same rows, numbers without a dot among them"
    press(qtbot, panel, "Tabel kopiëren")
    assert QGuiApplication.clipboard().text().split("\n")[1].split("\t") == rows[1]

    table(panel, "Subtotalen").selectRow(2)
    assert [row[1] for row in panel.export_rows() if row[1]] == ["Groep", "Groep b"], "of that location alone"
    groups = table(panel, "Voortgang per groep")
    qtbot.keyClick(groups, Qt.Key.Key_Down)
    qtbot.keyClick(groups, Qt.Key.Key_Return)
    assert shell.went == [("progress", groups_of(library)["Groep b"])]
    library.do(close_group, group_id=groups_of(library)["Groep b"])
    panel.refresh()
    qtbot.keyClick(groups, Qt.Key.Key_Return)
    assert len(shell.went) == 1 and "Groep b" in str(shell.said[-1])
    front(panel, "Periodes vergelijken")
    compared = table(panel, "Twee periodes vergeleken")
    compared.selectRow(1)
    qtbot.keyClick(compared, Qt.Key.Key_Return)
    assert len(shell.went) == 1 and [str(one) for one in shell.said[-2:]] == [str(shell.said[-1])] * 2


def test_a_period_is_ready_made_or_of_ones_own_days(qtbot: QtBot, library: Desk) -> None:
    panel, _ = panel_of(qtbot, library)
    front(panel, "Bibliotheek als geheel")
    choose(panel, "Periode", "Vorige maand")
    assert panel.export_rows()[1][:7] == ["Alles samen", "", "3", "1", "2", "0", "1"]
    assert "1-10-2026 – 31-10-2026" in said(panel)
    choose(panel, "Periode", "Zelf dagen kiezen")
    first, last = (named(panel.whole, type(panel.whole.period.days[0].first), name)
                   for name in ("Eerste dag", "Laatste dag"))
    assert first.date() == QDate(2026, 10, 1), "it begins as what was chosen before"
    last.setDate(QDate(2026, 11, 4))
    assert panel.export_rows()[1][3] == "2"
    first.setDate(QDate(2026, 12, 1))
    assert "De laatste dag ligt voor de eerste dag." in said(panel)
    assert panel.export_rows()[1][3] == "2", "what was read stays"


def test_months_stand_beside_those_of_the_year_before(qtbot: QtBot, library: Desk) -> None:
    panel, _ = panel_of(qtbot, library)
    front(panel, "Jaar")
    rows = panel.export_rows()
    assert rows[:2] == [["Jaar", "Oefeningen af"], ["Maand", "2026"]]
    assert rows[11:] == [["okt", "1"], ["nov", "3"], ["dec", ""], ["Samen", "4"]]
    assert panel.year.chart.lines() == ["okt: 1 2026", "nov: 3 2026"]
    choose(panel, "Van wie", "Groep b")
    assert panel.export_rows()[12] == ["nov", "1"]
    choose(panel, "Wat wordt geteld", "Actief")
    assert panel.export_rows()[-1] == ["dec", ""], "who was active in two months is not counted twice below"
    assert table(panel, "Actief per maand").shown_text()[12] == ["dec", "–"]


def test_before_anybody_did_anything_it_says_so(qtbot: QtBot, desk: Desk) -> None:
    panel, _ = panel_of(qtbot, desk)
    front(panel, "Jaar")
    assert "Er is nog niets gedaan" in said(panel)
    front(panel, "Bibliotheek als geheel")
    assert "Geen groepen in deze periode" in said(panel)
    front(panel, "Periodes vergelijken")
    assert "Niets te vergelijken" in said(panel)


@pytest.mark.clause("O-annex 1")
def test_two_periods_are_compared_without_a_judgement(qtbot: QtBot, library: Desk, tmp_path: Path) -> None:
    panel, shell = panel_of(qtbot, library)
    front(panel, "Periodes vergelijken")
    choose(panel, "Periode", "De laatste twee hele maanden")
    choose(panel, "Wat wordt geteld", "Minuten")
    assert panel.export_rows() == [
        ["Minuten", "1-10-2026 – 31-10-2026", "1-9-2026 – 30-9-2026", "Verschil"],
        ["Groep a", "1500", "0", "1500"], ["Groep b", "0", "0", "0"], ["Alles samen", "1500", "0", "1500"]]
    choose(panel, "Periode", "Deze en vorige maand, tot dezelfde dag")
    choose(panel, "Van wie", "Groep a")
    assert table(panel, "Twee periodes vergeleken").shown_text()[1:] == [
        ["Proef, Amira", "1.500", "1.500", "0"], ["Proef, Bram", "1.500", "0", "+1.500"]]
    assert "Minuten: 3.000 (1-11-2026 – 21-11-2026) en 1.500 (1-10-2026 – 21-10-2026), verschil +1.500" in said(panel)
    assert panel.compare.bars.lines()[2:] == [
        "Proef, Bram: 1.500 (1-11-2026 – 21-11-2026)", "Proef, Bram: 0 (1-10-2026 – 21-10-2026)"]
    choose(panel, "Periode", "Zelf dagen kiezen")
    later = panel.compare.period.days[0]
    later.first.setDate(QDate(2026, 9, 1))
    later.last.setDate(QDate(2026, 9, 30))
    shell.target = str(tmp_path / "vergelijking.csv")
    press(qtbot, panel, "CSV exporteren…")
    assert "Proef, Amira;0;1500;-1500\n" in Path(shell.target).read_text("utf-8-sig"), "a number, and no formula"
    assert table(panel, "Twee periodes vergeleken").shown_text()[1][3] == "−1.500"


def test_a_coach_has_own_groups_and_nobody_has_wide_pages_while_presenting(qtbot: QtBot, library: Desk) -> None:
    coach = coach_of(library, groups_of(library)["Groep b"])
    panel, _ = panel_of(qtbot, coach)
    assert tabs(panel) == ["Groep", "Moeilijke oefeningen", "Alle eigen groepen", "Jaar", "Periodes vergelijken"]
    front(panel, "Alle eigen groepen")
    assert [row[1] for row in panel.export_rows() if row[1]] == ["Groep", "Groep b"] and panel.manual_page() == "whole"
    veiled, _ = panel_of(qtbot, library, FakeVeil(on=True))
    veiled.return_to(panel.place())
    assert tabs(veiled) == ["Groep"] and veiled.tabs.currentIndex() == 0
    after, _ = panel_of(qtbot, coach)
    after.return_to(veiled.place())
    assert after.tabs.currentWidget() is after.whole


def test_a_board_reads_all_organisations_of_this_home(
    qtbot: QtBot, library: Desk, data_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel, _ = panel_of(qtbot, library)
    assert "Bestuur" not in tabs(panel), "there is one organisation"
    file = tmp_path / "passphrase.txt"
    file.write_text(PASSPHRASE, "utf-8")
    monkeypatch.setenv(PASSPHRASE_FILE, str(file))
    library.database.forget_deleted()
    for code in ("kapot", "zuid"):
        shutil.copytree(library.folder, data_home.folder(code))
    (data_home.folder("kapot") / DATABASE_FILE).write_bytes(b"")
    panel, shell = panel_of(qtbot, library)
    front(panel, "Bestuur")
    rows = panel.export_rows()
    assert [row[:5] for row in rows[1:]] == [
        ["De Proef", "Lindenveen", "", "", ""], ["De Proef", "Lindenveen", "", "", ""],
        ["Samen, voor zover getoond", "", "", "0", "0"]], "three people are too few"
    assert "kapot telt niet mee" in said(panel) and "Proef, Amira" not in said(panel)
    panel.refresh()
    press(qtbot, panel, "Opnieuw lezen")
    assert [name for name, _ in shell.works] == ["read_everywhere"] * 2, "a change here reads nothing elsewhere"
    late: list[Any] = []
    monkeypatch.setattr(shell, "work", lambda function, *given, then, **_: late.append(lambda: then(function(*given))))
    days = panel.board.headline.findChildren(QLabel)
    for period in (1, 0):
        panel.board.period.choice.setCurrentIndex(period)
        panel.board.period.choice.activated.emit(period)
    before = [one.text() for one in days]
    late[0]()
    assert [one.text() for one in days] != before, "the days that were read, not those that are chosen by now"
    late[1]()
    assert [one.text() for one in days] == before

"""The figures as an administrator sees them: files equal to the screen, hidden numbers, filling in what is missing."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.privacy import switch_field
from app.store.figures import publications
from app.views.events import event_text
from app.views.groups import all_participants, group_list
from tests.coaching import coach_of
from tests.documents.sheets import standards_broken, text_of
from tests.dumps import rows_of
from tests.figures import CBS_FIELDS, described, keeping, later, seated
from tests.ui.desk_shell import DeskShell
from tests.ui.rooms import button, column, dialog, named, no_dialog, press, room_shell, shown, table
from ui.figures.page import FiguresPage
from ui.groups.panel import GroupsPanel
from ui.progress.panel import ProgressPanel


@pytest.fixture
def library(desk: Desk) -> Desk:
    keeping(desk)
    described(desk, {"Dinsdag": 12, "Vrijdag": 11}, silent=4)
    return desk


def opened(qtbot: QtBot, desk: Desk, tab: int = 0) -> tuple[FiguresPage, DeskShell]:
    shell = DeskShell(desk)
    panel = ProgressPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    assert panel.figures is not None
    panel.tabs.setCurrentWidget(panel.figures)
    panel.figures.tabs.setCurrentIndex(tab)
    return panel.figures, shell


def unformatted(rows: list[list[str]]) -> list[list[str]]:
    """Numbers without the separators of the screen, as a file has them."""
    return [[cell.replace(".", "") if cell.replace(".", "").isdigit() else cell for cell in row] for row in rows]


def test_files_and_paper_are_what_the_screen_shows(qtbot: QtBot, library: Desk, tmp_path: Path) -> None:
    seated(library, 8)
    for tab in (0, 1, 2):
        page, shell = opened(qtbot, library, tab)
        front: Any = page.tabs.currentWidget()
        on_screen = unformatted(page.export_rows())
        for form in ("csv", "xlsx", "pdf") if front.for_paper else ("csv", "xlsx"):
            shell.target = str(tmp_path / f"cijfers{tab}.{form}")
            front.save(form)
            if tab == 2:
                press(qtbot, dialog("Tabel voor het CBS over 2026"), "Verder")
        with (tmp_path / f"cijfers{tab}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert list(csv.reader(file, delimiter=";")) == on_screen
        sheet = load_workbook(tmp_path / f"cijfers{tab}.xlsx").active
        assert sheet is not None
        cells = list(sheet.iter_rows(values_only=True))
        assert [["" if one is None else str(one) for one in row] for row in cells] == on_screen
        assert any(isinstance(one, int) for row in cells for one in row)
        paper = tmp_path / f"cijfers{tab}.pdf"
        if not front.for_paper:
            continue
        words = "".join(text_of(paper)).replace(" ", "")
        assert all(cell.replace(" ", "") in words for row in on_screen[1:4] for cell in (row[0], row[-1]))
        assert standards_broken(paper) == []
    said = {str(event_text(row["action"], row["payload"])) for row in rows_of(library, "audit_events")}
    for words in ("Table without names", "Use of the licences", "Table for CBS"):
        assert any(one.startswith(f"{words} taken out") for one in said), words


def test_what_left_is_written_down_and_a_second_table_that_nearly_equals_it_is_held_up(
    qtbot: QtBot, library: Desk, tmp_path: Path,
) -> None:
    page, shell = opened(qtbot, library)
    shell.target = str(tmp_path / "een.csv")
    page.places.save("csv")
    (left,) = library.read(lambda connection, _sight: publications(connection))
    assert left.table == "places by location" and left.rows["all"] == (23, 23)
    assert any(row["action"] == "figures.publish" for row in rows_of(library, "audit_events"))
    later(library, 3)
    page.read()
    shell.target = str(tmp_path / "twee.csv")
    page.places.save("csv")
    assert not Path(shell.target).exists()
    press(qtbot, dialog("Deelname per locatie"), "Verder")
    assert Path(shell.target).exists()


@pytest.mark.parametrize("tab", [0, 1])
def test_numbers_never_stand_or_leave_under_days_that_are_not_theirs(
    qtbot: QtBot, library: Desk, monkeypatch: pytest.MonkeyPatch, tab: int
) -> None:
    seated(library, 8)
    page, shell = opened(qtbot, library, tab)
    front: Any = page.tabs.currentWidget()
    shown_first, late = front.export_rows(), []
    front.period.choose_days(date(2024, 1, 1), date(2024, 1, 31))
    then_shown, days = front.export_rows(), front.days
    assert then_shown != shown_first
    monkeypatch.setattr(
        shell, "read", lambda view, *given, then: late.append(lambda: then(library.read(view, *given))))
    front.period.setCurrentIndex(0)
    assert front.days == days, "what stands there, and goes into a file, until the answer is there"
    front.period.setCurrentIndex(front.period.count() - 2)
    late[1]()
    late[0]()  # a reader that took longer
    assert front.export_rows() == then_shown and front.days == days


def test_a_hidden_number_is_a_word_that_is_read_aloud_and_explained(qtbot: QtBot, library: Desk) -> None:
    page, shell = opened(qtbot, library)
    shown_words = [cell for row in page.export_rows() for cell in row]
    assert "verborgen" in shown_words and "minder dan 10 mensen" in page.places.notes.text()
    press(qtbot, page, "Kleine aantallen…")
    form = dialog("Kleine aantallen")
    form.number.setValue(5)
    press(qtbot, form, "Opslaan")
    assert "minder dan 5 mensen" in page.places.notes.text()
    assert shell.said[-1].arguments["n"] == 5


def test_other_days_are_chosen_and_stay_chosen(qtbot: QtBot, library: Desk) -> None:
    page, _ = opened(qtbot, library)
    period = page.places.period
    assert [period.itemText(at) for at in range(2)] == ["2026", "Schooljaar 2026-2027"]
    at = period.count() - 1
    period.setCurrentIndex(at)
    period.activated.emit(at)
    form = dialog("Andere dagen")
    form.begins.lineEdit().setText("1-1-2024")
    form.begins.editingFinished.emit()
    form.ends.lineEdit().setText("31-12-2024")
    form.ends.editingFinished.emit()
    press(qtbot, form, "Kiezen")
    assert page.places.days.startswith("1-1-2024") and page.export_rows()[1:] == []
    page.read()
    assert page.places.days.startswith("1-1-2024")


@pytest.mark.clause("O-annex I")
def test_what_is_missing_is_filled_in_from_the_table_of_cbs(qtbot: QtBot, library: Desk) -> None:
    page, shell = opened(qtbot, library, 2)
    missing = table(page, "Wat ontbreekt")
    assert set(column(missing, "Groep")) == {"Groep Vrijdag"} and column(missing, "Deelnemers")[0] == "4"
    press(qtbot, page, "Invullen…")
    form = dialog("Groep Vrijdag")
    year = named(form, QLineEdit, "Geboortejaar, Vrijdag10 Naam10")
    year.setText("2031")
    assert not form.verb.isEnabled() and "ligt niet in de toekomst" in form.problem.text()
    year.setText("1981")
    named(form, QComboBox, "Moedertaal, Vrijdag10 Naam10").setCurrentIndex(2)
    press(qtbot, form, "Opslaan")
    assert no_dialog() and shell.said[-1].arguments["n"] == 1
    assert set(column(missing, "Deelnemers")) == {"3", "4"}
    assert [row["mother_tongue"] for row in rows_of(library, "participants") if row["birth_year"] == "1981"] == ["nt2"]


def test_a_group_that_is_no_course_yet_is_named_and_made_one(qtbot: QtBot, desk: Desk) -> None:
    keeping(desk)
    described(desk, {"Dinsdag": 2})
    group = desk.read(group_list)[0]
    from app.actions.describing import describe_groups

    desk.do(describe_groups, group_ids=[group.id], fields={"course_kind": "", "course_type": ""})
    page, _ = opened(qtbot, desk, 2)
    assert "Weggelaten: 2 deelnemers" in page.cbs.notes.text()  # type: ignore[union-attr]
    press(qtbot, page, "Invullen…")
    form = dialog("Cursus van Groep Dinsdag")
    named(form, QComboBox, "Soort cursus").setCurrentIndex(1)
    press(qtbot, form, "Opslaan")
    assert [row[4] for row in page.export_rows()[1:]] == ["Formeel", "Formeel"]


def test_off_it_is_said_and_nothing_is_told(qtbot: QtBot, library: Desk) -> None:
    for field in ("course_kind", "course_type"):
        library.do(switch_field, subject="participant", field=field, is_on=False)
    page, _ = opened(qtbot, library, 2)
    assert "Aanzetten kan onder Privacy" in page.cbs.notes.text()  # type: ignore[union-attr]
    assert page.export_rows()[1:] == [] and not button(page, "Opslaan als…").isEnabled()


def test_a_coach_and_a_presentation_have_none_of_it(qtbot: QtBot, library: Desk) -> None:
    for shell in (DeskShell(coach_of(library, library.read(group_list)[0].id)), room_shell(presenting=True)):
        panel = ProgressPanel(shell)
        qtbot.addWidget(panel)
        assert panel.figures is None and "Cijfers" not in [
            panel.tabs.tabText(at) for at in range(panel.tabs.count())]


def test_a_school_has_no_table_of_courses_for_adults(qtbot: QtBot, school_desk: Desk) -> None:
    page, _ = opened(qtbot, school_desk)
    assert page.cbs is None and page.tabs.count() == 2


def test_year_and_tongue_are_typed_on_a_persons_page_as_they_are_said(qtbot: QtBot, library: Desk) -> None:
    shell = DeskShell(library)
    panel = GroupsPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    panel.show_target(next(row.id for row in library.read(all_participants) if row.full == "Vrijdag10 Naam10"))
    year, tongue = named(panel, QLineEdit, "Geboortejaar"), named(panel, QLineEdit, "Moedertaal")
    year.setText("19x1")
    assert "vier cijfers" in panel.person.problem.text() and not panel.person.save_button.isEnabled()
    year.setText("1991")
    tongue.setText("turks")
    assert "NT1 (Nederlands) of NT2" in panel.person.problem.text()
    tongue.setText("nt2")
    press(qtbot, panel, "Wijzigingen opslaan")
    assert ("1991", "nt2") in {(row["birth_year"], row["mother_tongue"]) for row in rows_of(library, "participants")}
    assert named(panel, QLineEdit, "Moedertaal").text() == "NT2"


def test_the_menu_of_a_group_offers_what_is_kept(qtbot: QtBot, library: Desk) -> None:
    panel = GroupsPanel(DeskShell(library))
    shown(qtbot, panel)
    offered = {entry.text().replace("&", "") for entry in panel.group.more_button.menu().actions()}
    assert {"Cursus…", "Voor de cijfers…"} <= offered
    for field in CBS_FIELDS:
        library.do(switch_field, subject="participant", field=field, is_on=False)
    panel = GroupsPanel(DeskShell(library))
    shown(qtbot, panel)
    offered = {entry.text().replace("&", "") for entry in panel.group.more_button.menu().actions()}
    assert not {"Cursus…", "Voor de cijfers…"} & offered

"""Report… on the progress panel: what can be chosen for whom, the preview, the file, and who is not offered it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.groups import create_group
from app.actions.participants import add_participant
from app.domain.errors import Refusal
from app.domain.reports import About, Receiver, Section
from app.store.tables import coaches
from tests.coaching import coach_of
from tests.documents.sheets import reader, standards_broken
from tests.dumps import rows_of
from tests.following import notes_on
from tests.lessons import add_programme
from tests.reporting import told
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.rooms import button, buttons, dialog, named, no_dialog, press, shown
from tests.ui.seen_text import nameless, seen_text
from ui.progress.group_page import GroupPage
from ui.progress.report_dialog import ReportDialog, Whom
from ui.progress.report_flow import ReportFlow
from ui.progress.reporting import print_files, print_single

TITLE = "Rapportage van de voortgang"


@pytest.fixture
def group(desk: Desk) -> bytes:
    group = bytes(desk.do(create_group, name="Dinsdag").outcome)
    for given, family in (("Amira", "Bakker"), ("Zoë", "Aalders"), ("Bram", "Cox")):
        desk.do(add_participant, fields={"given_name": given, "family_name": family}, group_id=group)
    add_programme(desk, "koken")
    return group


def opened(qtbot: QtBot, desk: Desk, tmp_path: Path) -> tuple[GroupPage, DeskShell]:
    shell = DeskShell(desk)
    shell.target, shell.folder = str(tmp_path / "lijst.pdf"), str(tmp_path / "map")

    def worked(function: Callable[..., int]) -> Callable[..., int]:
        return lambda *given: function(*given, progress=lambda done, total: None, cancelled=lambda: False)

    shell.outcomes = {"print_single": worked(print_single), "print_files": worked(print_files)}
    page = GroupPage(shell)
    shown(qtbot, page)
    page.read()
    return page, shell


def choose(form: Any, field: str, words: str) -> None:
    box = named(form, QComboBox, field)
    assert box.findText(words) >= 0, [box.itemText(at) for at in range(box.count())]
    box.setCurrentText(words)


def parts(form: Any) -> set[str]:
    return {box.text() for box in form.findChildren(QCheckBox) if box.isVisibleTo(form)}


@pytest.mark.clause("O-annex 1")
def test_a_group_as_it_stands_on_the_screen_becomes_a_file(
    qtbot: QtBot, desk: Desk, group: bytes, tmp_path: Path
) -> None:
    page, _ = opened(qtbot, desk, tmp_path)
    page.matrix.order_wanted.emit(0)  # by name, upside down
    press(qtbot, page, "Rapportage…")
    form = dialog(TITLE)
    assert not nameless(form) and not form.preview.pixmap().isNull()
    assert "Notities" not in parts(form), "notes are not kept here"
    named(form, QCheckBox, "Oefeningen per week").setChecked(False)
    press(qtbot, form, "1 rapportage afdrukken…")
    said = dialog("Rapportages afgedrukt")
    assert any("lijst.pdf" in text for text in seen_text(said))
    said.close()
    data = (tmp_path / "lijst.pdf").read_bytes()
    names = [row[0] for row in page.export_rows()[1:]]
    text = told(data)
    assert [text.index(name.split(",")[0].split()[-1]) for name in names] == sorted(
        text.index(name.split(",")[0].split()[-1]) for name in names)
    assert text.index("Cox") < text.index("Bakker") < text.index("Aalders") and "per week" not in text
    assert standards_broken(data) == []
    assert rows_of(desk, "audit_events")[-1]["action"] == "report.print.coach"


def test_parents_get_copies_and_who_practises_gets_a_file_each(
    qtbot: QtBot, desk: Desk, group: bytes, tmp_path: Path
) -> None:
    notes_on(desk)
    page, _ = opened(qtbot, desk, tmp_path)
    press(qtbot, page, "Rapportage…")
    form = dialog(TITLE)
    assert {"Notities", "Doelen", "Leerroutes"} & parts(form) == set()
    choose(form, "Gaat over", "Elk van 3 deelnemers apart")
    assert {"Notities", "Doelen", "Leerroutes"} <= parts(form) and not form.sections[Section.NOTES].isChecked()
    assert form.receiver.findData(Receiver.PARENTS) < 0, "adults alone take part here"
    choose(form, "Wie leest het", "De deelnemer")
    assert {"Notities", "Doelen", "Wat aandacht vraagt", "Groei op toetsen"} & parts(form) == set()
    assert not form.form.isRowVisible(form.about) and not form.form.isRowVisible(form.copies)
    choose(form, "Bestanden", "Eén bestand per deelnemer")
    press(qtbot, form, "3 rapportages afdrukken…")
    dialog("Rapportages afgedrukt").close()
    files = sorted((tmp_path / "map").iterdir())
    assert len(files) == 3 and not any(
        word in file.name.lower() for file in files for word in ("amira", "bakker", "dinsdag"))
    first = [name for name in ("Aalders", "Bakker", "Cox") if name in told(files[0].read_bytes())]
    assert first == ["Aalders"], "the order of the class list"


def test_parents_are_offered_where_children_take_part(qtbot: QtBot, school_desk: Desk, tmp_path: Path) -> None:
    group = bytes(school_desk.do(create_group, name="Groep 5").outcome)
    child = school_desk.do(
        add_participant, fields={"given_name": "Emma", "family_name": "Vos"}, group_id=group).outcome
    page, _ = opened(qtbot, school_desk, tmp_path)
    page.show_target(bytes(child))
    press(qtbot, page.detail, "Rapportage…")
    form = dialog(TITLE)
    assert not form.form.isRowVisible(form.about) and not form.form.isRowVisible(form.files)
    choose(form, "Wie leest het", "De ouders of verzorgers")
    assert "Groei op toetsen" in parts(form)
    choose(form, "Exemplaren van elk", "2")
    school_desk.flush_looks()  # the preview is a look at the child (S19)
    assert rows_of(school_desk, "audit_events")[-1]["action"] == "participants.looked_at"
    press(qtbot, form, "1 rapportage afdrukken…")
    dialog("Rapportages afgedrukt").close()
    text = told((tmp_path / "lijst.pdf").read_bytes())
    assert "Exemplaar 1 van 2" in text and "Exemplaar 2 van 2" in text and "Emma Vos" in text


def test_of_everybody_each_group_is_printed_apart(
    qtbot: QtBot, desk: Desk, group: bytes, tmp_path: Path
) -> None:
    other = bytes(desk.do(create_group, name="Vrijdag").outcome)
    desk.do(add_participant, fields={"given_name": "Chi", "family_name": "Dang"}, group_id=other)
    page, _ = opened(qtbot, desk, tmp_path)
    page.view.choose_group(None)
    press(qtbot, page, "Rapportage…")
    form = dialog(TITLE)
    choose(form, "Gaat over", "Elk van 2 groepen apart")
    assert not form.preview.pixmap().isNull()
    press(qtbot, form, "2 rapportages afdrukken…")
    dialog("Rapportages afgedrukt").close()
    opened_file = reader(tmp_path / "lijst.pdf")
    assert [one.title for one in opened_file.outline] == ["Dinsdag", "Vrijdag"]
    assert rows_of(desk, "audit_events")[-1]["action"] == "report.print.coach"


def test_nothing_chosen_is_said_and_who_goes_back_has_printed_nothing(
    qtbot: QtBot, desk: Desk, group: bytes, tmp_path: Path
) -> None:
    page, shell = opened(qtbot, desk, tmp_path)
    before = len(rows_of(desk, "audit_events"))
    press(qtbot, page, "Rapportage…")
    form = dialog(TITLE)
    for box in form.findChildren(QCheckBox):
        box.setChecked(False)
    assert "Kies minstens één onderdeel voor de rapportage." in seen_text(form)
    assert not button(form, "1 rapportage afdrukken…").isEnabled()
    form.sections[Section.PROGRAMMES].setChecked(True)
    shell.target = ""
    press(qtbot, form, "1 rapportage afdrukken…")
    assert no_dialog() and not list(tmp_path.glob("*.pdf")) and len(rows_of(desk, "audit_events")) == before


def test_a_name_that_cannot_be_printed_is_refused_before_it_is_written_down(
    qtbot: QtBot, desk: Desk, group: bytes, tmp_path: Path
) -> None:
    desk.do(add_participant, fields={"given_name": "محمد", "family_name": "Bakker"}, group_id=group)
    page, _ = opened(qtbot, desk, tmp_path)
    before = len(rows_of(desk, "audit_events"))
    press(qtbot, page, "Rapportage…")
    assert "Kies Afdrukken om te lezen waarom" in " ".join(seen_text(dialog(TITLE))), "no white page without a word"
    with pytest.raises(Refusal, match="cannot be printed"):  # the window shows it
        dialog(TITLE).accept()
    assert not list(tmp_path.glob("*.pdf")) and len(rows_of(desk, "audit_events")) == before


def test_who_prints_nothing_is_not_offered_it(qtbot: QtBot, desk: Desk, group: bytes, tmp_path: Path) -> None:
    coach = coach_of(desk, group)
    page, _ = opened(qtbot, coach, tmp_path)
    press(qtbot, page, "Rapportage…")
    form = dialog(TITLE)
    assert form.about.findData(About.ORGANISATION) < 0
    form.close()
    with desk.database.writing() as connection:
        connection.execute(coaches.update().values(shows_surnames=0))
    coach.look_again()
    page, _ = opened(qtbot, coach, tmp_path)
    assert "Rapportage…" not in buttons(page)


def test_while_presenting_no_report_is_made(qtbot: QtBot, desk: Desk, group: bytes, tmp_path: Path) -> None:
    page, shell = opened(qtbot, desk, tmp_path)
    shell.veil = FakeVeil(True)
    form = ReportDialog(page, shell, Whom((b"x" * 16,)), lambda order: None)
    qtbot.addWidget(form)
    assert not form.verb.isEnabled() and form.preview.pixmap().isNull()
    assert any("verborgen" in one.text() for one in form.findChildren(QLabel))
    assert "Rapportage…" not in buttons(GroupPage(shell))


def test_a_run_that_was_stopped_says_so(qtbot: QtBot, desk: Desk, group: bytes, tmp_path: Path) -> None:
    page, shell = opened(qtbot, desk, tmp_path)
    shell.outcomes["print_single"] = 0
    flow = ReportFlow(page, shell, Whom((), (group, "Dinsdag")))
    flow._printed(0)
    assert "stopped" in shell.said[-1].template

"""The import dialog: preview first, why per line, one step, one undo; a cancel leaves nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.domain.changes import ChangeSet
from app.domain.errors import Refusal
from app.domain.plan import PlanLine
from app.domain.text import Text
from tests.ui.fake_shell import FakeShell
from tests.ui.import_values import (
    LIST_PREVIEW,
    NOTHING_PREVIEW,
    REFUSED_PREVIEW,
    UNCLEAR_PREVIEW,
    counts,
    plan,
)
from tests.ui.rooms import button, buttons, column, named, names_in, press, room_shell, table
from tests.ui.seen_text import nameless, painted_text, seen_text
from ui.importing.dialog import ImportDialog
from ui.importing.reading import Preview
from ui.importing.tiles import Tile, TileRow

FILES = ("/home/m/cursisten november.csv",)
LINES = "Regels van het bestand"


def import_shell(preview: Any = LIST_PREVIEW, **given: Any) -> FakeShell:
    shell = room_shell(**given)
    shell.desk = SimpleNamespace(database=SimpleNamespace(path="leerspoor.db", key=None))
    shell.outcomes |= {"read_preview": lambda *_: preview, "apply_preview": ChangeSet(action="import")}
    return shell


def open_dialog(qtbot: QtBot, shell: FakeShell, paths: tuple[str, ...] = FILES) -> ImportDialog:
    opened = ImportDialog(shell, paths)
    qtbot.addWidget(opened)
    opened.open()
    QApplication.processEvents()
    return opened


def tile(opened: ImportDialog, name: str) -> QAbstractButton:
    return named(opened, QAbstractButton, name)


@pytest.mark.clause("O-annex 1")
def test_the_preview_counts_every_outcome_and_says_why_per_line(qtbot: QtBot) -> None:
    opened = open_dialog(qtbot, import_shell())
    for name in ("Nieuw: 3", "Gewijzigd: 1", "Weg: 1", "Twijfel: 1", "Geweigerd: 1", "Ongewijzigd: 19"):
        assert tile(opened, name)
    assert tile(opened, "Nieuw: 3").accessibleDescription() == "2 deelnemers, 1 groep"
    lines = table(opened, LINES)
    assert column(lines, "Wat") == ["Geweigerd", "Twijfel", "Weg", "Gewijzigd", "Nieuw", "Nieuw", "Nieuw"]
    assert column(lines, "Wie")[4:6] == ["Yıldız Demir", "Łukasz Kowalski"]
    assert column(lines, "Waarom")[0] == "This line has no name."
    assert column(lines, "Waar")[0] == "regel 14, cursisten november.csv"
    assert "cursisten november.csv: bekijk wat er zou gebeuren. Er is nog niets gewijzigd." in painted_text(opened)


def test_the_whole_reason_of_the_chosen_line_can_be_read(qtbot: QtBot) -> None:
    long = Text("This reason is much longer than its column. " * 4)
    preview = Preview(FILES, (plan(lines=(PlanLine("a.csv", 3, "note", "participants", "", long),)),))
    opened = open_dialog(qtbot, import_shell(preview))
    table(opened, LINES).selectRow(0)
    assert opened.outcome.reason.isVisible() and opened.outcome.reason.text() == str(long)


def test_a_tile_shows_only_its_lines(qtbot: QtBot) -> None:
    opened = open_dialog(qtbot, import_shell())
    lines = table(opened, LINES)
    tile(opened, "Geweigerd: 1").click()
    assert column(lines, "Wat") == ["Geweigerd"]
    tile(opened, "Nieuw: 3").click()
    assert column(lines, "Wat") == ["Nieuw"] * 3
    tile(opened, "Nieuw: 3").click()
    assert len(lines.rows()) == 7
    assert not tile(opened, "Ongewijzigd: 19").isEnabled()


@pytest.mark.clause("O-annex I")
def test_what_is_not_taken_over_is_named_counted_and_not_stored(qtbot: QtBot) -> None:
    texts = painted_text(open_dialog(qtbot, import_shell()))
    assert "Niet overgenomen, en niet bewaard: Opmerking (14), BSN (22)." in texts


def test_many_fields_that_are_not_taken_over_are_added_up(qtbot: QtBot) -> None:
    left = {f"veld {number}": number for number in range(1, 12)}
    texts = seen_text(open_dialog(qtbot, import_shell(Preview(FILES, (plan(not_taken_over=left),)))))
    assert any(text.endswith("veld 8 (8) en nog 3 andere gegevens.") for text in texts)


def test_taking_over_is_one_step_with_one_undo(qtbot: QtBot) -> None:
    shell = import_shell()
    opened = open_dialog(qtbot, shell)
    press(qtbot, opened, "Overnemen")
    assert [(name, given[1:]) for name, given in shell.works] == [
        ("read_preview", (FILES, None, None)), ("apply_preview", (LIST_PREVIEW, "keep"))]
    assert shell.said[0].arguments["new"] == 3 and shell.undoable == [True]
    assert not opened.isVisible()


def test_who_is_gone_stays_unless_one_says_otherwise(qtbot: QtBot) -> None:
    shell = import_shell()
    opened = open_dialog(qtbot, shell)
    gone = named(opened, QComboBox, "Wat er gebeurt met wie weg is")
    assert gone.currentText() == "laten zoals ze zijn"
    gone.setCurrentIndex(1)
    press(qtbot, opened, "Overnemen")
    assert shell.works[-1][1][2] == "leave"


def test_where_nobody_is_gone_nothing_is_asked(qtbot: QtBot) -> None:
    opened = open_dialog(qtbot, import_shell(NOTHING_PREVIEW))
    assert not named(opened, QComboBox, "Wat er gebeurt met wie weg is").isVisible()


def test_an_import_that_changes_nothing_says_so(qtbot: QtBot) -> None:
    opened = open_dialog(qtbot, import_shell(NOTHING_PREVIEW))
    assert "edex.xml: alles is er al. Er is niets over te nemen." in painted_text(opened)
    assert not button(opened, "Overnemen").isEnabled()


def test_only_marking_as_left_is_something_to_do_too(qtbot: QtBot) -> None:
    preview = Preview(FILES, (plan(counts=counts(gone=1), gone=(b"x" * 16,)),))
    opened = open_dialog(qtbot, import_shell(preview))
    assert not button(opened, "Overnemen").isEnabled()
    named(opened, QComboBox, "Wat er gebeurt met wie weg is").setCurrentIndex(1)
    assert button(opened, "Overnemen").isEnabled()


@pytest.mark.parametrize("how", ["Annuleren", "Escape"])
def test_a_cancel_leaves_nothing(qtbot: QtBot, how: str) -> None:
    shell = import_shell()
    opened = open_dialog(qtbot, shell)
    if how == "Escape":
        qtbot.keyClick(opened, Qt.Key.Key_Escape)
    else:
        press(qtbot, opened, how)
    assert [name for name, _ in shell.works] == ["read_preview"] and shell.acts == []
    assert not opened.isVisible()


def test_a_file_that_cannot_be_read_says_why_and_nothing_changed(qtbot: QtBot) -> None:
    shell = import_shell(REFUSED_PREVIEW)
    opened = open_dialog(qtbot, shell)
    assert {"Er is niets geïmporteerd", "Save it as .xlsx.", "Uw gegevens zijn zoals ze waren."} <= painted_text(opened)
    assert "Overnemen" not in buttons(opened)
    shell.outcomes["read_preview"] = lambda *_: LIST_PREVIEW
    shell.files = ["/home/m/nieuw.xlsx"]
    press(qtbot, opened, "Andere bestanden…")
    assert shell.works[-1][1][1] == ("/home/m/nieuw.xlsx",)
    assert "Overnemen" in buttons(opened)


def test_data_that_changed_meanwhile_brings_the_dialog_back_with_the_reason(qtbot: QtBot) -> None:
    shell = import_shell()
    shell.outcomes["apply_preview"] = lambda *_: Refusal(Text("The data changed while you looked at the preview."))
    opened = open_dialog(qtbot, shell)
    press(qtbot, opened, "Overnemen")
    assert opened.isVisible() and shell.said == []
    assert "The data changed while you looked at the preview." in painted_text(opened)


def test_an_import_that_was_stopped_says_that_nothing_changed(qtbot: QtBot) -> None:
    shell = import_shell()
    shell.outcomes["apply_preview"] = None
    opened = open_dialog(qtbot, shell)
    press(qtbot, opened, "Overnemen")
    assert shell.undoable == [False] and not opened.isVisible()


# Columns of a list


def taken_for(opened: ImportDialog, heading: str) -> QComboBox:
    return named(opened, QComboBox, f"Wat {heading} is")


def choose(box: QComboBox, code: str) -> None:
    box.setCurrentIndex(box.findData(code))


def test_columns_show_first_values_and_what_they_are_taken_for(qtbot: QtBot) -> None:
    opened = open_dialog(qtbot, import_shell())
    press(qtbot, opened, "Kolommen…")
    assert taken_for(opened, "Roepnaam").currentText() == "Voornaam"
    assert {"Yıldız · Łukasz · Wilma", "Wordt nooit gelezen", "Controleren"} <= painted_text(opened)
    choose(taken_for(opened, "Opmerking"), "location")
    choose(taken_for(opened, "Mail privé"), "")
    press(qtbot, opened, "Tonen wat er gebeurt")
    shell = opened._shell
    choices = shell.works[-1][1][2]
    assert {code: heading for code, heading in choices.items() if heading} == {
        "given_name": "Roepnaam", "family_name": "Achternaam", "location": "Opmerking"}
    assert choices["email"] == ""


def test_a_field_has_one_column(qtbot: QtBot) -> None:
    opened = open_dialog(qtbot, import_shell())
    press(qtbot, opened, "Kolommen…")
    choose(taken_for(opened, "Opmerking"), "email")
    assert taken_for(opened, "Mail privé").currentText() == "Niet overnemen"


def test_a_list_without_a_clear_name_column_asks_for_it_first(qtbot: QtBot) -> None:
    opened = open_dialog(qtbot, import_shell(UNCLEAR_PREVIEW))
    assert "Het is niet duidelijk in welke kolom de namen staan. Kies die hier." in painted_text(opened)
    assert not button(opened, "Tonen wat er gebeurt").isEnabled()
    choose(taken_for(opened, "Kolom A"), "given_name")
    assert button(opened, "Tonen wat er gebeurt").isEnabled()
    assert opened.focusWidget() is taken_for(opened, "Kolom A")


# Ways in


def test_without_files_it_asks_for_them(qtbot: QtBot) -> None:
    shell = import_shell()
    shell.files = list(FILES)
    opened = open_dialog(qtbot, shell, ())
    assert shell.works == [] and "Welke bestanden?" in painted_text(opened)
    press(qtbot, opened, "Bestanden kiezen…")
    assert [name for name, _ in shell.works] == ["read_preview"]
    assert "Overnemen" in buttons(opened)


def test_files_can_be_dropped_on_the_dialog(qtbot: QtBot) -> None:
    shell = import_shell()
    opened = open_dialog(qtbot, shell, ())
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile("/home/m/edex.xml")])
    opened.dropEvent(QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier))
    assert shell.works[0][1][1] == ("/home/m/edex.xml",)


def test_presenting_hides_who_is_in_the_file(qtbot: QtBot) -> None:
    opened = open_dialog(qtbot, import_shell(presenting=True))
    assert not names_in(seen_text(opened))
    press(qtbot, opened, "Kolommen…")
    assert not names_in(seen_text(opened))


def test_everything_can_be_reached_and_has_a_name(qtbot: QtBot) -> None:
    opened = open_dialog(qtbot, import_shell())
    assert nameless(opened) == []
    press(qtbot, opened, "Kolommen…")
    assert nameless(opened) == []


def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot) -> None:
    shell = import_shell()
    opened = open_dialog(qtbot, shell, ())
    shell.files = list(FILES)
    chooser = button(opened, "Bestanden kiezen…")
    chooser.setFocus()
    qtbot.keyClick(chooser, Qt.Key.Key_Return)
    assert shell.works[0][0] == "read_preview"


def test_a_tile_is_as_high_as_its_wrapped_line_needs(qtbot: QtBot) -> None:
    short, long = Tile("Nieuw", 3, "3 deelnemers", "good"), Tile(
        "Nieuw", 290, "29 deelnemers, 3 groepen, 12 begeleiders, 246 resultaten", "good")
    row = TileRow(print)
    row.show_tiles({"new": short, "changed": long})
    qtbot.addWidget(row)
    row.resize(300, row.heightForWidth(300))
    row.show()
    QApplication.processEvents()
    assert long.heightForWidth(118) > short.heightForWidth(118)
    assert short.height() == long.height() >= long.heightForWidth(long.width())

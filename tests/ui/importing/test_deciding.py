"""Deciding about doubtful lines in the preview, over a real organisation: seen side by side, done, and remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.participants import add_participant
from tests.dumps import rows_of
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.rooms import button, buttons, column, dialog, named, press, table
from tests.ui.seen_text import nameless, seen_text
from ui.importing.dialog import ImportDialog
from ui.importing.reading import preview_at

LINES = "Regels van het bestand"
HEADINGS = "Deelnemernummer;Voornaam;Achternaam;E-mail\n"


@pytest.fixture
def opened(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[ImportDialog]:
    """Amira was typed in twice; a list has her too, and somebody new."""
    for email in ("", "amira@example.org"):
        desk.do(add_participant, fields={"given_name": "Amira", "family_name": "Bakker", "email": email})
    yield open_list(qtbot, desk, tmp_path)


def open_list(qtbot: QtBot, desk: Desk, folder: Path, presenting: bool = False) -> ImportDialog:
    file = folder / "lijst.csv"
    file.write_text(f"{HEADINGS}7;Amira;Bakker;nieuw@example.org\n8;Zoë;Vos;\n", "utf-8-sig")
    shell = DeskShell(desk)
    shell.veil = FakeVeil(presenting)
    shell.outcomes["read_preview"] = lambda _access, paths, choices, decisions=None: preview_at(
        desk, paths, choices, decisions)
    shell.outcomes["apply_preview"] = lambda at, preview, gone: _apply(at, preview, gone)
    made = ImportDialog(shell, [str(file)])
    qtbot.addWidget(made)
    made.open()
    QApplication.processEvents()
    return made


def _apply(desk: Desk, preview: object, gone: str) -> object:
    from ui.importing.reading import apply_preview

    return apply_preview(desk, preview, gone, progress=lambda *_: None, cancelled=lambda: False)  # type: ignore[arg-type]


def choose(opened: ImportDialog, who: str, what: str) -> None:
    lines = opened.outcome.table.rows()
    opened.outcome.table.choose(id(next(one for one in lines if one.who == who and one.severity == what)))
    QApplication.processEvents()


def test_a_doubtful_line_says_that_it_can_be_decided(opened: ImportDialog) -> None:
    assert any("1 regel is twijfelachtig" in text for text in seen_text(opened))
    choose(opened, "Zoë Vos", "new")
    assert "Naast elkaar bekijken…" not in buttons(opened)
    choose(opened, "Amira Bakker", "doubtful")
    assert {"Naast elkaar bekijken…", "Iemand die nieuw is", "Altijd overslaan"} <= buttons(opened)
    assert nameless(opened) == []


def test_side_by_side_one_of_the_two_is_chosen(qtbot: QtBot, desk: Desk, opened: ImportDialog) -> None:
    choose(opened, "Amira Bakker", "doubtful")
    press(qtbot, opened, "Naast elkaar bekijken…")
    asked = dialog("Wie is dit?")
    seen = table(asked, "Wat het bestand zegt, en wie hier staat")
    assert column(seen, "In het bestand")[:3] == ["Amira", "Bakker", "nieuw@example.org"]
    who = named(asked, QComboBox, "Wie is het")
    assert who.count() == 2
    who.setCurrentIndex(1)
    press(qtbot, asked, "Dezelfde persoon")
    assert any("Beslist: dezelfde persoon als Amira Bakker" in text for text in
               column(opened.outcome.table, "Waarom"))
    press(qtbot, opened, "Overnemen")
    assert sorted(row["email"] for row in rows_of(desk, "participants")) == ["", "", "nieuw@example.org"]


def test_a_no_is_remembered_at_the_next_import(qtbot: QtBot, desk: Desk, opened: ImportDialog, tmp_path: Path) -> None:
    choose(opened, "Amira Bakker", "doubtful")
    press(qtbot, opened, "Altijd overslaan")
    press(qtbot, opened, "Overnemen")
    again = open_list(qtbot, desk, tmp_path)
    assert not any("twijfelachtig" in text for text in seen_text(again))
    assert not button(again, "Overnemen").isEnabled()
    choose(again, "Amira Bakker", "note")
    assert "Naast elkaar bekijken…" in buttons(again), "it can be thought over"


def test_a_decision_is_taken_back_before_anything_happened(qtbot: QtBot, opened: ImportDialog) -> None:
    choose(opened, "Amira Bakker", "doubtful")
    press(qtbot, opened, "Iemand die nieuw is")
    choose(opened, "Amira Bakker", "note")
    press(qtbot, opened, "Later beslissen")
    assert any("1 regel is twijfelachtig" in text for text in seen_text(opened))


def test_presenting_hides_who_it_may_be(qtbot: QtBot, desk: Desk, opened: ImportDialog, tmp_path: Path) -> None:
    hidden = open_list(qtbot, desk, tmp_path, presenting=True)
    choose(hidden, "Amira Bakker", "doubtful")
    press(qtbot, hidden, "Naast elkaar bekijken…")
    seen = " ".join(seen_text(dialog("Wie is dit?")))
    assert "Amira" not in seen and "example.org" not in seen
    assert table(hidden, LINES).rows()

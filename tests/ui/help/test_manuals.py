"""The manuals in the Help panel: a list with a search, links, the keyboard, and a page on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication, QLineEdit, QTextBrowser
from pytestqt.qtbot import QtBot

from tests.documents.sheets import text_of
from tests.ui.fake_shell import FakeShell
from tests.ui.rooms import COACH, button, named, press, room_shell, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.help.manual_panel import ManualPanel
from ui.words import use_language

PAGES = "Bladzijden van de handleiding"


def opened(qtbot: QtBot, shell: FakeShell | None = None) -> ManualPanel:
    return shown(qtbot, ManualPanel(shell or room_shell()))


def titles(panel: ManualPanel) -> list[str]:
    return [line.page.title for line in table(panel, PAGES).rows()]


def read(panel: ManualPanel) -> str:
    return named(panel, QTextBrowser, "Handleiding").toPlainText()


@pytest.mark.clause("O-annex 1")
def test_it_begins_with_the_own_role_in_the_words_of_the_provider(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    assert titles(panel)[:2] == ["Voor de beheerder", "De eerste keer starten"] and nameless(panel) == []
    assert "Deelnemers importeren" in titles(panel) and "Organisaties (licentiegever)" not in titles(panel)
    assert read(panel).startswith("Voor de beheerder\nU regelt Leerspoor voor de bibliotheek.")
    of_a_school = opened(qtbot, room_shell(provider="leerling-in-beeld"))
    assert "Leerlingen importeren" in titles(of_a_school) and "Berichten" not in titles(of_a_school)
    assert titles(opened(qtbot, room_shell(COACH)))[0] == "Voor de begeleider"
    use_language("en")
    english = opened(qtbot)
    assert english.manual.page.title == "For the administrator"


def test_a_word_is_searched_in_all_pages_and_shown_where_it_stands(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    search = named(panel, QLineEdit, "Zoek in de handleidingen")
    qtbot.keyClicks(search, "hersteLSLÉUTEL")
    assert {"De eerste keer starten", "Een laptop is weg"} <= set(titles(panel))
    assert "Berichten" not in titles(panel)
    found = {line.page.title: line.found for line in table(panel, PAGES).rows()}
    assert "Herstelsleutel" in found["De eerste keer starten"] and found["Back-up en herstelsleutel"] == ""
    search.clear()
    qtbot.keyClicks(search, "qqq")
    assert titles(panel) == [] and "Niets gevonden" in seen_text(panel)
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert len(titles(panel)) > 10


def test_a_link_leads_on_and_back_leads_back(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    assert not button(panel, "Terug").isEnabled()
    browser = named(panel, QTextBrowser, "Handleiding")
    browser.setFocus()
    qtbot.keyClick(browser, Qt.Key.Key_Tab)
    qtbot.keyClick(browser, Qt.Key.Key_Return)
    assert panel.manual.page.code == "first-start" and table(panel, PAGES).current_key() == "first-start"
    browser.anchorClicked.emit(QUrl("no-such-page"))
    assert panel.manual.page.code == "help"
    press(qtbot, panel, "Terug")
    qtbot.keyClick(browser, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert panel.manual.page.code == "administrator"
    table(panel, PAGES).choose("backup")
    QApplication.processEvents()
    assert read(panel).startswith("Back-up en herstelsleutel")


def test_a_page_and_all_of_it_go_on_paper(qtbot: QtBot, tmp_path: Path) -> None:
    shell = room_shell()
    panel = opened(qtbot, shell)
    panel.show_target(b"backup")
    shell.target = str(tmp_path / "back-up.pdf")
    shell.outcomes = {"write_manual": lambda pages, title, path, language, day: write(pages, title, path, day)}

    def write(pages: object, title: str, path: Path, day: object) -> Path:
        from app.documents.manual_paper import write_manual

        return write_manual(pages, title, path, "nl", day)  # type: ignore[arg-type]

    press(qtbot, panel, "Deze bladzijde als pdf…")
    words = " ".join(text_of(Path(shell.target).read_bytes(), 0))
    assert "Een back-up maken" in words and "“Bestand > Back-up maken…”" in words
    shell.target = str(tmp_path / "alles.pdf")
    press(qtbot, panel, "Alles als pdf…")
    assert "Handleiding van Leerspoor" in " ".join(text_of(Path(shell.target).read_bytes(), 0))

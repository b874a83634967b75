"""What must be true of every panel, seen in the real window on both demo organisations."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.names import fold
from app.store.home import Home
from app.views.certificates import issued_certificates
from app.views.groups import all_participants, group_list
from tests.stories.conftest import OpenDemo
from tests.ui.conftest import settle
from tests.ui.seen_text import nameless, seen_in_all_windows, seen_text
from ui.parts.tabs import Tabs
from ui.running import Running

PANELS = ("overview", "licences", "groups", "progress", "routes", "certificates", "privacy")
WORDS = {
    "school": {"nl": ("leerling", "leerlingen", "leerkracht", "leerkrachten", "school", "scholen"),
               "en": ("pupil", "pupils", "teacher", "teachers", "school", "schools")},
    "bibliotheek": {"nl": ("deelnemer", "deelnemers", "begeleider", "begeleiders", "bibliotheek", "bibliotheken"),
                    "en": ("participant", "participants", "coach", "coaches", "library", "libraries")},
}
OTHER = {"school": "bibliotheek", "bibliotheek": "school"}


def show(qtbot: QtBot, running: Running, panel: str) -> None:
    running.window.go(panel)
    settle(qtbot, running)


def every_tab(qtbot: QtBot, running: Running, panel: str) -> Iterator[str]:
    """The panel as it opens, then each of its tabs in front in turn: what lies behind is read only then."""
    show(qtbot, running, panel)
    yield ""
    tabs = getattr(running.window.deck.current(), "tabs", None)
    for at in range(1, tabs.count()) if isinstance(tabs, Tabs) else ():
        tabs.setCurrentIndex(at)
        settle(qtbot, running)
        yield tabs.tabText(at)


def data_texts(running: Running) -> set[str]:
    """Names that somebody chose, of organisations and codes: no profile owns those."""
    session = running.window.session
    assert session is not None
    profile = session.sight.profile
    return {session.desk.organisation.name, profile.name, profile.licensor, *running.window.opener.codes()}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", ["school", "bibliotheek"])
def test_no_panel_speaks_the_words_of_another_provider(
    qtbot: QtBot, open_demo: OpenDemo, code: str, language: str,
) -> None:
    running = open_demo(code, language=language)
    own = data_texts(running)
    foreign = re.compile(rf"\b({'|'.join(WORDS[OTHER[code]][language])})\b(?! Data Sync)", re.IGNORECASE)
    for panel in PANELS:
        show(qtbot, running, panel)
        for text in seen_text(running.window):
            for name in own:
                text = text.replace(name, "")
            assert foreign.search(text) is None, f"{panel}: {text!r}"


@pytest.mark.parametrize("code", ["school", "bibliotheek"])
def test_every_panel_shows_something_and_every_control_has_a_name(
    qtbot: QtBot, open_demo: OpenDemo, code: str,
) -> None:
    running = open_demo(code)
    for panel in PANELS:
        show(qtbot, running, panel)
        assert len(seen_text(running.window)) > 25, panel
        assert nameless(running.window) == [], panel


@pytest.mark.parametrize("code", ["school", "bibliotheek"])
def test_presentation_mode_shows_no_name_and_no_score_on_any_panel(
    qtbot: QtBot, open_demo: OpenDemo, code: str,
) -> None:
    running = open_demo(code)
    hidden = secrets_of(running)
    shown_before = set()
    for panel in PANELS:
        show(qtbot, running, panel)
        shown_before |= found_in(hidden)
    for _ in every_tab(qtbot, running, "certificates"):
        shown_before |= found_in(hidden)
    assert len(shown_before) > 20, "without presentation mode the names are there"
    running.window.present()
    settle(qtbot, running)
    for panel in PANELS:
        for title in every_tab(qtbot, running, panel):
            assert not found_in(hidden), (panel, title)


def secrets_of(running: Running) -> set[str]:
    """Full names, names as listed, rare family names, serials and key fields of everybody."""
    desk = running.window.session.desk  # type: ignore[union-attr]
    people = desk.read(all_participants, True)
    serials = {one.serial for one in desk.read(issued_certificates)}
    groups = {fold(group.name) for group in desk.read(group_list)}
    names = {name for person in people for name in (person.full, person.listed)}
    return serials | {name for name in names if fold(name) not in groups and len(name) > 4}


def found_in(hidden: set[str]) -> set[str]:
    text = "\n".join(seen_in_all_windows())
    return {secret for secret in hidden if secret in text}


def test_looking_together_shows_one_participant_alone(qtbot: QtBot, open_demo: OpenDemo) -> None:
    running = open_demo("school")
    show(qtbot, running, "progress")
    desk = running.window.session.desk  # type: ignore[union-attr]
    people = desk.read(all_participants)
    chosen = people[30]
    running.window.look_together(chosen.id)
    settle(qtbot, running)
    text = "\n".join(seen_text(running.window))
    assert chosen.full in text
    others = {one.full for one in people if one.full != chosen.full and one.full not in chosen.full}
    assert not {name for name in others if name in text}
    running.window.leave()
    settle(qtbot, running)
    assert running.window.frame.rail.isVisible()


def test_two_organisations_are_never_mixed(qtbot: QtBot, open_demo: OpenDemo, demo_home: Home) -> None:
    running = open_demo("school")
    school = {one.full for one in running.window.session.desk.read(all_participants)}  # type: ignore[union-attr]
    running.window.switch_wanted.emit("bibliotheek")
    settle(qtbot, running)
    library = {one.full for one in running.window.session.desk.read(all_participants)}  # type: ignore[union-attr]
    for panel in PANELS:
        show(qtbot, running, panel)
        text = "\n".join(seen_text(running.window))
        assert not {name for name in school - library if name in text}, panel
    QApplication.processEvents()

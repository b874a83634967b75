"""The overview: figures, attention, seats, recent changes; and what a coach and an onlooker do not see."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.sight import Sight
from app.domain.text import Text
from app.store.resources import load_profile
from app.views.catalogue import Catalogue
from tests.ui.fake_desk import ADMINISTRATOR, COACH, TODAY
from tests.ui.fake_shell import FakeShell, FakeVeil
from tests.ui.room_values import BASIS
from tests.ui.seen_text import nameless, painted_text, seen_text
from tests.ui.window_values import MARKERS, MONTHS, OVERVIEW
from ui.overview.panel import OverviewPanel

PROFILE = load_profile("oefenen")


def shown(
    qtbot: QtBot, values: object = OVERVIEW, actor: object = ADMINISTRATOR, veil: FakeVeil | None = None,
) -> OverviewPanel:
    answers = {"overview": values, "order_basis": BASIS, "catalogue": Catalogue((), (), (), ())}
    shell = FakeShell(answers, Sight(actor, PROFILE, TODAY), veil)  # type: ignore[arg-type]
    panel = OverviewPanel(shell)
    qtbot.addWidget(panel)
    panel.resize(1150, 640)
    panel.show()
    panel.refresh()
    qtbot.waitExposed(panel)
    QApplication.processEvents()
    return panel


def test_the_four_figures(qtbot: QtBot) -> None:
    assert shown(qtbot).export_rows() == [
        ["Actieve deelnemers", "248", "9 nieuw deze maand"],
        ["Plaatsen in gebruik", "101 / 110", "2 locaties"],
        ["Oefeningen deze week", "1.932", "12 % meer dan vorige week"],
        ["Certificaten dit jaar", "86", "14 klaar om af te drukken"],
    ]


@pytest.mark.parametrize(("now", "last", "told"), [
    (50, 100, "50 % minder dan vorige week"), (100, 100, "vorige week 100"), (7, 0, "vorige week 0"),
])
def test_this_week_against_the_last(qtbot: QtBot, now: int, last: int, told: str) -> None:
    values = replace(OVERVIEW, exercises_this_week=now, exercises_last_week=last)
    assert shown(qtbot, values).export_rows()[2][2] == told


def test_a_button_goes_where_the_thing_is_done(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    buttons = [button for button in panel.findChildren(QPushButton) if button.isVisible()]
    for button in buttons:
        button.click()
    assert panel.shell.went == [("licences", None), ("certificates", None), ("groups", b"x" * 16)]  # type: ignore[attr-defined]


def test_the_urgency_is_said_in_words_too(qtbot: QtBot) -> None:
    assert {"binnenkort", "klaar", "ter informatie"} <= seen_text(shown(qtbot))


def test_a_coach_sees_no_seats(qtbot: QtBot) -> None:
    panel = shown(qtbot, replace(OVERVIEW, seats_by_month=()), COACH)
    assert len(panel.export_rows()) == 3
    assert "Plaatsen in gebruik" not in painted_text(panel)


def test_while_presenting_no_name_is_painted_or_spoken(qtbot: QtBot) -> None:
    texts = seen_text(shown(qtbot, veil=FakeVeil(on=True)))
    assert not [text for text in texts if any(marker in text for marker in MARKERS)]
    assert {"248", "Meldingen zijn tijdens een presentatie niet te zien."} <= texts


def test_with_nothing_in_it_it_says_what_comes_here(qtbot: QtBot) -> None:
    panel = shown(qtbot, replace(OVERVIEW, attention=(), recent=(), seats_by_month=()))
    assert {"Niets vraagt aandacht", "Er is nog niets gewijzigd", "Nog geen licentie"} <= painted_text(panel)


def test_a_second_reading_replaces_the_first(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.shell.answers["overview"] = replace(OVERVIEW, participants_active=1000, attention=())  # type: ignore[attr-defined]
    panel.refresh()
    QApplication.processEvents()
    texts = painted_text(panel)
    assert "1.000" in texts
    assert "248" not in texts


def test_everything_that_takes_the_focus_has_a_name(qtbot: QtBot) -> None:
    assert nameless(shown(qtbot)) == []


EMPTY = replace(OVERVIEW, participants_active=0, seats_used=0, seats_bought=0, attention=(), recent=())


def test_a_long_list_is_all_there_and_tab_goes_through_it_in_order(qtbot: QtBot) -> None:
    """The first screen is made at once, the rest while it is shown."""
    one = OVERVIEW.attention[0]
    many = tuple(replace(one, title=Text("{n} to do", "{n} to do", n=number)) for number in range(30))
    panel = shown(qtbot, replace(OVERVIEW, attention=many))

    def there() -> list[QPushButton]:
        return [each for each in panel.findChildren(QPushButton) if "to do" in each.accessibleDescription()]

    assert len(there()) >= 8
    qtbot.waitUntil(lambda: len(there()) == 30 and there()[-1].isVisible())
    panel.activateWindow()
    at: QWidget = there()[0]
    at.setFocus()
    reached = [at.accessibleDescription()]
    for _ in range(29):
        qtbot.keyClick(at, Qt.Key.Key_Tab)
        at = QApplication.focusWidget()  # type: ignore[assignment]
        reached.append(at.accessibleDescription())
    assert reached == [f"{number} to do" for number in range(30)]


def test_an_organisation_that_has_just_begun_is_told_what_to_do_first(qtbot: QtBot) -> None:
    panel = shown(qtbot, EMPTY)
    assert "Niets vraagt aandacht" not in painted_text(panel)
    buttons = {button.text(): button for button in panel.findChildren(QPushButton) if button.isVisible()}
    buttons["Mensen importeren…"].click()
    assert panel.shell.imports == 1  # type: ignore[attr-defined]
    buttons["Overeenkomst vastleggen…"].click()
    titles = {one.windowTitle() for one in QApplication.topLevelWidgets() if one.isVisible()}
    assert "Overeenkomst vastleggen" in titles


def test_first_steps_go_when_they_were_taken_and_are_not_for_coaches(qtbot: QtBot) -> None:
    assert "Er is nog niemand" not in painted_text(shown(qtbot, replace(EMPTY, participants_active=3)))
    assert "Er loopt geen licentie" in painted_text(shown(qtbot, replace(EMPTY, participants_active=3)))
    assert "Er loopt geen licentie" not in painted_text(shown(qtbot))
    assert {"Er is nog niemand", "Er loopt geen licentie"}.isdisjoint(painted_text(shown(qtbot, EMPTY, COACH)))


def test_without_a_licence_there_is_no_chart_of_nothing(qtbot: QtBot) -> None:
    months = tuple(replace(entry, used=0 if entry.used is not None else None, bought=0) for entry in MONTHS)
    assert "Nog geen licentie" in painted_text(shown(qtbot, replace(EMPTY, seats_by_month=months)))


def test_while_the_first_sync_runs_nothing_is_said_to_be_lacking(qtbot: QtBot) -> None:
    texts = seen_text(shown(qtbot, replace(EMPTY, seats_by_month=(), is_coming_in=True)))
    assert "De gegevens komen binnen" in texts
    assert texts.isdisjoint(
        {"Er is nog niemand", "Er loopt geen licentie", "Nog geen licentie", "Niets vraagt aandacht"})


def test_what_asks_for_attention_is_told_during_the_first_sync_too(qtbot: QtBot) -> None:
    texts = seen_text(shown(qtbot, replace(OVERVIEW, is_coming_in=True)))
    assert "De gegevens komen binnen" not in texts
    assert {"binnenkort", "Plaatsen in gebruik"} <= texts

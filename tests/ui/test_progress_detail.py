"""The page of one participant, the page for looking together, and the growth line."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.permissions import Role
from app.views.progress import EarlierAttempts
from tests.ui.fake_shell import FakeShell, FakeVeil
from tests.ui.progress_screen import place
from tests.ui.progress_values import person, progress, sight
from tests.ui.seen_text import nameless, painted_text
from ui.parts.sparkline import Sparkline
from ui.parts.table import RowTable
from ui.progress.attempts import outcome_word
from ui.progress.detail import ParticipantDetail
from ui.progress.together import LATEST, TogetherPage, latest_exercises
from ui.words import use_language


def detail(qtbot: QtBot, role: Role = Role.ADMINISTRATOR, veil: FakeVeil | None = None) -> ParticipantDetail:
    made = ParticipantDetail(FakeShell({}, sight(role), veil))
    place(qtbot, made, 370, 1400)
    made.show_progress(progress())
    return made


def press(widget: ParticipantDetail, name: str) -> None:
    next(one for one in widget.findChildren(QPushButton) if one.accessibleName() == name).click()


def test_the_page_says_who_since_when_and_how_far(qtbot: QtBot) -> None:
    texts = [one.text() for one in detail(qtbot).findChildren(QLabel)]
    assert texts[0] == "Brahim El Amrani"
    assert texts[1] == "Dinsdagochtend · laatst gezien 12 november 2026 · 41 minuten per week"
    assert "Needs help with Taal A2, les 7 (4 attempts)" in texts
    assert "Leerroute Taal en werk" in texts and "53 van 85" in texts
    assert not any("%" in text for text in texts)


def test_bars_tell_their_numbers(qtbot: QtBot) -> None:
    bars = {one.accessibleName(): one for one in detail(qtbot).findChildren(QProgressBar)}
    assert (bars["Taal A2"].value(), bars["Taal A2"].maximum()) == (13, 24)
    assert bars["Taal A2"].accessibleDescription() == "13 van 24"


def test_attempts_show_day_score_and_outcome(qtbot: QtBot) -> None:
    rows = detail(qtbot).findChild(RowTable).shown_text()
    assert rows[0] == ["Oefening", "Datum", "Score"]
    assert rows[1] == ["Les 7: een brief van de gemeente", "12 nov", "48 %"]
    assert rows[5] == ["Een code aanvragen", "3 nov", "–"]
    assert [outcome_word(code) for code in ("made", "failed", "tried")] == ["af", "nog niet", "geprobeerd"]


def test_scores_pass_the_veil(qtbot: QtBot) -> None:
    made = detail(qtbot, veil=FakeVeil(on=True))
    assert not any("%" in cell for row in made.findChild(RowTable).shown_text() for cell in row)
    assert not any("Brahim" in one.text() for one in made.findChildren(QLabel))


def test_the_buttons_lead_where_they_say(qtbot: QtBot) -> None:
    made = detail(qtbot)
    wanted: list[bool] = []
    made.whole_wanted.connect(lambda: wanted.append(True))
    for name in ("Samen kijken", "Certificaten", "Privacy", "Gegevens", "Open pagina"):
        press(made, name)
    assert wanted == [True]
    assert made._shell.together == [person(5)]
    assert made._shell.went == [("certificates", person(5)), ("privacy", person(5)), ("groups", person(5))]


def test_a_coach_has_no_way_to_privacy(qtbot: QtBot) -> None:
    names = {one.accessibleName() for one in detail(qtbot, Role.COACH).findChildren(QPushButton)}
    assert "Privacy" not in names and "Certificaten" in names


EARLIER = EarlierAttempts(34, date(2025, 8, 1))


def with_earlier(qtbot: QtBot, veil: FakeVeil | None = None) -> ParticipantDetail:
    made = detail(qtbot, veil=veil)
    made.show_progress(replace(progress(), earlier=EARLIER))
    return made


def named(widget: ParticipantDetail, name: str) -> QPushButton | None:
    return next((one for one in widget.findChildren(QPushButton) if one.accessibleName() == name), None)


@pytest.mark.parametrize(("number", "told"), [(34, "34 pogingen"), (1, "1 poging")])
def test_s9_the_page_says_that_of_earlier_years_only_sums_are_here(qtbot: QtBot, number: int, told: str) -> None:
    made = with_earlier(qtbot)
    made.show_progress(replace(progress(), earlier=replace(EARLIER, number=number)))
    line = f"Van vóór 1 augustus 2025 staan hier alleen de totalen: {told}."
    assert line in [one.text() for one in made.findChildren(QLabel)]
    assert named(made, "Ophalen").accessibleDescription() == line
    assert nameless(made) == []
    made.show_progress(progress())
    assert named(made, "Ophalen") is None


def test_s9_the_attempts_of_earlier_years_are_fetched_on_request(qtbot: QtBot) -> None:
    made = with_earlier(qtbot)
    press(made, "Ophalen")
    ((person_id, then),) = made._shell.fetching
    assert person_id == person(5)
    assert not named(made, "Wordt opgehaald…").isEnabled()
    made.show_progress(replace(progress(), earlier=EARLIER))
    assert not named(made, "Wordt opgehaald…").isEnabled(), "also after the page was read again meanwhile"
    made.show_progress(replace(progress(person(6)), earlier=EARLIER))
    assert named(made, "Ophalen").isEnabled(), "of somebody else nothing is under way"
    then(person(5))
    made.show_progress(replace(progress(), earlier=EARLIER))
    assert named(made, "Ophalen").isEnabled(), "what did not come can be asked for again"


def test_what_comes_for_a_closed_page_disturbs_nothing(qtbot: QtBot) -> None:
    made = with_earlier(qtbot)
    press(made, "Ophalen")
    ((person_id, then),) = made._shell.fetching
    made.forget()
    then(person_id)
    assert made.participant_id is None and named(made, "Ophalen") is None


def test_while_presenting_the_number_of_earlier_attempts_is_not_shown(qtbot: QtBot) -> None:
    made = with_earlier(qtbot, FakeVeil(on=True))
    assert named(made, "Ophalen") is None
    assert not any("34" in one.text() for one in made.findChildren(QLabel))


def test_somebody_who_never_came(qtbot: QtBot) -> None:
    made = ParticipantDetail(FakeShell({}, sight()))
    place(qtbot, made, 370, 700)
    made.show_progress(replace(
        progress(), groups="", last_seen_us=None, minutes_per_week=0, help=(), routes=(), standings=(),
        attempts=(), weeks=(0,) * 26,
    ))
    texts = {one.text() for one in made.findChildren(QLabel)}
    assert "in geen groep · nog niet gezien · 0 minuten per week" in texts
    assert "Nog niets begonnen." in texts
    assert made.findChild(Sparkline) is None and made.findChild(RowTable) is None


def test_a_closed_page_keeps_nothing(qtbot: QtBot) -> None:
    made = detail(qtbot)
    made.forget()
    assert made.participant_id is None
    assert not any("Brahim" in text for text in painted_text(made))


# Looking together


@pytest.fixture(params=["nl", "en"])
def together(qtbot: QtBot, request: pytest.FixtureRequest) -> TogetherPage:
    use_language(request.param)
    made = TogetherPage(FakeShell({}, sight(), FakeVeil(True, person(5))))
    place(qtbot, made, 1126, 660)
    made.show_progress(progress())
    return made


def test_together_everything_is_at_least_14_points(together: TogetherPage) -> None:
    assert together.findChildren(QPushButton) == []
    shown = [one for one in together.findChildren(QLabel) if one.text()] + together.findChildren(Sparkline)
    assert len(shown) > 15
    for one in shown:
        assert QFontInfo(one.font()).pointSizeF() >= 13.9, one


def test_together_there_are_counts_and_nothing_that_judges(together: TogetherPage) -> None:
    texts = together.texts()
    assert "Brahim El Amrani" in texts
    assert any(text.startswith("57 ") for text in texts)
    for text in texts:
        assert "%" not in text
        assert not re.search(r"\b(u|uw|je|jij|jouw|you|your|help|hulp|score|nog niet)\b", text, re.IGNORECASE)


def test_together_names_each_of_the_latest_exercises_once() -> None:
    latest = latest_exercises(progress().attempts)
    assert len(latest) == LATEST
    assert [one.exercise for one in latest][:2] == ["Les 7: een brief van de gemeente", "Les 6: bij de dokter"]
    assert len({(one.programme, one.exercise) for one in latest}) == len(latest)


# The growth line


def test_the_line_goes_up_with_the_numbers(qtbot: QtBot) -> None:
    line = Sparkline()
    line.show_values("Oefeningen klaar per week", (0, 3, 1, 8), "3 weken geleden", "deze week")
    place(qtbot, line, 300, 100)
    points = line.points()
    assert [point.x() for point in points] == sorted(point.x() for point in points)
    heights = [point.y() for point in points]
    assert heights[3] < heights[1] < heights[2] < heights[0]
    assert painted_text(line) == {"0", "4", "8", "3 weken geleden", "deze week"}
    assert line.accessibleDescription() == "0, 3, 1, 8"


def test_a_line_without_numbers_paints_nothing(qtbot: QtBot) -> None:
    line = Sparkline()
    place(qtbot, line, 300, 100)
    assert painted_text(line) == set()

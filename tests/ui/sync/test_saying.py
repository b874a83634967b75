"""What the indicator says."""

from __future__ import annotations

import pytest

from app.domain.text import Text
from app.views.sync import SyncStanding
from tests.ui.fake_desk import TODAY
from tests.ui.window_values import at
from ui.sync.saying import clock_words, sync_words, to_check
from ui.sync.state import SyncState
from ui.words import use_language

AT_TWO = at(14, 2)
CONNECTED = SyncStanding("https://server.example", last_success_us=AT_TWO)
NEVER = SyncStanding("https://server.example")


@pytest.mark.parametrize(("standing", "state", "tone", "text"), [
    (SyncStanding(), SyncState(), "alone", "Alleen op deze computer"),
    (CONNECTED, SyncState(), "good", "Gesynchroniseerd om 14:02"),
    (SyncStanding("x", waiting=3, last_success_us=AT_TWO), SyncState(), "good",
     "Gesynchroniseerd om 14:02 · 3 te versturen"),
    (CONNECTED, SyncState(trouble="later"), "warning", "Geen verbinding sinds 14:02"),
    (CONNECTED, SyncState(trouble="log in"), "warning", "Log opnieuw in"),
    (CONNECTED, SyncState(trouble="upgrade"), "warning", "Een nieuwere versie is nodig"),
    (CONNECTED, SyncState(trouble="settle"), "warning", "Synchroniseren lukt niet"),
    (CONNECTED, SyncState(trouble="fault"), "warning", "Synchroniseren lukt niet"),
    (CONNECTED, SyncState(trouble="paused"), "warning", "Synchroniseren is gestopt"),
    (CONNECTED, SyncState(running=True), "good", "Gesynchroniseerd om 14:02"),
    (NEVER, SyncState(running=True), "busy", "Voor het eerst synchroniseren…"),
    (NEVER, SyncState(), "busy", "Nog niet gesynchroniseerd"),
    (NEVER, SyncState(trouble="later"), "busy", "Nog niet gesynchroniseerd"),
])
def test_each_state_has_its_words(standing: SyncStanding, state: SyncState, tone: str, text: str) -> None:
    words = sync_words(standing, state, TODAY)
    assert (words.tone, words.text) == (tone, text)
    assert words.detail


def test_a_sync_that_takes_long_is_worth_saying() -> None:
    assert sync_words(CONNECTED, SyncState(running=True), TODAY, is_slow=True).text == "Synchroniseren…"


def test_the_reasons_of_the_last_attempt_are_told_or_else_those_that_were_kept() -> None:
    use_language("en")
    kept = SyncStanding("x", problem=Text("There is nothing to undo."))
    fresh = SyncState(trouble="later", reasons=(Text("Undone."),))
    assert "There is nothing to undo." in sync_words(kept, SyncState(), TODAY).detail
    assert "Undone." in sync_words(kept, fresh, TODAY).detail
    assert "nothing to undo" not in sync_words(kept, fresh, TODAY).detail
    assert "tried again" in sync_words(NEVER, SyncState(trouble="fault"), TODAY).detail
    assert "go on where it was" in sync_words(NEVER, SyncState(trouble="paused"), TODAY).detail


@pytest.mark.parametrize(("seconds", "part"), [
    (299, ""), (-299, ""), (300, "5 minuten voor"), (-86_400, "24 uur achter"), (7 * 86_400, "7 dagen voor"),
])
def test_a_clock_that_is_wrong_is_told(seconds: int, part: str) -> None:
    words = clock_words(seconds)
    assert (part in words) if part else words == ""


def test_the_badge_counts_what_is_to_be_checked() -> None:
    assert to_check(SyncStanding("x", to_review=2, parked=1)) == "2 te controleren"
    assert to_check(SyncStanding("x", parked=1)) == "1 te controleren"
    assert to_check(CONNECTED) == ""

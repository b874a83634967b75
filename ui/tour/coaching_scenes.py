"""Coaches, locations and whole groups, as an administrator looks after them; and what is locked for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain.contract.new_organisation import proposed_username
from app.domain.credentials import Credentials
from app.domain.permissions import Role
from app.views.sync import SyncStanding
from ui.organisations.credentials_dialog import CredentialsDialog
from ui.organisations.password_dialog import for_coach
from ui.sync.locked_page import LockedPage
from ui.tour.findings import busiest_group
from ui.tour.stage import Stage

_GIVEN = Credentials(
    "Bibliotheek Lindenveen", "Lindenveen", "https://leerspoor.voorbeeld.nl", "bibliotheek", "Gülay Arslan",
    "g.arslan", "kano-9-helder-boom", Role.COACH)
_COACHES, _LOCATIONS = 1, 2


def coaching(stage: Stage) -> None:
    """The two other tabs of the groups, and every dialog of a group and of a coach."""
    stage.window.go("groups", busiest_group(stage))
    stage.wait()
    panel: Any = stage.window.deck.current()
    for act, what in (
        (panel.whole.split, "splitsen"), (panel.whole.merge, "samenvoegen"), (panel.whole.coaches, "begeleiders"),
        (panel.whole.place, "locatie"), (panel.whole.introduce, "inleiding"),
    ):
        _over(stage, act, f"groep-{what}")
    _coaches(stage, panel)
    panel.tabs.setCurrentIndex(_LOCATIONS)
    stage.take("locaties")
    panel.tabs.setCurrentIndex(0)
    _locked(stage)


def _coaches(stage: Stage, panel: Any) -> None:
    panel.tabs.setCurrentIndex(_COACHES)
    stage.take("begeleiders")
    page = panel.coaches
    page.table.choose(page.table.rows()[0].id)
    for act, what in (
        (page.new, "nieuw"), (page.change, "wijzigen"), (page.give, "groep-geven"), (page.take, "groep-afnemen"),
        (page.close_coach, "verwijderen"), (page.login, "zonder-server"),
    ):
        _over(stage, act, f"begeleider-{what}")
    shell = stage.window.make_shell()
    coach = page.chosen()
    username = coach.given.username or proposed_username(coach.full)
    login = for_coach(panel, coach.full, username, True, lambda _username: None)
    _over(stage, login.open, "begeleider-inlog")
    given = CredentialsDialog(panel, shell, _GIVEN)
    given.kept.setChecked(True)
    _over(stage, given.open, "begeleider-toegang")


def _locked(stage: Stage) -> None:
    """An account that has ended, and one that works only with a connection."""
    for standing, what in (
        (SyncStanding("x", locked=True, ended=True, ended_on=date(2026, 11, 20)), "gestopt"),
        (SyncStanding("x", locked=True, only_connected=True), "alleen-met-verbinding"),
    ):
        stage.window.show_page(lambda shown=standing: LockedPage(shown, _nothing, _nothing))  # type: ignore[misc]
        stage.take(f"op-slot-{what}")
    stage.window.show_panels()


def _over(stage: Stage, act: Callable[[], Any], what: str) -> None:
    act()
    stage.take(what)
    stage.close_dialogs()


def _nothing() -> None: ...

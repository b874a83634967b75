"""Coaches, locations and whole groups, as an administrator looks after them; and what is locked for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain.contract.new_organisation import proposed_username
from app.domain.credentials import Credentials
from app.domain.permissions import Role
from app.domain.text import Text
from app.sync.refusals import unreachable
from app.views.sync import SyncStanding
from ui.organisations.credentials_dialog import CredentialsDialog
from ui.organisations.password_dialog import for_coach
from ui.sync.leave_dialog import LeaveDialog
from ui.sync.locked_page import LockedPage
from ui.sync.log_out_dialog import LogOutDialog
from ui.sync.state import SyncState
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
    """An account that has ended, and one that keeps nothing here: without a connection, and when it is left."""
    for standing, what in (
        (SyncStanding("x", locked=True, ended=True, ended_on=date(2026, 11, 20)), "gestopt"),
        (SyncStanding("x", locked=True, only_connected=True), "alleen-met-verbinding"),
        (SyncStanding("x", locked=True, only_connected=True, unsent=2), "alleen-met-verbinding-wacht"),
    ):
        stage.window.show_page(lambda shown=standing: LockedPage(shown, _nothing, _nothing))  # type: ignore[misc]
        stage.take(f"op-slot-{what}")
    _fetching(stage)
    stage.window.show_panels()
    for unsent, drafts, what in ((2, 0, "verbinding"), (1, 1, "verbinding-en-concept"), (0, 1, "concept")):
        reasons = unreachable().reasons if unsent else ()
        box = LeaveDialog(stage.window, unsent, drafts, reasons, _nothing, _nothing, _nothing)
        _over(stage, box.open, f"sluiten-{what}")
    for waiting in (0, 2):
        out = LogOutDialog(stage.window, waiting, _nothing, _nothing, keeps=False)
        _over(stage, out.open, f"uitloggen-niets-blijft-{waiting}")


def _fetching(stage: Stage) -> None:
    """Everything comes in again, with how far it is."""
    window, runner = stage.window, stage.window.sync.runner
    assert runner is not None
    shown, before = SyncStanding("x", locked=True, only_connected=True), runner.state
    runner.state = SyncState(running=True)
    window.show_page(lambda: LockedPage(shown, _nothing, _nothing, runner))
    work = window.show_work(Text("Fetching your data"), _nothing)
    work.advance(310, 1_200)
    stage.take("op-slot-ophalen")
    work.end(None)
    runner.state = before


def _over(stage: Stage, act: Callable[[], Any], what: str) -> None:
    act()
    stage.take(what)
    stage.close_dialogs()


def _nothing() -> None: ...

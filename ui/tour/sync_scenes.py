"""Sync on the tour: the indicator in its states, what is to be checked, and the dialogs around the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QScrollArea

from app.domain.blacking import MARK
from app.domain.changes import ChangeSet
from app.domain.errors import Refusal
from app.domain.text import Text
from app.sync.refusals import unreachable
from app.views.named_texts import NamedText
from app.views.overview import overview
from app.views.progress import participant_progress
from app.views.sync import SyncStanding
from ui.first_run.join import JoinDialog
from ui.privacy.erase_dialog import EraseDialog
from ui.privacy.field_words import rows_label
from ui.progress.earlier import EarlierLine
from ui.sync.connect_dialog import ConnectDialog
from ui.sync.details_dialog import DetailsDialog
from ui.sync.locked_page import LockedPage
from ui.sync.log_in_dialog import LogInDialog
from ui.sync.log_out_dialog import LogOutDialog
from ui.sync.password_dialog import PasswordDialog
from ui.sync.saying import sync_words
from ui.sync.state import FAULT, LATER, LOG_IN, SyncState
from ui.tour.findings import busiest_group, some_people, with_most_results
from ui.tour.pretending import (
    PretendingDesk,
    coming_in,
    pretended_reviews,
    pretended_standing,
    with_earlier_years,
)
from ui.tour.stage import Stage

_UNREACHABLE = unreachable()
_FILLED = Text(
    "The server already has data of this organisation. Nothing was changed. Open those beside yours, and bring yours "
    "in with the ordinary import.")


def syncing(stage: Stage) -> None:
    """As if the organisation that is open had a server; afterwards it has none again."""
    window = stage.window
    session = window.session
    assert session is not None
    desk, now = session.desk, session.desk.clock()
    standing = pretended_standing(now)
    reviews = pretended_reviews(some_people(stage, 2), now)
    people = PretendingDesk(desk, standing, reviews)
    session.desk = people
    window.sync.read()
    stage.wait()
    _to_check(stage)
    _states(stage, people, standing)
    _dialogs(stage, standing)
    _earlier_years(stage, people)
    _first_time(stage, people)
    session.desk = desk
    window.sync.read()
    stage.wait()


def _to_check(stage: Stage) -> None:
    """Every sort of thing to check, hidden while presenting, and the panel when all is well."""
    window = stage.window
    window.go("reviews")
    panel: Any = window.deck.current()
    for number, what in enumerate(("verschil", "geweigerd", "verwijderingen"), 1):
        stage.wait()
        panel.table.choose(str(number).encode() * 16)
        stage.take(f"te-controleren-{what}")
    window.present()
    stage.take("te-controleren-presentatie")
    window.present()
    stage.wait()


def _states(stage: Stage, desk: PretendingDesk, standing: SyncStanding) -> None:
    window = stage.window
    desk.answers["open_reviews"] = ()
    runner = window.sync.runner
    assert runner is not None
    quiet = replace(standing, to_review=0)
    states = (
        ("gesynchroniseerd", quiet, "", ()), ("te-versturen", replace(quiet, waiting=3), "", ()),
        ("geen-verbinding", replace(quiet, waiting=3), LATER, _UNREACHABLE.reasons),
        ("inloggen", replace(quiet, waiting=3), LOG_IN, ()),
        ("lukt-niet", replace(standing, clock_off_seconds=-86_400), FAULT, ()),
    )
    for what, shown, trouble, reasons in states:
        desk.answers["sync_standing"] = shown
        runner.halt(trouble, *reasons)
        window.sync.read()
        window.rebuild()
        stage.take(f"sync-{what}")
        steps = dict.fromkeys(("now", "log in", "password", "check", "log out"), _nothing)
        details = DetailsDialog(window, shown, runner.state, session_today(stage), shown.username, steps)
        _over(stage, details.open, f"sync-{what}-uitleg")
    runner.halt("")


def _dialogs(stage: Stage, standing: SyncStanding) -> None:
    window = stage.window
    connect = ConnectDialog(window, "Bibliotheek Noord", _ignore, _ignore)
    _over(stage, connect.open, "verbinden")
    filled = ConnectDialog(window, "Bibliotheek Noord", _ignore, _ignore)
    filled.refused(Refusal(_FILLED, remedy="fresh"))
    _over(stage, filled.open, "verbinden-gevuld")
    again = LogInDialog(window, standing.username, _ignore)
    _over(stage, again.open, "opnieuw-inloggen")
    for name, is_first in (("wachtwoord-kiezen", True), ("wachtwoord-wijzigen", False)):
        _over(stage, PasswordDialog(window, is_first, lambda _old, _new: None).open, name)
    _over(stage, LogOutDialog(window, 3, _nothing, _nothing).open, "uitloggen")
    counts = [(rows_label("results"), "214"), (rows_label("memberships"), "2"), (rows_label("certificates"), "1")]
    name = some_people(stage, 1)[0][1]
    _over(stage, EraseDialog(window, name, counts, True, _ignore, _naming(name)).open, "wissen")
    join = JoinDialog(window, True, _ignore)
    _over(stage, join.open, "samenwerken")
    wrong = JoinDialog(window, False, _ignore)
    wrong.refused(_UNREACHABLE)
    _over(stage, wrong.open, "samenwerken-fout")
    window.show_page(lambda: LockedPage(replace(standing, offline_days=30), _nothing, _nothing))
    stage.take("vergrendeld")
    window.show_panels()


def _earlier_years(stage: Stage, desk: PretendingDesk) -> None:
    """Somebody's page, down to where it says what is here as totals only."""
    window, person = stage.window, with_most_results(stage)
    desk.answers["participant_progress"] = with_earlier_years(desk.read(participant_progress, person))
    window.go("progress", busiest_group(stage))
    stage.wait()
    window.go("progress", person)
    stage.wait()
    front: Any = window.deck.current()
    panel = front.group
    panel.detail.findChild(QScrollArea).ensureWidgetVisible(panel.detail.findChild(EarlierLine))
    stage.take("voortgang-eerdere-jaren")


def _first_time(stage: Stage, desk: PretendingDesk) -> None:
    """The strip of the first sync, with the window in use."""
    window = stage.window
    standing = SyncStanding("https://leerspoor.voorbeeld.nl", "m.deboer", "noord")
    desk.answers["sync_standing"] = standing
    desk.answers["overview"] = coming_in(desk.read(overview))
    window.go("groups")
    window.sync.read()
    stage.wait()
    work = window.show_work(Text("Fetching results"), _nothing)
    work.advance(41_230, 100_000)
    words = sync_words(standing, SyncState(running=True), session_today(stage))
    window.frame.top.connection.show_words(words, "")
    stage.take("eerste-keer")
    window.go("overview")
    window.deck.spread(ChangeSet({"settings": frozenset()}))
    stage.wait()
    window.frame.top.connection.show_words(words, "")
    stage.take("eerste-keer-overzicht")
    work.end(None)


def session_today(stage: Stage) -> Any:
    assert stage.window.session is not None
    return stage.window.session.sight.today


def _over(stage: Stage, act: Callable[[], Any], what: str) -> None:
    act()
    stage.take(what)
    stage.close_dialogs()


def _naming(name: str) -> tuple[NamedText, ...]:
    """A claim and a report in which somebody stands."""
    return (
        NamedText(
            "claims", b"c", "about", f"{name} kon een dag niet inloggen", f"{MARK} kon een dag niet inloggen", True),
        NamedText("infringements", b"i", "what", f"Gezien door {name.split()[0]}", f"Gezien door {MARK}", False))


def _ignore(_given: Any) -> None:
    """On the tour nothing is asked of a server."""


def _nothing() -> None:
    """As above."""

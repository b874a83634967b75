"""What is done about coaches; the toast says what happened and offers to undo it. Logins are made on the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.contract.new_organisation import proposed_username
from app.domain.text import Text
from ui.organisations.credentials_dialog import CredentialsDialog
from ui.organisations.password_dialog import for_coach
from ui.panel import Shell
from ui.parts.form_dialog import NoticeDialog
from ui.words import tr

if TYPE_CHECKING:
    from app.domain.credentials import Credentials
    from app.views.coaches import CoachLine, CoachList


def add(shell: Shell, given: Mapping[str, Any], groups: Sequence[bytes], then: Callable[[bytes], None]) -> None:
    from app.actions.coaches import add_coach

    def added(changes: Any) -> None:
        shell.say(Text("{Coach} added."), undoable=True)
        then(changes.outcome)

    shell.act(add_coach, given=dict(given), group_ids=list(groups), then=added)


def change(shell: Shell, coach_id: bytes, given: Mapping[str, Any], then: Callable[[], None]) -> None:
    from app.actions.coaches import change_coach

    def changed(_changes: Any) -> None:
        shell.say(Text("Changes saved."), undoable=True)
        then()

    shell.act(change_coach, coach_id=coach_id, given=dict(given), then=changed)


def close(shell: Shell, coach: CoachLine, day: date, is_connected: bool) -> None:
    """The coach ends on a day; where that is today, and there is a server, the login and what is kept end as well."""
    from app.actions.coaches import close_coach

    def closed(_changes: Any) -> None:
        alone = coach.only_coach_of
        shell.say(Text(
            "The account was ended. {names} has no {coach} any more.",
            "The account was ended. {names} have no {coach} any more.", n=len(alone),
            names=", ".join(alone)) if alone else Text("The account was ended."), undoable=True)
        if is_connected and coach.login == "works" and day <= shell.sight.today:
            end_login(shell, coach)

    shell.act(close_coach, coach_id=coach.id, until_on=day.isoformat(), then=closed)


def end_login(shell: Shell, coach: CoachLine) -> None:
    from app.sync.coaching import end_login as end

    def ended(computers: int) -> None:
        shell.say(Text(
            "The login has ended. {n} computer removes its data at its next contact.",
            "The login has ended. {n} computers remove their data at their next contact.", n=computers,
        ) if computers else Text("The login has ended."))

    shell.work(end, shell.desk, coach.id, title=Text("Ending the login"), then=ended, steps=False)


def assign(
    shell: Shell, coach_id: bytes, group_id: bytes, group: str, reads_only: bool, until_on: str | None,
) -> None:
    from app.actions.coaches import assign_coach

    shell.act(
        assign_coach, coach_id=coach_id, group_id=group_id, reads_only=reads_only, until_on=until_on,
        then=lambda _changes: shell.say(Text("{name} has a {coach} more.", name=group), undoable=True))


def unassign(shell: Shell, coach_id: bytes, group_id: bytes, group: str, is_last: bool) -> None:
    """The last one may go; it is said."""
    from app.actions.coaches import unassign_coach

    said = Text("{name} has no {coach} any more.", name=group) if is_last else Text(
        "{name} was taken from this {coach}.", name=group)
    shell.act(unassign_coach, coach_id=coach_id, group_id=group_id,
              then=lambda _changes: shell.say(said, undoable=True))


def about_login(parent: QWidget, shell: Shell, coach: CoachLine, listed: CoachList) -> None:
    """A first password for a coach, shown once; without a server it is said that the login follows."""
    if not listed.is_connected:
        NoticeDialog(parent, tr("This needs the server"), (
            tr("The {coach} is recorded. The server makes the login, and this computer works without one for now."),
            tr("Connect with your server first, under File. Then come back here for the login."))).open()
        return

    def made(credentials: Credentials) -> None:
        dialog.done_making()
        CredentialsDialog(parent, shell, credentials).open()

    def make(username: str) -> None:
        from app.sync.coaching import hand_out_login

        shell.work(hand_out_login, shell.desk, coach.id, username, title=Text("Making the login"), then=made,
                   steps=False)

    dialog = for_coach(
        parent, shell.veil.name(coach.full, coach.id), coach.given.username or proposed_username(coach.full),
        coach.login == "none", make)
    dialog.open()

"""What is done with learning routes, links and materials; the toast says what happened and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.domain.media import LinkState
from app.domain.text import Text
from ui.panel import Shell

if TYPE_CHECKING:
    from app.exchange.material_files import TakenIn
    from app.views.media import LinkRow, MaterialRow

Then = Callable[[Any], None]


def add(shell: Shell, given: dict[str, Any], then: Then) -> None:
    """A learning route."""
    from app.actions.routes import add_route

    _act(shell, add_route, Text("Learning route {name} was made.", name=given["name"]), then, **given)


def change(shell: Shell, given: dict[str, Any]) -> None:
    """A learning route, for everybody who has it."""
    from app.actions.routes import change_route

    _act(shell, change_route, Text("Learning route {name} was changed.", name=given["name"]), **given)


def copy(shell: Shell, given: dict[str, Any], then: Then) -> None:
    """A route of its own for some, or for nobody yet."""
    from app.actions.routes import copy_route

    _act(shell, copy_route, Text("Learning route {name} was made.", name=given["name"]), then, **given)


def assign(shell: Shell, route_id: bytes, groups: Sequence[bytes], people: Sequence[bytes]) -> None:
    """Give a route to groups and people."""
    from app.actions.routes import assign_route

    said = Text("The learning route was given.")
    _act(shell, assign_route, said, route_id=route_id, group_ids=list(groups), participant_ids=list(people))


def end(shell: Shell, assignment_ids: Sequence[bytes]) -> None:
    """They no longer have the route."""
    from app.actions.routes import end_assignments

    said = Text("The learning route was ended. Results stay as they are.")
    _act(shell, end_assignments, said, assignment_ids=list(assignment_ids))


def withdraw(shell: Shell, route_id: bytes, name: str) -> None:
    from app.actions.routes import withdraw_route

    _act(shell, withdraw_route, Text("Learning route {name} was withdrawn. Results stay as they are.", name=name),
         route_id=route_id)


def add_link(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.media import add_link as action

    _act(shell, action, Text("{title} was recorded.", title=given["title"]), **given)


def change_link(shell: Shell, row: LinkRow, given: dict[str, Any]) -> None:
    from app.actions.media import change_link as action

    _act(shell, action, Text("{title} was changed.", title=given["title"]), media_link_id=row.id, **given)


def withdraw_link(shell: Shell, row: LinkRow) -> None:
    from app.actions.media import withdraw_link as action

    _act(shell, action, Text("{title} is withdrawn.", title=row.title), media_link_id=row.id)


def check_link(shell: Shell, row: LinkRow) -> None:
    """Ask the site whether the page is there, because somebody pressed the button for it; nothing else ever does."""
    from app.exchange.link_checking import look_for

    shell.work(look_for, row.address, title=Text("Asking {site} whether the page is there", site=row.host),
               then=partial(_checked, shell, row), steps=False)


def open_link(row: LinkRow) -> None:
    """In the browser of the user."""
    QDesktopServices.openUrl(QUrl(row.address, QUrl.ParsingMode.StrictMode))


def take_in(shell: Shell, then: Callable[[TakenIn], None]) -> None:
    """Ask for a file and read it into the database; nothing happens where none is chosen."""
    from app.exchange.material_files import take_in as read_file

    chosen = shell.pick_files(Text("Which file is the material?"), "*")
    if chosen:
        shell.work(read_file, shell.desk, Path(chosen[0]), title=Text("Reading the file"), then=then, steps=False)


def add_material(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.media import add_material as action

    _act(shell, action, Text("{title} was recorded.", title=given["title"]), **given)


def change_material(shell: Shell, row: MaterialRow, given: dict[str, Any]) -> None:
    from app.actions.media import change_material as action

    _act(shell, action, Text("{title} was changed.", title=given["title"]), material_id=row.id, **given)


def withdraw_material(shell: Shell, row: MaterialRow) -> None:
    from app.actions.media import withdraw_material as action

    _act(shell, action, Text("{title} is withdrawn.", title=row.title), material_id=row.id)


def open_material(shell: Shell, row: MaterialRow) -> None:
    """As a copy of this user's alone, in the program that the system has for it; what is not here yet is fetched."""
    if row.is_here:
        _open_copy(shell, row)
    else:
        shell.fetch_file(row.checksum, row.size, then=lambda _is_whole: _open_copy(shell, row))


def _open_copy(shell: Shell, row: MaterialRow) -> None:
    from app.exchange.material_files import private_copy

    shell.work(private_copy, shell.desk, row.checksum, row.media_type,
               title=Text("Opening {title}", title=row.title), then=_opened, steps=False)


def _opened(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _checked(shell: Shell, row: LinkRow, state: LinkState) -> None:
    from app.actions.media import record_check

    shell.act(record_check, media_link_id=row.id, address=row.address, state=str(state),
              then=lambda _changes: shell.say(Text("{title}: {state}.", title=row.title, state=STATES[state])))


STATES = {
    LinkState.UNKNOWN: Text("not checked yet"), LinkState.THERE: Text("the page is there"),
    LinkState.MOVED: Text("the page is elsewhere now"), LinkState.CLOSED: Text("the page asks to log in"),
    LinkState.GONE: Text("the page is gone"), LinkState.UNREACHABLE: Text("the site cannot be reached"),
}


def _act(shell: Shell, action: Any, said: Text, then: Then | None = None, **given: Any) -> None:
    def told(changes: Any) -> None:
        shell.say(said, undoable=True)
        if then is not None:
            then(changes)

    shell.act(action, then=told, **given)

"""What a panel is, and what the window offers to it.

A panel is built anew when the language, the theme, the presentation mode or the organisation changes, so it never
has to change its own words. It reads through the shell (off the GUI thread), keeps plain frozen values, and reads
again when a change set touches one of its `kinds`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QWidget

from app.domain.text import Text

if TYPE_CHECKING:
    from app.domain.sight import Sight


class Veil(Protocol):
    """Hides what a stranger on the other side of a projector must not see."""

    @property
    def on(self) -> bool: ...

    @property
    def looked_at(self) -> bytes | None:
        """The participant who is looked at together: only this person's page is shown, nobody else's name."""

    def name(self, text: str, person: bytes | None = None) -> str:
        """A person's name, or dots while presenting; the participant who is looked at together stays visible."""

    def value(self, text: str, person: bytes | None = None) -> str:
        """A score, note, search hit or notice, or nothing while presenting."""


class Shell(Protocol):
    """The window as its panels know it."""

    @property
    def sight(self) -> Sight: ...

    @property
    def veil(self) -> Veil: ...

    @property
    def desk(self) -> Any:
        """The open organisation itself, only to be handed to long work that reads and writes by its own steps."""

    def read(
        self, view: Callable[..., Any], *arguments: Any, then: Callable[[Any], None], within: bytes | None = None,
    ) -> None:
        """Run `view(connection, sight, *arguments)` on a reader thread; `then(value)` on the GUI thread.

        `within` is the tenant whose rows are read where that is another than the desk's own (D10).
        """

    def act(self, action: Any, *, then: Callable[[Any], None] | None = None, **arguments: Any) -> None:
        """Run an action on the writer thread; its change set goes to every panel, then `then(outcome)` is called.

        A Refusal is shown to the user in plain words; `then` is not called. `within` among the arguments is the tenant
        whose rows it is about, where that is another than the desk's own (D10).
        """

    def work(
        self, function: Callable[..., Any], *arguments: Any, title: Text,
        then: Callable[[Any], None], steps: bool = True,
    ) -> None:
        """Run long work (a file, a print run) off the GUI thread with a progress strip and a Cancel button.

        With `steps` the function gets two keyword arguments, `progress(done, total)` and `cancelled() -> bool`.
        """

    def fetch_earlier(self, person: bytes, then: Callable[[bytes], None]) -> None:
        """Fetch a participant's results of school years that are not here from the server, off the GUI thread.

        What comes goes to every panel as a change set, a Refusal is shown; then `then(person)` is called.
        """

    def fetch_file(self, checksum: str, size: int, then: Callable[[bool], None]) -> None:
        """Fetch the content of a material that is not here yet from the server, off the GUI thread (D11).

        `then` is told whether it is here whole now. A Refusal is shown; then `then` is not called.
        """

    def go(self, panel: str, target: bytes | None = None) -> None:
        """Open another panel, and there the row `target`."""

    def bring_in(self) -> None:
        """Open the import, as the command of the window does."""

    def look_together(self, person: bytes | None) -> None:
        """Show one participant alone on the current panel, everybody else veiled; None leaves."""

    def say(self, message: Text, undoable: bool = False) -> None:
        """A short line at the bottom of the window, with 'Undo' where the last action can be undone."""

    def pick_files(self, title: Text, patterns: str) -> list[str]: ...

    def pick_folder(self, title: Text) -> str: ...

    def pick_target(self, title: Text, proposal: str, patterns: str) -> str:
        """A path to save to, or ''. Tests and the tour replace these three."""


class Panel(QWidget):
    """One panel of the rail. `code` is its name in the rail, `kinds` the tables whose changes it must show."""

    code: str = ""
    kinds: frozenset[str] = frozenset()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.setObjectName(f"panel-{self.code}")

    def refresh(self) -> None:
        """Read again and show. Called when the panel is first shown and after a change in its kinds."""
        raise NotImplementedError

    def show_target(self, target: bytes) -> None:
        """Select the row with this id (after the next reading, if need be)."""

    def place(self) -> object:
        """Where the user is in this panel; what is built in its stead gets it in `return_to`. None: nowhere special."""
        return None

    def return_to(self, place: object) -> None:
        """Go where the panel before this one was (after the next reading, if need be)."""

    def manual_page(self) -> str:
        """The page of the manual about what is in front here; '' for that of the panel."""
        return ""

    def chosen_person(self) -> bytes | None:
        """The participant whose page is open here, for looking together; None where there is none."""
        return None

    def export_rows(self) -> list[list[str]]:
        """What the panel's main table shows, as text, for the clipboard and for tests."""
        return []

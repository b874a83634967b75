"""The shell of a tab that shows one organisation of a licensor: what is done there is done within that organisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.permissions import TenantKind
from app.domain.text import Text
from ui.panel import Shell, Veil

if TYPE_CHECKING:
    from app.domain.sight import Sight


class WithinShell:
    """Everything is the panel's own shell, but it reads and writes there.

    `organisation_id` is set by whoever shows an organisation.
    """

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.organisation_id: bytes | None = None

    @property
    def sight(self) -> Sight:
        """Of who is at work here, with the organisation as the tenant: what may be done is what may be done there."""
        own = self._shell.sight
        there = replace(own.actor, at=TenantKind.ORGANISATION)
        return replace(own, actor=there, tenant=self.organisation_id)

    @property
    def veil(self) -> Veil:
        return self._shell.veil

    @property
    def desk(self) -> Any:
        return self._shell.desk

    def read(
        self, view: Callable[..., Any], *arguments: Any, then: Callable[[Any], None], within: bytes | None = None,
    ) -> None:
        self._shell.read(view, *arguments, then=then, within=within or self.organisation_id)

    def act(self, action: Any, *, then: Callable[[Any], None] | None = None, **arguments: Any) -> None:
        self._shell.act(action, then=then, within=self.organisation_id, **arguments)

    def work(
        self, function: Callable[..., Any], *arguments: Any, title: Text, then: Callable[[Any], None],
        steps: bool = True,
    ) -> None:
        self._shell.work(function, *arguments, title=title, then=then, steps=steps)

    def fetch_earlier(self, person: bytes, then: Callable[[bytes], None]) -> None:
        self._shell.fetch_earlier(person, then)

    def fetch_file(self, checksum: str, size: int, then: Callable[[bool], None]) -> None:
        self._shell.fetch_file(checksum, size, then)

    def go(self, panel: str, target: bytes | None = None) -> None:
        self._shell.go(panel, target)

    def bring_in(self) -> None:
        self._shell.bring_in()

    def look_together(self, person: bytes | None) -> None:
        self._shell.look_together(person)

    def say(self, message: Text, undoable: bool = False) -> None:
        self._shell.say(message, undoable)

    def pick_files(self, title: Text, patterns: str) -> list[str]:
        return self._shell.pick_files(title, patterns)

    def pick_folder(self, title: Text) -> str:
        return self._shell.pick_folder(title)

    def pick_target(self, title: Text, proposal: str, patterns: str) -> str:
        return self._shell.pick_target(title, proposal, patterns)

"""How the window comes to an open desk. Every call blocks, so it is made off the GUI thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from ui.sync.door import ServerDoor, ServerLogin
    from ui.window.session import OpenDesk

ASKING = frozenset({"passphrase", "recovery", "keyring"})
"""The remedies of a Refusal that mean: ask the person for the passphrase or the recovery key."""


class TypedKey(NamedTuple):
    """What somebody typed to unlock data: `kind` is 'passphrase' or 'recovery'."""

    kind: str
    text: str


class NewOrganisation(NamedTuple):
    """What is asked before an organisation is made. Without a passphrase the keyring of this computer keeps the key."""

    name: str
    place: str
    provider: str
    administrator: str
    passphrase: str = ""


class Joining(NamedTuple):
    """What is asked before an organisation is fetched from its server; as above, no passphrase means the keyring."""

    login: ServerLogin
    passphrase: str = ""


class Made(NamedTuple):
    """A new organisation and the recovery key that is shown once."""

    code: str
    recovery_key: str


class Opener(Protocol):
    """The home as the window needs it."""

    @property
    def folder(self) -> Path:
        """Where preferences and diagnostics stand."""

    @property
    def server(self) -> ServerDoor:
        """The way to the servers of the organisations."""

    def codes(self) -> tuple[str, ...]:
        """The organisations in this home; quick, so that the first paint may ask."""

    def providers(self) -> tuple[tuple[str, str], ...]:
        """Code and name of every provider profile."""

    def has_keyring(self) -> bool: ...

    def open(self, code: str, typed: TypedKey | None = None) -> OpenDesk:
        """Raises Refusal with one of the remedies in ASKING where something must be typed first."""

    def make(self, organisation: NewOrganisation) -> Made: ...

    def join(self, joining: Joining) -> Made:
        """An empty organisation of this home that is connected; its rows come with the first sync.

        Raises Refusal with the remedy 'log in' for a wrong name or password, 'later' for a server out of reach.
        """

    def make_demo(self) -> tuple[str, ...]:
        """The codes of the demo organisations, made where they were not there yet."""

    def restore(self, backup: str, typed: TypedKey | None = None) -> str:
        """Put a backup back as an organisation of this home; gives its code. Refuses as `open` does."""

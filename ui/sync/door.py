"""The server as the window needs it. Every call blocks, so it is made off the GUI thread; all may raise Refusal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from app.sync.engine import Stage, SyncReport


class ServerLogin(NamedTuple):
    """What somebody types to log in at the server of an organisation."""

    address: str
    organisation: str
    username: str
    password: str


class OneSync(Protocol):
    def sync(self, progress: Callable[[Stage], None], cancelled: Callable[[], bool]) -> SyncReport: ...

    def send(self) -> None:
        """What waits here, and fetch nothing."""

    def fetch_earlier(self, participant_ids: Sequence[bytes]) -> int:
        """All results of these people of school years that are not here; gives how many there are (S9)."""

    def fetch_file(self, checksum: str, size: int) -> bool:
        """The content of a material, now; true once it is here whole (D11)."""

    def close(self) -> None:
        """Let go of the connection."""


class ServerDoor(Protocol):
    def syncer(self, desk: Any) -> OneSync:
        """What syncs this desk, to be used again and again."""

    def listen(self, desk: Any, heard: Callable[[], None]) -> Callable[[], None]:
        """Have `heard` called, from a thread, at each change on the server; gives what ends the listening."""

    def connect(self, desk: Any, login: ServerLogin) -> None:
        """Connect a desk that worked on its own; remedy 'fresh' where the server holds data of it already (S16)."""

    def log_in_again(self, desk: Any, password: str) -> None: ...

    def choose_password(self, desk: Any, old: str, new: str) -> int:
        """Gives how many other computers must log in anew; remedy 'log in' for a wrong old one."""

    def log_out(self, desk: Any, force: bool) -> None: ...


class EngineDoor:
    """The real one. The engine is imported at its first use, behind the first paint."""

    def syncer(self, desk: Any) -> OneSync:
        from app.sync.engine import Syncer

        made: OneSync = Syncer(desk)
        return made

    def listen(self, desk: Any, heard: Callable[[], None]) -> Callable[[], None]:
        from app.sync.live import Live

        live = Live()
        live.start(desk, heard)
        stop: Callable[[], None] = live.stop
        return stop

    def connect(self, desk: Any, login: ServerLogin) -> None:
        from app.sync.connect import connect

        connect(desk, *login)

    def log_in_again(self, desk: Any, password: str) -> None:
        from app.sync.connect import log_in_again

        log_in_again(desk, password)

    def choose_password(self, desk: Any, old: str, new: str) -> int:
        from app.sync.connect import choose_password

        return choose_password(desk, old, new)

    def log_out(self, desk: Any, force: bool) -> None:
        from app.sync.connect import log_out

        log_out(desk, force=force)

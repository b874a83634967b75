"""The key of a database, worked out while the rest of the program is still being loaded."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.store.keys import DatabaseKey, KeysFile


class EarlyKey:
    """Begins at once in a thread of its own: stretching a passphrase is slow on purpose, and needs no interpreter."""

    def __init__(self, folder: Path, unlock: Callable[[KeysFile], DatabaseKey]) -> None:
        self._folder, self._unlock = folder, unlock
        self._outcome: DatabaseKey | BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="leerspoor-key", daemon=True)
        self._thread.start()

    def result(self, _keys: KeysFile) -> DatabaseKey:
        """The key, or the Refusal that unlocking raised."""
        self._thread.join()
        if self._outcome is None or isinstance(self._outcome, BaseException):
            raise self._outcome or RuntimeError("no key was worked out")
        return self._outcome

    def _work(self) -> None:
        from app.store.keys import KeysFile

        try:
            self._outcome = self._unlock(KeysFile.read(self._folder))
        except BaseException as problem:  # whatever it is, it is raised where the key is asked for
            self._outcome = problem

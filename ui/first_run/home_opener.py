"""The opener of the real home. What is heavy is imported inside the calls, which run off the GUI thread."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.names import fold
from app.store.resources import load_profile, profile_codes
from ui.first_run.early_key import EarlyKey
from ui.first_run.opener import Joining, Made, NewOrganisation, TypedKey

if TYPE_CHECKING:
    from app.actions.desk import Desk
    from app.store.home import Home
    from app.store.keys import DatabaseKey, KeysFile
    from ui.sync.door import ServerDoor

_LONGEST_CODE = 30


class HomeOpener:
    """`folder` is the home, by default the system's own place for it; `clock` gives UTC microseconds."""

    def __init__(self, folder: Path | None = None, clock: Callable[[], int] | None = None) -> None:
        self.folder = folder if folder is not None else _default_folder()
        self._given_clock = clock
        self._served = ExitStack()

    @property
    def server(self) -> ServerDoor:
        from ui.sync.door import EngineDoor

        return EngineDoor()

    def codes(self) -> tuple[str, ...]:
        """Looks at folder names only, so that nothing heavy is imported for it."""
        organisations = self.folder / "organisations"
        if not organisations.is_dir():
            return ()
        return tuple(sorted(entry.name for entry in organisations.iterdir() if (entry / "keys.json").is_file()))

    def providers(self) -> tuple[tuple[str, str], ...]:
        return tuple((code, load_profile(code).name) for code in profile_codes())

    def has_keyring(self) -> bool:
        from app.store.keys import keyring_works

        return keyring_works()

    def open(self, code: str, typed: TypedKey | None = None) -> Desk:
        """With the desk comes the code of the first view, so that the window does not wait for it."""
        key = EarlyKey(self.folder / "organisations" / code, partial(_unlock, typed))
        import app.views.overview  # noqa: F401
        from app.actions.founding import open_desk

        return open_desk(self._home(), code, key.result, clock=self._clock(), even_locked=True)

    def make(self, organisation: NewOrganisation) -> Made:
        from app.actions.founding import found_organisation
        from app.store.protection import Protection

        code = self._free_code(organisation.name)
        protection = Protection(organisation.passphrase, keyring=not organisation.passphrase)
        desk, recovery_key = found_organisation(
            self._home(), code, organisation.name, organisation.provider, protection, place=organisation.place,
            administrator=organisation.administrator, clock=self._clock())
        desk.close()
        return Made(code, recovery_key)

    def join(self, joining: Joining) -> Made:
        from app.store.protection import Protection
        from app.sync.connect import join

        code = self._free_code(joining.login.organisation)
        protection = Protection(joining.passphrase, keyring=not joining.passphrase)
        desk, recovery_key = join(self._home(), code, *joining.login, protection, clock=self._clock())
        desk.close()
        return Made(code, recovery_key)

    def make_demo(self) -> tuple[str, ...]:
        from app.demo.build import build_demo
        from app.demo.files import CODES

        build_demo(self._home(), clock=self._clock(), licensor=True)
        self._serve_demo()
        return tuple(CODES)

    def close(self) -> None:
        """End what was started for the demonstration."""
        self._served.close()

    def _serve_demo(self) -> None:
        """A server between two windows, where this installation has one."""
        try:
            from app.demo.served import serve_demo
        except ImportError:
            return
        self._served.enter_context(serve_demo(self._home(), self._clock()))

    def restore(self, backup: str, typed: TypedKey | None = None) -> str:
        from app.store.restore import restore

        return restore(self._home(), Path(backup), partial(_unlock, typed))[0]

    def _clock(self) -> Callable[[], int]:
        from app.actions.desk import system_clock

        return self._given_clock or system_clock

    def _home(self) -> Home:
        from app.store.home import Home

        return Home(self.folder)

    def _free_code(self, name: str) -> str:
        plain = code_of(name)
        taken = set(self.codes())
        numbered = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(taken) + 2))
        return next(code for code in numbered if code not in taken)


def code_of(name: str) -> str:
    """Small letters, digits and dashes from a name: 'Basisschool De Regenboog' becomes 'basisschool-de-regenboog'."""
    plain = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode()
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    return "-".join(words)[:_LONGEST_CODE].strip("-") or "organisation"


def _unlock(typed: TypedKey | None, keys: KeysFile) -> DatabaseKey:
    from app.store.keys import unlock_passphrase, unlock_recovery
    from app.store.protection import unlock_without_asking

    if typed is None:
        return unlock_without_asking(keys)
    return unlock_recovery(keys, typed.text) if typed.kind == "recovery" else unlock_passphrase(keys, typed.text)


def _default_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("Leerspoor", appauthor=False)

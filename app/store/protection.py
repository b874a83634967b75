"""How a database is locked when it is made, and opened when it is there, without anybody to ask.

The window asks the person for a passphrase or recovery key; the command line and tests come through here: first the
file that LEERSPOOR_PASSPHRASE_FILE names, then the published passphrase of the demo, then the system's keyring.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import Refusal
from app.domain.text import Text
from app.store import keys as ways
from app.store.keys import DatabaseKey, KeysFile

PASSPHRASE_FILE = "LEERSPOOR_PASSPHRASE_FILE"
# The demo is fiction: its passphrase is published on purpose, and written nowhere but here.
DEMO_PASSPHRASE = "leerspoor-demo"
SHORTEST_PASSPHRASE = 12
LARGEST_FILE = 4096
"""Bytes that a passphrase file may have: it may be a device or a mistake that never ends."""


@dataclass(frozen=True, slots=True)
class Protection:
    """The ways a new database gets: a passphrase, the keyring, or both; the recovery key always comes with it."""

    passphrase: str = ""
    keyring: bool = False
    published: bool = False


DEMO = Protection(DEMO_PASSPHRASE, published=True)


def protection_without_asking() -> Protection:
    """For a new database: the passphrase file where there is one, else the keyring. Refusal where there is neither."""
    passphrase = _from_file()
    if passphrase:
        return Protection(passphrase)
    if ways.keyring_works():
        return Protection(keyring=True)
    raise Refusal(
        Text(
            "This computer has no keyring that Leerspoor can use, and no passphrase was given. Nothing was made. "
            "Write a passphrase into a file and name that file in {variable}.",
            variable=PASSPHRASE_FILE,
        ),
        remedy="passphrase",
    )


def seal(key: DatabaseKey, protection: Protection) -> tuple[KeysFile, str]:
    """A new keys file with these ways, and the recovery key to print once."""
    keys = ways.new_keys(key)
    if protection.passphrase:
        _long_enough(protection.passphrase)
        ways.add_passphrase(keys, key, protection.passphrase)
        keys.wraps["passphrase"]["published"] = protection.published
    if protection.keyring:
        ways.add_keyring(keys, key)
    recovery_key = ways.new_recovery_key()
    ways.add_recovery(keys, key, recovery_key)
    return keys, recovery_key


def unlock_without_asking(keys: KeysFile) -> DatabaseKey:
    """The key, by whichever way needs no question. Raises Refusal (remedy 'passphrase') where one must be asked.

    The passphrase file may hold the recovery key instead: for data that came from another computer's keyring.
    """
    if is_published(keys):
        return ways.unlock_passphrase(keys, DEMO_PASSPHRASE)
    secret = _from_file()
    if secret:
        return unlock_with(keys, secret)
    if "keyring" in keys.ways:
        return ways.unlock_keyring(keys)
    raise Refusal(
        Text(
            "These data are locked with a passphrase. Nothing was changed. "
            "Write it into a file and name that file in {variable}.", variable=PASSPHRASE_FILE,
        ),
        remedy="passphrase",
    )


def unlock_with(keys: KeysFile, secret: str) -> DatabaseKey:
    """The key by a passphrase or, where it is none, by a recovery key."""
    try:
        return ways.unlock_passphrase(keys, secret)
    except Refusal as wrong:
        try:
            return ways.unlock_recovery(keys, secret)
        except Refusal:
            raise wrong from None


def change_passphrase(folder: Path, old: str, new: str) -> None:
    """Lock the data in `folder` with another passphrase; the database stays as it is, only its key is wrapped anew.

    Raises Refusal for a wrong old passphrase, a short new one, and data that have none of their own.
    """
    keys = KeysFile.read(folder)
    if is_published(keys):
        raise Refusal(Text("The passphrase of the demonstration is the same everywhere. Nothing was changed."))
    if "passphrase" not in keys.ways:
        raise Refusal(
            Text("These data have no passphrase: the keyring of this computer keeps their key. Nothing was changed.")
        )
    key = ways.unlock_passphrase(keys, old)
    _long_enough(new)
    ways.add_passphrase(keys, key, new)
    keys.wraps["passphrase"]["published"] = False
    keys.write(folder)


def is_published(keys: KeysFile) -> bool:
    return bool(keys.wraps.get("passphrase", {}).get("published"))


def _from_file() -> str:
    named = os.environ.get(PASSPHRASE_FILE, "")
    if not named:
        return ""
    try:
        with Path(named).open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise ValueError("far too large for a passphrase")
        return content.decode("utf-8").strip()
    except (OSError, ValueError) as problem:
        raise Refusal(
            Text(
                "The passphrase file that {variable} names cannot be read. Nothing was changed.",
                variable=PASSPHRASE_FILE,
            )
        ) from problem


def _long_enough(passphrase: str) -> None:
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise Refusal(
            Text("A passphrase has at least {n} signs. Nothing was made. Choose a longer one.", n=SHORTEST_PASSPHRASE),
            remedy="passphrase",
        )

"""The key of a database, and the ways to it (D1).

A random database key (32 bytes, and the 16-byte salt that SQLCipher puts in the file's first bytes) is wrapped
separately by each way: a secret in the system's keyring, a passphrase (Argon2id), a recovery key that was printed
once. The wrapped keys stand in a small versioned `keys.json` beside the database and inside every backup. A check
value tells "wrong key" from "damaged file".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.files import write_atomically

KEYS_VERSION = 1
KEYS_FILE = "keys.json"
KEY_BYTES, SALT_BYTES = 32, 16
# Argon2id cost of a passphrase: 64 MiB, three passes, about a tenth of a second; stored, so it can be raised.
ARGON_PASSES, ARGON_MEMORY = 3, 64 * 1024 * 1024
# A keys file comes with every backup, so also from strangers: more than this is refused, not computed.
MOST_PASSES, MOST_MEMORY = 10, 256 * 1024 * 1024
RECOVERY_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECOVERY_SIGNS = 32
SERVICE = "Leerspoor"
_LOOK_ALIKES = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class DatabaseKey:
    """Key (32 bytes) and salt (16 bytes) as SQLCipher takes them raw; never shown, logged or put in an argument."""

    key: bytes
    salt: bytes

    @classmethod
    def fresh(cls) -> DatabaseKey:
        return cls(secrets.token_bytes(KEY_BYTES), secrets.token_bytes(SALT_BYTES))

    @property
    def pragma(self) -> str:
        return f"x'{self.key.hex()}{self.salt.hex()}'"

    @property
    def check(self) -> str:
        return hmac.new(self.key, b"leerspoor database key check", hashlib.sha256).hexdigest()

    def __repr__(self) -> str:
        return "DatabaseKey(...)"


@dataclass(frozen=True, slots=True)
class KeysFile:
    """What `keys.json` holds: an id for the keyring entry, the check value, and one wrap per way."""

    database_id: str
    check: str
    wraps: dict[str, dict[str, Any]]

    @property
    def ways(self) -> tuple[str, ...]:
        return tuple(self.wraps)

    def write(self, folder: Path) -> None:
        body = {"version": KEYS_VERSION, "database_id": self.database_id, "check": self.check, "wraps": self.wraps}
        write_atomically(folder / KEYS_FILE, json.dumps(body, indent=1).encode(), private=True)

    @classmethod
    def read(cls, folder: Path) -> KeysFile:
        """Raises Refusal where the file is missing, damaged or of a newer program."""
        path = folder / KEYS_FILE
        try:
            body = json.loads(path.read_text("utf-8"))
            if body["version"] > KEYS_VERSION:
                raise Refusal(
                    Text("These data were made by a newer Leerspoor. Nothing was changed. Install the newest version.")
                )
            bytes.fromhex(body["check"])
            return cls(str(body["database_id"]), body["check"], _proper_wraps(body["wraps"]))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
            raise Refusal(
                Text(
                    "The key file {file} is missing or damaged, so the data cannot be opened. Nothing was changed. "
                    "Put it back from a backup.",
                    file=path.name,
                )
            ) from problem


def _proper_wraps(given: Any) -> dict[str, dict[str, Any]]:
    """The wraps as stored; raises what `KeysFile.read` turns into a refusal where one is no wrap at all."""
    wraps = {str(way): dict(wrap) for way, wrap in given.items()}
    for wrap in wraps.values():
        _bytes(wrap["box"])
    stretched = wraps.get("passphrase")
    if stretched is not None and not (
        len(_bytes(stretched["salt"])) == pwhash.argon2id.SALTBYTES
        and pwhash.argon2id.OPSLIMIT_MIN <= int(stretched["passes"]) <= MOST_PASSES
        and pwhash.argon2id.MEMLIMIT_MIN <= int(stretched["memory"]) <= MOST_MEMORY
    ):
        raise ValueError("a passphrase is not stretched like this")
    return wraps


def new_keys(key: DatabaseKey) -> KeysFile:
    return KeysFile(secrets.token_hex(16), key.check, {})


def new_recovery_key() -> str:
    """160 random bits as eight groups of four signs without look-alikes."""
    signs = "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_SIGNS))
    return "-".join(signs[at : at + 4] for at in range(0, RECOVERY_SIGNS, 4))


def add_passphrase(keys: KeysFile, key: DatabaseKey, passphrase: str) -> None:
    salt = secrets.token_bytes(pwhash.argon2id.SALTBYTES)
    wrap = {"salt": _text(salt), "passes": ARGON_PASSES, "memory": ARGON_MEMORY}
    keys.wraps["passphrase"] = wrap | {"box": _seal(_stretch(passphrase, wrap), key)}


def add_recovery(keys: KeysFile, key: DatabaseKey, recovery_key: str) -> None:
    keys.wraps["recovery"] = {"box": _seal(_recovery_bytes(recovery_key), key)}


def add_keyring(keys: KeysFile, key: DatabaseKey) -> None:
    """Store a fresh secret in the system's keyring. Raises Refusal where there is none."""
    secret = secrets.token_bytes(KEY_BYTES)
    _keyring(lambda ring: ring.set_password(SERVICE, keys.database_id, secret.hex()))
    keys.wraps["keyring"] = {"box": _seal(secret, key)}


def unlock_passphrase(keys: KeysFile, passphrase: str) -> DatabaseKey:
    wrap = keys.wraps.get("passphrase")
    if wrap is None:
        raise Refusal(
            Text(
                "These data have no passphrase. Nothing was changed. "
                "Open them on the computer that made them, or use the recovery key."
            ),
            remedy="recovery",
        )
    return _open(_stretch(passphrase, wrap), wrap, keys, "passphrase")


def unlock_recovery(keys: KeysFile, recovery_key: str) -> DatabaseKey:
    wrap = keys.wraps.get("recovery")
    if wrap is None:
        raise Refusal(Text("These data have no recovery key. Nothing was changed."))
    return _open(_recovery_bytes(recovery_key), wrap, keys, "recovery")


def unlock_keyring(keys: KeysFile) -> DatabaseKey:
    wrap = keys.wraps.get("keyring")
    stored = _keyring(lambda ring: ring.get_password(SERVICE, keys.database_id)) if wrap else None
    if wrap is None or not stored:
        raise Refusal(
            Text(
                "The key of these data is not in the keyring of this computer. Nothing was lost. "
                "Give the passphrase or the recovery key."
            ),
            remedy="passphrase",
        )
    return _open(bytes.fromhex(stored), wrap, keys, "keyring")


def keyring_works() -> bool:
    """True if this system has a keyring that answers; asks for nothing and stores nothing."""
    try:
        _keyring(lambda ring: ring.get_password(SERVICE, "probe"))
    except Refusal:
        return False
    return True


def _keyring(use: Callable[[Any], Any]) -> Any:
    import keyring  # late: 85 ms that the first paint must not wait for
    from keyring.errors import InitError, KeyringError, NoKeyringError

    try:
        return use(keyring)
    except (NoKeyringError, InitError) as missing:
        raise Refusal(
            Text("This computer has no keyring that Leerspoor can use. Nothing was changed. Use a passphrase."),
            remedy="passphrase",
        ) from missing
    except KeyringError as locked:
        raise Refusal(
            Text(
                "The keyring of this computer is locked or refused. Nothing was changed. "
                "Unlock it, or use the passphrase."
            ),
            remedy="passphrase",
        ) from locked


def _stretch(passphrase: str, wrap: dict[str, Any]) -> bytes:
    secret = passphrase.strip().encode()
    return pwhash.argon2id.kdf(
        KEY_BYTES, secret, _bytes(wrap["salt"]), opslimit=int(wrap["passes"]), memlimit=int(wrap["memory"])
    )


def _recovery_bytes(recovery_key: str) -> bytes:
    typed = recovery_key.upper().translate(_LOOK_ALIKES)
    signs = "".join(sign for sign in typed if sign in RECOVERY_ALPHABET)
    return hashlib.blake2b(signs.encode(), digest_size=KEY_BYTES, person=b"leerspoor-rec").digest()


def _seal(secret: bytes, key: DatabaseKey) -> str:
    return _text(bytes(SecretBox(secret).encrypt(key.key + key.salt)))


def _open(secret: bytes, wrap: dict[str, Any], keys: KeysFile, way: str) -> DatabaseKey:
    try:
        plain = SecretBox(secret).decrypt(_bytes(wrap["box"]))
    except (CryptoError, ValueError) as wrong:
        raise Refusal(_WRONG[way], remedy=way) from wrong
    key = DatabaseKey(plain[:KEY_BYTES], plain[KEY_BYTES:])
    if not hmac.compare_digest(key.check, keys.check):
        raise Refusal(
            Text(
                "The key file belongs to other data. Nothing was changed. Put the right {file} back from a backup.",
                file=KEYS_FILE,
            )
        )
    return key


_WRONG = {
    "passphrase": Text("This passphrase is not right. Nothing was changed. Try again, or use the recovery key."),
    "recovery": Text("This recovery key is not right. Nothing was changed. Check the signs and try again."),
    "keyring": Text(
        "The key in the keyring of this computer does not fit these data. Nothing was changed. "
        "Give the passphrase or the recovery key."
    ),
}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)

"""The ways to a database's key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refusal
from app.store import keys as ways
from app.store.keys import KEYS_FILE, DatabaseKey, KeysFile, new_keys, new_recovery_key
from app.store.protection import PASSPHRASE_FILE, Protection, protection_without_asking, seal, unlock_without_asking
from tests.keyrings import MemoryKeyring


def sealed(folder: Path, protection: Protection) -> tuple[DatabaseKey, str]:
    key = DatabaseKey.fresh()
    keys, recovery = seal(key, protection)
    keys.write(folder)
    return key, recovery


def test_each_way_gives_the_same_key(tmp_path: Path) -> None:
    key, recovery = sealed(tmp_path, Protection("een lange zin voor ons", keyring=True))
    keys = KeysFile.read(tmp_path)
    assert ways.unlock_passphrase(keys, "een lange zin voor ons") == key
    assert ways.unlock_keyring(keys) == key
    assert ways.unlock_recovery(keys, recovery.lower().replace("0", "o").replace("-", " ")) == key


def test_a_wrong_passphrase_is_told_apart_from_a_damaged_file(tmp_path: Path) -> None:
    sealed(tmp_path, Protection("een lange zin voor ons"))
    with pytest.raises(Refusal, match="passphrase is not right"):
        ways.unlock_passphrase(KeysFile.read(tmp_path), "een andere lange zin")
    (tmp_path / KEYS_FILE).write_text("{", "utf-8")
    with pytest.raises(Refusal, match="missing or damaged"):
        KeysFile.read(tmp_path)


def test_the_keys_file_of_other_data_is_noticed(tmp_path: Path) -> None:
    sealed(tmp_path, Protection("een lange zin voor ons"))
    body = json.loads((tmp_path / KEYS_FILE).read_text("utf-8"))
    (tmp_path / KEYS_FILE).write_text(json.dumps(body | {"check": "0" * 64}), "utf-8")
    with pytest.raises(Refusal, match="belongs to other data"):
        ways.unlock_passphrase(KeysFile.read(tmp_path), "een lange zin voor ons")


def test_a_newer_keys_file_is_refused(tmp_path: Path) -> None:
    sealed(tmp_path, Protection("een lange zin voor ons"))
    body = json.loads((tmp_path / KEYS_FILE).read_text("utf-8"))
    (tmp_path / KEYS_FILE).write_text(json.dumps(body | {"version": 99}), "utf-8")
    with pytest.raises(Refusal, match="newer Leerspoor"):
        KeysFile.read(tmp_path)


def test_without_a_keyring_a_passphrase_is_asked(tmp_path: Path, no_keyring: None) -> None:
    with pytest.raises(Refusal) as refused:
        protection_without_asking()
    assert refused.value.remedy == "passphrase"


def test_a_locked_keyring_is_said_so_and_nothing_is_written_in_plain(tmp_path: Path, locked_keyring: None) -> None:
    with pytest.raises(Refusal) as refused:
        sealed(tmp_path, Protection(keyring=True))
    assert refused.value.remedy == "passphrase"
    assert list(tmp_path.iterdir()) == [tmp_path / "home"]


def test_the_passphrase_file_is_used_where_nobody_can_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("een lange zin voor ons\n", "utf-8")
    monkeypatch.setenv(PASSPHRASE_FILE, str(secret))
    key, _ = sealed(tmp_path, protection_without_asking())
    assert unlock_without_asking(KeysFile.read(tmp_path)) == key


def test_an_entry_in_the_keyring_is_short_enough_for_windows(tmp_path: Path, memory_keyring: MemoryKeyring) -> None:
    key, _ = sealed(tmp_path, Protection(keyring=True))
    assert unlock_without_asking(KeysFile.read(tmp_path)) == key


def test_a_keyring_that_lost_the_entry_asks_for_another_way(tmp_path: Path, memory_keyring: MemoryKeyring) -> None:
    sealed(tmp_path, Protection("een lange zin voor ons", keyring=True))
    keys = KeysFile.read(tmp_path)
    memory_keyring.delete_password(ways.SERVICE, keys.database_id)
    with pytest.raises(Refusal) as refused:
        ways.unlock_keyring(keys)
    assert refused.value.remedy == "passphrase"


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="at least 12"):
        sealed(tmp_path, Protection("kort"))


def test_the_file_holds_neither_key_nor_secret(tmp_path: Path) -> None:
    key, recovery = sealed(tmp_path, Protection("een lange zin voor ons", keyring=True))
    text = (tmp_path / KEYS_FILE).read_text("utf-8")
    for secret in (key.key.hex(), "een lange zin", recovery, key.pragma):
        assert secret not in text
    assert key.key.hex() not in repr(key)


@given(st.text(alphabet=ways.RECOVERY_ALPHABET, min_size=32, max_size=32))
def test_a_recovery_key_opens_only_with_itself(other: str) -> None:
    key, recovery = DatabaseKey(bytes(32), bytes(16)), "-".join(["0123"] * 8)
    keys = new_keys(key)
    ways.add_recovery(keys, key, recovery)
    if other == recovery.replace("-", ""):
        return
    with pytest.raises(Refusal):
        ways.unlock_recovery(keys, other)


def test_recovery_keys_differ_and_hold_160_bits() -> None:
    made = {new_recovery_key() for _ in range(50)}
    assert len(made) == 50
    assert all(len(one.replace("-", "")) == 32 for one in made)


def test_the_file_may_hold_the_recovery_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory_keyring: MemoryKeyring,
) -> None:
    key, recovery = sealed(tmp_path, Protection(keyring=True))
    secret = tmp_path / "herstel.txt"
    secret.write_text(recovery, "utf-8")
    monkeypatch.setenv(PASSPHRASE_FILE, str(secret))
    assert unlock_without_asking(KeysFile.read(tmp_path)) == key

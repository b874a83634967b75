"""Another passphrase: the key is wrapped anew, the data stay as they are, and a mistake changes nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.actions.desk import Desk
from app.domain.errors import Refusal
from app.store.backup import default_backup_name
from app.store.keys import KeysFile, unlock_passphrase
from app.store.protection import change_passphrase
from tests.desks import PASSPHRASE

NEW = "vier andere losse woorden"


def test_only_the_new_passphrase_opens_the_data(desk: Desk) -> None:
    key = unlock_passphrase(KeysFile.read(desk.folder), PASSPHRASE)
    before = KeysFile.read(desk.folder)
    change_passphrase(desk.folder, PASSPHRASE, NEW)
    keys = KeysFile.read(desk.folder)
    assert unlock_passphrase(keys, NEW) == key
    assert keys.wraps["recovery"] == before.wraps["recovery"] and keys.check == before.check
    with pytest.raises(Refusal):
        unlock_passphrase(keys, PASSPHRASE)


@pytest.mark.parametrize(("old", "new"), [("een verkeerde wachtzin", NEW), (PASSPHRASE, "kort")])
def test_a_mistake_changes_nothing(desk: Desk, old: str, new: str) -> None:
    before = (desk.folder / "keys.json").read_bytes()
    with pytest.raises(Refusal):
        change_passphrase(desk.folder, old, new)
    assert (desk.folder / "keys.json").read_bytes() == before


@pytest.mark.parametrize("wraps", [{"keyring": {"box": ""}}, {"passphrase": {"published": True}}])
def test_data_without_a_passphrase_of_their_own_get_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wraps: dict[str, dict[str, object]],
) -> None:
    monkeypatch.setattr(KeysFile, "read", lambda folder: KeysFile("1", "00", wraps))
    with pytest.raises(Refusal):
        change_passphrase(tmp_path, PASSPHRASE, NEW)
    assert not (tmp_path / "keys.json").exists()


@pytest.fixture
def far_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fourteen hours before Greenwich."""
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system sets its zone for everybody")
def test_a_backup_is_named_by_the_clock_on_the_wall(far_east: None) -> None:
    here = f"{datetime.now():%Y%m%d-%H}"
    after = f"{datetime.now():%Y%m%d-%H}"
    assert default_backup_name("proef").startswith((f"proef-{here}", f"proef-{after}"))

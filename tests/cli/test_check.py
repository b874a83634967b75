"""`leerspoor check`: this computer and the data, and exit code 2 where something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import checking
from app.cli.main import main
from app.store.database import DATABASE_FILE
from app.store.home import Home
from tests.cli.conftest import Leerspoor
from tests.cli.contents import files_in

NAMES = ["system", "screen", "disk", "database", "keyring", "fonts", "printer", "clock"]
NOVEMBER_2026 = 1_795_000_000.0


@pytest.fixture(autouse=True)
def on_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking.time, "time", lambda: NOVEMBER_2026)


def states(answer: Any) -> dict[str, str]:
    return {one["name"]: one["state"] for one in answer}


class Screens:
    """A window that has a screen and a printer."""

    def facts(self) -> dict[str, str]:
        return {"width": "1920", "height": "1080", "scale": "150", "printer": "Kantoor"}


def test_a_new_computer(leerspoor: Leerspoor) -> None:
    found = states(leerspoor.answer("check"))
    assert list(found) == NAMES
    assert found["screen"] == found["printer"] == "warning"
    assert {found[name] for name in ("system", "disk", "database", "keyring", "fonts", "clock")} == {"ok"}
    assert not leerspoor.home.exists()


def test_screen_and_printer_come_from_the_window(leerspoor: Leerspoor) -> None:
    assert main(["check", "--home", str(leerspoor.home)], Screens()) == 0  # type: ignore[arg-type]
    said = leerspoor.capture.readouterr().out
    assert "Scherm: 1920 bij 1080 op 150 % (goed)" in said
    assert "Printer: Kantoor (goed)" in said


def test_every_organisation_is_looked_at(leerspoor: Leerspoor, demo: Home) -> None:
    found = states(leerspoor.answer("check"))
    assert found["database school"] == found["database bibliotheek"] == "ok"


def test_an_organisation_in_another_window_is_looked_at_too(leerspoor: Leerspoor, library: Home) -> None:
    from tests.desks import unlock

    with_it_open = library.open("proef", unlock)
    try:
        assert states(leerspoor.answer("check"))["database proef"] == "ok"
    finally:
        with_it_open.close()


def test_a_passphrase_is_not_guessed(leerspoor: Leerspoor, library: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEERSPOOR_PASSPHRASE_FILE")
    assert states(leerspoor.answer("check"))["database proef"] == "warning"


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[20_000:20_016] = bytes(16)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("file", "harm"),
    [
        (DATABASE_FILE, spoil),
        (DATABASE_FILE, Path.unlink),
        (DATABASE_FILE, lambda path: path.write_bytes(b"")),
        ("keys.json", Path.unlink),
        ("keys.json", lambda path: path.write_bytes(b"{}")),
    ],
    ids=["damaged", "missing", "empty", "no keys", "wrong keys"],
)
def test_harm_is_found_and_not_made_worse(
    leerspoor: Leerspoor, library: Home, file: str, harm: Callable[[Path], object]
) -> None:
    harm(library.folder("proef") / file)
    before = files_in(library.root)
    answer = leerspoor.answer("check", code=2)
    assert states(answer)["database proef"] == "failed"
    assert files_in(library.root) == before


def test_no_keyring_is_a_warning(leerspoor: Leerspoor, no_keyring: None) -> None:
    assert states(leerspoor.answer("check"))["keyring"] == "warning"


def test_missing_fonts_and_a_wrong_clock_are_failures(leerspoor: Leerspoor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "FONTS", ("Zomaar.ttf",))
    monkeypatch.setattr(checking.time, "time", lambda: 0.0)
    ran = leerspoor.run("check", code=2)
    assert "Zomaar.ttf" in ran.err
    assert "Klok" in ran.err
    assert "Schijf" in ran.out


def test_little_room_on_the_disk_is_a_warning(leerspoor: Leerspoor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "LEAST_DISK", 1 << 80)
    assert states(leerspoor.answer("check"))["disk"] == "warning"


def test_in_english(leerspoor: Leerspoor) -> None:
    ran = leerspoor.run("check", "--lang", "en")
    assert "Fonts: all here (good)\n" in ran.out

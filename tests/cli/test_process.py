"""The real program in a process of its own, as somebody starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.desks import PASSPHRASE
from tests.exchange.making import DATA
from tests.house.code import ROOT

SAMPLE = DATA / "edexml" / "EDEXML.Voorbeeld.2.1.xml"


@pytest.fixture
def environment(passphrase_file: Path) -> dict[str, str]:
    """Without a screen, as on a server: what a command needs of Qt it must ask with care."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {name: value for name, value in os.environ.items() if name not in screens}


def started(environment: dict[str, str], *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ui.start", *(str(word) for word in words)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert "Traceback" not in done.stderr + done.stdout
    assert PASSPHRASE not in done.stderr + done.stdout
    return done


def answer(environment: dict[str, str], *words: object, code: int = 0) -> Any:
    done = started(environment, *words, "--json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def test_a_day_at_the_command_line(environment: dict[str, str], tmp_path: Path, out: Path) -> None:
    home = tmp_path / "data"
    out.mkdir()
    new = answer(environment, "--home", home, "import", SAMPLE)
    assert new["participants"]["new"] == 3
    assert answer(environment, "import", SAMPLE, "--home", home)["participants"]["unchanged"] == 3
    assert answer(environment, "export", "--home", home, "--out", out / "all.zip")["rows"]["participants"] == 3
    backup = answer(environment, "backup", "--home", home)["file"]
    assert answer(environment, "restore", backup, "--home", home)["organisation"] == "organisatie"
    assert answer(environment, "certificates", "--all", "--out", out, "--home", home)["files"] == []


def test_a_refusal_is_code_2_in_dutch(environment: dict[str, str], tmp_path: Path) -> None:
    done = started(environment, "import", tmp_path / "weg.xml", "--home", tmp_path / "data")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("weg.xml kan niet worden geopend.")


def test_a_computer_without_a_screen_is_checked_too(environment: dict[str, str], tmp_path: Path) -> None:
    done = started(environment, "check", "--json", "--home", tmp_path / "data")
    found = {one["name"]: one["state"] for one in json.loads(done.stdout)}
    assert found["screen"] in ("ok", "warning")
    assert found["fonts"] == "ok"
    assert "qt.qpa" not in done.stderr


def test_a_screen_is_found(environment: dict[str, str], tmp_path: Path) -> None:
    offscreen = environment | {"QT_QPA_PLATFORM": "offscreen"}
    done = started(offscreen, "check", "--home", tmp_path / "data", "--lang", "en", "--json")
    found = {one["name"]: one for one in json.loads(done.stdout)}
    assert found["screen"]["state"] == "ok"
    assert " by " in found["screen"]["detail"]


@pytest.mark.parametrize("words", [("--help",), ("import", "--help")])
def test_help_is_there(environment: dict[str, str], words: tuple[str, ...]) -> None:
    done = started(environment, *words)
    assert done.returncode == 0
    assert "--home DIR" in done.stdout

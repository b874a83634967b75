"""A disk that takes no more: refused in plain words, everything as it was, and fine again once there is room."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main
from app.demo.build import build_demo
from app.demo.files import SCHOOL, source
from app.store.database import DATABASE_FILE, connect, damaged_pages
from app.store.home import Home
from app.store.protection import unlock_without_asking
from tests.house.code import ROOT

resource = pytest.importorskip("resource", reason="Windows has no limit on the size of a file")

LIMIT = 48 * 1024
"""Bytes that a file may have; the first ones of each kind still fit."""
CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from app.cli.main import main
sys.exit(main(sys.argv[2:]))
"""
Given = Callable[[Path], list[str]]
COMMANDS: dict[str, Given] = {
    "import": lambda out: ["import", str(out / "school.xml")],
    "export": lambda out: ["export", "--out", str(out / "all.zip")],
    "backup": lambda out: ["backup", "--out", str(out / "kopie.leerspoor")],
    "certificates": lambda out: ["certificates", "--all", "--out", str(out), "--single-file"],
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full") / "home"
    build_demo(Home(folder), participants=60, results=6_000)
    return folder


def people(home: Home) -> list[Any]:
    """Everybody in the register; the file must be sound."""
    path, key = home.folder(SCHOOL) / DATABASE_FILE, unlock_without_asking(home.keys(SCHOOL))
    assert damaged_pages(path, key) == ()
    connection = connect(path, key, read_only=True)
    try:
        return list(connection.execute("SELECT id, given, family, state FROM participants ORDER BY id"))
    finally:
        connection.close()


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_lost_and_nothing_is_left(built: Path, tmp_path: Path, command: str) -> None:
    home, out = Home(Path(shutil.copytree(built, tmp_path / "data"))), tmp_path / "out"
    out.mkdir()
    (out / "school.xml").write_bytes(source(SCHOOL, 900))
    before, words = people(home), [*COMMANDS[command](out), "--home", str(home.root)]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(LIMIT), *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "Traceback" not in done.stderr
    assert people(home) == before
    assert [path.name for path in out.rglob("*")] == ["school.xml"]
    assert not (home.root / "faults").exists()
    assert main(words) == 0
    assert (people(home) == before) is (command != "import")

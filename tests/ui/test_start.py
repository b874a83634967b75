"""The first paint: what is asked for, what is imported for it, and that nothing heavy is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui.start import window_wanted

ROOT = Path(__file__).parents[2]
MOST_MODULES = 200
HEAVY = {
    "sqlalchemy", "sqlcipher3", "reportlab", "keyring", "httpx", "alembic", "openpyxl", "nacl", "msgspec",
    "cryptography",
}

FIRST_PAINT = """
import sys
before = set(sys.modules)
from ui.start import window_wanted
assert window_wanted([]) == {}
from PySide6.QtWidgets import QApplication
from ui.first_run.home_opener import HomeOpener
from ui.running import Running
import json, pathlib
application = QApplication([])
with Running(application, HomeOpener(pathlib.Path(sys.argv[1]))) as running:
    running._open = lambda: (print(json.dumps(sorted(set(sys.modules) - before))), application.exit())
    running.begin()
    application.exec()
"""


@pytest.mark.parametrize(("words", "wanted"), [
    ([], {}), (["demo"], {"demo": "demo"}), (["--home", "x"], {"home": "x"}),
    (["demo", "--organisation=noord"], {"demo": "demo", "organisation": "noord"}),
    (["import", "a.xml"], None), (["--help"], None), (["demo", "--no-window"], None), (["--home"], None),
    (["demo", "demo"], None), (["tour", "--out", "x"], None),
])
def test_what_asks_for_nothing_but_a_window(words: list[str], wanted: dict[str, str] | None) -> None:
    assert window_wanted(words) == wanted


@pytest.mark.parametrize("preferences", [
    {}, {"language": "en", "theme": "dark", "organisation": "noord", "providers": {"noord": "oefenen"}},
], ids=["fresh", "used"])
def test_the_first_paint_imports_little(tmp_path: Path, preferences: dict[str, object]) -> None:
    (tmp_path / "preferences.json").write_text(json.dumps(preferences), "utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(tmp_path)], capture_output=True, text=True, env=environment, cwd=ROOT,
        check=False, timeout=120)
    assert run.returncode == 0, run.stderr
    modules = json.loads(run.stdout.splitlines()[-1])
    assert not {name.split(".")[0] for name in modules} & HEAVY
    assert len(modules) <= MOST_MODULES, modules


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux runs without any window system")
@pytest.mark.parametrize("words", [[], ["demo"]])
def test_without_a_screen_it_says_so_instead_of_crashing(words: list[str], tmp_path: Path) -> None:
    screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    without = {name: value for name, value in os.environ.items() if name not in screens}
    done = subprocess.run(
        [sys.executable, "-m", "ui.start", *words, "--home", str(tmp_path / "thuis")], env=without, cwd=ROOT,
        capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Er is hier geen scherm")
    assert not (tmp_path / "thuis").exists()

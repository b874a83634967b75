"""An old Python, or one that is too new, gets one plain sentence instead of a traceback."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.house.code import ROOT

DEV = ROOT / "dev.py"
PRETEND = """
import runpy, sys
sys.version_info = {version}
runpy.run_path({path!r}, run_name="__main__")
"""


def test_an_old_python_can_read_the_file() -> None:
    ast.parse(DEV.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13), (3, 15, 0)])
def test_a_python_that_does_not_fit_is_told_what_does(version: tuple[int, int, int]) -> None:
    program = PRETEND.format(version=version, path=str(DEV))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "needs Python 3.11 to 3.14, and this is Python {}.{}.{}".format(*version) in done.stderr
    assert sys.executable in done.stderr
    assert "python.org/downloads" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("words", "code"), [(["--help"], 0), ([], 2), (["walk"], 2)])
def test_without_a_command_it_tells_the_commands(words: list[str], code: int) -> None:
    done = subprocess.run([sys.executable, DEV, *words], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert all(f"dev.py {name}" in done.stdout + done.stderr for name in ("run", "test", "bench"))

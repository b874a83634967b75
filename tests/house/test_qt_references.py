"""PySide6 6.12.0 loses a reference to None per call on Python 3.11, and aborts after some thousand calls."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

COUNT = Path(__file__).with_name("none_references.py")


def test_no_call_into_qt_loses_a_reference_to_none_or_true() -> None:
    counted = subprocess.run([sys.executable, COUNT], capture_output=True, text=True, check=False)
    assert counted.returncode == 0, counted.stderr
    lost = json.loads(counted.stdout)
    assert len(lost) >= 20
    assert {name: count for name, count in lost.items() if count > 0.1} == {}

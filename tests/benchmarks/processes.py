"""Measuring whole processes: what each step took since the start, and how much memory there was at most."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PASSPHRASE = "een lange zin om mee te meten"
Told = dict[str, float]


def environment() -> dict[str, str]:
    """What a process that is measured runs in: as usual, but without a screen and without anybody's keyring."""
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return usual | {"QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


def measured(step: str, *words: object, folder: Path, module: str = "children") -> Told:
    """Run one step of children.py in a fresh process; gives what it told, with the whole run as 'process'.

    Moments come back as seconds since the process was started. `folder` is for its passphrase.
    """
    passphrase = folder / "passphrase.txt"
    passphrase.write_text(PASSPHRASE, "utf-8")
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", step, *(str(word) for word in words)]
    began = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=ROOT, check=True,
                          env=environment() | {"LEERSPOOR_PASSPHRASE_FILE": str(passphrase)})
    ended = time.monotonic()
    told = json.loads(done.stdout.splitlines()[-1])
    return (
        {name: value - began for name, value in told["moments"].items()} | told["figures"] | {"process": ended - began}
    )


def least(runs: Sequence[Told], name: str) -> float:
    """Of several runs the best: other work on the machine only ever adds."""
    return min(run[name] for run in runs)


def milliseconds(read: Callable[[], object], rounds: int = 7) -> float:
    """The best of some rounds, after one to warm up."""
    taken = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        read()
        taken.append(time.perf_counter() - began)
    return min(taken[1:]) * 1000

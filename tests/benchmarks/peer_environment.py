"""A throw-away environment with generators of others, from the index of packages that this machine uses."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.certificates import CertificateSheet, written_date
from app.store.resources import resource_path

PACKAGES = ("typst==0.15.2", "fpdf2==2.8.9", "weasyprint==70.0", "zxing-cpp==3.1.1", "numpy")
COUNTS = {"typst": 100, "fpdf2": 30, "WeasyPrint": 10}
"""Certificates each makes: so many that the rest does not count, and so few that one need not wait."""
_SCRIPT = Path(__file__).with_name("certificate_peers.py")


@dataclass(frozen=True, slots=True)
class Made:
    """Seconds and bytes for each certificate."""

    cpu: float
    clock: float
    written: float


@contextmanager
def peers() -> Iterator[Path | None]:
    """The interpreter of the environment; None, and a word on standard error, where there is no index to ask."""
    with tempfile.TemporaryDirectory(prefix="leerspoor-peers-") as name:
        venv.create(name, with_pip=True)
        python = Path(name) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        try:
            subprocess.run(
                [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=300)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as problem:
            print(f"without the generators of others: {str(problem.stderr).strip().splitlines()[-1:]}", file=sys.stderr)
            yield None
            return
        yield python


def made_by(python: Path, peer: str, sheets: Sequence[CertificateSheet], way: str) -> Made | None:
    """None, and a word, where a library of the system that it needs is missing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = folder / "sheets.json"
        given.write_text(json.dumps(_as_json(sheets)), "utf-8")
        out = folder / "out"
        out.mkdir()
        done = subprocess.run(
            [python, _SCRIPT, peer, given, out, way], capture_output=True, text=True)
        if done.returncode:
            print(f"without {peer}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
            return None
        (out / "warm.pdf").unlink()
        told, number = json.loads(done.stdout), len(sheets)
        written = sum(path.stat().st_size for path in out.glob("*.pdf"))
        return Made(told["cpu"] / number, told["clock"] / number, written / number)


def _as_json(sheets: Sequence[CertificateSheet]) -> dict[str, object]:
    return {
        "fonts": str(resource_path("fonts")), "logo": base64.b64encode(sheets[0].logo).decode(),
        "sheets": [{
            "organisation": one.organisation, "name": one.name, "programme": one.programme, "place": one.place,
            "day": written_date(one.issued_on, one.language), "serial": one.serial, "code": one.code,
        } for one in sheets]}

"""What happens when the command line itself fails: exit code 1, no traceback, and a file without personal data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import importing, main, saying
from app.domain.errors import Fault
from app.store.home import Home
from tests.cli.conftest import Leerspoor
from tests.house.code import ROOT

MARKER = "Wilhelmina-Merkteken"


def failing(problem: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        person = MARKER
        try:
            raise KeyError(person)
        except KeyError as first:
            raise problem from first

    return fail


@pytest.fixture
def people(given: Path) -> Path:
    file = given / "lijst.csv"
    file.write_text(f"Voornaam;Achternaam\nEmre;{MARKER}\n", "utf-8")
    return file


@pytest.mark.parametrize("problem", [ValueError(MARKER), Fault(MARKER), RecursionError(MARKER), MemoryError(MARKER)])
def test_a_fault_is_told_without_any_value(
    leerspoor: Leerspoor, library: Home, people: Path, monkeypatch: pytest.MonkeyPatch, problem: BaseException
) -> None:
    monkeypatch.setattr(importing, "apply_plan", failing(problem))
    ran = leerspoor.run("import", people, code=1)
    (report,) = (leerspoor.home / "faults").iterdir()
    written = report.read_text("utf-8")
    assert MARKER not in written + ran.out + ran.err
    assert str(report) in ran.err
    assert type(problem).__name__ in written
    assert "KeyError" in written
    assert "test_faults.py" in written
    assert str(ROOT) not in written


def test_a_fault_says_nothing_on_standard_output(
    leerspoor: Leerspoor, library: Home, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "apply_plan", failing(ValueError(MARKER)))
    assert leerspoor.run("import", people, "--json", code=1).out == ""


def test_a_fault_gives_the_organisation_back(
    leerspoor: Leerspoor, library: Home, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(importing, "apply_plan", failing(ValueError(MARKER)))
        leerspoor.run("import", people, code=1)
    assert leerspoor.answer("import", people)["participants"]["new"] == 1


def test_a_fault_in_a_home_that_cannot_be_written_is_told_all_the_same(
    leerspoor: Leerspoor, given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "read_files", failing(ValueError(MARKER)))
    (given / "file").write_text("geen map")
    ran = leerspoor.run("import", given / "file", code=1, home=given / "file")
    assert ran.err.startswith("Er ging iets mis in Leerspoor zelf.")
    assert (given / "file").read_text() == "geen map"


def test_stopping_is_no_fault(
    leerspoor: Leerspoor, library: Home, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "apply_plan", failing(KeyboardInterrupt()))
    ran = leerspoor.run("import", people, code=2)
    assert ran.err.startswith("Gestopt.")
    assert not (leerspoor.home / "faults").exists()


@pytest.mark.parametrize("words", [("import",), ("import", "--dry-run"), ("restore",), ("verify",)])
def test_a_home_that_is_a_file_is_refused(
    leerspoor: Leerspoor, people: Path, given: Path, words: tuple[str, ...]
) -> None:
    (given / "file").write_text("geen map")
    leerspoor.run(*words, people, home=given / "file", code=0 if "--dry-run" in words else 2)
    assert (given / "file").read_text() == "geen map"


def test_a_sign_that_the_screen_lacks_does_no_harm() -> None:
    done = _python("from app.cli.saying import Voice; from app.domain.text import Text; "
                   "Voice('nl', False).say(Text('{name}: {reason}', name='Łucja 🎈', reason=''))",
                   PYTHONIOENCODING="ascii")  # fmt: skip
    assert done.stdout == b"\\u0141ucja \\U0001f388: \n"


def test_json_is_utf_8_whatever_the_screen_has() -> None:
    said = "from app.cli.saying import Voice; Voice('nl', True).answer({'name': 'Łucja 🎈 \\udcff'})"
    done = _python(said, PYTHONIOENCODING="ascii")
    assert "Łucja 🎈" in done.stdout.decode("utf-8")
    assert json.loads(done.stdout) == {"name": "Łucja 🎈 \udcff"}


def test_who_stops_reading_gets_no_complaint() -> None:
    code = (
        "import sys; from app.cli import commands, main; from app.domain.text import Text\n"
        "def much(given, voice, window):\n"
        "    for _ in range(100_000): voice.say(Text('{name}: {reason}', name='x' * 100, reason=''))\n"
        "    return 0\n"
        "commands.check = much\n"
        "sys.exit(main.main(['check']))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), complaint) == (0, b"")


def _python(code: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, env=os.environ | environment
    )


def test_a_report_names_every_error_of_the_chain() -> None:
    try:
        failing(ValueError(MARKER))()
    except ValueError as problem:
        report = saying.fault_report(problem)
    kinds = [line for line in report.splitlines() if not line.startswith(" ")]
    assert kinds == ["ValueError", "KeyError"]


def test_the_exit_codes_are_three() -> None:
    assert (main.DONE, main.OUR_FAULT, main.REFUSED) == (0, 1, 2)

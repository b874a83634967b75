"""The command line in tests: run it in this process, read what it said, and see that it kept to its own folders."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main
from app.demo.build import build_demo
from app.store.home import Home
from tests.cli.contents import files_in
from tests.desks import CODE, PASSPHRASE


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left: its exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output; anything beside it is an error."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Leerspoor:
    """`run("import", file)` works on `home`; `answer(...)` is the same with --json, and gives the document."""

    home: Path
    capture: pytest.CaptureFixture[str]

    def run(self, *words: object, code: int = 0, home: Path | None = None) -> Ran:
        given = [str(word) for word in words]
        self.capture.readouterr()
        found = main([*given, "--home", str(home or self.home)])
        out, err = self.capture.readouterr()
        assert "Traceback" not in out + err
        assert found == code, err + out
        return Ran(found, out, err)

    def answer(self, *words: object, code: int = 0, home: Path | None = None) -> Any:
        return self.run(*words, "--json", code=code, home=home).json


@pytest.fixture
def leerspoor(data_home: Home, capsys: pytest.CaptureFixture[str]) -> Leerspoor:
    """The command line on an empty home."""
    return Leerspoor(data_home.root, capsys)


@pytest.fixture
def founded_home(data_home: Home, founded: Callable[[str], Path], passphrase_file: Path) -> Callable[[str], Home]:
    """`founded_home("oefenen")` puts an empty organisation of that provider into the home; it needs the passphrase."""

    def found(provider: str) -> Home:
        shutil.copytree(founded(provider), data_home.folder(CODE))
        return data_home

    return found


@pytest.fixture
def school(founded_home: Callable[[str], Home]) -> Home:
    """An empty organisation that counts in school years."""
    return founded_home("leerling-in-beeld")


@pytest.fixture
def library(founded_home: Callable[[str], Home]) -> Home:
    """An empty organisation under the profile with a fixed list of personal data."""
    return founded_home("oefenen")


@pytest.fixture(scope="session")
def demo_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both demo organisations as on today; made once, for copies."""
    folder = tmp_path_factory.mktemp("demo")
    build_demo(Home(folder))
    return folder


@pytest.fixture
def demo(data_home: Home, demo_built: Path) -> Home:
    """The home with both demo organisations: people, results, certificates issued and certificates due."""
    shutil.copytree(demo_built, data_home.root)
    return data_home


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder for what a test hands to a command."""
    folder = tmp_path / "given"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder that is not there yet, for what a command hands back."""
    return tmp_path / "out"


@pytest.fixture
def passphrase_file(given: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The passphrase of the test organisations, in the file that the environment names."""
    file = given / "passphrase.txt"
    file.write_text(PASSPHRASE + "\n", "utf-8")
    monkeypatch.setenv("LEERSPOOR_PASSPHRASE_FILE", str(file))
    return file


@pytest.fixture(autouse=True)
def nothing_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails a test whose command wrote anywhere but in the home and in `out`, or left a temporary file."""
    temporary, working = tmp_path / "temporary", tmp_path / "working"
    temporary.mkdir()
    working.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.chdir(working)
    before = files_in(tmp_path, but=("data", "out", "given"))
    yield
    assert files_in(tmp_path, but=("data", "out", "given")) == before

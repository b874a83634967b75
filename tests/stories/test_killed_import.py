"""An import that is killed at any moment: the database is sound, and each file is wholly there or not at all.

Real processes get SIGKILL. `LEERSPOOR_KILLS=100` kills that many instead of a dozen.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main
from app.demo.build import build_demo
from app.demo.files import SCHOOL, results, source
from app.store.database import DATABASE_FILE, connect, damaged_pages
from app.store.home import Home
from app.store.keys import DatabaseKey, KeysFile
from app.store.protection import DEMO_PASSPHRASE, unlock_without_asking
from tests.house.code import ROOT

KILLS = int(os.environ.get("LEERSPOOR_KILLS", "12"))
PEOPLE, RESULTS, CHUNK = 200, 5_000, 1_000
CHILD = f"""
import sys
from app.actions import importing
from app.cli.main import main
importing.CHUNK = {CHUNK}  # many transactions, as a million results would have
print("begins", flush=True)
sys.exit(main(sys.argv[1:]))
"""
Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Files:
    """Two files, an organisation that knows neither, and what it holds before, between and after them."""

    before: Path
    people: Path
    results: Path
    counts: tuple[Counts, Counts, Counts]
    seconds: float

    @property
    def words(self) -> list[str]:
        return ["import", str(self.people), str(self.results), "--json"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("killed")
    people, made = folder / "school.xml", folder / "results.jsonl"
    people.write_bytes(source(SCHOOL, PEOPLE))
    made.write_bytes(b"\n".join(line.strip() for line in results(SCHOOL, date.today(), PEOPLE, RESULTS)) + b"\n")
    build_demo(Home(folder / "before"), participants=1, results=1)
    shutil.copytree(folder / "before", folder / "after")
    home = Home(folder / "after")
    counts = [counted(home)]
    for file in (people, made):
        assert main(["import", str(file), "--home", str(home.root)]) == 0
        counts.append(counted(home))
    return Files(folder / "before", people, made, (counts[0], counts[1], counts[2]), _seconds(folder, people, made))


def _seconds(folder: Path, *files: Path) -> float:
    """How long the import takes here when nobody kills it."""
    shutil.copytree(folder / "before", folder / "timed")
    process = started(folder / "timed", ["import", *map(str, files), "--json"])
    began = time.monotonic()
    assert process.wait() == 0
    _closed(process)
    return time.monotonic() - began


def started(home: Path, words: list[str]) -> subprocess.Popen[bytes]:
    """A process that is about to import."""
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, *words, "--home", str(home)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None and process.stdout.readline() == b"begins\n"
    return process


def _closed(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    assert process.stdout is not None and process.stderr is not None
    with process.stdout, process.stderr:
        return process.stdout.read(), process.stderr.read()


def killed(home: Path, words: list[str], after: float) -> None:
    """Start an import and kill it after so many seconds, if it is not done by then."""
    process = started(home, words)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _closed(process)


def key_of(home: Home, code: str) -> DatabaseKey:
    return unlock_without_asking(KeysFile.read(home.folder(code)))


def counted(home: Home, code: str = SCHOOL) -> Counts:
    """Rows of each table; what is laid down but not visible yet does not count."""
    home.open(code, unlock_without_asking).close()
    path, key = home.folder(code) / DATABASE_FILE, key_of(home, code)
    assert damaged_pages(path, key) == ()
    connection = connect(path, key, read_only=True)
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    finally:
        connection.close()


def content(home: Home, code: str) -> dict[str, list[Any]]:
    connection = connect(home.folder(code) / DATABASE_FILE, key_of(home, code), read_only=True)
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}
    finally:
        connection.close()


def moments(seed: int, kills: int) -> list[float]:
    """As shares of the time that an import takes: one at random in each of so many equal stretches."""
    chance = random.Random(seed)
    return [(number + chance.random()) / kills for number in range(kills)]


@pytest.mark.parametrize("moment", moments(2026, KILLS), ids=lambda moment: f"{moment:.3f}")
def test_all_or_nothing_of_each_file(files: Files, tmp_path: Path, moment: float) -> None:
    home = Home(Path(shutil.copytree(files.before, tmp_path / "data")))
    killed(home.root, files.words, moment * files.seconds)
    assert counted(home) in files.counts
    assert main([*files.words, "--home", str(home.root)]) == 0
    assert counted(home) == files.counts[2]
    whole = content(home, SCHOOL)
    assert main([*files.words, "--home", str(home.root)]) == 0
    assert content(home, SCHOOL) == whole


@pytest.mark.parametrize("moment", moments(2027, max(KILLS // 4, 1)), ids=lambda moment: f"{moment:.3f}")
def test_a_new_organisation_is_whole_or_not_there(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: float
) -> None:
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text(DEMO_PASSPHRASE, "utf-8")
    monkeypatch.setenv("LEERSPOOR_PASSPHRASE_FILE", str(passphrase))
    home = Home(tmp_path / "data")
    words = ["import", str(files.people), "--organisation", "nieuw", "--json"]
    killed(home.root, words, moment * files.seconds)
    there = home.codes()
    if there:
        assert counted(home, "nieuw")["participants"] in (0, PEOPLE)
    assert main([*words, "--home", str(home.root)]) == 0
    assert home.codes() == ("nieuw",)
    assert counted(home, "nieuw")["participants"] == PEOPLE

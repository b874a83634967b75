"""The arguments, which stay as they are from the first version on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.cli.arguments import parse
from app.cli.main import main
from app.store.home import default_home
from tests.cli.conftest import Leerspoor

COMMANDS = {
    "demo": ["--no-window"],
    "tour": ["--out", "pictures"],
    "import": ["file.xml", "--dry-run"],
    "export": ["--out", "file.zip"],
    "roster": ["--format", "csv", "--out", "file.csv"],
    "certificates": ["--all", "--out", "folder", "--single-file"],
    "report": ["--all", "--out", "folder", "--for", "parents", "--copies", "2", "--sections", "weeks,talks"],
    "verify": ["LS1:ABC"],
    "backup": [],
    "restore": ["file"],
    "check": [],
}
ANSWER = ("import", "export", "roster", "certificates", "report", "verify", "backup", "restore", "check")


@pytest.mark.parametrize("command", COMMANDS)
def test_home_organisation_and_language_may_stand_on_either_side(command: str, tmp_path: Path) -> None:
    common = ["--home", str(tmp_path), "--organisation", "noord", "--lang", "en"]
    for words in ([*common, command, *COMMANDS[command]], [command, *common, *COMMANDS[command]]):
        given = parse(words)
        assert (given.home, given.organisation, given.language) == (tmp_path, "noord", "en")


@pytest.mark.parametrize("command", COMMANDS)
def test_without_them_the_usual_holds(command: str) -> None:
    given = parse([command, *COMMANDS[command]])
    assert (given.home, given.organisation, given.language, given.json) == (default_home(), None, "nl", False)


def test_what_stands_last_counts(tmp_path: Path) -> None:
    assert parse(["--home", "elsewhere", "check", "--home", str(tmp_path)]).home == tmp_path


@pytest.mark.parametrize("command", ANSWER)
def test_what_answers_data_answers_as_json_where_asked(command: str) -> None:
    assert parse([command, *COMMANDS[command], "--json"]).json


def test_a_folder_is_looked_for_from_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse(["check", "--home", "data"]).home == tmp_path / "data"


@pytest.mark.parametrize("choice", [("--theme", "dark"), ("--scale", "1.5"), ("--scale", "2"), ("--lang", "en")])
def test_the_tour_has_its_choices(choice: tuple[str, str]) -> None:
    given = parse(["tour", "--out", "pictures", *choice])
    assert choice[1] in (given.theme, given.scale, given.language)


@pytest.mark.parametrize(
    "words",
    [
        ["zomaar"],
        ["import"],
        ["export"],
        ["verify"],
        ["certificates", "--out", "folder"],
        ["certificates", "--all", "--group", "5", "--out", "folder"],
        ["certificates", "--all", "--out", "folder", "--date", "23-11-2026"],
        ["demo", "--participants", "0"],
        ["demo", "--results", "veel"],
        ["tour", "--out", "pictures", "--scale", "3"],
        ["check", "--lang", "fr"],
        ["import", "file.xml", "--gone", "perhaps"],
    ],
    ids=" ".join,
)
def test_arguments_that_make_no_sense_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: leerspoor")


@pytest.mark.parametrize("command", COMMANDS)
def test_no_secret_is_ever_an_argument(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever looks at the list of running programs sees their arguments."""
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert not re.search(r"--\S*(pass|secret|key|recovery)", capsys.readouterr().out)


@pytest.mark.parametrize("words", [[], ["demo"], ["tour", "--out", "out"]], ids=["window", "demo", "tour"])
def test_without_a_window_the_window_is_refused(leerspoor: Leerspoor, words: list[str]) -> None:
    assert "zonder venster" in leerspoor.run(*words, code=2).err
    assert not leerspoor.home.exists()

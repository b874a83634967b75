"""`leerspoor demo`: both organisations, made once, or one of any size for measuring."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.main import main
from app.store.home import Home
from tests.cli.conftest import Leerspoor
from tests.cli.contents import files_in


class Windows:
    """A window that only remembers that it was opened, and what was there by then."""

    def __init__(self) -> None:
        self.opened: list[tuple[Path, bool, str | None, tuple[str, ...]]] = []

    def open(self, home: Path, demo: bool, organisation: str | None) -> int:
        self.opened.append((home, demo, organisation, Home(home).codes()))
        return 0

    def tour(self, home: Path, out: Path, language: str, theme: str, scale: str) -> list[Path]:
        return [out / f"{language}-{theme}-{scale}.png"]


def test_both_organisations_are_made_once(leerspoor: Leerspoor, demo: Home) -> None:
    assert demo.codes() == ("bibliotheek", "school")
    before = files_in(demo.root)
    assert leerspoor.run("demo", "--no-window").out == "De demo was er al.\n"
    assert files_in(demo.root) == before


def test_one_of_a_size_of_its_own(leerspoor: Leerspoor, out: Path) -> None:
    ran = leerspoor.run("demo", "--no-window", "--participants", "7", "--results", "90")
    assert ran.out == "Gemaakt: school\n"
    out.mkdir()
    counts = leerspoor.answer("export", "--out", out / "all.zip")["rows"]
    assert (counts["participants"], counts["results"]) == (7, 90)


def test_what_somebody_made_already_is_left_alone(leerspoor: Leerspoor, given: Path, passphrase_file: Path) -> None:
    (given / "lijst.csv").write_text("Voornaam;Achternaam\nEmre;Vries\n", "utf-8")
    leerspoor.run("import", given / "lijst.csv", "--organisation", "school")
    assert leerspoor.run("demo", "--no-window").out == "Gemaakt: bibliotheek\n"
    assert leerspoor.answer("import", given / "lijst.csv", "--organisation", "school")["participants"]["unchanged"] == 1


def test_the_window_makes_the_demo_unless_it_has_a_size(leerspoor: Leerspoor) -> None:
    windows, home = Windows(), leerspoor.home
    assert main(["demo", "--home", str(home)], windows) == 0  # type: ignore[arg-type]
    assert main(["demo", "--home", str(home), "--participants", "3", "--results", "9"], windows) == 0  # type: ignore[arg-type]
    assert windows.opened == [(home, True, None, ()), (home, True, None, ("school",))]


def test_without_a_command_the_window_opens(leerspoor: Leerspoor) -> None:
    windows = Windows()
    assert main(["--home", str(leerspoor.home), "--organisation", "noord"], windows) == 0  # type: ignore[arg-type]
    assert windows.opened == [(leerspoor.home, False, "noord", ())]


@pytest.mark.parametrize("words", [("--lang", "en", "tour"), ("tour", "--lang", "en")])
def test_the_tour_goes_to_the_window(leerspoor: Leerspoor, out: Path, words: tuple[str, ...]) -> None:
    given = [*words, "--out", str(out), "--theme", "dark", "--scale", "2", "--home", str(leerspoor.home)]
    assert main(given, Windows()) == 0  # type: ignore[arg-type]
    assert leerspoor.capture.readouterr().out == f"1 file in {out}\n"

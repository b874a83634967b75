"""What run, test and bench start, and with which exit code they end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import dev

LEERSPOOR = "leerspoor.exe" if sys.platform == "win32" else "leerspoor"


class Started(list[tuple[str, dict[str, str]]]):
    """The commands that dev.py started, with what it set for them; `code` is how each ends."""

    code = 0

    def __call__(self, command: list[object], **extra: str) -> int:
        self.append((" ".join(Path(str(word)).name for word in command), extra))
        return self.code


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Started:
    """Nothing is prepared and nothing is really started."""
    record = Started()
    monkeypatch.setattr(dev, "prepare", lambda: None)
    monkeypatch.setattr(dev, "call", record)
    monkeypatch.setattr(dev, "hand_over", record)
    monkeypatch.setattr(dev, "TOUR", tmp_path / ".tour")
    return record


def _display(monkeypatch: pytest.MonkeyPatch, name: str, answers: list[bool]) -> None:
    """A Linux desk: what DISPLAY says, and whether Qt opens there, time after time."""
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", name)
    monkeypatch.setattr(dev, "qt_opens", lambda: answers.pop(0))


def test_arguments_go_to_leerspoor(started: Started) -> None:
    assert dev.main(["run", "import", "pupils.xml"]) == 0
    assert [command for command, _ in started] == [f"{LEERSPOOR} import pupils.xml"]


def test_without_arguments_the_demo_starts(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "display_answers", lambda: True)
    assert dev.main(["run"]) == 0
    assert [command for command, _ in started] == [f"{LEERSPOOR} demo --home .demo"]


def test_without_a_display_there_is_a_tour(
    started: Started, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "display_answers", lambda: False)
    (dev.TOUR / "panels").mkdir(parents=True)
    (dev.TOUR / "panels" / "licences.png").touch()
    (dev.TOUR / "certificate.pdf").touch()
    assert dev.main(["run"]) == 0
    assert started == [(f"{LEERSPOOR} tour --out .tour", {"QT_QPA_PLATFORM": "offscreen"})]
    output = capsys.readouterr()
    assert "No display" in output.err
    assert str(dev.TOUR) in output.out
    assert "certificate.pdf" in output.out and str(Path("panels", "licences.png")) in output.out


def test_a_tour_that_fails_shows_no_pictures(
    started: Started, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "display_answers", lambda: False)
    started.code = 1
    assert dev.main(["run"]) == 1
    assert capsys.readouterr().out == ""


def test_a_linux_machine_without_a_name_for_a_display_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    _display(monkeypatch, "", answers=[])
    assert not dev.display_answers()


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_windows_and_macos_have_a_display(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.sys, "platform", system)
    assert dev.display_answers()


def test_a_display_that_answers_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    _display(monkeypatch, ":0", answers=[True])
    assert dev.display_answers()


def test_a_dead_display_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    _display(monkeypatch, ":77", answers=[False])
    monkeypatch.setattr(dev, "missing_packages", lambda libraries: [])
    assert not dev.display_answers()


def test_a_display_may_only_lack_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[list[str]] = []
    _display(monkeypatch, ":0", answers=[False, True])
    monkeypatch.setattr(dev, "missing_packages", lambda libraries: ["libxcb-cursor0"])
    monkeypatch.setattr(dev, "install_system_packages", lambda packages, reason: installed.append(packages))
    assert dev.display_answers()
    assert installed == [["libxcb-cursor0"]]


def test_qt_is_really_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    assert dev.qt_opens()
    monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    assert not dev.qt_opens()


@pytest.mark.parametrize(
    ("checks", "pytest_code", "code"),
    [((0, 0), 0, 0), ((0, 0), 1, 1), ((0, 0), 5, 5), ((0, 3), 0, 1), ((1, 1), 1, 1)],
)
def test_any_failure_fails_the_whole(
    checks: tuple[int, int],
    pytest_code: int,
    code: int,
    started: Started,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ending = {
        name: ["-c", f"print('{name} speaks'); raise SystemExit({end})"]
        for name, end in zip(("first", "second"), checks, strict=True)
    }
    monkeypatch.setattr(dev, "CHECKS", ending)
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    started.code = pytest_code
    assert dev.main(["test", "-k", "licence"]) == code
    assert [(command.split(" ", 1)[1], extra) for command, extra in started] == [
        ("-m pytest -k licence", {"QT_QPA_PLATFORM": "offscreen"})
    ]
    output = capsys.readouterr()
    for name, end in zip(("first", "second"), checks, strict=True):
        assert (f"{name} speaks" in output.out) is bool(end)
        assert (name in output.err) is bool(end)


@pytest.mark.parametrize(("needed", "in_memory"), [(0, True), (2**70, False)])
def test_all_tests_go_over_the_cores_with_their_files_in_memory_where_that_has_room(
    needed: int, in_memory: bool, started: Started, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:
    monkeypatch.setattr(dev, "CHECKS", {})
    monkeypatch.setattr(dev, "MEMORY", tmp_path)
    monkeypatch.setattr(dev, "MEMORY_NEEDED", needed)
    monkeypatch.setattr(dev.os, "cpu_count", lambda: 2)
    assert dev.main(["test"]) == 0
    place = {"PYTEST_DEBUG_TEMPROOT": str(tmp_path)} if in_memory else {}
    assert [(command.split(" ", 1)[1], extra) for command, extra in started] == [
        ("-m pytest -n 2 --dist worksteal", {"QT_QPA_PLATFORM": "offscreen", **place})]


def test_without_such_a_place_they_lie_on_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dev, "MEMORY", tmp_path / "none")
    assert dev.in_memory() == {}


def test_bench_runs_the_benchmarks(started: Started) -> None:
    assert dev.main(["bench", "start", "--json"]) == 0
    assert [command.split(" ", 1)[1] for command, _ in started] == ["-m tests.benchmarks start --json"]

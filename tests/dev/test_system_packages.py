"""What Qt needs of the system: installed where that needs no asking, told in one line elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import dev

APT = "apt-get install --yes --no-install-recommends"


class Machine:
    """A pretended machine: who uses it, which tools it has, and how its apt-get answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tools: set[str] = {"apt-get"}
        self.root = True
        self.answers: list[str] = []
        self.commands: list[str] = []
        monkeypatch.setattr(dev, "is_root", lambda: self.root)
        monkeypatch.setattr(dev.shutil, "which", lambda name: name if name in self.tools else None)
        monkeypatch.setattr(dev, "apt", self._apt)

    def _apt(self, command: list[str]) -> str:
        self.commands.append(" ".join(command))
        return self.answers.pop(0) if self.answers else ""


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def _refusal(packages: list[str]) -> str:
    with pytest.raises(dev.Refused) as refused:
        dev.install_system_packages(packages, "Qt needs it")
    return str(refused.value)


def test_only_the_packages_of_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(library: str) -> None:
        if library in ("libEGL.so.1", "libdbus-1.so.3"):
            raise OSError(library)

    monkeypatch.setattr(dev.ctypes, "CDLL", load)
    assert dev.missing_packages(dev.QT_LIBRARIES) == ["libegl1", "libdbus-1-3"]


def test_nothing_missing_touches_nothing(machine: Machine) -> None:
    dev.install_system_packages([], "Qt needs it")
    assert machine.commands == []


def test_root_on_debian_installs_without_an_update_first(machine: Machine) -> None:
    dev.install_system_packages(["libgl1", "libegl1"], "Qt needs it")
    assert machine.commands == [f"{APT} libgl1 libegl1"]


def test_an_update_comes_only_after_a_failure(machine: Machine) -> None:
    machine.answers = ["E: Unable to locate package libgl1"]
    dev.install_system_packages(["libgl1"], "Qt needs it")
    assert machine.commands == [f"{APT} libgl1", "apt-get update", f"{APT} libgl1"]


def test_a_failing_apt_get_is_quoted(machine: Machine) -> None:
    machine.answers = ["E: first", "", "E: no network"]
    told = _refusal(["libgl1"])
    assert "E: no network" in told
    assert f"sudo {APT} libgl1" in told


def test_another_user_gets_the_exact_line_and_the_reason(machine: Machine) -> None:
    machine.root = False
    told = _refusal(["libgl1", "python3.11-venv"])
    assert "Qt needs it" in told
    assert f"    sudo {APT} libgl1 python3.11-venv" in told.splitlines()
    assert machine.commands == []


@pytest.mark.parametrize("tool", ["dnf", "zypper"])
def test_other_systems_are_asked_for_the_library_itself(machine: Machine, tool: str) -> None:
    machine.tools = {tool}
    line = f"sudo {tool} install 'libGL.so.1()(64bit)' 'libEGL.so.1()(64bit)'"
    assert line in _refusal(["libgl1", "libegl1"])
    assert machine.commands == []


def test_an_unknown_system_gets_the_names(machine: Machine) -> None:
    machine.tools = set()
    assert "libGL.so.1, python3.11-venv" in _refusal(["libgl1", "python3.11-venv"])


def test_debian_without_ensurepip_needs_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    find = dev.importlib.util.find_spec
    missing: Callable[[str], object] = lambda name: None if name == "ensurepip" else find(name)  # noqa: E731
    monkeypatch.setattr(dev.importlib.util, "find_spec", missing)
    assert dev.packages_for_environment() == [f"python3.{dev.sys.version_info[1]}-venv"]


def test_apt_get_reports_its_last_words(capfd: pytest.CaptureFixture[str]) -> None:
    speaking = "import sys; print('progress'); sys.stderr.write('W: one\\nE: two\\n'); sys.exit({})"
    command = [dev.sys.executable, "-c"]
    assert dev.apt([*command, speaking.format(0)]) == ""
    assert dev.apt([*command, speaking.format(100)]) == "W: one\nE: two"
    assert capfd.readouterr() == ("", "")


def test_a_refusal_ends_with_code_two(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.root = False
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev, "missing_packages", lambda libraries: ["libgl1"])
    assert dev.main(["test"]) == 2
    assert f"sudo {APT} libgl1" in capsys.readouterr().err

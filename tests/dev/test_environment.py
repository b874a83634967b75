"""The isolated environment: made once, made again when it no longer fits, never half."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import dev


class Checkout:
    """A pretended checkout, made without a network; a command with a part in `failing` ends with code 1."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.made = 0
        self.commands: list[str] = []
        self.failing: set[str] = set()
        for name, place in {
            "ROOT": root,
            "ENVIRONMENT": root / ".venv",
            "PROGRAMS": root / ".venv/bin",
            "PYTHON": root / ".venv/bin/python",
            "STAMP": root / ".venv/made-from.txt",
            "LOCK": root / "requirements.lock",
            "UV_LOCK": root / "requirements-uv.lock",
        }.items():
            monkeypatch.setattr(dev, name, place)
        dev.LOCK.write_text("a==1", encoding="utf-8")
        dev.UV_LOCK.write_text("uv==1", encoding="utf-8")
        monkeypatch.setattr("venv.create", self._create)
        monkeypatch.setattr(dev, "call", self._call)
        monkeypatch.setattr(dev, "package_index", lambda: {"UV_DEFAULT_INDEX": "here"})
        monkeypatch.setattr(dev, "missing_packages", lambda libraries: [])

    def _create(self, place: str, **settings: object) -> None:
        self.made += 1
        dev.PROGRAMS.mkdir(parents=True)
        dev.PYTHON.touch()

    def _call(self, command: list[object], **extra: str) -> int:
        words = " ".join(Path(str(word)).name.removesuffix(".exe") for word in command)
        self.commands.append(words)
        return int(any(part in words for part in self.failing))


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    root = tmp_path / "checkout"
    root.mkdir()
    return Checkout(root, monkeypatch)


def test_it_is_made_once(checkout: Checkout) -> None:
    dev.prepare()
    dev.prepare()
    assert checkout.made == 1


def test_every_package_comes_with_its_hash(checkout: Checkout) -> None:
    dev.prepare()
    uv, packages, project = checkout.commands
    assert uv.startswith("python -m pip install")
    assert uv.endswith("--require-hashes -r requirements-uv.lock")
    assert packages.startswith("uv pip install")
    assert packages.endswith("--require-hashes -r requirements.lock")
    assert "--no-deps --editable checkout" in project


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-uv.lock"])
def test_another_lock_makes_it_anew(checkout: Checkout, lock: str) -> None:
    dev.prepare()
    (checkout.root / lock).write_text("a==2", encoding="utf-8")
    dev.prepare()
    assert checkout.made == 2


def test_another_python_makes_it_anew(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    dev.prepare()
    monkeypatch.setattr(dev.sys, "version_info", (3, 12, 99))
    assert not dev.environment_is_ready()


def test_a_moved_checkout_makes_it_anew(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    dev.prepare()
    monkeypatch.setattr(dev, "ROOT", checkout.root.parent / "elsewhere")
    assert not dev.environment_is_ready()


def test_a_python_that_was_removed_makes_it_anew(checkout: Checkout) -> None:
    dev.prepare()
    dev.PYTHON.unlink()
    dev.prepare()
    assert checkout.made == 2


def test_what_was_interrupted_is_made_whole(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(command: list[object], **extra: str) -> int:
        (dev.ENVIRONMENT / "half").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as while_interrupted:
        while_interrupted.setattr(dev, "call", interrupted)
        assert dev.main(["test"]) == 130
    assert not dev.environment_is_ready()
    dev.prepare()
    assert dev.environment_is_ready()
    assert not (dev.ENVIRONMENT / "half").exists()


@pytest.mark.parametrize("failing", ["requirements-uv.lock", "uv pip install"])
def test_pip_does_what_uv_cannot(checkout: Checkout, failing: str) -> None:
    checkout.failing = {failing}
    dev.prepare()
    assert dev.environment_is_ready()
    assert [line.split(" install")[0] for line in checkout.commands[-2:]] == ["python -m pip"] * 2


def test_a_failed_install_is_no_environment(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.failing = {"-r requirements.lock"}
    assert dev.main(["test"]) == 2
    assert "needs a network" in capsys.readouterr().err
    assert not dev.environment_is_ready()


def test_its_own_python_does_not_remove_it(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.sys, "prefix", str(dev.ENVIRONMENT))
    with pytest.raises(dev.Refused, match="deactivate"):
        dev.prepare()
    assert checkout.made == 0


def test_an_environment_in_use_is_left_with_a_reason(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Windows lets nobody remove a program that runs."""

    def refuse(place: str) -> None:
        raise PermissionError(13, "in use", place)

    dev.ENVIRONMENT.mkdir()
    monkeypatch.setattr(dev.shutil, "rmtree", refuse)
    assert dev.main(["run"]) == 2
    assert "something uses it" in capsys.readouterr().err


def test_a_link_is_taken_away_and_what_it_points_to_stays(checkout: Checkout) -> None:
    elsewhere = checkout.root.parent / "precious"
    elsewhere.mkdir()
    try:
        dev.ENVIRONMENT.symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links")
    dev.prepare()
    assert elsewhere.is_dir() and not dev.ENVIRONMENT.is_symlink()


def test_the_waiting_one_finds_it_made(checkout: Checkout, tmp_path: Path) -> None:
    """Another process holds the turn: it gets it, tells so, and keeps it until its input closes."""
    holding = (
        "import dev, sys, pathlib\n"
        f"dev.ROOT = pathlib.Path({str(checkout.root)!r})\n"
        "with dev.one_at_a_time():\n"
        "    print('mine', flush=True); sys.stdin.read(); print('done', flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as other:
        assert other.stdin and other.stdout
        assert other.stdout.readline() == "mine\n"
        other.stdin.close()
        with dev.one_at_a_time():
            assert other.stdout.readline() == "done\n"


MIRROR = "https://mirror.example/simple"


@pytest.mark.parametrize(
    ("listing", "settings"),
    [
        (f"global.index-url='{MIRROR}'\n", {"UV_DEFAULT_INDEX": MIRROR}),
        (f":env:.index-url='{MIRROR}'\n", {"UV_DEFAULT_INDEX": MIRROR}),
        ("global.cert='/etc/ssl/ca.crt'\nglobal.timeout='60'\n", {}),
        ("", {}),
    ],
)
def test_uv_uses_the_index_that_pip_was_told(
    listing: str, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = subprocess.CompletedProcess([], 0, stdout=listing.encode())
    monkeypatch.setattr(dev.subprocess, "run", lambda *words, **more: answer)
    assert dev.package_index() == settings


def test_nothing_from_outside_gets_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PYTHONHOME", "/elsewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("KEPT", "yes")
    environment = dev.child_environment(EXTRA="more")
    assert not {"PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"} & set(environment)
    assert (environment["KEPT"], environment["EXTRA"]) == ("yes", "more")

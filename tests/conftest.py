"""What holds for every test: a home of its own, a keyring in memory, no network, and nothing left behind.

A warning, a message from Qt (pytest-qt, see pyproject.toml), a log record at WARNING or above, or a thread
that goes on running fails the test that caused it.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import keyring
import pytest
from hypothesis import settings
from keyring.errors import InitError, KeyringLocked

from tests import keyrings

settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci")

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
KEPT_THREADS = "leerspoor-kept"
"""Threads whose names start with this belong to a pool that the program keeps on purpose."""
PATIENCE = 5.0
"""Seconds a thread gets to end once its test is over."""


LONG = {
    "test_tour.py", "test_state_machine.py", "test_state_machine_streams.py", "test_killed.py", "test_killed_files.py",
    "test_killed_import.py",
}
"""Files in which one test, or what it begins with, takes very long."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long in one piece begins first: as the last it would keep one core at work and the others waiting."""
    items.sort(key=lambda item: item.path.name not in LONG)


class NetworkClosed(AssertionError):
    """A test reached for another machine."""


def _is_here(address: Any) -> bool:
    return not isinstance(address, tuple) or address[0] in LOOPBACK


def _fail_if(what: str, found: list[str]) -> None:
    if found:
        pytest.fail(f"{what}: {'; '.join(found)}", pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """Sockets reach this machine only."""

    def guarded(original: Callable[..., Any]) -> Callable[..., Any]:
        def connect(self: socket.socket, address: Any) -> Any:
            if not _is_here(address):
                raise NetworkClosed(f"a test tried to reach {address!r}")
            return original(self, address)

        return connect

    original_lookup = socket.getaddrinfo

    def looking_up(host: Any, *arguments: Any, **more: Any) -> Any:
        if host is not None and host not in LOOPBACK:
            raise NetworkClosed(f"a test tried to look up {host!r}")
        return original_lookup(host, *arguments, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", looking_up)
        yield


PLACES = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_DATA_HOME": ".local/share",
    "XDG_CONFIG_HOME": ".config",
    "XDG_CACHE_HOME": ".cache",
    "XDG_STATE_HOME": ".local/state",
}
"""What points a program to its user's folders, on any system."""


def _move_to(directory: Path, patch: pytest.MonkeyPatch) -> None:
    for name, place in PLACES.items():
        patch.setenv(name, str(directory / place))


@pytest.fixture(scope="session", autouse=True)
def _nobodys_account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the user who runs the tests is read or written, by fixtures of a whole module neither."""
    runtime = tmp_path_factory.mktemp("runtime")
    runtime.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("LEERSPOOR_", "XDG_", "DBUS_"))]:
            patch.delenv(name)
        _move_to(tmp_path_factory.mktemp("account"), patch)
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        # A child process finds no keyring at all, and so never the user's own.
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        keyring.set_keyring(keyrings.MemoryKeyring())
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's own home directory."""
    directory = tmp_path / "home"
    directory.mkdir()
    _move_to(directory, monkeypatch)
    return directory


@pytest.fixture(autouse=True)
def memory_keyring() -> Iterator[keyrings.MemoryKeyring]:
    """An empty keyring in memory that, like Windows, refuses entries over 1,280 characters."""
    before = keyring.get_keyring()
    backend = keyrings.MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def no_keyring(memory_keyring: keyrings.MemoryKeyring) -> None:
    """A machine without a keyring: every call raises `NoKeyringError`."""
    keyring.set_keyring(keyrings.missing())


@pytest.fixture(params=[InitError, KeyringLocked], ids=["InitError", "KeyringLocked"])
def locked_keyring(memory_keyring: keyrings.MemoryKeyring, request: pytest.FixtureRequest) -> None:
    """A keyring that is there but stays shut: the test runs once for each way in which that shows."""
    keyring.set_keyring(keyrings.locked(request.param))


class _LogWatch(logging.Handler):
    """Collects what is logged at WARNING or above; `expect` names what a test provokes on purpose."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def expect(self, part: str) -> None:
        self.expected.append(part)

    def surprises(self) -> list[str]:
        return [line for line in self.lines if not any(part in line for part in self.expected)]

    def missed(self) -> list[str]:
        return [part for part in self.expected if not any(part in line for line in self.lines)]


@pytest.fixture(autouse=True)
def _log_watch() -> Iterator[_LogWatch]:
    watch = _LogWatch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    _fail_if("unexpected in the log", watch.surprises())
    _fail_if("expected in the log, but not there", watch.missed())


@pytest.fixture
def expect_log(_log_watch: _LogWatch) -> Callable[[str], None]:
    """`expect_log("WARNING app.store: part of the line")`: this record must come, and no other may."""
    return _log_watch.expect


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not _is_kept(thread)]
    for thread in left:
        thread.join(PATIENCE)
    still = [thread.name for thread in left if thread.is_alive()]
    _fail_if("threads left running", still)
    _fail_if("still at work", [] if _qt_pool_is_idle() else ["the thread pool of Qt"])


def _is_kept(thread: threading.Thread) -> bool:
    # A "Dummy" stands for a thread that Qt made and may outlive it: Qt's own pool answers for those.
    return thread.name.startswith((KEPT_THREADS, "Dummy-"))


def _qt_pool_is_idle() -> bool:
    core = sys.modules.get("PySide6.QtCore")
    return core is None or core.QThreadPool.globalInstance().waitForDone(int(PATIENCE * 1000))

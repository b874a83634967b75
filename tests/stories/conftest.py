"""The real window on the real demo: built once by the ordinary import, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.demo.build import build_demo
from app.store.home import Home
from tests.desks import Clock
from tests.ui.conftest import plain_words, settle
from ui.first_run.home_opener import HomeOpener
from ui.preferences import Preferences, save_preferences
from ui.running import Running

__all__ = ["plain_words"]

OpenDemo = Callable[..., Running]


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with both demo organisations, as on 21 November 2026."""
    folder = tmp_path_factory.mktemp("demo")
    build_demo(Home(folder), Clock())
    return folder


@pytest.fixture
def demo_home(demo_template: Path, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(demo_template, tmp_path / "demo-home")))


@pytest.fixture
def open_demo(qapp: QApplication, qtbot: QtBot, demo_home: Home) -> Iterator[OpenDemo]:
    """`open_demo("school", language="nl")` shows the window on it and waits until its first panel is there."""
    runs: list[Running] = []

    def open_one(code: str, **more: object) -> Running:
        save_preferences(demo_home.root, Preferences(organisation=code, **more))  # type: ignore[arg-type]
        running = Running(qapp, HomeOpener(demo_home.root), in_process=False)
        runs.append(running)
        running.__enter__()
        running.begin(code)
        settle(qtbot, running)
        return running

    yield open_one
    for running in runs:
        running.__exit__(None, None, None)

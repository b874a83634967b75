"""Where the program begins: a window, or the command line. Nothing heavy is imported before the first paint."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.first_run.opener import Opener

_WINDOW_OPTIONS = {"--home": "home", "--organisation": "organisation"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run `leerspoor`; gives the exit code (0 done, 2 refused, 1 fault)."""
    multiprocessing.freeze_support()
    words = list(sys.argv[1:] if argv is None else argv)
    wanted = window_wanted(words)
    if wanted is not None:
        return open_window(**wanted)
    from app.cli import main as command_line

    return int(command_line(words, open_window=open_window, tour=_tour))


def window_wanted(words: Sequence[str]) -> dict[str, str | bool] | None:
    """The arguments of `open_window` where nothing but a window is asked for (`leerspoor`, `leerspoor demo`), else None."""
    wanted: dict[str, str | bool] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        option, _, value = word.partition("=")
        if option in _WINDOW_OPTIONS and (value or rest):
            wanted[_WINDOW_OPTIONS[option]] = value or rest.pop(0)
        elif word == "demo" and "demo" not in wanted:
            wanted["demo"] = True
        else:
            return None
    return wanted


def open_window(home: str = "", organisation: str = "", demo: bool = False, opener: Opener | None = None) -> int:
    """Show the window and stay until it is closed. `home` is the data folder, by default the system's own."""
    from PySide6.QtWidgets import QApplication

    from ui.running import Running

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    if opener is None:
        from ui.first_run.home_opener import HomeOpener

        opener = HomeOpener(Path(home) if home else None)
    with Running(application, opener) as running:
        running.begin(organisation, demo)
        return int(application.exec())


def _tour(**arguments: object) -> list[Path]:
    from ui.tour.take import take_tour

    return take_tour(**arguments)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())

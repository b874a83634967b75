"""Where the program begins: a window, or the command line. Nothing heavy is imported before the first paint."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import Refusal
from app.domain.text import Text

if TYPE_CHECKING:
    from ui.first_run.opener import Opener

_WINDOW_OPTIONS = {"--home": "home", "--organisation": "organisation"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run `leerspoor`; gives the exit code (0 done, 2 refused, 1 fault)."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()
    words = list(sys.argv[1:] if argv is None else argv)
    wanted = window_wanted(words)
    if wanted is not None and has_display():
        return open_window(wanted.get("home", ""), wanted.get("organisation", ""), wanted.get("demo", ""))
    from app.cli.main import main as command_line

    return command_line(words, Lent())


def has_display() -> bool:
    """False on a Linux machine without a screen, where Qt would end the program with a crash."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def window_wanted(words: Sequence[str]) -> dict[str, str] | None:
    """The arguments of `open_window` for `leerspoor` and `leerspoor demo`; None where something else is asked."""
    wanted: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        option, _, value = word.partition("=")
        if option in _WINDOW_OPTIONS and (value or rest):
            wanted[_WINDOW_OPTIONS[option]] = value or rest.pop(0)
        elif word == "demo" and "demo" not in wanted:
            wanted["demo"] = word
        else:
            return None
    return wanted


def open_window(home: str = "", organisation: str = "", demo: str = "", opener: Opener | None = None) -> int:
    """Show the window and stay until it is closed. `home` is the data folder, by default the system's own."""
    from PySide6.QtWidgets import QApplication

    from ui.running import Running

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    with ExitStack() as last:
        if opener is None:
            from ui.first_run.home_opener import HomeOpener

            opener = HomeOpener(Path(home) if home else None)
            last.callback(opener.close)
        with Running(application, opener) as running:
            running.window.fit(application.primaryScreen().availableSize())
            running.begin(organisation, bool(demo))
            return application.exec()


class Lent:
    """What the window lends to the command line."""

    def open(self, home: Path, demo: bool, organisation: str | None) -> int:
        if not has_display():
            raise Refusal(Text(
                "There is no screen here, so no window can be opened. Your data is as it was. "
                "Every command but the window itself works without a screen."))
        return open_window(str(home), organisation or "", "demo" if demo else "")

    def tour(self, home: Path, out: Path, language: str, theme: str, scale: str) -> list[Path]:
        from ui.tour.take import take_tour

        return take_tour(out, language, theme, scale)

    def facts(self) -> dict[str, str]:
        from ui.window.system_check import facts_apart

        return facts_apart()


if __name__ == "__main__":
    sys.exit(main())

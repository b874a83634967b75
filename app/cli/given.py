"""What a command is given: its arguments, and what the window lends to it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol


class Arguments(argparse.Namespace):
    """What was given; the fields every subcommand has."""

    home: Path
    organisation: str | None
    json: bool
    language: str
    run: Callable[..., int]

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


class Window(Protocol):
    """What the floor above lends to the command line; without it there is no window, tour or screen to check."""

    def open(self, home: Path, demo: bool, organisation: str | None) -> int:
        """Open the window and give its exit code when it is closed."""

    def tour(self, home: Path, out: Path, language: str, theme: str, scale: str) -> list[Path]:
        """Draw a picture of every panel and main dialog, and the sample PDFs."""

    def facts(self) -> dict[str, str]:
        """What only the window system knows: `width`, `height` and `scale` (%) of the screen, and `printer`."""

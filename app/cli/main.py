"""Where every command starts: read the arguments, run the command, turn what went wrong into words and a number."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from app.cli.arguments import Arguments, parse
from app.cli.saying import Voice, stop_talking
from app.domain.errors import Refusal
from app.domain.text import Text

DONE, OUR_FAULT, REFUSED = 0, 1, 2


class Window(Protocol):
    """What the floor above lends to the command line; without it there is no window, tour or screen to check."""

    def open(self, home: Path, demo: bool, organisation: str | None) -> int:
        """Open the window and give its exit code when it is closed."""

    def tour(self, home: Path, out: Path, language: str, theme: str, scale: str) -> list[Path]:
        """Draw a picture of every panel and main dialog, and the sample PDFs."""

    def facts(self) -> dict[str, str]:
        """What only the window system knows: `width`, `height` and `scale` (%) of the screen, and `printer`."""


def main(argv: Sequence[str] | None = None, window: Window | None = None) -> int:
    """Run one command; gives the exit code."""
    arguments = parse(sys.argv[1:] if argv is None else argv)
    voice = Voice(arguments.language, arguments.json)
    try:
        code = arguments.run(arguments, voice, window)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except Refusal as refusal:
        voice.refuse(refusal)
        return REFUSED
    except BrokenPipeError:
        stop_talking()
        return DONE
    except KeyboardInterrupt:
        voice.tell(Text("Stopped. What was not finished was not saved."))
        return REFUSED
    except Exception as fault:
        voice.own_fault(fault, arguments.home)
        return OUR_FAULT


__all__ = ["Arguments", "Window", "main"]

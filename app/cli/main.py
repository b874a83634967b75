"""Where every command starts: read the arguments, run the command, turn what went wrong into words and a number."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.cli.arguments import parse
from app.cli.given import Window
from app.cli.saying import Voice, stop_talking
from app.domain.errors import Refusal
from app.domain.text import Text

DONE, OUR_FAULT, REFUSED = 0, 1, 2


def main(argv: Sequence[str] | None = None, window: Window | None = None) -> int:
    """Run one command; gives the exit code."""
    arguments = parse(sys.argv[1:] if argv is None else argv)
    voice = Voice(arguments.language, arguments.json)
    return carried_out(lambda: arguments.run(arguments, voice, window), voice, arguments.home)


def carried_out(command: Callable[[], int], voice: Voice, home: Path) -> int:
    """Run this; what goes wrong becomes words and an exit code, and our own faults a file in `home`."""
    try:
        code = command()
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
        voice.own_fault(fault, home)
        return OUR_FAULT

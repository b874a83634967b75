"""Where every command starts: read the arguments, run the command, turn what went wrong into words and a number."""

from __future__ import annotations

import sys
from collections.abc import Sequence

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

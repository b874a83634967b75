"""A real program that gets SIGKILL at its n-th step at the database: `python -m tests.sync.dying N desk sync ...`.

Steps are statements, commits, and the moments after which a connection is free again. Without a moment to die (-1) it
says at its end how many steps it took.
"""

from __future__ import annotations

import os
import signal
import sys

from sqlalchemy import Engine, Pool, event


def die_at(step: int) -> list[int]:
    """Count the steps of this process, and end it without any warning at that one."""
    taken = [0]

    def count(*_given: object) -> None:
        taken[0] += 1
        if taken[0] == step:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
    event.listen(Pool, "checkin", count)
    return taken


def main() -> int:
    step, program, *words = sys.argv[1:]
    taken = die_at(int(step))
    if program == "desk":
        from app.cli.main import main as run
    else:
        from app.cli.server import main as run
    code = run(words)
    print(f"\n{taken[0]}", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())

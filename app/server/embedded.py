"""The server beside a demonstration or a test: in a thread of the same process, on loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from app.server.database import ServerDatabase
from app.server.serving import Place, configuration, listen
from app.server.web import Settings, make_app


@contextmanager
def embedded(database: ServerDatabase, settings: Settings | None = None, place: Place | None = None) -> Iterator[str]:
    """The server in a thread of this process, on loopback; gives its address. Nothing of it is left afterwards."""
    place = place or Place()
    app, listening = make_app(database, settings), listen(place)
    server = _EmbeddedServer(configuration(app, place))
    thread = threading.Thread(target=server.run, args=([listening],), name="leerspoor-server")
    thread.start()
    try:
        server.begun.wait()
        yield place.address(listening)
    finally:
        app.state.live.stop()
        server.should_exit = True
        thread.join()
        listening.close()


class _EmbeddedServer(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.begun.set()

"""A line from a desk to the real ASGI program in this process, that a test can cut, repeat or disturb at any place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette

from app.sync import refusals
from app.sync.http import Reply


@dataclass
class Line:
    """`faults` are taken one per request, in order: 'cut' before it arrives, 'lost' after it was answered, 'twice'.

    A callable instead is asked for the reply.
    """

    app: Starlette
    faults: list[str | Callable[[str, dict[str, str], bytes], Reply]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def send(self, path: str, headers: dict[str, str], body: bytes) -> Reply:
        fault = self.faults.pop(0) if self.faults else ""
        self.paths.append(path)
        if callable(fault):
            return fault(path, headers, body)
        if fault == "cut":
            raise refusals.unreachable()
        reply = self._ask(path, headers, body)
        if fault == "twice":
            reply = self._ask(path, headers, body)
        if fault == "lost":
            raise refusals.garbled()
        self.replies.append(reply)
        return reply

    def close(self) -> None:
        """The desk is done with it; the loop stays for the next."""

    def end(self) -> None:
        self.loop.close()

    def _ask(self, path: str, headers: dict[str, str], body: bytes) -> Reply:
        reply = self.loop.run_until_complete(_asked(self.app, path, headers, body))
        self.loop.run_until_complete(asyncio.sleep(0))  # what the program left half read is closed by now
        return reply


async def _asked(app: Starlette, path: str, headers: dict[str, str], body: bytes) -> Reply:
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "server": ("server", 80),
        "client": ("127.0.0.1", 1),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    told: list[dict[str, Any]] = []
    sent = False

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    await app(scope, receive, send)  # type: ignore[arg-type]
    start = next(one for one in told if one["type"] == "http.response.start")
    parts = [one.get("body", b"") for one in told if one["type"] == "http.response.body"]
    return Reply(start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, b"".join(parts))

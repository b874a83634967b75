"""Telling desks within a second that there is something new (S17): one look at the database for all who listen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from app.domain.errors import Refusal
from app.domain.permissions import Role
from app.server.database import ServerDatabase
from app.server.sessions import Caller
from app.server.tables import streams
from app.server.tenancy import heads_of, roles_of

LOOK_SECONDS = 0.3
HEARTBEAT_SECONDS = 15.0
HEARTBEAT = b":\n\n"
_RETRY = b"retry: 2000\n\n"


@dataclass(eq=False, slots=True)
class _Listener:
    """`roles` are the streams of others that are read beside the own one; `heads` how far each of those is."""

    organisation_id: bytes
    roles: Mapping[bytes, Role]
    number: int = -1
    heads: Mapping[bytes, int] = field(default_factory=dict)
    stirred: asyncio.Event = field(default_factory=asyncio.Event)


class Live:
    """All listeners of this process. Used on the event loop; `nudge` and `stop` may be called from any thread."""

    def __init__(self, database: ServerDatabase) -> None:
        self._database = database
        self._listeners: set[_Listener] = set()
        self._poller: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._nudged = asyncio.Event()
        self._stopped = False

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    async def events(self, caller: Caller, still_welcome: Callable[[], Caller]) -> AsyncIterator[bytes]:
        """`changed` with the number of the own stream, at once and after every change there or in another that is
        read beside it, until the server stops.

        `still_welcome` is asked with every heartbeat; when it raises Refusal the stream ends, and the desk hears the
        reason at its next request.
        """
        listener = _Listener(caller.organisation_id, await run_in_threadpool(self._roles, caller))
        self._welcome(listener)
        try:
            yield _RETRY
            while not self._stopped:
                try:
                    await asyncio.wait_for(listener.stirred.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    listener.roles = await run_in_threadpool(lambda: self._roles(still_welcome()))
                    yield HEARTBEAT
                    continue
                listener.stirred.clear()
                if not self._stopped:
                    yield b"event: changed\ndata: %d\n\n" % listener.number
        except Refusal:
            return
        finally:
            self._listeners.discard(listener)

    def nudge(self) -> None:
        """Something was written here: look now."""
        self._soon(self._nudged.set)

    def stop(self) -> None:
        """End every stream, so that the server can end."""
        self._stopped = True
        self._soon(self._end_all)

    def _soon(self, act: Callable[[], object]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act)

    def _end_all(self) -> None:
        self._nudged.set()
        for listener in self._listeners:
            listener.stirred.set()

    def _welcome(self, listener: _Listener) -> None:
        self._listeners.add(listener)
        self._loop = asyncio.get_running_loop()
        self._nudged.set()
        if self._poller is None or self._poller.done():
            self._poller = self._loop.create_task(self._look_again_and_again())

    async def _look_again_and_again(self) -> None:
        while self._listeners and not self._stopped:
            self._nudged.clear()
            wanted = {listener.organisation_id for listener in self._listeners}
            beside = {role for listener in self._listeners for role in listener.roles.items()}
            with suppress(Refusal):  # a database that is away for a moment: requests say so, and we look again
                self._tell(*await run_in_threadpool(self._numbers, wanted, beside))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._nudged.wait(), LOOK_SECONDS)

    def _roles(self, caller: Caller) -> Mapping[bytes, Role]:
        with self._database.reading() as connection:
            return roles_of(connection, caller)

    def _numbers(
        self, wanted: Iterable[bytes], beside: Iterable[tuple[bytes, Role]]
    ) -> tuple[dict[bytes, int], dict[tuple[bytes, Role], int]]:
        with self._database.reading() as connection:
            query = select(streams.c.organisation_id, streams.c.number)
            numbers = {row[0]: row[1] for row in connection.execute(
                query.where(streams.c.organisation_id.in_(list(wanted))))}
            return numbers, heads_of(connection, beside)

    def _tell(self, numbers: dict[bytes, int], beside: dict[tuple[bytes, Role], int]) -> None:
        for listener in self._listeners:
            number = numbers.get(listener.organisation_id, listener.number)
            heads = {tenant: beside.get((tenant, role), 0) for tenant, role in listener.roles.items()}
            if (number, heads) != (listener.number, listener.heads):
                listener.number, listener.heads = number, heads
                listener.stirred.set()

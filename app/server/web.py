"""The server as an ASGI program: reads what comes in, looks at the version first, and answers in the form asked for."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from types import FrameType
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.actions.desk import Clock, system_clock
from app.domain.errors import Refusal
from app.server import logs, problems, sessions
from app.server.bodies import LARGEST, read_body, write_body
from app.server.database import ServerDatabase
from app.server.endpoints import ENDPOINTS, Asked, Endpoint
from app.server.failures import Unavailable
from app.server.live import Live
from app.server.metrics import Metrics
from app.server.openapi import description
from app.server.schema import refuse_unusable
from app.server.sessions import Caller
from app.server.shapes import Misshapen
from app.server.tokens import organisation_named
from app.server.turns import Turns
from app.sync.wire import OLDEST_PROTOCOL, PROTOCOL, PROTOCOL_HEADER, Problem

LIVE_PATH, ALIVE_PATH, READY_PATH = "/v1/live", "/health/live", "/health/ready"
METRICS_PATH, DESCRIPTION_PATH = "/metrics", "/openapi.json"
PATHS = frozenset({endpoint.path for endpoint in ENDPOINTS}
                  | {LIVE_PATH, ALIVE_PATH, READY_PATH, METRICS_PATH, DESCRIPTION_PATH})
ALWAYS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", PROTOCOL_HEADER: str(PROTOCOL)}
CLIENT_WENT = 499
_BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class Settings:
    """`clock` gives UTC microseconds; `at_end` runs when the program stops."""

    clock: Clock = system_clock
    at_end: Callable[[], object] = lambda: None


def make_app(database: ServerDatabase, settings: Settings | None = None) -> Starlette:
    """The server on this database. It keeps nothing itself: any number of them may share one database (S18)."""
    return _Web(database, settings or Settings()).app()


class _Web:
    def __init__(self, database: ServerDatabase, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._live, self._metrics, self._turns = Live(database), Metrics(), Turns()

    def app(self) -> Starlette:
        routes = [Route(endpoint.path, self._answering(endpoint), methods=["POST"]) for endpoint in ENDPOINTS]
        routes += [Route(path, run, methods=["GET"]) for path, run in (
            (LIVE_PATH, self._listen), (ALIVE_PATH, self._alive), (READY_PATH, self._ready),
            (METRICS_PATH, self._show_metrics), (DESCRIPTION_PATH, self._describe))]
        app = Starlette(
            routes=routes, middleware=[Middleware(_Watch, metrics=self._metrics)], lifespan=self._lifespan,
            exception_handlers={HTTPException: _no_such_thing})
        app.router.redirect_slashes = False
        app.state.live = self._live
        return app

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        _before_signal(self._live.stop)
        yield
        self._live.stop()
        self._settings.at_end()

    def _answering(self, endpoint: Endpoint) -> Callable[[Request], object]:
        async def answer(request: Request) -> Response:
            try:
                _check_protocol(request)
                raw = await _whole(request)
                async with self._turn(endpoint, request):
                    return await run_in_threadpool(self._answer, endpoint, request, raw)
            except ClientDisconnect:
                return Response(status_code=CLIENT_WENT)
            except Exception as problem:
                return _declined(request, problem)

        return answer

    def _turn(self, endpoint: Endpoint, request: Request) -> AbstractAsyncContextManager[None]:
        token = _token(request)
        return self._turns.taken(organisation_named(token)) if endpoint.stirs and token else nullcontext()

    def _answer(self, endpoint: Endpoint, request: Request, raw: bytes) -> Response:
        headers = request.headers
        body = read_body(
            raw, endpoint.takes, headers.get("Content-Type", ""), headers.get("Content-Encoding", ""),
            lambda: None if endpoint.open else self._who(request))
        asked = self._asked(request, body)
        try:
            given = endpoint.run(asked)
        finally:
            _note_caller(request, asked.caller)
        if endpoint.stirs:
            self._live.nudge()
        if given is None:
            return Response(status_code=204, headers=ALWAYS)
        content, form = write_body(given, headers.get("Accept", ""), headers.get("Accept-Encoding", ""))
        return Response(content, headers=ALWAYS | form)

    def _asked(self, request: Request, body: object = None) -> Asked:
        address = request.client.host if request.client else ""
        return Asked(self._database, body, _token(request), address, self._settings.clock(), _spoken(request))

    async def _listen(self, request: Request) -> Response:
        try:
            _check_protocol(request)
            caller = await run_in_threadpool(self._who, request)
        except Exception as problem:
            return _declined(request, problem)
        _note_caller(request, caller)
        events = self._live.events(caller, lambda: self._who(request))
        return StreamingResponse(events, media_type="text/event-stream", headers=ALWAYS | {"X-Accel-Buffering": "no"})

    def _who(self, request: Request) -> Caller:
        with self._database.reading() as connection:
            return sessions.authenticate(connection, _token(request), self._settings.clock())

    async def _alive(self, request: Request) -> Response:
        return Response(b'{"status":"alive"}', media_type="application/json", headers=ALWAYS)

    async def _ready(self, request: Request) -> Response:
        try:
            await run_in_threadpool(self._check_database)
        except Exception as problem:
            return _declined(request, problem)
        return Response(b'{"status":"ready"}', media_type="application/json", headers=ALWAYS)

    def _check_database(self) -> None:
        with self._database.reading() as connection:
            refuse_unusable(connection)

    async def _show_metrics(self, request: Request) -> Response:
        text = self._metrics.text(self._live.listeners)
        return Response(text, media_type="text/plain; version=0.0.4", headers=ALWAYS)

    async def _describe(self, request: Request) -> Response:
        return Response(description(), media_type="application/json", headers=ALWAYS)


def _before_signal(act: Callable[[], object]) -> None:
    """Streams that listen never end by themselves: they must, before the server waits for all that is under way."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _after(act, signal.getsignal(number)))


def _after(act: Callable[[], object], handler: Any) -> Callable[[int, FrameType | None], None]:
    def handle(number: int, frame: FrameType | None) -> None:
        act()
        if callable(handler):
            handler(number, frame)

    return handle


class _Watch:
    """Counts, times and notes every request, also those that no address answers."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, begun, status = scope["path"] if scope["path"] in PATHS else "other", time.perf_counter(), 500

        async def watching(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        self._metrics.begin()
        try:
            await self._app(scope, receive, watching)
        finally:
            seconds = time.perf_counter() - begun
            method = scope["method"] if scope["method"] in ("GET", "POST") else "other"
            self._metrics.end(method, path, status, seconds)
            logs.note_request(method, path, status, seconds * 1000, *scope.get("leerspoor.caller", (b"", b"")))


def _check_protocol(request: Request) -> None:
    """Before any data is looked at (S15)."""
    spoken = _spoken(request)
    if spoken < OLDEST_PROTOCOL:
        raise problems.desk_outdated()
    if spoken > PROTOCOL:
        raise problems.server_outdated()


def _spoken(request: Request) -> int:
    said = request.headers.get(PROTOCOL_HEADER, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


async def _whole(request: Request) -> bytes:
    """The body as sent, as far as it may go."""
    said = request.headers.get("Content-Length", "")
    if said.isdecimal() and int(said) > LARGEST:
        raise problems.too_large()
    parts, length = [], 0
    async for part in request.stream():
        parts.append(part)
        length += len(part)
        if length > LARGEST:
            raise problems.too_large()
    return b"".join(parts)


def _token(request: Request) -> str:
    said = request.headers.get("Authorization", "")
    return said[len(_BEARER):].strip() if said.lower().startswith(_BEARER) else ""


def _note_caller(request: Request, caller: Caller | None) -> None:
    if caller is not None:
        request.scope["leerspoor.caller"] = caller.organisation_id, caller.device_id


def _declined(request: Request, problem: Exception) -> Response:
    """Every no in the same shape; what is not a refusal is our own fault and is noted."""
    if isinstance(problem, Misshapen):
        problem = problems.misshapen()
    if not isinstance(problem, Refusal):
        logs.note_fault(request.url.path, problem)
        return _problem(request, 500, problems.own_fault())
    if isinstance(problem, Unavailable):
        logs.note_unavailable(request.url.path, str(problem))
    return _problem(request, *problems.problem_of(problem))


def _problem(request: Request, status: int, problem: Problem, more: dict[str, str] | None = None) -> Response:
    content, form = write_body(problem, request.headers.get("Accept", ""), "")
    headers = ALWAYS | form | (more or {})
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(content, status, headers)


async def _no_such_thing(request: Request, exception: Exception) -> Response:
    """What Starlette says about addresses and methods, in our own words."""
    assert isinstance(exception, HTTPException)
    known = problems.not_like_this() if exception.status_code == 405 else problems.not_there()
    return _problem(request, *problems.problem_of(known), more=dict(exception.headers or {}))

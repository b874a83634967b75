"""Talking with the server as one device: every message packed, every answer unpacked, the tokens kept fresh (S14)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import msgspec
import zstandard
from sqlalchemy import select

from app.store.database import Database
from app.store.streams import OWN
from app.store.tables import belongs_to, organisations
from app.sync import refusals, tokens
from app.sync.http import LARGEST_ANSWER, Reply, Wire
from app.sync.proper import is_proper
from app.sync.wire import MSGPACK, PROTOCOL, PROTOCOL_HEADER, LogIn, Problem, Refresh, Session, encode

WORTH_PRESSING = 512
LARGEST_UNPACKED = 64 * 1024 * 1024
T = TypeVar("T", bound=msgspec.Struct)


@dataclass(slots=True)
class Exchange:
    """Messages to and answers from one server, counted; without knowing who asks."""

    wire: Wire
    requests: int = 0
    sent_bytes: int = 0
    received_bytes: int = 0

    def post(self, path: str, message: msgspec.Struct, access: str = "") -> Reply:
        body = encode(message)
        headers = {
            "Content-Type": MSGPACK, "Accept": MSGPACK, "Accept-Encoding": "zstd", PROTOCOL_HEADER: str(PROTOCOL)}
        if access:
            headers["Authorization"] = f"Bearer {access}"
        if len(body) > WORTH_PRESSING:
            body, headers["Content-Encoding"] = zstandard.ZstdCompressor(level=1).compress(body), "zstd"
        self.requests += 1
        self.sent_bytes += len(body)
        reply = self.wire.send(path, headers, body)
        self.received_bytes += len(reply.body)
        return reply

    def answer(self, path: str, message: msgspec.Struct, gives: type[T]) -> T:
        """For what needs no access token. Raises Refusal."""
        return read(self.post(path, message), gives)


class Talk:
    """What one device says and hears. Used by one thread at a time."""

    def __init__(self, wire: Wire, database: Database, device_id: bytes) -> None:
        self.exchange = Exchange(wire)
        self.database, self.device_id = database, device_id
        with database.reading() as connection:
            self.access = tokens.read_access(connection)
            self._organisation_id = connection.execute(
                select(organisations.c.id).where(belongs_to(organisations, None))).scalar() or b""

    def ask(self, path: str, message: msgspec.Struct, gives: type[T]) -> T:
        """Send a message and give the answer; an access token that ran out is renewed once. Raises Refusal."""
        if not self.access:
            self.refresh()
        reply = self.exchange.post(path, message, self.access)
        if reply.status == 401 and problem_in(reply).code == "token_expired":
            self.refresh()
            reply = self.exchange.post(path, message, self.access)
        answer, stream = read(reply, gives), getattr(message, "stream", OWN)
        if not is_proper(answer, stream or self._organisation_id, is_anothers=stream != OWN):
            raise refusals.garbled()
        return answer

    def say(self, path: str, message: msgspec.Struct) -> None:
        """Send a message whose answer is only that it arrived. Raises Refusal."""
        reply = self.exchange.post(path, message, self.access)
        if reply.status >= 300:
            raise refusals.refusal_of(reply.status, problem_in(reply))

    def log_in(self, message: LogIn) -> Session:
        """Start a session on this device and keep its tokens."""
        return self.begin(self.exchange.answer("/v1/session", message, Session))

    def refresh(self) -> Session:
        """The next tokens. They are kept before they are used: a crash in between leaves the old one good."""
        with self.database.reading() as connection:
            token = tokens.read_refresh(connection, self.device_id)
        if not token:
            raise refusals.log_in_again()
        return self.begin(self.exchange.answer("/v1/refresh", Refresh(token), Session))

    def begin(self, session: Session) -> Session:
        """Go on with the session that an answer brought."""
        self.device_id = session.device_id
        with self.database.writing() as connection:
            tokens.save_refresh(connection, self.device_id, session.refresh)
            tokens.save_access(connection, session.access)
        self.access = session.access
        return session

    def close(self) -> None:
        self.exchange.wire.close()


def read(reply: Reply, gives: type[T]) -> T:
    """The message in a reply. Raises Refusal for what is none, or is no success."""
    if reply.status != 200:
        raise refusals.refusal_of(reply.status, problem_in(reply))
    try:
        answer: T = _decoder(gives).decode(_unpacked(reply))
    except (msgspec.MsgspecError, zstandard.ZstdError, ValueError, RecursionError) as broken:
        raise refusals.garbled() from broken
    return answer


def problem_in(reply: Reply) -> Problem:
    """What the server says is wrong; a proxy or portal in between says it in a shape of its own."""
    retry = reply.headers.get("retry-after", "")
    seconds = int(retry) if retry.isdecimal() else None
    try:
        problem: Problem = _decoder(Problem).decode(_unpacked(reply))
    except (msgspec.MsgspecError, zstandard.ZstdError, ValueError, RecursionError):
        if reply.status < 500 and reply.status != 429:
            raise refusals.unreachable() from None
        problem = Problem("unavailable")
    return msgspec.structs.replace(problem, retry_after=problem.retry_after or seconds)


@cache
def _decoder(gives: type[msgspec.Struct]) -> Any:
    return msgspec.msgpack.Decoder(gives)


def _unpacked(reply: Reply) -> bytes:
    if reply.headers.get("content-encoding", "") != "zstd":
        return reply.body
    reader = zstandard.ZstdDecompressor(max_window_size=LARGEST_ANSWER).stream_reader(io.BytesIO(reply.body))
    plain = reader.read(LARGEST_UNPACKED + 1)
    if len(plain) > LARGEST_UNPACKED:
        raise ValueError("an answer beyond all bounds")
    return plain

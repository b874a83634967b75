"""The line to the server: httpx over the system's own trust store; schools inspect TLS with a CA of their own."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

import httpx
import truststore

from app.domain.errors import Refusal
from app.domain.text import Text
from app.sync import refusals

CONNECT_SECONDS, READ_SECONDS = 5.0, 60.0
LARGEST_ANSWER = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole, as it went over the line."""

    status: int
    headers: dict[str, str]
    body: bytes


class Wire(Protocol):
    """Anything that carries a request to a server and its reply back. Raises Refusal where it cannot."""

    def send(self, path: str, headers: dict[str, str], body: bytes) -> Reply: ...

    def close(self) -> None: ...


class HttpWire:
    """One kept connection to one server."""

    def __init__(self, address: str) -> None:
        self.address = proper_address(address)
        self._client = httpx.Client(
            base_url=self.address, verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT), follow_redirects=False,
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS))

    def send(self, path: str, headers: dict[str, str], body: bytes) -> Reply:
        """POST and read all of the answer. The body arrives as it was packed: unpacking is bounded elsewhere."""
        try:
            with self._client.stream("POST", path, headers=headers, content=body) as answer:
                return Reply(answer.status_code, dict(answer.headers), _whole(answer))
        except httpx.TimeoutException as slow:
            raise refusals.too_slow() from slow
        except httpx.ConnectError as problem:
            raise (refusals.untrusted() if _is_about_trust(problem) else refusals.unreachable()) from problem
        except httpx.RemoteProtocolError as broken:
            raise refusals.garbled() from broken
        except httpx.HTTPError as problem:
            raise (refusals.untrusted() if _is_about_trust(problem) else refusals.unreachable()) from problem

    def close(self) -> None:
        self._client.close()


def proper_address(address: str) -> str:
    """The address of a server as it is kept. Plain HTTP is for this computer only. Raises Refusal."""
    whole = address.strip()
    if "://" not in whole:
        whole = f"https://{whole}"
    parts = urlsplit(whole)
    here = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not parts.hostname or parts.scheme not in ("https", "http") or (parts.scheme == "http" and not here):
        raise Refusal(
            Text("This is no address of a server. Nothing was changed. It looks like https://server.example.nl."),
            remedy="address")
    return whole.rstrip("/")


def _whole(answer: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in answer.iter_raw():
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise refusals.garbled()
    return b"".join(parts)


def _is_about_trust(problem: BaseException) -> bool:
    seen: BaseException | None = problem
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return "CERTIFICATE" in str(problem).upper()

"""Looking whether a media link is there: one short question to its site, only because somebody asked for it.

The site hears this computer's address, as it would from a browser, and nothing else: no cookies, no referrer, no name.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from app.domain.media import LinkState, check_link

if TYPE_CHECKING:
    import httpx

SECONDS = 10.0
MOST_STEPS = 3
"""So many times a site may send on to another address."""
_GONE, _CLOSED, _NO_HEAD = frozenset({404, 410}), frozenset({401, 402, 403, 429}), frozenset({405, 501})
_SENT_ON = frozenset({301, 302, 303, 307, 308})
Made = Callable[[], "httpx.Client"]


def look_for(address: str, make_client: Made | None = None) -> LinkState:
    """What came of looking. Raises nothing: what cannot be reached is an outcome too."""
    import httpx

    if check_link("-", address):
        return LinkState.GONE
    try:
        with (make_client or _client)() as client:
            return _followed(client, address)
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError, ValueError):
        return LinkState.UNREACHABLE


def _followed(client: httpx.Client, address: str) -> LinkState:
    at = address
    for _ in range(MOST_STEPS + 1):
        status, on = _asked(client, at)
        if status not in _SENT_ON or not on:
            return _state(status, at == address)
        at = urljoin(at, on)
        if check_link("-", at):
            return LinkState.MOVED  # to where this program does not follow
    return LinkState.MOVED


def _asked(client: httpx.Client, address: str) -> tuple[int, str]:
    """The head alone; of who does not know that question the beginning of the answer, which nobody reads."""
    for method in ("HEAD", "GET"):
        with client.stream(method, address) as answer:
            if method == "GET" or answer.status_code not in _NO_HEAD:
                return answer.status_code, answer.headers.get("Location", "")
    return 0, ""


def _state(status: int, is_same: bool) -> LinkState:
    if 200 <= status < 300:
        return LinkState.THERE if is_same else LinkState.MOVED
    if status in _GONE:
        return LinkState.GONE
    return LinkState.CLOSED if status in _CLOSED else LinkState.UNREACHABLE


def _client() -> httpx.Client:
    import httpx
    import truststore

    return httpx.Client(
        verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT), follow_redirects=False, timeout=SECONDS,
        headers={"User-Agent": "Leerspoor", "Accept": "*/*", "Accept-Encoding": "identity"})

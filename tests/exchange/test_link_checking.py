"""Looking for a link: what a site answers, and where this program does not go."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from app.domain.media import LinkState
from app.exchange.link_checking import MOST_STEPS, look_for

Answer = Callable[[httpx.Request], httpx.Response]


def _looked(answer: Answer, address: str = "https://site.example/page") -> tuple[LinkState, list[tuple[str, str]]]:
    asked: list[tuple[str, str]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append((request.method, str(request.url)))
        assert "cookie" not in request.headers and "referer" not in request.headers
        return answer(request)

    found = look_for(address, lambda: httpx.Client(transport=httpx.MockTransport(handle), follow_redirects=False))
    return found, asked


def _on(to: str) -> Answer:
    return lambda request: httpx.Response(302, headers={"Location": to}) if str(request.url).endswith("/page") else (
        httpx.Response(200))


@pytest.mark.parametrize(
    ("status", "state"),
    [(200, "there"), (204, "there"), (404, "gone"), (410, "gone"), (403, "closed"), (401, "closed"), (429, "closed"),
     (500, "unreachable"), (503, "unreachable")],
)
def test_what_a_site_answers(status: int, state: str) -> None:
    assert _looked(lambda _request: httpx.Response(status)) == (
        LinkState(state), [("HEAD", "https://site.example/page")])


def test_a_site_that_knows_no_head_is_asked_once_more() -> None:
    found, asked = _looked(lambda request: httpx.Response(405 if request.method == "HEAD" else 200))
    assert (found, [method for method, _ in asked]) == (LinkState.THERE, ["HEAD", "GET"])


def test_who_is_sent_on_is_told_that_it_moved() -> None:
    assert _looked(_on("/new"))[0] is LinkState.MOVED
    assert _looked(_on("https://other.example/"))[1][-1] == ("HEAD", "https://other.example/")


@pytest.mark.parametrize("to", [
    "http://site.example/", "file:///etc/passwd", "javascript:alert(1)", "https://naam:geheim@site.example/", "//[::1"])
def test_nobody_is_led_where_no_link_may_go(to: str) -> None:
    found, asked = _looked(_on(to))
    assert len(asked) == 1 and found in (LinkState.MOVED, LinkState.UNREACHABLE)


def test_a_circle_ends() -> None:
    found, asked = _looked(lambda request: httpx.Response(302, headers={"Location": "/page"}))
    assert found is LinkState.MOVED and len(asked) == MOST_STEPS + 1


def test_what_cannot_be_reached_is_an_outcome() -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    assert _looked(broken)[0] is LinkState.UNREACHABLE


def test_what_is_no_link_is_not_asked_for() -> None:
    found, asked = _looked(lambda _request: httpx.Response(200), "javascript:alert(1)")
    assert (found, asked) == (LinkState.GONE, [])

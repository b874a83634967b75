"""Asking for the next page while this one is laid down, so that the line and the disk work at the same time (S7)."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

import msgspec

from app.domain.kinds import EVERYTHING
from app.sync import refusals, state
from app.sync.talk import Talk
from app.sync.wire import Page, Pull


class Ahead:
    """At most one page that was asked for before its turn. Nothing is under way any more when the block ends."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="leerspoor-ahead")
        self._early: tuple[Pull, Future[Page]] | None = None
        self._last: Pull | None = None

    def __enter__(self) -> Ahead:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()

    def page(self, asked: Pull) -> Page:
        """The answer to this. What was asked for early counts only if it was the very same question."""
        if asked == self._last:
            raise refusals.garbled()  # a server that says there is more and gives nothing
        self._last = asked
        page = self._answer(asked)
        if page.more and page.enter == [EVERYTHING] and _has_nothing(asked, page):
            raise refusals.garbled()
        return page

    def _answer(self, asked: Pull) -> Page:
        early, self._early = self._early, None
        if early is not None:
            page = early[1].result()
            if early[0] == asked:
                return page
        return self._talk.ask("/v1/pull", asked, Page)

    def go_on(self, asked: Pull, page: Page) -> None:
        """Ask for what follows on this page, where that is sure to be more results.

        Not for rows: what a desk asks with, the server takes for what the desk has.
        """
        if page.more and page.results_reached is not None and not (page.rows or page.leave or page.earlier_of):
            after = msgspec.structs.replace(
                asked, results=state.moved(asked.results, page.results_reached), bound=page.bound, epoch=page.epoch,
                oldest=page.oldest, named=page.named or asked.named)
            self._early = after, self._thread.submit(self._talk.ask, "/v1/pull", after, Page)


def _has_nothing(asked: Pull, page: Page) -> bool:
    """True for who is told to start afresh without having read anything of this server."""
    read = page.reached is not None or page.results_reached is not None
    return not read and not (asked.rows or asked.results) and asked.epoch == page.epoch
